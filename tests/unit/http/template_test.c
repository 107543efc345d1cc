/*
 * Templates: requests as they are sent. Expected texts by hand; digests, Base64 and percent-encoding by Python's
 * hashlib, hmac, base64 and urllib.parse.quote(safe=''); forms as the URL standard encodes them (* stays, ~ does not).
 */
#include "tap.h"

#include <ecom/http.h>
#include <jansson.h>
#include <stdlib.h>

static char modules[4096];
static struct arena arena;

/* Names with their values, "a=1"; of a batch the second parcel's values stand behind a '|'. */
struct scope {
	const char *const *pairs;
};

static const char *find(void *ctx, const char *name, size_t index)
{
	const struct scope *s = ctx;
	size_t length = strlen(name);

	for (size_t i = 0; s->pairs[i]; i++) {
		if (strncmp(s->pairs[i], name, length) == 0 && s->pairs[i][length] == '=') {
			const char *value = s->pairs[i] + length + 1, *second = strchr(value, '|');

			if (!second)
				return value;
			return index ? second + 1 : arena_copy(&arena, value, (size_t)(second - value));
		}
	}
	return NULL;
}

static struct error err;

static bool request(const char *operation, size_t count, const char *const *pairs, struct http_request *out)
{
	struct scope s = { pairs };
	const struct template_scope scope = {
		.find = find, .ctx = &s, .count = count, .now = 1700000000123, .seed = 7, .modules = modules
	};
	json_error_t why;
	static json_t *json; /* the last one lives on: the request points into it */

	json_decref(json);
	json = json_loads(operation, 0, &why);
	if (!json) {
		printf("# %s\n", why.text);
		return false;
	}
	if (template_request(json, &scope, out, &arena, &err) == STATUS_OK)
		return true;
	printf("# %s: %s\n", err.field, err.message);
	return false;
}

static const char *header(const struct http_request *r, const char *name)
{
	for (size_t i = 0; i < r->n_headers; i++)
		if (strcmp(r->headers[i].name, name) == 0)
			return r->headers[i].value;
	return NULL;
}

static void test_urls(void)
{
	static const char *const pairs[] = { "base=https://h.example/x", "number=A/1 \u4f60?",
					     "shipment.service=", NULL };
	static const char *const two[] = { "base=https://h.example", "number=A 1|B/2", NULL };
	struct http_request r;

	ok(request("{\"request\":{\"method\":\"GET\",\"url\":\"${base}/t/${number}\",\"query\":{\"n\":\"${number}\","
		   "\"service\":\"${shipment.service?}\",\"x y\":\"a b*~-._,&=\"},\"headers\":{\"K\":\"a ${number}\","
		   "\"L\":\"${shipment.phone?}\"}}}",
		   1, pairs, &r),
	   "a request");
	is_text(r.url, "https://h.example/x/t/A%2F1%20%E4%BD%A0%3F?n=A%2F1%20%E4%BD%A0%3F&x%20y=a%20b%2A~-._%2C%26%3D",
		"path and query are percent-encoded, the base is not, what is absent or empty is left out");
	ok(r.n_headers == 1 && !r.body && strcmp(r.method, "GET") == 0, "one header, no body");
	is_text(header(&r, "K"), "a A/1 \u4f60?", "headers are not encoded");

	ok(request("{\"request\":{\"method\":\"GET\",\"url\":\"${base}/t/"
		   "${numbers:,}?l=en\",\"query\":{\"n\":\"${numbers:;}\"}}}",
		   2, two, &r),
	   "several numbers");
	is_text(r.url, "https://h.example/t/A%201,B%2F2?l=en&n=A%201%3BB%2F2",
		"joined: in the path by the comma itself");
	ok(request("{\"request\":{\"method\":\"GET\",\"url\":\"${base}\",\"query\":{\"n\":[{\"$each\":\"${number}\"}]}}"
		   "}",
		   2, two, &r),
	   "a name several times");
	is_text(r.url, "https://h.example?n=A%201&n=B%2F2", "one for each");
	ok(request("{\"request\":{\"method\":\"GET\",\"url\":\"https://h.example/$${x}/$1\"}}", 1, two, &r), "dollars");
	is_text(r.url, "https://h.example/${x}/$1", "$${ is ${, a lone dollar itself");
}

