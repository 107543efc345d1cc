#include "value_impl.h"

#include <string.h>

const char *value_shown(char out[VALUE_SHOWN_SIZE], const char *s)
{
	static const char more[] = "...";
	size_t limit = VALUE_SHOWN_SIZE - sizeof(more), i;

	if (!*s)
		s = "(empty)";
	for (i = 0; i < limit && s[i]; i++)
		out[i] = (unsigned char)s[i] < 0x20 || s[i] == 0x7F ? '?' : s[i];
	if (s[i]) {
		while (i && ((unsigned char)s[i] & 0xC0) == 0x80)
			i--;
		memcpy(out + i, more, sizeof(more));
	} else {
		out[i] = '\0';
	}
	return out;
}

bool value_digits(const char **s, int count, int *out)
{
	const char *p = *s;
	int n = 0;

	for (; count; count--, p++) {
		if (*p < '0' || *p > '9')
			return false;
		n = n * 10 + (*p - '0');
	}
	*s = p;
	*out = n;
	return true;
}

char *value_put_digits(char *out, int count, int number)
{
	int i;

	for (i = count; i-- > 0; number /= 10)
		out[i] = (char)('0' + number % 10);
	return out + count;
}
