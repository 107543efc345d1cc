#include "csv_impl.h"

#include <string.h>

#define RECORD_MOST (1u << 30) /* offsets inside a row have 32 bits */

static void csv_close(struct reader *r)
{
	struct csv_reader *c = r->csv;

	format_rows_close(&c->rows);
	for (size_t i = 0; c->columns && i < c->n_columns; i++)
		memory_free(c->columns[i].rest);
	memory_free(c->columns);
	memory_free(c->constants);
	memory_free(c->gathered);
	memory_free(c->raw_rows);
	memory_free(c->raw_starts);
	buffer_free(&c->raw_header);
	buffer_free(&c->raw_text);
	buffer_free(&c->rest_text);
	memory_free(c);
}

/* A row of one blank cell in a table of several columns is a blank line. */
static bool is_blank_row(const struct csv_reader *c, const struct csv_row *row)
{
	const char *cell;

	if (row->cells != 1 || (c->has_header && c->n_columns == 1))
		return false;
	cell = csv_row_cell(&c->rows, row, 0);
	return row->length == strlen(cell) + 1 && cell[strspn(cell, " \t")] == '\0';
}

/* The row at the head of the queue, without taking it; STATUS_END after the last. */
static enum status peek_row(struct reader *r, const struct csv_row **row, struct error *err)
{
	struct csv_rows *q = &r->csv->rows;

	for (;;) {
		const char *data;
		size_t length;
		enum status status;

		for (; q->head < q->n_rows; q->head++) {
			*row = &q->rows[q->head];
			if (!is_blank_row(r->csv, *row))
				return STATUS_OK;
		}
		if (q->ended)
			return STATUS_END;
		status = format_more(r, &data, &length, err);
		if (status == STATUS_OK)
			format_rows_feed(q, data, length);
		else if (status == STATUS_END)
			format_rows_end(q);
		else
			return status;
	}
}

static bool csv_ready(const struct reader *r)
{
	const struct csv_reader *c = r->csv;

	if (c->rows.ended || !c->has_header)
		return c->rows.ended;
	if (c->list < 0 || c->key_column == NO_COLUMN) {
		for (size_t i = c->rows.head; i < c->rows.n_rows; i++)
			if (!is_blank_row(c, &c->rows.rows[i]))
				return true;
		return false;
	}
	/* A gathered record is complete when the next one begins. */
	for (size_t i = c->rows.head + 1; i < c->rows.n_rows; i++) {
		const struct csv_row *first = &c->rows.rows[c->rows.head], *row = &c->rows.rows[i];

		if (row->cells > c->key_column && first->cells > c->key_column &&
		    csv_row_cell(&c->rows, row, c->key_column)[0] &&
		    strcmp(csv_row_cell(&c->rows, row, c->key_column), csv_row_cell(&c->rows, first, c->key_column)) != 0)
			return true;
	}
	return false;
}

static enum status check_text(const struct csv_reader *c, const struct csv_row *row, struct error *err)
{
	for (size_t i = 0; i < row->cells; i++) {
		const char *cell = csv_row_cell(&c->rows, row, i);
		size_t length = csv_row_cell_length(&c->rows, row, i);

		if (memchr(cell, '\0', length))
			return error_reject(err, "bad_text", "", "cell %zu holds a NUL byte", i + 1);
		if (!text_valid(cell, length))
			return error_reject(err, "bad_text", "", "cell %zu is no UTF-8 text", i + 1);
	}
	return STATUS_OK;
}

static enum status check_row(const struct reader *r, const struct csv_row *row, struct error *err)
{
	const struct csv_reader *c = r->csv;

	if (row->flags & CSV_ROW_TOO_LONG)
		return error_reject(err, "too_long", "", "is longer than %zu bytes", r->options.record_max);
	if (row->flags & CSV_ROW_UNCLOSED)
		return error_reject(err, "unclosed_quote", "", "a quote is opened and not closed before the end");
	if (row->cells != c->n_columns)
		return error_reject(err, "ragged", "", "has %zu cells, expected %zu as in the header", row->cells,
				    c->n_columns);
	if (row->flags & CSV_ROW_SUSPECT)
		return check_text(c, row, err);
	return STATUS_OK;
}

/*
 * Cells into the members they belong to; ${record} or ${item} may be NULL: passed over. ${text} is the row in the
 * arena, into which texts point without another copy.
 */
static enum status set_cells(struct reader *r, const struct csv_row *row, char *text, void *record, void *item,
			     struct arena *arena, struct error *err)
{
	const struct csv_reader *c = r->csv;
	const uint32_t *offsets = c->rows.offsets + row->first;

