/* Why a proposal is what it is, in sentences. */
#include "reorder.h"

#include <inttypes.h>

struct telling {
	const struct reorder_line *line;
	struct buffer *reason;
	struct buffer sentence;
};

static void say(struct telling *t)
{
	buffer_char(t->reason, t->reason->length ? ',' : '[');
	buffer_json_text(t->reason, t->sentence.data);
	buffer_clear(&t->sentence);
}

static char *hundredths(char out[NUMBER_REAL_SIZE], double x)
{
	return number_print_real(out, round(x * 100) / 100);
}

static void tell_demand(struct telling *t)
{
	const struct reorder_line *l = t->line;
	const struct policy_demand *cover = &l->question.cover;
	char day[DAY_TEXT_SIZE], mean[NUMBER_REAL_SIZE], deviation[NUMBER_REAL_SIZE], sd[NUMBER_REAL_SIZE];

	buffer_printf(&t->sentence, "demand of %" PRId64 " days from %s (lead time %" PRId64, cover->days,
		      day_print(day, l->from), l->lead_time);
	if (l->lead_time_sd > 0)
		buffer_printf(&t->sentence, " with a standard deviation of %s", hundredths(sd, l->lead_time_sd));
	buffer_printf(&t->sentence, "%s, review %" PRId64 "): %s expected, standard deviation %s",
		      l->ruled ? " by its rule" : "", l->review, hundredths(mean, cover->spread.mean),
		      hundredths(deviation, sqrt(cover->spread.variance)));
	say(t);
}

static void tell_service(struct telling *t)
{
	const struct reorder_line *l = t->line;
	/* The level that is told covers lead time and review; of policies that do not look that far it is the point. */
	bool point = l->question.policy == POLICY_FIXED_QUANTITY || l->question.policy == POLICY_PERIODIC_REORDER_POINT;
	char safety[NUMBER_REAL_SIZE], share[NUMBER_REAL_SIZE];
	double covering = point ? l->levels.point : l->levels.level;

	hundredths(share, l->question.service * 100);
	if (l->question.service_type == SERVICE_FILL)
		buffer_printf(&t->sentence, "%.0f deliver %s %% of units at once: safety stock %s", covering, share,
			      hundredths(safety, l->levels.safety));
	else
		buffer_printf(&t->sentence, "%.0f cover it in %s %% of cycles%s: safety stock %s", covering, share,
			      l->question.service_type == SERVICE_COST ? ", which costs least" : "",
			      hundredths(safety, l->levels.safety));
	if (l->levels.least)
		buffer_text(&t->sentence, ", the least its rule asks for");
	say(t);
}

static void tell_position(struct telling *t)
{
	const struct reorder_line *l = t->line;

	buffer_printf(&t->sentence,
		      "position %" PRId64 ": on hand %" PRId64 " - reserved %" PRId64 " - unavailable %" PRId64
		      " + incoming %" PRId64,
		      l->position, l->stock.on_hand, l->stock.reserved, l->stock.unavailable, l->stock.incoming);
	if (l->stock.drafts > 0)
		buffer_printf(&t->sentence, " + drafts %" PRId64, l->stock.drafts);
	say(t);
}

static void tell_limits(struct telling *t)
{
	static const char *const WAY[] = { [ROUND_UP] = "up to", [ROUND_NEAREST] = "to the nearest", [ROUND_DOWN] = "down to" };
	const struct reorder_line *l = t->line;
	const struct policy_order *o = &l->order;

	if (o->cut) {
		bool shelf = l->maximum < 0 || l->limits.most < (double)l->maximum;
		buffer_printf(&t->sentence, ", no more than a position of %.0f%s", fmax(0, l->limits.most),
			      shelf ? ", which sells within its shelf life" : ", its maximum");
	}
	if (o->raised && o->quantity > 0)
		buffer_printf(&t->sentence, ", raised to the minimum of %" PRId64, l->limits.minimum);
	if (l->limits.pack > 1 && !o->cut)
		buffer_printf(&t->sentence, ", rounded %s packs of %" PRId64,
			      o->raised ? "up to" : WAY[l->limits.rounding], l->limits.pack);
	if (l->limits.pack > 1 || o->cut || o->raised)
		buffer_printf(&t->sentence, ": %" PRId64, o->quantity);
}

static void tell_order(struct telling *t)
{
	const struct reorder_line *l = t->line;
	int policy = l->question.policy;

	if (replenish_policy_has_point(policy))
		buffer_printf(&t->sentence, "reorder point %.0f: ", l->levels.point);
	if (!(l->order.wanted > 0))
		buffer_text(&t->sentence, "nothing to order");
	else if (policy == POLICY_FIXED_QUANTITY)
		buffer_printf(&t->sentence, "lots of %.0f: %.0f", l->levels.lot, l->order.wanted);
	else
		buffer_printf(&t->sentence, "order up to %.0f: %.0f", l->levels.level, l->order.wanted);
	if (l->order.wanted > 0)
		tell_limits(t);
	say(t);
}

static void tell_changes(struct telling *t)
{
	const struct reorder_line *l = t->line;
	const struct reorder_money *m = &l->money;
	char price[AMOUNT_TEXT_SIZE];

	if (m->break_quantity > 0 && replenish_line_unit_cost(l) == m->break_cost) {
		buffer_printf(&t->sentence, "from %" PRId64 " on a unit costs %s: a year of orders costs least so",
			      m->break_quantity, amount_print(price, money_amount(m->break_cost, m->currency)));
		say(t);
	}
	if (l->joined >= 0) {
		buffer_printf(&t->sentence, "joins the order of %s, %" PRId64 " days before its own", l->supplier,
			      l->joined);
		say(t);
	}
	if (l->extended > 0) {
		buffer_printf(&t->sentence, "%" PRId64 " days more of cover to reach the minimum of %s", l->extended,
			      l->supplier);
		say(t);
	}
	if (l->short_of_minimum) {
		buffer_printf(&t->sentence, "the minimum of %s is not reached with a year of cover more", l->supplier);
		say(t);
	}
	if (l->before_budget > l->quantity) {
		buffer_printf(&t->sentence, "the budget pays for %" PRId64 " of %" PRId64, l->quantity,
			      l->before_budget);
		say(t);
	}
	if (l->quantity != l->order.quantity) {
		buffer_printf(&t->sentence, "order %" PRId64, l->quantity);
		say(t);
	}
}

void replenish_line_explain(const struct reorder_line *l, struct buffer *reason)
{
	struct telling t = { l, reason, { 0 } };

	buffer_clear(reason);
	tell_demand(&t);
	tell_service(&t);
	tell_position(&t);
	tell_order(&t);
	tell_changes(&t);
	buffer_char(reason, ']');
	buffer_free(&t.sentence);
}
