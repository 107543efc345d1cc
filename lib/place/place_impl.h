/* Shared inside lib/place only. */
#ifndef PLACE_IMPL_H
#define PLACE_IMPL_H

#include <ecom/place.h>

/*
 * A line of the file. Lines are sorted as bytes; tabs end their fields:
 *
 *	munich     DE      48.14  11.58   289  12604     key, country, state, latitude, longitude, zone, hundreds of inhabitants
 *	muenchen   DE  >   munich                        another name of it: its key and state
 *	+de        DE      51.22  9.72    289    Germany the middle of a country
 *	@us346     US  FL  28.27  -82.68  147    Hudson  the middle of a postal area
 *	=germany   DE                                    a name or code of a country
 *	%florida   US  FL                                the name of a state
 *	#289       Europe/Berlin                         a zone's number
 */
#define PLACE_FIELDS 8
enum place_field { PLACE_KEY, PLACE_IN, PLACE_STATE, PLACE_LAT, PLACE_LNG, PLACE_ZONE, PLACE_PEOPLE, PLACE_NAME };
#define PLACE_ALIAS_OF	  PLACE_LAT /* of a line whose state is ">" */
#define PLACE_ALIAS_STATE PLACE_LNG
struct place_line {
	const char *field[PLACE_FIELDS]; /* of the map: not ended by a NUL */
	size_t length[PLACE_FIELDS];
};
struct gazetteer {
	const char *text;
	size_t length;
	const char **zones;
	size_t n_zones;
	struct arena arena;
};

/** place_search(g, key, length): offset of the first line whose key is not below ${key}. */
size_t place_search(const struct gazetteer *g, const char *key, size_t length);
/** place_read(g, at, line): the line at the offset; returns that of the next, 0: there is none. */
size_t place_read(const struct gazetteer *g, size_t at, struct place_line *line);
bool place_is(const struct place_line *line, enum place_field field, const char *text, size_t length);

#endif
