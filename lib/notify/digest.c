/* One message about all that a run changed. Its text is fixed here, so that every try sends the same. */
#include "notify_impl.h"

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
	const struct notify_template *template = d->cleared == d->count ? &rule->cleared : &rule->firing;
	struct notify_template head;
	char at[INSTANT_TEXT_SIZE];
	struct buffer subject = { 0 }, body = { 0 }, table = { 0 }, payload = { 0 };
	size_t start = 0;
	enum status st = notify_template_split(template, &head, &start, arena, err);

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
	struct notify_places line = { NAMES, values, ARRAY_LENGTH(NAMES) - 1 }, all = { NAMES, values, ARRAY_LENGTH(NAMES) };

	if (!rule->subject)
		st = notify_fill(&head, 0, notify_place_value, &line, &subject, err);
	if (st == STATUS_OK)
		st = notify_fill(template, start, notify_place_value, &all, &body, err);
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
