#include "sample.h"
#include "tap.h"

/*
 * Read everything and say it in one line a record: "line:a|b|c" for a good one, "line!code" for a rejected one,
 * "=status code" for a bad end.
 */
static const char *read_plain(const char *text, size_t length, const struct reader_options *options)
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
	if (reader_open(&r, fd, "test.csv", &PLAIN, options, &err) != STATUS_OK) {
		close(fd);
		return "unopened";
	}
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

static const struct reader_options PLAIN_OPTIONS = { .format = FORMAT_AUTO };

static void gives(const char *text, size_t length, const char *want, const char *name)
{
	is_text(read_plain(text, length, &PLAIN_OPTIONS), want, name);
}
#define GIVES(text, want, name) gives(text, sizeof(text) - 1, want, name)

static void test_rows(void)
{
	GIVES("", "", "an empty file has no record");
	GIVES("\n\n \n", "", "blank lines alone are an empty file");
	GIVES("a,b,c\n", "", "a header alone has no record");
	GIVES("a,b,c\n1,2,3\n4,5,6", "2:1|2|3 3:4|5|6 ", "the last line needs no end");
	GIVES("a,b,c\r\n1,2,3\r\n\r\n4,5,6\r\n", "2:1|2|3 4:4|5|6 ", "CR LF; blank lines are counted and passed over");
	GIVES("a,b,c\r1,2,3\r4,5,6\r", "2:1|2|3 3:4|5|6 ", "CR alone");
	GIVES("a,b,c\n\"1\n1\",2,3\n4,5,6\n", "2:1\n1|2|3 4:4|5|6 ", "line ends inside quotes are counted");
	GIVES("a,b,c\n\"1\"\"1\",\"2,2\",3\n", "2:1\"1|2,2|3 ", "quotes and delimiters inside quotes");
	GIVES("a,b,c\n19\" wide,2,3\n", "2:19\" wide|2|3 ", "a quote inside a cell is a character");
	GIVES("a,b,c\n  1 , 2,3  \n", "2:  1 | 2|3   ", "blanks of a text are kept");
	GIVES("a,b,c\n1,,3\n", "2:1||3 ", "a blank cell");
	GIVES("\xEF\xBB\xBF" "a,b,c\n1,2,3\n", "2:1|2|3 ", "a byte order mark is no part of the header");
	GIVES("\n\na,b,c\n1,2,3\n", "4:1|2|3 ", "blank lines before the header");
}

static void test_header(void)
{
	GIVES("c,b,a\n3,2,1\n", "2:1|2|3 ", "columns in any order");
	GIVES(" A ,\"B\",C\n1,2,3\n", "2:1|2|3 ", "names are trimmed, their case does not matter");
	GIVES("a;b;c\n1;2,2;3\n", "2:1|2,2|3 ", "semicolons");
	GIVES("a\tb\tc\n1\t2\t3\n", "2:1|2|3 ", "tabs");
	GIVES("a|b|c\n1|2|3\n", "2:1|2|3 ", "bars");
	GIVES("\"a\",b,\"x;y;z;w\",c\n1,2,-,3\n", "2:1|2|3 ", "the delimiter is looked for outside quotes");
	GIVES("a,b,A\n1,2,3\n", "=65 duplicate_column", "two columns of one field");
	GIVES("a,b,c,error,code,line\n1,2,3,bad,x,9\n", "2:1|2|3 ", "a mended rejects file");
}

static void test_faults(void)
{
	GIVES("a,b,c\n1,2\n4,5,6\n1,2,3,4\n", "2!ragged 3:4|5|6 4!ragged ", "too few and too many cells");
	GIVES("a,b,c\n1,2,\"3\n4,5,6\n", "2!unclosed_quote ", "a quote that is not closed");
	GIVES("a,b,c\n1,\0" "2,3\n4,5,6\n", "2!bad_text 3:4|5|6 ", "a NUL byte");
	GIVES("a,b,c\n\xC3\xA9,\xC3\xA9\xC3,3\n4,5,6\n", "2!bad_text 3:4|5|6 ", "damaged UTF-8 is no GB18030");
	GIVES("a,b,c\n1,2,\"3\r\n\r3\"\r\n4,5,6\r\n7\r\n", "2:1|2|3\r\n\r3 5:4|5|6 6!ragged ",
	      "line numbers with CR and CR LF inside quotes");
}

