#include "verbs.h"

void shared_emit(void *run, const void *record)
{
	run_emit(run, record);
}

void shared_done(struct run *run, const struct stock_done *done)
{
	for (size_t i = 0; i < done->count; i++)
		run_emit(run, &done->movements[i]);
}

enum status shared_chunk(struct run *run, void *const *records, size_t count, struct error *err)
{
	enum status st = STATUS_OK;

	for (size_t i = 0; i < count && st == STATUS_OK; i++)
		st = run->verb->each(run, records[i], err);
	return st;
}

enum status shared_location(struct run *run, const char *location, struct error *err)
{
	return location ? stock_require_location(run->store, location, err) : STATUS_OK;
}
