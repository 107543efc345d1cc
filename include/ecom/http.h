/*
 * http: requests out, replies in, and what both are made of: digests, XML,
 * templates. libcurl and libcrypto stand in modules of ours (http.so,
 * sign.so), opened when they are first needed.
 */
#ifndef ECOM_HTTP_H
#define ECOM_HTTP_H

#include <ecom/base.h>

struct json_t; /* jansson's */

/*
 * Transfers, many at once, by the module http.so. Only https; plain http is for this host itself (localhost,
 * 127.0.0.0/8, ::1). Redirects are replies like others: a request with credentials goes only where it was sent.
 * HTTP/2 where the server has it. Connections are kept for the next transfer of the client. Proxies are those of the
 * environment, but none stands before this host itself.
 */
struct http_header {
	const char *name, *value;
};
struct http_options {
	const char *modules;	/* folder of http.so */
	const char *user_agent; /* NULL: "ecom" */
	const char *ca_file;	/* PEM, of the authorities to trust; NULL: the system's */
	int64_t timeout_ms;	/* of a transfer as a whole; 0: 30 s. One that stands still for half of it ends too */
	int64_t connect_ms;	/* of its connection; 0: 10 s */
	size_t in_flight;	/* transfers at once, in all; further ones wait for their turn. 0: 20 */
	size_t per_host;	/* connections to one host; a transfer's time runs while it waits for one. 0: no bound */
	size_t reply_limit;	/* bytes of a reply's body, unpacked; 0: 8 MiB */
};
struct http_request {
	const char *method, *url; /* the url whole, percent-encoded; without user and password */
	const struct http_header *headers;
	size_t n_headers;
	const char *body; /* NULL: none */
	size_t length;
	int64_t timeout_ms; /* 0: the client's */
	void *tag;	    /* the caller's own: comes back in the reply */
};
struct http_reply {
	int code;	  /* of HTTP, or of SMTP; 0: no whole reply, and ${failure} says why */
	const char *body; /* unpacked; NUL-terminated after ${length} bytes; never NULL */
	size_t length;
	const struct http_header *headers; /* names in lower case */
	size_t n_headers;
	int64_t retry_after_ms; /* as the server asks, in seconds or by date; -1: it does not */
	const char *failure;	/* one line of UTF-8, without the url's path, query or any header; NULL: none */
	void *tag;
};

struct http_client;
/** http_open(options, out, err): start-up of libcurl included. STATUS_CONFIG "no_module", "bad_ca". */
enum status http_open(const struct http_options *options, struct http_client **out, struct error *err);
/** http_start(client, request, err): begin it, when its turn comes; everything is copied. It proceeds inside http_next.
 *  Rejected "bad_url", "bad_header" (a name, a value or the method that would break the head). */
enum status http_start(struct http_client *client, const struct http_request *request, struct error *err);
size_t http_running(const struct http_client *client); /* begun, or waiting for their turn */
/** http_next(client, wait_ms, out, err): wait up to ${wait_ms} (-1: as long as it takes) for any transfer to end.
 *  STATUS_END: none did in that time, or none runs. The reply lives until the next call with this client. */
enum status http_next(struct http_client *client, int64_t wait_ms, struct http_reply *out, struct error *err);
void http_close(struct http_client *client); /* whatever still runs is abandoned; NULL is fine */
/** http_header(reply, name): value of the first header of that name, case ignored; NULL: none. */
const char *http_header(const struct http_reply *reply, const char *name);

/*
 * Mail, by SMTP and the same client. smtps://host[:port], or smtp://host[:port], which turns to TLS before anything is
 * said; ?starttls=none does without, and then takes no password. To this host itself smtp:// is plain, unless
 * ?starttls=require. A path is the name to say EHLO with.
 */
struct http_letter {
	const char *url;
	const char *user, *password; /* NULL: none */
	const char *from;	     /* of the envelope, as are the recipients: bare addresses */
	const char *const *recipients;
	size_t n_recipients;
	const char *text; /* RFC 5322, as UTF-8 if need be; lines may end in LF */
	size_t length;
};
/** http_mail(client, letter, out, err): send it to all recipients that the server takes, waiting until it is taken
 *  over, up to four times as long as a transfer. ${out}->code: 250 if it was taken; then ${failure} names the
 *  recipients that were refused with what the server said of each. Else the refusal: 4xx may be tried again, 5xx not;
 *  0: there was none, but no acceptance either. Rejected "bad_url", "bad_address". */
