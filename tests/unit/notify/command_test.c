/* Running a command: its input, its exit, its last words, its end. */
#include <tap.h>

#include <ecom/notify.h>

static char *const ENVIRONMENT[] = { "PATH=/usr/bin:/bin", "GREETING=hello", NULL };
static struct notify_outcome outcome;
static struct error err;

static enum status shell(const char *script, const char *input, int64_t timeout_ms)
{
	char *const arguments[] = { "sh", "-c", (char *)script, NULL };

	return notify_command(arguments, ENVIRONMENT, input, strlen(input), timeout_ms, &outcome, &err);
}

static void test_input(void)
{
	static char large[300001];

	is_int(shell("cat >&2; exit 3", "some\ninput\n", 10000), STATUS_OK, "a command runs");
	is_int(outcome.exit_code, 3, "its exit code");
	is_text(outcome.complaint, "some input", "it was given the input; what it says is one line");
	is_int(shell("cat >/dev/null; echo $GREETING-$HOME", "", 10000), STATUS_OK, "another");
	is_text(outcome.complaint, "hello-", "has the environment that was passed, and no other");
	memset(large, 'x', sizeof large - 1);
	is_int(shell("[ $(wc -c) = 300000 ]", large, 10000), STATUS_OK, "more than a pipe holds");
	is_int(outcome.exit_code, 0, "all of it arrives");
	is_int(shell("exit 0", large, 10000), STATUS_OK, "a command that reads nothing");
	is_int(outcome.exit_code, 0, "does no harm");
}

static void test_output(void)
{
	is_int(shell("yes 马克杯 | head -n 20000", "", 10000), STATUS_OK, "a talkative command");
	is_int(outcome.exit_code, 0, "is not held up");
	ok(strlen(outcome.complaint) > 300 && text_valid(outcome.complaint, strlen(outcome.complaint)),
	   "its words are cut between characters");
	is_int(shell("printf 'a\\377b'", "", 10000), STATUS_OK, "bytes that are no text");
	is_text(outcome.complaint, "a?b", "are shown as such");
	is_int(shell("exec >&- 2>&-; exit 7", "", 10000), STATUS_OK, "a command that closes its output");
	is_int(outcome.exit_code, 7, "is waited for");
	is_int(shell("sleep 100 & exit 5", "", 10000), STATUS_OK, "a command that leaves something behind");
	is_int(outcome.exit_code, 5, "is over when it is over");
}

static void test_end(void)
{
	is_int(shell("kill -9 $$", "", 10000), STATUS_OK, "ended by a signal");
	is_int(outcome.exit_code, -1, "has no exit code");
	ok(!outcome.timed_out, "and was in time");
	is_int(shell("sleep 100", "", 50), STATUS_OK, "one that does not end");
	ok(outcome.timed_out && outcome.exit_code == -1, "is ended");
}

static void test_missing(void)
{
	char *const missing[] = { "/nonexistent/sendmail", NULL };

	is_int(notify_command(missing, ENVIRONMENT, "", 0, 1000, &outcome, &err), STATUS_CONFIG, "no such command");
	ok(strstr(err.message, "/nonexistent/sendmail") != NULL, "is named: %s", err.message);
}

static void test_not_found(void)
{
	is_int(shell("no-such-command-here", "", 10000), STATUS_CONFIG, "a shell that does not find its command");
}

int main(void)
{
	test_input();
	test_output();
	test_end();
	test_missing();
	test_not_found();
	return done_testing();
}
