#include "sample.h"
#include "tap.h"

/* A slow pipe: a record is delivered as soon as its bytes have come, and not waited for further. */

struct piped {
	struct reader *r;
	struct arena arena;
	int from, to;
};

static struct piped start(const struct record_type *type)
{
	static const struct reader_options OPTIONS = { .format = FORMAT_AUTO };
	struct piped p = { 0 };
	struct error err;
	int ends[2];

	if (pipe(ends) != 0)
		return p;
	p.from = ends[0];
	p.to = ends[1];
	reader_open(&p.r, p.from, "pipe", type, &OPTIONS, &err);
	return p;
}

static void stop(struct piped *p)
{
	reader_close(p->r);
	arena_free(&p->arena);
	close(p->from);
	if (p->to >= 0)
		close(p->to);
}

static void send_text(struct piped *p, const char *text)
{
	ok(write(p->to, text, strlen(text)) == (ssize_t)strlen(text), "sent %zu bytes", strlen(text));
}

static const char *next_a(struct piped *p)
{
	struct plain record;
	struct error err;

	return reader_next(p->r, &p->arena, &record, &err) == STATUS_OK ? record.a : NULL;
}

static void test_csv(void)
{
	struct piped p = start(&PLAIN);

	ok(reader_would_block(p.r), "nothing sent");
	send_text(&p, "a,b,c\n1,2,3\n4,5");
	ok(!reader_would_block(p.r), "bytes are ready");
	is_text(next_a(&p), "1", "the complete row is there at once");
	ok(reader_would_block(p.r), "half a row would wait");
	send_text(&p, ",6\n7,8,9\n");
	ok(!reader_would_block(p.r), "the rest has come");
	is_text(next_a(&p), "4", "the row in two parts");
	ok(!reader_would_block(p.r), "another is buffered");
	is_text(next_a(&p), "7", "the last");
	ok(reader_would_block(p.r), "nothing left");
	close(p.to);
	p.to = -1;
	ok(!reader_would_block(p.r), "the end does not wait");
	ok(next_a(&p) == NULL, "the end");
	ok(!reader_would_block(p.r), "nor does it after");
	stop(&p);
}

static void test_json(void)
{
	struct piped p = start(&PLAIN);

	send_text(&p, "{\"a\":\"1\"}\n{\"a\":");
	is_text(next_a(&p), "1", "the complete object is there at once");
	ok(reader_would_block(p.r), "half an object would wait");
	send_text(&p, "\"2\"}");
	ok(!reader_would_block(p.r), "the rest has come");
	is_text(next_a(&p), "2", "the object in two parts, before the end of its line");
	ok(reader_would_block(p.r), "nothing left");
	send_text(&p, "\n{\"a\":\"3\"}\n{\"a\":\"\xE6\x9D");
	is_text(next_a(&p), "3", "the third");
	ok(reader_would_block(p.r), "half a character would wait");
	send_text(&p, "\xAF\"}\n");
	is_text(next_a(&p), "杯", "a character in two parts");
	stop(&p);
}

static void test_gathered(void)
{
	struct piped p = start(&ORDER);
	struct order order;
	struct error err;

	send_text(&p, "order,sku,quantity\n1,A,1\n1,B,1\n2,A,1\n");
	is_int(reader_next(p.r, &p.arena, &order, &err), STATUS_OK, "an order is complete when the next begins");
	is_int((long long)order.lines.count, 2, "with both lines");
	ok(reader_would_block(p.r), "the next may go on");
	send_text(&p, "3,A,1\n");
	is_int(reader_next(p.r, &p.arena, &order, &err), STATUS_OK, "the next is complete");
	is_text(order.order, "2", "by its number");
	stop(&p);
}

static void test_split(void)
{
	/* The same bytes one at a time: marks, quotes, CR LF and characters are split everywhere. */
	static const char TEXT[] = "\xEF\xBB\xBF" "a,b,c\r\n\"1\"\"\r\n\",\xE6\x9D\xAF,3\r\n4,5,6\r\n";
	struct piped p = start(&PLAIN);
	struct plain record;
	struct error err;

	for (size_t i = 0; i < sizeof TEXT - 1; i++) {
		if (write(p.to, TEXT + i, 1) != 1)
			return;
		if (i == 2)
			ok(!reader_would_block(p.r), "bytes are ready");
	}
	close(p.to);
	p.to = -1;
	is_int(reader_next(p.r, &p.arena, &record, &err), STATUS_OK, "a row");
	is_text(record.a, "1\"\r\n", "its first cell");
	is_text(record.b, "杯", "its second cell");
	is_int(reader_next(p.r, &p.arena, &record, &err), STATUS_OK, "another row");
	is_int(record.record.line, 4, "its line");
	stop(&p);
}

int main(void)
{
	test_csv();
	test_json();
	test_gathered();
	test_split();
	return done_testing();
}
