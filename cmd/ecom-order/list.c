/* ecom-order list: orders, newest first. */
#include "verbs.h"

struct list_options {
	struct texts status;
	int64_t since, until;
	const char *customer, *channel, *sku;
	int64_t limit;
	bool lines;
};

static const struct option OPTIONS[] = {
	{ "status", 0, OPTION_TEXTS, "WORD,...", "only orders in one of these statuses",
	  offsetof(struct list_options, status) },
	{ "since", 0, OPTION_INSTANT, "TIME", "placed at or after", offsetof(struct list_options, since) },
	{ "until", 0, OPTION_INSTANT, "TIME", "placed before", offsetof(struct list_options, until) },
	{ "customer", 0, OPTION_TEXT, "TEXT", "only of this customer", offsetof(struct list_options, customer) },
	{ "channel", 0, OPTION_TEXT, "TEXT", "only from this channel", offsetof(struct list_options, channel) },
	{ "sku", 0, OPTION_TEXT, "SKU", "only with this product", offsetof(struct list_options, sku) },
	{ "limit", 'n', OPTION_INT, "N", "the newest N, 0 = all", offsetof(struct list_options, limit),
	  .max = INT64_MAX },
	{ "lines", 0, OPTION_FLAG, NULL, "with their lines", offsetof(struct list_options, lines) },
	{ NULL },
};

static void emit(void *ctx, const void *record)
{
	struct run *run = ctx;
	const struct list_options *o = run->options;
	struct order order = *(const struct order *)record;
	if (!o->lines)
		order.record.given &= ~(UINT64_C(1) << ORDER_LINES);
	run_emit(run, &order);
}

static enum status read_statuses(const struct texts *texts, bool statuses[ORDER_EXPIRED + 1], struct error *err)
{
	for (size_t i = 0; i < texts->count; i++) {
		int status = word_index(ORDER_STATUS_WORDS, texts->items[i]);
		struct buffer words = { 0 };
		if (status >= 0) {
			statuses[status] = true;
			continue;
		}
		word_list(ORDER_STATUS_WORDS, &words);
		error_set(err, STATUS_USAGE, "bad_value", "", "--status %.64s: %s expected", texts->items[i],
			  words.data);
		buffer_free(&words);
		return STATUS_USAGE;
	}
	return STATUS_OK;
}

static enum status list(struct run *run, struct error *err)
{
	const struct list_options *o = run->options;
	bool statuses[ORDER_EXPIRED + 1] = { false };
	struct order_filter filter = { .statuses = o->status.count ? statuses : NULL,
				       .since = o->since,
				       .until = o->until,
				       .customer = o->customer,
				       .channel = o->channel,
				       .sku = o->sku,
				       .limit = o->limit };
	enum status st = read_statuses(&o->status, statuses, err);
	return st ? st : order_list(run->store, &filter, emit, run, err);
}

const struct verb VERB_LIST = {
	.name = "list",
	.help = "list orders, newest first",
	.store = VERB_READS,
	.options = OPTIONS,
	.options_size = sizeof(struct list_options),
	.output = &order_type,
	.run = list,
};
