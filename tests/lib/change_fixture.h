/* What unit tests of nouns do to a store: change it as somebody, write to its tables, and read a number back. */
#ifndef CHANGE_FIXTURE_H
#define CHANGE_FIXTURE_H

#include "store_fixture.h"
#include "tap.h"

#include <ecom/journal.h>

static struct error err;
static struct arena arena;

static inline struct change change_at(struct store *s, int64_t now)
{
	return (struct change) { .store = s, .now = now, .actor = "tester", .verb = "unit test", .arena = &arena };
}

static inline void run_sql(struct store *s, const char *text)
{
	if (stmt_run(store_query(s, text, false), NULL, &err) != STATUS_OK) {
		printf("Bail out! %s: %s\n", text, err.message);
		exit(99);
	}
}

/* The second opinion: a number straight from the tables. */
static inline int64_t number(struct store *s, const char *text)
{
	struct stmt *q = store_query(s, text, false);
	int64_t value = -999;
	if (stmt_step(q, &err) == STATUS_OK)
		value = stmt_column_int(q, 0);
	stmt_reset(q);
	return value;
}

#endif
