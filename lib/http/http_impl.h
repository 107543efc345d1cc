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
/* What the modules show. */
__attribute__((visibility("default"))) extern const struct sign_driver sign_crypto;

#endif
