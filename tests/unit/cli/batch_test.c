/* The batch executor: what is committed, what is printed, what is told. */
#include "cli_fixture.h"

static const char CSV[] = "sku,quantity,place\na,1,x\nb,2,x\n";

static void plain(void)
{
	is_int(RUN(CSV, "put"), 0, "two records");
	is_text(got.out,
		"{\"sku\":\"a\",\"quantity\":1,\"place\":\"x\",\"price\":null,\"weight\":null,\"key\":null}\n"
		"{\"sku\":\"b\",\"quantity\":2,\"place\":\"x\",\"price\":null,\"weight\":null,\"key\":null}\n",
		"are answered");
	is_text(got.err, "", "silently");
	is_text(stored(), "a/x/1 b/x/2", "and stored");

	RUN("", "put", "-f", "quantity,sku", "-o", "csv");
	is_text(got.out, "quantity,sku\n", "no record is a header without rows");
	RUN(CSV, "put", "-f", "quantity,sku", "-o", "tsv", "--no-header");
	is_text(got.out, "1\ta\n2\tb\n", "--fields chooses and orders");
	stored();
	RUN(CSV, "put", "-v", "-f", "sku");
	is_text(got.err,
		"ecom-test put: stdin: CSV, ',', UTF-8, 2 records\n"
		"ecom-test put: put a\necom-test put: put b\necom-test put: 2 records\n",
		"-v tells what was read and done");
	stored();
}

static void rejects(void)
{
	is_int(RUN("sku,quantity\na,1\nb,x\nc,13\nd,16\n,5\ne,2\n", "put", "-f", "sku"), STATUS_REJECTED,
	       "some are rejected");
	is_text(got.out, "{\"sku\":\"a\"}\n{\"sku\":\"e\"}\n", "their neighbours are not");
	is_int(lines(got.err), 5, "one line for each, and a summary");
	ok(strstr(got.err, "stdin:3: quantity: ") == got.err, "the first in the reader, with its place");
	ok(strstr(got.err, "\nstdin:4: quantity: 13 brings bad luck\nstdin:5: quantity: 16 is refused\nstdin:6: sku: "),
	   "the verb's and the reader's in the order of the input");
	ok(strstr(got.err, "\necom-test put: 4 of 6 records rejected\n"), "the summary counts");
	is_text(stored(), "a/-/1 e/-/2", "what a rejected record had written is undone");

	RUN("sku,quantity\nb,13\n", "put", "-q");
	is_text(got.err, "stdin:2: quantity: 13 brings bad luck\n", "-q leaves the summary out");
	RUN("{\"sku\":\"b\\nforged: line\\u001b[2J\",\"quantity\":\"\\u001b[31m\"}\n", "put", "-q");
	ok(lines(got.err) == 1 && !strchr(got.err, '\033'), "a record cannot forge a line or move the cursor");

	is_int(RUN("sku,quantity\na,17\nb,1\n", "put", "--batch=1", "-f", "sku"), STATUS_REJECTED,
	       "what a verb rejects beside its record");
	is_text(got.err, "ecom-test put: something else is refused\n", "is told, and not forgotten by the next batch");
	is_text(stored(), "a/-/17 b/-/1", "and undoes nothing");
	is_int(RUN("", "put", "sku=a", "quantity=x"), STATUS_REJECTED, "an operand may be rejected too");
	ok(strstr(got.err, "operand 1: quantity: ") == got.err, "and is told by its number");
	is_text(stored(), "", "nothing is left");
}