	for (size_t i = 0; i < c->n_columns; i++) {
		const struct csv_column *column = &c->columns[i];
		void *target = column->item ? item : record;
		char *cell = text + offsets[i];

		if (column->field < 0 || !target)
			continue;
		if (column->text && (unsigned char)*cell > ' ' &&
		    (i + 1 < row->cells ? offsets[i + 1] : row->length) - offsets[i] <= column->max) {
			*(const char **)((char *)target + column->offset) = cell;
			record_mark(target, column->field);
			continue;
		}
		enum status status = record_set(column->item ? c->items : r->type, target, column->field, cell,
						&r->options.rules, arena, err);
		if (status != STATUS_OK)
			return status;
	}
	return STATUS_OK;
}

static enum status set_constants(struct reader *r, void *record, void *item, struct arena *arena, struct error *err)
{
	const struct csv_reader *c = r->csv;
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && i < c->n_constants; i++) {
		void *target = c->constants[i].item ? item : record;

		if (target)
			status = record_set(c->constants[i].item ? c->items : r->type, target, c->constants[i].field,
					    c->constants[i].value, &r->options.rules, arena, err);
	}
	return status;
}

static char *copy_row(const struct csv_reader *c, const struct csv_row *row, struct arena *arena)
{
	char *text = arena_alloc(arena, row->length);

	memcpy(text, c->rows.text + row->start, row->length);
	return text;
}

static void *new_item(struct reader *r)
{
	struct csv_reader *c = r->csv;
	size_t size = c->items->size;
	void *item;

	c->gathered = memory_grow(c->gathered, c->n_gathered, &c->gathered_capacity, size);
	item = c->gathered + c->n_gathered * size;
	record_clear(c->items, item);
	return item;
}

/* The item of a row, if the row gives one. */
static enum status add_item(struct reader *r, const struct csv_row *row, char *text, struct arena *arena,
			    struct error *err)
{
	struct csv_reader *c = r->csv;
	struct record *item = new_item(r);
	enum status status = set_cells(r, row, text, NULL, item, arena, err);

	if (status != STATUS_OK || !(item->given | item->cleared))
		return status;
	item->file = r->name;
	item->line = row->line;
	c->n_gathered++;
	return set_constants(r, NULL, item, arena, err);
}

static void set_items(struct reader *r, void *record, struct arena *arena)
{
	struct csv_reader *c = r->csv;
	size_t size = c->n_gathered * c->items->size;
	struct record_list *list;

	if (c->n_gathered == 0)
		return;
	list = (struct record_list *)((char *)record + r->type->fields[c->list].offset);
	list->items = arena_alloc(arena, size);
	list->count = c->n_gathered;
	memcpy(list->items, c->gathered, size);
	record_mark(record, c->list);
}

static bool is_blank_cell(const char *cell)
{
	return cell[strspn(cell, " \t")] == '\0';
}

static bool has_parent_cells(const struct csv_reader *c, const struct csv_row *row)
{
	for (size_t i = 0; i < c->n_columns && i < row->cells; i++)
		if (c->columns[i].field >= 0 && !c->columns[i].item && !is_blank_cell(csv_row_cell(&c->rows, row, i)))
			return true;
	return false;
}

/* Does the row go on with the record whose key is ${key} (NULL: unknown)? */
static bool continues(const struct csv_reader *c, const struct csv_row *row, const char *key)
{
	const char *own;

	if (row->flags & CSV_ROW_TOO_LONG || row->cells <= c->key_column)
		return true; /* its key is unknown: better to refuse the record than to take it without the row */
	own = csv_row_cell(&c->rows, row, c->key_column);
	if (is_blank_cell(own))
		return (key && !is_blank_cell(key)) || !has_parent_cells(c, row);
	return key && strcmp(own, key) == 0;
}

/* The record's own cells stand in its first row; later ones may repeat them or be blank. */
static enum status check_repeated(struct reader *r, const struct csv_row *row, char *const *first, struct error *err)
{
	const struct csv_reader *c = r->csv;

	for (size_t i = 0; i < c->n_columns; i++) {
		const char *cell = csv_row_cell(&c->rows, row, i);

		if (c->columns[i].field < 0 || c->columns[i].item || is_blank_cell(cell) || strcmp(cell, first[i]) == 0)
			continue;
		return error_reject(err, "conflict", r->type->fields[c->columns[i].field].name,
				    "is \"%.80s\", but \"%.80s\" in the record's first row", cell, first[i]);
	}
	return STATUS_OK;
}

