/* Idempotency keys: given, derived, replayed, in conflict. */
#include "cli_fixture.h"

static void replay(void)
{
	static char first[sizeof(got.out)];
	static const char INPUT[] = "sku,quantity,price,weight,key\na,1,19.90,0.30000000000000004,k1\nb,2,,,k2\n";

	is_int(RUN(INPUT, "put"), 0, "two records with keys");
	memcpy(first, got.out, sizeof(first));
	is_text(last_key, "k2", "the verb is told the key");
	is_int(each_calls, 2, "both are done");
	is_int(RUN(INPUT, "put"), 0, "again");
	is_int(each_calls, 0, "nothing is done");
	is_text(got.out, first, "the same is answered");
	is_int(RUN("{\"key\":\"k2\",\"quantity\":\"2\",\"sku\":\"b\"}\n", "put", "-f", "sku,quantity", "-o", "csv"), 0,
	       "the same body in another format, asked for otherwise");
	is_text(got.out, "sku,quantity\nb,2\n", "is answered in that format");
	is_int(RUN("sku,quantity,key\na,3,k1\nc,3,k3\n", "put", "-f", "sku"), STATUS_REJECTED,
	       "a key with another body");
	ok(strstr(got.err, "stdin:2: ") == got.err && lines(got.err) == 2, "is rejected");
	is_text(got.out, "{\"sku\":\"c\"}\n", "alone");
	is_text(stored(), "a/-/1 b/-/2 c/-/3", "each was stored once");
}

static void rejected_key(void)
{
	is_int(RUN("sku,quantity,key\na,13,k\n", "put"), STATUS_REJECTED, "a rejected record");
	is_int(RUN("sku,quantity,key\na,12,k\n", "put"), 0, "leaves its key free for the mended one");
	lose_times = 1;
	is_int(RUN("sku,quantity,key\nb,14,k2\n", "put"), 0, "a key in a batch that was lost once");
	is_int(each_calls, 2, "which was run again");
	is_int(RUN("sku,quantity,key\nb,14,k2\n", "put"), 0, "is kept");
	is_int(each_calls, 0, "and known");
	is_int(RUN("sku,quantity,key\nd,1,k3\n", "put", "--dry-run"), 0, "a dry run");
	is_int(RUN("sku,quantity,key\nd,1,k3\n", "put"), 0, "keeps no key");
	is_int(each_calls, 1, "so it is done");
	is_text(stored(), "a/-/12 b/-/14 d/-/1", "stored");
	is_int(RUN("sku,quantity,key\na,1,same\nb,2,same\n", "put"), STATUS_REJECTED,
	       "one key for two records of a file");
	is_text(stored(), "a/-/1", "is taken once");
}

static void derived(void)
{
	const char *path = fixture_path("items.csv");
	const char *copy = fixture_path("other.csv");
	FILE *file = fopen(path, "w");

	fputs("sku,quantity\na,1\nb,2\n", file);
	fclose(file);
	is_int(RUN("", "put", path, "--key-from=file"), 0, "--key-from file");
	is_text(last_key, "items.csv:3", "is the name and the line");
	is_int(RUN("", "put", path, "--key-from=file"), 0, "the same file again");
	is_int(each_calls, 0, "does nothing");
	is_int(lines(got.out), 2, "but answer");
	rename(path, copy);
	is_int(RUN("", "put", copy, "--key-from=file"), STATUS_REJECTED, "under another name it is another file");
	stored();

	is_int(RUN("sku,quantity\na,1\nb,2\n", "put", "--key-from=content"), 0, "--key-from content");
	ok(strlen(last_key) == 66 && !strcmp(last_key + 64, ":1"), "is the digest and its occurrence");
	is_int(RUN("{\"quantity\":2,\"sku\":\"b\"}\n{\"quantity\":1,\"sku\":\"a\"}\n", "put", "--key-from=content"), 0,
	       "the same records in another order and format");
	is_int(each_calls, 0, "are known");
	is_int(RUN("sku,quantity\na,1\na,1\n", "get", "--store=", "-q"), 0, "keys are for verbs that write");
	stored();

	is_int(RUN("sku,quantity,place\na,1,x\n", "put", "--key-from=place,sku"), 0, "--key-from fields");
	is_text(last_key, "x|a", "is their values");
	is_int(RUN("sku,quantity,place\na,2,x\n", "put", "--key-from=place,sku"), STATUS_REJECTED,
	       "another body with them");
	is_int(RUN("sku,quantity,place,key\nc,2,x,own\n", "put", "--key-from=place,sku"), 0, "a record's own key");
	is_text(last_key, "own", "comes first");
	is_text(stored(), "a/x/1 c/x/2", "stored");
}

static void repeated_content(void)
{
	struct buffer input = { 0 };

	buffer_text(&input, "sku,quantity\n");
	for (int i = 0; i < 3000; i++)
		buffer_printf(&input, "s%04d,%d\n", i % 2999, 1);
	is_int(RUN(input.data, "load", "--key-from=content", "--dry-run"), STATUS_REJECTED,
	       "of three thousand records the last equals the first, and is another all the same");
	is_int(each_calls, 3000, "so it is tried");
	is_text(stored(), "", "nothing is left");
	buffer_free(&input);
}

int main(void)
{
	use_store();
	replay();
	rejected_key();
	derived();
	repeated_content();
	return done_testing();
}
