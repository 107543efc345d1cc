/* Transfers from a server that others wrote: TLS, HTTP/2, connections kept, and its own limits; tests/lib/nginx.sh. */
#include "server.h"
#include "tap.h"

#include <ecom/http.h>
#include <jansson.h>

static char modules[4096], folder[64] = "/tmp/nginx_test.XXXXXX", authorities[128];
static struct server nginx;

static struct http_client *open_client(size_t in_flight, const char *ca_file)
{
	struct http_client *client = NULL;
	struct error err;

	if (http_open(&(struct http_options) { .modules = modules, .ca_file = ca_file, .in_flight = in_flight },
		      &client, &err) != STATUS_OK)
		printf("# %s\n", err.message);
	return client;
}

static void start(struct http_client *client, const char *host, int port, const char *path)
{
	char url[256];

	snprintf(url, sizeof url, "https://%s:%d%s", host, port, path);
	if (http_start(client, &(struct http_request) { .method = "GET", .url = url }, NULL) != STATUS_OK)
		printf("# not begun: %s\n", url);
}

static struct http_reply get(struct http_client *client, const char *host, int port, const char *path)
{
	struct http_reply reply = { .body = "" };

	start(client, host, port, path);
	http_next(client, -1, &reply, NULL);
	return reply;
}

static void test_trust(void)
{
	struct http_client *stranger = open_client(1, NULL), *client = open_client(1, authorities);
	struct http_reply reply = get(stranger, "127.0.0.1", nginx.port, "/connection?key=secret");

	ok(reply.code == 0 && strstr(reply.failure, "ertificate") && !strstr(reply.failure, "secret"),
	   "a certificate that nobody vouches for: %s", reply.failure);
	reply = get(client, "127.0.0.1", nginx.port, "/connection");
	is_int(reply.code, 200, "one that is trusted");
	reply = get(client, "localhost", nginx.port, "/connection");
	ok(reply.code == 0 && reply.failure, "but not for another name: %s", reply.failure);
	http_close(stranger);
	http_close(client);
}

struct tally {
	size_t replies, two, connections;
	char seen[64][32];
};

/* /connection says "HTTP/2.0 17": protocol and number. */
static void count_connections(struct http_client *client, int port, size_t requests, struct tally *t)
{
	struct http_reply reply;

	for (size_t i = 0; i < requests; i++)
		start(client, "127.0.0.1", port, "/connection");
	while (http_next(client, -1, &reply, NULL) == STATUS_OK) {
		size_t known = 0;
		t->replies += reply.code == 200;
		t->two += strncmp(reply.body, "HTTP/2.0 ", 9) == 0;
		while (known < t->connections && strcmp(t->seen[known], reply.body) != 0)
			known++;
		if (known == t->connections && known < ARRAY_LENGTH(t->seen))
			snprintf(t->seen[t->connections++], sizeof t->seen[0], "%.31s", reply.body);
	}
}

static void test_connections(void)
{
	struct http_client *client = open_client(10, authorities);
	struct tally two = { 0 }, one = { 0 };

	count_connections(client, nginx.port, 60, &two);
	ok(two.replies == 60 && two.two == 60, "60 by HTTP/2");
	is_int((long long)two.connections, 1, "all on one connection");
	/* How many of the ten it opens in one go depends on how fast the first of them answers; that a second go closes
	 * none does not. */
	count_connections(client, nginx.other, 60, &one);
	count_connections(client, nginx.other, 60, &one);
	ok(one.replies == 120 && one.two == 0, "120 by HTTP/1.1, in two goes");
	ok(one.connections <= 10, "on ten connections at most, which are kept: %zu", one.connections);
	http_close(client);
}

/* What the server behind nginx sees. */
static void test_in_flight(void)
{
	struct http_client *client = open_client(6, authorities);
	struct http_reply reply = get(client, "127.0.0.1", nginx.port, "/app/stats");
	size_t done = 0;

	for (size_t i = 0; i < 60; i++)
		start(client, "127.0.0.1", nginx.port, "/app/wait/20");
	while (http_next(client, -1, &reply, NULL) == STATUS_OK)
		done += reply.code == 200 && strcmp(reply.body, "done") == 0;
	is_int((long long)done, 60, "60 through it");
	reply = get(client, "127.0.0.1", nginx.port, "/app/stats");
	json_t *stats = json_loads(reply.body, 0, NULL);
	long long most = json_integer_value(json_object_get(stats, "most"));
	ok(most > 1 && most <= 6, "six at once, on the one connection: %lld", most);
	json_decref(stats);
	reply = get(client, "127.0.0.1", nginx.port, "/app/chunked/300000");
	ok(reply.code == 200 && reply.length == 300000 && !http_header(&reply, "content-length"),
	   "a long reply of unknown length");
	reply = get(client, "127.0.0.1", nginx.other, "/app/chunked/300000");
	is_text(http_header(&reply, "transfer-encoding"), "chunked", "in chunks by HTTP/1.1");
	is_int((long long)reply.length, 300000, "as long");
	http_close(client);
}

/* Six a minute: of ten at once, most are too many. */
static void test_limited(void)
{
	struct http_client *client = open_client(10, authorities);
	struct http_reply reply;
	size_t taken = 0, later = 0;

	for (size_t i = 0; i < 10; i++)
		start(client, "127.0.0.1", nginx.port, "/limited");
	while (http_next(client, -1, &reply, NULL) == STATUS_OK) {
		taken += reply.code == 200;
		later += reply.code == 429 && reply.retry_after_ms == 2000;
	}
	ok(taken >= 1 && taken + later == 10 && later >= 5, "%zu taken, %zu after 2 s", taken, later);
	http_close(client);
}

int main(void)
{
	const char *build = getenv("ECOM_BUILD");
	struct server behind = server_start("http_server.py", NULL);
	char text[128];

	snprintf(modules, sizeof modules, "%s/lib/ecom", build ? build : "build");
	if (!mkdtemp(folder))
		return 1;
	snprintf(authorities, sizeof authorities, "%s/cert.pem", folder);
	snprintf(text, sizeof text, "%d", behind.port);
	nginx = server_start("nginx.sh", (const char *[]) { folder, text, NULL });
	if (!ok(behind.port > 0 && nginx.port > 0 && nginx.other > 0, "the servers run"))
		return done_testing();
	test_trust();
	test_connections();
	test_in_flight();
	test_limited();
	server_stop(&nginx);
	server_stop(&behind);
	snprintf(text, sizeof text, "rm -rf %s", folder);
	return system(text) != 0 || done_testing();
}