static enum status start_record(struct reader *r, const struct csv_row *row, struct arena *arena, void *record,
				char ***cells, struct error *err)
{
	struct csv_reader *c = r->csv;
	enum status status = check_row(r, row, err);
	char *text;

	if (status != STATUS_OK)
		return status;
	text = copy_row(c, row, arena);
	if (cells) {
		*cells = arena_alloc(arena, c->n_columns * sizeof **cells);
		for (size_t i = 0; i < c->n_columns; i++)
			(*cells)[i] = text + c->rows.offsets[row->first + i];
	}
	status = set_cells(r, row, text, record, NULL, arena, err);
	if (status == STATUS_OK && c->rest >= 0)
		format_rest_set(r, text, c->rows.offsets + row->first, record, arena);
	if (status == STATUS_OK && c->n_constants > 0)
		status = set_constants(r, record, NULL, arena, err);
	if (status == STATUS_OK && c->list >= 0)
		status = add_item(r, row, text, arena, err);
	return status;
}

static enum status continue_record(struct reader *r, const struct csv_row *row, struct arena *arena,
				   char *const *first, struct error *err)
{
	enum status status = check_row(r, row, err);

	if (status == STATUS_OK)
		status = check_repeated(r, row, first, err);
	if (status == STATUS_OK)
		status = add_item(r, row, copy_row(r->csv, row, arena), arena, err);
	return status;
}

/* The rows after the first; all of them are taken even if one is bad, so that no part of a record is left behind. */
static enum status gather(struct reader *r, struct arena *arena, void *record, const char *key, char *const *first,
			  enum status status, struct error *err)
{
	struct csv_reader *c = r->csv;
	const struct csv_row *row;
	size_t size = 0;

	for (;;) {
		struct error failure = { 0 };
		enum status next = peek_row(r, &row, &failure);

		if (next == STATUS_END)
			return status;
		if (next != STATUS_OK) {
			if (err)
				*err = failure;
			return next;
		}
		if (!continues(c, row, key))
			return status;
		c->rows.head++;
		size += row->length + row->cells * sizeof(uint32_t) + c->items->size;
		if (r->options.keep_raw && size <= r->options.record_max)
			format_raw_add(c, row);
		if (status != STATUS_OK)
			continue;
		if (size > r->options.record_max)
			status = error_reject(err, "too_long", "", "is longer than %zu bytes", r->options.record_max);
		else
			status = continue_record(r, row, arena, first, err);
		if (status != STATUS_OK)
			((struct record *)record)->line = row->line;
	}
}

static enum status finish(struct reader *r, struct arena *arena, void *record, struct error *err)
{
	struct csv_reader *c = r->csv;

	if (c->list >= 0)
		set_items(r, record, arena);
	else if ((((struct record *)record)->given & c->required) == c->required)
		return STATUS_OK;
	return record_check(r->type, record, err);
}

static enum status csv_next(struct reader *r, struct arena *arena, void *record, struct error *err)
{
	struct csv_reader *c = r->csv;
	bool gathers, keep = r->options.keep_raw;
	const struct csv_row *row;
	char **cells = NULL;
	char *key = NULL;
	enum status status = peek_row(r, &row, err);

	if (status == STATUS_OK && !c->has_header) {
		((struct record *)record)->line = row->line; /* for what is wrong with the header */
		status = format_columns_read(r, row, err);
		c->has_header = true;
		c->rows.head++;
		if (status == STATUS_OK)
			status = peek_row(r, &row, err);
	}
	if (status != STATUS_OK)
		return status;
	gathers = c->list >= 0 && c->key_column != NO_COLUMN;
	c->rows.head++;
	c->n_gathered = 0;
	((struct record *)record)->line = row->line;
	if (keep) {
		format_raw_clear(c);
		format_raw_add(c, row);
	}
	if (gathers && row->cells > c->key_column)
		key = arena_text(arena, csv_row_cell(&c->rows, row, c->key_column));
	status = start_record(r, row, arena, record, gathers ? &cells : NULL, err);
	if (gathers)
		status = gather(r, arena, record, key, cells, status, err);
	if (status == STATUS_OK)
		status = finish(r, arena, record, err);
	if (keep)
		format_raw_finish(r, record);
	return status;
}

static const struct reader_driver CSV_DRIVER = { csv_next, csv_ready, csv_close };

void format_csv_open(struct reader *r, char delimiter)
{
	r->csv = memory_zero(1, sizeof *r->csv);
	r->csv->delimiter = delimiter;
	r->csv->list = -1;
	r->taken = raw_names_taken(r->type, true);
	format_rows_open(&r->csv->rows, delimiter, r->options.record_max < RECORD_MOST ? r->options.record_max : RECORD_MOST);
	r->driver = &CSV_DRIVER;
}