enum status http_mail(struct http_client *client, const struct http_letter *letter, struct http_reply *out,
		      struct error *err);


/* Digests, by the module sign.so. */
enum sign_hash { SIGN_MD5, SIGN_SHA1, SIGN_SHA256, SIGN_SHA512, SIGN_HASHES };
enum sign_encoding {
	SIGN_HEX,
	SIGN_HEX_UPPER,
	SIGN_BASE64,
	SIGN_BASE64_HEX, /* base64 of the lower hexadecimal digits */
	SIGN_ENCODINGS
};
/** sign_data(modules, hash, key, key_length, data, length, encoding, out, err): append the digest of the data to
 *  ${out}, or with a ${key} its HMAC (RFC 2104; an empty key is one too). ${modules}: folder of sign.so.
 *  STATUS_CONFIG "no_module". */
enum status sign_data(const char *modules, enum sign_hash hash, const void *key, size_t key_length, const void *data,
		      size_t length, enum sign_encoding encoding, struct buffer *out, struct error *err);
/** sign_same(a, b): the same text; how long it takes does not tell where they differ. */
bool sign_same(const char *a, const char *b);
/** sign_base64(data, length, out): append it as RFC 4648, section 4, has it: padded, without line ends. */
void sign_base64(const void *data, size_t length, struct buffer *out);
/** sign_base64_decode(text, out): append what was encoded. False, and nothing appended, where it is not exactly that
 *  form. */
bool sign_base64_decode(const char *text, struct buffer *out);

/*
 * XML as the tree of JSON: {"root": ...}. An element is an object of its children and its attributes ("@name"), in
 * their order; children of one name are an array; text beside either is "#text". An element without them is a string,
 * empty or not. Blanks around text go. Prefixes of namespaces are dropped, and so are their declarations.
 */
#define XML_DEPTH_MOST 100    /* elements inside each other */
#define XML_NODES_MOST 200000 /* elements and attributes: each takes some 200 bytes of the tree */
/** xml_tree(text, length, out, err): ${out} is the caller's to json_decref(). UTF-8, UTF-16, ISO-8859-1, US-ASCII.
 *  Rejected "bad_xml" with the line: not well-formed, beyond the bounds above, or declaring entities, which are
 *  refused whatever they would come to. */
enum status xml_tree(const char *text, size_t length, struct json_t **out, struct error *err);

/*
 * Tree: what a reply says, as values of jansson. A pointer is RFC 6901, in which a step "*" is every element of an
 * array, of anything else that thing itself, of null nothing.
 */
/** tree_read(text, length, out, err): JSON as carriers send it: a byte order mark, ill-formed UTF-8 (which becomes
 *  U+FFFD) and NUL are borne; an integer of more than 18 digits becomes a text, so that it keeps them all. ${out} is
 *  the caller's to json_decref(). Rejected "bad_json" with line and column. */
enum status tree_read(const char *text, size_t length, struct json_t **out, struct error *err);
/** tree_pointer(text): is it a pointer? The empty text is one. */
bool tree_pointer(const char *text);
/** tree_find(tree, pointer): the first value there that is not null, or NULL. ${tree} may be NULL. */
const struct json_t *tree_find(const struct json_t *tree, const char *pointer);
/** tree_each(tree, pointer, each, ctx): every value there, nulls too, in order, until ${each} says false. */
typedef bool tree_visit(void *ctx, const struct json_t *value);
void tree_each(const struct json_t *tree, const char *pointer, tree_visit *each, void *ctx);
/** tree_text(value, arena): a number, true or false, or a text that is not empty, as text; NULL for anything else. It
 *  lives as long as both the tree and the arena. */
const char *tree_text(const struct json_t *value, struct arena *arena);
/** tree_print(value, out): append it as compact JSON; numbers with a fraction as short as they can be. */
void tree_print(const struct json_t *value, struct buffer *out);
const char *tree_json(const struct json_t *value, struct arena *arena); /* what tree_print appends, as a text */

/*
 * Template: the request half of an adapter or a channel, {"values": [...], "request": {...}}, as ecom-adapter(5) has
 * it. It must have passed template_check() before it is filled in.
 */
