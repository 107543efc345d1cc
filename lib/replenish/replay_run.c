/* One policy on one series, day by day. */
#include "replay.h"


struct shelf {
	double on_hand, owed, ordered; /* units; ordered: on their way */
	uint64_t orders;	       /* so far: the stream of the next lead time */
	bool ran_out;		       /* since the last arrival */
};

static double sum_before(const struct replay_walk *w, size_t day, size_t days)
{
	double sum = 0;

	for (size_t t = day > days ? day - days : 0; t < day; t++)
		sum += w->days[t];
	return sum;
}

/* What the rules of thumb order up to: as much as was just sold, or so many days of a steadier mean. */
static struct policy_levels by_thumb(const struct replay_walk *w, int policy, size_t day)
{
	const struct replenish_replay_settings *set = w->settings;
	size_t cover = (size_t)(set->lead_time + set->review), window = set->window < day ? set->window : day;
	double level = policy == REPLAY_NAIVE
			       ? set->factor * sum_before(w, day, cover)
			       : sum_before(w, day, window) / (double)window * (double)set->cover_days;

	level = ceil(fmin(level, (double)QUANTITY_MAX));
	return (struct policy_levels) { .point = level - 1, .level = level, .lot = 1 };
}

static struct policy_levels levels_at(const struct replay_walk *w, int policy, size_t day, size_t review)
{
	const struct replenish_replay_settings *set = w->settings;
	const struct replay_view *view = &w->room->views[review];

	if (policy >= REPLAY_NAIVE)
		return by_thumb(w, policy, day);
	double service = set->service_type == SERVICE_COST
				 ? replenish_policy_ratio(set->shortage_cost, set->holding_cost,
							  policy == POLICY_BASE_STOCK ? 0 : set->review)
				 : set->service;
	struct policy_question q = { .policy = policy,
				     .service_type = set->service_type,
				     .service = service,
				     .lead = view->lead,
				     .cover = policy == POLICY_BASE_STOCK ? view->lead : view->cover,
				     .lot = (double)set->lot };
	return replenish_policy_levels(&q);
}

/* Days until what is ordered now is there: whole, the same for every policy's n-th order. */
static size_t lead_time(const struct replay_walk *w, uint64_t order)
{
	double mean = (double)w->settings->lead_time, sd = w->settings->lead_time_sd;

	if (!(sd > 0) || mean == 0)
		return (size_t)mean;
	struct numeric_random random = numeric_random_start(w->key ^ w->settings->seed, order);
	double shape = mean * mean / (sd * sd);
	return (size_t)round(numeric_random_gamma(&random, shape) * mean / shape);
}

static void receive(struct shelf *s, double units)
{
	double paid = fmin(units, s->owed);

	s->ordered -= units;
	s->owed -= paid;
	s->on_hand += units - paid;
}

/* What limits every order, by rule of thumb or not. */
static struct policy_limits limits_of(const struct replenish_replay_settings *set)
{
	return (struct policy_limits) { .pack = set->pack,
					.rounding = set->rounding,
					.minimum = set->minimum,
					.most = set->maximum >= 0 ? (double)set->maximum : INFINITY };
}

static void place_order(const struct replay_walk *w, int policy, const struct policy_levels *levels, size_t day,
			struct shelf *s, struct replay *out)
{
	struct policy_limits limits = limits_of(w->settings);
	double position = floor(s->on_hand - s->owed + s->ordered);
	struct policy_order order = replenish_policy_order(policy < REPLAY_NAIVE ? policy : POLICY_ORDER_UP_TO, levels, &limits,
						 (int64_t)fmax(position, -(double)QUANTITY_MAX));

	if (order.quantity == 0)
		return;
	size_t arrives = day + lead_time(w, s->orders++);
	s->ordered += (double)order.quantity;
	if (arrives == day)
		receive(s, (double)order.quantity);
	else if (arrives < w->n)
		w->room->arriving[arrives] += (double)order.quantity;
	if (day >= w->start) {
		out->orders++;
		out->ordered += (double)order.quantity;
	}
}

static void serve(const struct replay_walk *w, size_t day, struct shelf *s, struct replay *out)
{
	double wanted = w->days[day], served = fmin(wanted, s->on_hand);

	s->on_hand -= served;
	if (w->settings->backorders)
		s->owed += wanted - served;
	s->ran_out |= served < wanted;
	if (day < w->start)
		return;
	out->demand += wanted;
	out->delivered += served;
	out->stock += s->on_hand;
}

static void end_cycle(const struct replay_walk *w, size_t day, struct shelf *s, struct replay *out)
{
	if (day > w->start) {
		out->cycles++;
		out->covered += !s->ran_out;
	}
	s->ran_out = false;
}

void replenish_replay_run(const struct replay_walk *w, int policy, struct replay *out)
{
	size_t every = w->settings->review > 0 && policy != POLICY_BASE_STOCK ? (size_t)w->settings->review : 1;
	size_t looks = w->settings->review > 0 ? (size_t)w->settings->review : 1;
	struct shelf s = { 0 };

	memset(w->room->arriving, 0, w->n * sizeof *w->room->arriving);
	/* In balance: as if the first order up to the level had just come. */
	s.on_hand = fmin(limits_of(w->settings).most, fmax(0, levels_at(w, policy, w->begin, 0).level));
	for (size_t day = w->begin; day < w->n; day++) {
		if (w->room->arriving[day] > 0) {
			end_cycle(w, day, &s, out);
			receive(&s, w->room->arriving[day]);
		}
		if ((day - w->begin) % every == 0) {
			struct policy_levels levels = levels_at(w, policy, day, (day - w->begin) / looks);
			place_order(w, policy, &levels, day, &s, out);
		}
		serve(w, day, &s, out);
	}
	end_cycle(w, w->n, &s, out);
	out->days = (int64_t)(w->n - w->start);
	out->value = out->stock * w->unit_cost;
}

void replenish_replay_finish(struct replay *r, const struct replenish_replay_settings *settings)
{
	double days = (double)r->days;

	r->lost = r->demand - r->delivered;
	r->fill = r->demand > 0 ? r->delivered / r->demand : NAN;
	r->service = r->cycles > 0 ? (double)r->covered / (double)r->cycles : NAN;
	r->average_stock = days > 0 ? r->stock / days : 0;
	r->average_value = days > 0 ? r->value / days : NAN;
	r->holding_cost = (!isnan(settings->holding_cost) ? settings->holding_cost * r->stock
							  : settings->holding_rate * r->value) / DAYS_A_YEAR;
	r->order_cost = settings->order_cost * (double)r->orders;
	r->total_cost = r->order_cost + (isnan(r->holding_cost) ? 0 : r->holding_cost);
}
