/* Transfers from a server of the tests: tests/lib/http_server.py says what it does at which path. */
#include "server.h"
#include "tap.h"

#include <ecom/http.h>
#include <jansson.h>
#include <time.h>

static char modules[4096];
static int port;

static struct http_client *open_client(struct http_options o)
{
	struct http_client *client = NULL;
	struct error err;

	o.modules = modules;
	if (http_open(&o, &client, &err) != STATUS_OK)
		printf("# %s\n", err.message);
	return client;
}

static enum status start(struct http_client *client, const char *method, const char *path, const char *body, void *tag)
{
	char url[512];

	snprintf(url, sizeof url, "http://127.0.0.1:%d%s", port, path);
	return http_start(
		client,
		&(struct http_request) {
			.method = method, .url = url, .body = body, .length = body ? strlen(body) : 0, .tag = tag },
		NULL);
}

/* One transfer alone. */
static struct http_reply get(struct http_client *client, const char *path)
{
	struct http_reply reply = { .body = "" };

	if (start(client, "GET", path, NULL, NULL) != STATUS_OK || http_next(client, -1, &reply, NULL) != STATUS_OK)
		printf("# no reply to %s\n", path);
	return reply;
}

static json_t *stats(struct http_client *client)
{
	return json_loads(get(client, "/stats").body, 0, NULL);
}

static long long count(const json_t *stats, const char *name)
{
	return json_integer_value(json_object_get(stats, name));
}

/* --- requests */

static const char *echoed(const json_t *echo, const char *header)
{
	return json_string_value(json_object_get(json_object_get(echo, "headers"), header));
}

static void test_get(struct http_client *client)
{
	struct http_header headers[] = { { "X-Key", "k" }, { "X-Empty", "" }, { "Accept", "application/json" } };
	struct http_reply reply;
	char url[256];

	snprintf(url, sizeof url, "http://localhost:%d/echo?q=%%20a&b", port);
	http_start(client,
		   &(struct http_request) {
			   .method = "GET", .url = url, .headers = headers, .n_headers = 3, .tag = headers },
		   NULL);
	is_int((long long)http_running(client), 1, "one runs");
	ok(http_next(client, -1, &reply, NULL) == STATUS_OK && reply.code == 200 && !reply.failure, "a reply");
	ok(reply.tag == headers, "with the tag of its request");
	ok(http_running(client) == 0 && http_next(client, -1, &reply, NULL) == STATUS_END, "then none runs");

	http_start(client, &(struct http_request) { .method = "GET", .url = url, .headers = headers, .n_headers = 3 },
		   NULL);
	http_next(client, -1, &reply, NULL);
	json_t *echo = json_loads(reply.body, 0, NULL);
	is_text(json_string_value(json_object_get(echo, "method")), "GET", "the method");
	is_text(json_string_value(json_object_get(echo, "path")), "/echo?q=%20a&b", "the path as it was written");
	is_text(echoed(echo, "x-key"), "k", "a header");
	is_text(echoed(echo, "x-empty"), "", "a header without a value");
	is_text(echoed(echo, "accept"), "application/json", "a header that libcurl has too");
	is_text(echoed(echo, "user-agent"), "ecom/test", "who asks");
	ok(echoed(echo, "accept-encoding") && strstr(echoed(echo, "accept-encoding"), "gzip"), "packed is welcome");
	json_decref(echo);
}

