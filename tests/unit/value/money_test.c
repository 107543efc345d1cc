#include <ecom/value.h>

#include <tap.h>

static void from_amount(void)
{
	static const struct {
		struct amount amount;
		const char *currency;
		int64_t minor;
		const char *code; /* NULL: accepted */
	} cases[] = {
		{ { 1990, 2 }, "EUR", 1990, NULL },
		{ { 199, 1 }, "EUR", 1990, NULL },
		{ { -20, 0 }, "EUR", -2000, NULL },
		{ { 19900, 3 }, "EUR", 1990, NULL },
		{ { -1990000000, 8 }, "EUR", -1990, NULL },
		{ { 19999, 3 }, "EUR", 0, "too_precise" },
		{ { 1, 9 }, "EUR", 0, "too_precise" },
		{ { 19999, 3 }, "KWD", 19999, NULL },
		{ { 500, 0 }, "JPY", 500, NULL },
		{ { 5000, 1 }, "JPY", 500, NULL },
		{ { 5005, 1 }, "JPY", 0, "too_precise" },
		{ { 1, 0 }, "CLF", 10000, NULL },
		{ { 1, 0 }, "EURO", 0, "bad_currency" },
		{ { 1, 0 }, NULL, 0, "bad_currency" },
		{ { AMOUNT_MAX, 0 }, "JPY", AMOUNT_MAX, NULL },
		{ { AMOUNT_MAX, 2 }, "EUR", AMOUNT_MAX, NULL },
		{ { AMOUNT_MAX, 0 }, "EUR", 0, "too_large" },
		{ { AMOUNT_MAX / 100 + 1, 0 }, "EUR", 0, "too_large" },
		{ { -AMOUNT_MAX, 1 }, "EUR", 0, "too_large" },
	};
	char text[AMOUNT_TEXT_SIZE];
	struct error err;
	size_t i;

	for (i = 0; i < ARRAY_LENGTH(cases); i++) {
		int64_t minor = -7;
		enum status status = money_from_amount(cases[i].amount, cases[i].currency, &minor, &err);
		const char *currency = cases[i].currency ? cases[i].currency : "of no currency";

		amount_print(text, cases[i].amount);
		if (cases[i].code)
			ok(status == STATUS_REJECTED && strcmp(err.code, cases[i].code) == 0 && minor == -7,
			   "%s %s is refused: %s", text, currency, status ? err.message : "");
		else
			ok(status == STATUS_OK && minor == cases[i].minor, "%s %s", text, currency);
	}
	money_from_amount((struct amount) { 19999, 3 }, "EUR", &(int64_t) { 0 }, &err);
	is_text(err.message, "19.999: EUR has 2 decimals", "the message says what the currency has");
}

static void to_amount(void)
{
	char text[AMOUNT_TEXT_SIZE];

	is_text(amount_print(text, money_amount(1990, "EUR")), "19.90", "EUR");
	is_text(amount_print(text, money_amount(1990, "JPY")), "1990", "JPY");
	is_text(amount_print(text, money_amount(-5, "KWD")), "-0.005", "KWD");
}

static void times(void)
{
	int64_t out = 0;

	ok(money_times(1999, 3, &out) && out == 5997, "1999 * 3");
	ok(money_times(-1999, 3, &out) && out == -5997, "-1999 * 3");
	ok(money_times(AMOUNT_MAX, 1, &out) && out == AMOUNT_MAX, "the largest");
	ok(!money_times(AMOUNT_MAX / 2 + 1, 2, &out), "one more than the largest");
	ok(!money_times(AMOUNT_MAX, -2, &out), "past it downwards");
	ok(!money_times(AMOUNT_MAX, QUANTITY_MAX, &out), "past int64");
	is_int(out, AMOUNT_MAX, "what failed changed nothing");
}

/* Expected: largest remainder with python3's fractions. */
static void shares(void)
{
	static const struct {
		int64_t total;
		size_t n;
		int64_t weights[6], shares[6];
	} cases[] = {
		{ 100, 3, { 1, 1, 1 }, { 34, 33, 33 } },
		{ -100, 3, { 1, 1, 1 }, { -34, -33, -33 } },
		{ 10, 3, { 3, 3, 1 }, { 4, 4, 2 } },
		{ 1000, 4, { 1999, 4550, 1, 0 }, { 305, 695, 0, 0 } },
		{ 7, 3, { 0, 0, 5 }, { 0, 0, 7 } },
		{ 2, 5, { 1, 1, 1, 1, 1 }, { 1, 1, 0, 0, 0 } },
		{ 12345, 6, { 7411, 9171, 7629, 7402, 8320, 9623 }, { 1846, 2285, 1900, 1844, 2073, 2397 } },
		{ AMOUNT_MAX,
		  3,
		  { INT64_MAX, INT64_MAX, 1 },
		  { INT64_C(50000000000000000), INT64_C(49999999999999999), 0 } },
		{ 0, 2, { 3, 4 }, { 0, 0 } },
		{ 99, 3, { 0, 0, 0 }, { 99, 0, 0 } },
		{ -1, 1, { 8 }, { -1 } },
	};
	int64_t got[6];
	size_t i;

	for (i = 0; i < ARRAY_LENGTH(cases); i++) {
		money_share(cases[i].total, cases[i].weights, cases[i].n, got);
		ok(memcmp(got, cases[i].shares, cases[i].n * sizeof(*got)) == 0, "%lld over %zu weights",
		   (long long)cases[i].total, cases[i].n);
	}
	got[0] = 7;
	money_share(5, NULL, 0, got);
	is_int(got[0], 7, "over none: nothing is written");
}

/* Expected: python3's fractions, half away from zero. */
static void ratios(void)
{
	is_int(money_ratio(1990, 19, 100), 378, "19 % of 19.90");
	is_int(money_ratio(5, 1, 2), 3, "a half goes up");
	is_int(money_ratio(-5, 1, 2), -3, "away from zero");
	is_int(money_ratio(1, 1, 3), 0, "a third goes down");
	is_int(money_ratio(2, 1, 3), 1, "two thirds go up");
	is_int(money_ratio(-105, 1, 10), -11, "-10.5");
	is_int(money_ratio(105, -1, 10), -11, "a negative numerator");
	is_int(money_ratio(104, 1, -10), -10, "a negative denominator");
	is_int(money_ratio(AMOUNT_MAX, 19, 119), INT64_C(15966386554621849), "the tax within the largest");
	is_int(money_ratio(INT64_C(9007199254740993), 1000000007, 1000000009), INT64_C(9007199236726595),
	       "more digits than a double has");
	is_int(money_ratio(INT64_MAX, INT64_MAX, INT64_MAX), INT64_MAX, "a product of 126 bits");
}

int main(void)
{
	from_amount();
	to_amount();
	times();
	shares();
	ratios();
	return done_testing();
}
