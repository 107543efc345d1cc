#include "csv_impl.h"

#include <stdio.h>
#include <string.h>

#define NAME_SIZE 256

static void trimmed_name(char name[NAME_SIZE], const char *cell)
{
	size_t length;

	cell += strspn(cell, " \t\r\n");
	length = strlen(cell);
	while (length > 0 && strchr(" \t\r\n", cell[length - 1]))
		length--;
	if (length >= NAME_SIZE)
		length = NAME_SIZE - 1;
	memcpy(name, cell, length);
	name[length] = '\0';
}

/* "lines_total" is the total of an item where the record has a total of its own. */
static int item_field_index(const struct record_type *type, int list, const char *name)
{
	const struct field *f = &type->fields[list];
	size_t prefix = strlen(f->name);
	char start[NAME_SIZE];
	int index = record_field_index(f->items, name);

	if (index >= 0 || strlen(name) <= prefix + 1)
		return index;
	memcpy(start, name, prefix);
	start[prefix] = '\0';
	if (!text_matches_word(f->name, NULL, start) || !strchr("_- ", name[prefix]))
		return -1;
	return record_field_index(f->items, name + prefix + 1);
}

static bool find_field(const struct record_type *type, const char *name, int *field, bool *item)
{
	int list = format_list_field(type);

	*item = false;
	*field = record_field_index(type, name);
	if (*field < 0 && list >= 0) {
		*field = item_field_index(type, list, name);
		*item = *field >= 0;
	}
	return *field >= 0;
}

static enum status map_error(const struct reader *r, const char *field, struct error *err)
{
	return error_set(err, STATUS_CONFIG, "bad_map", field, "the column map names %s, which is no field of a %s", field,
			 r->type->name);
}

/* Where every column belongs to the record only the names that no record has are those of rejects. */
static bool is_quiet(const struct reader *r, const char *name)
{
	return raw_column_quiet(name) && (r->csv->rest < 0 || strncmp(name, "reject_", 7) == 0);
}

static enum status match_column(struct reader *r, const char *name, long line, struct csv_column *column,
				struct error *err)
{
	const char *target = name;

	column->field = -1;
	switch (column_map_find(r->options.map, name, &target)) {
	case COLUMN_DROPPED:
		return STATUS_OK;
	case COLUMN_FIELD:
		if (!find_field(r->type, target, &column->field, &column->item))
			return map_error(r, target, err);
		break;
	case COLUMN_UNMAPPED:
		if (name[0] && !find_field(r->type, name, &column->field, &column->item)) {
			column->quiet = is_quiet(r, name);
			if (r->csv->rest < 0)
				format_unknown(r, line, name);
			else if (!column->quiet)
				column->rest = memory_text(name);
		}
		break;
	}
	if (column->field >= 0) {
		const struct record_type *type = column->item ? r->csv->items : r->type;
		const struct field *f = &type->fields[column->field];

		column->text = f->type == FIELD_TEXT;
		column->offset = f->offset;
		column->max = f->max > 0 ? (size_t)f->max : 65536;
	}
	return STATUS_OK;
}

static enum status refuse_duplicate(const struct reader *r, size_t column, const char *name, struct error *err)
{
	const struct csv_reader *c = r->csv;

	for (size_t i = 0; i < column; i++) {
		const struct csv_column *former = &c->columns[i], *own = &c->columns[column];
		const struct record_type *type = former->item ? c->items : r->type;
		const char *given = former->field < 0 ? former->rest : type->fields[former->field].name;

		if (former->field != own->field || former->item != own->item)
			continue;
		if (own->field < 0 && !(own->rest && text_same(own->rest, former->rest)))
			continue;
		return error_set(err, STATUS_DATA, "duplicate_column", given,
				 "column %zu, \"%.80s\", gives %s a second time", column + 1, name, given);
	}
	return STATUS_OK;
}

static enum status read_constants(struct reader *r, struct error *err)
{
	struct csv_reader *c = r->csv;