static void test_bodies(void)
{
	static const char *const pairs[] = { "number=N1|N2",
					     "shipment.code=17|",
					     "shipment.phone=13800138000|",
					     "shipment.at=2024-05-06T07:08:09Z",
					     "shipment.word=Ab\u4f60c",
					     NULL };
	struct http_request r;

	ok(request("{\"request\":{\"method\":\"POST\",\"url\":\"https://"
		   "h\",\"json\":[{\"$each\":{\"number\":\"${number}\","
		   "\"carrier\":\"${shipment.code:int?}\",\"flag\":true,\"n\":null,\"tags\":[\"${shipment.phone:last4?}"
		   "\",1.5]}},"
		   "{\"word\":\"${shipment.word:upper}\",\"low\":\"${shipment.word:lower}\",\"day\":\"${shipment.at:"
		   "day}\"}]}}",
		   2, pairs, &r),
	   "a JSON body");
	is_text(r.body,
		"[{\"number\":\"N1\",\"carrier\":17,\"flag\":true,\"n\":null,\"tags\":[\"8000\",1.5]},"
		"{\"number\":\"N2\",\"flag\":true,\"n\":null,\"tags\":[1.5]},"
		"{\"word\":\"AB\u4f60C\",\"low\":\"ab\u4f60c\",\"day\":\"2024-05-06\"}]",
		"each parcel its own values, none of its neighbour's");
	is_int((long long)r.length, (long long)strlen(r.body), "its length");
	is_text(header(&r, "Content-Type"), "application/json", "its type");

	ok(request("{\"values\":[{\"name\":\"e\",\"text\":\"${now:epoch} ${now:epoch_ms} "
		   "${now:iso}\"}],\"request\":{\"method\":\"POST\","
		   "\"url\":\"https://h\",\"headers\":{\"content-type\":\"text/x\"},\"text\":\"<${e}>\"}}",
		   1, pairs, &r),
	   "a text body");
	is_text(r.body, "<1700000000 1700000000123 2023-11-14T22:13:20.123Z>",
		"the time in three forms (date -u -d @1700000000)");
	ok(r.n_headers == 1 && strcmp(header(&r, "content-type"), "text/x") == 0, "a type of its own");
}

static void test_signatures(void)
{
	static const char *const pairs[] = { "number=SF1 \u4f60&", "secret.key=k",	    "secret.customer=c",
					     "secret.user=me",	   "secret.password=pa ss", NULL };
	struct http_request r;

	ok(request("{\"values\":[{\"name\":\"param\",\"json\":{\"com\":\"shunfeng\",\"num\":\"${number}\",\"phone\":\"$"
		   "{shipment.phone?}\","
		   "\"resultv2\":\"4\"}},{\"name\":\"sign\",\"digest\":\"md5\",\"over\":[\"${param}\",\"${secret.key}"
		   "\",\"${secret.customer}\"],"
		   "\"encode\":\"HEX\"}],\"request\":{\"method\":\"POST\",\"url\":\"https://"
		   "h\",\"form\":{\"p\":\"${param}\",\"s\":\"a b*~-._\","
		   "\"sign\":\"${sign}\"}}}",
		   1, pairs, &r),
	   "a signed form");
	is_text(r.body,
		"p=%7B%22com%22%3A%22shunfeng%22%2C%22num%22%3A%22SF1+%E4%BD%A0%26%22%2C%22resultv2%22%3A%224%22%7D"
		"&s=a+b*%7E-._&sign=94906A03B78D41480E398884A1CCD43A",
		"what is signed is what is sent");
	is_text(header(&r, "Content-Type"), "application/x-www-form-urlencoded", "its type");

	ok(request("{\"values\":[{\"name\":\"basic\",\"text\":\"${secret.user}:${secret.password}\",\"encode\":\"b64\"}"
		   ","
		   "{\"name\":\"h\",\"hmac\":\"sha256\",\"key\":\"ts\\nsec\",\"over\":[],\"encode\":\"b64\"},"
		   "{\"name\":\"d\",\"digest\":\"md5\",\"over\":[\"{\\\"a\\\":\\\"1\\\"}\",\"key\"],\"encode\":"
		   "\"b64hex\"},"
		   "{\"name\":\"q\",\"text\":\"a b*~-._,&=\",\"encode\":\"percent\"},{\"name\":\"f\",\"text\":\"a "
		   "b*~\",\"encode\":\"form\"}],"
		   "\"request\":{\"method\":\"GET\",\"url\":\"https://h\",\"headers\":{\"A\":\"Basic "
		   "${basic}\",\"H\":\"${h}\",\"D\":\"${d}\","
		   "\"Q\":\"${q}\",\"F\":\"${f}\"}}}",
		   1, pairs, &r),
	   "computed values");
	is_text(header(&r, "A"), "Basic bWU6cGEgc3M=", "Basic");
	is_text(header(&r, "H"),
		"l+mdoEAoRdKHnwzL1MY9Qz43vN6NOFUhIlSNNxNfVxA=", "HMAC over nothing, a line feed in the key");
	is_text(header(&r, "D"), "ZDExNWMwYmFjOGNhMDllOGZjYzcwZThlZjFkOTgzM2Y=", "Base64 of hex digits");
	is_text(header(&r, "Q"), "a%20b%2A~-._%2C%26%3D", "percent");
	is_text(header(&r, "F"), "a+b*%7E", "form");
}