static void test_bodies(struct http_client *client)
{
	static const char *const METHODS[] = { "POST", "PUT", "PATCH", "DELETE", "GET" };
	struct http_reply reply = { 0 };

	for (size_t i = 0; i < ARRAY_LENGTH(METHODS); i++) {
		start(client, METHODS[i], "/echo", "a body", NULL);
		http_next(client, -1, &reply, NULL);
		json_t *echo = json_loads(reply.body, 0, NULL);
		is_text(json_string_value(json_object_get(echo, "method")), METHODS[i], METHODS[i]);
		is_text(json_string_value(json_object_get(echo, "body")), "a body", "with its body");
		ok(!echoed(echo, "content-type") && !echoed(echo, "expect"), "and no header that nobody asked for");
		json_decref(echo);
	}
	start(client, "POST", "/echo", NULL, NULL);
	http_next(client, -1, &reply, NULL);
	json_t *echo = json_loads(reply.body, 0, NULL);
	is_text(echoed(echo, "content-length"), "0", "a POST without a body says so");
	json_decref(echo);
	start(client, "HEAD", "/bytes/10", NULL, NULL);
	http_next(client, -1, &reply, NULL);
	ok(reply.code == 200 && reply.length == 0 && strcmp(http_header(&reply, "Content-Length"), "10") == 0,
	   "HEAD has no body");
	start(client, "DELETE", "/echo", NULL, NULL);
	http_next(client, -1, &reply, NULL);
	echo = json_loads(reply.body, 0, NULL);
	is_text(json_string_value(json_object_get(echo, "method")), "DELETE", "DELETE without a body");
	json_decref(echo);

	/* Everything is copied. */
	char method[] = "POST", body[] = "kept", url[64];
	struct http_header header = { "X-A", "b" };
	snprintf(url, sizeof url, "http://[::ffff:127.0.0.1]:%d/echo", port);
	ok(http_start(client, &(struct http_request) { .method = method, .url = url }, NULL) == STATUS_REJECTED,
	   "a mapped address is not loopback");
	snprintf(url, sizeof url, "http://127.0.0.1:%d/echo", port);
	http_start(
		client,
		&(struct http_request) {
			.method = method, .url = url, .body = body, .length = 4, .headers = &header, .n_headers = 1 },
		NULL);
	memset(method, 'x', 4);
	memset(body, 'x', 4);
	memset(url, 'x', 40);
	header = (struct http_header) { "", "" };
	http_next(client, -1, &reply, NULL);
	echo = json_loads(reply.body, 0, NULL);
	is_text(json_string_value(json_object_get(echo, "body")), "kept", "what was given may change");
	json_decref(echo);
}

static void test_refused(struct http_client *client)
{
	static const char *const URLS[] = { "http://example.com/",
					    "http://10.0.0.1/",
					    "http://128.0.0.1/",
					    "http://[::2]/",
					    "ftp://127.0.0.1/",
					    "file:///etc/passwd",
					    "http://localhost.example.com/",
					    "example.com",
					    "",
					    "https://",
					    "https://user:secret@example.com/",
					    "http://127.0.0.1@example.com/",
					    "https://a b/",
					    "http://127.0.0.1:99999/",
					    "https://example.com/a b",
					    "https://exa\nmple.com/" };
	static const struct http_header HEADERS[] = { { "A", "b\r\nX: y" }, { "A", "b\n" },    { "A: b", "c" },
						      { "", "c" },	    { "A\r\nB", "c" }, { "A", "\x7f" } };
	struct error err = { 0 };

	for (size_t i = 0; i < ARRAY_LENGTH(URLS); i++) {
		enum status status =
			http_start(client, &(struct http_request) { .method = "GET", .url = URLS[i] }, &err);
		ok(status == STATUS_REJECTED && strcmp(err.code, "bad_url") == 0 && !strstr(err.message, "secret"),
		   "a bad url %zu", i);
	}
	for (size_t i = 0; i < ARRAY_LENGTH(HEADERS); i++)
		ok(http_start(client,
			      &(struct http_request) { .method = "GET",
						       .url = "https://example.com",
						       .headers = &HEADERS[i],
						       .n_headers = 1 },
			      &err) == STATUS_REJECTED &&
			   strcmp(err.code, "bad_header") == 0,
		   "a bad header %zu", i);
	ok(http_start(client,
		      &(struct http_request) { .method = "GET / HTTP/1.1\r\nX: y", .url = "https://example.com" },
		      &err) == STATUS_REJECTED,
	   "a bad method");
	ok(http_running(client) == 0, "nothing of it was begun");
}

/* --- replies */

static void fails(struct http_client *client, const char *path, const char *why)
{
	struct http_reply reply = get(client, path);

	if (!ok(reply.code == 0 && reply.failure && strstr(reply.failure, why) && reply.length == 0 &&
			reply.body[0] == '\0' && !strstr(reply.failure, "secret"),
		"%s fails: %s", path, reply.failure ? reply.failure : "(not)"))
		printf("#   code %d, %zu bytes; wanted: %s\n", reply.code, reply.length, why);
}

