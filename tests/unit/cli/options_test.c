#include "cli_fixture.h"

#define DEFAULTS "flag=0 text=none number=7 real=nan amount=0 color=red choice=-1 since=- day=- for=3600000 tag=a tag=b"

static void values(void)
{
	is_int(RUN("", "show", "--now", "2018-01-02T03:04:05Z"), 0, "options are optional");
	is_text(got.out, DEFAULTS " now=2018-01-02T03:04:05Z zone=UTC given=0\n", "their defaults");

	RUN("", "show", "one", "--flag", "--text=a=b", "-n", "3", "two", "--real", "-2.5", "--amount=19.90", "--color",
	    "verde", "--choice=red", "--since", "2018-01-02", "--day=2018-02-28", "--for", "2h", "--tags", "c,d",
	    "--tags=e", "--tz", "Asia/Shanghai", "--now", "2018-06-01", "--", "--three", "-");
	is_text(got.out,
		"flag=1 text=a=b number=3 real=-2.5 amount=19.90 color=green choice=0 since=2018-01-01T16:00:00Z "
		"day=2018-02-28"
		" for=7200000 tag=c tag=d tag=e operand=one operand=two operand=--three operand=-"
		" now=2018-05-31T16:00:00Z zone=Asia/Shanghai given=1\n",
		"every type, in every position, dates at midnight in --tz although --tz stands after them");
	RUN("", "show", "-xn10", "-tlast", "-qv", "--now=2018-01-01", "--tz=+08:00");
	ok(strstr(got.out, "flag=1 text=last number=10 ") && strstr(got.out, "now=2017-12-31T16:00:00Z"),
	   "short options share a word, and a value may follow at once");
}

/* Each line: arguments, and what stderr must say. */
static void mistakes(void)
{
	static const struct {
		const char *arguments[4], *message;
	} CASES[] = {
		{ { NULL }, "ecom-test: no verb given; see 'ecom-test --help'\n" },
		{ { "lsit" }, "ecom-test: unknown verb 'lsit'; did you mean 'list'?; see 'ecom-test --help'\n" },
		{ { "zzzzzz" }, "ecom-test: unknown verb 'zzzzzz'; see 'ecom-test --help'\n" },
		{ { "help", "sho" }, "ecom-test: unknown verb 'sho'; did you mean 'show'?; see 'ecom-test --help'\n" },
		{ { "-s", "x", "list" }, "ecom-test: '-s' stands where the verb should; see 'ecom-test --help'\n" },
		{ { "show", "--numbr=3" },
		  "unknown option '--numbr'; did you mean '--number'?; see 'ecom-test show --help'\n" },
		{ { "show", "--qzwx" }, "unknown option '--qzwx'; see" },
		{ { "show", "--num", "3" }, "unknown option '--num'; did you mean '--number'?" },
		{ { "show", "-Z" }, "unknown option '-Z'" },
		{ { "show", "--flag=yes" }, "--flag takes no value" },
		{ { "show", "--number" }, "--number wants a value (N)" },
		{ { "show", "-n" }, "-n wants a value (N)" },
		{ { "show", "--number=11" }, "--number: '11' is not a whole number from 1 to 10" },
		{ { "show", "--number=3x" }, "--number: '3x' is not a whole number from 1 to 10" },
		{ { "show", "--real=1e999" }, "--real: '1e999' is not a decimal number" },
		{ { "show", "--color=blue" }, "--color: 'blue' is none of red, green" },
		{ { "show", "--day=2026-02-30" }, "--day: " },
		{ { "show", "--since=yesterday" }, "--since: " },
		{ { "show", "--for=3" }, "--for: " },
		{ { "show", "--amount=1,5" }, "--amount: " },
		{ { "show", "--text=\xff" }, "--text: not valid UTF-8" },
		{ { "show", "--tz=Mars/Olympus" }, "Mars/Olympus" },
		{ { "show", "--rejects=x" }, "--rejects does not apply to 'show'" },
		{ { "list", "--dry-run" }, "--dry-run does not apply to 'list'" },
		{ { "list", "extra" }, "'list' takes no operands, but 'extra' was given" },
		{ { "flood", "-f", "sku,colour" },
		  "--fields: 'colour' is none of sku, quantity, place, price, weight, key" },
		{ { "flood", "-f", "" }, "--fields: the list is empty" },
		{ { "put", "--batch=0" }, "--batch: '0' is not a whole number from 1 to 1000000" },
		{ { "put", "--key-from=colour" }, "--key-from: 'colour' is neither file, content, nor an input field" },
		{ { "put", "--key-from=file" }, "--key-from file: the input must be files with names" },
		{ { "put", "--delimiter=ab" }, "--delimiter: 'ab' is not one ASCII character" },
		{ { "put", "--amount=many" }, "--amount: " },
		{ { "put", "sku=a", "sku=b" }, "field 'sku' is given twice" },
		{ { "put", "sku=a", "a.csv" }, "give a record as field=value, or files, not both" },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(CASES); i++) {
		run_with("", CASES[i].arguments);
		if (!ok(got.code == STATUS_USAGE && strstr(got.err, CASES[i].message) && !got.out[0] &&
				lines(got.err) == 1,
			"a wrong command line: %s %s", CASES[i].arguments[0] ? CASES[i].arguments[0] : "(nothing)",
			CASES[i].arguments[0] && CASES[i].arguments[1] ? CASES[i].arguments[1] : ""))
			printf("# exit %d, stderr: %s", got.code, got.err);
	}
	environment[0] = NULL;
	is_int(RUN("", "list"), STATUS_USAGE, "a store has to be named");
	ok(strstr(got.err, "no store: give --store or set ECOM_STORE"), "and how is said");
	is_int(RUN("", "get", "sku=a", "quantity=1"), 0, "unless the verb can do without");
	use_store();
}

