/* Transfers by libcurl, in the module http.so: many at once in one thread, on connections that are kept. */
#include "curl_impl.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#define RETRY_MOST_S (INT64_C(366) * 86400)
#define KEPT_MOST    64 /* connections that are kept when nothing uses them, at least */

/* One request and its reply; used again for others when the reply has been read. */
struct transfer {
	CURL *easy;
	struct curl_slist *head;
	struct arena arena; /* the request's body, then the reply's headers */
	struct buffer body;
	size_t limit;
	bool too_long;
	char complaint[CURL_ERROR_SIZE];
	void *tag;
	struct transfer *next;	/* of those that wait, or are idle */
	struct transfer *older; /* of all */
};

struct session {
	struct http_client client; /* first */
	struct http_options options;
	CURLM *multi;
	size_t active, waiting;
	struct transfer *first, *last; /* that wait for their turn */
	struct transfer *idle, *all;
	struct transfer *told; /* whose reply was given out last */
	struct http_curl_post post;
};

static struct session *session_of(const struct http_client *client)
{
	return (struct session *)(uintptr_t)client;
}

/* --- one transfer */

static size_t receive(char *data, size_t size, size_t count, void *ctx)
{
	struct transfer *t = ctx;
	size_t length = size * count;

	if (length > t->limit - t->body.length) {
		t->too_long = true;
		return length == 0 ? 1 : 0; /* other than what came: the end */
	}
	buffer_add(&t->body, data, length);
	return length;
}

static void add_head(struct transfer *t, const char *name, const char *value)
{
	/* libcurl takes "name;" for a header without a value, and "name:" for one that is not to be sent. */
	const char *line =
		*value ? arena_printf(&t->arena, "%s: %s", name, value) : arena_printf(&t->arena, "%s;", name);

	t->head = curl_slist_append(t->head, line);
}

static bool has_header(const struct http_request *r, const char *name)
{
	for (size_t i = 0; i < r->n_headers; i++)
		if (text_same_fold(r->headers[i].name, name))
			return true;
	return false;
}

static bool wants_body(const char *method)
{
	return strcmp(method, "POST") == 0 || strcmp(method, "PUT") == 0 || strcmp(method, "PATCH") == 0;
}

static void set_method(struct transfer *t, const struct http_request *r)
{
	if (r->body || wants_body(r->method)) {
		const char *body = arena_copy(&t->arena, r->body ? r->body : "", r->body ? r->length : 0);
		curl_easy_setopt(t->easy, CURLOPT_POSTFIELDS, body);
		curl_easy_setopt(t->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)(r->body ? r->length : 0));
		if (!has_header(r, "content-type"))
			t->head = curl_slist_append(t->head, "Content-Type:");
		t->head = curl_slist_append(t->head, "Expect:"); /* no waiting for "100 Continue" */
	}
	if (strcmp(r->method, "HEAD") == 0)
		curl_easy_setopt(t->easy, CURLOPT_NOBODY, 1L);
	else if (strcmp(r->method, r->body || wants_body(r->method) ? "POST" : "GET") != 0)
		curl_easy_setopt(t->easy, CURLOPT_CUSTOMREQUEST, r->method);
}

static void prepare(struct transfer *t, const struct session *s, const struct http_request *r, bool own_host)
{
	struct http_options o = s->options;

	o.timeout_ms = r->timeout_ms > 0 ? r->timeout_ms : o.timeout_ms;
	http_curl_prepare(t->easy, &o, own_host, t->complaint);
	t->limit = o.reply_limit;
	t->too_long = false;
	t->tag = r->tag;
	set_method(t, r);
	for (size_t i = 0; i < r->n_headers; i++)
		add_head(t, r->headers[i].name, r->headers[i].value);
	curl_easy_setopt(t->easy, CURLOPT_PRIVATE, t);
	curl_easy_setopt(t->easy, CURLOPT_URL, r->url);
	curl_easy_setopt(t->easy, CURLOPT_PROTOCOLS_STR, own_host ? "http,https" : "https");
	curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->head);
	curl_easy_setopt(t->easy, CURLOPT_ACCEPT_ENCODING, ""); /* all that libcurl unpacks */
	curl_easy_setopt(t->easy, CURLOPT_WRITEFUNCTION, receive);
	curl_easy_setopt(t->easy, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(t->easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)o.reply_limit);
	curl_easy_setopt(t->easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
	curl_easy_setopt(t->easy, CURLOPT_PIPEWAIT, 1L); /* rather share a connection than open another */
	curl_easy_setopt(t->easy, CURLOPT_NOSIGNAL, 1L); /* SIGPIPE is held back by hush() */
}

/* --- its reply */

