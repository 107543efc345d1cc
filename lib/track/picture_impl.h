/* Shared by the pictures of lib/track only. */
#ifndef TRACK_PICTURE_IMPL_H
#define TRACK_PICTURE_IMPL_H

#include "track_impl.h"

#include <ecom/draw.h>

/* clock.c: what all pictures say in the same words. */
struct track_clock {
	char day[DAY_TEXT_SIZE], time[8], zone[8]; /* "2018-01-31", "10:03", "+08:00" or "local": nobody said the zone */
};
/** track_clock_of(event, shop, out): of the place, else of the shop. */
void track_clock_of(const struct track_event *event, const struct zone *shop, struct track_clock *out);
void track_clock_at(int64_t at, const char *offset, const struct zone *shop, struct track_clock *out);
/** track_moment: "2018-01-31 10:03 +08:00"; track_day: "Wed 2018-01-31"; track_span: "2 d 4 h"; track_words: "locker or shop";
 * track_status_text: "delivered: locker or shop", ${substatus} may be NULL. */
const char *track_moment(struct arena *arena, int64_t at, const char *offset, const struct zone *shop);
const char *track_day(struct arena *arena, const char *day);
const char *track_span(struct arena *arena, int64_t ms);
const char *track_words(struct arena *arena, const char *word);
const char *track_status_text(struct arena *arena, int status, const char *substatus);
const char *track_km(struct arena *arena, double km); /* "10,712 km" */
enum track_mood { TRACK_PLAIN, TRACK_GOOD, TRACK_WARN, TRACK_BAD };
enum track_mood track_mood(int status);
/** track_reached(shipment, events, n, state, arena): the stage (track_stage) that it has come to, also when it stands still since. */
int track_reached(const struct shipment *shipment, const struct track_event *events, size_t n, struct track_state *state,
		  struct arena *arena);
extern const char *const TRACK_STAGE_NAMES[TRACK_STAGES];
/* The line under the head: "in transit since ..., promised ..., late by ...". */
struct track_remark {
	const char *text;
	enum track_mood mood;
};
#define TRACK_REMARKS 5
/** track_remarks(shipment, decisive, last, now, shop, out, arena): how it stands, in that order; returns how many. ${decisive}: the event that
 *  says so, ${last}: the newest; NULL: none. */
size_t track_remarks(const struct shipment *shipment, const struct track_event *decisive, const struct track_event *last, int64_t now,
		     const struct zone *shop, struct track_remark out[TRACK_REMARKS], struct arena *arena);

/** track_locate(places, event, out): where it was: by its own coordinates, else by the names of its place. False: not known. */
bool track_locate(const struct track_places *places, const struct track_event *event, struct place *out);

/* route.c: where a parcel was. */
struct track_stop {
	const char *name;    /* as the carrier wrote it, with its country */
	const char *country; /* of two letters; NULL: not known */
	struct draw_point at; /* longitudes go on over the antimeridian: 190 is east of 170 */
	bool approximate;     /* somewhere in the country, or about the postal code */
	size_t first, last;   /* of the events there */
	double km;	      /* along the earth, from the stop before it */
};
struct track_route {
	struct track_stop *stops;
	size_t n;
	double km;
	const char *const *named; /* names of places in their order, known or not, each once in a row */
	size_t n_named;
};
void track_route_of(const struct track_way *way, const struct track_places *places, struct track_route *out, struct arena *arena);
/** track_leg(a, b, points, most): points of the great circle from a stop to the next, both ends among them; returns how many. */
#define TRACK_LEG_POINTS 65
size_t track_leg(const struct track_stop *a, const struct track_stop *b, struct draw_point points[TRACK_LEG_POINTS]);

/* svg.c: what the SVG pictures are made of. */
/** track_svg_parcels(ways, n, how, width, draw, out): a picture of parcels one below the other; ${draw} puts one at
 *  ${top} and returns its height. */
typedef double track_draw_parcel(const struct track_way *way, const struct track_picture *how, double top,
				 struct buffer *out, struct arena *arena);
void track_svg_parcels(const struct track_way *ways, size_t n, const struct track_picture *how, double width,
		       track_draw_parcel *draw, struct buffer *out);
/** track_svg_style(out): the style sheet, light and dark. */
void track_svg_style(struct buffer *out);
/** track_svg_text(out, x, y, class, text, room): text cut to ${room} user units with an ellipsis; classes hold the size: "small" 11, "text" 13,
 *  "head" 17; "bold" and moods beside it. */
void track_svg_text(struct buffer *out, double x, double y, const char *class, const char *text, double room);
/** track_letters(text, length, size): about how wide it is. */
double track_letters(const char *text, size_t length, double size);
const char *track_mood_class(enum track_mood mood);
/** track_svg_head(way, how, width, extra, out, arena): the parcel and how it stands, in the uppermost 60 units. */
#define TRACK_SVG_HEAD 62.0
void track_svg_head(const struct track_way *way, const struct track_picture *how, double width, const char *extra, struct buffer *out,
		    struct arena *arena);

/** track_map_field(route, way, how, width, out, arena): the map itself, with its stops, from the origin on; returns its height; 0: no place is known.*/
double track_map_field(const struct track_route *route, const struct track_way *way, const struct track_picture *how, double width,
		       struct buffer *out, struct arena *arena);

#endif