static void rejects_file(void)
{
	const char *path = fixture_path("bad.csv");
	struct buffer text = { 0 };
	struct error err;

	is_int(RUN("sku;quantity\na;1\nb;x\nc;13\n", "put", "--rejects", path), STATUS_REJECTED, "--rejects");
	is_text(got.err, "ecom-test put: 2 of 3 records rejected\n", "says only how many");
	is_int(file_read_all(path, 1 << 16, &text, &err), STATUS_OK, "the file is there");
	ok(text.data && strstr(text.data, "sku;quantity;") == text.data && strstr(text.data, "\nb;x;") &&
		   strstr(text.data, "\nc;13;quantity: 13 brings bad luck;unlucky;4\n"),
	   "with the records as they came, the reason and the line");
	is_text(stored(), "a/-/1", "the good one is stored");
	for (char *p; (p = strstr(text.data, "\nb;x;")) || (p = strstr(text.data, "\nc;13"));)
		memcpy(p + 3, p[1] == 'b' ? "7" : "12", p[1] == 'b' ? 1 : 2);
	is_int(RUN(text.data, "put", "-f", "sku,quantity"), 0, "mended, it can be fed again");
	is_text(got.err, "", "without a word about its added columns");
	is_text(stored(), "b/-/7 c/-/12", "and is stored");
	buffer_free(&text);
}

static void atomic(void)
{
	is_int(RUN("sku,quantity\na,1\nb,13\nc,3\n", "put", "--atomic", "--batch=1"), STATUS_REJECTED,
	       "--atomic with a bad one");
	is_text(got.out, "", "prints nothing");
	is_text(got.err,
		"stdin:3: quantity: 13 brings bad luck\necom-test put: 1 of 3 records rejected; nothing was written\n",
		"says so");
	is_text(stored(), "", "and writes nothing");
	is_int(RUN(CSV, "put", "--atomic", "--batch=1", "-f", "sku"), 0, "--atomic with good ones");
	is_text(got.out, "{\"sku\":\"a\"}\n{\"sku\":\"b\"}\n", "prints");
	is_text(stored(), "a/x/1 b/x/2", "and writes them all");
	is_int(RUN("sku,quantity\na,1\nb,15\n", "put", "--atomic"), STATUS_CONFIG, "--atomic that breaks down");
	is_text(got.err, "ecom-test put: stdin:3: it broke; nothing was written\n", "says so, too");
	is_text(stored(), "", "writes nothing");
}

static void dry_run(void)
{
	is_int(RUN("sku,quantity\na,1\nb,13\n", "put", "--dry-run", "-f", "sku"), STATUS_REJECTED, "--dry-run");
	is_text(got.out, "{\"sku\":\"a\"}\n", "prints what would have changed");
	ok(strstr(got.err, "1 of 2 records rejected; a dry run writes nothing"), "tells what would be rejected");
	is_text(stored(), "", "and writes nothing");
	is_int(RUN(CSV, "put", "--dry-run", "--batch=1", "-f", "sku"), 0, "over several batches");
	is_text(got.out, "{\"sku\":\"a\"}\n{\"sku\":\"b\"}\n", "each sees what those before it did");
	is_text(stored(), "", "and nothing is written");
	is_int(RUN("", "one", "z", "--dry-run"), 0, "of a verb without input");
	is_text(stored(), "", "nothing either");
}

static void retry(void)
{
	lose_times = 2;
	is_int(RUN("sku,quantity\na,1\nb,14\nc,3\n", "put", "-f", "sku,quantity"), 0,
	       "a batch lost twice is run again");
	is_text(got.out,
		"{\"sku\":\"a\",\"quantity\":1}\n{\"sku\":\"b\",\"quantity\":14}\n{\"sku\":\"c\",\"quantity\":3}\n",
		"its output is printed once");
	is_int(each_calls, 2 + 2 + 3, "the whole batch, each time");
	is_text(stored(), "a/-/1 b/-/14 c/-/3", "and stored as it was read");

	lose_times = 1;
	is_int(RUN("", "one", "z", "-f", "sku"), 0, "a verb without input, too");
	is_text(got.out, "{\"sku\":\"z\"}\n", "printed once");
	is_text(got.err, "ecom-test one: try 2\n", "its warnings are those of the last try");
	is_text(stored(), "z/-/1", "stored once");

	lose_times = 1;
	is_int(RUN("sku,quantity\na,1\nb,14\n", "put", "--atomic", "--batch=1"), STATUS_BUSY,
	       "input that is gone cannot be run again");
	is_text(stored(), "", "so nothing is written");
	lose_times = 1000;
	is_int(RUN("sku,quantity\nb,14\n", "put"), STATUS_BUSY, "it is not tried for ever");
	is_int(each_calls, 21, "but once and twenty times again");
	is_text(got.out, "", "and nothing was printed");
	is_text(stored(), "", "nor written");
}

