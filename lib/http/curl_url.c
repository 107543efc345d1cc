/* Which URLs may be used, and what all handles of libcurl are told. */
#include "curl_impl.h"

#include <arpa/inet.h>
#include <string.h>

#define STANDSTILL_BYTES 16 /* a second: fewer are a standstill */

static bool is_own_host(const char *host)
{
	struct in_addr four;
	struct in6_addr six;
	char address[INET6_ADDRSTRLEN] = "";
	size_t length = strlen(host);

	if (text_same_fold(host, "localhost"))
		return true;
	if (host[0] != '[')
		return inet_pton(AF_INET, host, &four) == 1 && ntohl(four.s_addr) >> 24 == 127;
	if (length - 2 >= sizeof address)
		return false;
	memcpy(address, host + 1, length - 2);
	return inet_pton(AF_INET6, address, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

enum status http_curl_url_read(const char *text, struct http_curl_url *out, struct error *err)
{
	char *scheme = NULL, *host = NULL, *user = NULL;
	enum status status = STATUS_OK;

	*out = (struct http_curl_url) { .parts = curl_url() };
	if (curl_url_set(out->parts, CURLUPART_URL, text, CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK ||
	    curl_url_get(out->parts, CURLUPART_SCHEME, &scheme, 0) != CURLUE_OK ||
	    strlen(scheme) >= sizeof out->scheme || curl_url_get(out->parts, CURLUPART_HOST, &host, 0) != CURLUE_OK)
		status =
			error_reject(err, "bad_url", "url", "cannot be read; expected such as https://host/path?query");
	else if (curl_url_get(out->parts, CURLUPART_USER, &user, 0) == CURLUE_OK)
		status = error_reject(err, "bad_url", "url", "holds a user, for whom there is a better place");
	if (status == STATUS_OK) {
		memcpy(out->scheme, scheme, strlen(scheme) + 1);
		out->own_host = is_own_host(host);
		curl_url_get(out->parts, CURLUPART_QUERY, &out->query, 0);
	}
	curl_free(scheme);
	curl_free(host);
	curl_free(user);
	return status;
}

void http_curl_url_free(struct http_curl_url *u)
{
	curl_free(u->query);
	curl_url_cleanup(u->parts);
}

/*
 * CURLOPT_NOSIGNAL stays off: with it libcurl would not hold back SIGPIPE, which ends the program when a server
 * leaves in the middle. (Transfers, of which there are many, do that for themselves.) Its alarms are not used where
 * names are looked up in threads, as they are wherever this is built.
 */
void http_curl_prepare(CURL *easy, const struct http_options *o, bool own_host, char *complaint)
{
	complaint[0] = '\0';
	curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, complaint);
	curl_easy_setopt(easy, CURLOPT_USERAGENT, o->user_agent);
	curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)o->connect_ms);
	curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)o->timeout_ms);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long)STANDSTILL_BYTES);
	curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)((o->timeout_ms + 1999) / 2000));
	curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	if (o->ca_file)
		curl_easy_setopt(easy, CURLOPT_CAINFO, o->ca_file);
	if (own_host)
		curl_easy_setopt(easy, CURLOPT_PROXY, "");
}

void http_curl_one_line(char *text)
{
	bool valid = text_valid(text, strlen(text));

	for (char *p = text; *p; p++) {
		unsigned char c = (unsigned char)*p;
		if (c < ' ' || c == 127)
			*p = ' ';
		else if (c >= 0x80 && !valid)
			*p = '?';
	}
}

const char *http_curl_complaint(CURLcode code, char *complaint)
{
	http_curl_one_line(complaint);
	return complaint[0] ? complaint : curl_easy_strerror(code);
}
