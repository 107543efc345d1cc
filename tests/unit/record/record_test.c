#include "../format/sample.h"
#include "tap.h"

#include <math.h>

static const struct record_rules RULES, COMMA = { .decimal_comma = true }, CLEARS = { .blank_clears = true };
static struct arena arena;
static struct error err;

static enum status set(struct order *o, const char *field, const char *text, const struct record_rules *rules)
{
	return record_set(&ORDER, o, record_field_index(&ORDER, field), text, rules, &arena, &err);
}

static void test_lookup(void)
{
	is_int((long long)record_fields(&ORDER), 11, "the number of fields");
	is_int(record_field_index(&ORDER, "customer"), 2, "a name");
	is_int(record_field_index(&ORDER, "Placed At"), 3, "a name in other spelling");
	is_int(record_field_index(&ORDER, "订单号"), 0, "an alias");
	is_int(record_field_index(&ORDER, "custom"), -1, "a part of a name is none");
	is_int(record_field_index(&ORDER, ""), -1, "no name");
	is_int(word_index(STATUSES, "已支付"), 1, "a word by its alias");
	is_int(word_index(STATUSES, "PENDING"), 0, "a word in capitals");
	is_int(word_index(STATUSES, "gone"), -1, "an unknown word");
}

static void test_set(void)
{
	struct order o;
	char text[64];

	record_clear(&ORDER, &o);
	ok(o.placed_at == INSTANT_NONE && isnan(o.weight) && !o.order && !o.record.given, "a cleared record has nothing");
	is_int(set(&o, "order", "A\n\"1\"", &RULES), STATUS_OK, "a text");
	is_text(o.order, "A\n\"1\"", "with a line end and quotes");
	ok(record_has(&o, 0), "is given");
	is_int(set(&o, "total", " 19.90 ", &RULES), STATUS_OK, "an amount");
	is_int(o.total.units, 1990, "its units");
	is_int(set(&o, "total", "1.234,50", &COMMA), STATUS_OK, "an amount with a decimal comma");
	is_text(amount_print(text, o.total), "1234.50", "its value");
	is_int(set(&o, "placed_at", "2018-01-02T10:03:00Z", &RULES), STATUS_OK, "an instant");
	is_int(o.placed_at, INT64_C(1514887380000), "its value, as date(1) has it");
	is_int(set(&o, "day", "1970-01-31", &RULES), STATUS_OK, "a date");
	is_int(o.day, 30, "its value");
	is_int(set(&o, "gift", "是", &RULES), STATUS_OK, "a truth value");
	ok(o.gift, "its value");
	is_int(set(&o, "gift", "No", &RULES), STATUS_OK, "another");
	ok(!o.gift, "its value");
	is_int(set(&o, "attributes", " { \"a\" : [ 1.50, \"x y\" ] } ", &RULES), STATUS_OK, "JSON");
	is_text(o.attributes, "{\"a\":[1.50,\"x y\"]}", "is kept compact, its digits as they were");
}

static void refused(const char *field, const char *text, const char *want)
{
	struct order o;

	record_clear(&ORDER, &o);
	is_int(set(&o, field, text, &RULES), STATUS_REJECTED, text);
	is_text(err.code, "bad_value", "  code");
	is_text(err.field, field, "  field");
	is_text(err.message, want, "  message");
	ok(!record_has(&o, record_field_index(&ORDER, field)), "  is not given");
}

static void test_refused(void)
{
	refused("status", "gone", "\"gone\": expected one of: pending, paid");
	refused("total", "1e3", "1e3: an amount without exponent was expected");
	refused("day", "2026-02-30", "2026-02-30: February 2026 has 28 days");
	refused("gift", "maybe", "\"maybe\": expected true or false, yes or no, 1 or 0");
	refused("weight", "heavy", "\"heavy\": expected a number such as 1.5");
	refused("customer", "12345678901234567890123456789012345678901",
		"\"12345678901234567890123456789012345678901\": expected at most 40 bytes, not 41");
	refused("placed_at", "yesterday", "yesterday: a date such as 2026-01-31 was expected");
	refused("placed_at", "2026-01-31T24:00:00Z", "2026-01-31T24:00:00Z: hours from 00 to 23 were expected");
}

static void test_quantity(void)
{
	static const struct {
		const char *text;
		bool good;
		long long value;
	} CASES[] = { { "3.0", true, 3 }, { "1", true, 1 }, { "1000000", true, 1000000 }, { "0", false, 0 },
		      { "1000001", false, 0 }, { "1e3", false, 0 }, { "3.5", false, 0 }, { "1000000000000000000", false, 0 } };

	for (size_t i = 0; i < ARRAY_LENGTH(CASES); i++) {
		struct item item;

		record_clear(&ITEM, &item);
		is_int(record_set(&ITEM, &item, 2, CASES[i].text, &RULES, &arena, &err),
		       CASES[i].good ? STATUS_OK : STATUS_REJECTED, CASES[i].text);
		if (CASES[i].good)
			is_int(item.quantity, CASES[i].value, "  its value");
	}
	is_text(err.message, "\"1000000000000000000\": expected an integer from 1 to 1000000", "the bounds are told");
}

