/* One message about all that a run changed. Its text is fixed here, so that every try sends the same. */
#include "notify_impl.h"

#define SUBJECT_MARK "Subject:"

static bool is_name(char c)
{
	return (c >= 'a' && c <= 'z') || c == '_';
}

enum status notify_template(const char *text, const char *const *names, const char *const *values, size_t n,
			    struct buffer *out, struct error *err)
{
	for (const char *p = text; *p;) {
		size_t plain = strcspn(p, "{"), length = 0, i;

		buffer_add(out, p, plain);
		p += plain;
		if (!*p)
			break;
		while (is_name(p[1 + length]))
			length++;
		for (i = 0; i < n && (strlen(names[i]) != length || memcmp(names[i], p + 1, length) != 0); i++)
			;
		if (i == n || p[1 + length] != '}')
			return error_set(err, STATUS_CONFIG, "bad_template", "",
					 "the template has an unknown place: %.20s", p);
		buffer_text(out, values[i]);
		p += length + 2;
	}
	return STATUS_OK;
}

/* The first line is "Subject: ..."; a blank line follows, then the body. */
static enum status split_template(const char *text, char **subject, const char **body, struct arena *arena,
				  struct error *err)
{
	size_t mark = strlen(SUBJECT_MARK);
	const char *end = strchr(text, '\n');

	if (strncmp(text, SUBJECT_MARK, mark) != 0 || !end || end[1] != '\n')
		return error_set(err, STATUS_CONFIG, "bad_template", "",
				 "a template begins with \"Subject: ...\" and a blank line");
	text += mark + strspn(text + mark, " ");
	*subject = arena_copy(arena, text, (size_t)(end - text));
	*body = end + 2;
	return STATUS_OK;
}

static void add_payload(const struct notify_digest *d, const struct notify_rule *rule, const char *body,
			struct buffer *out)
{
	buffer_text(out, "{\"rule\":");
	buffer_json_text(out, rule->rule);
	buffer_printf(out, ",\"firing\":%zu,\"cleared\":%zu,\"body\":", d->count - d->cleared, d->cleared);
	buffer_json_text(out, body);
	buffer_text(out, ",\"alerts\":[");
	for (size_t i = 0; i < d->count; i++) {
		if (i)
			buffer_char(out, ',');
		record_json(&notify_alert_type, &d->alerts[i], NULL, 0, out);
	}
	buffer_text(out, "]}");
}

enum status notify_digest_render(struct notify_digest *d, const struct notify_rule *rule, int64_t now,
				 struct arena *arena, struct error *err)
{
	static const char *const NAMES[] = { "rule", "firing", "cleared", "count", "at", "table" };
	const char *template = d->cleared == d->count ? rule->cleared : rule->firing, *body_template = "";
	char at[INSTANT_TEXT_SIZE], *subject_template = NULL;
	struct buffer subject = { 0 }, body = { 0 }, table = { 0 }, payload = { 0 };
	enum status st = split_template(template, &subject_template, &body_template, arena, err);

	if (st != STATUS_OK)
		return st;
	notify_table(d->alerts, d->count, d->cleared > 0, &table, arena);
	const char *const values[] = {
		rule->rule,
		arena_printf(arena, "%zu", d->count - d->cleared),
		arena_printf(arena, "%zu", d->cleared),
		arena_printf(arena, "%zu", d->count),
		instant_print(at, now - now % 1000),
		table.data,
	};

	st = notify_template(rule->subject ? "" : subject_template, NAMES, values, ARRAY_LENGTH(NAMES) - 1, &subject,
			     err);
	if (st == STATUS_OK)
		st = notify_template(body_template, NAMES, values, ARRAY_LENGTH(NAMES), &body, err);
	if (st == STATUS_OK) {
		add_payload(d, rule, body.length ? body.data : "", &payload);
		d->subject = arena_text(arena, rule->subject	? rule->subject
					       : subject.length ? subject.data
								: rule->rule);
		d->payload = arena_copy(arena, payload.data, payload.length);
	}
	buffer_free(&subject);
	buffer_free(&body);
	buffer_free(&table);
	buffer_free(&payload);
	return st;
}
