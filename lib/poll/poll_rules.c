/* When a parcel is asked about again, how long a carrier is left in peace, how much may be asked of it: no store. */
#include "poll_impl.h"

#include <ecom/numeric.h>

#define LONGEST_PAUSE  (6 * HOUR_MS)
#define PENDING_EXPIRE (14 * DAY_MS)
#define SILENT_EXPIRE  (30 * DAY_MS)
#define GONE_AFTER     3
#define JITTER	       0.1

uint64_t poll_key(const char *text)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return hash;
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t longer(int64_t interval, int64_t at_least)
{
	return interval > at_least ? interval : at_least;
}

/* Interval of a parcel under way; 0: it has come to its end, of which poll_advise knows. */
static int64_t usual_interval(const struct poll_case *p, int64_t age)
{
	switch (p->status) {
	case SHIPMENT_PENDING:
		return p->now - p->since < 6 * HOUR_MS ? HOUR_MS : 6 * HOUR_MS;
	case SHIPMENT_INFO_RECEIVED:
	case SHIPMENT_UNKNOWN:
		return 6 * HOUR_MS;
	case SHIPMENT_OUT_FOR_DELIVERY:
		return age < DAY_MS ? 30 * MINUTE_MS : 3 * HOUR_MS;
	case SHIPMENT_PICKED_UP:
	case SHIPMENT_IN_TRANSIT:
		return age < 5 * DAY_MS ? 3 * HOUR_MS : 12 * HOUR_MS;
	case SHIPMENT_DELIVERY_ATTEMPT:
	case SHIPMENT_EXCEPTION:
		return 4 * HOUR_MS;
	case SHIPMENT_AVAILABLE_FOR_PICKUP:
	case SHIPMENT_RETURNING:
		return 12 * HOUR_MS;
	default:
		return 0;
	}
}

/* What is over is looked at again for late news: after a day, and what was delivered after five. */
static int64_t last_looks(const struct poll_case *p, int64_t age)
{
	if (p->status == SHIPMENT_EXPIRED)
		return INSTANT_NONE;
	if (age < DAY_MS)
		return p->now - age + DAY_MS;
	if (p->status == SHIPMENT_DELIVERED && age < 5 * DAY_MS)
		return p->now - age + 5 * DAY_MS;
	return INSTANT_NONE;
}

int64_t poll_least_interval(const struct carrier_limits *limits)
{
	int64_t least = limits->per_shipment_ms;
	if (limits->per_shipment_day > 0)
		least = longer(least, DAY_MS / limits->per_shipment_day);
	return least;
}

int64_t poll_jitter(int64_t interval, uint64_t key, int64_t now)
{
	struct numeric_random random = numeric_random_start(key, (uint64_t)now);
	return interval + (int64_t)((double)interval * JITTER * (2 * numeric_random_uniform(&random) - 1));
}

struct poll_advice poll_advise(const struct poll_case *p, const struct carrier_limits *limits)
{
	int64_t changed = p->changed_at == INSTANT_NONE ? p->since : p->changed_at;
	int64_t age = p->now > changed ? p->now - changed : 0;
	int64_t interval = usual_interval(p, age), least = poll_least_interval(limits);

	if (p->absences >= GONE_AFTER && p->heard)
		return (struct poll_advice) { INSTANT_NONE, false };
	if (interval == 0) {
		int64_t next = last_looks(p, age);
		if (next == INSTANT_NONE)
			return (struct poll_advice) { INSTANT_NONE, false };
		return (struct poll_advice) { later(next, p->now + least), false };
	}
	if (age >= (p->status == SHIPMENT_PENDING ? PENDING_EXPIRE : SILENT_EXPIRE))
		return (struct poll_advice) { INSTANT_NONE, true };
	interval = longer(interval, least);
	if (p->stretch > 1)
		interval = (int64_t)((double)interval * (p->stretch < 1000 ? p->stretch : 1000));
	return (struct poll_advice) { p->now + longer(poll_jitter(interval, p->key, p->now), least), false };
}

int64_t poll_backoff(int64_t failures)
{
	if (failures <= 0)
		return 0;
	if (failures > 9)
		return LONGEST_PAUSE;
	int64_t pause = MINUTE_MS << (failures - 1);
	return pause < LONGEST_PAUSE ? pause : LONGEST_PAUSE;
}

