/* How well carriers do: finished parcels, in groups. */
#include "track_impl.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A finished parcel; a way of grouping that was not asked for has no key. */
struct finished {
	const char *key[TRACK_BY_WAYS];
	int64_t shipped_at, first_promised_at, promised_at, delivered_at; /* or INSTANT_NONE */
	bool delivered;
};

static const char *month_of(int64_t instant, const struct zone *zone, struct arena *arena)
{
	int year, month, day;
	day_to_civil(instant_day(instant, zone), &year, &month, &day);
	return arena_printf(arena, "%04d-%02d", year, month);
}

static void read_finished(struct stmt *q, const struct track_perf_filter *filter, struct arena *arena,
			  struct finished *out)
{
	struct shipment shipment = { .details = stmt_column_text(q, 1) };
	*out = (struct finished) { .shipped_at = stmt_column_int(q, 2),
				   .first_promised_at = stmt_column_int_or(q, 3, INSTANT_NONE),
				   .promised_at = stmt_column_int_or(q, 4, INSTANT_NONE),
				   .delivered_at = stmt_column_int_or(q, 5, INSTANT_NONE) };
	out->delivered = stmt_column_int(q, 6) == SHIPMENT_DELIVERED && out->delivered_at != INSTANT_NONE;
	if (filter->by[TRACK_BY_CARRIER])
		out->key[TRACK_BY_CARRIER] = arena_text(arena, stmt_column_text(q, 0));
	if (filter->by[TRACK_BY_LANE]) {
		const char *from = stmt_column_text(q, 7), *to = track_detail(&shipment, "country", arena);
		if (!to)
			to = stmt_column_text(q, 8);
		out->key[TRACK_BY_LANE] = arena_printf(arena, "%s-%s", from ? from : "?", to ? to : "?");
	}
	if (filter->by[TRACK_BY_SERVICE]) {
		const char *service = track_detail(&shipment, "service", arena);
		out->key[TRACK_BY_SERVICE] = service ? service : "?";
	}
	if (filter->by[TRACK_BY_MONTH])
		out->key[TRACK_BY_MONTH] = month_of(out->shipped_at, filter->zone, arena);
}

static int compare_keys(const struct finished *a, const struct finished *b)
{
	for (size_t i = 0; i < TRACK_BY_WAYS; i++) {
		int order = a->key[i] ? strcmp(a->key[i], b->key[i]) : 0;
		if (order)
			return order;
	}
	return 0;
}

static int64_t transit(const struct finished *f)
{
	return f->delivered_at - f->shipped_at;
}

/* By group, in it the delivered ones first, the quickest before the slower. */
static int compare(const void *left, const void *right)
{
	const struct finished *a = left, *b = right;
	int order = compare_keys(a, b);
	if (order)
		return order;
	if (a->delivered != b->delivered)
		return a->delivered ? -1 : 1;
	if (!a->delivered || transit(a) == transit(b))
		return 0;
	return transit(a) < transit(b) ? -1 : 1;
}

/* Of ${n} delivered parcels in their order, in days: Hyndman and Fan's seventh definition. */
static double quantile(const struct finished *of, size_t n, double p)
{
	double rank = p * (double)(n - 1);
	size_t below = (size_t)rank;
	double low = (double)transit(&of[below]), high = (double)transit(&of[below + 1 < n ? below + 1 : below]);
	return (low + (rank - (double)below) * (high - low)) / (double)DAY_MS;
}

static bool is_kept(const struct finished *f, int64_t promised_at)
{
	return f->delivered && f->delivered_at <= promised_at;
}

static void summarise(const struct finished *of, size_t n, track_each_perf *each, void *ctx)
{
	struct track_perf perf;
	int64_t kept = 0, kept_first = 0, sum = 0;
	record_clear(&track_perf_type, &perf);
	perf.carrier = of->key[TRACK_BY_CARRIER];
	perf.lane = of->key[TRACK_BY_LANE];
	perf.service = of->key[TRACK_BY_SERVICE];
	perf.month = of->key[TRACK_BY_MONTH];
	perf.parcels = (int64_t)n;
	for (size_t i = 0; i < n; i++) {
		perf.delivered += of[i].delivered;
		sum += of[i].delivered ? transit(&of[i]) : 0;
		if (of[i].promised_at == INSTANT_NONE)
			continue;
		perf.promised++;
		kept += is_kept(&of[i], of[i].promised_at);
		kept_first += is_kept(&of[i], of[i].first_promised_at);
	}
	perf.undelivered = perf.parcels - perf.delivered;
	if (perf.promised) {
		perf.on_time = (double)kept / (double)perf.promised;
		perf.on_time_first = (double)kept_first / (double)perf.promised;
	}
	if (perf.delivered) {
		perf.mean_days = (double)sum / (double)perf.delivered / (double)DAY_MS;
		perf.median_days = quantile(of, (size_t)perf.delivered, 0.5);
		perf.p90_days = quantile(of, (size_t)perf.delivered, 0.9);
	}
	record_mark_all(&track_perf_type, &perf);
	each(ctx, &perf);
}

enum status track_perf(struct store *s, const struct track_perf_filter *filter, track_each_perf *each, void *ctx,
		       struct error *err)
{
	struct arena arena = { 0 };
	struct buffer all = { 0 };
	struct finished one;
	struct stmt *q = store_stmt(s, filter->by[TRACK_BY_LANE] ? &TRACK_SQL[TRACK_FINISHED_LANES] : &TRACK_SQL[TRACK_FINISHED]);
	enum status st;
	stmt_text(q, 1, filter->carrier);
	stmt_int(q, 2, filter->since == INSTANT_NONE ? -INT64_MAX : filter->since);
	stmt_int(q, 3, filter->until == INSTANT_NONE ? INT64_MAX : filter->until);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		read_finished(q, filter, &arena, &one);
		buffer_add(&all, &one, sizeof one);
	}
	stmt_reset(q);
	/* The bytes of a buffer are allocated memory: aligned for any type. */
	struct finished *of = (void *)all.data;
	size_t n = all.length / sizeof one;
	if (st == STATUS_END && n)
		qsort(of, n, sizeof *of, compare);
	for (size_t i = 0, end; st == STATUS_END && i < n; i = end) {
		for (end = i + 1; end < n && compare_keys(&of[i], &of[end]) == 0;)
			end++;
		summarise(&of[i], end - i, each, ctx);
	}
	buffer_free(&all);
	arena_free(&arena);
	return st == STATUS_END ? STATUS_OK : st;
}
