/* ecom-order expire: unpaid orders whose time is past; for cron. */
#include "verbs.h"

#define AT_ONCE 100

struct expire_options {
	int64_t older_than;
};

static const struct option OPTIONS[] = {
	{ "older-than", 0, OPTION_DURATION, "TIME", "also those placed longer ago than this",
	  offsetof(struct expire_options, older_than) },
	{ NULL },
};

static void emit(void *ctx, const void *record)
{
	struct order order = *(const struct order *)record;
	emit_order(ctx, STATUS_OK, &order);
}

static enum status expire(struct run *run, struct error *err)
{
	const struct expire_options *o = run->options;
	struct change change = run_change(run, NULL);
	int64_t placed_before = o->older_than > 0 ? change.now - o->older_than : INSTANT_NONE;
	enum status st = STATUS_OK;
	for (bool more = true; !st && more;)
		st = order_expire(&change, AT_ONCE, placed_before, emit, run, &more, err);
	return st;
}

const struct verb VERB_EXPIRE = {
	.name = "expire",
	.help = "end unpaid orders whose time is past, and release their stock",
	.store = VERB_WRITES,
	.options = OPTIONS,
	.options_size = sizeof(struct expire_options),
	.output = &order_type,
	.run = expire,
};
