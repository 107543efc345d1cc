/* ecom-order sales: demand per product and day. */
#include "verbs.h"

struct sales_options {
	int by;
	int64_t since, until;
	const char *sku;
	bool by_location, include_pending;
};

static const struct option OPTIONS[] = {
	{ "by", 0, OPTION_WORD, "STEP", "day, week (its Monday) or month (its first)",
	  offsetof(struct sales_options, by), "day", .words = SALES_STEP_WORDS },
	{ "since", 0, OPTION_INSTANT, "TIME", "of orders placed at or after", offsetof(struct sales_options, since) },
	{ "until", 0, OPTION_INSTANT, "TIME", "of orders placed before", offsetof(struct sales_options, until) },
	{ "sku", 0, OPTION_TEXT, "SKU", "only of this product", offsetof(struct sales_options, sku) },
	{ "location-wise", 0, OPTION_FLAG, NULL, "by the locations that serve the orders",
	  offsetof(struct sales_options, by_location) },
	{ "include-pending", 0, OPTION_FLAG, NULL, "count unpaid orders too",
	  offsetof(struct sales_options, include_pending) },
	{ NULL },
};

static enum status sales(struct run *run, struct error *err)
{
	const struct sales_options *o = run->options;
	struct sales_filter filter = { .step = o->by,
				       .since = o->since,
				       .until = o->until,
				       .sku = o->sku,
				       .by_location = o->by_location,
				       .include_pending = o->include_pending,
				       .zone = run->zone };
	return order_sales(run->store, &filter, emit_record, run, err);
}

const struct verb VERB_SALES = {
	.name = "sales",
	.help = "demand per product and day: units and revenue",
	.store = VERB_READS,
	.options = OPTIONS,
	.options_size = sizeof(struct sales_options),
	.output = &sales_type,
	.run = sales,
};
