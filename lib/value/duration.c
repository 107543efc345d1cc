#include "value_impl.h"

#define DURATION_MAX (36525 * DAY_MS) /* 100 years: what is added to an instant stays one */

enum status duration_parse(const char *s, int64_t *ms, struct error *err)
{
	static const struct {
		char letter;
		int64_t seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 }, { 'w', 7 * 86400 } };
	char shown[VALUE_SHOWN_SIZE];
	int64_t n = 0;
	const char *p = s;
	size_t i;

	for (; *p >= '0' && *p <= '9'; p++)
		if (n <= QUANTITY_MAX)
			n = n * 10 + (*p - '0');
	for (i = 0; i < ARRAY_LENGTH(units); i++)
		if (p > s && *p == units[i].letter && !p[1])
			break;
	if (i == ARRAY_LENGTH(units))
		return error_reject(err, "bad_value", "", "%s: a duration such as 90s, 15m, 2h, 30d or 1w was expected",
				    value_shown(shown, s));
	if (n > QUANTITY_MAX || !number_multiply(n, units[i].seconds * SECOND_MS, &n) || n > DURATION_MAX)
		return error_reject(err, "too_large", "", "%s: a duration of at most 100 years was expected",
				    value_shown(shown, s));
	*ms = n;
	return STATUS_OK;
}
