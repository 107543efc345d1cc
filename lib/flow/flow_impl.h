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

/* --- names, numbered in the order of their first coming */

struct flow_names {
	struct arena arena; /* the texts */
	const char **texts;
	uint64_t *hashes;
	size_t count, capacity;
	uint32_t *slots; /* number + 1; 0 = free */
	size_t n_slots;
};
uint32_t flow_names_number(struct flow_names *n, const char *text); /* found or made */
bool flow_names_find(const struct flow_names *n, const char *text, uint32_t *number);
/** flow_names_text(n, text): the one copy of ${text}, or of what is empty NULL. */
const char *flow_names_text(struct flow_names *n, const char *text);
void flow_names_free(struct flow_names *n);

/* --- statements */

enum flow_statement { FLOW_SQL_PLACED, FLOW_SQL_EVENTS, FLOW_STATEMENTS };
extern const struct sql FLOW_SQL[];

#endif
