#include <ecom/base.h>

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tap.h>

static void integers(void)
{
	static const struct {
		const char *text;
		int64_t value;
	} good[] = {
		{ "0", 0 },
		{ "-0", 0 },
		{ "+7", 7 },
		{ "007", 7 },
		{ "-12", -12 },
		{ "9223372036854775807", INT64_MAX },
		{ "-9223372036854775808", INT64_MIN },
	};
	static const char *const bad[] = {
		"",
		"-",
		"+",
		" 1",
		"1 ",
		"1.0",
		"1e3",
		"0x10",
		"--1",
		"+-1",
		"1,000",
		"9223372036854775808",
		"-9223372036854775809",
		"99999999999999999999999",
		"\xEF\xBC\x91",
	};
	int64_t value;
	size_t i;

	for (i = 0; i < ARRAY_LENGTH(good); i++)
		ok(number_parse_int(good[i].text, INT64_MIN, INT64_MAX, &value) && value == good[i].value, "%s",
		   good[i].text);
	for (i = 0; i < ARRAY_LENGTH(bad); i++)
		ok(!number_parse_int(bad[i], INT64_MIN, INT64_MAX, &value), "'%s' is no integer", bad[i]);
	ok(!number_parse_int(NULL, 0, 1, &value), "none is no integer");
	value = 42;
	ok(!number_parse_int("11", 1, 10, &value) && value == 42, "above the bounds, the value stays");
	ok(!number_parse_int("0", 1, 10, &value), "below the bounds");
	ok(number_parse_int("10", 1, 10, &value) && number_parse_int("1", 1, 10, &value), "at the bounds");
}

static void reals(void)
{
	static const struct {
		const char *text;
		double value;
	} good[] = {
		{ "0", 0 },	   { "-1.5", -1.5 }, { "+2.25", 2.25 },
		{ ".5", 0.5 },	   { "1e3", 1000 },  { "1E+3", 1000 },
		{ "25e-2", 0.25 }, { "0.1", 0.1 },   { "9007199254740993", 9007199254740992.0 },
		{ "1e-400", 0 },   { "007.50", 7.5 },
	};
	static const char *const bad[] = {
		"",    ".",   "-",	   "1.", "1e", "1e+", "e3",    "0x1p3",
		"inf", "nan", "-infinity", " 1", "1 ", "1,5", "1.5.2", "1e999",
	};
	double value;
	size_t i;

	for (i = 0; i < ARRAY_LENGTH(good); i++)
		ok(number_parse_real(good[i].text, -1e308, 1e308, &value) && value == good[i].value, "%s",
		   good[i].text);
	for (i = 0; i < ARRAY_LENGTH(bad); i++)
		ok(!number_parse_real(bad[i], -1e308, 1e308, &value), "'%s' is no real", bad[i]);
	ok(!number_parse_real(NULL, 0, 1, &value), "none is no real");
	ok(number_parse_real("-0", -1, 1, &value) && value == 0 && signbit(value), "minus nothing keeps its sign");
	ok(!number_parse_real("1.01", 0, 1, &value) && !number_parse_real("-0.01", 0, 1, &value), "outside the bounds");
}

/* Expected: what strtod of the C library finds, to the bit. */
static void reals_as_strtod(void)
{
	uint64_t state = 1;
	char text[32], wrong[32] = "";

	for (int i = 0; i < 100000; i++) {
		state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		int whole = (int)(state >> 60), decimals = (int)(state >> 55 & 15);
		double value, size = (double)(state >> 11) / 9007199254740992.0; /* 2^53 */
		for (int digit = 0; digit < whole; digit++)
			size *= 10;
		snprintf(text, sizeof text, "%s%.*f", state & 1 << 20 ? "-" : "", decimals, size);
		if (!number_parse_real(text, -1e17, 1e17, &value) || value != strtod(text, NULL))
			snprintf(wrong, sizeof wrong, "%s", text);
	}
	is_text(wrong, "", "a hundred thousand numbers are read as strtod reads them");
}

/* Expected: repr() of python3, which prints the shortest that reads back. */
static void printing(void)
{
	static const struct {
		double value;
		const char *text;
	} cases[] = {
		{ 0, "0" },
		{ -0.0, "0" },
		{ 1, "1" },
		{ -42, "-42" },
		{ 0.1, "0.1" },
		{ 0.1 + 0.2, "0.30000000000000004" },
		{ 1.0 / 3, "0.3333333333333333" },
		{ 19.99, "19.99" },
		{ 123456.789, "123456.789" },
		{ 2.5e-8, "2.5e-08" },
		{ 1e22, "1e+22" },
		{ -1.7976931348623157e308, "-1.7976931348623157e+308" },
		{ 2.2250738585072014e-308, "2.2250738585072014e-308" },
		{ 999999999999999, "999999999999999" },
	};
	char out[NUMBER_REAL_SIZE];
	size_t i;

	for (i = 0; i < ARRAY_LENGTH(cases); i++)
		is_text(number_print_real(out, cases[i].value), cases[i].text, cases[i].text);
}