	c->n_constants = column_map_constants(r->options.map);
	c->constants = memory_zero(c->n_constants, sizeof *c->constants);
	for (size_t i = 0; i < c->n_constants; i++) {
		const char *name;

		column_map_constant(r->options.map, i, &name, &c->constants[i].value);
		if (!find_field(r->type, name, &c->constants[i].field, &c->constants[i].item))
			return map_error(r, name, err);
	}
	return STATUS_OK;
}

static bool is_given(const struct reader *r, int field, bool item)
{
	const struct csv_reader *c = r->csv;

	for (size_t i = 0; i < c->n_columns; i++)
		if (c->columns[i].field == field && c->columns[i].item == item)
			return true;
	for (size_t i = 0; i < c->n_constants; i++)
		if (c->constants[i].field == field && c->constants[i].item == item)
			return true;
	return !item && record_has(r->blank, field);
}

static bool has_items(const struct csv_reader *c)
{
	for (size_t i = 0; i < c->n_columns; i++)
		if (c->columns[i].field >= 0 && c->columns[i].item)
			return true;
	return false;
}

static enum status missing(const struct reader *r, const struct csv_row *row, const char *name, struct error *err)
{
	const struct csv_reader *c = r->csv;
	struct buffer found = { 0 };
	enum status status;

	for (size_t i = 0; i < row->cells; i++) {
		char cell[NAME_SIZE];

		trimmed_name(cell, csv_row_cell(&c->rows, row, i));
		if (i)
			buffer_text(&found, ", ");
		buffer_text(&found, cell);
	}
	status = error_set(err, STATUS_DATA, "missing_column", name, "missing column %s; found: %.380s", name,
			   found.length ? found.data : "none");
	buffer_free(&found);
	return status;
}

static enum status check_required(struct reader *r, const struct csv_row *row, struct error *err)
{
	struct csv_reader *c = r->csv;
	int list = format_list_field(r->type);

	for (int i = 0; r->type->fields[i].name; i++) {
		const struct field *f = &r->type->fields[i];

		if (!(f->flags & FIELD_REQUIRED))
			continue;
		c->required |= UINT64_C(1) << i;
		if (!is_given(r, i, false) && !(i == list && has_items(c)))
			return missing(r, row, f->name, err);
	}
	for (int i = 0; has_items(c) && c->items->fields[i].name; i++)
		if (c->items->fields[i].flags & FIELD_REQUIRED && !is_given(r, i, true))
			return missing(r, row, c->items->fields[i].name, err);
	return STATUS_OK;
}

/* Rows are gathered by the column of the first key field, if there are columns of items at all. */
static void settle_gathering(struct reader *r)
{
	struct csv_reader *c = r->csv;

	c->list = has_items(c) ? format_list_field(r->type) : -1;
	c->key_column = NO_COLUMN;
	for (size_t i = 0; c->list >= 0 && i < c->n_columns; i++) {
		const struct csv_column *column = &c->columns[i];

		if (column->field >= 0 && !column->item && r->type->fields[column->field].flags & FIELD_KEY) {
			c->key_column = i;
			break;
		}
	}
}

enum status format_columns_read(struct reader *r, const struct csv_row *row, struct error *err)
{
	struct csv_reader *c = r->csv;
	int list = format_list_field(r->type);
	enum status status;

