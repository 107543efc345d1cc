/* Histories and calendars out of files of their own, beside what is piped in. */
#include "history.h"

#include <ecom/format.h>
#include <ecom/order.h>

struct sales_reading {
	struct forecast_history *history;
	const struct zone *zone;
};

static enum status take_sale(void *ctx, void *record, struct error *err)
{
	struct sales_reading *r = ctx;

	return forecast_history_add(r->history, record, r->zone, err);
}

enum status forecast_history_read(struct forecast_history *h, const char *path, const struct zone *zone,
				  struct error *err)
{
	static const struct record_type *const PASS[] = { &sales_type, NULL };
	struct reader_options options = { .pass = PASS, .rules = { .zone = zone } };
	struct sales_reading reading = { h, zone };

	return reader_file(path, &forecast_sale_type, &options, take_sale, &reading, err);
}

static enum status take_event(void *ctx, void *record, struct error *err)
{
	return forecast_history_event(ctx, record, err);
}

enum status forecast_history_read_events(struct forecast_history *h, const char *path, struct error *err)
{
	struct reader_options options = { .pass = NULL };

	return reader_file(path, &forecast_event_type, &options, take_event, h, err);
}
