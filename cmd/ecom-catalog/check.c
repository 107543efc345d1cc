/* ecom-catalog check: what a careful merchant would mend. */
#include <ecom/catalog.h>

#include "verbs.h"

static void report(void *ctx, const struct finding *finding)
{
	run_emit(ctx, finding);
	run_found(ctx);
}

static enum status check(struct run *run, struct error *err)
{
	return catalog_audit(run->store, report, run, err);
}

const struct verb VERB_CHECK = {
	.name = "check",
	.help = "find products without a price, wrong or repeated barcodes, prices below cost",
	.store = VERB_READS,
	.output = &journal_finding_type,
	.run = check,
};