static void test_replies(struct http_client *client)
{
	struct http_reply reply = get(client, "/headers");

	ok(reply.n_headers >= 3 && strcmp(http_header(&reply, "X-TWICE"), "one") == 0, "the first header of a name");
	is_text(http_header(&reply, "x-upper"), "Value", "blanks after a value go");
	ok(!http_header(&reply, "x-none"), "a header that is not there");
	bool lower = true;
	for (size_t i = 0; i < reply.n_headers; i++)
		for (const char *p = reply.headers[i].name; *p; p++)
			lower = lower && !(*p >= 'A' && *p <= 'Z');
	ok(lower, "names in lower case");
	reply = get(client, "/nul");
	ok(reply.length == 3 && memcmp(reply.body, "a\0b", 4) == 0, "a body with NUL, and one after it");
	is_int(get(client, "/status/404").code, 404, "404 is a reply");
	is_int(get(client, "/status/500").code, 500, "500 is a reply");
	reply = get(client, "/redirect");
	ok(reply.code == 302 && strcmp(http_header(&reply, "location"), "/echo") == 0, "a redirect is not followed");
	reply = get(client, "/chunked/12345");
	ok(reply.code == 200 && reply.length == 12345, "in chunks");
	reply = get(client, "/packed/50000");
	ok(reply.code == 200 && reply.length == 50000 && !reply.body[49999], "unpacked");
	is_int((long long)get(client, "/bytes/0").length, 0, "an empty body");
}

static void test_retry_after(struct http_client *client)
{
	struct http_reply reply = get(client, "/retry/17");

	ok(reply.code == 429 && reply.retry_after_ms == 17000, "after 17 s");
	ok(get(client, "/retry/0").retry_after_ms == 0, "at once");
	ok(get(client, "/status/429").retry_after_ms == -1, "not said");
	ok(get(client, "/retry/soon").retry_after_ms == -1, "said in a way that cannot be read");
	ok(get(client, "/retry/-5").retry_after_ms == -1, "below zero");
	ok(get(client, "/retry/99999999999999999999").retry_after_ms == -1, "beyond numbers");
	ok(get(client, "/retry/9223372036854775807").retry_after_ms > 0, "far away, within bounds");
	ok(get(client, "/retry-date/90").retry_after_ms == 90000, "by date, after that of the server");
	ok(get(client, "/retry-date/-90").retry_after_ms == 0, "by a date that is over");
}

/* Whether it is seen to stand still, to last too long, or to be late before it was connected, depends on how fast the
 * machine is. */
static void runs_out(struct http_reply reply, const char *name)
{
	ok(reply.code == 0 && reply.length == 0 && !strstr(reply.failure, "secret") &&
		   (strstr(reply.failure, "too slow") || strstr(reply.failure, "timed out") ||
		    strstr(reply.failure, "timeout")),
	   "%s: %s", name, reply.failure);
}

static void test_failures(void)
{
	struct http_client *client = open_client((struct http_options) { .reply_limit = 10000 });
	struct http_reply reply;
	char url[128];

	fails(client, "/early/10?key=secret", "remaining");
	fails(client, "/garbage?key=secret", "HTTP/0.9");
	fails(client, "/bytes/10001?key=secret", "longer than 10000 bytes");
	fails(client, "/chunked/10001", "longer than 10000 bytes");
	fails(client, "/packed/5000000", "longer than 10000 bytes");
	is_int((long long)get(client, "/bytes/10000").length, 10000, "just as long as may be");
	is_int((long long)get(client, "/chunked/10000").length, 10000, "the same in chunks");
	http_close(client);

	client = open_client((struct http_options) { .timeout_ms = 2000 });
	runs_out(get(client, "/still/10?key=secret"), "what stands still");
	runs_out(get(client, "/hold?key=secret"), "what never comes");
	struct http_request request = { .method = "GET", .url = url, .timeout_ms = 300 };
	snprintf(url, sizeof url, "http://127.0.0.1:%d/hold?key=secret", port);
	http_start(client, &request, NULL);
	http_next(client, -1, &reply, NULL);
	runs_out(reply, "a time of its own");
	/* Port 1 of this host: nobody listens there. */
	request = (struct http_request) { .method = "GET", .url = "http://127.0.0.1:1/?key=secret" };
	http_start(client, &request, NULL);
	http_next(client, -1, &reply, NULL);
	ok(reply.code == 0 && strstr(reply.failure, "onnect") && !strstr(reply.failure, "secret"), "nobody listens: %s",
	   reply.failure);
	/* RFC 6761: a name that never is. */
	request.url = "https://ecom-test.invalid/?key=secret";
	http_start(client, &request, NULL);
	http_next(client, -1, &reply, NULL);
	ok(reply.code == 0 && reply.failure && !strstr(reply.failure, "secret"), "no such host: %s", reply.failure);
	/* A plain server spoken to in TLS. */
	snprintf(url, sizeof url, "https://127.0.0.1:%d/echo?key=secret", port);
	request.url = url;
	http_start(client, &request, NULL);
	http_next(client, -1, &reply, NULL);
	ok(reply.code == 0 && reply.failure && !strstr(reply.failure, "secret"), "no TLS there: %s", reply.failure);
	http_close(client);
}

