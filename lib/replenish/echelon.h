/* The stages of each SKU, as gathered: shared by echelon.c and who makes its plans. */
#ifndef REPLENISH_ECHELON_H
#define REPLENISH_ECHELON_H

#include "replenish_impl.h"

#define ECHELON_POISSON_MAX 10000 /* units over all lead times whose Poisson tables are still summed */

struct echelon_stage {
	const char *name, *supplies;
	double lead_time, holding_cost, mean, sd, stockout_cost; /* NAN: not said, of the last two */
	uint32_t service_time, inbound_time;
	bool sells; /* it has customers of its own */
};

struct echelon_network {
	const char *sku; /* NULL: none */
	struct echelon_stage *stages;
	size_t count, capacity;
};

struct replenish_echelon_book {
	struct directory directory;
	struct echelon_network *networks;
	size_t capacity;
	struct arena arena;
};

#endif
