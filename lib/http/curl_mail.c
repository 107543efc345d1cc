/* Letters by SMTP. */
#include "curl_impl.h"

#include <string.h>

#if LIBCURL_VERSION_NUM >= 0x080200
#define SOME_MAY_BE_REFUSED CURLOPT_MAIL_RCPT_ALLOWFAILS
#else
#define SOME_MAY_BE_REFUSED CURLOPT_MAIL_RCPT_ALLLOWFAILS
#endif

/* How a URL wants it. */
struct way {
	char *server; /* the url without its query; curl_free() */
	bool own_host, tls, plain;
};

static enum status read_way(const struct http_letter *letter, struct way *way, struct error *err)
{
	struct http_curl_url url;
	enum status status = http_curl_url_read(letter->url, &url, err);

	*way = (struct way) { .own_host = url.own_host, .tls = strcmp(url.scheme, "smtps") == 0 };
	if (status == STATUS_OK && !way->tls && strcmp(url.scheme, "smtp") != 0)
		status = error_reject(err, "bad_url", "url", "expected smtps://host:port or smtp://host:port");
	if (status == STATUS_OK && url.query && strcmp(url.query, "starttls=require") != 0 &&
	    strcmp(url.query, "starttls=none") != 0)
		status = error_reject(err, "bad_url", "url", "after ? expected starttls=require or starttls=none");
	if (status == STATUS_OK) {
		way->plain = !way->tls && (url.query ? strcmp(url.query, "starttls=none") == 0 : url.own_host);
		if (way->plain && !way->own_host && letter->user)
			status = error_reject(err, "bad_url", "url", "without TLS no password is sent to another host");
	}
	if (status == STATUS_OK) {
		curl_url_set(url.parts, CURLUPART_QUERY, NULL, 0);
		curl_url_get(url.parts, CURLUPART_URL, &way->server, 0);
	}
	http_curl_url_free(&url);
	return status;
}

/* Every line ends in CR LF, as SMTP wants it; dots at their beginning are libcurl's business. */
static void set_text(struct http_curl_post *post, const char *text, size_t length)
{
	char last = '\n';

	buffer_clear(&post->text);
	for (size_t i = 0; i < length; i++) {
		if ((text[i] == '\n' && last != '\r') || (last == '\r' && text[i] != '\n'))
			buffer_text(&post->text, text[i] == '\n' ? "\r" : "\n");
		buffer_char(&post->text, text[i]);
		last = text[i];
	}
	if (last != '\n')
		buffer_text(&post->text, last == '\r' ? "\n" : "\r\n");
	post->read = 0;
}

static size_t send_text(char *out, size_t size, size_t count, void *ctx)
{
	struct http_curl_post *post = ctx;
	size_t room = size * count, left = post->text.length - post->read;
	size_t length = room < left ? room : left;

	if (length > 0)
		memcpy(out, post->text.data + post->read, length);
	post->read += length;
	return length;
}

static void note_command(struct http_curl_post *post, const char *line, size_t length)
{
	static const char COMMAND[] = "RCPT TO:<";
	size_t start = sizeof COMMAND - 1;

	if (strncmp(line, "QUIT", 4) == 0)
		return;
	post->refusal = 0;
	post->to_recipient = length > start && strncmp(line, COMMAND, start) == 0;
	if (post->to_recipient) {
		size_t n = strcspn(line + start, ">\r\n");
		n = n < sizeof post->recipient ? n : sizeof post->recipient - 1;
		memcpy(post->recipient, line + start, n);
		post->recipient[n] = '\0';
	}
}

static void note_answer(struct http_curl_post *post, const char *line, size_t length)
{
	while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
		length--;
	if (length < 3 || (line[0] != '4' && line[0] != '5'))
		return;
	post->refusal = (line[0] - '0') * 100 + (line[1] - '0') * 10 + line[2] - '0';
	buffer_clear(&post->answer);
	buffer_add(&post->answer, line, length);
	if (post->to_recipient && !(length > 3 && line[3] == '-'))
		buffer_printf(&post->refused, "%s%s: %s", post->refused.length > 0 ? "; " : "", post->recipient,
			      post->answer.data);
}

/* What is said on both sides: the only way to learn whom the server refused, and why. */
static int listen_in(CURL *easy, curl_infotype type, char *data, size_t size, void *ctx)
{
	struct buffer line = { 0 };

	(void)easy;
	if (type == CURLINFO_DATA_OUT)
		((struct http_curl_post *)ctx)->refusal = 0;
	if (type == CURLINFO_HEADER_OUT || type == CURLINFO_HEADER_IN) {
		buffer_add(&line, data, size);
		(type == CURLINFO_HEADER_OUT ? note_command : note_answer)(ctx, line.data, strlen(line.data));
		buffer_free(&line);
	}
	return 0;
}

