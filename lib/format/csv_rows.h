/* Shared inside lib/format only: rows of CSV, before anything is known of their meaning. */
#ifndef CSV_ROWS_H
#define CSV_ROWS_H

#include "format_impl.h"

#include <csv.h>

enum csv_row_flags {
	CSV_ROW_SUSPECT = 1 << 0,  /* may hold NUL or invalid UTF-8 */
	CSV_ROW_QUOTES = 1 << 1,   /* may hold line ends */
	CSV_ROW_TOO_LONG = 1 << 2, /* its cells were dropped */
	CSV_ROW_UNCLOSED = 1 << 3, /* the input ended inside a quoted cell */
};

struct csv_row {
	size_t start, length; /* in csv_rows.text: cells, each ended by NUL */
	size_t first, cells;  /* in csv_rows.offsets */
	long line;
	unsigned flags;
};

/*
 * libcsv calls back for a whole chunk and cannot be paused, so the rows of a chunk stand in a queue, in three arrays
 * that are used again for the next chunk.
 */
struct csv_rows {
	struct csv_parser parser;
	size_t record_max;
	char *text;
	size_t text_length, text_capacity;
	uint32_t *offsets; /* of each cell, from the start of its row */
	size_t n_offsets, offsets_capacity;
	struct csv_row *rows;
	size_t n_rows, rows_capacity, head;
	size_t open_start, open_first; /* the row that is not complete yet */
	unsigned open_flags, chunk_flags;
	long line;          /* where the open row starts */
	long dropped_lines; /* inside it, where it is too long */
	bool after_cr, ended;
};

void format_rows_open(struct csv_rows *q, char delimiter, size_t record_max);
void format_rows_feed(struct csv_rows *q, const char *data, size_t length);
void format_rows_end(struct csv_rows *q);
void format_rows_close(struct csv_rows *q);

static inline const char *csv_row_cell(const struct csv_rows *q, const struct csv_row *row, size_t i)
{
	return q->text + row->start + q->offsets[row->first + i];
}
static inline size_t csv_row_cell_length(const struct csv_rows *q, const struct csv_row *row, size_t i)
{
	size_t end = i + 1 < row->cells ? q->offsets[row->first + i + 1] : row->length;

	return end - q->offsets[row->first + i] - 1;
}

#endif
