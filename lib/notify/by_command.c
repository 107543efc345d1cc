/* By a command: mail through sendmail(1), anything else as a line of JSON. */
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

/* ${input} to the command and what comes of it. */
static enum status run_command(const struct notify_by_command *by, const char *const *more, const struct buffer *input,
			       struct notify_fate *fate, struct arena *arena, struct error *err)
{
	char *arguments[ARGUMENTS_MAX];
	struct notify_outcome outcome;
	enum status st = split_command(by->command, more, arguments, arena, err);

	if (st == STATUS_OK)
		st = notify_command(arguments, by->environment, input->data, input->length, NOTIFY_COMMAND_MS, &outcome,
				    err);
	if (st != STATUS_OK)
		return st;
	fate->state = outcome.exit_code == 0		? MESSAGE_SENT
		      : is_permanent(outcome.exit_code) ? MESSAGE_FAILED
							: MESSAGE_QUEUED;
	fate->why = outcome.exit_code == 0 ? NULL : complaint(&outcome, arena);
	return STATUS_OK;
}

enum status notify_send_mail(void *ctx, const struct notify_message *m, struct notify_fate *fate, struct arena *arena,
			     struct error *err)
{
	static const char *const ARGUMENTS[] = { "-t", "-i", NULL };
	const struct notify_by_command *by = ctx;
	struct buffer input = { 0 };
	struct error bad;
	enum status st = STATUS_OK;

	if (notify_mail(m, by->from, &input, &bad) != STATUS_OK) {
		fate->state = MESSAGE_FAILED;
		fate->why = arena_printf(arena, "%s: %s", bad.field, bad.message);
	} else {
		st = run_command(by, ARGUMENTS, &input, fate, arena, err);
	}
	buffer_free(&input);
	return st;
}

enum status notify_send_exec(void *ctx, const struct notify_message *m, struct notify_fate *fate, struct arena *arena,
			     struct error *err)
{
	static const char *const NO_ARGUMENTS[] = { NULL };
	struct buffer input = { 0 };
	enum status st;

	add_line(m, &input);
	st = run_command(ctx, NO_ARGUMENTS, &input, fate, arena, err);
	buffer_free(&input);
	return st;
}

enum status notify_from_check(const char *from, struct error *err)
{
	static const struct notify_message PROBE = {
		.recipient = "a@example.com", .topic = "", .dedupe = "", .payload = "{\"body\":\"\"}"
	};
	struct buffer text = { 0 };
	enum status st = notify_mail(&PROBE, from, &text, err);

	buffer_free(&text);
	return st == STATUS_OK ? st : (err->status = STATUS_CONFIG);
}
