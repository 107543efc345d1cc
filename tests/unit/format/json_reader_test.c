#include "sample.h"
#include "tap.h"

/* As in csv_reader_test: "line:a|b|c" for a good record, "line!code" for a rejected one. */
static const char *read_all(const char *text, size_t length, const struct reader_options *options)
{
	static struct buffer out;
	struct error err = { 0 };
	struct arena arena = { 0 };
	struct plain record;
	struct reader *r;
	enum status status;
	int fd = input(text, length);

	buffer_clear(&out);
	buffer_text(&out, "");
	if (reader_open(&r, fd, "test.json", &PLAIN, options, &err) != STATUS_OK)
		return "unopened";
	while ((status = reader_next(r, &arena, &record, &err)) == STATUS_OK || status == STATUS_REJECTED) {
		buffer_printf(&out, "%ld", record.record.line);
		if (status == STATUS_OK)
			buffer_printf(&out, ":%s|%s|%s ", record.a ? record.a : "", record.b ? record.b : "",
				      record.c ? record.c : "");
		else
			buffer_printf(&out, "!%s ", err.code);
		arena_reset(&arena);
	}
	if (status != STATUS_END)
		buffer_printf(&out, "=%d %s", status, err.code);
	reader_close(r);
	arena_free(&arena);
	close(fd);
	return out.data;
}

static void gives(const char *text, size_t length, const char *want, const char *name)
{
	struct reader_options options = { 0 };

	is_text(read_all(text, length, &options), want, name);
}
#define GIVES(text, want, name) gives(text, sizeof(text) - 1, want, name)

static void test_shapes(void)
{
	GIVES("{\"a\":\"1\",\"b\":\"2\"}\n{\"a\":\"3\"}\n", "1:1|2| 2:3|| ", "JSON lines");
	GIVES("{\"a\":\"1\"}\n\n\n{\"a\":\"3\"}", "1:1|| 4:3|| ", "blank lines, no last line end");
	GIVES("{\"a\":\"1\"}{\"a\":\"3\"}", "1:1|| 1:3|| ", "one after another");
	GIVES("{\n  \"a\": \"1\"\n}\n{\n  \"a\": \"2\"\n}\n", "1:1|| 4:2|| ", "pretty-printed");
	GIVES("[{\"a\":\"1\"},\n{\"a\":\"2\"}]", "1:1|| 2:2|| ", "an array");
	GIVES("[\n  {\n    \"a\": \"1\"\n  },\n  {\n    \"a\": \"2\"\n  }\n]\n", "2:1|| 5:2|| ", "a pretty-printed array");
	GIVES("[]\n", "", "an empty array");
	GIVES("[{\"a\":\"1\"}]\n[{\"a\":\"2\"}]\n", "1:1|| 2:2|| ", "two arrays");
	GIVES("\xEF\xBB\xBF{\"a\":\"1\"}\n", "1:1|| ", "a byte order mark");
	GIVES("{\"a\":\"}{\\\"\",\"b\":\"[\"}\n", "1:}{\"|[| ", "brackets inside strings");
	GIVES("{\"a\":\"\\u676f\",\"b\":\"\\ud83d\\ude00\"}\n", "1:杯|😀| ", "escapes");
	GIVES("{\"a\":12.50,\"b\":12345678901234567890123}\n", "1:12.50|12345678901234567890123| ",
	      "a number as text keeps its digits");
	GIVES("{\"a\":null,\"b\":\"\"}\n", "1:|| ", "null and blank");
}