/* --- many at once */

static void test_waiting(void)
{
	struct http_client *client = open_client((struct http_options) { .in_flight = 7 });
	struct http_reply reply;
	bool seen[100] = { false };
	size_t ended = 0;

	json_decref(stats(client));
	for (size_t i = 0; i < 100; i++)
		start(client, "GET", "/wait/20", NULL, &seen[i]);
	is_int((long long)http_running(client), 100, "a hundred are begun");
	for (size_t left = 100; http_next(client, -1, &reply, NULL) == STATUS_OK; left--) {
		ended += reply.code == 200 && strcmp(reply.body, "done") == 0 && !*(bool *)reply.tag &&
			 http_running(client) == left - 1;
		*(bool *)reply.tag = true;
	}
	is_int((long long)ended, 100, "each ends once");
	json_t *s = stats(client);
	ok(count(s, "most") > 1 && count(s, "most") <= 7, "seven at once: %lld", count(s, "most"));
	ok(count(s, "connections") <= 7, "on seven connections that are kept: %lld", count(s, "connections"));
	json_decref(s);
	http_close(client);

	client = open_client((struct http_options) { .in_flight = 10, .per_host = 2 });
	json_decref(stats(client));
	for (size_t i = 0; i < 20; i++)
		start(client, "GET", "/wait/5", NULL, NULL);
	for (ended = 0; http_next(client, -1, &reply, NULL) == STATUS_OK; ended++)
		;
	s = stats(client);
	ok(ended == 20 && count(s, "most") <= 2, "two connections to a host");
	json_decref(s);
	http_close(client);
}

static void test_patience(struct http_client *client)
{
	struct http_client *other = open_client((struct http_options) { 0 });
	struct http_reply reply;
	struct timespec from, to;

	ok(http_next(client, 1000, &reply, NULL) == STATUS_END, "nothing runs: no waiting");
	start(client, "GET", "/hold", NULL, NULL);
	ok(http_next(client, 0, &reply, NULL) == STATUS_END, "nothing yet");
	clock_gettime(CLOCK_MONOTONIC, &from);
	ok(http_next(client, 50, &reply, NULL) == STATUS_END, "nor after a while");
	clock_gettime(CLOCK_MONOTONIC, &to);
	double waited = (double)(to.tv_sec - from.tv_sec) + 1e-9 * (double)(to.tv_nsec - from.tv_nsec);
	ok(waited >= 0.045, "it waits as long as it is told: %.3f s", waited);
	is_int(get(other, "/release").code, 200, "it is let go");
	ok(http_next(client, -1, &reply, NULL) == STATUS_OK && reply.code == 200, "at last");
	http_close(other);
}

int main(void)
{
	const char *build = getenv("ECOM_BUILD");
	struct server server = server_start("http_server.py", NULL);
	struct http_client *client, *other = NULL;
	struct error err;

	snprintf(modules, sizeof modules, "%s/lib/ecom", build ? build : "build");
	port = server.port;
	ok(port > 0, "the server runs");
	client = open_client((struct http_options) { .user_agent = "ecom/test" });
	test_get(client);
	test_bodies(client);
	test_refused(client);
	test_replies(client);
	test_retry_after(client);
	test_waiting();
	test_failures();
	test_patience(client);
	/* Left in the middle. */
	for (int i = 0; i < 40; i++)
		start(client, "GET", "/wait/1000", NULL, NULL);
	struct http_reply reply;
	http_next(client, 20, &reply, NULL);
	http_close(client);
	http_close(NULL);
	ok(http_open(&(struct http_options) { .modules = "/nowhere" }, &other, &err) == STATUS_CONFIG && !other,
	   "without the module");
	ok(http_open(&(struct http_options) { .modules = modules, .ca_file = "/nowhere/ca" }, &other, &err) ==
			   STATUS_CONFIG &&
		   !other,
	   "authorities that are not there");
	server_stop(&server);
	return done_testing();
}