static void prepare(struct http_curl_post *post, const struct http_options *options, const struct http_letter *letter,
		    const struct way *way, struct curl_slist *recipients)
{
	struct http_options o = *options;

	o.timeout_ms *= 4;
	http_curl_prepare(post->easy, &o, way->own_host, post->complaint);
	/* A server may be silent while it looks at a letter; one that was given up then would be sent twice. */
	curl_easy_setopt(post->easy, CURLOPT_LOW_SPEED_LIMIT, 0L);
	curl_easy_setopt(post->easy, CURLOPT_URL, way->server);
	curl_easy_setopt(post->easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
	curl_easy_setopt(post->easy, CURLOPT_USE_SSL, (long)(way->plain ? CURLUSESSL_NONE : CURLUSESSL_ALL));
	if (letter->user) {
		curl_easy_setopt(post->easy, CURLOPT_USERNAME, letter->user);
		curl_easy_setopt(post->easy, CURLOPT_PASSWORD, letter->password ? letter->password : "");
	}
	curl_easy_setopt(post->easy, CURLOPT_MAIL_FROM, letter->from);
	curl_easy_setopt(post->easy, CURLOPT_MAIL_RCPT, recipients);
	curl_easy_setopt(post->easy, SOME_MAY_BE_REFUSED, 1L);
	curl_easy_setopt(post->easy, CURLOPT_UPLOAD, 1L);
	curl_easy_setopt(post->easy, CURLOPT_INFILESIZE_LARGE, (curl_off_t)post->text.length);
	curl_easy_setopt(post->easy, CURLOPT_READFUNCTION, send_text);
	curl_easy_setopt(post->easy, CURLOPT_READDATA, post);
	curl_easy_setopt(post->easy, CURLOPT_VERBOSE, 1L);
	curl_easy_setopt(post->easy, CURLOPT_DEBUGFUNCTION, listen_in);
	curl_easy_setopt(post->easy, CURLOPT_DEBUGDATA, post);
}

static void read_reply(struct http_curl_post *post, CURLcode code, struct http_reply *out)
{
	long answer = 0;
	struct buffer *said = code == CURLE_OK ? &post->refused : &post->answer;

	*out = (struct http_reply) { .body = "", .retry_after_ms = -1 };
	curl_easy_getinfo(post->easy, CURLINFO_RESPONSE_CODE, &answer);
	out->code = code == CURLE_OK ? (int)answer : post->refusal;
	if (said->length > 0)
		http_curl_one_line(said->data);
	if (said->length > 0 && out->code)
		out->failure = said->data;
	else if (code != CURLE_OK)
		out->failure = http_curl_complaint(code, post->complaint);
}

/*
 * A connection is kept only for letters to the same url by the same user: libcurl itself would take a plain one also
 * where TLS is asked for.
 */
static void set_handle(struct http_curl_post *post, const struct http_letter *letter)
{
	const char *const parts[] = { letter->url, letter->user, letter->password };
	struct buffer to = { 0 };

	for (size_t i = 0; i < ARRAY_LENGTH(parts); i++)
		buffer_add(&to, parts[i] ? parts[i] : "", parts[i] ? strlen(parts[i]) + 1 : 1);
	if (post->easy && to.length == post->to.length && memcmp(to.data, post->to.data, to.length) == 0) {
		curl_easy_reset(post->easy);
	} else {
		if (post->easy)
			curl_easy_cleanup(post->easy);
		post->easy = curl_easy_init();
	}
	buffer_free(&post->to);
	post->to = to;
}

enum status http_curl_send(struct http_curl_post *post, const struct http_options *options,
			   const struct http_letter *letter, struct http_reply *out, struct error *err)
{
	struct curl_slist *recipients = NULL;
	struct way way;
	enum status status = read_way(letter, &way, err);

	if (status != STATUS_OK)
		return status;
	set_handle(post, letter);
	buffer_clear(&post->refused);
	buffer_clear(&post->answer);
	post->refusal = 0;
	set_text(post, letter->text, letter->length);
	for (size_t i = 0; i < letter->n_recipients; i++)
		recipients = curl_slist_append(recipients, letter->recipients[i]);
	prepare(post, options, letter, &way, recipients);
	read_reply(post, curl_easy_perform(post->easy), out);
	curl_slist_free_all(recipients);
	curl_free(way.server);
	return STATUS_OK;
}

void http_curl_post_free(struct http_curl_post *post)
{
	if (post->easy)
		curl_easy_cleanup(post->easy);
	buffer_free(&post->to);
	buffer_free(&post->text);
	buffer_free(&post->refused);
	buffer_free(&post->answer);
}
