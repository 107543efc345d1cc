/* The verbs of ecom-track. */
#ifndef ECOM_TRACK_VERBS_H
#define ECOM_TRACK_VERBS_H

#include <ecom/track.h>

#include "cli.h"

extern const struct verb VERB_ADAPTER, VERB_ADD, VERB_CARRIER, VERB_DETECT, VERB_DUE, VERB_EXCEPTIONS, VERB_IMPORT,
	VERB_INGEST, VERB_LIST, VERB_METRICS, VERB_PERF, VERB_POLL, VERB_RECEIVE, VERB_REMAP, VERB_SHOW, VERB_UNMAPPED;

/** read_words(texts, option, words, out, err): which of the words an option lists; none: none. */
enum status read_words(const struct texts *texts, const char *option, const struct word *words, bool *out,
		       struct error *err);

/** shared_places(run): the gazetteer, for track_options and pictures; NULL (noted with -v): share/ has none. */
struct track_places *shared_places(struct run *run);

#endif
