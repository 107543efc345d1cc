/* All statements of stock. */
#include "stock_impl.h"

/* Broken where SQL wants it. */
/* clang-format off */
#define LEVEL_COLUMNS     "sku, location, on_hand, reserved, unavailable, incoming, floor"
#define MOVEMENT_COLUMNS  "id, at, sku, source, target, quantity, reason, reference, actor, key"
#define CLAIM_COLUMNS     "id, owner, sku, location, quantity, open, state, created_at, expires_at"
#define RULE_COLUMNS                                                                                                   \
	"reorder_point, target, lead_time_days, supplier, pack, safety, lead_time_sd, review_days, minimum_order,"     \
	" maximum_stock, shelf_life_days, price_breaks"
#define SELLABLE          "(on_hand - unavailable - reserved - floor)"
#define TOTAL(expression) "CAST(SUM(" expression ") AS BIGINT)"

/* Every account that is a location or a part of one: (location, account, shelf, unavailable, incoming). */
#define ACCOUNTS                                                                                                       \
	"(SELECT location, location AS account, 1 AS on_hand, 0 AS unavailable, 0 AS incoming FROM location"           \
	" UNION ALL SELECT location, location || '#unavailable', 1, 1, 0 FROM location"                                \
	" UNION ALL SELECT location, location || '#incoming', 0, 0, 1 FROM location)"

/* What of a location a movement changes. */
#define PART(suffix)      "CAST(?2 AS TEXT) || '" suffix "'"
#define IN_PLACE(account) account " IN (?2, " PART("#unavailable") ", " PART("#incoming") ")"
#define ON_HAND(account)  account " IN (?2, " PART("#unavailable") ")"

/* The filters of the ledger: ?1 SKU, ?2 location, ?3 reason, ?4 reference, ?5 actor, ?6 since, ?7 until, ?8 last. */
#define LEDGER_FILTER                                                                                                  \
	" WHERE (CAST(?3 AS TEXT) IS NULL OR reason = ?3) AND (CAST(?4 AS TEXT) IS NULL OR reference = ?4)"            \
	" AND (CAST(?5 AS TEXT) IS NULL OR actor = ?5) AND (CAST(?6 AS BIGINT) IS NULL OR at >= ?6)"                   \
	" AND (CAST(?7 AS BIGINT) IS NULL OR at < ?7)"
#define LEDGER_PLACE " (CAST(?2 AS TEXT) IS NULL OR " IN_PLACE("source") " OR " IN_PLACE("target") ")"
#define LEDGER_OF_SKU                                                                                                  \
	"SELECT " MOVEMENT_COLUMNS ", balance FROM (SELECT " MOVEMENT_COLUMNS ", CAST(SUM("                            \
	"CASE WHEN " ON_HAND("target") " THEN quantity ELSE 0 END - CASE WHEN " ON_HAND("source")                      \
	" THEN quantity ELSE 0 END) OVER (ORDER BY id ROWS UNBOUNDED PRECEDING) AS BIGINT) AS balance FROM movement"   \
	" WHERE sku = ?1 AND" LEDGER_PLACE ") m" LEDGER_FILTER
#define LEDGER_OF_ALL                                                                                                  \
	"SELECT " MOVEMENT_COLUMNS ", CAST(NULL AS BIGINT) AS balance FROM movement" LEDGER_FILTER " AND" LEDGER_PLACE \
	" AND CAST(?1 AS TEXT) IS NULL"
#define LAST_OF(ledger) "SELECT * FROM (" ledger " ORDER BY id DESC LIMIT ?8) t ORDER BY id"

/* The ledger's balance of each SKU and account. */
#define BALANCES                                                                                                       \
	"(SELECT sku, account, SUM(quantity) AS quantity FROM ("                                                       \
	"SELECT sku, target AS account, quantity FROM movement WHERE target NOT LIKE '@%'"                             \
	" UNION ALL SELECT sku, source, -quantity FROM movement WHERE source NOT LIKE '@%') e GROUP BY sku, account)"