struct template_scope {
	/** find(ctx, name, index): the value of "number", "base", "shipment.phone", "secret.key", "message.subject" ... for
	 *  element ${index} of the batch; NULL: there is none. It must last until the text is made. "now" and what "values"
	 *  computes are not asked for. */
	const char *(*find)(void *ctx, const char *name, size_t index);
	/** bytes(ctx, name, length): asked first, of values that may hold NUL; NULL: it is none of them. May itself be NULL. */
	const char *(*bytes)(void *ctx, const char *name, size_t *length);
	void *ctx;
	size_t count;	     /* elements of the batch, at least 1 */
	int64_t now;	     /* ms */
	uint64_t seed;	     /* of now:uuid: a retry with the same one is the same request */
	const char *modules; /* folder of sign.so */
};
/** template_request(operation, scope, out, arena, err): the values, in order and once each, then the request; all of
 *  it in ${arena}. Rejected "missing_value" (the field names it) and "bad_value" (not what its filter asks for, or a
 *  line break in a header). No message holds a value. */
enum status template_request(const struct json_t *operation, const struct template_scope *scope,
			     struct http_request *out, struct arena *arena, struct error *err);
/** template_text(template, scope, out, err): append a single text; an optional value that is absent is nothing. */
enum status template_text(const char *template, const struct template_scope *scope, struct buffer *out,
			  struct error *err);
/** template_sign(how, scope, out, err): append a signature {"digest": hash, "over": [...], "encode": ...} or
 *  {"hmac": hash, "key": ..., ...}. */
enum status template_sign(const struct json_t *how, const struct template_scope *scope, struct buffer *out,
			  struct error *err);
/** template_percent(text, length, out): append it as RFC 3986 has it: all but letters, digits and -._~ as %XX. */
void template_percent(const char *text, size_t length, struct buffer *out);

/* A check of such a file: every fault is told with its JSON pointer and a sentence: what is wrong, what was expected. */
typedef void template_report(void *ctx, const char *pointer, const char *what);
struct template_check {
	template_report *report;
	/** known(ctx, name): can ${name} have a value here? Asked of every name that is used, but for those of "values". */
	bool (*known)(void *ctx, const char *name);
	void *ctx;  /* of both */
	bool batch; /* "number" and "shipment." differ by element: they stand only within $each */
};
/** template_check(check, operation, at): "values" and "request" of the operation, whose own pointer is ${at}; its other
 *  members are the caller's. */
void template_check(const struct template_check *check, const struct json_t *operation, const char *at);
/** template_check_text(check, template, at): one template (of any JSON type) that stands elsewhere. */
void template_check_text(const struct template_check *check, const struct json_t *template, const char *at);
/** template_check_sign(check, how, at): "digest" or "hmac", "key", "over", "encode" of what template_sign() reads;
 *  other members are passed over. */
void template_check_sign(const struct template_check *check, const struct json_t *how, const char *at);
/** template_check_url(check, url, at): a template that is https when filled in, or goes to the loopback. */
void template_check_url(const struct template_check *check, const struct json_t *url, const char *at);
/** template_check_members(check, object, at, members): an object with only these; a name that ends in '!' is
 *  required. NULL ends the list; "note" is always allowed. False where it is no object at all. */
bool template_check_members(const struct template_check *check, const struct json_t *object, const char *at,
			    const char *const *members);
/** template_at(out, at, step), template_at_index(out, at, index): the pointer of a member of what stands at ${at}, in
 *  ${out}, whose text is returned. */
const char *template_at(struct buffer *out, const char *at, const char *step);
const char *template_at_index(struct buffer *out, const char *at, size_t index);
/** template_fault(check, at, step, format, ...): tell a fault at ${at}, or at its member ${step} (NULL: none). */
void template_fault(const struct template_check *check, const char *at, const char *step, const char *format, ...)
	ECOM_PRINTF(4, 5);

/*
 * Verdict: an ordered list of rules {"http"?, "at"?, "is"|"in"|"not"|"contains"|"exists"?, "then"} over a reply's
 * code and tree.
 */
/** template_verdict(rules, code, tree): "then" of the first that holds ("" where it has none), or NULL. ${rules} may be
 *  NULL; so may ${tree}: then only rules hold that have no "at". */
const char *template_verdict(const struct json_t *rules, int code, const struct json_t *tree);
/** template_check_verdict(check, rules, at, words): ${words}, NULL-ended, are what "then" may be; NULL: there is
 *  none. */
void template_check_verdict(const struct template_check *check, const struct json_t *rules, const char *at,
			    const char *const *words);

#endif
