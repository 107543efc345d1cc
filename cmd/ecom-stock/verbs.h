/* The verbs of ecom-stock, and what they share. */
#ifndef ECOM_STOCK_VERBS_H
#define ECOM_STOCK_VERBS_H

#include <ecom/stock.h>

#include "cli.h"

extern const struct verb VERB_LOCATION, VERB_RECEIVE, VERB_ADJUST, VERB_MOVE, VERB_COUNT, VERB_LIST, VERB_AVAILABLE,
	VERB_RESERVE, VERB_RELEASE, VERB_LEDGER, VERB_RULE, VERB_LOW;

/** shared_emit(run, record): a stock_each that prints. */
void shared_emit(void *run, const void *record);
/** shared_done(run, done): prints the movements of a change. */
void shared_done(struct run *run, const struct stock_done *done);
/** shared_chunk(run, records, count, err): ${each} of the verb for all, without a savepoint for every one. */
enum status shared_chunk(struct run *run, void *const *records, size_t count, struct error *err);
/** shared_location(run, location, err): a location given by an option must be there. */
enum status shared_location(struct run *run, const char *location, struct error *err);

#endif
