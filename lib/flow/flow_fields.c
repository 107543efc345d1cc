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

const struct word FLOW_CLOCK_WORDS[] = { { "hand-over", "hand_over|shipped" }, { "order", "placed" }, { NULL } };

static const struct field PARCEL_FIELDS[] = {
	{ "shipment", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct flow_parcel, shipment), NULL, "shipment" },
	{ "order", FIELD_TEXT, 0, FIELD_AT(struct flow_parcel, order), NULL, "order it belongs to" },
	{ "carrier", FIELD_TEXT, 0, FIELD_AT(struct flow_parcel, carrier), NULL, "who carries it" },
	{ "origin", FIELD_TEXT, 0, FIELD_AT(struct flow_parcel, origin), "from|origin_zone", "zone it comes from" },
	{ "destination", FIELD_TEXT, 0, FIELD_AT(struct flow_parcel, destination), "to|destination_zone",
	  "zone it goes to" },
	{ "status", FIELD_TEXT, 0, FIELD_AT(struct flow_parcel, status), NULL,
	  "of the shipment: what is cancelled or returned is not waited for" },
	{ "placed_at", FIELD_INSTANT, 0, FIELD_AT(struct flow_parcel, placed_at), NULL, "when it was ordered" },
	{ "shipped_at", FIELD_INSTANT, 0, FIELD_AT(struct flow_parcel, shipped_at), NULL,
	  "when the carrier got it; none = about to" },
	{ "delivered_at", FIELD_INSTANT, 0, FIELD_AT(struct flow_parcel, delivered_at), NULL,
	  "when it arrived; none = under way" },
	{ "promised_at", FIELD_INSTANT, 0, FIELD_AT(struct flow_parcel, promised_at), NULL,
	  "by when the customer was told it would" },
	{ "at", FIELD_INSTANT, 0, FIELD_AT(struct flow_parcel, at), "time|timestamp|event_time",
	  "of an event, in place of all these but shipment and carrier: when the parcel came into the status" },
	{ NULL },
};
const struct record_type flow_parcel_type = { "parcel on its way", "a parcel that was delivered, or will be",
					      sizeof(struct flow_parcel), PARCEL_FIELDS };

static const struct field ETA_FIELDS[] = {
	{ "shipment", FIELD_TEXT, FIELD_KEY | FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_eta, shipment), NULL,
	  "shipment" },
	{ "order", FIELD_TEXT, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_eta, order), NULL, "order it belongs to" },
	{ "carrier", FIELD_TEXT, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_eta, carrier), NULL, "who carries it" },
	{ "origin", FIELD_TEXT, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_eta, origin), NULL, "zone it comes from" },
	{ "destination", FIELD_TEXT, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_eta, destination), NULL,
	  "zone it goes to" },
	{ "from", FIELD_INSTANT, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_eta, from), NULL,
	  "when its clock started: the hand-over, or the order" },
	{ "promised_at", FIELD_INSTANT, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_eta, promised_at), NULL,
	  "by when the customer was told it would arrive" },
	{ "age_days", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_eta, age), NULL,
	  "days since its clock started" },
	{ "arrives", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_eta, arrives), NULL,
	  "probability that it arrives at all" },
	{ "late", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_eta, late), NULL,
	  "probability that it arrives after promised_at, if it arrives" },
	{ "q", FIELD_JSON, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_eta, q), NULL,
	  "quantiles, if it arrives: an object of level and instant" },
	{ "behind", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_eta, behind), NULL,
	  "parcels on the same lane that this rests on, older ones counting less" },
	{ "status", FIELD_TEXT, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_eta, status), NULL, "that it is in" },
	{ "since", FIELD_INSTANT, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_eta, since), NULL,
	  "when it came into that status" },
	{ "next", FIELD_JSON, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_eta, next), NULL,
	  "an object of status and probability that it is the next, for the time it has been in this one" },
	{ "delivered_at", FIELD_INSTANT, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_eta, delivered_at), NULL,
	  "when it arrived, of a backtest" },
	{ "part", FIELD_TEXT, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_eta, part), NULL,
	  "of a score: all, or which part of the parcels in the order of their start" },
	{ "parcels", FIELD_INT, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_eta, parcels), NULL, "parcels scored" },
	{ "error_days", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_eta, error), NULL,
	  "days that the median was off, in the mean" },
	{ "bias_days", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_eta, bias), NULL,
	  "days that the median was too late, in the mean" },
	{ "coverage", FIELD_JSON, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_eta, coverage), NULL,
	  "an object of level and share of parcels that had arrived by then" },
	{ "width_days", FIELD_JSON, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_eta, width), NULL,
	  "an object of level and days from the start until then, in the mean" },
	{ "quoted_error_days", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_eta, quoted_error), NULL,
	  "days that promised_at was off, in the mean" },
	{ "quoted_late", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_eta, quoted_late), NULL,
	  "share of parcels that arrived after promised_at" },
	{ "quoted_width_days", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow_eta, quoted_width), NULL,
	  "days from the start until promised_at, in the mean" },
	{ NULL },
};
const struct record_type flow_eta_type = { "eta", "when a parcel will arrive, or how well that was said",
					   sizeof(struct flow_eta), ETA_FIELDS };

