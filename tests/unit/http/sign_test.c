/* Digests as the RFCs print them, and as openssl(1) makes them of more bytes; base64. */
#include "tap.h"

#include <ecom/http.h>
#include <stdlib.h>
#include <unistd.h>

static char modules[4096];

static const char *sign(enum sign_hash hash, const char *key, size_t key_length, const char *data, size_t length,
			enum sign_encoding encoding)
{
	static struct buffer out;
	struct error err;

	buffer_clear(&out);
	if (sign_data(modules, hash, key, key_length, data, length, encoding, &out, &err) != STATUS_OK) {
		printf("# %s\n", err.message);
		return NULL;
	}
	return out.data;
}

static void test_digest(enum sign_hash hash, const char *data, const char *want, const char *name)
{
	is_text(sign(hash, NULL, 0, data, strlen(data), SIGN_HEX), want, name);
}

static void test_hmac(enum sign_hash hash, const char *key, const char *data, const char *want, const char *name)
{
	is_text(sign(hash, key, strlen(key), data, strlen(data), SIGN_HEX), want, name);
}

static void test_published(void)
{
	const char *what = "what do ya want for nothing?";
	char large[132] = "";

	test_digest(SIGN_MD5, "", "d41d8cd98f00b204e9800998ecf8427e", "RFC 1321, A.5: nothing");
	test_digest(SIGN_MD5, "abc", "900150983cd24fb0d6963f7d28e17f72", "RFC 1321, A.5: abc");
	test_digest(SIGN_MD5, "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
		    "57edf4a22be3c955ac49da2e2107b67a", "RFC 1321, A.5: 80 digits");
	test_digest(SIGN_SHA1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d", "FIPS 180: SHA-1 of abc");
	test_digest(SIGN_SHA256, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
		    "FIPS 180: SHA-256 of abc");
	test_digest(SIGN_SHA512, "abc",
		    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
		    "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
		    "FIPS 180: SHA-512 of abc");

	test_hmac(SIGN_MD5, "\v\v\v\v\v\v\v\v\v\v\v\v\v\v\v\v", "Hi There", "9294727a3638bb1c13f48ef8158bfc9d",
		  "RFC 2202, MD5, case 1");
	test_hmac(SIGN_MD5, "Jefe", what, "750c783e6ab0b503eaa86e310a5db738", "RFC 2202, MD5, case 2");
	test_hmac(SIGN_SHA1, "Jefe", what, "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79", "RFC 2202, SHA-1, case 2");
	test_hmac(SIGN_SHA256, "Jefe", what, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
		  "RFC 4231, SHA-256, case 2");
	test_hmac(SIGN_SHA512, "Jefe", what,
		  "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
		  "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
		  "RFC 4231, SHA-512, case 2");
	memset(large, 0xaa, sizeof large - 1);
	test_hmac(SIGN_SHA256, large, "Test Using Larger Than Block-Size Key - Hash Key First",
		  "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54", "RFC 4231, SHA-256, case 6");
	/* Python: hmac.new(b'', b'', 'md5').hexdigest() */
	test_hmac(SIGN_MD5, "", "", "74e6f7298a9c2d168935f58c001bad88", "an empty key is a key");
}

static void test_encodings(void)
{
	is_text(sign(SIGN_MD5, NULL, 0, "abc", 3, SIGN_HEX_UPPER), "900150983CD24FB0D6963F7D28E17F72", "upper digits");
	/* printf abc | openssl md5 -binary | base64; printf abc | md5sum | cut -c1-32 | tr -d '\n' | base64 */
	is_text(sign(SIGN_MD5, NULL, 0, "abc", 3, SIGN_BASE64), "kAFQmDzST7DWlj99KOF/cg==", "base64");
	is_text(sign(SIGN_MD5, NULL, 0, "abc", 3, SIGN_BASE64_HEX),
		"OTAwMTUwOTgzY2QyNGZiMGQ2OTYzZjdkMjhlMTdmNzI=", "base64 of the digits");
}

/* openssl(1) signs a file of all bytes, NUL among them. */
static void test_second_opinion(void)
{
	static const char *const NAMES[SIGN_HASHES] = { "md5", "sha1", "sha256", "sha512" };
	static char data[100000];
	char path[] = "/tmp/sign_test.XXXXXX", command[256], line[256];
	FILE *file = fdopen(mkstemp(path), "wb");

	for (size_t i = 0; i < sizeof data; i++)
		data[i] = (char)(i * i >> 3);
	fwrite(data, 1, sizeof data, file);
	fclose(file);
	for (int hash = 0; hash < SIGN_HASHES; hash++) {
		snprintf(command, sizeof command, "openssl dgst -%s -hmac secret -r %s", NAMES[hash], path);
		FILE *openssl = popen(command, "r");
		const char *got = sign((enum sign_hash)hash, "secret", 6, data, sizeof data, SIGN_HEX);
		bool read = fgets(line, sizeof line, openssl) != NULL;
		line[strcspn(line, " ")] = '\0';
		pclose(openssl);
		is_text(got, read ? line : "openssl(1) says nothing", NAMES[hash]);
	}
	unlink(path);
}

/* RFC 4648, section 10. */
static void test_base64(void)
{
	static const char *const WANT[] = { "", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy" };
	static const char *const BAD[] = { "Z",	   "Zg",     "Zg=",  "Zg===", "Z===",	  "====", "Zh==",
					   "Zm9=", "Zm9v\n", " Zm9", "Zm-v",  "Zg==Zg==", "Z=g=" };
	struct buffer out = { 0 };

	for (size_t n = 0; n < ARRAY_LENGTH(WANT); n++) {
		buffer_clear(&out);
		sign_base64("foobar", n, &out);
		is_text(n ? out.data : "", WANT[n], "encoded");
		buffer_clear(&out);
		ok(sign_base64_decode(WANT[n], &out) && out.length == n && (!n || memcmp(out.data, "foobar", n) == 0),
		   "decoded: \"%s\"", WANT[n]);
	}
	for (size_t i = 0; i < ARRAY_LENGTH(BAD); i++) {
		buffer_clear(&out);
		buffer_text(&out, "before");
		ok(!sign_base64_decode(BAD[i], &out) && out.length == 6, "refused: %zu", i);
	}
	buffer_free(&out);
}

int main(void)
{
	const char *build = getenv("ECOM_BUILD");
	struct buffer out = { 0 };
	struct error err;

	snprintf(modules, sizeof modules, "%s/lib/ecom", build ? build : "build");
	test_published();
	test_encodings();
	test_second_opinion();
	test_base64();
	ok(sign_same("", "") && sign_same("abc", "abc"), "the same");
	ok(!sign_same("abc", "abd") && !sign_same("abc", "ab") && !sign_same("", "a"), "not the same");
	ok(sign_data("/nowhere", SIGN_MD5, NULL, 0, "", 0, SIGN_HEX, &out, &err) == STATUS_CONFIG &&
		   strcmp(err.code, "no_module") == 0,
	   "without the module");
	ok(sign_data(NULL, SIGN_MD5, NULL, 0, "", 0, SIGN_HEX, &out, &err) == STATUS_CONFIG, "without a folder");
	buffer_free(&out);
	return done_testing();
}
