/* ecom-order create: new orders, priced, their stock held. */
#include "verbs.h"

enum price_source { PRICE_CATALOG, PRICE_INPUT };
static const struct word PRICE_SOURCES[] = {
	[PRICE_CATALOG] = { "catalog", NULL }, [PRICE_INPUT] = { "input", NULL }, { NULL, NULL }
};

struct create_options {
	int price_from;
	int64_t ttl;
	bool no_expiry;
};

static const struct option OPTIONS[] = {
	{ "price-from", 0, OPTION_WORD, "SOURCE",
	  "whose prices hold: the catalog's, or those of the input where it has any",
	  offsetof(struct create_options, price_from), "catalog", .words = PRICE_SOURCES },
	{ "ttl", 0, OPTION_DURATION, "TIME", "an unpaid order and its hold on stock live so long",
	  offsetof(struct create_options, ttl), "60m" },
	{ "no-expiry", 0, OPTION_FLAG, NULL, "an unpaid order lives until it is cancelled",
	  offsetof(struct create_options, no_expiry) },
	{ NULL },
};

static enum status create(struct run *run, void *record, struct error *err)
{
	const struct create_options *o = run->options;
	struct order_create_options options = { .price_from_input = o->price_from == PRICE_INPUT,
						.ttl_ms = o->no_expiry ? 0 : o->ttl };
	struct change change = run_change(run, record);
	struct order order;
	enum status st = order_create(&change, record, &options, &order, err);
	if (st == STATUS_OK)
		run_emit(run, &order);
	return st;
}

const struct verb VERB_CREATE = {
	.name = "create",
	.help = "take new orders: price them, hold their stock, all or nothing",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.options_size = sizeof(struct create_options),
	.input = &order_type,
	.output = &order_type,
	.pass = PASS_ORDERS,
	.each = create,
};