const struct word FLOW_SHOW_WORDS[] = { { "all" }, { "transitions" }, { "states" }, { "open", "orders" }, { NULL } };

static const struct field STEP_FIELDS[] = {
	{ "order", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct flow_step, order), "shipment|id",
	  "order, or shipment, that came into the state; none = a move of a given matrix" },
	{ "status", FIELD_TEXT, FIELD_REQUIRED, FIELD_AT(struct flow_step, status), "to|state",
	  "the state it came into" },
	{ "at", FIELD_INSTANT, 0, FIELD_AT(struct flow_step, at), "date", "when" },
	{ "from", FIELD_TEXT, 0, FIELD_AT(struct flow_step, from), NULL, "of a given matrix: the state that is left" },
	{ "probability", FIELD_REAL, 0, FIELD_AT(struct flow_step, probability), "p",
	  "of a given matrix: of this move" },
	{ "count", FIELD_INT, 0, FIELD_AT(struct flow_step, count), "n",
	  "of a given matrix, in place of a probability: how often it was seen; 1 where none is given", .min = 0,
	  .max = QUANTITY_MAX },
	{ NULL },
};
const struct record_type flow_step_type = { "step", "a new state of an order", sizeof(struct flow_step), STEP_FIELDS };

static const struct field FLOW_FIELDS[] = {
	{ "kind", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct flow, kind), NULL, "transition, state, or order" },
	{ "order", FIELD_TEXT, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow, order), NULL, "order under way" },
	{ "state", FIELD_TEXT, 0, FIELD_AT(struct flow, state), NULL, "the state it is in, or leaves" },
	{ "to", FIELD_TEXT, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow, to), NULL, "the state it moves to" },
	{ "count", FIELD_INT, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow, count), NULL,
	  "moves that were seen; of a state, stays that began" },
	{ "open", FIELD_INT, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow, open), NULL, "orders that are in the state" },
	{ "probability", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow, probability), NULL,
	  "of the move when the state is left" },
	{ "low", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow, low), NULL,
	  "lower end of its interval of 95 per cent" },
	{ "high", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow, high), NULL, "upper end" },
	{ "since", FIELD_INSTANT, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow, since), NULL,
	  "when the order came into the state" },
	{ "days", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow, days), NULL,
	  "days in the state: the mean, or those of the order so far" },
	{ "limit_days", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow, limit), NULL,
	  "days in the state after which an order is stuck" },
	{ "q", FIELD_JSON, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow, q), NULL,
	  "quantiles: an object of level and days in the state; of an order, among those still there" },
	{ "steps", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow, steps), NULL, "moves expected to the end" },
	{ "days_to_end", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow, days_to_end), NULL,
	  "days expected from coming into the state to the end" },
	{ "ends", FIELD_JSON, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow, ends), NULL,
	  "an object of end and probability of ending there" },
	{ "next", FIELD_JSON, FIELD_OPTIONAL_OUT, FIELD_AT(struct flow, next), NULL,
	  "of an order: an object of state and probability that it is the next, for its age" },
	{ NULL },
};
const struct record_type flow_type = { "flow", "how orders move, stay and end", sizeof(struct flow), FLOW_FIELDS };