/*
 * Budgets. Uses are counted in slots; a use is let in when the sum over as many slots as any such span can touch stays
 * within the limit. So no second, minute or hour, wherever it begins, sees more than its limit. A carrier's day begins
 * at an hour it names, and is a slot by itself. The second has two slots to spare, for the way to the carrier. Of each
 * limit a part may be granted ahead, which a run that is killed leaves spent: little of what is not there again soon.
 */
static const struct {
	int64_t width;
	int slots, ahead; /* ahead: the how manieth part of the limit */
} SPANS[POLL_SPANS] = {
	[POLL_SECOND] = { 50, 23, 20 },
	[POLL_MINUTE] = { 5000, 13, 20 },
	[POLL_HOUR] = { 300000, 13, 100 },
	[POLL_DAY] = { DAY_MS, 1, 100 },
};

int64_t poll_slot(const struct carrier_limits *limits, int span, int64_t at)
{
	return number_floor(at - (span == POLL_DAY ? limits->day_starts_ms : 0), SPANS[span].width);
}

static int64_t slot_begins(const struct carrier_limits *limits, int span, int64_t slot)
{
	return slot * SPANS[span].width + (span == POLL_DAY ? limits->day_starts_ms : 0);
}

int64_t poll_oldest_slot(const struct carrier_limits *limits, int span, int64_t at)
{
	return poll_slot(limits, span, at) - SPANS[span].slots + 1;
}

int64_t poll_span_limit(const struct carrier_limits *limits, int span)
{
	const int64_t of[POLL_SPANS] = { [POLL_SECOND] = limits->per_second,
					 [POLL_MINUTE] = limits->per_minute,
					 [POLL_HOUR] = limits->per_hour,
					 [POLL_DAY] = limits->per_day };
	return of[span];
}

bool poll_same_slots(const struct carrier_limits *limits, int64_t a, int64_t b)
{
	for (int span = 0; span < POLL_SPANS; span++)
		if (poll_span_limit(limits, span) > 0 && poll_slot(limits, span, a) != poll_slot(limits, span, b))
			return false;
	return true;
}

int64_t poll_ahead(const struct carrier_limits *limits, int64_t most)
{
	for (int span = 0; span < POLL_SPANS; span++) {
		int64_t limit = poll_span_limit(limits, span);
		if (limit > 0 && limit / SPANS[span].ahead < most)
			most = limit / SPANS[span].ahead;
	}
	return most;
}

/* Slots ahead of the clock, which was put back since, count too. */
static int64_t used_since(const struct poll_use *uses, size_t n, int span, int64_t oldest)
{
	int64_t sum = 0;
	for (size_t i = 0; i < n; i++)
		if (uses[i].span == span && uses[i].slot >= oldest)
			sum += uses[i].used;
	return sum;
}

/* When the earliest uses have left the span far enough for one more. */
static int64_t opens_at(const struct poll_use *uses, size_t n, const struct carrier_limits *limits, int span,
			int64_t limit)
{
	int64_t best = INT64_MAX;
	for (size_t i = 0; i < n; i++)
		if (uses[i].span == span && uses[i].slot < best &&
		    used_since(uses, n, span, uses[i].slot + 1) < limit)
			best = uses[i].slot;
	return slot_begins(limits, span, best + SPANS[span].slots);
}

int64_t poll_allow(const struct poll_use *uses, size_t n, const struct carrier_limits *limits, int64_t now,
		   int64_t wanted, int64_t *opens)
{
	*opens = now;
	for (int span = 0; span < POLL_SPANS; span++) {
		int64_t limit = poll_span_limit(limits, span), room;
		if (limit <= 0)
			continue;
		room = limit - used_since(uses, n, span, poll_oldest_slot(limits, span, now));
		if (room <= 0)
			*opens = later(*opens, opens_at(uses, n, limits, span, limit));
		if (room < wanted)
			wanted = room > 0 ? room : 0;
	}
	return wanted;
}

double poll_stretch(int64_t due, int64_t left)
{
	if (due <= 0 || left >= due)
		return 1;
	return (double)due / (double)(left > 0 ? left : 1);
}
