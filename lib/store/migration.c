#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "store_impl.h"

int store_schema_version(void)
{
	int version = 0;

	while (STORE_MIGRATIONS[version])
		version++;
	return version;
}

static const char *replacement(const struct driver *driver, const char *word, size_t length)
{
	for (const struct schema_word *w = driver->words; w->word; w++)
		if (strlen(w->word) == length && memcmp(w->word, word, length) == 0)
			return w->text;
	return NULL;
}

/* One line, its comment left out: the text of a table is parsed by SQLite at every start of a program. */
static enum status expand_line(const struct driver *driver, const char *line, size_t length, struct buffer *out,
			       struct error *err)
{
	bool quoted = false;

	for (size_t i = 0, end; i < length; i = end) {
		const char *text = NULL;

		end = i + 1;
		if (line[i] == '\'')
			quoted = !quoted;
		if (!quoted && line[i] == '-' && i + 1 < length && line[i + 1] == '-')
			break;
		if (!quoted && (isalpha((unsigned char)line[i]) || line[i] == '$')) {
			while (end < length && (isalnum((unsigned char)line[end]) || line[end] == '_'))
				end++;
			text = replacement(driver, line + i, end - i);
			if (!text && line[i] == '$' && end > i + 1)
				return error_set(err, STATUS_BUG, "schema", "", "unknown word %.*s in the schema",
						 (int)(end - i), line + i);
		}
		if (text)
			buffer_text(out, text);
		else
			buffer_add(out, line + i, end - i);
	}
	while (out->length > 0 && (out->data[out->length - 1] == ' ' || out->data[out->length - 1] == '\t'))
		out->length--;
	if (out->length > 0 && out->data[out->length - 1] != '\n')
		buffer_char(out, '\n');
	return STATUS_OK;
}

enum status store_schema_text(const struct driver *driver, const char *text, struct buffer *out, struct error *err)
{
	static const char ONLY[] = "-- only ", END[] = "-- end";
	bool skipping = false;
	enum status st = STATUS_OK;

	while (*text && st == STATUS_OK) {
		size_t length = strcspn(text, "\n");

		if (strncmp(text, ONLY, sizeof(ONLY) - 1) == 0) {
			const char *name = text + sizeof(ONLY) - 1;
			size_t name_length = length - (sizeof(ONLY) - 1);

			skipping = strlen(driver->name) != name_length || strncmp(name, driver->name, name_length) != 0;
		} else if (length == sizeof(END) - 1 && strncmp(text, END, length) == 0) {
			skipping = false;
		} else if (!skipping) {
			st = expand_line(driver, text, length, out, err);
		}
		text += length + (text[length] == '\n');
	}
	return st;
}

enum status store_schema_install(struct store *s, int from, struct error *err)
{
	struct buffer script = { 0 };
	enum status st = STATUS_OK;
	char version[16];
	int to = store_schema_version();

	for (int i = from; i < to && st == STATUS_OK; i++) {
		buffer_clear(&script);
		st = store_schema_text(s->driver, STORE_MIGRATIONS[i], &script, err);
		if (st == STATUS_OK)
			st = s->driver->execute(s, script.data, err);
	}
	snprintf(version, sizeof(version), "%d", to);
	if (st == STATUS_OK)
		st = store_setting_set(s, "application", "ecom", err);
	if (st == STATUS_OK)
		st = store_setting_set(s, "schema", version, err);
	if (st == STATUS_OK)
		st = s->driver->set_version(s, to, err);
	buffer_free(&script);
	return st;
}
