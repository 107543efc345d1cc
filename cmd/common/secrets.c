/* Secrets, from the environment or from a file that is its owner's alone. */
#include "frame.h"

#include <string.h>
#include <sys/stat.h>

#define SECRETS_MAX (1 << 20)

struct secrets {
	const struct run *run;
	char *text; /* of the file, a NUL at the end of each line; NULL: no file */
	size_t length;
};

/* A letter or digit of a name as it stands in the environment; '_' for all else. */
static char variable_char(char c)
{
	if (c >= 'a' && c <= 'z')
		return (char)(c - 'a' + 'A');
	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '_';
}

static void add_variable(struct buffer *out, const char *name)
{
	for (; *name; name++)
		buffer_char(out, variable_char(*name));
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* The value of a line "owner.name = value", when it is that of ${key}; NULL otherwise. */
static const char *line_value(const char *line, const char *key)
{
	size_t length = strlen(key);

	while (is_blank(*line))
		line++;
	if (strncmp(line, key, length) != 0)
		return NULL;
	for (line += length; is_blank(*line); line++)
		;
	if (*line++ != '=')
		return NULL;
	while (is_blank(*line))
		line++;
	return *line ? line : NULL;
}

/* A comment, nothing, or owner.name = value. */
static bool is_line(const char *line)
{
	const char *equal = strchr(line, '='), *dot = strchr(line, '.');

	while (is_blank(*line))
		line++;
	return !*line || *line == '#' || (equal && dot && line < dot && dot < equal);
}

/* Lines apart, blanks at their ends off. */
static enum status cut_lines(struct secrets *s, const char *path, struct error *err)
{
	long number = 1;

	for (char *line = s->text, *end = line + s->length; line < end; number++) {
		char *stop = memchr(line, '\n', (size_t)(end - line)), *last = stop ? stop : end;

		*last = '\0';
		while (last > line && is_blank(last[-1]))
			*--last = '\0';
		if (!is_line(line))
			return error_set(err, STATUS_CONFIG, "bad_secrets", "",
					 "%s:%ld: expected \"owner.name = value\", or # and a comment", path, number);
		line = (stop ? stop : end) + 1;
	}
	return STATUS_OK;
}

enum status run_secrets(struct run *run, const char *path, const struct secrets **out, struct error *err)
{
	struct secrets *s = arena_zero(run->keep, sizeof(*s));
	struct buffer text = { 0 };
	struct stat about;
	enum status st;

	s->run = run;
	*out = s;
	if (!path)
		path = run_environment(run, "ECOM_SECRETS");
	if (!path)
		return STATUS_OK;
	if (stat(path, &about) != 0)
		return error_system(err, STATUS_CONFIG, path);
	if (about.st_mode & (S_IRWXG | S_IRWXO))
		return error_set(err, STATUS_CONFIG, "open_secrets", "",
				 "%s can be used by others than its owner: make it so with chmod 600", path);
	st = file_read_all(path, SECRETS_MAX, &text, err);
	if (st == STATUS_OK && text.length > 0 && !text_valid(text.data, text.length))
		st = error_set(err, STATUS_CONFIG, "bad_secrets", "", "%s: expected UTF-8 text", path);
	if (st == STATUS_OK) {
		s->text = arena_copy(run->keep, text.data ? text.data : "", text.length);
		s->length = text.length;
		st = cut_lines(s, path, err);
	}
	buffer_free(&text);
	return st == STATUS_OK ? st : err ? (err->status = STATUS_CONFIG) : STATUS_CONFIG;
}

const char *run_secret(const struct secrets *s, const char *owner, const char *name)
{
	struct buffer key = { 0 };
	const char *value;

	buffer_text(&key, "ECOM_SECRET_");
	add_variable(&key, owner);
	buffer_char(&key, '_');
	add_variable(&key, name);
	value = run_environment(s->run, key.data);
	buffer_clear(&key);
	buffer_printf(&key, "%s.%s", owner, name);
	for (const char *line = s->text; !value && line && line < s->text + s->length; line += strlen(line) + 1)
		value = line_value(line, key.data);
	buffer_free(&key);
	return value;
}
