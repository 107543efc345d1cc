/* Places of events, and what their clocks show. */
#include "picture_impl.h"

#include <math.h>

struct track_places {
	struct gazetteer *gazetteer;
	struct zone_cache zones; /* a parcel sees few */
};

enum status track_places_open(const char *path, struct track_places **out, struct error *err)
{
	struct gazetteer *gazetteer;
	enum status st = place_open(path, &gazetteer, err);
	if (st)
		return st;
	*out = memory_zero(1, sizeof **out);
	(*out)->gazetteer = gazetteer;
	return STATUS_OK;
}

void track_places_close(struct track_places *places)
{
	if (!places)
		return;
	zone_cache_free(&places->zones);
	place_close(places->gazetteer);
	memory_free(places);
}

bool track_locate(const struct track_places *places, const struct track_event *event, struct place *out)
{
	const struct place_query query = { event->city ? event->city : event->place, event->region, event->postal, event->country };
	bool own = isfinite(event->lat) && isfinite(event->lng) && fabs(event->lat) <= 90 && fabs(event->lng) <= 180 &&
		   (event->lat != 0 || event->lng != 0);
	bool found = places && place_find(places->gazetteer, &query, out);
	if (!found)
		*out = (struct place) { .accuracy = PLACE_UNKNOWN };
	if (own) {
		/* The carrier knows better. */
		out->lat = event->lat;
		out->lng = event->lng;
		out->accuracy = PLACE_TOWN;
	}
	return found || own;
}

bool track_zone_of_place(void *ctx, const struct track_event *event, int64_t local, int32_t *offset)
{
	struct track_places *places = ctx;
	struct place place;
	if (!places || !track_locate(places, event, &place) || !place.zone)
		return false;
	const struct zone *zone = zone_cache_find(&places->zones, place.zone);
	if (!zone)
		return false;
	*offset = zone_offset_shown(zone, local);
	return true;
}
