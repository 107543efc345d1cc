/* ecom-catalog export: every product, in the shape that import reads. */
#include <ecom/catalog.h>

#include "verbs.h"

static void emit(void *ctx, const struct product *product)
{
	run_emit(ctx, product);
}

static enum status export(struct run *run, struct error *err)
{
	static const struct catalog_filter ALL = { .status = -1 };
	return catalog_list(run->store, &ALL, emit, run, err);
}

const struct verb VERB_EXPORT = {
	.name = "export",
	.help = "write every product, as import reads it back",
	.store = VERB_READS,
	.output = &product_type,
	.output_default = FORMAT_CSV,
	.run = export,
};
