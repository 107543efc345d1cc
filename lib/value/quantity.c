#include "value_impl.h"

#include <inttypes.h>
#include <string.h>

static enum status explain(const char *s, struct error *err)
{
	char shown[VALUE_SHOWN_SIZE];
	double number;

	value_shown(shown, s);
	if (!number_parse_real(s, -1e300, 1e300, &number))
		return error_reject(err, "bad_value", "", "%s: an integer was expected", shown);
	if (strpbrk(s, "eE"))
		return error_reject(err, "bad_value", "", "%s: an integer without exponent was expected", shown);
	return error_reject(err, "bad_value", "", "%s: an integer was expected, not a fraction", shown);
}

enum status quantity_parse(const char *s, int64_t min, int64_t max, int64_t *out, struct error *err)
{
	char shown[VALUE_SHOWN_SIZE];
	const char *p = s;
	int64_t n = 0;
	bool negative = *p == '-', overflow = false;

	if (*p == '-' || *p == '+')
		p++;
	if (*p < '0' || *p > '9')
		return explain(s, err);
	for (; *p >= '0' && *p <= '9'; p++) {
		int64_t digit = *p - '0';

		/* Gathered below zero when negative, so that the least int64 can be read. */
		if (!number_multiply(n, 10, &n) || !number_add(n, negative ? -digit : digit, &n))
			overflow = true;
	}
	/* Spreadsheets write 3 as 3.0. */
	if (*p == '.' && p[1] == '0') {
		p++;
		p += strspn(p, "0");
	}
	if (*p)
		return explain(s, err);
	if (negative ? overflow || n < min : false)
		return error_reject(err, overflow ? "too_large" : "bad_value", "",
				    "%s: at least %" PRId64 " was expected", value_shown(shown, s), min);
	if (overflow || n > max)
		return error_reject(err, "too_large", "", "%s: larger than %" PRId64, value_shown(shown, s), max);
	if (n < min)
		return error_reject(err, "bad_value", "", "%s: at least %" PRId64 " was expected",
				    value_shown(shown, s), min);
	*out = n;
	return STATUS_OK;
}
