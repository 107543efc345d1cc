/* Field table of what a series is. */
#include "forecast_impl.h"

const struct word FORECAST_PATTERN_WORDS[] = {
	[SERIES_NO_DEMAND] = { "none" },  [SERIES_SMOOTH] = { "smooth" },
	[SERIES_ERRATIC] = { "erratic" }, [SERIES_INTERMITTENT] = { "intermittent" },
	[SERIES_LUMPY] = { "lumpy" },	  { NULL },
};
static const struct word ABC_WORDS[] = { { "A" }, { "B" }, { "C" }, { NULL } };
static const struct word XYZ_WORDS[] = { { "X" }, { "Y" }, { "Z" }, { NULL } };
const struct word FORECAST_BY_WORDS[] = { { "auto" }, { "revenue", "value" }, { "quantity", "units" }, { NULL } };

static const struct field CLASS_FIELDS[] = {
	{ "sku", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct forecast_class, sku), NULL, "stock keeping unit", .max = 4000 },
	{ "location", FIELD_TEXT, 0, FIELD_AT(struct forecast_class, location), NULL, "none = the SKU as a whole" },
	{ "from", FIELD_DAY, 0, FIELD_AT(struct forecast_class, from), NULL, "first day of its first period" },
	{ "periods", FIELD_INT, 0, FIELD_AT(struct forecast_class, periods), NULL,
	  "from its first to the last of history" },
	{ "total", FIELD_REAL, 0, FIELD_AT(struct forecast_class, total), NULL, "units in all of them" },
	{ "mean", FIELD_REAL, 0, FIELD_AT(struct forecast_class, mean), NULL, "units a period" },
	{ "sd", FIELD_REAL, 0, FIELD_AT(struct forecast_class, sd), NULL, "standard deviation of a period's units" },
	{ "cv", FIELD_REAL, 0, FIELD_AT(struct forecast_class, cv), NULL, "sd over mean: what xyz goes by" },
	{ "adi", FIELD_REAL, 0, FIELD_AT(struct forecast_class, adi), NULL,
	  "average demand interval: periods over periods with demand" },
	{ "cv2", FIELD_REAL, 0, FIELD_AT(struct forecast_class, cv2), NULL,
	  "squared coefficient of variation of the units of periods with demand" },
	{ "class", FIELD_WORD, 0, FIELD_AT(struct forecast_class, class), NULL,
	  "by adi, 1.32, and cv2, 0.49; none = no demand at all", FORECAST_PATTERN_WORDS },
	{ "value", FIELD_REAL, 0, FIELD_AT(struct forecast_class, value), NULL,
	  "revenue, where there are prices, or units: what abc goes by" },
	{ "share", FIELD_REAL, 0, FIELD_AT(struct forecast_class, share), NULL, "of the value of all series" },
	{ "abc", FIELD_WORD, 0, FIELD_AT(struct forecast_class, abc), NULL,
	  "A = of the first 80 % of all value, B = of the next 15 %, C = of the rest, or as asked", ABC_WORDS },
	{ "xyz", FIELD_WORD, 0, FIELD_AT(struct forecast_class, xyz), NULL,
	  "X = cv up to 0.5, Y = up to 1, Z = above, or as asked", XYZ_WORDS },
	{ "trend", FIELD_REAL, 0, FIELD_AT(struct forecast_class, trend), NULL, "strength of the trend, 0 to 1" },
	{ "season", FIELD_REAL, 0, FIELD_AT(struct forecast_class, season), NULL,
	  "strength of the season, 0 to 1; none = fewer than two seasons of history" },
	{ "outliers", FIELD_JSON, 0, FIELD_AT(struct forecast_class, outliers), NULL,
	  "periods far out of the ordinary: a list of date and quantity" },
	{ "stockouts", FIELD_JSON, 0, FIELD_AT(struct forecast_class, stockouts), NULL,
	  "stretches without demand that chance does not explain: a list of from, until (first day of the last period) "
	  "and "
	  "periods" },
	{ NULL },
};
const struct record_type forecast_class_type = { "class", "what kind of series it is", sizeof(struct forecast_class),
						 CLASS_FIELDS };
