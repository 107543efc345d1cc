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

/* Letters are sent one after the other, by a handle of their own, which keeps its connection. */
struct http_curl_post {
	CURL *easy;	  /* NULL: none was sent yet */
	struct buffer to; /* where it sends, and as whom */
	struct buffer text, refused, answer; /* the letter; whom the server refused; its last refusal */
	size_t read;	   /* bytes of the text */
	int refusal;	   /* code of the answer to what was sent last; 0: none, or it was no refusal */
	bool to_recipient; /* the command last sent was one of "RCPT TO" */
	char recipient[256];
	char complaint[CURL_ERROR_SIZE];
};
/** http_curl_send(post, options, letter, out, err): http_mail. */
enum status http_curl_send(struct http_curl_post *post, const struct http_options *options,
			   const struct http_letter *letter, struct http_reply *out, struct error *err);
void http_curl_post_free(struct http_curl_post *post);

/* What every handle is given. ${complaint}: CURL_ERROR_SIZE bytes that live as long as the handle. */
void http_curl_prepare(CURL *easy, const struct http_options *options, bool own_host, char *complaint);
/* The complaint as one line of UTF-8, or where there is none what the code says. */
const char *http_curl_complaint(CURLcode code, char *complaint);
/* Makes one line of UTF-8 of it. */
void http_curl_one_line(char *text);

#endif
