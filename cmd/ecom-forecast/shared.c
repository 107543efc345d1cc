/* Histories of sales and levels of quantiles, as several verbs read them. */
#include "shared.h"

#include <ecom/order.h>
#include <math.h>

const struct record_type *const HISTORY_PASS[] = { &sales_type, NULL };

enum status history_gather(struct run *run, void *record, struct error *err)
{
	if (!run->state)
		run->state = forecast_history_new();
	return forecast_history_add(run->state, record, run->zone, err);
}

enum status history_load(struct run *run, bool by_location, enum status finish(struct run *run, struct error *err),
			 struct error *err)
{
	run->state = forecast_history_new();
	enum status status = forecast_history_load(run->state, run->store, by_location, run->zone, err);
	if (status == STATUS_OK)
		return finish(run, err);
	forecast_history_free(run->state);
	return status;
}

enum status history_calendar(struct run *run, const char *path, struct error *err)
{
	return path ? forecast_history_read_events(run->state, path, err) : STATUS_OK;
}

enum status levels_read(const struct texts *quantiles, struct number_levels *levels, struct error *err)
{
	if (number_levels_parse(quantiles->items, quantiles->count, levels, err) == STATUS_OK)
		return STATUS_OK;
	return err->status = STATUS_USAGE;
}

enum status history_check(double alpha, const struct texts *quantiles, struct number_levels *levels,
			  struct error *err)
{
	if (!isnan(alpha) && !(alpha >= 0 && alpha <= 1))
		return error_set(err, STATUS_USAGE, "bad_value", "alpha", "%g: expected a number from 0 to 1", alpha);
	return levels_read(quantiles, levels, err);
}

void history_tell(struct run *run, const struct forecast_plan *plan)
{
	char day[DAY_TEXT_SIZE];

	run_note(run, "%zu series by the %s%s, until %s; season %zu, window %zu, horizon %zu", plan->series,
		 FORECAST_EVERY_WORDS[plan->calendar.every].word, plan->inferred ? " (inferred)" : "",
		 day_print(day, plan->until), plan->season, plan->window, plan->horizon);
	if (plan->incomplete)
		run_note(run, "the last %s is not over on %s and was left out",
			 FORECAST_EVERY_WORDS[plan->calendar.every].word, day_print(day, plan->until));
	if (plan->negative)
		run_note(run, "%zu periods with more returns than sales count as 0", plan->negative);
	if (plan->filled)
		run_note(run, "%zu periods out of stock count as what is expected of them", plan->filled);
	if (plan->cut_off)
		run_warn(run, "%zu series have a quantity in every period, and then none up to %s: forecast as no longer sold; "
			 "with --own-end each is forecast from its own end", plan->cut_off, day_print(day, plan->until));
	if (plan->silent)
		run_warn(run, "%zu series have no history up to %s%s: not forecast", plan->silent,
			 day_print(day, plan->until), plan->incomplete ? " in a period that is over" : "");
}

void history_progress(void *run, size_t done, size_t count)
{
	run_progress(run, done, count, "series");
}