	if (row->flags & (CSV_ROW_TOO_LONG | CSV_ROW_UNCLOSED))
		return error_set(err, STATUS_DATA, "bad_header", "", "the header line is %s",
				 row->flags & CSV_ROW_TOO_LONG ? "too long" : "no CSV: a quote is not closed");
	c->items = list >= 0 ? r->type->fields[list].items : NULL;
	c->rest = record_rest_field(r->type);
	c->n_columns = row->cells;
	c->columns = memory_zero(row->cells, sizeof *c->columns);
	for (size_t i = 0; i < row->cells; i++) {
		const char *cell = csv_row_cell(&c->rows, row, i);
		size_t length = csv_row_cell_length(&c->rows, row, i);
		char name[NAME_SIZE];

		if (!text_valid(cell, length))
			return error_set(err, STATUS_DATA, "bad_header", "", "column %zu of the header is no UTF-8 text",
					 i + 1);
		trimmed_name(name, cell);
		status = match_column(r, name, row->line, &c->columns[i], err);
		if (status == STATUS_OK && (c->columns[i].field >= 0 || c->columns[i].rest))
			status = refuse_duplicate(r, i, name, err);
		if (status != STATUS_OK)
			return status;
		if (!c->columns[i].quiet) {
			if (c->raw_header.length > 0 || i > 0)
				buffer_char(&c->raw_header, c->delimiter);
			format_csv_cell(&c->raw_header, cell, length, c->delimiter);
		}
	}
	status = read_constants(r, err);
	if (status == STATUS_OK)
		status = check_required(r, row, err);
	settle_gathering(r);
	return status;
}

void format_rest_set(struct reader *r, const char *text, const uint32_t *offsets, void *record, struct arena *arena)
{
	struct csv_reader *c = r->csv;
	struct buffer *out = &c->rest_text;

	buffer_clear(out);
	for (size_t i = 0; i < c->n_columns; i++) {
		const char *cell = text + offsets[i];

		if (!c->columns[i].rest || cell[strspn(cell, " \t\r\n")] == '\0')
			continue;
		buffer_char(out, out->length ? ',' : '{');
		buffer_json_text(out, c->columns[i].rest);
		buffer_char(out, ':');
		buffer_json_text(out, cell);
	}
	if (out->length == 0)
		return;
	buffer_char(out, '}');
	*(const char **)((char *)record + r->type->fields[c->rest].offset) = arena_copy(arena, out->data, out->length);
	record_mark(record, c->rest);
}

void format_raw_clear(struct csv_reader *c)
{
	buffer_clear(&c->raw_text);
	c->n_raw = 0;
}

void format_raw_add(struct csv_reader *c, const struct csv_row *row)
{
	size_t cells = row->cells > c->n_columns ? row->cells : c->n_columns;
	bool first = true;

	if (c->n_raw == c->raw_capacity) {
		c->raw_capacity = c->raw_capacity ? c->raw_capacity * 2 : 16;
		c->raw_rows = memory_resize(c->raw_rows, c->raw_capacity * sizeof *c->raw_rows);
		c->raw_starts = memory_resize(c->raw_starts, c->raw_capacity * sizeof *c->raw_starts);
	}
	c->raw_starts[c->n_raw] = c->raw_text.length;
	for (size_t i = 0; i < cells; i++) {
		if (i < c->n_columns && c->columns[i].quiet)
			continue;
		if (!first)
			buffer_char(&c->raw_text, c->delimiter);
		first = false;
		if (i < row->cells)
			format_csv_cell(&c->raw_text, csv_row_cell(&c->rows, row, i),
					csv_row_cell_length(&c->rows, row, i), c->delimiter);
	}
	c->raw_rows[c->n_raw] = (struct raw_row){ .length = c->raw_text.length - c->raw_starts[c->n_raw], .line = row->line };
	c->n_raw++;
}

void format_raw_finish(struct reader *r, void *record)
{
	struct csv_reader *c = r->csv;

	for (size_t i = 0; i < c->n_raw; i++)
		c->raw_rows[i].text = (c->raw_text.data ? c->raw_text.data : "") + c->raw_starts[i];
	r->raw = (struct raw){
		.format = FORMAT_CSV,
		.delimiter = c->delimiter,
		.taken = r->taken,
		.header = c->raw_header.data ? c->raw_header.data : "",
		.header_length = c->raw_header.length,
		.rows = c->raw_rows,
		.n_rows = c->n_raw,
	};
	((struct record *)record)->raw = &r->raw;
}
