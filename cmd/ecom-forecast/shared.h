/* What several verbs share, most of them those that read histories. */
#ifndef ECOM_FORECAST_SHARED_H
#define ECOM_FORECAST_SHARED_H

#include <ecom/forecast.h>

#include "verbs.h"

/* `ecom-order sales` prints more than a forecast needs. */
extern const struct record_type *const HISTORY_PASS[];

/** history_gather(run, record, err): ${record} into the struct forecast_history that is run->state. */
enum status history_gather(struct run *run, void *record, struct error *err);
/** history_load(run, by_location, finish, err): the history of the store into the same, and then what a verb does with it. */
enum status history_load(struct run *run, bool by_location, enum status finish(struct run *run, struct error *err),
			 struct error *err);
/** history_calendar(run, path, err): days out of the ordinary into the same; ${path} may be NULL. */
enum status history_calendar(struct run *run, const char *path, struct error *err);
/** levels_read(quantiles, levels, err): those of the option --quantiles; STATUS_USAGE. */
enum status levels_read(const struct texts *quantiles, struct number_levels *levels, struct error *err);
/** history_check(alpha, quantiles, levels, err): options that the tables cannot check; STATUS_USAGE. */
enum status history_check(double alpha, const struct texts *quantiles, struct number_levels *levels,
			  struct error *err);
/** history_tell(run, plan): how the periods were found, which is worth knowing where they are not what was expected. */
void history_tell(struct run *run, const struct forecast_plan *plan);
void history_progress(void *run, size_t done, size_t count);

#endif
