/* ecom-stock reserve: holds by hand. */
#include "verbs.h"

struct reserve_options {
	int64_t ttl;
};

static const struct option OPTIONS[] = {
	{ "ttl", 't', OPTION_DURATION, "DURATION", "how long it holds, for records without expires_at",
	  offsetof(struct reserve_options, ttl), "60m" },
	{ "owner", 0, OPTION_FIELD, "TEXT", "the owner of records that name none" },
	{ "location", 'l', OPTION_FIELD, "LOCATION", "the location of records that name none" },
	{ NULL },
};

static enum status reserve(struct run *run, void *record, struct error *err)
{
	const struct reserve_options *o = run->options;
	const struct reservation *wanted = record;
	struct change change = run_change(run, record);
	int64_t until = record_has(wanted, HOLD_EXPIRES_AT) ? wanted->expires_at : change.now + o->ttl;

	return stock_hold(&change, wanted, until, shared_emit, run, err);
}

const struct verb VERB_RESERVE = {
	.name = "reserve",
	.help = "hold stock for an owner, for a while",
	.operands_help = "[OWNER sku=SKU quantity=N [location=LOCATION]]",
	.operands = OPERANDS_KEYS,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.options_size = sizeof(struct reserve_options),
	.input = &stock_hold_type,
	.output = &reservation_type,
	.each = reserve,
};
