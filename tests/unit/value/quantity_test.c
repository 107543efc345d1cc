#include <ecom/value.h>

#include <tap.h>

int main(void)
{
	static const struct {
		const char *text;
		int64_t value;
	} good[] = {
		{ "0", 0 },
		{ "-0", 0 },
		{ "+3", 3 },
		{ "3.0", 3 },
		{ "3.000", 3 },
		{ "-12", -12 },
		{ "-12.0", -12 },
		{ "0042", 42 },
		{ "1000000000000", QUANTITY_MAX },
		{ "-1000000000000", -QUANTITY_MAX },
	};
	static const struct {
		const char *text, *code, *message;
	} bad[] = {
		{ "1e18", "bad_value", "1e18: an integer without exponent was expected" },
		{ "1E3", "bad_value", "1E3: an integer without exponent was expected" },
		{ "3.5", "bad_value", "3.5: an integer was expected, not a fraction" },
		{ "3.05", "bad_value", "3.05: an integer was expected, not a fraction" },
		{ "", "bad_value", "(empty): an integer was expected" },
		{ "-", "bad_value", "-: an integer was expected" },
		{ "3.", "bad_value", "3.: an integer was expected" },
		{ "1,000", "bad_value", "1,000: an integer was expected" },
		{ " 3", "bad_value", " 3: an integer was expected" },
		{ "many", "bad_value", "many: an integer was expected" },
		{ "inf", "bad_value", "inf: an integer was expected" },
		{ "1000000000000000000", "too_large", "1000000000000000000: larger than 1000000000000" },
		{ "1000000000001", "too_large", "1000000000001: larger than 1000000000000" },
		{ "99999999999999999999999", "too_large", "99999999999999999999999: larger than 1000000000000" },
		{ "-1000000000001", "bad_value", "-1000000000001: at least -1000000000000 was expected" },
		{ "-99999999999999999999", "too_large", "-99999999999999999999: at least -1000000000000 was expected" },
	};
	struct error err;
	int64_t value;
	size_t i;

	for (i = 0; i < ARRAY_LENGTH(good); i++)
		ok(quantity_parse(good[i].text, -QUANTITY_MAX, QUANTITY_MAX, &value, &err) == STATUS_OK &&
			   value == good[i].value,
		   "'%s'", good[i].text);
	value = 7;
	for (i = 0; i < ARRAY_LENGTH(bad); i++) {
		is_int(quantity_parse(bad[i].text, -QUANTITY_MAX, QUANTITY_MAX, &value, &err), STATUS_REJECTED,
		       bad[i].text);
		is_text(err.code, bad[i].code, "its code");
		is_text(err.message, bad[i].message, "its message");
	}
	is_int(value, 7, "what was refused changed nothing");

	is_int(quantity_parse("0", 1, 10, &value, &err), STATUS_REJECTED, "below the least");
	is_text(err.message, "0: at least 1 was expected", "which is said");
	is_int(quantity_parse("11", 1, 10, &value, &err), STATUS_REJECTED, "above the largest");
	ok(quantity_parse("-9223372036854775808", INT64_MIN, 0, &value, &err) == STATUS_OK && value == INT64_MIN,
	   "the least of all");
	is_int(quantity_parse("9223372036854775808", 0, INT64_MAX, &value, &err), STATUS_REJECTED,
	       "one past the largest of all");
	return done_testing();
}
