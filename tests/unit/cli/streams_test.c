/* Where records come from and where they go. */
#include <pthread.h>

#include "cli_fixture.h"

static const char *file_of(const char *name, const char *text)
{
	const char *path = fixture_path(name);
	FILE *file = fopen(path, "w");

	fputs(text, file);
	fclose(file);
	return path;
}

static void operands(void)
{
	is_int(RUN("", "put", "quantity=3", "article=a", "-f", "sku,quantity,place", "--place=x"), 0,
	       "field=value operands");
	is_text(got.out, "{\"sku\":\"a\",\"quantity\":3,\"place\":\"x\"}\n",
		"make one record, by alias too, with options");
	is_text(stored(), "a/x/3", "stored");
	is_int(RUN("", "get", "a", "b=c", "quantity=2", "-f", "sku,quantity"), 0, "keys");
	is_text(got.out, "{\"sku\":\"a\",\"quantity\":2}\n{\"sku\":\"b=c\",\"quantity\":2}\n",
		"make a record each, with the fields for all");
	is_int(RUN("sku,quantity\nz,1\n", "get", "-", "-f", "sku"), 0, "- among keys");
	is_text(got.out, "{\"sku\":\"z\"}\n", "is standard input");
	is_int(RUN("sku,quantity\nz,1\n", "get", "-f", "sku"), 0, "and so is nothing");
	is_text(got.out, "{\"sku\":\"z\"}\n", "read");
	is_int(RUN("", "put", "sku=a"), STATUS_REJECTED, "a missing field");
	ok(strstr(got.err, "operand 1: quantity: ") == got.err, "is missed in operands, too");
	is_int(RUN("sku,place\na,\nb,y\n", "put", "--amount=5", "--place=x"), 0, "options give what the input lacks");
	is_text(stored(), "a/x/5 b/y/5", "a column or a cell, required or not");
}

static void files(void)
{
	const char *one = file_of("one.csv", "sku,quantity\na,1\n");
	const char *two = file_of("two.jsonl", "{\"sku\":\"b\",\"quantity\":2}\n");
	struct buffer folder = { 0 };

	is_int(RUN("sku;quantity\nc;3\n", "put", one, "-", two, "-f", "sku"), 0, "several files of several formats");
	is_text(got.out, "{\"sku\":\"a\"}\n{\"sku\":\"c\"}\n{\"sku\":\"b\"}\n", "are read in turn");
	stored();
	is_int(RUN("", "put", one, "/nowhere/at all"), STATUS_NO_INPUT, "a missing file");
	is_text(got.err, "ecom-test put: /nowhere/at all: No such file or directory\n", "is named");
	is_text(stored(), "", "before anything is done");
	buffer_text(&folder, fixture_folder);
	is_int(RUN("", "put", folder.data), STATUS_NO_INPUT, "a folder is no input");
	buffer_free(&folder);

	is_int(RUN("sku,quantity,colour\na,1,red\n", "put"), 0, "an unknown column");
	is_text(got.err, "ecom-test put: stdin:1: unknown column 'colour' is passed over\n", "is told");
	stored();
	is_int(RUN("sku,quantity,colour\na,1,red\n", "put", "--unknown=ignore"), 0, "unless");
	is_text(got.err, "", "not wanted");
	stored();
	is_int(RUN("sku,quantity,colour\na,1,red\n", "put", "--unknown=reject"), STATUS_DATA, "or refused");
	is_text(got.err, "ecom-test put: stdin:1: unknown column 'colour'\n", "with its place");
	is_text(stored(), "", "and nothing is done");
	is_int(RUN("sku\tquantity\na\t1,0\n", "echo", "--delimiter=tab", "--max-record=64", "-f", "sku"),
	       STATUS_REJECTED, "options reach the reader");
	is_int(RUN("Item;Menge\na;1\n", "echo", "-f", "sku,quantity", "--map",
		   file_of("map", "Item = sku\nMenge = quantity\n")),
	       0, "--map");
	is_text(got.out, "{\"sku\":\"a\",\"quantity\":1}\nfinished\n", "renames columns");
}

