/* What the series of a panel have in common, inside lib/forecast: their calendar, and the SKU they are parts of. */
#ifndef FORECAST_GROUP_H
#define FORECAST_GROUP_H

#include "panel.h"

/*
 * Found in two passes over the panel before any series is forecast. Profiles have a place for each period of the season
 * and two for promotion; there is one for each category, shrunk to that of all series. A SKU in several locations has a
 * whole: the sum of its series, freed of their factors. Memory: 8 bytes for each period of such a SKU.
 */
struct group {
	bool any;	/* false: too few series, or no season: nothing is pooled */
	bool past;	/* of each series the profiles know nothing of the horizons it is tried on */
	bool preferred; /* the panel is forecast better with "pooled" than by the models of single series */
	size_t season, cells;
	struct directory names; /* of categories; "" = none */
	size_t *category;		 /* number of each series' */
	struct series_profile *profiles; /* by category */
	double *tables;			 /* behind them */
	double **wholes;		 /* of each series, from its own first period on; NULL: it is the only one */
	struct whole *skus;
	size_t n_skus;
};
void forecast_group_open(struct group *g, const struct panel *p, bool past);
void forecast_group_close(struct group *g);

/* Room of one thread. */
struct group_desk {
	uint16_t *cell;
	double *factor; /* of n periods and the horizon: the last series' */
	size_t capacity;
	double *own; /* the tables of a series' own profile */
};
/** forecast_group_factors(g, index, p, d): d->factor of the series ${index}, loaded into ${p} before: how its
 *  demand compares with its level by the calendar, 1 = as usual. */
void forecast_group_factors(const struct group *g, size_t index, const struct periods *p, struct group_desk *d);
void forecast_group_desk_free(struct group_desk *d);

#endif
