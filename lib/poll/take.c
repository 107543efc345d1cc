/* What a carrier says of a parcel, given to track. */
#include "poll_impl.h"

enum status poll_take(const struct change *c, const char *shipment, const struct carrier_item *item,
		      const struct track_options *how, struct track_taken *out, struct error *err)
{
	struct track_import_options options = { .how = *how };
	enum status st = STATUS_OK;

	*out = (struct track_taken) { .status = SHIPMENT_UNKNOWN };
	for (size_t i = 0; st == STATUS_OK && i < item->n_events; i++) {
		const struct carrier_event *e = &item->events[i];
		struct track_event news, *one = &news;
		char when[INSTANT_TEXT_SIZE];
		bool known = false;
		if (e->fault) {
			out->set_aside++;
			continue;
		}
		record_clear(&track_news_type, &news);
		news.shipment = shipment;
		news.when = arena_text(c->arena, instant_print(when, carrier_instant(&e->time)));
		news.status = e->status;
		news.substatus = e->substatus;
		news.code = e->code;
		news.text = e->text;
		news.place = e->place;
		news.country = e->country;
		record_mark_all(&track_news_type, &news);
		st = track_import(c, &one, 1, &options, &known, err);
		out->fresh += st == STATUS_OK && !known;
	}
	return st == STATUS_OK ? poll_status(c, shipment, &out->status, err) : st;
}