static void read_headers(struct transfer *t, struct http_reply *out)
{
	struct curl_header *h = NULL;
	struct http_header *headers;
	size_t n = 0;

	while ((h = curl_easy_nextheader(t->easy, CURLH_HEADER, -1, h)))
		n++;
	headers = arena_alloc(&t->arena, (n + 1) * sizeof *headers);
	out->headers = headers;
	while ((h = curl_easy_nextheader(t->easy, CURLH_HEADER, -1, h)) && out->n_headers < n) {
		char *name = arena_text(&t->arena, h->name);
		for (char *p = name; *p; p++)
			*p = (char)(*p >= 'A' && *p <= 'Z' ? *p - 'A' + 'a' : *p);
		headers[out->n_headers++] = (struct http_header) { name, arena_text(&t->arena, h->value) };
	}
}

/* A date is later than now as the server has it, should its clock be wrong. */
static int64_t read_retry_after(const struct http_reply *reply)
{
	const char *after = NULL, *date = NULL;
	int64_t seconds;

	for (size_t i = 0; i < reply->n_headers; i++) {
		if (strcmp(reply->headers[i].name, "retry-after") == 0)
			after = reply->headers[i].value;
		else if (strcmp(reply->headers[i].name, "date") == 0)
			date = reply->headers[i].value;
	}
	if (!after)
		return -1;
	if (!number_parse_int(after, 0, INT64_MAX, &seconds)) {
		time_t then = curl_getdate(after, NULL), now = date ? curl_getdate(date, NULL) : -1;
		if (then == -1)
			return -1;
		seconds = (int64_t)then - (int64_t)(now != -1 ? now : time(NULL));
	}
	seconds = seconds < 0 ? 0 : seconds < RETRY_MOST_S ? seconds : RETRY_MOST_S;
	return seconds * 1000;
}

static void read_reply(struct transfer *t, CURLcode code, struct http_reply *out)
{
	long answer = 0;

	*out = (struct http_reply) { .body = "", .retry_after_ms = -1, .tag = t->tag };
	if (t->too_long || code == CURLE_FILESIZE_EXCEEDED) {
		out->failure = arena_printf(&t->arena, "the reply is longer than %zu bytes", t->limit);
	} else if (code != CURLE_OK) {
		out->failure = http_curl_complaint(code, t->complaint);
	} else {
		curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &answer);
		out->code = (int)answer;
		out->body = t->body.length > 0 ? t->body.data : "";
		out->length = t->body.length;
		read_headers(t, out);
		out->retry_after_ms = read_retry_after(out);
	}
}

/* --- all of them */

static struct transfer *take(struct session *s)
{
	struct transfer *t = s->idle;

	if (t) {
		s->idle = t->next;
	} else {
		t = memory_zero(1, sizeof *t);
		t->easy = curl_easy_init();
		t->older = s->all;
		s->all = t;
	}
	t->next = NULL;
	return t;
}

/* Room beyond the usual is given back: one long reply must not cost for ever. */
static void give_back(struct session *s, struct transfer *t)
{
	curl_easy_reset(t->easy);
	curl_slist_free_all(t->head);
	t->head = NULL;
	arena_reset(&t->arena);
	if (t->body.capacity > 65536)
		buffer_free(&t->body);
	else
		buffer_clear(&t->body);
	t->next = s->idle;
	s->idle = t;
}

static void begin_waiting(struct session *s)
{
	while (s->first && s->active < s->options.in_flight) {
		struct transfer *t = s->first;
		s->first = t->next;
		s->last = s->first ? s->last : NULL;
		s->waiting--;
		s->active++;
		curl_multi_add_handle(s->multi, t->easy);
	}
}

static enum status start(struct http_client *client, const struct http_request *request, struct error *err)
{
	struct session *s = session_of(client);
	struct http_curl_url url;
	enum status status = http_curl_url_read(request->url, &url, err);

	if (status == STATUS_OK && strcmp(url.scheme, "https") != 0 &&
	    !(strcmp(url.scheme, "http") == 0 && url.own_host))
		status = error_reject(err, "bad_url", "url", "expected https; plain http is for this host itself");
	if (status == STATUS_OK) {
		struct transfer *t = take(s);
		prepare(t, s, request, url.own_host);
		*(s->first ? &s->last->next : &s->first) = t;
		s->last = t;
		s->waiting++;
		begin_waiting(s);
	}
	http_curl_url_free(&url);
	return status;
}

static size_t running(const struct http_client *client)
{
	const struct session *s = session_of(client);

	return s->active + s->waiting;
}

/* The next one that has ended; its place goes to one that waits. */
static struct transfer *take_ended(struct session *s, CURLcode *code)
{
	struct transfer *t = NULL;
	CURLMsg *message;
	int left;

