/* The terms of each series' regression. */
#include "estimate.h"

#include <stdio.h>

#define WAVE	  512 /* series between two looks at what is done */
#define CERTAINTY 0.95
#define TERM_NAME (FORECAST_EVENT_NAME + 8)

static const struct field TERM_FIELDS[] = {
	{ "sku", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct forecast_term, sku), NULL, "stock keeping unit", .max = 4000 },
	{ "location", FIELD_TEXT, 0, FIELD_AT(struct forecast_term, location), NULL, "none = the SKU as a whole" },
	{ "term", FIELD_TEXT, 0, FIELD_AT(struct forecast_term, term), NULL,
	  "level, trend, a period of the season, price, promotion, or an event" },
	{ "coefficient", FIELD_REAL, 0, FIELD_AT(struct forecast_term, coefficient), NULL,
	  "units a period; of price, for one e times as high" },
	{ "error", FIELD_REAL, 0, FIELD_AT(struct forecast_term, error), NULL, "its standard error" },
	{ "robust_error", FIELD_REAL, 0, FIELD_AT(struct forecast_term, robust_error), NULL,
	  "the same where the variance may differ from period to period (HC3)" },
	{ "low", FIELD_REAL, 0, FIELD_AT(struct forecast_term, low), NULL, "of the 95 % interval" },
	{ "high", FIELD_REAL, 0, FIELD_AT(struct forecast_term, high), NULL, "of the 95 % interval" },
	{ "periods", FIELD_INT, 0, FIELD_AT(struct forecast_term, periods), NULL, "of history, that it was found in" },
	{ NULL },
};
const struct record_type forecast_term_type = { "term", "what moves the sales of a series", sizeof(struct forecast_term),
						TERM_FIELDS };

struct explained {
	struct series_term terms[SERIES_TERMS];
	size_t count, periods;
	int64_t first; /* period of history */
	double degrees;
	bool has_price, has_promotion, silent;
	size_t negatives;
};

struct explainer {
	struct panel panel;
	struct group group;
	struct desk *desks;
	struct explained *found; /* of the wave */
	size_t start, too_short;
};

static void explain_series(void *ctx, size_t worker, size_t index)
{
	struct explainer *x = ctx;
	struct desk *d = &x->desks[worker];
	struct explained *out = &x->found[index];
	const struct series_model *model = series_model_find("regression");

	*out = (struct explained) { .silent = !forecast_desk_load(d, x->start + index) };
	if (out->silent)
		return;
	size_t n = d->periods.n;
	struct series_fit fit = forecast_fit(d, model, n);
	struct series_history history = forecast_desk_history(d, model, n);
	out->periods = n;
	out->negatives = d->periods.negative;
	out->first = forecast_periods_first(&d->periods);
	out->degrees = fit.degrees;
	out->has_price = d->periods.has_price;
	out->has_promotion = d->periods.has_promotion;
	if (fit.model == model)
		out->count = series_regression_terms(&fit, &history, out->terms);
}

/* A regressor's column stands behind those of price and promotion that there are. */
static void name_regressor(const struct explainer *x, const struct explained *e, size_t column, char name[TERM_NAME])
{
	const char *text = "price";

	if (column >= e->has_price)
		text = "promotion";
	if (column >= (size_t)e->has_price + e->has_promotion)
		text = x->panel.history->events.names.keys[column - e->has_price - e->has_promotion].name;
	snprintf(name, TERM_NAME, "%s", text);
}

/* The season of days is a week, that of months a year: their periods have names. */
static void name_term(const struct explainer *x, const struct explained *e, const struct series_term *term,
		      char name[TERM_NAME])
{
	static const char *const DAYS[] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" };
	static const char *const MONTHS[] = { "january", "february", "march", "april", "may", "june", "july", "august",
					      "september", "october", "november", "december" };
	const struct forecast_plan *plan = x->panel.plan;
	int64_t period = e->first + (int64_t)term->index;

	if (term->kind == SERIES_REGRESSOR) {
		name_regressor(x, e, term->index, name);
	} else if (term->kind == SERIES_DUMMY && plan->calendar.every == EVERY_DAY && plan->season == ARRAY_LENGTH(DAYS)) {
		snprintf(name, TERM_NAME, "%s", DAYS[day_of_week(forecast_period_day(&plan->calendar, period))]);
	} else if (term->kind == SERIES_DUMMY && plan->calendar.every == EVERY_MONTH && plan->season == ARRAY_LENGTH(MONTHS)) {
		int year, month, day;
		day_to_civil(forecast_period_day(&plan->calendar, period), &year, &month, &day);
		snprintf(name, TERM_NAME, "%s", MONTHS[month - 1]);
	} else {
		series_term_name(term, name);
	}
}

static void emit_series(const struct explainer *x, size_t index, const struct forecast_term_sink *sink)
{
	const struct explained *e = &x->found[index];
	const struct directory_key *key = &x->panel.history->directory.keys[x->panel.order[x->start + index]];
	double reach = e->degrees > 0 ? numeric_student_quantile((1 + CERTAINTY) / 2, e->degrees) : NAN;
	char name[TERM_NAME];

	for (size_t i = 0; i < e->count; i++) {
		const struct series_term *term = &e->terms[i];
		struct forecast_term out;
		record_clear(&forecast_term_type, &out);
		name_term(x, e, term, name);
		out.sku = key->name;
		out.location = key->location;
		out.term = name;
		out.coefficient = number_tidy(term->coefficient);
		out.error = number_tidy(term->error);
		out.robust_error = number_tidy(term->robust_error);
		out.low = number_tidy(term->coefficient - reach * term->error);
		out.high = number_tidy(term->coefficient + reach * term->error);
		out.periods = (int64_t)e->periods;
		record_mark_all(&forecast_term_type, &out);
		sink->emit(sink->ctx, &out);
	}
}

static void count_series(struct explainer *x, size_t index, struct forecast_plan *plan)
{
	const struct explained *e = &x->found[index];

	plan->silent += e->silent;
	plan->series += !e->silent;
	plan->negative += e->negatives;
	x->too_short += !e->silent && e->count == 0;
}

size_t forecast_explain(const struct forecast_history *h, const struct forecast_settings *settings,
			struct forecast_plan *plan, const struct forecast_term_sink *sink)
{
	struct explainer x = { .start = 0 };

	forecast_panel_open(&x.panel, h, settings, plan);
	x.desks = memory_zero(x.panel.jobs, sizeof *x.desks);
	x.found = memory_zero(WAVE, sizeof *x.found);
	for (size_t i = 0; i < x.panel.jobs; i++)
		forecast_desk_open(&x.desks[i], &x.panel, &x.group);
	for (; x.start < x.panel.count; x.start += WAVE) {
		size_t left = x.panel.count - x.start, count = left < WAVE ? left : WAVE;
		parallel_run(x.panel.jobs, count, explain_series, &x);
		for (size_t i = 0; i < count; i++) {
			emit_series(&x, i, sink);
			count_series(&x, i, plan);
		}
		if (sink->progress)
			sink->progress(sink->ctx, x.start + count, x.panel.count);
	}
	for (size_t i = 0; i < x.panel.jobs; i++)
		forecast_desk_close(&x.desks[i]);
	memory_free(x.desks);
	memory_free(x.found);
	forecast_panel_close(&x.panel);
	return x.too_short;
}
