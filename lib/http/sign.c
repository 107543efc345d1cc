/* Digests and the letters they are written in. */
#include "http_impl.h"

#include <string.h>

static const char BASE64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void sign_base64(const void *data, size_t length, struct buffer *out)
{
	const unsigned char *p = data;

	buffer_reserve(out, (length + 2) / 3 * 4);
	for (size_t i = 0; i < length; i += 3) {
		size_t left = length - i;
		uint32_t bits =
			(uint32_t)p[i] << 16 | (left > 1 ? (uint32_t)p[i + 1] << 8 : 0) | (left > 2 ? p[i + 2] : 0);

		buffer_char(out, BASE64[bits >> 18]);
		buffer_char(out, BASE64[bits >> 12 & 63]);
		buffer_char(out, left > 1 ? BASE64[bits >> 6 & 63] : '=');
		buffer_char(out, left > 2 ? BASE64[bits & 63] : '=');
	}
}

static uint32_t base64_value(char letter)
{
	return (uint32_t)(strchr(BASE64, letter) - BASE64);
}

bool sign_base64_decode(const char *text, struct buffer *out)
{
	size_t letters = strspn(text, BASE64), padding = strspn(text + letters, "=");
	uint32_t bits = 0;

	if (text[letters + padding] || padding > 2 || (letters + padding) % 4 != 0)
		return false;
	/* Bits of the last letter that stand for nothing are 0: one text for one meaning. */
	if (padding > 0 && (base64_value(text[letters - 1]) & (padding == 2 ? 15 : 3)) != 0)
		return false;
	buffer_reserve(out, letters / 4 * 3 + 2);
	for (size_t i = 0; i < letters; i++) {
		bits = bits << 6 | base64_value(text[i]);
		if (i % 4 > 0)
			buffer_char(out, (char)(bits >> (6 - 2 * (i % 4))));
	}
	return true;
}

bool sign_same(const char *a, const char *b)
{
	size_t length = strlen(a), other = strlen(b);
	unsigned different = length != other;

	for (size_t i = 0; i < length && i < other; i++)
		different |= (unsigned char)a[i] ^ (unsigned char)b[i];
	return different == 0;
}

static void add_hex(const unsigned char *data, size_t length, const char *digits, struct buffer *out)
{
	for (size_t i = 0; i < length; i++) {
		buffer_char(out, digits[data[i] >> 4]);
		buffer_char(out, digits[data[i] & 15]);
	}
}

static void add_encoded(const unsigned char *data, size_t length, enum sign_encoding encoding, struct buffer *out)
{
	struct buffer hex = { 0 };

	switch (encoding) {
	case SIGN_HEX:
		add_hex(data, length, "0123456789abcdef", out);
		break;
	case SIGN_HEX_UPPER:
		add_hex(data, length, "0123456789ABCDEF", out);
		break;
	case SIGN_BASE64_HEX:
		add_hex(data, length, "0123456789abcdef", &hex);
		sign_base64(hex.data, hex.length, out);
		buffer_free(&hex);
		break;
	default:
		sign_base64(data, length, out);
		break;
	}
}

enum status sign_data(const char *modules, enum sign_hash hash, const void *key, size_t key_length, const void *data,
		      size_t length, enum sign_encoding encoding, struct buffer *out, struct error *err)
{
	unsigned char digest[SIGN_SIZE_MAX];
	const struct sign_driver *driver;
	const void *found;
	enum status status = module_open(modules, "sign", "sign_crypto", SIGN_ABI, &found, err);

	if (status != STATUS_OK)
		return status;
	driver = found;
	size_t size = driver->digest(hash, key, key_length, data, length, digest);
	if (size == 0)
		return error_set(err, STATUS_CONFIG, "no_digest", "", "libcrypto of this host refuses the digest");
	add_encoded(digest, size, encoding, out);
	return STATUS_OK;
}
