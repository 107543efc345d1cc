/* ecom-catalog archive: take products out of sale. */
#include <ecom/catalog.h>

#include "verbs.h"

struct archive_options {
	bool restore;
};

static const struct option OPTIONS[] = {
	{ "restore", 0, OPTION_FLAG, NULL, "back into sale instead", offsetof(struct archive_options, restore) },
	{ NULL },
};

static enum status archive(struct run *run, void *record, struct error *err)
{
	const struct archive_options *o = run->options;
	const struct product *product = record;
	struct change change = run_change(run, record);
	bool changed;
	return catalog_archive(&change, product->sku, !o->restore, &changed, err);
}

const struct verb VERB_ARCHIVE = {
	.name = "archive",
	.help = "take products out of sale; their history stays",
	.operands_help = "[SKU...]",
	.operands = OPERANDS_KEYS,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.options_size = sizeof(struct archive_options),
	.input = &product_type,
	.each = archive,
};