static void test_blank(void)
{
	struct order o;

	record_clear(&ORDER, &o);
	is_int(set(&o, "customer", "  ", &RULES), STATUS_OK, "a blank");
	ok(!record_has(&o, 2) && !record_cleared(&o, 2), "counts as not given");
	set(&o, "customer", "", &CLEARS);
	ok(!record_has(&o, 2) && record_cleared(&o, 2), "or clears, if asked to");
	set(&o, "customer", "Ann", &CLEARS);
	ok(record_has(&o, 2) && !record_cleared(&o, 2), "a later value wins");
}

static enum status from_json(struct order *o, const char *text)
{
	record_clear(&ORDER, o);
	return record_from_json(&ORDER, o, text, strlen(text), &RULES, &arena, NULL, NULL, &err);
}

static const char *digest(const char *text)
{
	static char hex[4][DIGEST_TEXT_SIZE];
	static int next;
	struct order o;

	next = (next + 1) % 4;
	if (from_json(&o, text) != STATUS_OK)
		return "rejected";
	record_digest(&ORDER, &o, hex[next]);
	return hex[next];
}

static void same(const char *a, const char *b, bool want, const char *name)
{
	ok((strcmp(digest(a), digest(b)) == 0) == want && strlen(digest(a)) == 64, "%s", name);
}

static void test_digest(void)
{
	same("{\"order\":\"1\",\"total\":19.9}", "{\"total\":\"19.90\",\"order\":1}", true,
	     "neither order, nor type, nor zeros of an amount matter");
	same("{\"order\":\"1\",\"total\":19.9}", "{\"order\":\"1\",\"total\":19.91}", false, "its value does");
	same("{\"order\":\"1\",\"placed_at\":\"2018-01-02T10:03:00Z\"}",
	     "{\"order\":\"1\",\"placed_at\":\"2018-01-02 18:03+08:00\"}", true, "an instant counts by its value");
	same("{\"order\":\"1\",\"key\":\"k1\"}", "{\"order\":\"1\",\"key\":\"k2\"}", true, "the idempotency key is no part");
	same("{\"order\":\"1\",\"customer\":\"x\\ngift=4:true\"}", "{\"order\":\"1\",\"customer\":\"x\",\"gift\":true}", false,
	     "a text cannot look like another field");
	same("{\"order\":\"1\",\"lines\":[{\"sku\":\"A\",\"quantity\":1}]}",
	     "{\"order\":\"1\",\"lines\":[{\"sku\":\"A\",\"quantity\":2}]}", false, "lists are part");
	same("{\"order\":\"1\",\"lines\":[{\"sku\":\"A\"},{\"quantity\":1}]}",
	     "{\"order\":\"1\",\"lines\":[{\"sku\":\"A\",\"quantity\":1},{}]}", false, "and where an item ends");
	same("{\"order\":\"1\",\"attributes\":{\"a\": 1}}", "{\"order\":\"1\",\"attributes\":\"{\\\"a\\\":1}\"}", true,
	     "JSON inside a text is the same JSON");
	/* printf 'order=1:1\ntotal=4:19.9\nlines[1\nsku=1:A\nquantity=1:2\n;\n' | sha256sum */
	is_text(digest("{\"order\":\"1\",\"total\":\"19.90\",\"lines\":[{\"sku\":\"A\",\"quantity\":2}]}"), "a827183d17476aed6edc4e3eb36740bc12a7c25d3a78946a2346b647f06e6856",
		"the digest of a known text");
}

static void test_json(void)
{
	struct buffer out = { 0 };
	struct order o;

	is_int(from_json(&o, "{\"total\":99999999999999.9,\"weight\":31.230416666666667,\"order\":\"x\"}"), STATUS_OK, "numbers");
	record_json(&ORDER, &o, NULL, 0, &out);
	is_text(out.data,
		"{\"order\":\"x\",\"status\":null,\"customer\":null,\"placed_at\":null,\"day\":null,\"gift\":null,"
		"\"weight\":31.230416666666667,\"total\":99999999999999.9,\"attributes\":null,\"key\":null,\"lines\":null}",
		"come out with the digits they had");
	is_int(from_json(&o, "{\"total\":999999999999999.9}"), STATUS_REJECTED, "16 digits are refused");
	is_text(err.code, "too_precise", "as too precise");
	is_int(from_json(&o, "{\"total\":\"999999999999999.99\"}"), STATUS_OK, "a string carries more");
	is_int(from_json(&o, "{\"total\":12345678901234567}"), STATUS_OK, "an integer of 17 digits is exact");
	is_int(o.total.units, INT64_C(12345678901234567), "its value");
	is_int(from_json(&o, "{\"total\":1e2}"), STATUS_REJECTED, "an exponent is no amount");
	is_int(from_json(&o, "{\"gift\":true,\"attributes\":true}"), STATUS_OK, "truth values");
	is_int(from_json(&o, "{\"order\":true}"), STATUS_REJECTED, "a truth value is no text");
	is_int(from_json(&o, "{\"lines\":[{\"quantity\":1},{\"quantity\":\"x\"}]}"), STATUS_REJECTED, "a bad item");
	is_text(err.field, "lines[1].quantity", "its place");
	is_int(from_json(&o, "{\"order\":\"1\",\"lines\":[{\"sku\":\"A\"}]}"), STATUS_OK, "an incomplete item");
	is_int(record_check(&ORDER, &o, &err), STATUS_REJECTED, "is found by the check");
	is_text(err.field, "lines[0].quantity", "with its place");
	is_int(from_json(&o, "[]"), STATUS_REJECTED, "an array is no record");
	buffer_free(&out);
}

