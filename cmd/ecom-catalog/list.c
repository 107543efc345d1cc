/* ecom-catalog list: products in SKU order. */
#include <ecom/catalog.h>

#include "verbs.h"

struct list_options {
	const char *category, *from;
	int status;
	int64_t limit;
};

static const struct option OPTIONS[] = {
	{ "category", 'c', OPTION_TEXT, "TEXT", "only this category", offsetof(struct list_options, category) },
	{ "status", 0, OPTION_WORD, "WORD", "only products in this status", offsetof(struct list_options, status),
	  .words = PRODUCT_STATUS_WORDS, .min = -1 },
	{ "from", 0, OPTION_TEXT, "SKU", "begin at this SKU", offsetof(struct list_options, from) },
	{ "limit", 'n', OPTION_INT, "N", "at most N products", offsetof(struct list_options, limit), .max = INT64_MAX },
	{ NULL },
};

static void emit(void *ctx, const struct product *product)
{
	run_emit(ctx, product);
}

static enum status list(struct run *run, struct error *err)
{
	const struct list_options *o = run->options;
	struct catalog_filter filter = { .category = o->category, .status = o->status, .from_sku = o->from, .limit = o->limit };
	return catalog_list(run->store, &filter, emit, run, err);
}

const struct verb VERB_LIST = {
	.name = "list",
	.help = "list products in SKU order",
	.store = VERB_READS,
	.options = OPTIONS,
	.options_size = sizeof(struct list_options),
	.output = &product_type,
	.run = list,
};
