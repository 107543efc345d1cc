#include "format_impl.h"

#include <string.h>

#define MAP_MAX (1u << 20)

struct column_entry {
	char *theirs; /* name of the column; for a constant, the value */
	char *field;  /* NULL: dropped */
	bool constant;
};

struct column_map {
	struct column_entry *entries;
	size_t count;
};

static char *trim(char *s)
{
	size_t length;

	s += strspn(s, " \t\r");
	length = strlen(s);
	while (length > 0 && strchr(" \t\r", s[length - 1]))
		s[--length] = '\0';
	return s;
}

/* Takes the quotes off "value" in place; a doubled quote stands for one. False if it is not closed. */
static bool unquote(char *s)
{
	char *to = s;

	for (const char *from = s + 1; *from; from++) {
		if (*from == '"' && from[1] != '"') {
			*to = '\0';
			return from[1] == '\0';
		}
		from += *from == '"';
		*to++ = *from;
	}
	return false;
}

static void add(struct column_map *m, const char *theirs, const char *field, bool constant)
{
	m->entries = memory_resize(m->entries, (m->count + 1) * sizeof *m->entries);
	m->entries[m->count++] = (struct column_entry){
		.theirs = memory_text(theirs),
		.field = strcmp(field, "-") == 0 ? NULL : memory_text(field),
		.constant = constant,
	};
}

static enum status read_line(struct column_map *m, char *line, const char *path, long number, struct error *err)
{
	char *text = trim(line), *equals = strrchr(text, '='), *field;
	bool constant;

	if (!text[0] || text[0] == '#')
		return STATUS_OK;
	if (!equals || equals == text)
		return error_set(err, STATUS_CONFIG, "bad_map", "", "%s:%ld: expected: their column = our_field", path,
				 number);
	*equals = '\0';
	field = trim(equals + 1);
	text = trim(text);
	constant = text[0] == '"';
	if (!field[0] || (constant && (!unquote(text) || strcmp(field, "-") == 0)))
		return error_set(err, STATUS_CONFIG, "bad_map", field, "%s:%ld: expected: \"constant\" = our_field", path,
				 number);
	add(m, text, field, constant);
	return STATUS_OK;
}

enum status column_map_read(struct column_map **out, const char *path, struct error *err)
{
	struct column_map *m = memory_zero(1, sizeof *m);
	struct buffer text = { 0 };
	long number = 0;
	enum status status = file_read_all(path, MAP_MAX, &text, err);
	char *next = text.data;

	if (status == STATUS_OK && !text_valid(text.data ? text.data : "", text.length))
		status = error_set(err, STATUS_CONFIG, "bad_map", "", "%s: expected UTF-8 text", path);
	if (next && strncmp(next, "\xEF\xBB\xBF", 3) == 0)
		next += 3;
	while (status == STATUS_OK && next && *next) {
		char *line = next, *end = strchr(next, '\n');

		next = end ? end + 1 : NULL;
		if (end)
			*end = '\0';
		status = read_line(m, line, path, ++number, err);
	}
	buffer_free(&text);
	if (status == STATUS_OK)
		*out = m;
	else
		column_map_free(m);
	return status;
}

void column_map_free(struct column_map *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->count; i++) {
		memory_free(m->entries[i].theirs);
		memory_free(m->entries[i].field);
	}
	memory_free(m->entries);
	memory_free(m);
}

enum column_target column_map_find(const struct column_map *m, const char *name, const char **field)
{
	for (size_t i = 0; m && i < m->count; i++) {
		const struct column_entry *e = &m->entries[i];

		if (e->constant || !text_matches_word(e->theirs, NULL, name))
			continue;
		*field = e->field;
		return e->field ? COLUMN_FIELD : COLUMN_DROPPED;
	}
	return COLUMN_UNMAPPED;
}

size_t column_map_constants(const struct column_map *m)
{
	size_t n = 0;

	for (size_t i = 0; m && i < m->count; i++)
		n += m->entries[i].constant;
	return n;
}

void column_map_constant(const struct column_map *m, size_t i, const char **field, const char **value)
{
	for (const struct column_entry *e = m->entries;; e++) {
		if (!e->constant || i-- > 0)
			continue;
		*field = e->field;
		*value = e->theirs;
		return;
	}
}
