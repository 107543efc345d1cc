/* The verbs of ecom-forecast. */
#ifndef ECOM_FORECAST_VERBS_H
#define ECOM_FORECAST_VERBS_H

#include "cli.h"

extern const struct verb VERB_DEMAND;
extern const struct verb VERB_CLASSIFY;
extern const struct verb VERB_BACKTEST;
extern const struct verb VERB_EXPLAIN;
extern const struct verb VERB_REORDER;
extern const struct verb VERB_REPLAY;
extern const struct verb VERB_EOQ;
extern const struct verb VERB_NEWSVENDOR;
extern const struct verb VERB_LOTS;
extern const struct verb VERB_JOINT;
extern const struct verb VERB_ECHELON;
extern const struct verb VERB_ARRIVALS;
extern const struct verb VERB_ETA;
extern const struct verb VERB_FLOW;
extern const struct verb VERB_OPTIMAL;
extern const struct verb VERB_TUNE;
extern const struct verb VERB_PLOT;

#endif
