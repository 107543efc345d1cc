#include "sample.h"
#include "tap.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

static char folder[] = "/tmp/rejects-test-XXXXXX", path[64];

static const char *contents(const char *file)
{
	static struct buffer text;
	struct error err;

	buffer_clear(&text);
	buffer_text(&text, "");
	return file_read_all(file, 1 << 20, &text, &err) == STATUS_OK ? text.data : "(none)";
}

/* Reads ${text} and rejects what the reader rejects, and every order whose customer is Bob. */
static void run(struct rejects *rejects, const char *text)
{
	struct reader_options options = { .keep_raw = true };
	struct error err = { 0 }, failure;
	struct arena arena = { 0 };
	struct order order;
	struct reader *r;
	enum status status;
	int fd = input(text, strlen(text));

	reader_open(&r, fd, "orders", &ORDER, &options, &err);
	while ((status = reader_next(r, &arena, &order, &err)) == STATUS_OK || status == STATUS_REJECTED) {
		if (status == STATUS_OK && text_same(order.customer, "Bob"))
			status = error_reject(&err, "unwanted", "customer", "is \"%s\", expected another", "Bob");
		order.record.raw = raw_copy(order.record.raw, &arena);
		if (status == STATUS_REJECTED && rejects_put(rejects, &order.record, &err, &failure) != STATUS_OK)
			printf("# %s\n", failure.message);
	}
	reader_close(r);
	arena_free(&arena);
	close(fd);
}

static const char *rejects_of(const char *text)
{
	struct rejects *rejects;
	struct error err;

	rejects_open(&rejects, path, &err);
	run(rejects, text);
	rejects_close(rejects, &err);
	return contents(path);
}

static void test_csv(void)
{
	is_text(rejects_of("order;customer;note\n1;Ann;x\n2;Bob;\"a;\"\"b\"\"\"\n3;Cid\n"),
		"order;customer;note;error;code;reject_line\n"
		"2;Bob;\"a;\"\"b\"\"\";\"customer: is \"\"Bob\"\", expected another\";unwanted;3\n"
		"3;Cid;;has 2 cells, expected 3 as in the header;ragged;4\n",
		"CSV keeps header, delimiter and columns it does not know");
	is_text(rejects_of("order,customer,error,code,reject_line\n2,Bob,old,old,9\n"),
		"order,customer,error,code,reject_line\n2,Bob,\"customer: is \"\"Bob\"\", expected another\",unwanted,2\n",
		"the columns of an earlier round are replaced");
	is_text(rejects_of("order,customer,sku,quantity\n1,Ann,A,1\n2,Bob,B,1\n2,Bob,C,1\n3,Ann,D,1\n"),
		"order,customer,sku,quantity,error,code,reject_line\n"
		"2,Bob,B,1,\"customer: is \"\"Bob\"\", expected another\",unwanted,3\n"
		"2,Bob,C,1,\"customer: is \"\"Bob\"\", expected another\",unwanted,4\n",
		"all rows of a record");
	is_text(rejects_of("order,customer\n1,Ann\n"), "(none)", "no reject: what stood there is removed");
}

static void test_json(void)
{
	is_text(rejects_of("{\"order\":\"1\"}\n{ \"order\" : \"2\", \"customer\":\"Bob\", \"x\": 1.50,\n \"code\": 1 }\n{\"order\":\n"),
		"{\"order\":\"2\",\"customer\":\"Bob\",\"x\":1.50,\"error\":\"customer: is \\\"Bob\\\", expected another\","
		"\"code\":\"unwanted\",\"line\":2}\n"
		"{\"raw\":\"{\\\"order\\\":\",\"error\":\"a JSON object breaks off or is malformed here\",\"code\":\"bad_json\","
		"\"line\":4}\n",
		"JSON keeps its members and their digits");
}

static void test_shapes(void)
{
	struct rejects *rejects;
	struct error err;
	char second[80];

	rejects_open(&rejects, path, &err);
	run(rejects, "order,customer\n1,Bob\n");
	run(rejects, "{\"order\":\"2\",\"customer\":\"Bob\"}\n");
	run(rejects, "order,customer\n3,Bob\n");
	is_int((long long)rejects_count(rejects), 3, "rejects are counted");
	is_text(contents(path),
		"order,customer,error,code,reject_line\n1,Bob,\"customer: is \"\"Bob\"\", expected another\",unwanted,2\n"
		"3,Bob,\"customer: is \"\"Bob\"\", expected another\",unwanted,2\n",
		"rejects are in the file before it is closed");
	rejects_close(rejects, &err);
	snprintf(second, sizeof second, "%s.2", path);
	is_text(contents(second),
		"{\"order\":\"2\",\"customer\":\"Bob\",\"error\":\"customer: is \\\"Bob\\\", expected another\","
		"\"code\":\"unwanted\",\"line\":1}\n",
		"records of another shape have a file of their own");
	unlink(second);
}

/* Mending a rejects file in place: it is read and written under one name. */
static void test_same_file(void)
{
	struct reader_options options = { .keep_raw = true };
	struct error err = { 0 }, failure;
	struct arena arena = { 0 };
	struct order order;
	struct rejects *rejects;
	struct reader *r;
	enum status status;
	int seen = 0, fd;

	rejects_of("order,customer\n1,Bob\n2,Bob\n3,Bob\n");
	fd = open(path, O_RDONLY);
	rejects_open(&rejects, path, &err);
	reader_open(&r, fd, "again", &ORDER, &options, &err);
	while ((status = reader_next(r, &arena, &order, &err)) == STATUS_OK) {
		seen++;
		error_reject(&err, "again", "", "no");
		rejects_put(rejects, &order.record, &err, &failure);
	}
	reader_close(r);
	rejects_close(rejects, &err);
	arena_free(&arena);
	close(fd);
	is_int(seen, 3, "the file being read is not cut off");
	is_text(contents(path), "order,customer,error,code,reject_line\n1,Bob,no,again,2\n2,Bob,no,again,3\n3,Bob,no,again,4\n",
		"and the new one takes its place");
	unlink(path);
}

int main(void)
{
	if (!mkdtemp(folder))
		return 1;
	snprintf(path, sizeof path, "%s/bad", folder);
	test_csv();
	test_json();
	test_shapes();
	test_same_file();
	rmdir(folder);
	return done_testing();
}