static void test_uuid(void)
{
	struct http_request r;
	const char *first;

	request("{\"request\":{\"method\":\"GET\",\"url\":\"https://"
		"h\",\"headers\":{\"A\":\"${now:uuid}\",\"B\":\"${now:uuid}\"}}}",
		1, (const char *const[]) { NULL }, &r);
	first = header(&r, "A");
	ok(strlen(first) == 36 && first[14] == '4' && strchr("89ab", first[19]) && first[8] == '-' && first[23] == '-',
	   "a UUID of version 4: %s", first);
	is_text(header(&r, "B"), first, "the same through one request");
}

static void test_refusals(void)
{
	static const char *const pairs[] = { "secret.key=geheim\r\nX: y", "number=12a", NULL };
	struct http_request r;

	ok(!request("{\"request\":{\"method\":\"GET\",\"url\":\"https://h/${shipment.phone}\"}}", 1, pairs, &r),
	   "a value is missing");
	ok(strcmp(err.code, "missing_value") == 0 && strcmp(err.field, "shipment.phone") == 0, "it is named");
	ok(!request("{\"request\":{\"method\":\"GET\",\"url\":\"https://h\",\"headers\":{\"K\":\"${secret.key}\"}}}", 1,
		    pairs, &r),
	   "a line break in a header");
	ok(strcmp(err.code, "bad_value") == 0 && !strstr(err.message, "geheim"), "no secret in the message");
	ok(!request("{\"request\":{\"method\":\"POST\",\"url\":\"https://h\",\"json\":\"${number:int}\"}}", 1, pairs,
		    &r),
	   "no integer");
	ok(strcmp(err.code, "bad_value") == 0 && !strstr(err.message, "12a"), "no value in the message");
}

/* What the check says of a file, one fault a line. */
static void tell(void *ctx, const char *pointer, const char *what)
{
	buffer_printf(ctx, "%s: %s\n", pointer, what);
}

static bool known(void *ctx, const char *name)
{
	(void)ctx;
	return strcmp(name, "base") == 0 || strcmp(name, "number") == 0 || strncmp(name, "shipment.", 9) == 0 ||
	       strcmp(name, "secret.key") == 0;
}

static void test_fault(bool batch, const char *operation, const char *pointer, const char *name)
{
	struct buffer told = { 0 };
	const struct template_check check = { tell, known, &told, batch };
	json_t *json = json_loads(operation, 0, NULL);

	buffer_text(&told, "");
	template_check(&check, json, "/o");
	if (!ok(pointer ? strncmp(told.data, pointer, strlen(pointer)) == 0 && told.data[strlen(pointer)] == ':' &&
				  !strchr(strchr(told.data, '\n') + 1, '\n')
			: !told.length,
		"%s", name))
		printf("# got: %s\n", told.data);
	json_decref(json);
	buffer_free(&told);
}

#define GET "\"request\":{\"method\":\"GET\",\"url\":\"${base}\""

