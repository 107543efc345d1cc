/* Parcels gathered, and what each has in common with others. */
#include "parcel.h"

#define QUOTE_DAYS_MIN 1 /* a promise for the same day says as much as one for the next */

struct flow_parcels *flow_parcels_new(int clock)
{
	struct flow_parcels *p = memory_zero(1, sizeof *p);

	p->clock = clock;
	directory_number(&p->groups, "", NULL);
	return p;
}

void flow_parcels_free(struct flow_parcels *p)
{
	if (!p)
		return;
	memory_free(p->items);
	directory_free(&p->names);
	directory_free(&p->groups);
	flow_events_free(&p->events);
	arena_free(&p->arena);
	buffer_free(&p->key);
	memory_free(p);
}

/* Equal texts are one; what is empty is none. */
static const char *one_copy(struct flow_parcels *p, const char *text)
{
	return text && text[0] ? directory_text(&p->names, text) : NULL;
}

/* The group of a level that these texts name; none where one of them is missing. */
static uint32_t find_group(struct flow_parcels *p, enum eta_level level, const char *const *texts, size_t n)
{
	buffer_clear(&p->key);
	buffer_char(&p->key, (char)('0' + level));
	for (size_t i = 0; i < n; i++) {
		if (!texts[i])
			return ETA_NO_GROUP;
		buffer_char(&p->key, '\x1f');
		buffer_text(&p->key, texts[i]);
	}
	size_t before = p->groups.count;
	uint32_t number = (uint32_t)directory_number(&p->groups, p->key.data, NULL);
	p->of_level[level] += p->groups.count - before;
	return number;
}

void flow_parcels_levels(const struct flow_parcels *p, bool useful[ETA_LEVELS])
{
	const size_t *n = p->of_level;

	useful[ETA_ALL] = true;
	for (int level = ETA_ALL + 1; level < ETA_LEVELS; level++)
		useful[level] = n[level] > 1;
	useful[ETA_LANE] &= n[ETA_LANE] != n[ETA_DESTINATION] && n[ETA_LANE] != n[ETA_ORIGIN];
}

static void find_groups(struct flow_parcels *p, struct parcel *parcel, const struct zone *zone)
{
	const char *carrier = parcel->carrier ? parcel->carrier : "";
	const char *const lane[] = { carrier, parcel->origin, parcel->destination };
	int64_t start = parcel->known.start;
	char weekday[] = { (char)('0' + (start == INSTANT_NONE ? 0 : day_of_week(instant_day(start, zone)))), '\0' };
	const char *const day[] = { carrier, weekday };
	uint32_t *groups = parcel->known.groups;

	groups[ETA_ALL] = 0;
	groups[ETA_CARRIER] = find_group(p, ETA_CARRIER, &parcel->carrier, 1);
	groups[ETA_DESTINATION] = find_group(p, ETA_DESTINATION, &parcel->destination, 1);
	groups[ETA_ORIGIN] = find_group(p, ETA_ORIGIN, &parcel->origin, 1);
	groups[ETA_LANE] = find_group(p, ETA_LANE, lane, 3);
	groups[ETA_WEEKDAY] = find_group(p, ETA_WEEKDAY, day, 2);
	if (start == INSTANT_NONE)
		groups[ETA_WEEKDAY] = ETA_NO_GROUP;
}

/* What was promised when the order was placed; where that is not known, when the clock started. */
static double quote_of(int64_t promised, int64_t placed, int64_t start)
{
	int64_t since = placed != INSTANT_NONE ? placed : start;

	if (promised == INSTANT_NONE || since == INSTANT_NONE)
		return NAN;
	return log(fmax(QUOTE_DAYS_MIN, (double)(promised - since) / DAY_MS));
}

bool flow_parcel_given_up(const char *status)
{
	return status && (text_matches_word("cancelled", "canceled", status) ||
			  text_matches_word("returned", NULL, status));
}

enum status flow_parcels_add(struct flow_parcels *p, const struct flow_parcel *in, const struct zone *zone,
			     struct error *err)
{
	int64_t start = p->clock == FLOW_FROM_ORDER ? in->placed_at : in->shipped_at;
	const char *since = p->clock == FLOW_FROM_ORDER ? "placed_at" : "shipped_at";

	if (!in->record.given)
		return error_reject(err, "missing", "shipment",
				    "says nothing of a parcel: expected a name, its carrier, a zone or an instant");
	if (in->at != INSTANT_NONE)
		return flow_events_add(&p->events, in->shipment, in->carrier, in->status, in->at, err);
	if (in->delivered_at != INSTANT_NONE && start == INSTANT_NONE)
		return error_reject(err, "missing", since, "a delivered parcel needs the instant its way began");
	if (in->delivered_at != INSTANT_NONE && in->delivered_at < start)
		return error_reject(err, "bad_value", "delivered_at", "before %s: expected a later instant", since);
	p->items = memory_grow(p->items, p->count, &p->capacity, sizeof *p->items);
	struct parcel *parcel = &p->items[p->count++];
	*parcel = (struct parcel) { .known = { .start = start, .expected = NAN },
				    .shipment = arena_text(&p->arena, in->shipment),
				    .order = arena_text(&p->arena, in->order),
				    .carrier = one_copy(p, in->carrier),
				    .origin = one_copy(p, in->origin),
				    .destination = one_copy(p, in->destination),
				    .status = one_copy(p, in->status),
				    .delivered = in->delivered_at,
				    .promised = in->promised_at };
	parcel->known.quote = quote_of(in->promised_at, in->placed_at, start);
	parcel->given_up = flow_parcel_given_up(in->status);
	find_groups(p, parcel, zone);
	return STATUS_OK;
}
