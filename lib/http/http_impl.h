/* Shared inside http, and with its modules: a change of any struct here raises the number of its module. */
#ifndef ECOM_HTTP_IMPL_H
#define ECOM_HTTP_IMPL_H

#include <ecom/http.h>

#define SIGN_ABI      1
#define SIGN_SIZE_MAX 64 /* bytes of SHA-512 */
struct sign_driver {
	int abi;
	/* ${key} NULL: a plain digest. The bytes that it has; 0: libcrypto refused. */
	size_t (*digest)(enum sign_hash hash, const void *key, size_t key_length, const void *data, size_t length,
			 unsigned char out[SIGN_SIZE_MAX]);
};

#define HTTP_ABI 3
struct http_driver {
	int abi;
	/* Options without defaults left to fill in, requests that were checked but for their url. */
	enum status (*open)(const struct http_options *options, struct http_client **out, struct error *err);
	enum status (*start)(struct http_client *client, const struct http_request *request, struct error *err);
	size_t (*running)(const struct http_client *client);
	enum status (*next)(struct http_client *client, int64_t wait_ms, struct http_reply *out, struct error *err);
	enum status (*mail)(struct http_client *client, const struct http_letter *letter, struct http_reply *out,
			    struct error *err);
	void (*close)(struct http_client *client);
};
/* First member of a driver's client. */
struct http_client {
	const struct http_driver *driver;
};

/* What the modules show. */
__attribute__((visibility("default"))) extern const struct sign_driver sign_crypto;
__attribute__((visibility("default"))) extern const struct http_driver http_curl;

#endif
