/* How checks tell what they find. */
#include "journal_impl.h"

void journal_find(journal_report *report, void *ctx, enum finding_severity severity, const char *check,
		  const char *subject, const char *field, const char *expected, const char *actual, const char *reason)
{
	struct finding f = { .check = check,
			     .severity = severity,
			     .subject = subject,
			     .field = field,
			     .expected = expected,
			     .actual = actual,
			     .reason = reason };

	record_mark_all(&journal_finding_type, &f);
	report(ctx, &f);
}

static const char *as_it_is(const char *value)
{
	return value;
}

static enum status query(struct store *s, const struct journal_query *check, journal_report *report, void *ctx,
			 struct error *err)
{
	const char *(*say)(const char *) = check->say ? check->say : as_it_is;
	struct stmt *q = store_stmt(s, &check->sql);
	enum status st;

	while ((st = stmt_step(q, err)) == STATUS_OK)
		journal_find(report, ctx, check->severity, check->check, stmt_column_text(q, 0), stmt_column_text(q, 1),
			     say(stmt_column_text(q, 2)), say(stmt_column_text(q, 3)), check->reason);
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}

enum status journal_query_all(struct store *s, const struct journal_query *queries, size_t n, journal_report *report,
			      void *ctx, struct error *err)
{
	enum status st = STATUS_OK;

	for (size_t i = 0; st == STATUS_OK && i < n; i++)
		st = query(s, &queries[i], report, ctx, err);
	return st;
}
