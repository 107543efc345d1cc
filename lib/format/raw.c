#include "format_impl.h"

#include <string.h>

static const char *const ADDED[] = { "error", "code", "line", "reject_error", "reject_code", "reject_line" };

bool raw_column_quiet(const char *name)
{
	for (size_t i = 0; i < ARRAY_LENGTH(ADDED); i++)
		if (strcmp(ADDED[i], name) == 0)
			return true;
	return false;
}

unsigned raw_names_taken(const struct record_type *type, bool with_items)
{
	int list = with_items ? format_list_field(type) : -1;
	unsigned taken = 0;

	if (record_rest_field(type) >= 0) /* any name may be the record's own */
		return RAW_ERROR | RAW_CODE | RAW_LINE;
	for (unsigned i = 0; i < 3; i++)
		if (record_field_index(type, ADDED[i]) >= 0 ||
		    (list >= 0 && record_field_index(type->fields[list].items, ADDED[i]) >= 0))
			taken |= 1u << i;
	return taken;
}

const struct raw *raw_copy(const struct raw *raw, struct arena *arena)
{
	struct raw_row *rows;
	struct raw *copy;

	if (!raw)
		return NULL;
	copy = arena_alloc(arena, sizeof *copy);
	rows = arena_alloc(arena, raw->n_rows * sizeof *rows + 1);
	*copy = *raw;
	for (size_t i = 0; i < raw->n_rows; i++) {
		rows[i] = raw->rows[i];
		rows[i].text = arena_copy(arena, rows[i].text, rows[i].length);
	}
	copy->rows = rows;
	if (raw->header)
		copy->header = arena_copy(arena, raw->header, raw->header_length);
	return copy;
}
