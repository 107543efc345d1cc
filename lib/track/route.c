/* Where a parcel was: its events as stops. Pure. */
#include "picture_impl.h"

#include <math.h>
#include <string.h>

#define SAME_PLACE 8.0	 /* km: two depots of a town are one stop */
#define LEG_STEP   100.0 /* km between two points of a great circle */

/* "Shenzhen, CN" */
static const char *name_of(const struct track_event *e, struct arena *arena)
{
	const char *name = e->place && *e->place ? e->place : e->city;
	if (!name || !*name)
		return e->country && *e->country ? e->country : NULL;
	bool bare = !strchr(name, ',') && e->country && strlen(e->country) == 2;
	return bare ? arena_printf(arena, "%s, %s", name, e->country) : name;
}

/* Is it a stop of its own, or where the parcel was already? A country without a town says nothing new of one that is known. */
static bool is_new(const struct track_stop *before, const struct track_stop *stop)
{
	if (!before)
		return true;
	if (text_same_fold(before->name, stop->name))
		return false;
	if (stop->approximate && text_same(before->country, stop->country))
		return false;
	return draw_distance(before->at, stop->at) >= SAME_PLACE;
}

/* An approximate stop gives way to a town of the same country next to it. */
static bool replaces(const struct track_stop *before, const struct track_stop *stop)
{
	return before && before->approximate && !stop->approximate && text_same(before->country, stop->country);
}

static void measure(struct track_route *r)
{
	for (size_t i = 1; i < r->n; i++) {
		struct track_stop *a = &r->stops[i - 1], *b = &r->stops[i];
		struct draw_point points[TRACK_LEG_POINTS];
		b->km = draw_distance(a->at, b->at);
		r->km += b->km;
		b->at = points[track_leg(a, b, points) - 1];
	}
}

void track_route_of(const struct track_way *way, const struct track_places *places, struct track_route *out, struct arena *arena)
{
	const char **named = arena_alloc(arena, way->n * sizeof *named + 1);
	*out = (struct track_route) { .stops = arena_alloc(arena, way->n * sizeof *out->stops + 1), .named = named };
	for (size_t i = 0; i < way->n; i++) {
		struct place place;
		struct track_stop stop = { .name = name_of(&way->events[i], arena), .first = i, .last = i };
		if (stop.name && (!out->n_named || !text_same_fold(named[out->n_named - 1], stop.name)))
			named[out->n_named++] = stop.name;
		if (!track_locate(places, &way->events[i], &place))
			continue;
		if (!stop.name)
			stop.name = arena_printf(arena, "%.2f, %.2f", place.lat, place.lng);
		stop.at = (struct draw_point) { place.lng, place.lat };
		stop.country = *place.country ? arena_text(arena, place.country) : NULL;
		stop.approximate = place.accuracy != PLACE_TOWN;
		struct track_stop *before = out->n ? &out->stops[out->n - 1] : NULL;
		if (replaces(before, &stop)) {
			stop.first = before->first;
			*before = stop;
		} else if (is_new(before, &stop)) {
			out->stops[out->n++] = stop;
		} else {
			before->last = i;
		}
	}
	measure(out);
}

size_t track_leg(const struct track_stop *a, const struct track_stop *b, struct draw_point points[TRACK_LEG_POINTS])
{
	size_t steps = (size_t)fmin(fmax(ceil(draw_distance(a->at, b->at) / LEG_STEP), 1), TRACK_LEG_POINTS - 1);
	points[0] = a->at;
	for (size_t i = 1; i <= steps; i++) {
		points[i] = draw_between(a->at, b->at, (double)i / (double)steps);
		points[i].lng += 360 * round((points[i - 1].lng - points[i].lng) / 360);
	}
	return steps + 1;
}
