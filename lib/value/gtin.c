#include <ecom/value.h>

#include <string.h>

bool gtin_valid(const char *s)
{
	size_t length, i;
	int sum = 0;

	if (!s)
		return false;
	length = strspn(s, "0123456789");
	if (s[length] || (length != 8 && length != 12 && length != 13 && length != 14))
		return false;
	/* Weights 1 3 1 3 ... from the check digit leftwards: the sum is a multiple of ten. */
	for (i = 0; i < length; i++)
		sum += (s[length - 1 - i] - '0') * (i % 2 ? 3 : 1);
	return sum % 10 == 0;
}
