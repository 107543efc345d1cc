#include "value_impl.h"

#include <string.h>

#define SCALE_MAX 9

/* What a look at the form alone tells; the digits are gathered after it. */
struct form {
	bool negative;
	const char *whole;   /* past the sign */
	size_t whole_length; /* grouping marks included */
	const char *decimals;
	size_t scale;
};

static size_t count_digits(const char *s)
{
	size_t n = 0;

	while (s[n] >= '0' && s[n] <= '9')
		n++;
	return n;
}

/* Groups as in 1.234.567: one to three digits, then threes. Returns its length, 0 when malformed. */
static size_t grouped_length(const char *s, char group)
{
	size_t length = count_digits(s);

	if (s[length] != group)
		return length;
	if (length < 1 || length > 3)
		return 0;
	while (s[length] == group) {
		if (count_digits(s + length + 1) != 3)
			return 0;
		length += 4;
	}
	return length;
}

static bool parse_form(const char *s, bool comma, struct form *form)
{
	char mark = comma ? ',' : '.';

	*form = (struct form) { .negative = *s == '-' };
	if (*s == '-' || *s == '+')
		s++;
	form->whole = s;
	form->whole_length = comma ? grouped_length(s, '.') : count_digits(s);
	if (!form->whole_length)
		return false;
	s += form->whole_length;
	if (*s == mark) {
		form->decimals = ++s;
		form->scale = count_digits(s);
		if (!form->scale)
			return false;
		s += form->scale;
	}
	return !*s;
}

/* The commonest ways of being wrong, each with its remedy. */
static enum status explain(const char *s, bool comma, struct error *err)
{
	char shown[VALUE_SHOWN_SIZE];
	struct form other;

	value_shown(shown, s);
	if (!comma && strchr(s, ',') && !s[strspn(s, "+-0123456789.,")])
		return error_reject(err, "bad_value", "",
				    "%s: digits with a decimal point were expected; remove the grouping, or use "
				    "--decimal-comma where the comma is the decimal mark",
				    shown);
	if (comma && parse_form(s, false, &other))
		return error_reject(err, "bad_value", "",
				    "%s: a decimal comma was expected, with groups of three digits before it", shown);
	if (number_parse_real(s, -1e300, 1e300, &(double) { 0 }) && strpbrk(s, "eE"))
		return error_reject(err, "bad_value", "", "%s: an amount without exponent was expected", shown);
	return error_reject(err, "bad_value", "", "%s: an amount such as %s was expected, without currency sign", shown,
			    comma ? "19,90" : "19.90");
}

/* Add the digits among ${s} to ${units}; false past AMOUNT_MAX. */
static bool gather(const char *s, size_t length, int64_t *units)
{
	for (; length; s++, length--) {
		if (*s < '0' || *s > '9')
			continue;
		*units = *units * 10 + (*s - '0');
		if (*units > AMOUNT_MAX)
			return false;
	}
	return true;
}

enum status amount_parse(const char *s, bool comma, struct amount *out, struct error *err)
{
	char shown[VALUE_SHOWN_SIZE];
	struct form form;
	int64_t units = 0;

	if (!parse_form(s, comma, &form))
		return explain(s, comma, err);
	if (form.scale > SCALE_MAX)
		return error_reject(err, "too_precise", "", "%s: has %zu decimals, at most %d were expected",
				    value_shown(shown, s), form.scale, SCALE_MAX);
	if (!gather(form.whole, form.whole_length, &units) || !gather(form.decimals, form.scale, &units))
		return error_reject(err, "too_large", "", "%s: has more than the 17 digits of an amount",
				    value_shown(shown, s));
	*out = (struct amount) { .units = form.negative ? -units : units, .scale = (int)form.scale };
	return STATUS_OK;
}

char *amount_print(char out[AMOUNT_TEXT_SIZE], struct amount a)
{
	uint64_t left = a.units < 0 ? -(uint64_t)a.units : (uint64_t)a.units;
	char digits[AMOUNT_TEXT_SIZE];
	size_t length = 0, n = 0;
	int place = 0;

	/* From the last digit to the first, at least one before the point. */
	do {
		if (place == a.scale && a.scale > 0)
			digits[n++] = '.';
		digits[n++] = (char)('0' + left % 10);
		left /= 10;
		place++;
	} while (left || place <= a.scale);
	if (a.units < 0)
		out[length++] = '-';
	while (n)
		out[length++] = digits[--n];
	out[length] = '\0';
	return out;
}
