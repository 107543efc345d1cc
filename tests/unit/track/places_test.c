/* Clocks at places. Offsets are those of the tz database: date(1) gives the same for TZ and day. */
#include "tap.h"
#include <ecom/track.h>

static struct track_places *places;

static void shows(const char *place, const char *country, const char *local, int want, const char *name)
{
	struct track_event event;
	int64_t at;
	int32_t offset = -1;
	record_clear(&track_event_type, &event);
	event.place = place;
	event.country = country;
	instant_parse(local, NULL, &at, NULL);
	bool known = track_zone_of_place(places, &event, at, &offset);
	is_int(known ? offset : -1, want, name);
}

int main(void)
{
	struct error err;
	if (!ok(track_places_open("share/places.tsv", &places, &err) == STATUS_OK, "the file of places"))
		return done_testing();
	shows("Leipzig", "DE", "2026-01-05T09:07:00", 3600, "Leipzig in winter");
	shows("Leipzig", "DE", "2026-07-05T09:07:00", 7200, "and in summer");
	shows("深圳", "CN", "2026-07-05T09:07:00", 28800, "Shenzhen");
	shows("CHICAGO, IL, US", NULL, "2026-01-05T09:07:00", -21600, "Chicago");
	/* In Berlin the clocks go from 02:00 to 03:00 on 2026-03-29, and from 03:00 back to 02:00 on 2026-10-25. */
	shows("Berlin", "DE", "2026-03-29T01:59:00", 3600, "before the hour that is skipped");
	shows("Berlin", "DE", "2026-03-29T02:30:00", 3600, "in it");
	shows("Berlin", "DE", "2026-03-29T03:00:00", 7200, "after it");
	shows("Berlin", "DE", "2026-10-25T02:30:00", 7200, "the first of two");
	shows("Berlin", "DE", "2026-10-25T03:30:00", 3600, "after both");
	shows("Sorting center", "DE", "2026-01-05T09:07:00", 3600, "a country of one zone");
	shows("Sorting center", "US", "2026-01-05T09:07:00", -1, "a country of several");
	shows(NULL, NULL, "2026-01-05T09:07:00", -1, "no place");
	track_places_close(places);
	places = NULL;
	shows("Leipzig", "DE", "2026-01-05T09:07:00", -1, "no gazetteer");
	track_places_close(NULL);
	return done_testing();
}
