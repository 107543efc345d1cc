#include "format_impl.h"

#include <string.h>

static bool needs_quotes(const char *text, size_t length, char delimiter)
{
	for (size_t i = 0; i < length; i++)
		if (text[i] == '"' || text[i] == '\n' || text[i] == '\r' || text[i] == delimiter)
			return true;
	return false;
}

void format_csv_cell(struct buffer *out, const char *text, size_t length, char delimiter)
{
	if (!needs_quotes(text, length, delimiter)) {
		buffer_add(out, text, length);
		return;
	}
	buffer_char(out, '"');
	while (length > 0) {
		const char *mark = memchr(text, '"', length);
		size_t n = mark ? (size_t)(mark - text) + 1 : length;

		buffer_add(out, text, n);
		if (mark)
			buffer_char(out, '"');
		text += n;
		length -= n;
	}
	buffer_char(out, '"');
}

static char delimiter(const struct writer *w)
{
	return w->options.format == FORMAT_TSV ? '\t' : ',';
}

/* A spreadsheet takes such a cell for a formula; a negative number is none. */
static bool looks_like_formula(const char *text)
{
	double number;

	if (!text[0] || !strchr("=+-@\t\r", text[0]))
		return false;
	return !(text[0] == '-' && number_parse_real(text, -1e300, 1e300, &number));
}

/* The cell that begins at ${start}, printed as it is: most stay so. */
static void finish_cell(const struct writer *w, struct buffer *out, size_t start)
{
	bool formula = w->options.excel_safe && looks_like_formula(out->data + start);
	size_t length = out->length - start;

	if (!formula && !needs_quotes(out->data + start, length, delimiter(w)))
		return;
	struct buffer cell = { 0 };
	if (formula)
		buffer_char(&cell, '\'');
	buffer_add(&cell, out->data + start, length);
	out->length = start;
	format_csv_cell(out, cell.data, cell.length, delimiter(w));
	buffer_free(&cell);
}

static void put_cell(const struct writer *w, const struct record_type *type, const void *record, int field,
		     struct buffer *out)
{
	size_t start = out->length;

	if (!record_has(record, field))
		return;
	record_print(type, record, field, out);
	if (out->length > start)
		finish_cell(w, out, start);
}

/* Items of the list stand in rows of their own, the record's own cells repeated. */
static void put_row(const struct writer *w, const void *record, int list, const void *item, struct buffer *out)
{
	size_t start = out->length;

	for (size_t i = 0; i < w->n_fields; i++) {
		const struct field *f = &w->type->fields[w->fields[i]];

		if (i)
			buffer_char(out, delimiter(w));
		if (w->fields[i] != list) {
			put_cell(w, w->type, record, w->fields[i], out);
			continue;
		}
		for (int k = 0; f->items->fields[k].name; k++) {
			if (k)
				buffer_char(out, delimiter(w));
			if (item)
				put_cell(w, f->items, item, k, out);
		}
	}
	if (out->length == start) /* a single blank cell: the line must not look blank */
		buffer_text(out, "\"\"");
	buffer_char(out, '\n');
}

/* The list among the fields asked for that is spread over rows. */
static int spread_list(const struct writer *w)
{
	int list = format_list_field(w->type);

	for (size_t i = 0; list >= 0 && i < w->n_fields; i++)
		if (w->fields[i] == list)
			return list;
	return -1;
}

static void csv_put(const struct writer *w, const void *record, struct buffer *out)
{
	int list = spread_list(w);
	const struct record_list *items = NULL;
	size_t count = 0;

	if (list >= 0 && record_has(record, list)) {
		items = (const struct record_list *)((const char *)record + w->type->fields[list].offset);
		count = items->count;
	}
	if (count == 0)
		put_row(w, record, list, NULL, out);
	for (size_t i = 0; i < count; i++)
		put_row(w, record, list, (const char *)items->items + i * w->type->fields[list].items->size, out);
}

static void header_cell(struct writer *w, const char *name)
{
	format_csv_cell(&w->out, name, strlen(name), delimiter(w));
}

static void csv_start(struct writer *w)
{
	int list = spread_list(w);

	if (w->options.bom)
		buffer_text(&w->out, "\xEF\xBB\xBF");
	for (size_t i = 0; w->options.header && i < w->n_fields; i++) {
		const struct field *f = &w->type->fields[w->fields[i]];

		if (i)
			buffer_char(&w->out, delimiter(w));
		if (w->fields[i] != list) {
			header_cell(w, f->name);
			continue;
		}
		for (const struct field *item = f->items->fields; item->name; item++) {
			if (item != f->items->fields)
				buffer_char(&w->out, delimiter(w));
			if (record_field_index(w->type, item->name) >= 0)
				buffer_printf(&w->out, "%s_%s", f->name, item->name);
			else
				header_cell(w, item->name);
		}
	}
	if (w->options.header)
		buffer_char(&w->out, '\n');
}

const struct writer_driver format_csv_writer = { .start = csv_start, .put = csv_put };