static bool fits(const char *text, size_t width)
{
	for (const char *line = text; *line; line += strcspn(line, "\n") + 1)
		if (text_width(line, strcspn(line, "\n")) > width)
			return false;
	return true;
}

static void help(void)
{
	static char by_verb[sizeof(got.out)];

	is_int(RUN("", "--help"), 0, "--help");
	ok(strstr(got.out, "Usage: ecom-test VERB") && strstr(got.out, "  put           Put items.\n") && !got.err[0],
	   "lists the verbs");
	is_int(RUN("", "put", "--help"), 0, "VERB --help");
	memcpy(by_verb, got.out, sizeof(by_verb));
	ok(fits(got.out, 80), "is no wider than 80 columns");
	ok(strstr(got.out, "--place PLACE") && strstr(got.out, "--key-from SOURCE") && strstr(got.out, "--store WHERE"),
	   "shows its options and those it has with others");
	ok(strstr(got.out, "  sku                text     required  the article"), "shows its fields");
	is_int(RUN("", "help", "put"), 0, "help VERB");
	is_text(got.out, by_verb, "says the same");
	RUN("", "either", "--help");
	ok(fits(got.out, 80), "a long synopsis is wrapped");
	RUN("", "list", "--help");
	ok(!strstr(got.out, "--rejects") && !strstr(got.out, "--dry-run") && strstr(got.out, "--store"),
	   "options that do not apply are not shown");
	RUN("", "show", "--help");
	ok(!strstr(got.out, "--store") && strstr(got.out, "a colour (red, green; default red)"),
	   "words and defaults are");
	RUN("", "--version");
	ok(!strncmp(got.out, "ecom-test ", 10) && got.out[10] >= '0' && got.out[10] <= '9', "--version");
}

static void spec(void)
{
	is_int(RUN("", "--spec"), 0, "--spec");
	ok(strstr(got.out, "program\tecom-test\tA program for tests.\n"), "has the program");
	ok(strstr(got.out, "\nverb\tshow\t[TEXT...]\tnone\tShow the options.\n"), "its verbs");
	ok(strstr(got.out, "\noption\tshow\tcolor\t-\tCOLOR\tred,green\tVerb\ta colour\n"), "their options");
	ok(strstr(got.out, "\noption\tput\tstore\ts\tWHERE\t-\tStore\t"), "the common ones too");
	ok(!strstr(got.out, "\noption\tshow\tstore\t"), "but not where they do not apply");
	ok(strstr(got.out, "\nfield\tput\tinput\tsku\trequired\tthe article\n"), "and their fields");
	RUN("", "list", "--schema");
	ok(!strncmp(got.out, "{\"input\":null,\"output\":{", 24) && lines(got.out) == 1, "--schema is one object");
}

int main(void)
{
	use_store();
	values();
	mistakes();
	help();
	spec();
	return done_testing();
}
