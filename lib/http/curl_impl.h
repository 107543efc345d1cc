/* Shared inside the module http.so. */
#ifndef HTTP_CURL_IMPL_H
#define HTTP_CURL_IMPL_H

#include "http_impl.h"

#include <curl/curl.h>

/* The parts of a URL that decide whether it may be used. */
struct http_curl_url {
	char scheme[16], *query; /* NULL: none */
	bool own_host;		 /* this host itself, so that nobody listens on the way */
	CURLU *parts;
};
/** http_curl_url_read(text, out, err): rejected "bad_url". ${out} is to be freed in any case. */
enum status http_curl_url_read(const char *text, struct http_curl_url *out, struct error *err);
void http_curl_url_free(struct http_curl_url *u);

/* What every handle is given. ${complaint}: CURL_ERROR_SIZE bytes that live as long as the handle. */
void http_curl_prepare(CURL *easy, const struct http_options *options, bool own_host, char *complaint);
/* The complaint as one line of UTF-8, or where there is none what the code says. */
const char *http_curl_complaint(CURLcode code, char *complaint);

#endif
