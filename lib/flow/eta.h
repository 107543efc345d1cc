/* How long a parcel takes, learnt as parcels are delivered. Pure numbers but for its own room. */
#ifndef FLOW_ETA_H
#define FLOW_ETA_H

#include "flow_impl.h"

/* What a parcel has in common with others: ETA_ALL with every one. */
enum eta_level { ETA_ALL, ETA_CARRIER, ETA_DESTINATION, ETA_ORIGIN, ETA_LANE, ETA_WEEKDAY, ETA_LEVELS };
#define ETA_NO_GROUP UINT32_MAX

/* Of a parcel, what the model looks at and what it once said. */
struct eta_case {
	uint32_t groups[ETA_LEVELS]; /* numbers below those of eta_model_new; ETA_NO_GROUP: of none */
	int64_t start;		     /* ms */
	double quote;		     /* logarithm of the days promised; NAN: nothing was */
	double expected;	     /* logarithm of the days expected as it started; NAN: nothing was known */
};

struct eta_model; /* opaque */
struct eta_model *eta_model_new(uint32_t groups);
void eta_model_free(struct eta_model *m);

/** eta_model_expect(m, c, now): the logarithm of the days; NAN: nothing was delivered so far. */
double eta_model_expect(struct eta_model *m, const struct eta_case *c, int64_t now);
/** eta_model_deliver(m, c, at): the parcel was delivered; events come in the order of their instants. */
void eta_model_deliver(struct eta_model *m, const struct eta_case *c, int64_t at);
/** eta_model_settle(m, now): make the distribution anew; meanwhile eta_model_open is called for each parcel under way.
 */
void eta_model_settle_begin(struct eta_model *m, int64_t now);
void eta_model_open(struct eta_model *m, const struct eta_case *c);
void eta_model_settle_end(struct eta_model *m);
bool eta_model_ready(const struct eta_model *m); /* something was delivered, and settled */

/* A parcel some days after its start, none of which may be negative. */
double eta_model_arrives(const struct eta_model *m, double expected, double age);
/** eta_model_days(m, expected, age, p): days from the start until when it is there with probability ${p}, if it arrives
 * at all; at least ${age}. NAN: none has ever taken so long. */
double eta_model_days(const struct eta_model *m, double expected, double age, double p);
/** eta_model_later(m, expected, age, days): the probability that it takes longer than ${days}, if it arrives at all. */
double eta_model_later(const struct eta_model *m, double expected, double age, double days);
double eta_model_behind(struct eta_model *m, const struct eta_case *c, int64_t now); /* parcels on its lane */

#endif
