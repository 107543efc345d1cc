/* Which reports are of one event, and what they make together. Pure: no store, no clock. */
#include "track_impl.h"

#include <string.h>

/* A text as it is compared: without blanks and capitals, each number in it as one mark. Carriers correct spacing and
 * counters of what they reported already. It is never longer than it was. */
static const char *wording(const char *text, bool numbers, struct arena *arena)
{
	char *out = arena_alloc(arena, (text ? strlen(text) : 0) + 1), *end = out;
	uint32_t point;
	bool digit = false;
	for (size_t length; text && *text; text += length) {
		length = text_next(text, &point);
		bool was_digit = digit;
		digit = point >= '0' && point <= '9';
		if (point <= ' ' || point == 0xA0 || point == 0x3000)
			continue;
		if (digit && !numbers) {
			if (!was_digit)
				*end++ = '#';
		} else if (point >= 'A' && point <= 'Z') {
			*end++ = (char)(point - 'A' + 'a');
		} else {
			memcpy(end, text, length);
			end += length;
		}
	}
	*end = '\0';
	return out;
}

void track_event_prepare(struct event_row *e, struct arena *arena)
{
	e->words = wording(e->text, false, arena);
	e->where = wording(e->place, true, arena);
}

int64_t track_event_minute(const struct event_row *e)
{
	int64_t clock = e->local_at == INSTANT_NONE ? e->at : e->local_at;
	return number_floor(clock, MINUTE_MS);
}

void track_event_digest(const struct event_row *e, char hex[DIGEST_TEXT_SIZE])
{
	struct buffer body = { 0 };
	struct digest digest;
	bool unreadable = text_same(e->aside, TRACK_BAD_EVENT);
	buffer_printf(&body, "[%lld", unreadable ? -1 : (long long)track_event_minute(e));
	const char *const texts[] = { e->code ? e->code : SHIPMENT_STATUS_WORDS[e->status].word, e->words, e->where,
				      unreadable ? e->raw_time : NULL, unreadable ? e->raw : NULL };
	for (size_t i = 0; i < ARRAY_LENGTH(texts); i++) {
		buffer_char(&body, ',');
		buffer_json_text(&body, texts[i]);
	}
	buffer_char(&body, ']');
	digest_start(&digest);
	digest_add(&digest, body.data, body.length);
	digest_finish(&digest, hex);
	buffer_free(&body);
}

/* "Hamburg" is no other place than "Hamburg, DE", nor is one that is not named. */
static bool places_agree(const struct event_row *a, const struct event_row *b)
{
	return strstr(a->where, b->where) || strstr(b->where, a->where);
}

static bool codes_agree(const struct event_row *a, const struct event_row *b)
{
	if (a->code && b->code)
		return text_same(a->code, b->code);
	if (a->code || b->code)
		return *a->words && *b->words;
	return *a->words || a->status == b->status;
}

bool track_event_same(const struct event_row *a, const struct event_row *b)
{
	bool bad = text_same(a->aside, TRACK_BAD_EVENT);
	if (bad != text_same(b->aside, TRACK_BAD_EVENT))
		return false;
	if (bad)
		return text_same(a->raw, b->raw) && text_same(a->raw_time, b->raw_time);
	return track_event_minute(a) == track_event_minute(b) && codes_agree(a, b) &&
	       (text_same(a->words, b->words) || !*a->words || !*b->words) && places_agree(a, b);
}

/* A parcel is delivered once in a minute: such a code says all by itself. One that says "in transit" is given for this
 * and for that. */
static bool is_milestone(int status)
{
	switch (status) {
	case SHIPMENT_PICKED_UP:
	case SHIPMENT_OUT_FOR_DELIVERY:
	case SHIPMENT_AVAILABLE_FOR_PICKUP:
	case SHIPMENT_DELIVERY_ATTEMPT:
	case SHIPMENT_DELIVERED:
	case SHIPMENT_RETURNED:
		return true;
	default:
		return false;
	}
}

bool track_event_reworded(const struct event_row *a, const struct event_row *b)
{
	return a->code && text_same(a->code, b->code) && is_milestone(a->status) && a->local_at != INSTANT_NONE &&
	       b->local_at != INSTANT_NONE && track_event_minute(a) == track_event_minute(b) &&
	       text_same(a->where, b->where);
}

static void fill(const char **stored, const char *told, bool *news)
{
	if (told && (!*stored || !**stored)) {
		*stored = told;
		*news = true;
	}
}

/* A zone that somebody said is better than one that was guessed. */
static void fill_zone(struct event_row *stored, const struct event_row *told, bool *news)
{
	bool said = told->zone == TRACK_ZONE_CARRIER || told->zone == TRACK_ZONE_ADAPTER;
	bool known = stored->zone == TRACK_ZONE_CARRIER || stored->zone == TRACK_ZONE_ADAPTER;
	if (!said || known || stored->zone == TRACK_NO_ZONE)
		return;
	stored->zone = told->zone;
	stored->offset = told->offset;
	stored->at = told->at;
	*news = true;
}

static void fill_position(struct event_row *stored, const struct event_row *told, bool *news)
{
	if (stored->lat == stored->lat || told->lat != told->lat)
		return;
	stored->lat = told->lat;
	stored->lng = told->lng;
	*news = true;
}

/* The map may have changed since; a status by hand stays. */
static void fill_status(struct event_row *stored, const struct event_row *told, bool *news)
{
	bool mapped = told->native && stored->native && text_same(told->adapter, stored->adapter);
	if (told->status == SHIPMENT_UNKNOWN || (stored->status != SHIPMENT_UNKNOWN && !mapped))
		return;
	if (stored->status == told->status && (text_same(stored->substatus, told->substatus) || !told->substatus))
		return;
	stored->status = told->status;
	stored->substatus = told->substatus;
	*news = true;
}

bool track_event_fill(struct event_row *stored, const struct event_row *told, struct arena *arena)
{
	bool news = false;
	fill_status(stored, told, &news);
	fill(&stored->text, told->text, &news);
	fill(&stored->code, told->code, &news);
	if (!stored->native)
		fill(&stored->adapter, told->adapter, &news);
	fill(&stored->native, told->native, &news);
	fill(&stored->place, told->place, &news);
	fill(&stored->city, told->city, &news);
	fill(&stored->region, told->region, &news);
	fill(&stored->postal, told->postal, &news);
	fill(&stored->country, told->country, &news);
	fill(&stored->identity, told->identity, &news);
	fill(&stored->substatus, told->substatus, &news);
	fill_position(stored, told, &news);
	fill_zone(stored, told, &news);
	if (news && told->raw)
		stored->raw = told->raw;
	fill(&stored->raw, told->raw, &news);
	fill(&stored->raw_time, told->raw_time, &news);
	if (told->turn > stored->turn) {
		stored->turn = told->turn;
		news = true;
	}
	/* Set aside by one report, it may count by another; what counted once does for ever. Whether it is too old is
	 * for the shop's own date to say. */
	bool open = stored->aside && !text_same(stored->aside, TRACK_BEFORE_SHIPPING);
	if (open && !text_same(stored->aside, told->aside) &&
	    (!told->aside || text_same(stored->aside, TRACK_AMBIGUOUS))) {
		stored->aside = told->aside;
		news = true;
	}
	if (news)
		track_event_prepare(stored, arena);
	return news;
}
