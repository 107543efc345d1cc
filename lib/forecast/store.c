/* History out of the store: what was sold, and when there was nothing to sell. */
#include "history.h"

#include <ecom/order.h>

struct loading {
	struct forecast_history *history;
	const struct zone *zone;
	int64_t last; /* day of a sale */
	enum status status;
	struct error *err;
};

static void add(struct loading *l, const struct forecast_sale *sale)
{
	if (l->status == STATUS_OK)
		l->status = forecast_history_add(l->history, sale, l->zone, l->err);
}

static void add_sales(void *ctx, const void *record)
{
	struct loading *l = ctx;
	const struct sales *sold = record;
	struct forecast_sale sale;

	record_clear(&forecast_sale_type, &sale);
	sale.sku = sold->sku;
	sale.location = sold->location;
	sale.date = instant_of_day(sold->date, l->zone);
	sale.quantity = (double)sold->quantity;
	record_mark_all(&forecast_sale_type, &sale);
	sale.record.given &= ~(UINT64_C(1) << FORECAST_SALE_PROMOTION | UINT64_C(1) << FORECAST_SALE_IN_STOCK);
	if (sold->date > l->last)
		l->last = sold->date;
	add(l, &sale);
}

/* Of what never sold there is no history to mend. */
static void add_shortage(void *ctx, const struct stock_shortage *shortage)
{
	struct loading *l = ctx;
	struct forecast_sale sale;
	size_t number;
	int64_t until = shortage->until == INSTANT_NONE || shortage->until > l->last ? l->last : shortage->until;

	if (!directory_find(&l->history->directory, shortage->sku, shortage->location, &number))
		return;
	record_clear(&forecast_sale_type, &sale);
	sale.sku = shortage->sku;
	sale.location = shortage->location;
	record_mark(&sale, FORECAST_SALE_IN_STOCK);
	for (int64_t day = shortage->from; day <= until; day++) {
		sale.date = instant_of_day(day, l->zone);
		add(l, &sale);
	}
}

enum status forecast_history_load(struct forecast_history *h, struct store *store, bool by_location, const struct zone *zone,
				  struct error *err)
{
	struct loading l = { .history = h, .zone = zone, .last = INT64_MIN, .err = err };
	struct sales_filter filter = { .step = SALES_DAY, .since = INSTANT_NONE, .until = INSTANT_NONE,
				       .by_location = by_location, .zone = zone };
	enum status status = order_sales(store, &filter, add_sales, &l, err);

	if (status == STATUS_OK && l.status == STATUS_OK)
		status = stock_shortages(store, by_location, zone, add_shortage, &l, err);
	return status == STATUS_OK ? l.status : status;
}