static void abort_in_between(void)
{
	is_int(RUN("sku,quantity\na,1\nb,2\nc,15\nd,4\n", "put", "--batch=2", "-f", "sku"), STATUS_CONFIG,
	       "a breakdown");
	is_text(got.out, "{\"sku\":\"a\"}\n{\"sku\":\"b\"}\n", "comes after what was committed");
	is_text(got.err, "ecom-test put: stdin:4: it broke (2 records committed before this)\n",
		"says where it happened");
	is_text(stored(), "a/-/1 b/-/2", "and undoes its own batch");

	is_int(RUN("[{\"sku\":\"a\",\"quantity\":1},{\"sku\":\"b\",\"quantity\":2}", "put", "-f", "sku"), STATUS_DATA,
	       "input that breaks off");
	is_text(got.out, "{\"sku\":\"a\"}\n{\"sku\":\"b\"}\n", "has what came before it done");
	ok(strstr(got.err, "(2 records committed before this)"), "and said");
	is_text(stored(), "a/-/1 b/-/2", "however the batches fell");
	is_int(RUN("[{\"sku\":\"a\",\"quantity\":1}", "put", "--atomic"), STATUS_DATA, "but not with --atomic");
	ok(strstr(got.err, "nothing was written"), "which is said");
	is_text(stored(), "", "nothing is stored");
	is_int(RUN("sku,colour\na,red\n", "put"), STATUS_DATA, "a missing column");
	ok(strstr(got.err, "ecom-test put: stdin:1: quantity: missing column quantity"), "is told with file, line and field");
}

static void chunks(void)
{
	struct buffer input = { 0 };

	buffer_text(&input, "sku,quantity,key\n");
	for (int i = 0; i < 60; i++)
		buffer_printf(&input, "s%02d,%d,%s\n", i, i == 5 ? REJECT_BY_CALL : 100, i == 55 ? "k" : "");
	is_int(RUN(input.data, "load"), STATUS_REJECTED, "sixty records at once");
	is_int(chunk_calls, 3, "in groups of fifty, five before the one with a key, four after it");
	is_int(each_calls, 1, "that one alone");
	ok(strstr(got.err, "stdin:7: quantity: 16 is refused\n") == got.err && lines(got.err) == 2, "one refused");
	is_int(lines(got.out), 59 + 1, "the others answered");
	is_int(finish_calls, 1, "finish is called once");
	stored();

	is_int(RUN("sku,quantity\na,1\nb,13\nc,3\nd,16\n", "load", "-f", "sku"), STATUS_REJECTED,
	       "a chunk with a bad one");
	is_int(each_calls, 4, "goes one by one");
	is_text(got.out, "{\"sku\":\"a\"}\n{\"sku\":\"c\"}\nfinished\n", "is answered once");
	is_text(got.err,
		"stdin:3: quantity: 13 brings bad luck\nstdin:5: quantity: 16 is refused\n"
		"ecom-test load: 2 of 4 records rejected\n",
		"and told once");
	is_text(stored(), "a/-/1 c/-/3", "with the records as they were read");
	buffer_free(&input);
}

int main(void)
{
	use_store();
	plain();
	rejects();
	rejects_file();
	atomic();
	dry_run();
	retry();
	abort_in_between();
	chunks();
	return done_testing();
}
