/* ecom-store check: is everything in the store as it must be? */
#include <ecom/catalog.h>
#include <ecom/notify.h>
#include <ecom/order.h>
#include <ecom/poll.h>
#include <ecom/stock.h>
#include <ecom/track.h>

#include "verbs.h"

typedef enum status check_function(struct store *s, journal_report *report, void *ctx, struct error *err);

/* Every noun looks after its own tables; lower floors first. */
static check_function *const CHECKS[] = { journal_check, catalog_check, notify_check, stock_check,
					  order_check,	 track_check,	poll_check };

static void report(void *ctx, const struct finding *f)
{
	struct run *run = ctx;

	run_emit(run, f);
	run_found(run);
}

static void engine_finding(void *ctx, const char *subject, const char *message)
{
	struct finding f = { .check = "integrity", .severity = FINDING_ERROR, .subject = subject, .reason = message };

	record_mark_all(&journal_finding_type, &f);
	report(ctx, &f);
}

static enum status check(struct run *run, struct error *err)
{
	enum status st = store_verify(run->store, engine_finding, run, err);

	/* One snapshot for all: sums that are compared must be of the same moment. */
	if (st == STATUS_OK)
		st = store_begin_read(run->store, err);
	for (size_t i = 0; i < ARRAY_LENGTH(CHECKS) && st == STATUS_OK; i++)
		st = CHECKS[i](run->store, report, run, err);
	store_rollback(run->store);
	return st;
}

const struct verb VERB_CHECK = {
	.name = "check",
	.help = "recompute what must agree, and print what does not",
	.store = VERB_READS,
	.output = &journal_finding_type,
	.run = check,
};
