/* The state of tracking as Prometheus reads it. Totals are the store's, so that they grow whoever polls. */
#include "poll_impl.h"

#include <inttypes.h>

static void describe(struct buffer *out, const char *name, const char *type, const char *help)
{
	buffer_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

/* Backslash, quote and line end are the only ones to escape in a label. */
static void add_label(struct buffer *out, const char *name, const char *value)
{
	buffer_printf(out, "%s=\"", name);
	for (; *value; value++) {
		if (*value == '\\' || *value == '"')
			buffer_char(out, '\\');
		if (*value == '\n')
			buffer_text(out, "\\n");
		else
			buffer_char(out, *value);
	}
	buffer_char(out, '"');
}

static enum status add_states(struct store *s, enum poll_statement statement, const char *name, const char *label,
			      const struct word *words, size_t n, struct buffer *out, struct error *err)
{
	struct stmt *q = store_stmt(s, &POLL_SQL[statement]);
	int64_t counts[SHIPMENT_UNKNOWN + 1] = { 0 };
	enum status st;

	while ((st = stmt_step(q, err)) == STATUS_OK)
		if (stmt_column_int(q, 0) >= 0 && stmt_column_int(q, 0) < (int64_t)n)
			counts[stmt_column_int(q, 0)] = stmt_column_int(q, 1);
	stmt_reset(q);
	for (size_t i = 0; i < n; i++) { /* also those that are 0: a series does not come and go */
		buffer_printf(out, "%s{", name);
		add_label(out, label, words[i].word);
		buffer_printf(out, "} %" PRId64 "\n", counts[i]);
	}
	return st == STATUS_END ? STATUS_OK : st;
}

static enum status add_polls(struct store *s, struct buffer *out, struct error *err)
{
	struct stmt *q = store_stmt(s, &POLL_SQL[POLL_COUNT_POLLS]);
	int64_t last = 0;
	enum status st;

	describe(out, "ecom_track_polls_total", "counter", "Parcels asked about, by carrier and what came of it.");
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		const char *result = stmt_column_text(q, 1);
		bool worked = text_same(result, "found") || text_same(result, "unchanged") || text_same(result, "not_found");
		buffer_text(out, "ecom_track_polls_total{");
		add_label(out, "carrier", stmt_column_text(q, 0));
		buffer_char(out, ',');
		add_label(out, "result", result);
		buffer_printf(out, "} %" PRId64 "\n", stmt_column_int(q, 2));
		if (worked && stmt_column_int(q, 3) > last)
			last = stmt_column_int(q, 3);
	}
	stmt_reset(q);
	if (st != STATUS_END)
		return st;
	describe(out, "ecom_track_last_success_timestamp_seconds", "gauge", "When a carrier last answered as it should.");
	buffer_printf(out, "ecom_track_last_success_timestamp_seconds %" PRId64 ".%03d\n", last / 1000, (int)(last % 1000));
	return STATUS_OK;
}

static enum status add_others(struct store *s, int64_t now, struct buffer *out, struct error *err)
{
	struct stmt *q = store_stmt(s, &POLL_SQL[POLL_COUNT_OTHERS]);
	enum status st;

	stmt_int(q, 1, now);
	st = stmt_step(q, err);
	if (st == STATUS_OK) {
		describe(out, "ecom_track_unmapped_codes", "gauge", "Carriers' codes that no map knows.");
		buffer_printf(out, "ecom_track_unmapped_codes %" PRId64 "\n", stmt_column_int(q, 0));
		describe(out, "ecom_track_due", "gauge", "Parcels that are due to be asked about.");
		buffer_printf(out, "ecom_track_due %" PRId64 "\n", stmt_column_int(q, 1));
	}
	stmt_reset(q);
	return st;
}

enum status poll_metrics(struct store *s, int64_t now, struct buffer *out, struct error *err)
{
	static const struct word OUTBOX[] = { { "queued" }, { "sent" }, { "failed" }, { "dead" }, { "cancelled" } };
	enum status st;

	describe(out, "ecom_track_shipments", "gauge", "Shipments by their status.");
	st = add_states(s, POLL_COUNT_SHIPMENTS, "ecom_track_shipments", "status", SHIPMENT_STATUS_WORDS, SHIPMENT_UNKNOWN + 1,
			out, err);
	if (st == STATUS_OK)
		st = add_polls(s, out, err);
	if (st == STATUS_OK)
		st = add_others(s, now, out, err);
	if (st != STATUS_OK)
		return st;
	describe(out, "ecom_track_outbox", "gauge", "Messages of the outbox by their state.");
	return add_states(s, POLL_COUNT_OUTBOX, "ecom_track_outbox", "state", OUTBOX, ARRAY_LENGTH(OUTBOX), out, err);
}
