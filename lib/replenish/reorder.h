/* What the passes over the proposals share, inside lib/replenish. */
#ifndef REPLENISH_REORDER_H
#define REPLENISH_REORDER_H

#include "book.h"

/* What a SKU at a location costs, in minor units of its currency; 1 for cost and worth where nothing is known. */
struct reorder_money {
	bool known;	      /* the cost is */
	const char *currency; /* NULL: none */
	double scale;	      /* minor units of one unit of money */
	int64_t unit_cost;    /* without price breaks */
	double cost, worth;   /* of a unit bought; of a unit not missed */
	double holding;	      /* of a unit and year */
	double order_cost;
	int64_t break_quantity, break_cost; /* of the price break that was taken; 0: none */
};

/* One proposal in the making. */
struct reorder_line {
	const struct directory_key *key;
	struct policy_question question;
	struct policy_levels levels;
	struct policy_limits limits;
	struct policy_order order; /* by the policy */
	int64_t quantity;	   /* after all passes */
	struct replenish_position stock;
	int64_t position;
	int64_t lead_time, review, from, maximum, shelf_life; /* -1: no maximum, no limit */
	double lead_time_sd;
	bool ruled; /* the lead time is the rule's */
	const char *supplier, *breaks;
	struct reorder_money money;
	int64_t joined;	  /* days the point was away when it joined its supplier's order; -1: it did not */
	int64_t extended; /* days more of cover for the supplier's minimum */
	bool short_of_minimum;
	int64_t before_budget; /* units; -1: no budget */
	double score;
};
struct reorder_lines {
	struct reorder_line *items;
	size_t count, capacity;
};

/** replenish_line_daily(l): units expected a day. */
double replenish_line_daily(const struct reorder_line *l);

/** replenish_line_take_break(l, err): the larger quantity that its price makes cheaper, of a year of goods, orders and
 *  holding. Rejected "bad_breaks". */
enum status replenish_line_take_break(struct reorder_line *l, struct error *err);
/** replenish_line_unit_cost(l): in minor units, at the line's quantity. */
int64_t replenish_line_unit_cost(const struct reorder_line *l);

/** replenish_join_suppliers(lines, supply, can_order): orders of one supplier together: who joins, and its minimum. */
void replenish_join_suppliers(struct reorder_lines *lines, const struct replenish_supply *supply, int64_t can_order);

/** replenish_spend(lines, budget): quantities that ${budget} minor units pay for. */
void replenish_spend(struct reorder_lines *lines, double budget);
/** replenish_line_score(l, quantity): worth of the units that ${quantity} more would not miss, per money. */
double replenish_line_score(const struct reorder_line *l, double quantity);

/** replenish_line_explain(l, reason): the sentences as a JSON list, in place of what ${reason} holds. */
void replenish_line_explain(const struct reorder_line *l, struct buffer *reason);

#endif
