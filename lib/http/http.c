/* The face of the transfers: what can be said without libcurl is said here. */
#include "http_impl.h"

#include <string.h>
#include <unistd.h>

#define TIMEOUT_MS  30000
#define CONNECT_MS  10000
#define IN_FLIGHT   20
#define REPLY_LIMIT ((size_t)8 << 20)

enum status http_open(const struct http_options *options, struct http_client **out, struct error *err)
{
	struct http_options o = *options;
	const void *driver;
	enum status status = module_open(o.modules, "http", "http_curl", HTTP_ABI, &driver, err);

	*out = NULL;
	if (status != STATUS_OK)
		return status;
	if (o.ca_file && access(o.ca_file, R_OK) != 0)
		return error_set(err, STATUS_CONFIG, "bad_ca", "", "the authorities' file %s cannot be read",
				 o.ca_file);
	o.user_agent = o.user_agent ? o.user_agent : "ecom";
	o.timeout_ms = o.timeout_ms > 0 ? o.timeout_ms : TIMEOUT_MS;
	o.connect_ms = o.connect_ms > 0 ? o.connect_ms : CONNECT_MS;
	o.in_flight = o.in_flight > 0 ? o.in_flight : IN_FLIGHT;
	o.reply_limit = o.reply_limit > 0 ? o.reply_limit : REPLY_LIMIT;
	return ((const struct http_driver *)driver)->open(&o, out, err);
}

/* RFC 9110, 5.6.2. */
static bool is_token(const char *text)
{
	static const char MARKS[] = "!#$%&'*+-.^_`|~";

	for (const char *p = text; *p; p++)
		if (!(*p >= '0' && *p <= '9') && !(*p >= 'a' && *p <= 'z') && !(*p >= 'A' && *p <= 'Z') &&
		    !strchr(MARKS, *p))
			return false;
	return *text != '\0';
}

/* No control character but the tab: nothing can be slipped into the head. */
static bool is_value(const char *text)
{
	for (const unsigned char *p = (const unsigned char *)text; *p; p++)
		if ((*p < ' ' && *p != '\t') || *p == 127)
			return false;
	return true;
}

enum status http_start(struct http_client *client, const struct http_request *request, struct error *err)
{
	if (!is_token(request->method))
		return error_reject(err, "bad_header", "method", "expected a word such as GET, not \"%.40s\"",
				    request->method);
	for (size_t i = 0; i < request->n_headers; i++) {
		const struct http_header *h = &request->headers[i];
		if (!is_token(h->name))
			return error_reject(err, "bad_header", "", "\"%.80s\" is no name of a header", h->name);
		if (!is_value(h->value))
			return error_reject(err, "bad_header", h->name,
					    "its value holds a line end or another control character");
	}
	return client->driver->start(client, request, err);
}

size_t http_running(const struct http_client *client)
{
	return client->driver->running(client);
}

enum status http_next(struct http_client *client, int64_t wait_ms, struct http_reply *out, struct error *err)
{
	return client->driver->next(client, wait_ms, out, err);
}

/* What can stand between < and > of a command, and end nothing there. */
static bool is_address(const char *text)
{
	for (const unsigned char *p = (const unsigned char *)text; *p; p++)
		if (*p <= ' ' || *p == 127 || *p == '<' || *p == '>')
			return false;
	return *text != '\0';
}

enum status http_mail(struct http_client *client, const struct http_letter *letter, struct http_reply *out,
		      struct error *err)
{
	if (!is_address(letter->from))
		return error_reject(err, "bad_address", "from", "\"%.80s\" is no bare address", letter->from);
	if (letter->n_recipients == 0)
		return error_reject(err, "bad_address", "recipients", "there is none");
	for (size_t i = 0; i < letter->n_recipients; i++)
		if (!is_address(letter->recipients[i]))
			return error_reject(err, "bad_address", "recipients", "\"%.80s\" is no bare address",
					    letter->recipients[i]);
	return client->driver->mail(client, letter, out, err);
}

void http_close(struct http_client *client)
{
	if (client)
		client->driver->close(client);
}

const char *http_header(const struct http_reply *reply, const char *name)
{
	for (size_t i = 0; i < reply->n_headers; i++)
		if (text_same_fold(reply->headers[i].name, name))
			return reply->headers[i].value;
	return NULL;
}
