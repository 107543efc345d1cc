/* ecom-catalog price: set prices, now, from a day on, or for a stretch of time; or list them. */
#include <ecom/catalog.h>

#include "verbs.h"

struct price_options {
	bool list;
};

static const struct option OPTIONS[] = {
	{ "list", 'l', OPTION_FLAG, NULL, "show all prices of the products, past and planned, instead of setting one",
	  offsetof(struct price_options, list) },
	{ "price", 0, OPTION_FIELD, "AMOUNT", "the price for records that give none" },
	{ "currency", 0, OPTION_FIELD, "CODE", "the currency for records that give none" },
	{ "from", 0, OPTION_FIELD, "TIME", "the start for records that give none" },
	{ "to", 0, OPTION_FIELD, "TIME", "the end for records that give none" },
	{ NULL },
};

static void emit(void *ctx, const struct price *price)
{
	run_emit(ctx, price);
}

static enum status price_each(struct run *run, void *record, struct error *err)
{
	const struct price_options *o = run->options;
	struct price *price = record, stored;
	if (o->list)
		return catalog_prices(run->store, price->sku, emit, run, err);
	struct change change = run_change(run, record);
	enum status st = catalog_price_set(&change, price, &stored, err);
	if (!st)
		run_emit(run, &stored);
	return st;
}

const struct verb VERB_PRICE = {
	.name = "price",
	.help = "set a price, now, from a time on, or for a stretch of time",
	.operands_help = "[SKU... [price=AMOUNT from=TIME to=TIME currency=CODE]]",
	.operands = OPERANDS_KEYS,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.options_size = sizeof(struct price_options),
	.input = &price_type,
	.output = &price_type,
	.each = price_each,
};
