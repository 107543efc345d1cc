/* Texts with places in them, and the files they come from. */
#include <errno.h>

#include "notify_impl.h"

#define TEMPLATE_MAX	65536
#define NAME_MAX_LENGTH 63

/* A place: "{name}" or "{name?}". */
struct place {
	char name[NAME_MAX_LENGTH + 1];
	bool optional;
	size_t length; /* of all of it */
};

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

static bool read_place(const char *text, struct place *out)
{
	size_t length = 0;

	while (is_name(text[1 + length]))
		length++;
	if (length == 0 || length > NAME_MAX_LENGTH)
		return false;
	memcpy(out->name, text + 1, length);
	out->name[length] = '\0';
	out->optional = text[1 + length] == '?';
	out->length = length + 2 + out->optional;
	return text[out->length - 1] == '}';
}

/* Which line of the template a byte is in. */
static size_t line_of(const struct notify_template *t, const char *at)
{
	size_t line = 1;

	for (const char *p = t->text; p < at; p++)
		line += *p == '\n';
	return line;
}

/* One line, its end included. ${empty}: it has places, and all of them are absent. */
static enum status fill_line(const struct notify_template *t, const char *line, size_t length, notify_value *value,
			     void *ctx, struct buffer *out, bool *empty, struct error *err)
{
	size_t places = 0, filled = 0;

	for (const char *p = line, *end = line + length; p < end;) {
		const char *brace = memchr(p, '{', (size_t)(end - p)), *text;
		struct place place;

		buffer_add(out, p, (size_t)((brace ? brace : end) - p));
		if (!brace)
			break;
		if (!read_place(brace, &place))
			return error_set(err, STATUS_CONFIG, "bad_template", "",
					 "%s:%zu: expected a place such as {order} or {place?}, not: %.20s", t->name,
					 line_of(t, brace), brace);
		text = value(ctx, place.name);
		if (!text && !place.optional)
			return error_set(
				err, STATUS_CONFIG, "missing_field", "",
				"%s:%zu: {%s}: the message has no such field; if it may be absent, write {%s?}",
				t->name, line_of(t, brace), place.name, place.name);
		places++;
		filled += text != NULL;
		buffer_text(out, text ? text : "");
		p = brace + place.length;
	}
	*empty = places > 0 && filled == 0;
	return STATUS_OK;
}

enum status notify_fill(const struct notify_template *template, size_t from, notify_value *value, void *ctx,
			struct buffer *out, struct error *err)
{
	for (const char *line = template->text + from; *line;) {
		size_t length = strcspn(line, "\n"), before = out->length;
		bool empty = false;
		enum status st;

		length += line[length] == '\n';
		st = fill_line(template, line, length, value, ctx, out, &empty, err);
		if (st != STATUS_OK)
			return st;
		if (empty && out->length > before) {
			out->length = before;
			out->data[before] = '\0';
		}
		line += length;
	}
	return STATUS_OK;
}

const char *notify_place_value(void *ctx, const char *name)
{
	const struct notify_places *p = ctx;

	for (size_t i = 0; i < p->count; i++)
		if (strcmp(p->names[i], name) == 0)
			return p->values[i];
	return NULL;
}

/* The first line is "Subject: ..."; a blank line follows, then the body. */
enum status notify_template_split(const struct notify_template *t, struct notify_template *subject, size_t *body,
				  struct arena *arena, struct error *err)
{
	static const char MARK[] = "Subject:";
	const char *end = strchr(t->text, '\n'), *text = t->text + strlen(MARK);

	if (strncmp(t->text, MARK, strlen(MARK)) != 0 || !end || end[1] != '\n')
		return error_set(err, STATUS_CONFIG, "bad_template", "",
				 "%s: a template begins with \"Subject: ...\" and a blank line", t->name);
	text += strspn(text, " ");
	*subject = (struct notify_template) { t->name, arena_copy(arena, text, (size_t)(end - text)) };
	*body = (size_t)(end + 2 - t->text);
	return STATUS_OK;
}

enum status notify_template_read(const char *path, const char *name, struct notify_template *out, struct arena *arena,
				 struct error *err)
{
	struct buffer text = { 0 };
	enum status st = file_read_all(path, TEMPLATE_MAX, &text, err);

	if (st == STATUS_OK && !(text.length && text_valid(text.data, text.length)))
		st = error_set(err, STATUS_CONFIG, "bad_template", "", "%s: expected UTF-8 text", path);
	if (st == STATUS_OK)
		*out = (struct notify_template) { arena_text(arena, name), arena_copy(arena, text.data, text.length) };
	buffer_free(&text);
	return st;
}

/* A name of a file, nothing that leads elsewhere. */
static bool is_file_name(const char *name)
{
	for (const char *p = name; *p; p++)
		if (!is_name(*p) && !(*p >= 'A' && *p <= 'Z') && *p != '-' && (*p != '.' || p == name || p[1] == '.'))
			return false;
	return name[0] != '\0';
}

enum status notify_template_find(const char *const *folders, const char *topic, const char *lang,
				 struct notify_template *out, struct arena *arena, struct error *err)
{
	if (!is_file_name(topic) || !is_file_name(lang))
		return error_set(err, STATUS_CONFIG, "bad_template", "", "there can be no template %.60s.%.10s.txt",
				 topic, lang);
	for (char *part = arena_text(arena, topic);;) {
		char *dot = strrchr(part, '.');

		for (const char *const *folder = folders; *folder; folder++) {
			const char *name = arena_printf(arena, "%s.%s.txt", part, lang);
			const char *path = arena_printf(arena, "%s/%s", *folder, name);
			enum status st = notify_template_read(path, name, out, arena, err);

			if (st != STATUS_NO_INPUT)
				return st == STATUS_OK ? st : (err->status = STATUS_CONFIG);
		}
		if (strcmp(part, "event") == 0)
			break;
		if (dot)
			*dot = '\0';
		else
			part = arena_text(arena, "event");
	}
	return error_set(err, STATUS_CONFIG, "no_template", "", "there is no template %s.%s.txt, nor event.%s.txt",
			 topic, lang, lang);
}
