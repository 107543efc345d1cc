/* Records of any kind as a table of plain text, for the body of a mail. */
#include <jansson.h>

#include "notify_impl.h"

#define COLUMNS_MAX 12
#define ROWS_MAX    200
#define WIDTH_MAX   40

struct column {
	const char *name;
	size_t width;
};

struct table {
	struct column columns[COLUMNS_MAX];
	size_t n_columns, n_rows;
	const char *(*cells)[COLUMNS_MAX]; /* NULL: nothing there */
};

static size_t find_column(struct table *t, const char *name)
{
	size_t i;

	for (i = 0; i < t->n_columns; i++)
		if (strcmp(t->columns[i].name, name) == 0)
			return i;
	if (i < COLUMNS_MAX)
		t->columns[t->n_columns++] = (struct column) { name, text_width(name, strlen(name)) };
	return i;
}

/* At most WIDTH_MAX columns of the terminal, on one line. */
static char *clip(const char *text, struct arena *arena)
{
	size_t length = 0, width = 0;
	char *out;

	while (text[length]) {
		uint32_t point;
		size_t bytes = text_next(text + length, &point), own = text_width(text + length, bytes);

		if (width + own > WIDTH_MAX)
			break;
		width += own;
		length += bytes;
	}
	out = text[length] ? arena_printf(arena, "%.*s~", (int)length, text) : arena_copy(arena, text, length);
	for (char *p = out; *p; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7F)
			*p = ' ';
	return out;
}

static void put_cell(struct table *t, size_t row, const char *name, const char *value, struct arena *arena)
{
	size_t column = find_column(t, name), width;

	if (column == COLUMNS_MAX)
		return;
	t->cells[row][column] = clip(value, arena);
	width = text_width(t->cells[row][column], strlen(t->cells[row][column]));
	if (width > t->columns[column].width)
		t->columns[column].width = width;
}

static const char *decode(struct record_slice value, struct arena *arena)
{
	json_t *json;
	const char *text;

	if (value.length == 0 || value.text[0] != '"')
		return arena_copy(arena, value.text, value.length);
	json = json_loadb(value.text, value.length, JSON_DECODE_ANY, NULL);
	text = arena_text(arena, json_is_string(json) ? json_string_value(json) : "");
	json_decref(json);
	return text;
}

/* The members of the record that have a value; its digits as they came. */
static void put_record(struct table *t, size_t row, const char *record, struct arena *arena)
{
	struct record_walk walk = record_walk((struct record_slice) { record, strlen(record) });
	struct record_slice key, value;

	while (record_walk_next(&walk, &key, &value)) {
		if (value.length == 4 && memcmp(value.text, "null", 4) == 0)
			continue;
		put_cell(t, row, decode((struct record_slice) { key.text - 1, key.length + 2 }, arena),
			 decode(value, arena), arena);
	}
}

static void add_line(const struct table *t, const char *const *cells, struct buffer *out)
{
	size_t owed = 0; /* blanks, written only before something */

	for (size_t i = 0; i < t->n_columns; i++) {
		const char *cell = cells[i] ? cells[i] : "";

		if (cell[0]) {
			buffer_printf(out, "%*s%s", (int)owed, "", cell);
			owed = 0;
		}
		owed += t->columns[i].width - text_width(cell, strlen(cell)) + 2;
	}
	buffer_char(out, '\n');
}

void notify_table(const struct notify_alert *alerts, size_t n, bool with_state, struct buffer *out, struct arena *arena)
{
	struct table t = { .n_rows = n < ROWS_MAX ? n : ROWS_MAX };
	const char *names[COLUMNS_MAX] = { NULL };

	t.cells = arena_zero(arena, t.n_rows * sizeof *t.cells + 1);
	for (size_t i = 0; i < t.n_rows; i++) {
		if (with_state)
			put_cell(&t, i, "state", NOTIFY_STATE_WORDS[alerts[i].state].word, arena);
		put_record(&t, i, alerts[i].signal, arena);
	}
	for (size_t i = 0; i < t.n_columns; i++)
		names[i] = clip(t.columns[i].name, arena);
	add_line(&t, names, out);
	for (size_t i = 0; i < t.n_rows; i++)
		add_line(&t, t.cells[i], out);
	if (n > t.n_rows)
		buffer_printf(out, "... +%zu\n", n - t.n_rows);
}
