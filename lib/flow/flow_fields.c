/* Field tables of arrivals, of orders on their way, and of parcels. */
#include "flow_impl.h"

const struct word FLOW_MODEL_WORDS[] = {
	{ "auto" }, { "poisson" }, { "negative-binomial", "negative_binomial|gamma|nb" }, { "renewal" }, { NULL },
};

const struct word FLOW_PROFILE_WORDS[] = {
	{ "none" }, { "weekday", "day-of-week" }, { "hour", "hour-of-day" }, { "week", "hour-of-week" }, { NULL },
};

static const struct field ARRIVAL_FIELDS[] = {
	{ "order", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct flow_arrival, order), "id", "order; not used" },
	{ "at", FIELD_INSTANT, FIELD_REQUIRED, FIELD_AT(struct flow_arrival, at), "date|day|placed_at|hour",
	  "instant of an order, or where a period that was counted begins" },
	{ "count", FIELD_INT, 0, FIELD_AT(struct flow_arrival, count), "orders|n", "arrivals; 1 where none is given",
	  .min = 0, .max = QUANTITY_MAX },
	{ NULL },
};
const struct record_type flow_arrival_type = { "arrival", "an order that came, or how many did",
					       sizeof(struct flow_arrival), ARRIVAL_FIELDS };

static const struct field RATE_FIELDS[] = {
	{ "slot", FIELD_TEXT, FIELD_KEY | FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_rate, slot), NULL,
	  "of the profile: weekday, hour, or both" },
	{ "every", FIELD_TEXT, 0, FIELD_AT(struct flow_rate, every), NULL, "length of a period: 1h, 1d" },
	{ "periods", FIELD_INT, 0, FIELD_AT(struct flow_rate, periods), NULL, "periods that were watched" },
	{ "count", FIELD_INT, 0, FIELD_AT(struct flow_rate, count), NULL, "arrivals in them" },
	{ "rate", FIELD_REAL, 0, FIELD_AT(struct flow_rate, rate), NULL, "arrivals a period" },
	{ "variance", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_rate, variance), NULL,
	  "of the arrivals of a period" },
	{ "dispersion", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_rate, dispersion), NULL,
	  "variance divided by rate: 1 for Poisson" },
	{ "chi_square", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_rate, chi_square), NULL,
	  "of the dispersion test, with periods - 1 degrees of freedom" },
	{ "p", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_rate, p), NULL,
	  "two-sided probability of a Poisson process as far off as this" },
	{ "cv", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_rate, cv), NULL,
	  "coefficient of variation of the times between arrivals: 1 for Poisson" },
	{ "model", FIELD_TEXT, 0, FIELD_AT(struct flow_rate, model), NULL, "poisson, negative-binomial or renewal" },
	{ "shape", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_rate, shape), NULL,
	  "of the gamma distribution of the rate over the stretch, or of the intervals" },
	{ "stretch", FIELD_REAL, 0, FIELD_AT(struct flow_rate, stretch), NULL, "periods asked about" },
	{ "mean", FIELD_REAL, 0, FIELD_AT(struct flow_rate, mean), NULL, "arrivals expected in the stretch" },
	{ "q", FIELD_JSON, 0, FIELD_AT(struct flow_rate, q), NULL,
	  "quantiles: an object of level and arrivals in the stretch" },
	{ "at_least", FIELD_JSON, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_rate, at_least), NULL,
	  "an object of a number of arrivals and the probability of that many or more" },
	{ "exactly", FIELD_JSON, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_rate, exactly), NULL,
	  "an object of a number of arrivals and its probability" },
	{ "reason", FIELD_TEXT, 0, FIELD_AT(struct flow_rate, reason), NULL, "how the model was chosen" },
	{ NULL },
};
const struct record_type flow_rate_type = { "arrivals", "how many arrive, and by which law", sizeof(struct flow_rate),
					    RATE_FIELDS };
