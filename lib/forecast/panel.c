/* The plan of a run, and series by its periods. */
#include "panel.h"

/* How many periods it takes to cover so many days after the last. */
static size_t periods_of_days(const struct panel *p, int64_t days)
{
	const struct forecast_calendar *c = &p->plan->calendar;
	int64_t first = forecast_period_hour(c, p->last + 1);
	size_t n = 1;

	while (forecast_period_hour(c, p->last + 1 + (int64_t)n) < first + days * HOURS_PER_DAY)
		n++;
	return n;
}

static void make_plan(struct panel *p, const struct forecast_dates *dates, struct forecast_plan *plan)
{
	const struct forecast_settings *s = p->settings;
	struct forecast_calendar own = forecast_calendar_infer(dates);

	*plan = (struct forecast_plan) { .calendar = own, .inferred = s->every == EVERY_AUTO };
	if (s->every != EVERY_AUTO)
		plan->calendar.every = s->every;
	const struct forecast_habit *habit = &FORECAST_HABITS[plan->calendar.every];
	plan->season = s->season > 0 ? (size_t)s->season : habit->season;
	plan->long_season =
		habit->long_season > plan->season && habit->long_season % plan->season == 0 ? habit->long_season : 0;
	plan->window = s->window > 0 ? (size_t)s->window : habit->window;
	struct forecast_calendar by_day = { .every = EVERY_DAY };
	int64_t last_hour = dates->last_hour;
	if (s->until != INSTANT_NONE)
		last_hour = s->until * HOURS_PER_DAY + HOURS_PER_DAY - 1;
	plan->until = forecast_period_of_hour(&by_day, last_hour);
	p->last = forecast_period_of_hour(&plan->calendar, last_hour);
	p->coarse = plan->calendar.every > own.every && plan->calendar.every > EVERY_DAY;
	plan->incomplete = p->coarse && forecast_period(&plan->calendar, plan->until + 1) == p->last;
	if (plan->incomplete)
		p->last--;
	plan->sum = s->lead_time > 0 ? periods_of_days(p, s->lead_time) : (size_t)s->sum;
	plan->horizon = plan->sum ? plan->sum : s->horizon > 0 ? (size_t)s->horizon : habit->horizon;
}

/* Whether a season and more was recorded period by period, and then, before the end of all, nothing any more. */
static bool is_cut_off(const struct panel *p, const struct series *s)
{
	const struct forecast_calendar *calendar = &p->plan->calendar;
	struct series_span span = forecast_series_span(s);

	if (span.count == 0)
		return false;
	int64_t last = forecast_period_of_hour(calendar, span.last),
		periods = last - forecast_period_of_hour(calendar, span.first) + 1;
	return last < p->last && periods > (int64_t)p->plan->season + 2 && span.count >= periods;
}

void forecast_panel_open(struct panel *p, const struct forecast_history *h, const struct forecast_settings *settings,
			 struct forecast_plan *plan)
{
	*p = (struct panel) { .history = h, .settings = settings, .plan = plan, .lift = 1 };
	make_plan(p, &h->dates, plan);
	p->order = directory_sorted(&h->directory);
	p->count = h->directory.count;
	p->jobs = settings->jobs ? settings->jobs : parallel_processors();
	for (size_t i = 0; i < p->count && !settings->own_end; i++)
		plan->cut_off += is_cut_off(p, &h->series[i]);
	if (2 * plan->cut_off <= p->count)
		plan->cut_off = 0;
}

void forecast_panel_close(struct panel *p)
{
	memory_free(p->order);
}

/* The last period of a series whose last quantity is of that hour. */
static int64_t last_period(const struct panel *p, int32_t hour)
{
	const struct forecast_calendar *calendar = &p->plan->calendar;

	if (!p->settings->own_end)
		return p->last;
	int64_t last = forecast_period_of_hour(calendar, hour), most = p->last + p->behind;
	if (p->coarse && forecast_period_of_hour(calendar, hour + HOURS_PER_DAY) == last)
		last--;
	return (last < most ? last : most) - p->behind;
}

static void make_room(struct periods *p, size_t n, bool columns)
{
	if (n > p->capacity) {
		forecast_periods_free(p);
		p->capacity = n + n / 2;
	}
	if (!p->y)
		p->y = memory_zero(p->capacity, sizeof *p->y);
	if (columns && !p->price) {
		p->price = memory_zero(p->capacity * 4, sizeof *p->price);
		p->promotion = p->price + p->capacity;
		p->shortage = p->promotion + p->capacity;
		p->in_stock = p->shortage + p->capacity;
	}
}

void forecast_periods_free(struct periods *p)
{
	memory_free(p->y);
	memory_free(p->price);
	p->y = p->price = NULL;
	p->capacity = 0;
}

static void sum_quantities(const struct panel *p, const struct series *s, int64_t first, struct periods *out)
{
	const struct forecast_calendar *calendar = &p->plan->calendar;
	bool by_day = calendar->every == EVERY_DAY;

	memset(out->y, 0, out->n * sizeof *out->y);
	for (uint32_t i = 0; i < s->count; i++) {
		/* Days, the most of what there is, need no calendar: 2^20 days make the dividend positive. */
		int64_t period = by_day ? (s->hours[i] + HOURS_PER_DAY * 1048576) / HOURS_PER_DAY - 1048576
					: forecast_period_of_hour(calendar, s->hours[i]);
		if (period <= out->last && !isnan(series_quantity(s, i)))
			out->y[period - first] += series_quantity(s, i);
	}
}