static void test_check(void)
{
	test_fault(false,
		   "{\"values\":[{\"name\":\"a\",\"text\":\"${number}\"},{\"name\":\"b\",\"digest\":\"md5\",\"over\":["
		   "\"${a}\"],"
		   "\"encode\":\"hex\"}]," GET ",\"headers\":{\"X\":\"${b}${secret.key?}\"}}}",
		   NULL, "nothing wrong");
	test_fault(false, "{" GET ",\"headers\":{\"X\":\"${b}\"}}}", "/o/request/headers/X", "no such value");
	test_fault(false, "{\"values\":[{\"name\":\"a\",\"text\":\"${b}\"},{\"name\":\"b\",\"text\":\"x\"}]," GET "}}",
		   "/o/values/0/text", "used before it is defined");
	test_fault(false, "{\"values\":[{\"name\":\"a\",\"text\":\"x\"},{\"name\":\"a\",\"text\":\"x\"}]," GET "}}",
		   "/o/values/1/name", "defined twice");
	test_fault(false,
		   "{\"values\":[{\"name\":\"a\",\"digest\":\"md4\",\"over\":[\"x\"],\"encode\":\"hex\"}]," GET "}}",
		   "/o/values/0/digest", "no such digest");
	test_fault(false, "{\"values\":[{\"name\":\"a\",\"digest\":\"md5\",\"over\":[\"x\"]}]," GET "}}",
		   "/o/values/0/encode", "a digest that is not encoded");
	test_fault(false, "{\"values\":[{\"name\":\"a\",\"hmac\":\"md5\",\"over\":[],\"encode\":\"hex\"}]," GET "}}",
		   "/o/values/0/key", "an HMAC without a key");
	test_fault(false, "{\"values\":[{\"name\":\"a\",\"text\":\"x\",\"json\":1}]," GET "}}", "/o/values/0",
		   "two kinds in one");
	test_fault(false, "{" GET ",\"heders\":{}}}", "/o/request/heders", "unknown member");
	test_fault(false, "{\"request\":{\"url\":\"${base}\"}}", "/o/request", "a member is missing");
	test_fault(false, "{\"request\":{\"method\":\"get\",\"url\":\"${base}\"}}", "/o/request/method", "method");
	test_fault(false, "{\"request\":{\"method\":\"GET\",\"url\":\"http://h.example\"}}", "/o/request/url",
		   "plain http");
	test_fault(false, "{\"request\":{\"method\":\"GET\",\"url\":\"http://127.0.0.1.example\"}}", "/o/request/url",
		   "no loopback");
	test_fault(false, "{\"request\":{\"method\":\"GET\",\"url\":\"http://127.0.0.1:80/x\"}}", NULL, "the loopback");
	test_fault(false, "{" GET ",\"json\":{},\"form\":{}}}", "/o/request", "two bodies");
	test_fault(false, "{" GET ",\"text\":\"${number:hex}\"}}", "/o/request/text", "no such filter");
	test_fault(false, "{" GET ",\"text\":\"${number\"}}", "/o/request/text", "no closing brace");
	test_fault(false, "{" GET ",\"text\":\"${now:day}\"}}", "/o/request/text", "no such time");
	test_fault(false, "{" GET ",\"json\":{\"a/b\":{\"$each\":\"x\",\"y\":1}}}}", "/o/request/json/a~1b",
		   "$each outside of a list");
	test_fault(true, "{" GET ",\"json\":[{\"$each\":{\"n\":\"${number}\"}}]}}", NULL, "a batch by $each");
	test_fault(true, "{\"request\":{\"method\":\"GET\",\"url\":\"${base}/${numbers:,}\"}}", NULL,
		   "a batch by numbers");
	test_fault(true, "{" GET "}}", "/o/request", "a batch of which nothing is seen");
	test_fault(true, "{" GET ",\"json\":[\"${shipment.phone}\",{\"$each\":\"${number}\"}]}}", "/o/request/json/0",
		   "one parcel's value for all of a batch");
}

int main(void)
{
	const char *build = getenv("ECOM_BUILD");

	snprintf(modules, sizeof(modules), "%s/lib/ecom", build ? build : "build");
	test_urls();
	test_bodies();
	test_signatures();
	test_uuid();
	test_refusals();
	test_check();
	arena_free(&arena);
	return done_testing();
}
