/* Trees: what carriers send read, found and printed again. Pointers as in RFC 6901, section 5. */
#include "tap.h"

#include <ecom/http.h>
#include <jansson.h>

static struct arena arena;

static json_t *read_text(const char *text)
{
	struct error err;
	json_t *out = NULL;

	if (tree_read(text, strlen(text), &out, &err) != STATUS_OK)
		printf("# %s\n", err.message);
	return out;
}

static void is_printed(const char *text, const char *want, const char *name)
{
	json_t *tree = read_text(text);
	struct buffer out = { 0 };

	if (tree)
		tree_print(tree, &out);
	is_text(out.data, want, name);
	json_decref(tree);
	buffer_free(&out);
}

static void test_reading(void)
{
	struct error err;
	json_t *tree;

	is_printed("\xEF\xBB\xBF {\"b\": [1, -2.50, true, null, \"x\\u00e9\\n\"], \"a\": {} }",
		   "{\"b\":[1,-2.5,true,null,\"x\u00e9\\n\"],\"a\":{}}", "a byte order mark, members in their order");
	is_printed("[92001902551559000101352584, 123456789012345678, -9223372036854775809, \"1234567890123456789012\"]",
		   "[\"92001902551559000101352584\",123456789012345678,\"-9223372036854775809\","
		   "\"1234567890123456789012\"]",
		   "integers that no register holds keep their digits");
	is_printed("[12345678901234567890.5, 1e2]", "[1.2345678901234567e+19,100]",
		   "numbers with a fraction are rounded");
	is_printed("[\"M\xFCller \xE4\xBD\xA0\xE4\xBD\"]", "[\"M\uFFFDller \u4f60\uFFFD\uFFFD\"]",
		   "bytes that are no UTF-8");
	is_printed("[\"a\\u0000b\", 0.1]", "[\"a\",0.1]", "a NUL ends a text");
	ok(tree_read("{\"a\":\n 1,}", 10, &tree, &err) == STATUS_REJECTED && strcmp(err.code, "bad_json") == 0 &&
		   strstr(err.message, "line 2"),
	   "what is wrong, and where: %s", err.message);
	ok(tree_read("", 0, &tree, &err) == STATUS_REJECTED, "nothing at all");
}

static bool collect(void *ctx, const json_t *value)
{
	struct buffer *out = ctx;

	if (out->length)
		buffer_char(out, ' ');
	tree_print(value, out);
	return true;
}

static void finds(const json_t *tree, const char *pointer, const char *want)
{
	struct buffer out = { 0 };

	buffer_text(&out, "");
	tree_each(tree, pointer, collect, &out);
	is_text(out.data, want, *pointer ? pointer : "(the whole)");
	buffer_free(&out);
}

static void test_pointers(void)
{
	static const char rfc[] =
		"{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"m~n\":8,\" \":7,\"lone\":{\"x\":5},\"none\":null,"
		"\"list\":[{\"x\":1,\"y\":[2,3]},{\"y\":[]},{\"x\":null},4],\"*\":9}";
	json_t *tree = read_text(rfc);

	finds(tree, "/foo", "[\"bar\",\"baz\"]");
	finds(tree, "/foo/0", "\"bar\"");
	finds(tree, "/", "0");
	finds(tree, "/a~1b", "1");
	finds(tree, "/m~0n", "8");
	finds(tree, "/ ", "7");
	finds(tree, "/foo/2", "");
	finds(tree, "/foo/01", "");
	finds(tree, "/foo/-", "");
	finds(tree, "/foo/bar", "");
	finds(tree, "/foo/99999999999999999999", "");
	finds(tree, "/list/*/x", "1 null");
	finds(tree, "/list/*/y/*", "2 3");
	finds(tree, "/lone/*/x", "5");
	finds(tree, "/none/*", "");
	finds(tree, "/none", "null");
	finds(tree, "/foo/*", "\"bar\" \"baz\"");
	is_int(json_integer_value(tree_find(tree, "/list/*/x")), 1, "the first that is not null");
	ok(!tree_find(tree, "/none") && !tree_find(NULL, "/x") && tree_find(tree, "") == tree,
	   "nothing, nothing, the whole");
	ok(tree_pointer("") && tree_pointer("/a/*") && tree_pointer("/~0~1") && !tree_pointer("a") &&
		   !tree_pointer("/~2") && !tree_pointer("/~"),
	   "what is a pointer");
	json_decref(tree);
}

static void test_texts(void)
{
	json_t *tree = read_text("[\"x\",\"\",7777777770,1.50,true,null,{},[1],-0]");
	static const char *const want[] = { "x", NULL, "7777777770", "1.5", "true", NULL, NULL, NULL, "0" };

	for (size_t i = 0; i < 9; i++)
		is_text(tree_text(json_array_get(tree, i), &arena), want[i], "as text");
	json_decref(tree);
}

static void is_verdict(const char *rules, int code, const char *tree, const char *want, const char *name)
{
	json_t *r = json_loads(rules, 0, NULL), *t = tree ? json_loads(tree, JSON_DECODE_ANY, NULL) : NULL;

	is_text(template_verdict(r, code, t), want, name);
	json_decref(r);
	json_decref(t);
}

static void test_verdicts(void)
{
	const char *rules = "[{\"http\":[404,410],\"then\":\"gone\"},{\"http\":\"5xx\",\"then\":\"later\"},"
			    "{\"http\":200,\"at\":\"/e/*/code\",\"is\":\"TW0001\",\"then\":\"unknown\"},"
			    "{\"at\":\"/code\",\"not\":[0,1],\"then\":\"bad\"},{\"at\":\"/m\",\"contains\":[\"no "
			    "SUCH\",\"x\"],\"then\":\"words\"},"
			    "{\"at\":\"/list\",\"exists\":false,\"then\":\"empty\"},{\"at\":\"/"
			    "list\",\"exists\":true,\"then\":\"full\"}]";

	is_verdict(rules, 410, "{}", "gone", "one code of a list");
	is_verdict(rules, 503, NULL, "later", "a class of codes, no tree");
	is_verdict(rules, 200, NULL, NULL, "rules that look at the tree do not hold without one");
	is_verdict(rules, 200, "{\"e\":[{\"code\":\"A\"},{\"code\":\"TW0001\"}]}", "unknown", "one of several values");
	is_verdict(rules, 201, "{\"e\":{\"code\":\"TW0001\"},\"code\":\"0\",\"list\":[]}", "empty",
		   "another code; a number as text; an empty list");
	is_verdict(rules, 200, "{\"code\":2}", "bad", "none of them");
	is_verdict(rules, 200, "{}", "bad", "not, where there is none");
	is_verdict(rules, 200, "{\"code\":1,\"m\":\"There is No Such parcel\"}", "words",
		   "a part of a text, case ignored");
	is_verdict(rules, 200, "{\"code\":1,\"list\":[0]}", "full", "something is there");
	is_verdict("[{\"at\":\"/x\",\"is\":\"\"}]", 200, "{\"x\":\"\"}", "",
		   "without an outcome; an empty text is one");
	is_verdict("[]", 200, "{}", NULL, "no rules");
}

int main(void)
{
	test_reading();
	test_pointers();
	test_texts();
	test_verdicts();
	arena_free(&arena);
	return done_testing();
}
