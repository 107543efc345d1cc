#include "sample.h"
#include "tap.h"

/* What a writer wrote, as text. */
static const char *written(struct writer *w)
{
	static char text[65536];
	struct error err;
	int fd = memfd_create("output", 0);
	ssize_t n;

	writer_flush(w, fd, true, &err);
	writer_close(w);
	n = pread(fd, text, sizeof text - 1, 0);
	text[n > 0 ? n : 0] = '\0';
	close(fd);
	return text;
}

static struct writer *open_writer(const struct record_type *type, struct writer_options options)
{
	struct writer *w;

	writer_open(&w, type, &options);
	return w;
}

static void put_plain(struct writer *w, const char *a, const char *b, const char *c)
{
	struct plain record;

	record_clear(&PLAIN, &record);
	record.a = a;
	record.b = b;
	record.c = c;
	record_mark_all(&PLAIN, &record);
	writer_put(w, &record);
}

static struct order sample_order(struct item *items)
{
	struct order o;

	record_clear(&ORDER, &o);
	o.order = "1001";
	o.status = 1;
	o.customer = "Ann \"A\"";
	o.placed_at = INT64_C(1514887380000); /* date -ud @1514887380 */
	o.total = (struct amount){ 1990, 2 };
	o.attributes = "{\"a\":1}";
	for (int i = 0; i < 2; i++) {
		record_clear(&ITEM, &items[i]);
		items[i].line = i + 1;
		items[i].sku = i ? "B" : "A";
		items[i].quantity = 2;
		items[i].price = (struct amount){ 5, 2 };
		items[i].total = (struct amount){ 10, 2 };
		record_mark_all(&ITEM, &items[i]);
	}
	o.lines = (struct record_list){ items, 2 };
	record_mark_all(&ORDER, &o);
	return o;
}

static void test_csv(void)
{
	struct writer *w = open_writer(&PLAIN, (struct writer_options){ .format = FORMAT_CSV, .header = true });
	struct item items[2];
	struct order o = sample_order(items);
	static const int FIELDS[] = { 0, 7, 10, 1 }, ONE[] = { 1 };

	put_plain(w, "x", "y,\"z\"", NULL);
	put_plain(w, "line\nend", "=1", "");
	is_text(written(w), "a,b,c\nx,\"y,\"\"z\"\"\",\n\"line\nend\",=1,\n", "cells are quoted where needed");

	w = open_writer(&PLAIN, (struct writer_options){ .format = FORMAT_CSV, .header = true, .bom = true });
	is_text(written(w), "\xEF\xBB\xBF" "a,b,c\n", "no record: the header alone, after the mark");

	w = open_writer(&PLAIN, (struct writer_options){ .format = FORMAT_CSV, .excel_safe = true });
	put_plain(w, "=1+1", "-12.50", "-x");
	put_plain(w, "@x", "+1", "\tx");
	is_text(written(w), "'=1+1,-12.50,'-x\n'@x,'+1,'\tx\n", "formulas are defused, a negative number is none");

	w = open_writer(&PLAIN, (struct writer_options){ .format = FORMAT_TSV, .header = true });
	put_plain(w, "a b", "c\td", "1,2");
	is_text(written(w), "a\tb\tc\na b\t\"c\td\"\t1,2\n", "TSV");

	w = open_writer(&PLAIN, (struct writer_options){ .format = FORMAT_CSV, .fields = ONE, .n_fields = 1 });
	put_plain(w, "x", NULL, NULL);
	is_text(written(w), "\"\"\n", "a single blank cell is no blank line");

	w = open_writer(&ORDER, (struct writer_options){ .format = FORMAT_CSV, .fields = FIELDS, .n_fields = 4, .header = true });
	writer_put(w, &o);
	o.lines.count = 0;
	record_clear(&ITEM, items);
	writer_put(w, &o);
	is_text(written(w),
		"order,total,line,sku,quantity,price,lines_total,status\n"
		"1001,19.90,1,A,2,0.05,0.10,paid\n1001,19.90,2,B,2,0.05,0.10,paid\n1001,19.90,,,,,,paid\n",
		"a row for each line; an order without lines has one");
}