/* What came to a shelf and left it. */
#define SHELF_CHANGES(place)                                                                                           \
	"SELECT m.sku, " place ", m.at, m.quantity FROM (SELECT id, at, sku, target AS account, quantity FROM movement" \
	" UNION ALL SELECT id, at, sku, source, -quantity FROM movement) m JOIN location l ON l.location = m.account"  \
	" ORDER BY m.sku, " place ", m.at, m.id"

const struct sql STOCK_SQL[STOCK_STATEMENTS] = {
	/* What must stay on the shelf: ?6 = 1: what is reserved; 2: nothing, but the unavailable is not touched; 0: only adds. */
	[STOCK_LEVEL_CHANGE] = { "UPDATE level SET on_hand = on_hand + ?3, unavailable = unavailable + ?4,"
				 " incoming = incoming + ?5 WHERE sku = ?1 AND location = ?2"
				 " AND on_hand + ?3 >= 0 AND unavailable + ?4 >= 0 AND incoming + ?5 >= 0"
				 " AND (?6 = 0 OR on_hand + ?3 - unavailable - ?4"
				 " >= CASE WHEN ?6 = 1 THEN reserved ELSE 0 END)",
				 false },
	[STOCK_LEVEL_ADD] = { "INSERT INTO level (sku, location, on_hand, unavailable, incoming)"
			      " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (sku, location) DO UPDATE SET"
			      " on_hand = level.on_hand + excluded.on_hand,"
			      " unavailable = level.unavailable + excluded.unavailable,"
			      " incoming = level.incoming + excluded.incoming",
			      false },
	[STOCK_LEVEL_GET] = { "SELECT " LEVEL_COLUMNS " FROM level WHERE sku = ?1 AND location = ?2", false },
	[STOCK_LEVEL_FLOOR] = { "INSERT INTO level (sku, location, floor) VALUES (?1, ?2, ?3)"
				" ON CONFLICT (sku, location) DO UPDATE SET floor = excluded.floor",
				false },
	[STOCK_MOVEMENT_PUT] = { "INSERT INTO movement (at, sku, source, target, quantity, reason, reference, actor, key)"
				 " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id",
				 false },
	[STOCK_SKU_EXISTS] = { "SELECT 1 FROM product WHERE sku = ?1", false },
	[STOCK_LOCATION_GET] = { "SELECT location, name, priority, active FROM location WHERE location = ?1", false },
	[STOCK_LOCATION_ACTIVE] = { "SELECT location FROM location WHERE active = 1 ORDER BY priority, location LIMIT 2",
				    false },
	[STOCK_LOCATION_LIST] = { "SELECT location, name, priority, active FROM location"
				  " ORDER BY active DESC, priority, location",
				  true },
	[STOCK_LOCATION_PUT] = { "INSERT INTO location (location, name, priority, active) VALUES (?1, ?2, ?3, ?4)"
				 " ON CONFLICT (location) DO UPDATE SET name = excluded.name,"
				 " priority = excluded.priority, active = excluded.active"
				 " WHERE CAST(?5 AS BIGINT) = 1", /* it was there when it was read */
				 false },
	/* The condition on LIKE is that of the index movement_incoming. */
	[STOCK_INCOMING_OPEN] = { "SELECT " TOTAL("CASE WHEN target = ?3 THEN quantity WHEN source = ?3 THEN -quantity"
						  " ELSE 0 END") " FROM movement WHERE reference = ?1 AND sku = ?2"
				  " AND (source LIKE '%#incoming' OR target LIKE '%#incoming')",
				  false },
	[STOCK_SUPPLY] = { "SELECT l.location, p.priority, " SELLABLE " FROM level l"
			   " JOIN location p ON p.location = l.location WHERE l.sku = ?1 AND p.active = 1"
			   " ORDER BY p.priority, l.location",
			   false },
	/* Holds the rows until the transaction ends: what is read after it stays true. */
	[STOCK_LEVEL_LOCK] = { "UPDATE level SET reserved = reserved WHERE sku = ?1"
			       " AND (CAST(?2 AS TEXT) IS NULL OR location = ?2)",
			       false },
	[STOCK_RESERVED_TAKE] = { "UPDATE level SET reserved = reserved + ?3 WHERE sku = ?1 AND location = ?2"
				  " AND " SELLABLE " >= ?3",
				  false },
	/* A level that counts less than is given back is damaged: the check tells; ending a claim goes on. */
	[STOCK_RESERVED_GIVE] = { "UPDATE level SET reserved = CASE WHEN reserved >= ?3 THEN reserved - ?3 ELSE 0 END"
				  " WHERE sku = ?1 AND location = ?2",
				  false },
	[STOCK_RESERVED_SHIP] = { "UPDATE level SET on_hand = on_hand - ?3, reserved = reserved - ?3"
				  " WHERE sku = ?1 AND location = ?2 AND reserved >= ?3"
				  " AND on_hand - unavailable >= ?3",
				  false },
	[STOCK_RESERVATION_PUT] = { "INSERT INTO reservation (owner, sku, location, quantity, open, state, created_at,"
				    " expires_at) VALUES (?1, ?2, ?3, ?4, ?4, 0, ?5, ?6)",
				    false },
	/* Owners from ?1 to ?2: a prefix, or twice the same name. */
	[STOCK_RESERVATION_OWNED] = { "SELECT " CLAIM_COLUMNS " FROM reservation WHERE owner >= ?1 AND owner <= ?2"
				      " AND open > 0 ORDER BY id",
				      false },
	[STOCK_RESERVATION_OVERDUE] = { "SELECT " CLAIM_COLUMNS " FROM reservation WHERE expires_at <= ?1 AND open > 0"
					" AND expires_at IS NOT NULL AND state = 0 AND owner NOT LIKE 'order:%'"
					" ORDER BY expires_at, id LIMIT ?2",
					false },
	[STOCK_RESERVATION_ALLOCATE] = { "UPDATE reservation SET state = 1, expires_at = NULL"
					 " WHERE owner >= ?1 AND owner <= ?2 AND open > 0 AND state = 0",
					 false },
	/* Gives ?2 of what is open, and ends in state ?3 when none is left; ?4 = what the reader saw. */
	[STOCK_RESERVATION_TAKE] = { "UPDATE reservation SET open = open - ?2,"
				     " state = CASE WHEN open = ?2 THEN ?3 ELSE state END WHERE id = ?1 AND open = ?4",
				     false },
	[STOCK_RESERVATION_EXPIRY] = { "UPDATE reservation SET expires_at = ?2 WHERE id = ?1 AND open > 0", false },
	[STOCK_LEVELS_OF_SKU] = { "SELECT " LEVEL_COLUMNS " FROM level WHERE sku = ?1"
				  " AND (CAST(?2 AS TEXT) IS NULL OR location = ?2) ORDER BY location",
				  true },
	[STOCK_LEVELS] = { "SELECT " LEVEL_COLUMNS " FROM level WHERE (CAST(?1 AS TEXT) IS NULL OR location = ?1)"
			   " AND (?2 = 1 OR on_hand <> 0 OR reserved <> 0 OR incoming <> 0) ORDER BY sku, location",
			   true },
	/* ?1 SKU, ?2 location, ?3 instant, ?4 = 1: those that are zero too. */
	[STOCK_LEVELS_AS_OF] = {
		"SELECT sku, location, on_hand, unavailable, incoming FROM (SELECT e.sku, a.location,"
		" " TOTAL("e.quantity * a.on_hand") " AS on_hand, " TOTAL("e.quantity * a.unavailable") " AS unavailable,"
		" " TOTAL("e.quantity * a.incoming") " AS incoming FROM ("
		"SELECT sku, target AS account, quantity FROM movement WHERE at <= ?3"
		" AND (CAST(?1 AS TEXT) IS NULL OR sku = ?1)"
		" UNION ALL SELECT sku, source, -quantity FROM movement WHERE at <= ?3"
		" AND (CAST(?1 AS TEXT) IS NULL OR sku = ?1)) e JOIN " ACCOUNTS " a ON a.account = e.account"
		" WHERE (CAST(?2 AS TEXT) IS NULL OR a.location = ?2) GROUP BY e.sku, a.location) t"
		" WHERE ?4 = 1 OR on_hand <> 0 OR incoming <> 0 ORDER BY sku, location",
		true },
	[STOCK_AVAILABLE] = { "SELECT l.location, l.on_hand, l.unavailable, l.reserved, l.floor FROM level l"
			      " JOIN location p ON p.location = l.location WHERE l.sku = ?1"
			      " AND (l.location = ?2 OR (CAST(?2 AS TEXT) IS NULL AND p.active = 1))"
			      " ORDER BY p.priority, l.location",
			      false },
	[STOCK_CLAIMS] = { "SELECT " TOTAL("CASE WHEN state = 0 THEN open ELSE 0 END") ", " TOTAL("open") ","
			   " MIN(CASE WHEN state = 0 THEN expires_at ELSE NULL END)"
			   " FROM reservation WHERE sku = ?1 AND location = ?2 AND open > 0",
			   false },
	[STOCK_LEDGER_OF_SKU] = { LEDGER_OF_SKU " ORDER BY id", true },
	[STOCK_LEDGER_OF_SKU_LAST] = { LAST_OF(LEDGER_OF_SKU), true },
	[STOCK_LEDGER] = { LEDGER_OF_ALL " ORDER BY id", true },
	[STOCK_LEDGER_LAST] = { LAST_OF(LEDGER_OF_ALL), true },
	/* What is read after it and written back whole takes nothing back that another wrote. */
	[STOCK_SHELF_CHANGES] = { SHELF_CHANGES("CAST(NULL AS TEXT)"), false },
	[STOCK_SHELF_CHANGES_BY_LOCATION] = { SHELF_CHANGES("m.account"), false },
	[STOCK_RULE_HOLD] = { "UPDATE rule SET reorder_point = reorder_point WHERE sku = ?1 AND location = ?2", false },
	[STOCK_RULE_GET] = { "SELECT r.sku, r.location, " RULE_COLUMNS ", COALESCE(l.floor, 0) FROM rule r"
			     " LEFT JOIN level l ON l.sku = r.sku AND l.location = r.location"
			     " WHERE r.sku = ?1 AND r.location = ?2",
			     false },
	[STOCK_RULE_PUT] = { "INSERT INTO rule (sku, location, " RULE_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
			     " ?10, ?11, ?12, ?13, ?14)"
			     " ON CONFLICT (sku, location) DO UPDATE SET reorder_point = excluded.reorder_point,"
			     " target = excluded.target, lead_time_days = excluded.lead_time_days,"
			     " supplier = excluded.supplier, pack = excluded.pack, safety = excluded.safety,"
			     " lead_time_sd = excluded.lead_time_sd, review_days = excluded.review_days,"
			     " minimum_order = excluded.minimum_order, maximum_stock = excluded.maximum_stock,"
			     " shelf_life_days = excluded.shelf_life_days, price_breaks = excluded.price_breaks"
			     " WHERE CAST(?15 AS BIGINT) = 1", /* it was there when it was read */
			     false },
	[STOCK_RULE_DELETE] = { "DELETE FROM rule WHERE sku = ?1 AND location = ?2", false },
	[STOCK_RULE_LIST] = { "SELECT r.sku, r.location, " RULE_COLUMNS ", COALESCE(l.floor, 0) FROM rule r"
			      " LEFT JOIN level l ON l.sku = r.sku AND l.location = r.location"
			      " WHERE (CAST(?1 AS TEXT) IS NULL OR r.sku = ?1)"
			      " AND (CAST(?2 AS TEXT) IS NULL OR r.location = ?2) ORDER BY r.sku, r.location",
			      true },
	/* ?3 = 1: incoming counts. The second part: promised more than there is, where no rule already tells. */
	[STOCK_LOW] = {
		"SELECT * FROM (SELECT r.sku AS sku, r.location AS location, COALESCE(" SELLABLE ", 0) AS available,"
		" COALESCE(l.incoming, 0) AS incoming, r.reorder_point AS reorder_point, r.target AS target,"
		" r.safety AS safety, r.supplier AS supplier, r.lead_time_days AS lead_time_days"
		" FROM rule r JOIN product p ON p.sku = r.sku AND p.status <> 2"
		" LEFT JOIN level l ON l.sku = r.sku AND l.location = r.location"
		" WHERE COALESCE(" SELLABLE ", 0) + CASE WHEN ?3 = 1 THEN COALESCE(l.incoming, 0) ELSE 0 END"
		" <= r.reorder_point OR l.on_hand - l.unavailable < l.reserved"
		" UNION ALL SELECT l.sku, l.location, " SELLABLE ", l.incoming, NULL, NULL, NULL, NULL, NULL FROM level l"
		" LEFT JOIN rule r ON r.sku = l.sku AND r.location = l.location"
		" LEFT JOIN product p ON p.sku = l.sku"
		" WHERE l.on_hand - l.unavailable < l.reserved AND (r.sku IS NULL OR p.status = 2)) t"
		" WHERE (CAST(?1 AS TEXT) IS NULL OR sku = ?1) AND (CAST(?2 AS TEXT) IS NULL OR location = ?2)"
		" ORDER BY sku, location",
		true },

	/* Ledger and levels side by side: the sums of both, where they differ. */
	[STOCK_CHECK_LEVEL_SUM] = {
		"SELECT * FROM (SELECT sku, location, " TOTAL("want_on_hand") " AS want_on_hand, " TOTAL("on_hand") " AS on_hand,"
		" " TOTAL("want_unavailable") " AS want_unavailable, " TOTAL("unavailable") " AS unavailable,"
		" " TOTAL("want_incoming") " AS want_incoming, " TOTAL("incoming") " AS incoming FROM ("
		"SELECT b.sku, a.location, b.quantity * a.on_hand AS want_on_hand, 0 AS on_hand,"
		" b.quantity * a.unavailable AS want_unavailable, 0 AS unavailable,"
		" b.quantity * a.incoming AS want_incoming, 0 AS incoming"
		" FROM " BALANCES " b JOIN " ACCOUNTS " a ON a.account = b.account"
		" UNION ALL SELECT sku, location, 0, on_hand, 0, unavailable, 0, incoming FROM level) e"
		" GROUP BY sku, location) t WHERE on_hand <> want_on_hand OR unavailable <> want_unavailable"
		" OR incoming <> want_incoming ORDER BY sku, location",
		true },
	[STOCK_CHECK_RESERVED_SUM] = {
		"SELECT * FROM (SELECT sku, location, " TOTAL("want") " AS want, " TOTAL("reserved") " AS reserved FROM ("
		"SELECT sku, location, open AS want, 0 AS reserved FROM reservation WHERE open > 0"
		" UNION ALL SELECT sku, location, 0, reserved FROM level) e GROUP BY sku, location) t"
		" WHERE want <> reserved ORDER BY sku, location",
		true },
	[STOCK_CHECK_LEVEL] = { "SELECT sku, location, on_hand, unavailable, reserved, incoming FROM level"
				" WHERE on_hand < 0 OR unavailable < 0 OR reserved < 0 OR incoming < 0"
				" OR on_hand - unavailable < reserved ORDER BY sku, location",
				true },
	[STOCK_CHECK_RESERVATION] = { "SELECT owner, sku, location, quantity, open, state FROM reservation"
				      " WHERE (state >= 2 AND open > 0) OR (state < 2 AND open = 0)"
				      " OR (state = 1 AND expires_at IS NOT NULL) ORDER BY id",
				      true },
	[STOCK_CHECK_ACCOUNT] = { "SELECT DISTINCT b.account FROM " BALANCES " b LEFT JOIN " ACCOUNTS " a"
				  " ON a.account = b.account WHERE a.account IS NULL"
				  " UNION SELECT DISTINCT account FROM (SELECT source AS account FROM movement"
				  " UNION SELECT target FROM movement) o WHERE account LIKE '@%' AND account NOT IN"
				  " ('@supplier', '@customer', '@loss', '@adjust', '@transit') ORDER BY 1",
				  true },
	[STOCK_CHECK_TRANSIT] = {
		"SELECT sku, " TOTAL("quantity") " FROM (SELECT sku, quantity FROM movement WHERE target = '@transit'"
		" UNION ALL SELECT sku, -quantity FROM movement WHERE source = '@transit') e GROUP BY sku"
		" HAVING SUM(quantity) < 0 ORDER BY sku",
		true },
};

const struct sql_lookup STOCK_LOCATION_HOLD = {
	"SELECT location, name, priority, active FROM location WHERE location IN (", ")", .hold = true
};
/* clang-format on */