static void filters(void)
{
	is_int(RUN("sku,quantity\na,1\nb,13\nc,x\nd,4\n", "echo", "-f", "sku"), STATUS_REJECTED,
	       "a filter without a store");
	is_text(got.out, "{\"sku\":\"a\"}\n{\"sku\":\"d\"}\nfinished\n", "rejects as others do, and finishes");
	is_text(got.err,
		"stdin:3: quantity: 13 brings bad luck\n"
		"stdin:4: quantity: \"x\": expected an integer from -1000000000000 to 1000000000000\n"
		"ecom-test echo: 2 of 4 records rejected\n",
		"and tells it");
	is_int(RUN("sku,quantity\na,1\nb,15\n", "echo", "-f", "sku"), STATUS_UNAVAILABLE, "one that breaks down");
	is_text(got.out, "{\"sku\":\"a\"}\n{\"sku\":\"b\"}\n", "has printed what it had");
	is_text(got.err, "ecom-test echo: stdin:3: it broke\n", "and says where");
	is_int(RUN("", "echo"), 0, "empty input");
	is_text(got.out, "finished\n", "is fine");
	is_int(RUN("", "found"), STATUS_REJECTED, "a check that finds something");
	is_text(got.err, "", "needs no message");
	RUN("sku,quantity\nb,2\na,1\n", "put");
	is_int(RUN("", "list", "-o", "csv", "-f", "sku,quantity"), 0, "a listing");
	is_text(got.out, "sku,quantity\na,1\nb,2\n", "lists");
	is_int(RUN("", "either", "all", "-f", "sku"), 0, "a verb that is both");
	is_text(got.out, "sku\na\nb\n", "may do its work at once, in its own format");
	is_int(RUN("sku,quantity\nz,1\n", "either", "-f", "sku", "-o", "jsonl"), 0, "or be a filter");
	is_text(got.out, "{\"sku\":\"z\"}\n", "of its input");
	stored();
}

/* A writer that waits: it sends a record only after the answer to the one before has come. */
struct slow {
	int to_program, from_program;
	char answers[2][128];
};

static void *slow_writer(void *ctx)
{
	static const char *const RECORDS[] = { "{\"sku\":\"a\",\"quantity\":1}\n", "{\"sku\":\"b\",\"quantity\":2}\n" };
	struct slow *s = ctx;

	for (int i = 0; i < 2; i++) {
		if (write(s->to_program, RECORDS[i], strlen(RECORDS[i])) < 0)
			break;
		ssize_t n = read(s->from_program, s->answers[i], sizeof(s->answers[i]) - 1);
		s->answers[i][n > 0 ? n : 0] = '\0';
	}
	close(s->to_program);
	return NULL;
}

static void prompt(const char *verb)
{
	struct slow s = { 0 };
	int in[2], out[2];
	pthread_t thread;

	if (pipe(in) || pipe(out))
		exit(99);
	s.to_program = in[1];
	s.from_program = out[0];
	alarm(20); /* a frame that waits for more input would wait for ever */
	pthread_create(&thread, NULL, slow_writer, &s);
	is_int(run_on(in[0], out[1], (const char *const[]) { verb, "-f", "sku", NULL }), 0, "a slow pipe");
	pthread_join(thread, NULL);
	alarm(0);
	is_text(s.answers[0], "{\"sku\":\"a\"}\n", "the first is answered before the second is sent");
	is_text(s.answers[1], "{\"sku\":\"b\"}\n", "the second before the pipe is closed");
	close(in[0]);
	close(out[0]);
	close(out[1]);
}

static int run_full(const char *const *arguments, const char *input)
{
	int in = memory_file(input), out = open("/dev/full", O_WRONLY);

	run_on(in, out, arguments);
	close(in);
	close(out);
	return got.code;
}

static void full(void)
{
	is_int(run_full((const char *const[]) { "flood", NULL }, ""), STATUS_IO, "a full disk under a listing");
	is_text(got.err, "ecom-test flood: standard output: No space left on device\n", "is told once");
	is_int(run_full((const char *const[]) { "put", "--batch=1", NULL }, "sku,quantity\na,1\nb,2\n"), STATUS_IO,
	       "a full disk under a writer");
	is_text(got.err, "ecom-test put: standard output: No space left on device (1 record committed before this)\n",
		"says what is done");
	is_text(stored(), "a/-/1", "what was committed stays");
	is_int(run_full((const char *const[]) { "put", "--help", NULL }, ""), STATUS_IO, "and under --help");
	is_int(run_full((const char *const[]) { "echo", NULL }, "sku,quantity\na,1\n"), STATUS_IO, "a filter");
	is_int(RUN("sku,quantity\na,x\n", "put", "--rejects=/dev/full"), STATUS_IO, "rejects that cannot be kept");
	is_int(RUN("sku,quantity\na,x\n", "put", "--rejects=/nowhere/bad.csv"), STATUS_CREATE, "nor created");
	stored();
}

static void store_names(void)
{
	is_int(RUN("", "list", "--store=/nowhere/store.db"), STATUS_NO_INPUT, "a store that is not there");
	is_int(RUN("", "list", "--store=/tmp"), STATUS_CONFIG, "one that is a folder");
	is_int(RUN("", "list", "-s", fixture_where()), 0, "one that is");
	is_int(RUN("sku,quantity\na,1\n", "put", "--store", "/nowhere/store.db"), STATUS_NO_INPUT,
	       "nor is one made by writing");
}

int main(void)
{
	use_store();
	operands();
	files();
	filters();
	prompt("put");
	stored();
	prompt("get");
	full();
	store_names();
	return done_testing();
}