static void test_encodings(void)
{
	/* 杯子 in GB18030 and UTF-16, from the code charts. */
	GIVES("a,b,c\n\xB1\xAD\xD7\xD3,2,3\n", "2:杯子|2|3 ", "GB18030 where UTF-8 fails");
	GIVES("\xFF\xFE" "a\0,\0b\0\n\0ogP[,\0" "2\0\n\0", "2:杯子|2| ", "UTF-16, little end first");
	GIVES("\xFE\xFF\0a\0,\0b\0\ngo[P\0,\0" "2\0\n", "2:杯子|2| ", "UTF-16, big end first");

	struct reader_options options = { .encoding = "ISO-8859-1" };
	is_text(read_plain("a,b,c\n\xE9,2,3\n", 12, &options), "2:é|2|3 ", "a named encoding");
	options.encoding = "no-such-encoding";
	is_text(read_plain("a\n", 2, &options), "unopened", "an unknown encoding");
}

static void test_bounds(void)
{
	struct reader_options options = { .record_max = 100000 };
	size_t size = 1000000;
	char *text = memory_alloc(size + 64);

	memset(text, 'x', size);
	memcpy(text, "a,b,c\n", 6);
	memcpy(text + size, "\n4,5,6\n", 8);
	is_text(read_plain(text, size + 7, &options), "2!too_long 3:4|5|6 ", "a long cell is passed over");
	text[6] = '"';
	for (size_t i = 10; i < size - 1; i += 1000)
		text[i] = '\n';
	text[size - 1] = '"';
	/* 10, 1010, .. below 999999: 1000 line ends inside the quotes */
	is_text(read_plain(text, size + 7, &options), "2!too_long 1003:4|5|6 ", "a long quoted cell is passed over");
	memset(text + 6, ',', size - 6);
	is_text(read_plain(text, size + 7, &options), "2!too_long 3:4|5|6 ", "so are many short cells");
	memory_free(text);
}

/* The first record of ${text}, "a|rest", and the raw header of its rejects. */
static const char *read_open(const char *text)
{
	static struct buffer out;
	struct reader_options options = { .keep_raw = true };
	struct error err = { 0 };
	struct arena arena = { 0 };
	struct open_record record;
	struct reader *r;
	enum status status;
	int fd = input(text, strlen(text));

	buffer_clear(&out);
	reader_open(&r, fd, "test.csv", &OPEN, &options, &err);
	status = reader_next(r, &arena, &record, &err);
	if (status == STATUS_OK)
		buffer_printf(&out, "%s|%s", record.a ? record.a : "", record.rest ? record.rest : "");
	else
		buffer_printf(&out, "=%d %s", status, err.code);
	reader_close(r);
	arena_free(&arena);
	close(fd);
	return out.data;
}

static void test_rest(void)
{
	is_text(read_open("b,a,\"c \"\"d\",e,f\n1.50,x,\"p\n,q\", ,0\n"), "x|{\"b\":\"1.50\",\"c \\\"d\":\"p\\n,q\",\"f\":\"0\"}",
		"columns that are no field are gathered, blank cells left out");
	is_text(read_open("a\nx\n"), "x|", "there may be none");
	is_text(read_open("a,b\nx,\n"), "x|", "nor any value");
	is_text(read_open("b,a,b\n1,x,2\n"), "=65 duplicate_column", "two columns of one name");
	is_text(read_open("a,rest\nx,1\n"), "x|{\"rest\":\"1\"}", "the name of the field itself is a column like others");
	is_text(read_open("a,code,line,reject_error\nx,1,2,bad\n"), "x|{\"code\":\"1\",\"line\":\"2\"}",
		"code and line are the record's own, only the reject's columns are not");
}

int main(void)
{
	test_rows();
	test_header();
	test_faults();
	test_encodings();
	test_bounds();
	test_rest();
	return done_testing();
}
