#include "csv_rows.h"

#include <string.h>

#define CELL_BLOCK 4096 /* libcsv grows its cell by this much */

/* libcsv would trim cells; blanks are data. */
static int never_space(unsigned char c)
{
	(void)c;
	return 0;
}

void format_rows_open(struct csv_rows *q, char delimiter, size_t record_max)
{
	*q = (struct csv_rows){ .record_max = record_max, .line = 1 };
	/* Not strict: a quote inside a cell (19" screen) is an ordinary character. Every line end is reported, for
	 * counting lines. */
	csv_init(&q->parser, CSV_APPEND_NULL | CSV_REPALL_NL);
	csv_set_delim(&q->parser, (unsigned char)delimiter);
	csv_set_space_func(&q->parser, never_space);
	csv_set_realloc_func(&q->parser, memory_resize);
	csv_set_free_func(&q->parser, memory_free);
	csv_set_blk_size(&q->parser, CELL_BLOCK);
}

void format_rows_close(struct csv_rows *q)
{
	csv_free(&q->parser);
	memory_free(q->text);
	memory_free(q->offsets);
	memory_free(q->rows);
}

/* Line ends: LF, CR LF, or CR alone. */
static long count_lines(const char *text, size_t length)
{
	const char *end = text + length;
	long n = 0;

	for (const char *p = text; (p = memchr(p, '\n', (size_t)(end - p))); p++)
		n++;
	for (const char *p = text; (p = memchr(p, '\r', (size_t)(end - p))); p++)
		n += p + 1 == end || p[1] != '\n';
	return n;
}

static void grow(struct csv_rows *q, size_t need)
{
	size_t capacity = q->text_capacity ? q->text_capacity : FORMAT_CHUNK;

	while (capacity - q->text_length < need)
		capacity *= 2;
	q->text = memory_resize(q->text, capacity);
	q->text_capacity = capacity;
}

static void on_cell(void *cell, size_t length, void *ctx)
{
	struct csv_rows *q = ctx;

	if (q->open_flags & CSV_ROW_TOO_LONG) {
		q->dropped_lines += count_lines(cell, length);
		return;
	}
	q->offsets = memory_grow(q->offsets, q->n_offsets, &q->offsets_capacity, sizeof *q->offsets);
	if (q->text_capacity - q->text_length <= length)
		grow(q, length + 1);
	q->offsets[q->n_offsets++] = (uint32_t)(q->text_length - q->open_start);
	memcpy(q->text + q->text_length, cell, length + 1); /* with the NUL that libcsv appends */
	q->text_length += length + 1;
}

static void push_row(struct csv_rows *q)
{
	struct csv_row *row;

	q->rows = memory_grow(q->rows, q->n_rows, &q->rows_capacity, sizeof *q->rows);
	row = &q->rows[q->n_rows++];
	row->start = q->open_start;
	row->length = q->text_length - q->open_start;
	row->first = q->open_first;
	row->cells = q->n_offsets - q->open_first;
	row->line = q->line;
	row->flags = q->open_flags;
	if (row->flags & CSV_ROW_QUOTES)
		q->line += count_lines(q->text + row->start, row->length);
	q->line += q->dropped_lines;
	q->dropped_lines = 0;
	q->open_start = q->text_length;
	q->open_first = q->n_offsets;
	q->open_flags = q->chunk_flags;
}

static void on_row(int end, void *ctx)
{
	struct csv_rows *q = ctx;

	if (q->n_offsets > q->open_first || q->open_flags & CSV_ROW_TOO_LONG) {
		push_row(q);
		q->line++;
	} else if (end != '\n' || !q->after_cr) {
		q->line++; /* a blank line; LF after CR is the same line end */
	}
	q->after_cr = end == '\r';
}

/* Move the row that is not complete to the front; complete ones have been taken. */
static void make_room(struct csv_rows *q)
{
	size_t open = q->n_offsets - q->open_first;

	if (q->text_length > q->open_start && q->open_start > 0)
		memmove(q->text, q->text + q->open_start, q->text_length - q->open_start);
	if (open > 0 && q->open_first > 0)
		memmove(q->offsets, q->offsets + q->open_first, open * sizeof *q->offsets);
	q->text_length -= q->open_start;
	q->n_offsets = open;
	q->open_start = q->open_first = 0;
	q->n_rows = q->head = 0;
}

/*
 * A row over the bound is dropped as it comes in, but libcsv goes on looking for its end. One byte of the cell stays,
 * since libcsv takes a closing quote off again.
 */
static void bound_open_row(struct csv_rows *q)
{
	size_t cells = q->n_offsets - q->open_first;
	size_t size = q->text_length - q->open_start + q->parser.entry_pos + cells * sizeof *q->offsets;

	if (!(q->open_flags & CSV_ROW_TOO_LONG)) {
		if (size <= q->record_max)
			return;
		q->open_flags |= CSV_ROW_TOO_LONG;
		q->dropped_lines = count_lines(q->text + q->open_start, q->text_length - q->open_start);
		q->text_length = q->open_start;
		q->n_offsets = q->open_first;
	}
	if (q->parser.entry_pos > 1) {
		q->dropped_lines += count_lines((char *)q->parser.entry_buf, q->parser.entry_pos);
		q->parser.entry_buf[0] = ' ';
		q->parser.entry_pos = 1;
	}
}

void format_rows_feed(struct csv_rows *q, const char *data, size_t length)
{
	make_room(q);
	q->chunk_flags = 0;
	if (!text_valid(data, length))
		q->chunk_flags |= CSV_ROW_SUSPECT;
	if (memchr(data, '"', length))
		q->chunk_flags |= CSV_ROW_QUOTES;
	q->open_flags |= q->chunk_flags;
	csv_parse(&q->parser, data, length, on_cell, on_row, q);
	bound_open_row(q);
}

void format_rows_end(struct csv_rows *q)
{
	int options = csv_get_opts(&q->parser);

	make_room(q);
	q->ended = true;
	/* Strict for a moment: that is how libcsv tells of a quote that was never closed. */
	csv_set_opts(&q->parser, (unsigned char)(options | CSV_STRICT | CSV_STRICT_FINI));
	if (csv_fini(&q->parser, on_cell, on_row, q) == 0)
		return;
	csv_set_opts(&q->parser, (unsigned char)options);
	q->open_flags |= CSV_ROW_UNCLOSED;
	csv_fini(&q->parser, on_cell, on_row, q);
}
