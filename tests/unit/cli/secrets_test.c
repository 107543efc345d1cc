/* Secrets: where they come from, and what is refused. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "frame.h"
#include "tap.h"

static char *environment[] = { "ECOM_SECRET_DHL_UNIFIED_API_KEY=from the environment", "ECOM_SECRET_EMPTY_KEY=", NULL };
static const struct env ENV = { .environment = environment };
static char folder[] = "/tmp/secrets-XXXXXX", path[64];
static struct frame frame;
static struct error err;

static enum status read_file(const char *text, mode_t mode, const struct secrets **out)
{
	FILE *file = fopen(path, "w");

	fputs(text, file);
	fclose(file);
	chmod(path, mode);
	return run_secrets(&frame.run, path, out, &err);
}

int main(void)
{
	const struct secrets *s;

	frame.env = &ENV;
	frame.run = (struct run) { .frame = &frame, .keep = &frame.keep };
	snprintf(path, sizeof path, "%s/secrets", mkdtemp(folder));

	is_int(run_secrets(&frame.run, NULL, &s, &err), STATUS_OK, "no file");
	is_text(run_secret(s, "dhl-unified", "api_key"), "from the environment", "the environment alone");
	ok(!run_secret(s, "empty", "key"), "an empty one is none");
	ok(!run_secret(s, "ups", "id"), "one that stands nowhere");

	is_int(read_file("# all of them\n\nups.id = a b \r\n ups.key=\tx=y#z\nups.none =\ndhl-unified.api_key = file\nlast.one=1", 0600, &s),
	       STATUS_OK, "a file");
	is_text(run_secret(s, "ups", "id"), "a b", "blanks at the ends are none of it");
	is_text(run_secret(s, "ups", "key"), "x=y#z", "= and # may stand in it");
	ok(!run_secret(s, "ups", "none"), "an empty one is none here too");
	ok(!run_secret(s, "ups", "i"), "a name is the whole of it");
	is_text(run_secret(s, "dhl-unified", "api_key"), "from the environment", "the environment goes first");
	is_text(run_secret(s, "last", "one"), "1", "a last line without an end");

	is_int(read_file("ups.id = a\n", 0640, &s), STATUS_CONFIG, "one that its group can read");
	is_text(err.code, "open_secrets", "is refused");
	is_int(read_file("ups.id = a\nhush hush\n", 0600, &s), STATUS_CONFIG, "a line that is none");
	ok(strstr(err.message, ":2:") && !strstr(err.message, "hush"), "is told by its number: %s", err.message);
	is_int(read_file("", 0600, &s), STATUS_OK, "an empty file");
	ok(!run_secret(s, "ups", "id"), "has none");
	unlink(path);
	is_int(run_secrets(&frame.run, path, &s, &err), STATUS_CONFIG, "a file that is not there");
	rmdir(folder);
	arena_free(&frame.keep);
	return done_testing();
}
