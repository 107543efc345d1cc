/* The table of models. */
#include "series_impl.h"

#include <string.h>

const struct series_model *const SERIES_MODELS[] = {
	&SERIES_MOVING_AVERAGE,
	&SERIES_NAIVE,
	&SERIES_SEASONAL_NAIVE,
	&SERIES_SES,
	&SERIES_HOLT,
	&SERIES_DAMPED,
	&SERIES_THETA,
	&SERIES_OPTIMISED_THETA,
	&SERIES_ETS,
	&SERIES_CES,
	&SERIES_ENSEMBLE,
	&SERIES_REGRESSION,
	&SERIES_MULTI_SEASON,
	&SERIES_WEEKLY,
	&SERIES_POOLED,
	&SERIES_LAUNCH,
	&SERIES_CROSTON,
	&SERIES_SBA,
	&SERIES_TSB,
	&SERIES_ADIDA,
	&SERIES_IMAPA,
	&SERIES_ARIMA,
	NULL,
};

const struct series_model *series_model_find(const char *name)
{
	for (const struct series_model *const *m = SERIES_MODELS; *m; m++)
		if (strcmp((*m)->name, name) == 0)
			return *m;
	return NULL;
}

size_t series_room(const struct series_model *const *models, size_t count, const struct series_history *history,
		   size_t h)
{
	size_t most = 0;
	for (size_t i = 0; i < count; i++) {
		size_t room = models[i]->room ? models[i]->room(history, h) : 0;
		if (room > most)
			most = room;
	}
	return most;
}
