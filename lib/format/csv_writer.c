#include "format_impl.h"

#include <string.h>

void format_csv_cell(struct buffer *out, const char *text, size_t length, char delimiter)
{
	bool quote = false;

	for (size_t i = 0; i < length && !quote; i++)
		quote = text[i] == '"' || text[i] == '\n' || text[i] == '\r' || text[i] == delimiter;
	if (!quote) {
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

static void put_cell(struct writer *w, const struct record_type *type, const void *record, int field)
{
	struct buffer *cell = &w->scratch;

	if (!record_has(record, field))
		return;
	buffer_clear(cell);
	if (w->options.excel_safe)
		buffer_char(cell, '\'');
	record_print(type, record, field, cell);
	if (!cell->data)
		return;
	if (w->options.excel_safe && !looks_like_formula(cell->data + 1))
		format_csv_cell(&w->out, cell->data + 1, cell->length - 1, delimiter(w));
	else
		format_csv_cell(&w->out, cell->data, cell->length, delimiter(w));
}

/* Items of the list stand in rows of their own, the record's own cells repeated. */
static void put_row(struct writer *w, const void *record, int list, const void *item)
{
	size_t start = w->out.length;

	for (size_t i = 0; i < w->n_fields; i++) {
		const struct field *f = &w->type->fields[w->fields[i]];

		if (i)
			buffer_char(&w->out, delimiter(w));
		if (w->fields[i] != list) {
			put_cell(w, w->type, record, w->fields[i]);
			continue;
		}
		for (int k = 0; f->items->fields[k].name; k++) {
			if (k)
				buffer_char(&w->out, delimiter(w));
			if (item)
				put_cell(w, f->items, item, k);
		}
	}
	if (w->out.length == start) /* a single blank cell: the line must not look blank */
		buffer_text(&w->out, "\"\"");
	buffer_char(&w->out, '\n');
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

static void csv_put(struct writer *w, const void *record)
{
	int list = spread_list(w);
	const struct record_list *items = NULL;
	size_t count = 0;

	if (list >= 0 && record_has(record, list)) {
		items = (const struct record_list *)((const char *)record + w->type->fields[list].offset);
		count = items->count;
	}
	if (count == 0)
		put_row(w, record, list, NULL);
	for (size_t i = 0; i < count; i++)
		put_row(w, record, list, (const char *)items->items + i * w->type->fields[list].items->size);
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
