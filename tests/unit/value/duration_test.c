#include <ecom/value.h>

#include <tap.h>

int main(void)
{
	static const struct {
		const char *text;
		int64_t ms;
	} good[] = {
		{ "90s", 90 * 1000 },
		{ "15m", 15 * 60 * 1000 },
		{ "2h", 2 * 3600 * 1000 },
		{ "30d", INT64_C(30) * 86400 * 1000 },
		{ "1w", INT64_C(7) * 86400 * 1000 },
		{ "0s", 0 },
	};
	static const char *const bad[] = {
		"", "s", "90", "1.5h", "-1d", "+1d", " 1d", "1d ", "1h30m", "1y", "1D", "1ms"
	};
	struct error err;
	int64_t ms = -7;
	size_t i;

	for (i = 0; i < ARRAY_LENGTH(good); i++) {
		duration_parse(good[i].text, &ms, &err);
		is_int(ms, good[i].ms, good[i].text);
	}
	for (i = 0; i < ARRAY_LENGTH(bad); i++)
		ok(duration_parse(bad[i], &ms, &err) == STATUS_REJECTED && strcmp(err.code, "bad_value") == 0,
		   "'%s' is no duration", bad[i]);
	is_int(duration_parse("99999999999999999999w", &ms, &err), STATUS_REJECTED, "longer than time");
	is_text(err.code, "too_large", "is too large");
	is_int(duration_parse("1000000000000w", &ms, &err), STATUS_REJECTED, "longer than int64 milliseconds");
	is_text(err.code, "too_large", "is too large as well");
	is_int(duration_parse("15250284w", &ms, &err), STATUS_REJECTED, "fits int64, but now and it together do not");
	is_text(err.code, "too_large", "is too large likewise");
	is_int(duration_parse("36526d", &ms, &err), STATUS_REJECTED, "a day more than 100 years of 365.25 days");
	is_int(duration_parse("36525d", &ms, &err), STATUS_OK, "100 years");
	is_int(ms, INT64_C(3155760000000), "in milliseconds");
	return done_testing();
}
