/* ecom-catalog search: products by the words of their text. */
#include <ecom/catalog.h>

#include "verbs.h"

struct search_options {
	int64_t limit;
};

static const struct option OPTIONS[] = {
	{ "limit", 'n', OPTION_INT, "N", "at most N products, 0 = all", offsetof(struct search_options, limit), "50",
	  .max = INT64_MAX },
	{ NULL },
};

static void emit(void *ctx, const struct product *product)
{
	run_emit(ctx, product);
}

static enum status search(struct run *run, struct error *err)
{
	const struct search_options *o = run->options;
	struct change change = run_change(run, NULL);
	struct buffer query = { 0 };
	enum status st = STATUS_OK;
	for (bool more = true; !st && more;)
		st = catalog_index(&change, &more, err);
	for (size_t i = 0; i < run->n_operands; i++)
		buffer_printf(&query, "%s%s", i ? " " : "", run->operands[i]);
	if (!st)
		st = catalog_search(run->store, query.data ? query.data : "", o->limit, emit, run, err);
	buffer_free(&query);
	return st;
}

const struct verb VERB_SEARCH = {
	.name = "search",
	.help = "find products by the words of SKU, name, category, attributes, description",
	.operands_help = "WORD...",
	.operands = OPERANDS_TEXT,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.options_size = sizeof(struct search_options),
	.output = &product_type,
	.run = search,
};
