/* Check digits of tracking numbers. */
#include "detect_impl.h"

#include <string.h>

static int digit_of(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : 0;
}

/* Ten less the last digit of a weighed sum; a letter counts as the last digit of its code less three (UPS). */
static char mod10(const struct detect_check *check, const char *serial)
{
	size_t length = strlen(serial);
	int sum = 0;
	for (size_t i = 0; i < length; i++) {
		char c = serial[check->from_end ? length - 1 - i : i];
		int value = c >= '0' && c <= '9' ? c - '0' : (c - 3) % 10;
		sum = (sum + value * (i % 2 ? check->odd : check->even)) % 10;
	}
	return (char)('0' + (10 - sum) % 10);
}

/* ISO/IEC 7812-1 annex B: every second digit from the end is doubled, its digits added. */
static char luhn(const char *serial)
{
	size_t length = strlen(serial);
	int sum = 0;
	for (size_t i = 0; i < length; i++) {
		int value = digit_of(serial[length - 1 - i]) * (i % 2 ? 1 : 2);
		sum += value / 10 + value % 10;
	}
	return (char)('0' + (10 - sum % 10) % 10);
}

static char mod7(const char *serial)
{
	int rest = 0;
	for (; *serial; serial++)
		rest = (rest * 10 + digit_of(*serial)) % 7;
	return (char)('0' + rest);
}

/* UPU standard S10: eleven less the rest of the weighed sum; 10 is written 0, and 11 is written 5. */
static char s10(const char *serial)
{
	static const int WEIGHTS[] = { 8, 6, 4, 2, 3, 5, 9, 7 };
	int sum = 0;
	for (size_t i = 0; i < ARRAY_LENGTH(WEIGHTS) && serial[i]; i++)
		sum += digit_of(serial[i]) * WEIGHTS[i];
	int digit = 11 - sum % 11;
	return (char)('0' + (digit == 10 ? 0 : digit == 11 ? 5 : digit));
}

/* ISO/IEC 7064, MOD 37,36: of letters and digits (DPD). */
static char mod37_36(const char *serial)
{
	static const char SIGNS[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	int rest = 36;
	for (; *serial; serial++) {
		const char *sign = strchr(SIGNS, *serial);
		rest += sign ? (int)(sign - SIGNS) : 0;
		rest = rest > 36 ? rest - 36 : rest;
		rest = rest * 2 > 36 ? rest * 2 - 37 : rest * 2;
	}
	return SIGNS[(37 - rest) % 36];
}

static char weighed(const struct detect_check *check, const char *serial)
{
	int sum = 0;
	for (size_t i = 0; i < check->n_weights && serial[i]; i++)
		sum += digit_of(serial[i]) * check->weights[i];
	return (char)('0' + sum % check->modulo[0] % check->modulo[1] % 10);
}

bool carrier_check_digit(const struct detect_check *check, const char *serial, char digit)
{
	switch (check->kind) {
	case DETECT_MOD10:
		return mod10(check, serial) == digit;
	case DETECT_LUHN:
		return luhn(serial) == digit;
	case DETECT_MOD7:
		return mod7(serial) == digit;
	case DETECT_S10:
		return s10(serial) == digit;
	case DETECT_MOD37_36:
		return mod37_36(serial) == digit;
	case DETECT_WEIGHTS:
		return weighed(check, serial) == digit;
	default:
		return true;
	}
}
