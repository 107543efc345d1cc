/* ecom-catalog get: products by SKU. */
#include <ecom/catalog.h>

#include "verbs.h"

struct get_options {
	int64_t at;
	const char *currency;
};

static const struct option OPTIONS[] = {
	{ "at", 0, OPTION_INSTANT, "TIME", "with the price that holds at this time", offsetof(struct get_options, at) },
	{ "currency", 0, OPTION_TEXT, "CODE", "with the price in this currency", offsetof(struct get_options, currency) },
	{ NULL },
};

static enum status get(struct run *run, void *record, struct error *err)
{
	const struct get_options *o = run->options;
	const struct product *wanted = record;
	struct product product;
	enum status st = catalog_get(run->store, wanted->sku, &product, run->arena, err);
	if (st == STATUS_END)
		return error_reject(err, "unknown_sku", "sku", "no product \"%.64s\"", wanted->sku);
	if (st)
		return st;
	if (o->at != INSTANT_NONE || o->currency) {
		int64_t at = o->at == INSTANT_NONE ? run_now(run) : o->at, minor;
		char currency[4];
		st = catalog_price_at(run->store, product.sku, o->currency, at, &minor, currency, err);
		if (st)
			return st;
		product.price = money_amount(minor, currency);
		product.currency = arena_text(run->arena, currency);
		record_mark(&product, PRODUCT_PRICE);
		record_mark(&product, PRODUCT_CURRENCY);
	}
	run_emit(run, &product);
	return STATUS_OK;
}

const struct verb VERB_GET = {
	.name = "get",
	.help = "show products by SKU",
	.operands_help = "[SKU...]",
	.operands = OPERANDS_KEYS,
	.store = VERB_READS,
	.options = OPTIONS,
	.options_size = sizeof(struct get_options),
	.input = &product_type,
	.output = &product_type,
	.each = get,
};