static void test_faults(void)
{
	GIVES("{\"a\":\"1\"\n{\"a\":\"2\"}\n", "1!bad_json 2:2|| ", "an object that is not closed");
	GIVES("{\"a\":\"1\n{\"a\":\"2\"}\n", "1!bad_json 2:2|| ", "a string that is not closed");
	GIVES("{\"a\":[1,2}\n{\"a\":\"2\"}\n", "1!bad_json 2:2|| ", "brackets that do not match");
	GIVES("{\"a\":\"1\",}\n{\"a\":\"2\"}\n", "1!bad_json 2:2|| ", "a comma too many");
	GIVES("{\"a\":1 2}\n{\"a\":\"2\"}\n", "1!bad_json 2:2|| ", "two values");
	GIVES("{\"a\":\"1\"} x\n{\"a\":\"2\"}\n", "1:1|| 1!bad_json 2:2|| ", "something after an object");
	GIVES("{}\nhello\n5\nnull\n{\"a\":\"2\"}\n", "1:|| 2!bad_json 3!bad_json 4!bad_json 5:2|| ",
	      "each line of junk is rejected");
	GIVES("{\n  \"a\": oops,\n  \"b\": {\n    \"a\": \"x\"\n  }\n}\n{\"a\":\"2\"}\n", "1!bad_json 7:2|| ",
	      "no part of a malformed record passes for a record");
	GIVES("{\n  \"a\": \"oops,\n  \"b\":\n  {\n    \"a\": \"x\"\n  }\n}\n{\"a\":\"2\"}\n", "1!bad_json 8:2|| ",
	      "nor of one that breaks off");
	GIVES("[\n {\"a\":\"oops},\n {\"a\":\"2\"}\n]\n", "2!bad_json 3:2|| ", "the next line of an array is found");
	GIVES("[{\"a\":\"1\"},{\"a\":}, {\"a\":\"3\"}]", "1:1|| 1!bad_json 1:3|| ", "one of an array is malformed");
	GIVES("[{\"a\":\"1\"},\n", "1:1|| =65 truncated", "an array that is cut off");
	GIVES("{\"a\":\"1\",\"a\":\"2\"}\n", "1!bad_json ", "a key twice");
	GIVES("{\"a\":\"1\",\"A\":\"2\"}\n", "1!duplicate ", "two names of one field");
	GIVES("{\"a\":\"\xFF\"}\n{\"a\":\"2\"}\n", "1!bad_json 2:2|| ", "invalid UTF-8");
	GIVES("{\"a\":\"\\u0000\"}\n{\"a\":\"2\"}\n", "1!bad_json 2:2|| ", "NUL in a string");
	GIVES("{\"a\":\"\\ud800\"}\n{\"a\":\"2\"}\n", "1!bad_json 2:2|| ", "half a surrogate pair");
	GIVES("{\"a\":1e400}\n{\"a\":\"2\"}\n", "1!bad_json 2:2|| ", "a number past any double");
	GIVES("{\"a\":{\"b\":1}}\n{\"a\":[1]}\n{\"a\":true}\n", "1!bad_value 2!bad_value 3!bad_value ", "no single text");
	GIVES("{\"a\":", "1!bad_json ", "cut off at the end");
	GIVES("{", "1!bad_json ", "a lone brace");
}

static void test_bounds(void)
{
	struct reader_options options = { .record_max = 100000 };
	size_t size = 1000000;
	char *text = memory_alloc(size + 64);

	memset(text, 'x', size);
	memcpy(text, "{\"a\":\"", 6);
	memcpy(text + size, "\"}\n{\"a\":\"2\"}\n", 14);
	is_text(read_all(text, size + 13, &options), "1!too_long 2:2|| ", "a long value is passed over");
	memset(text + 6, '[', size - 6);
	text[5] = '[';
	memcpy(text + size, "\n{\"a\":\"2\"}\n\0\0", 13);
	is_text(read_all(text, size + 11, &options), "1!bad_json 2:2|| ", "deep nesting is refused");
	memset(text + 2, 'x', size - 2);
	memcpy(text, "{}", 2);
	is_text(read_all(text, size + 11, &options), "1:|| 1!bad_json 2:2|| ", "a long line of junk");
	for (size_t i = 0; i + 6 <= size; i += 6)
		memcpy(text + i, "{\"a\":\n", 6);
	ok(strlen(read_all(text, size, &options)) > 100, "many broken lines are each refused");
	memory_free(text);
}

int main(void)
{
	test_shapes();
	test_faults();
	test_bounds();
	return done_testing();
}
