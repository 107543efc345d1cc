/* All statements of the module. */
#include "flow_impl.h"

#include <ecom/store.h>

const struct sql FLOW_SQL[FLOW_STATEMENTS] = {
	[FLOW_SQL_PLACED] = { "SELECT placed_at FROM sale", true },
	[FLOW_SQL_EVENTS] = { "SELECT sale, to_status, at FROM sale_event ORDER BY id", true },
};
