/* All statements of the catalog. */
#include "catalog_impl.h"

#define PRODUCT_COLUMNS                                                                                                \
	"sku, name, description, category, price, currency, cost, barcode, weight_g, status, attributes, images, "     \
	"price_since"

const struct sql CATALOG_SQL[CATALOG_STATEMENTS] = {
	[CATALOG_GET] = { "SELECT " PRODUCT_COLUMNS " FROM product WHERE sku = ?1", false },
	[CATALOG_ANY_BETWEEN] = { "SELECT 1 FROM product WHERE sku >= ?1 AND sku <= ?2 LIMIT 1", false },
	[CATALOG_LIST] = { "SELECT " PRODUCT_COLUMNS " FROM product"
			   " WHERE (CAST(?1 AS TEXT) IS NULL OR category = ?1)"
			   " AND (CAST(?2 AS INTEGER) IS NULL OR status = ?2)"
			   " AND sku >= ?3 ORDER BY sku",
			   true },
	[CATALOG_PRICE_AT] = { "SELECT p.status, p.price, p.currency, p.price_since, r.price, r.dated, r.valid_from"
			       " FROM product p LEFT JOIN price r ON r.sku = p.sku"
			       " AND r.currency = COALESCE(?2, p.currency)"
			       " AND r.valid_from <= ?3 AND (r.valid_to IS NULL OR r.valid_to > ?3)"
			       " WHERE p.sku = ?1 ORDER BY r.dated DESC, r.valid_from DESC LIMIT 1",
			       false },
	[CATALOG_PRICE_EARLIEST] = { "SELECT price FROM price WHERE sku = ?1 AND currency = ?2 AND dated = 0"
				     " ORDER BY valid_from LIMIT 1",
				     false },
	[CATALOG_PRICE_PUT] = { "INSERT INTO price (sku, currency, dated, valid_from, valid_to, price)"
				" VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
				" ON CONFLICT (sku, currency, dated, valid_from)"
				" DO UPDATE SET valid_to = excluded.valid_to, price = excluded.price",
				false },
	[CATALOG_PRICE_STANDING] = { "UPDATE product SET price = ?2, currency = ?3, price_since = ?4 WHERE sku = ?1",
				     false },
	[CATALOG_PRICE_LIST] = { "SELECT sku, price, currency, valid_from, valid_to FROM ("
				 " SELECT sku, price, currency, price_since AS valid_from, CAST(NULL AS BIGINT) AS valid_to,"
				 " 0 AS dated FROM product WHERE price IS NOT NULL"
				 " UNION ALL SELECT sku, price, currency, valid_from, valid_to, dated FROM price) t"
				 " WHERE (CAST(?1 AS TEXT) IS NULL OR sku = ?1)"
				 " ORDER BY sku, currency, valid_from, dated",
				 true },
	[CATALOG_ARCHIVE] = { "UPDATE product SET status = ?2 WHERE sku = ?1", false },
	[CATALOG_CHANGED] = { "SELECT id, subject FROM audit WHERE id > ?1 AND kind = 'product' ORDER BY id LIMIT ?2", false },
	[CATALOG_TERM_DELETE] = { "DELETE FROM product_term WHERE sku = ?1", false },
};

const struct sql_lookup CATALOG_HOLD = { "SELECT " PRODUCT_COLUMNS " FROM product WHERE sku IN (",
					 ") ORDER BY sku", .hold = true };

#define PRODUCT_INSERT "INSERT INTO product (" PRODUCT_COLUMNS ") VALUES "
/* A SKU that another made at the same moment is a conflict here: the chunk is undone, and taken one by one upon what is there. */
const struct sql_bulk CATALOG_CREATE = { PRODUCT_INSERT, 13, "" };
const struct sql_bulk CATALOG_CHANGE = {
	PRODUCT_INSERT,
	13,
	" ON CONFLICT (sku) DO UPDATE SET name = excluded.name, description = excluded.description,"
	" category = excluded.category, price = excluded.price, currency = excluded.currency, cost = excluded.cost,"
	" barcode = excluded.barcode, weight_g = excluded.weight_g, status = excluded.status,"
	" attributes = excluded.attributes, images = excluded.images, price_since = excluded.price_since",
};

const struct sql_bulk CATALOG_TERM_PUT = {
	"INSERT INTO product_term (term, sku, weight) VALUES ",
	3,
	" ON CONFLICT (term, sku) DO UPDATE SET weight = excluded.weight",
};
