/* Histories and calendars out of files of their own, beside what is piped in. */
#include "history.h"

#include <ecom/format.h>
#include <ecom/order.h>
#include <fcntl.h>
#include <unistd.h>

typedef enum status take_record(void *ctx, void *record, struct error *err);

/* What is read beside a pipe is taken whole or not at all: a bad record is STATUS_DATA. */
static enum status read_file(const char *path, const struct record_type *type, const struct reader_options *options,
			     take_record *take, void *ctx, struct error *err)
{
	struct reader *reader = NULL;
	struct arena arena = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return error_system(err, STATUS_NO_INPUT, path);
	struct record *record = memory_alloc(type->size);
	enum status status = reader_open(&reader, fd, path, type, options, err);
	if (status == STATUS_OK) {
		while ((status = reader_next(reader, &arena, record, err)) == STATUS_OK) {
			status = take(ctx, record, err);
			if (status != STATUS_OK)
				break;
			arena_reset(&arena);
		}
		reader_close(reader);
	}
	if (status == STATUS_REJECTED) {
		struct error why = *err;
		status = error_set(err, STATUS_DATA, why.code, why.field, "%s:%ld: %.400s", path, record->line, why.message);
	}
	close(fd);
	memory_free(record);
	arena_free(&arena);
	return status == STATUS_END ? STATUS_OK : status;
}

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

	return read_file(path, &forecast_sale_type, &options, take_sale, &reading, err);
}

static enum status take_event(void *ctx, void *record, struct error *err)
{
	return forecast_history_event(ctx, record, err);
}

enum status forecast_history_read_events(struct forecast_history *h, const char *path, struct error *err)
{
	struct reader_options options = { .pass = NULL };

	return read_file(path, &forecast_event_type, &options, take_event, h, err);
}
