/* value_impl: shared inside the value module only. */
#ifndef ECOM_VALUE_IMPL_H
#define ECOM_VALUE_IMPL_H

#include <ecom/value.h>

#define VALUE_SHOWN_SIZE 64

#define SECONDS_PER_DAY INT64_C(86400)

/* Years that dates and instants are read in; outside of them stand typing errors. */
#define YEAR_FIRST 1900
#define YEAR_LAST  2999

/** value_shown(out, s): ${s} as a message quotes it: a long one cut short, control characters as '?'. */
const char *value_shown(char out[VALUE_SHOWN_SIZE], const char *s);

/** value_digits(s, count, out): exactly ${count} digits at *${s}, which moves past them. */
bool value_digits(const char **s, int count, int *out);

/** value_put_digits(out, count, number): the last ${count} digits of ${number}; returns the place behind them. */
char *value_put_digits(char *out, int count, int number);

/** day_scan(s, day, whole, err): YYYY-MM-DD at *${s}, which moves past it; ${whole} is what messages show. */
enum status day_scan(const char **s, int64_t *day, const char *whole, struct error *err);

/** zone_scan_offset(s, seconds): "Z", "+08:00", "-0330", "+8" at *${s}, which moves past it. */
bool zone_scan_offset(const char **s, int *seconds);

/** zone_local(z, local, snap): the UTC second at which clocks of ${z} show the local second ${local}: the earlier of
 *  two; for one that is skipped, forward by the length of the gap, or with ${snap} just to its end. */
int64_t zone_local(const struct zone *z, int64_t local, bool snap);

/*
 * The rule in the footer of a TZif file: a POSIX TZ string such as
 * "CET-1CEST,M3.5.0,M10.5.0/3" (RFC 8536 section 3.3.1).
 */
struct zone_rule_date {
	char form; /* 'M': month, week, weekday; 'J': day 1..365 without 29 February; 'n': day 0..365 */
	int month, week, weekday, day;
	int time; /* seconds after midnight by the clock before the change; -167 h .. 167 h */
};
struct zone_rule {
	bool changes;	      /* false: ${standard} all year */
	int standard, summer; /* seconds east of UTC */
	struct zone_rule_date start, end;
};

/* An offset and the seconds [begin, end) in which it applies. */
struct zone_span {
	int64_t begin, end;
	int offset;
};

bool zone_rule_parse(const char *s, struct zone_rule *out);
struct zone_span zone_rule_span(const struct zone_rule *rule, int64_t second);

#endif
