/* Digests by libcrypto, in the module sign.so: linked into a program it would double its start-up. */
#include "http_impl.h"

#include <limits.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

static const EVP_MD *find_hash(enum sign_hash hash)
{
	switch (hash) {
	case SIGN_MD5:
		return EVP_md5();
	case SIGN_SHA1:
		return EVP_sha1();
	case SIGN_SHA256:
		return EVP_sha256();
	case SIGN_SHA512:
		return EVP_sha512();
	case SIGN_HASHES:
		break;
	}
	return NULL;
}

static size_t digest(enum sign_hash hash, const void *key, size_t key_length, const void *data, size_t length,
		     unsigned char out[SIGN_SIZE_MAX])
{
	const EVP_MD *md = find_hash(hash);
	unsigned size = 0;
	bool done;

	if (!md || key_length > INT_MAX)
		return 0;
	if (key)
		done = HMAC(md, key, (int)key_length, data, length, out, &size) != NULL;
	else
		done = EVP_Digest(data, length, out, &size, md, NULL) == 1;
	return done ? size : 0;
}

const struct sign_driver sign_crypto = { SIGN_ABI, digest };
