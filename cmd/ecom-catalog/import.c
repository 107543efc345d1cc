/* ecom-catalog import: products from CSV or JSON lines, by SKU. */
#include <string.h>

#include <ecom/catalog.h>

#include "verbs.h"

static enum status import_one(struct run *run, void *record, struct error *err)
{
	struct change change = run_change(run, record);
	struct product *product = record;
	size_t changed;
	return catalog_import(&change, &product, 1, &changed, err);
}

/* The same SKU twice in a chunk: the second must see what the first did. */
static bool has_repeated_sku(struct product *const *products, size_t count)
{
	for (size_t i = 1; i < count; i++) {
		if (strcmp(products[i - 1]->sku, products[i]->sku) < 0)
			continue; /* in order: no need to look further back */
		for (size_t j = 0; j < i; j++)
			if (!strcmp(products[j]->sku, products[i]->sku))
				return true;
	}
	return false;
}

static enum status import_chunk(struct run *run, void *const *records, size_t count, struct error *err)
{
	struct change change = run_change(run, NULL);
	struct product *products[STORE_BULK_ROWS];
	size_t changed;
	for (size_t i = 0; i < count; i++)
		products[i] = records[i];
	if (has_repeated_sku(products, count))
		return STATUS_REJECTED;
	return catalog_import(&change, products, count, &changed, err);
}

const struct verb VERB_IMPORT = {
	.name = "import",
	.help = "add or update products by SKU, from CSV or JSON lines",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_WRITES,
	.input = &product_type,
	.each = import_one,
	.chunk = import_chunk,
	.batch = 20000, /* a quarter of the syncs of 5000; other writers wait for as long as one batch takes */
};
