/* All statements of the module. */
#include "replenish_impl.h"

const struct sql_lookup REPLENISH_SQL[REPLENISH_LOOKUPS] = {
	[REPLENISH_LOOKUP_LEVELS] = { "SELECT v.sku, v.location, v.on_hand, v.reserved, v.unavailable, v.incoming, "
				     "p.active"
				     " FROM level v JOIN location p ON p.location = v.location WHERE v.sku IN (",
				     ")" },
	[REPLENISH_LOOKUP_RULES] = { "SELECT r.sku, r.location, p.active, p.priority, r.lead_time_days,"
				    " r.pack, r.safety, r.review_days, r.minimum_order, r.maximum_stock,"
				    " r.shelf_life_days, r.lead_time_sd, r.supplier, r.price_breaks"
				    " FROM rule r JOIN location p ON p.location = r.location WHERE r.sku IN (",
				    ")" },
	[REPLENISH_LOOKUP_PRODUCTS] = { "SELECT sku, cost, currency, price FROM product WHERE sku IN (", ")" },
};
