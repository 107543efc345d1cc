/* Does the store still say what its movements and reservations say? */
#include <stdio.h>

#include "stock_impl.h"

/* What one statement finds, and how a row of it is told. */
struct inspection {
	enum stock_statement statement;
	void (*tell)(struct stmt *q, journal_report *report, void *ctx);
};

struct told {
	char subject[4096 + 300], expected[32], actual[32];
};

/* SKU in column 0, location in column 1. */
static void name_level(struct stmt *q, struct told *t)
{
	snprintf(t->subject, sizeof(t->subject), "%s/%s", stmt_column_text(q, 0), stmt_column_text(q, 1));
}

static void report_numbers(journal_report *report, void *ctx, const char *check, enum finding_severity severity,
			   struct told *t, const char *field, int64_t expected, int64_t actual, const char *reason)
{
	snprintf(t->expected, sizeof(t->expected), "%" PRId64, expected);
	snprintf(t->actual, sizeof(t->actual), "%" PRId64, actual);
	journal_find(report, ctx, severity, check, t->subject, field, t->expected, t->actual, reason);
}

static void tell_level_sum(struct stmt *q, journal_report *report, void *ctx)
{
	static const char *const FIELDS[] = { "on_hand", "unavailable", "incoming" };
	struct told t = { 0 };

	name_level(q, &t);
	for (int i = 0; i < 3; i++) {
		int64_t want = stmt_column_int(q, 2 + 2 * i), is = stmt_column_int(q, 3 + 2 * i);
		if (want != is)
			report_numbers(report, ctx, "level_sum", FINDING_ERROR, &t, FIELDS[i], want, is,
				       "the level differs from the sum of its movements");
	}
}

static void tell_reserved_sum(struct stmt *q, journal_report *report, void *ctx)
{
	struct told t = { 0 };

	name_level(q, &t);
	report_numbers(report, ctx, "level_reserved", FINDING_ERROR, &t, "reserved", stmt_column_int(q, 2),
		       stmt_column_int(q, 3), "the level differs from the sum of its open reservations");
}

static void tell_level(struct stmt *q, journal_report *report, void *ctx)
{
	static const char *const FIELDS[] = { "on_hand", "unavailable", "reserved", "incoming" };
	struct told t = { 0 };
	int64_t shelf = stmt_column_int(q, 2) - stmt_column_int(q, 3);
	bool impossible = shelf < 0;

	name_level(q, &t);
	if (impossible)
		report_numbers(report, ctx, "level_impossible", FINDING_ERROR, &t, "unavailable", stmt_column_int(q, 2),
			       stmt_column_int(q, 3), "more is unavailable than is on hand");
	for (int i = 0; i < 4; i++)
		if (stmt_column_int(q, 2 + i) < 0) {
			impossible = true;
			report_numbers(report, ctx, "level_impossible", FINDING_ERROR, &t, FIELDS[i], 0,
				       stmt_column_int(q, 2 + i), "a quantity cannot be negative");
		}
	if (!impossible)
		report_numbers(report, ctx, "level_oversold", FINDING_WARNING, &t, "reserved", shelf,
			       stmt_column_int(q, 4),
			       "more is promised than is there: a count found less than was reserved");
}

static void tell_reservation(struct stmt *q, journal_report *report, void *ctx)
{
	const char *state = RESERVATION_STATE_WORDS[stmt_column_int(q, 5)].word;
	bool ended = stmt_column_int(q, 5) >= RESERVATION_SHIPPED, open = stmt_column_int(q, 4) > 0;
	struct told t = { 0 };

	snprintf(t.subject, sizeof(t.subject), "%s %s/%s", stmt_column_text(q, 0), stmt_column_text(q, 1),
		 stmt_column_text(q, 2));
	if (ended || !open)
		journal_find(report, ctx, FINDING_ERROR, "reservation_state", t.subject, "state",
			     ended ? "held or allocated" : "shipped, released or expired", state,
			     ended ? "the claim has ended, but still keeps stock"
				   : "nothing is kept, but the claim has not ended");
	else
		journal_find(report, ctx, FINDING_ERROR, "reservation_expiry", t.subject, "expires_at", "none", state,
			     "what is paid for must not expire");
}

static void tell_account(struct stmt *q, journal_report *report, void *ctx)
{
	journal_find(report, ctx, FINDING_ERROR, "movement_account", stmt_column_text(q, 0), "location",
		     "a known account", "none",
		     "movements name an account that is neither a location, a part of one, nor the outside");
}

static void tell_transit(struct stmt *q, journal_report *report, void *ctx)
{
	struct told t = { 0 };

	snprintf(t.subject, sizeof(t.subject), "%s", stmt_column_text(q, 0));
	report_numbers(report, ctx, "transit_negative", FINDING_WARNING, &t, "quantity", 0, stmt_column_int(q, 1),
		       "more came out of @transit than went in");
}

static const struct inspection INSPECTIONS[] = {
	{ STOCK_CHECK_LEVEL_SUM, tell_level_sum }, { STOCK_CHECK_RESERVED_SUM, tell_reserved_sum },
	{ STOCK_CHECK_LEVEL, tell_level },	   { STOCK_CHECK_RESERVATION, tell_reservation },
	{ STOCK_CHECK_ACCOUNT, tell_account },	   { STOCK_CHECK_TRANSIT, tell_transit },
};

enum status stock_check(struct store *s, journal_report *report, void *ctx, struct error *err)
{
	for (size_t i = 0; i < ARRAY_LENGTH(INSPECTIONS); i++) {
		struct stmt *q = store_stmt(s, &STOCK_SQL[INSPECTIONS[i].statement]);
		enum status st;
		while ((st = stmt_step(q, err)) == STATUS_OK)
			INSPECTIONS[i].tell(q, report, ctx);
		stmt_reset(q);
		if (st != STATUS_END)
			return st;
	}
	return STATUS_OK;
}
