#include <ecom/base.h>

#include <tap.h>

static const char *digest_of(const char *bytes, size_t length, size_t step)
{
	static char hex[DIGEST_TEXT_SIZE];
	struct digest d;
	size_t at;

	digest_start(&d);
	for (at = 0; at < length; at += step)
		digest_add(&d, bytes + at, length - at < step ? length - at : step);
	digest_finish(&d, hex);
	return hex;
}

int main(void)
{
	/* hashlib.sha256(b"a" * length) of python3: around the ends of a block and of its padding */
	static const struct {
		size_t length;
		const char *hex;
	} repeated[] = {
		{ 1, "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb" },
		{ 55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318" },
		{ 56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a" },
		{ 63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34" },
		{ 64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb" },
		{ 65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0" },
		{ 119, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb" },
		{ 120, "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c" },
		{ 1000, "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3" },
	};
	static const char two_blocks[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
	static char million[1000000];
	char name[64];
	size_t i;

	memset(million, 'a', sizeof(million));
	/* NIST's examples for FIPS 180-4 */
	is_text(digest_of("", 0, 1), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "nothing");
	is_text(digest_of("abc", 3, 3), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "abc");
	is_text(digest_of(two_blocks, 56, 56), "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
		"two blocks");
	is_text(digest_of(million, sizeof(million), sizeof(million)),
		"cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", "a million times a");
	is_text(digest_of(million, sizeof(million), 37),
		"cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0", "the same in pieces of 37");
	for (i = 0; i < ARRAY_LENGTH(repeated); i++) {
		snprintf(name, sizeof(name), "%zu times a", repeated[i].length);
		is_text(digest_of(million, repeated[i].length, 1000), repeated[i].hex, name);
		snprintf(name, sizeof(name), "%zu times a, one by one", repeated[i].length);
		is_text(digest_of(million, repeated[i].length, 1), repeated[i].hex, name);
	}
	return done_testing();
}
