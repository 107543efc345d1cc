#include "format_impl.h"

#include <string.h>

#define SETTLE_ROWS 500 /* as many set the widths */
#define GAP	    2
#define LEAST_WIDTH 4 /* a column is not cut below this */
#define ELLIPSIS    "…"

/* What would move the cursor is a blank. */
static void clean(char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7F)
			text[i] = ' ';
}

static void table_put(const struct writer *w, const void *record, struct buffer *out)
{
	for (size_t i = 0; i < w->n_fields; i++) {
		const struct field *f = &w->type->fields[w->fields[i]];
		size_t start = out->length;

		if (f->type == FIELD_LIST && record_has(record, w->fields[i])) {
			size_t n = ((const struct record_list *)((const char *)record + f->offset))->count;

			buffer_printf(out, "%zu %s", n, n == 1 ? "item" : "items");
		} else {
			record_print(w->type, record, w->fields[i], out);
		}
		clean(out->data + start, out->length - start);
		buffer_char(out, '\0');
	}
}

static bool is_number(const struct field *f)
{
	return f->type == FIELD_INT || f->type == FIELD_REAL || f->type == FIELD_AMOUNT;
}

/* The longest start of ${text} of at most ${width} columns, in bytes. */
static size_t cut_at(const char *text, size_t width)
{
	size_t at = 0;

	while (text[at]) {
		uint32_t point;
		size_t step = text_next(text + at, &point), columns = text_width(text + at, step);

		if (columns > width)
			break;
		width -= columns;
		at += step;
	}
	return at;
}

static void pad(struct buffer *out, size_t columns)
{
	while (columns-- > 0)
		buffer_char(out, ' ');
}

static void put_column(struct writer *w, size_t i, const char *text)
{
	const struct field *f = &w->type->fields[w->fields[i]];
	size_t length = strlen(text), columns = text_width(text, length), width = w->widths[i];
	bool cut = w->options.width > 0 && columns > width, last = i + 1 == w->n_fields;

	if (cut) {
		length = cut_at(text, width - 1);
		columns = text_width(text, length) + 1;
	}
	if (is_number(f) && columns < width)
		pad(&w->out, width - columns);
	buffer_add(&w->out, text, length);
	if (cut)
		buffer_text(&w->out, ELLIPSIS);
	if (!is_number(f) && columns < width && !last)
		pad(&w->out, width - columns);
	if (!last)
		pad(&w->out, GAP);
}

/* Narrow the widest columns, numbers last, until the table fits the terminal or nothing more can give. */
static void fit(struct writer *w)
{
	for (;;) {
		size_t total = GAP * (w->n_fields - 1), widest = w->n_fields;

		for (size_t i = 0; i < w->n_fields; i++) {
			total += w->widths[i];
			if (is_number(&w->type->fields[w->fields[i]]) || w->widths[i] <= LEAST_WIDTH)
				continue;
			if (widest == w->n_fields || w->widths[i] > w->widths[widest])
				widest = i;
		}
		if (total <= w->options.width || widest == w->n_fields)
			return;
		w->widths[widest]--;
	}
}

static void settle_widths(struct writer *w)
{
	const char *at = w->held.data, *end = at + w->held.length;

	w->widths = memory_zero(w->n_fields + 1, sizeof *w->widths);
	for (size_t i = 0; i < w->n_fields; i++)
		w->widths[i] = strlen(w->type->fields[w->fields[i]].name);
	while (at < end) {
		for (size_t i = 0; i < w->n_fields; i++) {
			size_t length = strlen(at), columns = text_width(at, length);

			if (columns > w->widths[i])
				w->widths[i] = columns;
			at += length + 1;
		}
	}
	if (w->options.width > 0 && w->n_fields > 0)
		fit(w);
	if (w->options.color)
		buffer_text(&w->out, "\033[1m");
	for (size_t i = 0; i < w->n_fields; i++)
		put_column(w, i, w->type->fields[w->fields[i]].name);
	buffer_text(&w->out, w->options.color ? "\033[0m\n" : "\n");
}

static size_t held_rows(const struct writer *w)
{
	size_t cells = 0;

	for (size_t i = 0; i < w->held.length; i++)
		cells += w->held.data[i] == '\0';
	return w->n_fields ? cells / w->n_fields : 0;
}

static void table_settle(struct writer *w, bool last)
{
	const char *at, *end;

	if (w->held.length == 0 || (!w->widths && !last && held_rows(w) < SETTLE_ROWS))
		return; /* no record: no table */
	if (!w->widths)
		settle_widths(w);
	at = w->held.data;
	end = at + w->held.length;
	while (at < end) {
		for (size_t i = 0; i < w->n_fields; i++) {
			put_column(w, i, at);
			at += strlen(at) + 1;
		}
		buffer_char(&w->out, '\n');
	}
	buffer_clear(&w->held);
}

const struct writer_driver format_table_writer = { .put = table_put, .settle = table_settle };
