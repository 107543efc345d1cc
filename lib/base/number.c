#include <ecom/base.h>

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHORT 15

/* strtod and printf follow the program's locale, whose decimal mark may be a comma. */
static locale_t plain_locale(void)
{
	static locale_t plain;

	if (!plain)
		plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	return plain;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool number_parse_int(const char *s, int64_t min, int64_t max, int64_t *value)
{
	int64_t n = 0;
	bool negative;

	if (!s)
		return false;
	negative = *s == '-';
	if (*s == '-' || *s == '+')
		s++;
	if (!is_digit(*s))
		return false;
	for (; is_digit(*s); s++)
		/* Gathered below zero, where there is room for INT64_MIN. */
		if (!number_multiply(n, 10, &n) || !number_add(n, -(*s - '0'), &n))
			return false;
	if (*s || (!negative && n == INT64_MIN))
		return false;
	if (!negative)
		n = -n;
	if (n < min || n > max)
		return false;
	*value = n;
	return true;
}

/* [+-] digits [. digits] [e [+-] digits], or without the digits before the point: what strtod takes beyond it
 * (blanks, hexadecimal, inf, nan) is no number here. */
static bool is_real(const char *s)
{
	size_t whole = 0, fraction = 0;

	if (*s == '-' || *s == '+')
		s++;
	for (; is_digit(*s); s++)
		whole++;
	if (*s == '.') {
		for (s++; is_digit(*s); s++)
			fraction++;
		if (!fraction)
			return false;
	}
	if (!whole && !fraction)
		return false;
	if (*s == 'e' || *s == 'E') {
		s++;
		if (*s == '-' || *s == '+')
			s++;
		if (!is_digit(*s))
			return false;
		while (is_digit(*s))
			s++;
	}
	return !*s;
}

/* [+-] digits [. digits] in no more than SHORT characters: a double holds them, as whole numbers over a power of ten,
 * exactly, so that their quotient is rounded once, to what strtod finds (Clinger: How to read floating point numbers
 * accurately, 1990, section 3). */
static bool parse_short(const char *s, double *value)
{
	const char *begin = s + (*s == '-' || *s == '+'), *p = begin;
	uint64_t digits = 0;
	double scale = 1;

	for (; is_digit(*p); p++)
		digits = digits * 10 + (uint64_t)(*p - '0');
	if (*p == '.') {
		for (p++; is_digit(*p); p++, scale *= 10)
			digits = digits * 10 + (uint64_t)(*p - '0');
		if (scale == 1)
			return false;
	}
	if (*p || p == begin || p - begin > SHORT)
		return false;
	*value = (*s == '-' ? -1 : 1) * ((double)digits / scale);
	return true;
}

bool number_parse_real(const char *s, double min, double max, double *value)
{
	double parsed;

	if (!s)
		return false;
	if (!parse_short(s, &parsed)) {
		if (!is_real(s))
			return false;
		parsed = strtod_l(s, NULL, plain_locale());
	}
	if (!isfinite(parsed) || parsed < min || parsed > max)
		return false;
	*value = parsed;
	return true;
}

bool number_add(int64_t a, int64_t b, int64_t *out)
{
	return !__builtin_add_overflow(a, b, out);
}

bool number_multiply(int64_t a, int64_t b, int64_t *out)
{
	return !__builtin_mul_overflow(a, b, out);
}

/* ${n} without its last ${decimals} digits, and these after a point. */
static char *print_digits(char out[NUMBER_REAL_SIZE], bool negative, uint64_t n, int decimals)
{
	char *last = &out[NUMBER_REAL_SIZE - 1], *p = last;

	*p = '\0';
	for (int left = decimals; left > 0; left--, n /= 10)
		*--p = (char)('0' + n % 10);
	if (decimals > 0)
		*--p = '.';
	do
		*--p = (char)('0' + n % 10);
	while (n /= 10);
	if (negative)
		*--p = '-';
	return memmove(out, p, (size_t)(last - p) + 1);
}

/* With up to six decimals and fifteen digits, as tidied numbers have, there is but one decimal that reads back. */
static bool print_short(char out[NUMBER_REAL_SIZE], double value)
{
	double size = fabs(value), scale = 1e6;
	uint64_t n;
	int decimals = 6;

	if (!(size >= 1e-4 && size < 1e9))
		return false;
	n = (uint64_t)(size * scale + 0.5);
	if ((double)n / scale != size)
		return false;
	for (; n % 10 == 0; n /= 10)
		decimals--;
	print_digits(out, value < 0, n, decimals);
	return true;
}

char *number_print_real(char out[NUMBER_REAL_SIZE], double value)
{
	locale_t before;
	int digits;

	/* The most of what is printed needs no search; a negative zero prints as 0. */
	if (fabs(value) < 1e15 && value == trunc(value))
		return print_digits(out, value < 0, (uint64_t)fabs(value), 0);
	if (print_short(out, value))
		return out;
	before = uselocale(plain_locale());
	for (digits = 15; digits <= 17; digits++) {
		snprintf(out, NUMBER_REAL_SIZE, "%.*g", digits, value);
		if (strtod(out, NULL) == value)
			break;
	}
	uselocale(before);
	return out;
}

enum status number_levels_parse(const char *const *texts, size_t n, struct number_levels *out, struct error *err)
{
	out->count = 0;
	for (size_t i = 0; i < n; i++) {
		double p;
		if (!number_parse_real(texts[i], 0, 1, &p) || p <= 0 || p >= 1)
			return error_reject(err, "bad_level", "quantiles",
					    "\"%.40s\": expected a number between 0 and 1", texts[i]);
		size_t at = out->count;
		while (at > 0 && out->p[at - 1] > p)
			at--;
		if (at > 0 && out->p[at - 1] == p)
			continue;
		if (out->count == NUMBER_LEVELS_MAX)
			return error_reject(err, "bad_level", "quantiles", "more than %d levels", NUMBER_LEVELS_MAX);
		memmove(&out->p[at + 1], &out->p[at], (out->count - at) * sizeof out->p[0]);
		out->p[at] = p;
		out->count++;
	}
	return STATUS_OK;
}
