/* Decisions without a store: what a run means for a key, what may stand in a mail's head, when to try again. */
#include "notify_impl.h"

/* Gravest last. Words of our own records, and those that other tools use. */
static const struct word SEVERITIES[] = {
	{ "info", "information|debug|ok" },
	{ "low", "notice|minor|偏低" },
	{ "warning", "warn|medium|moderate|警告" },
	{ "error", "high|major|错误" },
	{ "critical", "severe|alert|紧急" },
	{ "out", "emergency|fatal|缺货" },
	{ NULL, NULL },
};

int notify_severity_rank(const char *word)
{
	return word ? word_index(SEVERITIES, word) + 1 : 0;
}

/* A key that is not in the input: is it ok now? */
static bool is_gone(const struct notify_row *row, const struct notify_rule *rule, bool empty, int64_t now)
{
	int64_t hold = rule->hold;

	if (rule->partial)
		return false;
	if (empty && !rule->clear_empty && hold < NOTIFY_EMPTY_HOLD)
		hold = NOTIFY_EMPTY_HOLD;
	return hold == 0 || now - row->seen_at >= hold;
}

enum notify_step notify_step(const struct notify_row *row, const struct notify_sighting *seen,
			     const struct notify_rule *rule, bool empty, int64_t now)
{
	bool firing = row && row->state == ALERT_FIRING;

	if (!seen)
		return firing && is_gone(row, rule, empty, now) ? STEP_CLEAR : STEP_NONE;
	if (rule->value) {
		bool low_is_bad = rule->on < rule->off;

		if (low_is_bad ? seen->value >= rule->off : seen->value <= rule->off)
			return firing ? STEP_CLEAR : STEP_NONE;
		if (!firing && (low_is_bad ? seen->value > rule->on : seen->value < rule->on))
			return STEP_NONE;
	}
	if (!firing)
		return STEP_FIRE;
	return notify_severity_rank(seen->severity) > notify_severity_rank(row->severity) ? STEP_WORSE : STEP_SEEN;
}

enum notify_telling notify_settle(const struct notify_row *row, enum notify_step step, struct notify_row *after,
				  const struct notify_rule *rule, bool held, int64_t now)
{
	bool told = row && row->told_at != INSTANT_NONE &&
		    row->told_at >= row->since; /* its state, and not an earlier one */

	if (step == STEP_FIRE || step == STEP_WORSE) {
		after->owed = true;
	} else if (step == STEP_CLEAR) {
		/* Of what nobody was told that it fires, nobody need be told that it is over. */
		if (after->owed && !told) {
			after->owed = false;
			return TELL_NOTHING;
		}
		after->owed = rule->tell_cleared;
		if (!after->owed)
			return TELL_QUIETLY;
	} else if (step == STEP_SEEN && !after->owed && rule->again > 0 && told &&
		   now - after->told_at >= rule->again) {
		after->owed = true;
		after->generation++;
	}
	if (!after->owed || held)
		return TELL_NOTHING;
	after->owed = false;
	after->told_at = now;
	return TELL_STATE;
}

int64_t notify_retry_delay(const char *channel, int64_t attempts)
{
	/* After the first, second ... try. */
	static const int64_t DELAYS[NOTIFY_TRIES - 1] = { 5 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS,
							  2 * HOUR_MS,	 5 * HOUR_MS,	10 * HOUR_MS };
	/* As the Standard Webhooks specification has them: they add up to three days and three hours. */
	static const int64_t WEBHOOK_DELAYS[NOTIFY_WEBHOOK_TRIES - 1] = { 5 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS,
									  2 * HOUR_MS,	 5 * HOUR_MS,	10 * HOUR_MS,
									  14 * HOUR_MS,	 20 * HOUR_MS,	24 * HOUR_MS };
	bool webhook = strcmp(channel, NOTIFY_WEBHOOK) == 0;

	if (attempts < 1 || attempts >= (webhook ? NOTIFY_WEBHOOK_TRIES : NOTIFY_TRIES))
		return -1;
	if (webhook)
		return WEBHOOK_DELAYS[attempts - 1];
	return DELAYS[attempts - 1];
}

bool notify_is_channel(const char *name)
{
	size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return length > 0 && length <= 64 && !name[length];
}

enum status notify_recipient_check(const char *channel, const char *recipient, struct error *err)
{
	if (strcmp(channel, NOTIFY_MAIL) == 0 && !notify_are_addresses(recipient))
		return error_reject(err, "bad_address", "recipient",
				    "expected mail addresses such as buyer@example.com, commas between them");
	if (strcmp(channel, NOTIFY_WEBHOOK) == 0 && strncmp(recipient, "https://", 8) != 0 &&
	    strncmp(recipient, "http://", 7) != 0)
		return error_reject(err, "bad_address", "recipient",
				    "expected an address such as https://example.com/hook");
	if (!notify_is_plain(recipient) || strlen(recipient) > 2000)
		return error_reject(err, "bad_address", "recipient", "expected one line without control characters");
	return STATUS_OK;
}

bool notify_is_plain(const char *text)
{
	for (const unsigned char *p = (const unsigned char *)text; *p; p++)
		if (*p < 0x20 || *p == 0x7F)
			return false;
	return text_valid(text, strlen(text));
}

bool notify_is_address(const char *address, size_t length)
{
	const char *at = memchr(address, '@', length);

	if (!at || at == address || at + 1 == address + length || address[0] == '-' || length > 254)
		return false;
	for (size_t i = 0; i < length; i++)
		if (address[i] <= ' ' || address[i] > '~' || strchr("()<>[]:;,\\\"", address[i]) ||
		    (address[i] == '@' && address + i != at))
			return false;
	return true;
}

bool notify_are_addresses(const char *list)
{
	for (;; list++) {
		size_t length;

		list += strspn(list, " ");
		length = strcspn(list, ", ");
		if (!notify_is_address(list, length))
			return false;
		list += length;
		list += strspn(list, " ");
		if (!*list)
			return true;
		if (*list != ',')
			return false;
	}
}

enum status notify_rule_check(const struct notify_rule *rule, struct error *err)
{
	if (!rule->rule[0] || strlen(rule->rule) > 64 || !notify_is_plain(rule->rule))
		return error_set(err, STATUS_USAGE, "bad_rule", "rule",
				 "expected a name of at most 64 bytes on one line");
	if (!notify_is_channel(rule->channel))
		return error_set(err, STATUS_USAGE, "bad_channel", "channel",
				 "expected mail, webhook, exec, event, or the id of a channel");
	if (notify_recipient_check(rule->channel, rule->recipient, err) != STATUS_OK)
		return err->status = STATUS_USAGE;
	if (rule->value && !(rule->on < rule->off || rule->on > rule->off))
		return error_set(
			err, STATUS_USAGE, "bad_threshold", "on",
			"--on and --off must be two different numbers: where it fires, and where it is ok again");
	if (rule->subject && (!notify_is_plain(rule->subject) || strlen(rule->subject) > 500))
		return error_set(err, STATUS_USAGE, "bad_subject", "subject",
				 "expected one line of at most 500 bytes without control characters");
	return STATUS_OK;
}
