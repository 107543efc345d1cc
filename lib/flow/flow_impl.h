/* Shared inside lib/flow only. */
#ifndef FLOW_IMPL_H
#define FLOW_IMPL_H

#include <ecom/flow.h>
#include <math.h>
#include <string.h>

/* --- answers as text */

double flow_tidy(double x); /* as number_tidy, but what is below 0.1, as a probability in a tail, to six digits */
/** flow_pair(b, name, value): one more member of the JSON object in ${b}, which begins with the first. A value that is
 * not finite is null. flow_pairs_end closes it; an object without members is NULL. */
void flow_pair(struct buffer *b, const char *name, double value);
const char *flow_pairs_end(struct buffer *b, struct arena *arena);

/* --- statements */

enum flow_statement { FLOW_SQL_PLACED, FLOW_SQL_EVENTS, FLOW_STATEMENTS };
extern const struct sql FLOW_SQL[];

#endif