static void test_schema(void)
{
	struct buffer out = { 0 };

	record_schema(&ITEM, &out);
	is_text(out.data,
		"{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"title\":\"line\",\"description\":\"A line of an order.\","
		"\"type\":\"object\",\"properties\":{\"line\":{\"type\":\"integer\",\"minimum\":-1000000000000,"
		"\"maximum\":1000000000000,\"description\":\"number of the line\"},\"sku\":{\"type\":\"string\",\"description\":\"what is "
		"bought\"},\"quantity\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":1000000,\"description\":\"units\",\"x-aliases\":[\"qty\"]},"
		"\"price\":{\"type\":[\"number\",\"string\"],\"pattern\":\"^[+-]?[0-9]+([.][0-9]{1,9})?$\",\"description\":\"of one "
		"unit\"},\"total\":{\"type\":[\"number\",\"string\"],\"pattern\":\"^[+-]?[0-9]+([.][0-9]{1,9})?$\","
		"\"description\":\"of the line\"}},\"required\":[\"sku\",\"quantity\"]}",
		"the schema of a record");
	buffer_free(&out);
}

static void test_walk(void)
{
	static const char TEXT[] = " { \"a\" : 1.50 , \"b\\\"\":[1,{\"c\":\"]\"}], \"d\" : \"}\" } ";
	struct record_walk walk = record_walk((struct record_slice){ TEXT, sizeof TEXT - 1 });
	struct record_slice key, value;
	struct buffer out = { 0 };

	while (record_walk_next(&walk, &key, &value))
		buffer_printf(&out, "<%.*s|%.*s>", (int)key.length, key.text, (int)value.length, value.text);
	is_text(out.data, "<a|1.50><b\\\"|[1,{\"c\":\"]\"}]><d|\"}\">", "a walk over members");
	buffer_free(&out);
	double number = 0;
	ok(record_slice_real((struct record_slice){ "1.50,2", 4 }, 0, 2, &number) && number == 1.5, "a number inside a text");
	ok(!record_slice_real((struct record_slice){ "1.50,2", 5 }, 0, 2, &number), "no number");
	ok(!record_slice_real((struct record_slice){ "2.5", 3 }, 0, 2, &number) && number == 1.5, "a number out of range");
}

static void test_rest(void)
{
	struct open_record o;

#define GIVEN(text)                                                                                                    \
	(record_clear(&OPEN, &o),                                                                                      \
	 record_from_json(&OPEN, &o, text, sizeof(text) - 1, &RULES, &arena, NULL, NULL, &err))

	is_int(record_rest_field(&OPEN), 1, "a field for the rest");
	is_int(record_rest_field(&ORDER), -1, "a type without one");
	is_int(record_field_index(&OPEN, "rest"), -1, "it has no name of its own");
	is_int(GIVEN("{ \"b\" : 1.50, \"a\":\"x\", \"rest\" : { \"c\" : [ null ] }, \"d\\\"e\":\"y z\", \"f\":null }"), STATUS_OK,
	       "a record with other fields");
	is_text(o.a, "x", "its own field");
	is_text(o.rest, "{\"b\":1.50,\"rest\":{\"c\":[null]},\"d\\\"e\":\"y z\",\"f\":null}", "all others, as they came");
	ok(record_has(&o, 1), "are given");
	is_int(GIVEN("{\"a\":\"x\"}"), STATUS_OK, "a record without");
	ok(!o.rest && !record_has(&o, 1), "has no rest");
	is_int(GIVEN("{\"b\":1,\"b\":2}"), STATUS_REJECTED, "a key given twice");
	is_int(GIVEN("{\"b\":1,\"a\":[]}"), STATUS_REJECTED, "a bad value after a part of the rest");
#undef GIVEN
}

int main(void)
{
	test_lookup();
	test_set();
	test_refused();
	test_quantity();
	test_blank();
	test_json();
	test_digest();
	test_schema();
	test_walk();
	test_rest();
	arena_free(&arena);
	return done_testing();
}
