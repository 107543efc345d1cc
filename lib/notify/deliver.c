/* The courier: takes a message, sends it, writes down what became of it. */
#include "outbox.h"

#define ARGUMENTS_MAX 32

/* What sysexits(3) say of a failure. Any other code is taken for a passing one. */
static bool is_permanent(int exit_code)
{
	switch (exit_code) {
	case 64: /* usage */
	case 65: /* data */
	case 67: /* no such user */
	case 68: /* no such host */
	case 77: /* permission */
	case 78: /* configuration */
		return true;
	default:
		return false;
	}
}

/* The words of a command, and those that follow them. */
static enum status split_command(const char *command, const char *const *more, char **arguments, struct arena *arena,
				 struct error *err)
{
	size_t n = 0;

	for (const char *p = command + strspn(command, " \t"); *p; p += strspn(p, " \t")) {
		size_t length = strcspn(p, " \t");

		if (n == ARGUMENTS_MAX - 4)
			return error_set(err, STATUS_CONFIG, "bad_command", "", "the command has too many words: %.80s",
					 command);
		arguments[n++] = arena_copy(arena, p, length);
		p += length;
	}
	if (n == 0)
		return error_set(err, STATUS_CONFIG, "bad_command", "", "the command is empty");
	for (; *more; more++)
		arguments[n++] = arena_text(arena, *more);
	arguments[n] = NULL;
	return STATUS_OK;
}

/* A message as one line of JSON, for a program. */
static void add_line(const struct notify_message *m, struct buffer *out)
{
	char at[INSTANT_TEXT_SIZE];

	buffer_printf(out, "{\"id\":%" PRId64 ",\"at\":\"%s\",\"attempt\":%" PRId64 ",\"channel\":", m->id,
		      instant_print(at, m->at), m->attempts);
	buffer_json_text(out, m->channel);
	buffer_text(out, ",\"recipient\":");
	buffer_json_text(out, m->recipient);
	buffer_text(out, ",\"topic\":");
	buffer_json_text(out, m->topic);
	buffer_text(out, ",\"subject\":");
	buffer_json_text(out, m->subject);
	buffer_text(out, ",\"dedupe\":");
	buffer_json_text(out, m->dedupe);
	buffer_printf(out, ",\"payload\":%s}\n", m->payload);
}

/* Why the command did not take it, in words. */
static const char *complaint(const struct notify_outcome *o, struct arena *arena)
{
	const char *colon = o->complaint[0] ? ": " : "";

	if (o->timed_out)
		return arena_printf(arena, "no answer within %d s%s%s", (int)(NOTIFY_COMMAND_MS / 1000), colon,
				    o->complaint);
	if (o->exit_code < 0)
		return arena_printf(arena, "ended by a signal%s%s", colon, o->complaint);
	return arena_printf(arena, "exit %d%s%s", o->exit_code, colon, o->complaint);
}

/* Sent, to be tried again (queued), or refused for good (failed); ${why} says why not sent. */
static enum status send(const struct notify_courier *courier, const struct notify_message *m, int *state,
			const char **why, struct arena *arena, struct error *err)
{
	static const char *const MAIL_ARGUMENTS[] = { "-t", "-i", NULL }, *const NO_ARGUMENTS[] = { NULL };
	bool mail = text_same(m->channel, NOTIFY_CHANNEL_WORDS[NOTIFY_MAIL].word);
	char *arguments[ARGUMENTS_MAX];
	struct notify_outcome outcome;
	struct buffer input = { 0 };
	struct error bad;
	enum status st = split_command(mail ? courier->sendmail : courier->exec, mail ? MAIL_ARGUMENTS : NO_ARGUMENTS,
				       arguments, arena, err);

	if (st != STATUS_OK)
		return st;
	if (!mail) {
		add_line(m, &input);
	} else if (notify_mail(m, courier->from, &input, &bad) != STATUS_OK) {
		*state = MESSAGE_FAILED;
		*why = arena_printf(arena, "%s: %s", bad.field, bad.message);
		goto done;
	}
	st = notify_command(arguments, courier->environment, input.data, input.length, NOTIFY_COMMAND_MS, &outcome,
			    err);
	if (st != STATUS_OK)
		goto done;
	*state = outcome.exit_code == 0		   ? MESSAGE_SENT
		 : is_permanent(outcome.exit_code) ? MESSAGE_FAILED
						   : MESSAGE_QUEUED;
	*why = outcome.exit_code == 0 ? NULL : complaint(&outcome, arena);
done:
	buffer_free(&input);
	return st;
}

static enum status settle(const struct notify_courier *courier, const struct notify_lease *lease,
			  const struct notify_message *m, int state, const char *why, struct error *err)
{
	struct notify_fate fate = { .lease = *lease, .state = state, .at = courier->clock(courier->ctx), .why = why };
	enum status st;

	if (state == MESSAGE_QUEUED) {
		int64_t delay = notify_retry_delay(m->attempts);

		if (delay < 0)
			fate.state = MESSAGE_DEAD;
		else
			fate.at += delay;
	}
	st = notify_lease_settle(courier->store, &fate, err);
	if (st != STATUS_OK)
		return st;
	if (fate.state == MESSAGE_QUEUED)
		courier->postponed(courier->ctx, m, why);
	else if (fate.state != MESSAGE_SENT)
		courier->lost(courier->ctx, m, why);
	return STATUS_OK;
}

static enum status deliver_next(const struct notify_courier *courier, const char *const *channels, struct arena *arena,
				struct error *err)
{
	struct notify_lease lease = { .now = courier->clock(courier->ctx) };
	struct notify_message m;
	const char *why = NULL;
	int state = MESSAGE_QUEUED;
	enum status st = notify_lease_take(courier->store, channels, &lease, &m, arena, err);

	if (st != STATUS_OK)
		return st;
	st = send(courier, &m, &state, &why, arena, err);
	if (st != STATUS_OK) { /* not the message's fault */
		struct error second;

		notify_lease_release(courier->store, &lease, &second);
		return st;
	}
	return settle(courier, &lease, &m, state, why, err);
}

enum status notify_deliver(const struct notify_courier *courier, struct error *err)
{
	const char *channels[NOTIFY_CHANNELS];
	int64_t begun = courier->clock(courier->ctx);
	struct arena arena = { 0 };
	enum status st = STATUS_OK;

	/* A wrong sender is no fault of the messages: it is told before the first is taken. */
	if (courier->channels[NOTIFY_MAIL] && courier->from) {
		static const struct notify_message PROBE = {
			.recipient = "a@example.com", .topic = "", .dedupe = "", .payload = "{\"body\":\"\"}"
		};
		struct buffer text = { 0 };

		st = notify_mail(&PROBE, courier->from, &text, err);
		buffer_free(&text);
		if (st != STATUS_OK)
			return err->status = STATUS_CONFIG;
	}
	for (int i = 0; i < NOTIFY_CHANNELS; i++)
		channels[i] = courier->channels[i] ? NOTIFY_CHANNEL_WORDS[i].word : "";
	for (int64_t n = 0; st == STATUS_OK && (courier->limit == 0 || n < courier->limit); n++) {
		if (courier->max_ms > 0 && courier->clock(courier->ctx) - begun >= courier->max_ms)
			break;
		st = deliver_next(courier, channels, &arena, err);
		arena_reset(&arena);
	}
	arena_free(&arena);
	return st == STATUS_END ? STATUS_OK : st;
}