static size_t hours_of_period(const struct panel *p, int64_t period)
{
	return (size_t)(forecast_period_hour(&p->plan->calendar, period + 1) -
			forecast_period_hour(&p->plan->calendar, period));
}

/* Each record out of stock speaks for its day, or, in a calendar of hours, its hour. */
static void add_circumstance(const struct panel *p, const struct series *s, uint32_t i, int64_t at, int64_t period,
			     struct periods *out)
{
	const struct circumstance *c = &s->beside[i];
	size_t unit = p->plan->calendar.every == EVERY_HOUR ? 1 : HOURS_PER_DAY;

	if (!isnan(c->price)) {
		/* in_stock counts the prices until the mean is taken */
		out->price[at] = (isnan(out->price[at]) ? 0 : out->price[at]) + c->price;
		out->in_stock[at]++;
		out->has_price = true;
	}
	if (c->promotion) {
		out->promotion[at] = 1;
		out->has_promotion = true;
	}
	if (c->out_of_stock) {
		out->shortage[at] = fmin(1, out->shortage[at] + (double)unit / (double)hours_of_period(p, period));
		out->has_shortage = true;
	}
}

static void gather_circumstances(const struct panel *p, const struct series *s, int64_t first, struct periods *out)
{
	int64_t end = out->last + (int64_t)out->horizon;
	size_t columns = out->n + out->horizon;

	for (size_t t = 0; t < columns; t++) {
		out->price[t] = NAN;
		out->promotion[t] = out->shortage[t] = out->in_stock[t] = 0;
	}
	for (uint32_t i = 0; i < s->count; i++) {
		int64_t period = forecast_period_of_hour(&p->plan->calendar, s->hours[i]);
		if (period >= first && period <= end)
			add_circumstance(p, s, i, period - first, period, out);
	}
	for (size_t t = 0; t < columns; t++) {
		if (out->in_stock[t] > 0)
			out->price[t] /= out->in_stock[t];
		out->in_stock[t] = 0;
	}
	for (uint32_t i = 0; out->has_shortage && i < s->count; i++) {
		int64_t period = forecast_period_of_hour(&p->plan->calendar, s->hours[i]);
		if (period >= first && period <= out->last && !s->beside[i].out_of_stock && !isnan(series_quantity(s, i)))
			out->in_stock[period - first] += series_quantity(s, i);
	}
}

static void look_at(struct periods *out)
{
	out->whole = true;
	out->negative = 0;
	for (size_t t = 0; t < out->n; t++) {
		if (out->y[t] < 0) {
			out->y[t] = 0;
			out->negative++;
		}
		out->whole &= out->y[t] == floor(out->y[t]) && out->y[t] <= (double)QUANTITY_MAX;
	}
}

double forecast_log_price(const struct periods *p, size_t t)
{
	return p->has_price && p->price[t] > 0 ? log(p->price[t]) : NAN;
}

static const struct series *begin_periods(const struct panel *p, size_t index, struct periods *out)
{
	size_t number = p->order[index];
	const struct series *s = &p->history->series[number];

	out->key = &p->history->directory.keys[number];
	out->category = s->category;
	out->revenue = s->revenue;
	out->has_price = out->has_promotion = out->has_shortage = false;
	return s;
}

bool forecast_panel_unseen(const struct panel *p, size_t index, struct periods *out, size_t *before)
{
	const struct series *s = begin_periods(p, index, out);
	int64_t begin = INT64_MAX;

	if (s->count == 0 || forecast_series_span(s).count > 0)
		return false;
	for (uint32_t i = 0; i < s->count; i++)
		begin = s->hours[i] < begin ? s->hours[i] : begin;
	begin = forecast_period_of_hour(&p->plan->calendar, begin) - p->last - 1;
	*before = begin > 0 ? (size_t)begin : 0;
	out->n = 0;
	out->last = p->last;
	out->horizon = p->plan->horizon;
	make_room(out, out->horizon, s->beside != NULL);
	if (s->beside)
		gather_circumstances(p, s, p->last + 1, out);
	look_at(out);
	return true;
}

bool forecast_panel_periods(const struct panel *p, size_t index, struct periods *out)
{
	const struct series *s = begin_periods(p, index, out);
	struct series_span span = forecast_series_span(s);

	if (span.count == 0)
		return false;
	int64_t first = forecast_period_of_hour(&p->plan->calendar, span.first);
	out->last = last_period(p, span.last);
	if (first > out->last)
		return false;
	out->n = (size_t)(out->last - first) + 1;
	out->horizon = p->plan->horizon;
	make_room(out, out->n + out->horizon, s->beside != NULL);
	sum_quantities(p, s, first, out);
	if (s->beside)
		gather_circumstances(p, s, first, out);
	look_at(out);
	return true;
}
