/* clock: how a date and a time are written, read exactly. Of time.c and clock.c only. */
#ifndef ECOM_CARRIER_CLOCK_H
#define ECOM_CARRIER_CLOCK_H

#include "carrier_impl.h"

#define OFFSET_MOST (14 * 3600) /* seconds: UTC+14 is the Line Islands' */

struct clock_reading {
	int year, month, day, hour, minute, second, ms;
	int hour_half; /* 0: none, 1: a.m., 2: p.m. */
	bool day_only;
	bool has_offset;
	int offset;    /* seconds east of UTC */
	char zone[48]; /* the name of one; "": none */
	bool instant;  /* ms since 1970 UTC were said, in ${utc}, and nothing else but perhaps the offset */
	int64_t utc;
};
/** carrier_clock_read(text, format, out): all of the text by the format, NULL: as ISO 8601 and its kin. */
bool carrier_clock_read(const char *text, const char *format, struct clock_reading *out);
/** carrier_clock_local(r, out): ms since 1970-01-01T00:00 of its own clock; false for days and times that are none. */
bool carrier_clock_local(const struct clock_reading *r, int64_t *out);
/** carrier_clock_offset(text, out): "Z", "+08:00", "-0500", "+8", "GMT+8", "EST"; seconds east of UTC. */
bool carrier_clock_offset(const char *text, int *out);

#endif
