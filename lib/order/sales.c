/* Demand per product and stretch of time, from rows that come in the order of the answer. */
#include "order_impl.h"

static int64_t bucket_of(int64_t placed_at, const struct sales_filter *filter)
{
	int64_t day = instant_day(placed_at, filter->zone);
	int year, month, day_of_month;
	switch ((enum sales_step)filter->step) {
	case SALES_WEEK:
		return day - day_of_week(day);
	case SALES_MONTH:
		day_to_civil(day, &year, &month, &day_of_month);
		return day - day_of_month + 1;
	case SALES_DAY:
		break;
	}
	return day;
}

/* Columns of ORDER_SALES and ORDER_SALES_BY_LOCATION. */
struct sold {
	int64_t quantity; /* of the line */
	int64_t gone;	  /* of it, cancelled or returned */
	int64_t price, discount;
	int64_t part, first; /* units served from this location, and those from others before */
};

/* Units and money of a line that stay sold; where several locations serve it, in proportion, so that the parts add up.
 */
static void count_sold(const struct sold *s, int64_t *units, int64_t *money)
{
	int64_t left = s->quantity - s->gone;
	int64_t worth = money_ratio(s->price * s->quantity - s->discount, left, s->quantity);
	int64_t from = money_ratio(left, s->first, s->quantity),
		to = money_ratio(left, s->first + s->part, s->quantity);
	*units = to - from;
	*money = money_ratio(worth, s->first + s->part, s->quantity) - money_ratio(worth, s->first, s->quantity);
}

struct totals {
	struct arena arena; /* texts of the row being added up */
	struct sales row;
	int64_t revenue;
	bool any;
	order_each *each;
	void *ctx;
};

static void hand_over(struct totals *t)
{
	if (t->any && t->row.quantity) {
		t->row.revenue = money_amount(t->revenue, t->row.currency);
		record_mark_all(&sales_type, &t->row);
		t->each(t->ctx, &t->row);
	}
	t->any = false;
}

static void add_row(struct totals *t, struct stmt *q, const struct sales_filter *filter)
{
	struct sold sold = { stmt_column_int(q, 4), stmt_column_int(q, 5), stmt_column_int(q, 6),
			     stmt_column_int(q, 7), stmt_column_int(q, 8), stmt_column_int(q, 9) };
	const char *sku = stmt_column_text(q, 0), *location = stmt_column_text(q, 1),
		   *currency = stmt_column_text(q, 2);
	int64_t date = bucket_of(stmt_column_int(q, 3), filter), units, money;
	bool same = t->any && t->row.date == date && text_same(t->row.sku, sku) &&
		    text_same(t->row.location, location) && text_same(t->row.currency, currency);
	if (!same) {
		hand_over(t);
		arena_reset(&t->arena);
		record_clear(&sales_type, &t->row);
		t->row.sku = arena_text(&t->arena, sku);
		t->row.location = arena_text(&t->arena, location);
		t->row.currency = arena_text(&t->arena, currency);
		t->row.date = date;
		t->revenue = 0;
		t->any = true;
	}
	count_sold(&sold, &units, &money);
	t->row.quantity += units;
	t->revenue += money;
}

enum status order_sales(struct store *s, const struct sales_filter *filter, order_each *each, void *ctx,
			struct error *err)
{
	struct totals totals = { .each = each, .ctx = ctx };
	struct stmt *q = store_stmt(s, &ORDER_SQL[filter->by_location ? ORDER_SALES_BY_LOCATION : ORDER_SALES]);
	enum status st;
	stmt_text(q, 1, filter->sku);
	stmt_int(q, 2, filter->since);
	stmt_int(q, 3, filter->until == INSTANT_NONE ? INT64_MAX : filter->until);
	stmt_int(q, 4, filter->include_pending);
	while ((st = stmt_step(q, err)) == STATUS_OK)
		add_row(&totals, q, filter);
	stmt_reset(q);
	if (st == STATUS_END) {
		hand_over(&totals);
		st = STATUS_OK;
	}
	arena_free(&totals.arena);
	return st;
}
