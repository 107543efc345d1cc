/* The verbs of ecom-track. */
#ifndef ECOM_TRACK_VERBS_H
#define ECOM_TRACK_VERBS_H

#include <ecom/carrier.h>
#include <ecom/track.h>

#include "cli.h"

extern const struct verb VERB_ADAPTER, VERB_ADD, VERB_CARRIER, VERB_DETECT, VERB_DUE, VERB_EXCEPTIONS, VERB_IMPORT,
	VERB_INGEST, VERB_LIST, VERB_MAP, VERB_METRICS, VERB_PERF, VERB_POLL, VERB_RECEIVE, VERB_REMAP, VERB_SHOW, VERB_UNMAPPED;

/** read_words(texts, option, words, out, err): which of the words an option lists; none: none. */
enum status read_words(const struct texts *texts, const char *option, const struct word *words, bool *out,
		       struct error *err);

/** shared_places(run): the gazetteer, for track_options and pictures; NULL (noted with -v): share/ has none. */
struct track_places *shared_places(struct run *run);
/** shared_numbers(run, err): the formats of tracking numbers; NULL: share/ has none that can be read. */
const struct carrier_numbers *shared_numbers(struct run *run, struct error *err);
/** shared_find(run, name, arena, ways, n, err): the parcels of that id, order or number, with their events. Rejected "unknown_shipment". */
enum status shared_find(struct run *run, const char *name, struct arena *arena, struct track_way **ways, size_t *n, struct error *err);
/** shared_collect, in a verb's each, and shared_draw, in its finish: one picture of all parcels asked for, printed. */
typedef void shared_picture(const struct track_way *ways, size_t n, const struct track_picture *how, struct buffer *out);
enum status shared_collect(struct run *run, const struct track_query *query, struct error *err);
enum status shared_draw(struct run *run, shared_picture *picture, struct error *err);

#endif
