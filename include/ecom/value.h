/*
 * value: exact types of a shop, their parsing and printing. Money, quantity,
 * instant, date and zone, currency, GTIN.
 */
#ifndef ECOM_VALUE_H
#define ECOM_VALUE_H

#include <ecom/base.h>

/*
 * Amount: an exact decimal, ${units} / 10^${scale}. What a price column holds
 * before its currency is known, and what is printed after it is. Never a
 * double.
 */
struct amount {
	int64_t units;
	int scale; /* 0..9 */
};
#define AMOUNT_MAX INT64_C(99999999999999999) /* 17 digits: sums of many stay within int64 */
#define AMOUNT_TEXT_SIZE 32

/** amount_parse(s, comma, out, err): [+-]digits[.digits]; at most 9 decimals and 17 digits.
 *  ${comma}: the decimal mark is ',' and '.' may group thousands. No exponent, no currency sign. */
enum status amount_parse(const char *s, bool comma, struct amount *out, struct error *err);
char *amount_print(char out[AMOUNT_TEXT_SIZE], struct amount a); /* exactly ${scale} decimals */

/*
 * Currency: ISO 4217 code of three upper-case letters and its number of
 * decimals (JPY 0, EUR 2, KWD 3). currency_decimals is -1 for an unknown code.
 */
int currency_decimals(const char *code);

/*
 * Money: int64_t minor units (cents) of a currency known from the context.
 */
/** money_from_amount(a, currency, out, err): refuses (code "too_precise") more decimals than the
 *  currency has, unless they are zeros; (code "bad_currency") an unknown currency; overflow ("too_large"). */
enum status money_from_amount(struct amount a, const char *currency, int64_t *minor, struct error *err);
struct amount money_amount(int64_t minor, const char *currency); /* for printing: scale = the currency's */
/** money_times(minor, quantity, out): exact product; false on overflow past AMOUNT_MAX. */
bool money_times(int64_t minor, int64_t quantity, int64_t *out);
/** money_share(total, weights, n, shares): split ${total} in proportion to the non-negative ${weights} by
 *  largest remainder (ties: the earlier), so that the shares add up to ${total} exactly. All-zero weights:
 *  everything to the first. ${total} may be negative. */
void money_share(int64_t total, const int64_t *weights, size_t n, int64_t *shares);
/** money_ratio(minor, numerator, denominator): minor * numerator / denominator, half away from zero; held at the
 *  ends of int64; 0 for a zero ${denominator}. */
int64_t money_ratio(int64_t minor, int64_t numerator, int64_t denominator);

/* Quantity: integer units of a SKU. */
#define QUANTITY_MAX INT64_C(1000000000000) /* 1e12 */
/** quantity_parse(s, min, max, out, err): an integer; "3.0" is accepted, "-0" is 0; "3.5", "1e3" are not. */
enum status quantity_parse(const char *s, int64_t min, int64_t max, int64_t *out, struct error *err);

/*
 * Instant: milliseconds since 1970-01-01T00:00:00Z. Day: days since
 * 1970-01-01 in the proleptic Gregorian calendar. Zone: an IANA zone name
 * ("Asia/Shanghai", read from the system's TZif files), "UTC", or "+08:00".
 */
#define INSTANT_TEXT_SIZE 32
#define DAY_TEXT_SIZE 16
#define INSTANT_NONE INT64_MIN
#define SECOND_MS    INT64_C(1000)
#define MINUTE_MS    (60 * SECOND_MS)
#define HOUR_MS	     (60 * MINUTE_MS)
#define DAY_MS	     (24 * HOUR_MS) /* as clocks of UTC count them */
struct zone; /* opaque; shared, immutable */
/** zone_open(out, name, err): also "Z", "-0330", "+8"; anything else is STATUS_REJECTED, "bad_zone". */
enum status zone_open(struct zone **out, const char *name, struct error *err);
void zone_free(struct zone *z);
const char *zone_name(const struct zone *z);
int zone_offset(const struct zone *z, int64_t instant); /* seconds east of UTC at ${instant}; z NULL = UTC */
/** zone_offset_shown(z, local): seconds east of UTC when a clock of ${z} shows ${local}, in ms as if it were UTC: where it
 *  shows that twice, the first time; where never, as before the clocks were put forward. */
int zone_offset_shown(const struct zone *z, int64_t local);

/** zone_cache_find(cache, name): the zone of that name, opened when it was not among the last that were asked for; NULL:
 *  there is none. It stays until so many others were found. A zeroed struct is an empty cache. */
#define ZONE_CACHE_SIZE 16
struct zone_cache {
	struct zone *zones[ZONE_CACHE_SIZE];
	size_t next; /* of them to be forgotten */
};
const struct zone *zone_cache_find(struct zone_cache *cache, const char *name);
void zone_cache_free(struct zone_cache *cache);

/** instant_parse(s, zone, out, err): RFC 3339 with an offset, or without one ("2018-01-02 10:03", 'T' or space,
 *  seconds and fraction optional, or a bare date = its midnight) read in ${zone} (NULL = UTC). A local time that
 *  a zone skips is moved forward by as much; one that occurs twice is the earlier. Digits past the millisecond are
 *  dropped; "2018-01-02 10:03:00 +0800" is read too. 1900..2999. */
enum status instant_parse(const char *s, const struct zone *zone, int64_t *out, struct error *err);
/** instant_print(out, instant): RFC 3339 UTC, "2018-01-02T10:03:00Z"; ".123" only when not zero. */
char *instant_print(char out[INSTANT_TEXT_SIZE], int64_t instant); /* INSTANT_NONE: empty */
int64_t instant_day(int64_t instant, const struct zone *zone);    /* the local calendar day */
int64_t instant_of_day(int64_t day, const struct zone *zone);     /* local midnight; if skipped, the day's first instant */

enum status day_parse(const char *s, int64_t *day, struct error *err); /* YYYY-MM-DD, real days of 1900..2999 */
char *day_print(char out[DAY_TEXT_SIZE], int64_t day);
int64_t day_from_civil(int year, int month, int day_of_month);
void day_to_civil(int64_t day, int *year, int *month, int *day_of_month);
int day_of_week(int64_t day); /* 0 = Monday .. 6 = Sunday (ISO) */

/** duration_parse(s, out_ms, err): "90s", "15m", "2h", "30d", "1w"; at most 100 years. */
enum status duration_parse(const char *s, int64_t *ms, struct error *err);

/** gtin_valid(s): GTIN-8, -12, -13 or -14 with a right check digit (GS1). */
bool gtin_valid(const char *s);

#endif