static void test_json(void)
{
	struct item items[2];
	struct order o = sample_order(items);
	struct writer *w = open_writer(&ORDER, (struct writer_options){ .format = FORMAT_JSONL });
	size_t mark;

	writer_put(w, &o);
	mark = writer_mark(w);
	writer_put(w, &o);
	writer_rewind(w, mark);
	is_text(written(w),
		"{\"order\":\"1001\",\"status\":\"paid\",\"customer\":\"Ann \\\"A\\\"\",\"placed_at\":\"2018-01-02T10:03:00Z\","
		"\"day\":null,\"gift\":false,\"total\":19.90,\"attributes\":{\"a\":1},\"key\":null,"
		"\"lines\":[{\"line\":1,\"sku\":\"A\",\"quantity\":2,\"price\":0.05,\"total\":0.10},"
		"{\"line\":2,\"sku\":\"B\",\"quantity\":2,\"price\":0.05,\"total\":0.10}]}\n",
		"JSON; what was rewound is forgotten");
}

static void test_table(void)
{
	struct item items[2];
	struct order o = sample_order(items);
	static const int FIELDS[] = { 0, 7, 10 };
	struct writer *w = open_writer(&ORDER, (struct writer_options){ .format = FORMAT_TABLE, .fields = FIELDS, .n_fields = 3 });
	struct error err;
	int fd;

	writer_put(w, &o);
	o.order = "2";
	o.lines.count = 1;
	o.total = (struct amount){ 5, 2 };
	writer_put(w, &o);
	is_text(written(w), "order  total  lines\n1001   19.90  2 items\n2       0.05  1 item\n",
		"aligned columns, numbers to the right");

	w = open_writer(&PLAIN, (struct writer_options){ .format = FORMAT_TABLE, .color = true });
	put_plain(w, "杯子", "a\nb\tc", "x");
	put_plain(w, "ab", "c", "d");
	is_text(written(w), "\033[1ma     b      c\033[0m\n杯子  a b c  x\nab    c      d\n",
		"wide characters count two columns, control characters are blanks");

	w = open_writer(&PLAIN, (struct writer_options){ .format = FORMAT_TABLE, .width = 20 });
	put_plain(w, "abcdefghijklmnopqrstuvwxyz", "short", "x");
	is_text(written(w), "a           b      c\nabcdefghi…  short  x\n", "cut to the terminal's width");

	w = open_writer(&PLAIN, (struct writer_options){ .format = FORMAT_TABLE });
	is_text(written(w), "", "no record: no table");

	w = open_writer(&PLAIN, (struct writer_options){ .format = FORMAT_TABLE });
	fd = memfd_create("early", 0);
	for (int i = 0; i < 499; i++)
		put_plain(w, "a", "b", "c");
	writer_flush(w, fd, false, &err);
	is_int(lseek(fd, 0, SEEK_END), 0, "rows are held back until the widths are known");
	put_plain(w, "a", "b", "c");
	writer_flush(w, fd, false, &err);
	is_int(lseek(fd, 0, SEEK_END), 501 * 8, "and then written");
	writer_close(w);
	close(fd);
}

static void test_full(void)
{
	struct writer *w = open_writer(&PLAIN, (struct writer_options){ .format = FORMAT_JSONL });
	struct error err = { 0 };
	int fd = memfd_create("closed", 0);

	put_plain(w, "a", "b", "c");
	close(fd);
	is_int(writer_flush(w, fd, true, &err), STATUS_IO, "a failed write is told");
	writer_close(w);
}

int main(void)
{
	test_csv();
	test_json();
	test_table();
	test_full();
	return done_testing();
}
