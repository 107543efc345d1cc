#include <ecom/base.h>

#include <errno.h>
#include <tap.h>

int main(void)
{
	struct error err = { 0 };
	char long_text[2000];
	size_t i;

	is_int(error_set(&err, STATUS_DATA, "no_header", "sku", "%s has %d", "file", 3), STATUS_DATA,
	       "the status is returned");
	is_int(err.status, STATUS_DATA, "and kept");
	is_text(err.code, "no_header", "the code");
	is_text(err.field, "sku", "the field");
	is_text(err.message, "file has 3", "the message");

	is_int(error_reject(&err, "bad_value", "", "no"), STATUS_REJECTED, "a rejection");
	is_text(err.field, "", "of no field");
	is_int(error_reject(NULL, "bad_value", "", "no"), STATUS_REJECTED, "nobody asked why");

	error_reject(&err, "a", "price", "19.999");
	error_reject(&err, "b", err.field, "%s: too precise", err.message);
	is_text(err.message, "19.999: too precise", "a message may quote the one it replaces");
	is_text(err.field, "price", "a field may be the one it replaces");

	/* One byte, then two-byte letters up to past the end: byte 511 would fall inside a letter. */
	for (i = 0; i + 2 < sizeof(long_text); i += 2)
		memcpy(long_text + i, "\xC3\xA9", 2);
	long_text[i] = '\0';
	error_reject(&err, "a", long_text, "%s", long_text);
	is_int((long long)strlen(err.message), 510, "a long message ends with a whole letter");
	ok(text_valid(err.message, strlen(err.message)), "and is valid UTF-8");
	ok(text_valid(err.field, strlen(err.field)), "so is a long field");
	is_int((long long)strlen(err.field), 62, "of 63 bytes at most");

	errno = ENOENT;
	is_int(error_system(&err, STATUS_NO_INPUT, "orders.csv"), STATUS_NO_INPUT, "a system call");
	is_text(err.message, "orders.csv: No such file or directory", "is named and explained");
	return done_testing();
}
