/* Field tables of histories and forecasts. */
#include "forecast_impl.h"

static const struct field SALE_FIELDS[] = {
	{ "sku", FIELD_TEXT, FIELD_REQUIRED | FIELD_KEY, FIELD_AT(struct forecast_sale, sku), NULL,
	  "stock keeping unit", .max = 4000 },
	{ "location", FIELD_TEXT, FIELD_OPTIONAL_OUT, FIELD_AT(struct forecast_sale, location), NULL,
	  "where it was sold; each location of a SKU is a series" },
	{ "date", FIELD_INSTANT, FIELD_REQUIRED, FIELD_AT(struct forecast_sale, date), "day|at",
	  "day, or instant, of the sale" },
	{ "quantity", FIELD_REAL, 0, FIELD_AT(struct forecast_sale, quantity), "qty|demand|units",
	  "units sold; negative = returned; none = the row tells of its other fields only, as of days ahead" },
	{ "price", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct forecast_sale, price), "unit_price|sell_price",
	  "money a unit" },
	{ "promotion", FIELD_BOOL, FIELD_OPTIONAL_OUT, FIELD_AT(struct forecast_sale, promotion), "promo|on_promotion",
	  "sold under a promotion" },
	{ "in_stock", FIELD_BOOL, FIELD_OPTIONAL_OUT, FIELD_AT(struct forecast_sale, in_stock), NULL,
	  "no = it ran out, and what was sold is less than what was wanted" },
	{ "category", FIELD_TEXT, FIELD_OPTIONAL_OUT, FIELD_AT(struct forecast_sale, category), NULL,
	  "group of the SKU; the last one said counts" },
	{ NULL },
};
const struct record_type forecast_sale_type = { "sale", "units sold on a day", sizeof(struct forecast_sale),
						SALE_FIELDS };

static const struct field FORECAST_FIELDS[] = {
	{ "sku", FIELD_TEXT, FIELD_REQUIRED | FIELD_KEY, FIELD_AT(struct forecast, sku), NULL, "stock keeping unit",
	  .max = 4000 },
	{ "location", FIELD_TEXT, 0, FIELD_AT(struct forecast, location), NULL, "none = the SKU as a whole" },
	{ "model", FIELD_TEXT, 0, FIELD_AT(struct forecast, model), NULL, "the model that made it" },
	{ "origin", FIELD_DAY, 0, FIELD_AT(struct forecast, origin), NULL, "first day of the last period of history" },
	{ "step", FIELD_INT, FIELD_REQUIRED, FIELD_AT(struct forecast, step), NULL, "periods ahead, from 1", .min = 1,
	  .max = 100000 },
	{ "date", FIELD_DAY, FIELD_REQUIRED, FIELD_AT(struct forecast, date), NULL,
	  "first day of the period forecast" },
	{ "mean", FIELD_REAL, FIELD_REQUIRED, FIELD_AT(struct forecast, mean), NULL, "units expected in the period" },
	{ "q", FIELD_JSON, 0, FIELD_AT(struct forecast, q), NULL, "quantiles: an object of level and units" },
	{ "sd", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct forecast, sd), NULL,
	  "standard deviation of the error of this step" },
	{ "total_sd", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct forecast, total_sd), NULL,
	  "standard deviation of the error of the sum of the steps up to this one" },
	{ "class", FIELD_TEXT, FIELD_OPTIONAL_OUT, FIELD_AT(struct forecast, class), NULL,
	  "of the demand: smooth, erratic, intermittent or lumpy" },
	{ "periods", FIELD_INT, FIELD_OPTIONAL_OUT, FIELD_AT(struct forecast, periods), NULL,
	  "where it is a sum: of so many periods, the first of which begins on date", .min = 1, .max = 100000 },
	{ "pmf", FIELD_JSON, FIELD_OPTIONAL_OUT, FIELD_AT(struct forecast, pmf), NULL,
	  "the whole distribution: an object of the least units, from, and the probabilities p of these and each more" },
	{ "cv", FIELD_JSON, FIELD_OPTIONAL_OUT, FIELD_AT(struct forecast, cv), NULL,
	  "scores over rolling origins, those of the naive forecast beside them" },
	{ "at", FIELD_INSTANT, FIELD_OPTIONAL_OUT, FIELD_AT(struct forecast, at), NULL,
	  "first instant of the period, where it is an hour" },
	{ NULL },
};
const struct record_type forecast_type = { "forecast", "demand expected in one period", sizeof(struct forecast),
					   FORECAST_FIELDS };

const struct word FORECAST_MODEL_WORDS[] = {
	{ "auto" },
	{ "naive" },
	{ "seasonal-naive", "seasonal_naive|snaive" },
	{ "moving-average", "moving_average|ma" },
	{ "ses", "exponential" },
	{ "regression", "trend|linear" },
	{ NULL },
};