/* Expected: %.15g of the C library, where it reads back: no other decimal of fifteen digits does. */
static void printing_as_printf(void)
{
	uint64_t state = 2;
	char out[NUMBER_REAL_SIZE], want[32], wrong[80] = "";

	for (int i = 0; i < 100000; i++) {
		state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		double value = (double)((int64_t)state >> 14) / 1e6; /* up to 562,949,953 */
		for (int digit = (int)(state & 7); digit > 0; digit--)
			value /= 10;
		if (state & 8)
			value = number_tidy(value);
		snprintf(want, sizeof want, "%.15g", value);
		number_print_real(out, value);
		if (strtod(want, NULL) == value ? strcmp(out, want) != 0 : strtod(out, NULL) != value)
			snprintf(wrong, sizeof wrong, "%s, not %s", out, want);
	}
	is_text(wrong, "", "a hundred thousand numbers are printed as printf prints them");
}

static void arithmetic(void)
{
	int64_t n;

	ok(number_add(INT64_MAX - 1, 1, &n) && n == INT64_MAX, "a sum that fits");
	ok(!number_add(INT64_MAX, 1, &n) && !number_add(INT64_MIN, -1, &n), "sums that do not");
	ok(number_multiply(INT64_C(3037000499), INT64_C(3037000499), &n) && n == INT64_C(9223372030926249001),
	   "a product that fits");
	ok(!number_multiply(INT64_C(3037000500), INT64_C(3037000500), &n), "one that does not");
	ok(!number_multiply(INT64_MIN, -1, &n), "the least has no opposite");
}

static void levels_of_quantiles(void)
{
	struct number_levels levels;
	struct error err;
	const char *good[] = { "0.9", "0.05", "0.50", "0.9" };
	is_int(number_levels_parse(good, 4, &levels, &err), STATUS_OK, "levels in any order");
	ok(levels.count == 3 && levels.p[0] == 0.05 && levels.p[1] == 0.5 && levels.p[2] == 0.9,
	   "ascending, each once");
	const char *const bad[] = { "0", "1", "-0.1", "0.5x", "", "nan" };
	for (size_t i = 0; i < ARRAY_LENGTH(bad); i++)
		ok(number_levels_parse(&bad[i], 1, &levels, &err) == STATUS_REJECTED, "level \"%s\" is refused",
		   bad[i]);
	char texts[NUMBER_LEVELS_MAX + 1][16];
	const char *many[NUMBER_LEVELS_MAX + 1];
	for (int i = 0; i <= NUMBER_LEVELS_MAX; i++) {
		snprintf(texts[i], sizeof texts[i], "0.%05d", i + 1);
		many[i] = texts[i];
	}
	is_int(number_levels_parse(many, NUMBER_LEVELS_MAX, &levels, &err), STATUS_OK,
	       "as many levels as there may be");
	is_int(number_levels_parse(many, NUMBER_LEVELS_MAX + 1, &levels, &err), STATUS_REJECTED,
	       "and one too many");
}

static void tidying(void)
{
	ok(number_tidy(10 / 3.0) == 3.333333 && number_tidy(-2.0000004) == -2, "six decimals");
	ok(number_tidy(123456789.123456789) == 123456789.123 && number_tidy(1.5e15) == 1.5e15, "twelve digits");
	ok(number_tidy(4e-9) == 0 && number_tidy(0) == 0 && isnan(number_tidy(NAN)), "small, nothing, none");
}

int main(void)
{
	static const char *const comma_locales[] = { "de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8" };
	char out[NUMBER_REAL_SIZE];
	double value = 0;
	size_t i;

	integers();
	reals();
	reals_as_strtod();
	printing();
	printing_as_printf();
	arithmetic();
	levels_of_quantiles();
	tidying();
	/* Where such a locale is installed, a decimal comma changes nothing. */
	for (i = 0; i < ARRAY_LENGTH(comma_locales) && !setlocale(LC_ALL, comma_locales[i]); i++)
		continue;
	if (i == ARRAY_LENGTH(comma_locales))
		printf("# no locale with a decimal comma is installed\n");
	ok(number_parse_real("1.5", 0, 2, &value) && value == 1.5, "a point whatever the locale");
	is_text(number_print_real(out, 1.5), "1.5", "printed too");
	return done_testing();
}