	do
		message = curl_multi_info_read(s->multi, &left);
	while (message && message->msg != CURLMSG_DONE);
	if (!message)
		return NULL;
	*code = message->data.result;
	CURL *easy = message->easy_handle;
	curl_easy_getinfo(easy, CURLINFO_PRIVATE, (char **)&t);
	curl_multi_remove_handle(s->multi, easy);
	s->active--;
	begin_waiting(s);
	return t;
}

/*
 * A server that leaves in the middle must not end the program by SIGPIPE. libcurl would set and restore the signal's action
 * around every handle that it looks at; blocking it once around all of them is a tenth of the calls, and leaves actions
 * alone. One that came meanwhile, and was not waiting before, is ours to take away.
 */
struct hush {
	sigset_t before;
	bool pending;
};

static struct hush hush(void)
{
	struct hush h;
	sigset_t pipe, pending;

	sigemptyset(&pipe);
	sigaddset(&pipe, SIGPIPE);
	sigpending(&pending);
	h.pending = sigismember(&pending, SIGPIPE) == 1;
	pthread_sigmask(SIG_BLOCK, &pipe, &h.before);
	return h;
}

static void unhush(const struct hush *h)
{
	const struct timespec at_once = { 0 };
	sigset_t pipe;

	sigemptyset(&pipe);
	sigaddset(&pipe, SIGPIPE);
	while (!h->pending && sigtimedwait(&pipe, NULL, &at_once) < 0 && errno == EINTR)
		;
	pthread_sigmask(SIG_SETMASK, &h->before, NULL);
}

static int64_t clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* The next transfer that has ended; NULL: none has before ${end}. */
static struct transfer *await(struct session *s, int64_t end, CURLcode *code, CURLMcode *fault)
{
	struct transfer *t = take_ended(s, code); /* of those that ended together */

	*fault = CURLM_OK;
	while (!t && s->active > 0) {
		int64_t left;
		int still;
		*fault = curl_multi_perform(s->multi, &still);
		if (*fault != CURLM_OK)
			break;
		t = take_ended(s, code);
		left = end - clock_ms();
		if (t || left <= 0)
			break;
		*fault = curl_multi_poll(s->multi, NULL, 0, left < INT_MAX ? (int)left : INT_MAX, NULL);
		if (*fault != CURLM_OK)
			break;
	}
	return t;
}

static enum status next(struct http_client *client, int64_t wait_ms, struct http_reply *out, struct error *err)
{
	struct session *s = session_of(client);
	struct hush h = hush();
	CURLMcode fault;
	CURLcode code = CURLE_OK;

	if (s->told)
		give_back(s, s->told);
	s->told = await(s, wait_ms < 0 ? INT64_MAX : clock_ms() + wait_ms, &code, &fault);
	unhush(&h);
	if (fault != CURLM_OK)
		return error_set(err, STATUS_UNAVAILABLE, "http", "", "transfers cannot go on: %s",
				 curl_multi_strerror(fault));
	if (!s->told)
		return STATUS_END;
	read_reply(s->told, code, out);
	return STATUS_OK;
}

static enum status mail(struct http_client *client, const struct http_letter *letter, struct http_reply *out,
			struct error *err)
{
	struct session *s = session_of(client);

	return http_curl_send(&s->post, &s->options, letter, out, err);
}

static void end(struct http_client *client)
{
	struct session *s = session_of(client);
	struct hush h = hush();

	for (struct transfer *t = s->all, *older; t; t = older) {
		older = t->older;
		curl_multi_remove_handle(s->multi, t->easy);
		curl_easy_cleanup(t->easy);
		curl_slist_free_all(t->head);
		arena_free(&t->arena);
		buffer_free(&t->body);
		memory_free(t);
	}
	http_curl_post_free(&s->post);
	curl_multi_cleanup(s->multi);
	curl_global_cleanup();
	unhush(&h);
	memory_free((char *)s->options.user_agent);
	memory_free((char *)s->options.ca_file);
	memory_free(s);
}

static enum status begin(const struct http_options *options, struct http_client **out, struct error *err)
{
	size_t kept = options->in_flight > KEPT_MOST ? options->in_flight : KEPT_MOST;
	struct session *s;

	if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, memory_alloc, memory_free, memory_resize, memory_text,
				 memory_zero) != 0)
		return error_set(err, STATUS_CONFIG, "no_module", "", "libcurl does not start");
	s = memory_zero(1, sizeof *s);
	s->client.driver = &http_curl;
	s->options = *options;
	s->options.user_agent = memory_text(options->user_agent);
	s->options.ca_file = memory_text(options->ca_file);
	s->multi = curl_multi_init();
	curl_multi_setopt(s->multi, CURLMOPT_MAXCONNECTS, (long)kept);
	curl_multi_setopt(s->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)options->per_host);
	*out = &s->client;
	return STATUS_OK;
}

const struct http_driver http_curl = { HTTP_ABI, begin, start, running, next, mail, end };
