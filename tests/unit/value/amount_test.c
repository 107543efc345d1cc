#include <ecom/value.h>

#include <tap.h>

struct accepted {
	const char *text;
	bool comma;
	int64_t units;
	int scale;
};

static void accepted(void)
{
	static const struct accepted cases[] = {
		{ "0", false, 0, 0 },
		{ "19.90", false, 1990, 2 },
		{ "-19.9", false, -199, 1 },
		{ "+5", false, 5, 0 },
		{ "-0.05", false, -5, 2 },
		{ "000001.50", false, 150, 2 },
		{ "0.123456789", false, 123456789, 9 },
		{ "99999999999999999", false, AMOUNT_MAX, 0 },
		{ "-99999999.999999999", false, -AMOUNT_MAX, 9 },
		{ "19,90", true, 1990, 2 },
		{ "1.234,50", true, 123450, 2 },
		{ "1.234.567", true, 1234567, 0 },
		{ "-12.345,6", true, -123456, 1 },
		{ "1234,5", true, 12345, 1 },
		{ "1.234", true, 1234, 0 },
	};
	struct error err;
	struct amount a;
	size_t i;

	for (i = 0; i < ARRAY_LENGTH(cases); i++)
		ok(amount_parse(cases[i].text, cases[i].comma, &a, &err) == STATUS_OK && a.units == cases[i].units &&
			   a.scale == cases[i].scale,
		   "%s%s", cases[i].text, cases[i].comma ? " with a decimal comma" : "");
}

static void refused(void)
{
	static const struct {
		const char *text;
		bool comma;
		const char *code, *hint;
	} cases[] = {
		{ "", false, "bad_value", "(empty): an amount such as 19.90" },
		{ "-", false, "bad_value", "19.90" },
		{ ".5", false, "bad_value", "19.90" },
		{ "5.", false, "bad_value", "19.90" },
		{ " 5", false, "bad_value", "19.90" },
		{ "5 ", false, "bad_value", "19.90" },
		{ "$5", false, "bad_value", "currency sign" },
		{ "1.2.3", false, "bad_value", "19.90" },
		{ "1e18", false, "bad_value", "without exponent" },
		{ "nan", false, "bad_value", "19.90" },
		{ "0x10", false, "bad_value", "19.90" },
		{ "1,234.50", false, "bad_value", "--decimal-comma" },
		{ "1,234", false, "bad_value", "remove the grouping" },
		{ "19,90", false, "bad_value", "--decimal-comma" },
		{ "19.90", true, "bad_value", "decimal comma was expected" },
		{ "1.2345,00", true, "bad_value", "19,90" },
		{ "1234.567,00", true, "bad_value", "19,90" },
		{ "1.23,00", true, "bad_value", "19,90" },
		{ ".234,00", true, "bad_value", "19,90" },
		{ "1,234.50", true, "bad_value", "19,90" },
		{ "1,", true, "bad_value", "19,90" },
		{ "0.1234567890", false, "too_precise", "10 decimals" },
		{ "100000000000000000", false, "too_large", "17 digits" },
		{ "99999999999999999999999999999", false, "too_large", "17 digits" },
		{ "1.23456789012345678", false, "too_precise", "17 decimals" },
	};
	struct amount a = { 7, 3 };
	struct error err;
	size_t i;

	for (i = 0; i < ARRAY_LENGTH(cases); i++) {
		bool rejected = amount_parse(cases[i].text, cases[i].comma, &a, &err) == STATUS_REJECTED;

		ok(rejected && strcmp(err.code, cases[i].code) == 0 && strstr(err.message, cases[i].hint),
		   "'%s'%s is refused: %s", cases[i].text, cases[i].comma ? " with a decimal comma" : "",
		   rejected ? err.message : "");
	}
	ok(a.units == 7 && a.scale == 3, "what was refused changed nothing");
}

static void long_text(void)
{
	char text[4001];
	struct error err;
	struct amount a;

	memset(text, 'x', sizeof(text) - 1);
	text[10] = '\n';
	text[sizeof(text) - 1] = '\0';
	amount_parse(text, false, &a, &err);
	ok(strlen(err.message) < 200 && strstr(err.message, "was expected") && !strchr(err.message, '\n'),
	   "a long value with a newline is quoted in part");
}

static void printed(void)
{
	static const struct {
		struct amount amount;
		const char *text;
	} cases[] = {
		{ { 0, 0 }, "0" },
		{ { 0, 2 }, "0.00" },
		{ { 5, 2 }, "0.05" },
		{ { -5, 2 }, "-0.05" },
		{ { 1990, 2 }, "19.90" },
		{ { -1234567, 3 }, "-1234.567" },
		{ { 500, 0 }, "500" },
		{ { 1, 9 }, "0.000000001" },
		{ { INT64_MAX, 9 }, "9223372036.854775807" },
		{ { INT64_MIN, 0 }, "-9223372036854775808" },
	};
	char out[AMOUNT_TEXT_SIZE];
	size_t i;

	for (i = 0; i < ARRAY_LENGTH(cases); i++)
		is_text(amount_print(out, cases[i].amount), cases[i].text, cases[i].text);
}

int main(void)
{
	accepted();
	refused();
	long_text();
	printed();
	return done_testing();
}
