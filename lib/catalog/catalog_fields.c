/* The records of the catalog. */
#include "catalog_impl.h"

const struct word PRODUCT_STATUS_WORDS[] = {
	[PRODUCT_DRAFT] = { "draft", "草稿" },
	[PRODUCT_ACTIVE] = { "active", "published|在售|上架" },
	[PRODUCT_ARCHIVED] = { "archived", "discontinued|下架|停售" },
	{ NULL, NULL },
};

static const struct field PRODUCT_FIELDS[] = {
	[PRODUCT_SKU] = { "sku", FIELD_TEXT, FIELD_REQUIRED | FIELD_KEY, FIELD_AT(struct product, sku), "item|item_code|编码|货号",
			  "the shop's own code of what is sold; any text", .max = 4096 },
	[PRODUCT_NAME] = { "name", FIELD_TEXT, 0, FIELD_AT(struct product, name), "title|product_name|名称|商品名称",
			   "what it is called; needed for a new product" },
	[PRODUCT_DESCRIPTION] = { "description", FIELD_TEXT, 0, FIELD_AT(struct product, description), "描述", "longer text",
				  .max = 1 << 20 },
	[PRODUCT_CATEGORY] = { "category", FIELD_TEXT, 0, FIELD_AT(struct product, category), "product_category|类目|分类",
			       "a path such as \"Home > Kitchen\"" },
	[PRODUCT_PRICE] = { "price", FIELD_AMOUNT, 0, FIELD_AT(struct product, price), "unit_price|价格|单价",
			    "standing selling price, at most the currency's decimals" },
	[PRODUCT_CURRENCY] = { "currency", FIELD_TEXT, 0, FIELD_AT(struct product, currency), "货币",
			       "ISO 4217 code of price and cost; the shop's own if absent", .max = 3 },
	[PRODUCT_COST] = { "cost", FIELD_AMOUNT, 0, FIELD_AT(struct product, cost), "unit_cost|成本", "what it costs the shop" },
	[PRODUCT_BARCODE] = { "barcode", FIELD_TEXT, 0, FIELD_AT(struct product, barcode), "gtin|ean|upc|条码",
			      "GTIN or other code on the packet; text, leading zeros stay", .max = 64 },
	[PRODUCT_WEIGHT_G] = { "weight_g", FIELD_INT, 0, FIELD_AT(struct product, weight_g), "weight|grams|重量", "grams",
			       .min = 0, .max = 1000000000 },
	[PRODUCT_STATUS] = { "status", FIELD_WORD, 0, FIELD_AT(struct product, status), "状态",
			     "only an active product can be ordered", PRODUCT_STATUS_WORDS },
	[PRODUCT_ATTRIBUTES] = { "attributes", FIELD_JSON, 0, FIELD_AT(struct product, attributes), "属性",
				 "JSON object: name_zh, colour, size ..." },
	[PRODUCT_IMAGES] = { "images", FIELD_JSON, 0, FIELD_AT(struct product, images), "图片", "JSON array of addresses" },
	{ NULL },
};
const struct record_type product_type = { "product", "one thing that is sold, by its SKU", sizeof(struct product),
					  PRODUCT_FIELDS };

static const struct field PRICE_FIELDS[] = {
	[PRICE_SKU] = { "sku", FIELD_TEXT, FIELD_REQUIRED | FIELD_KEY, FIELD_AT(struct price, sku), NULL, "the product",
			.max = 4096 },
	[PRICE_PRICE] = { "price", FIELD_AMOUNT, 0, FIELD_AT(struct price, price), "unit_price|价格",
			  "the price in this stretch of time" },
	[PRICE_CURRENCY] = { "currency", FIELD_TEXT, 0, FIELD_AT(struct price, currency), NULL,
			     "ISO 4217 code; the product's own if absent", .max = 3 },
	[PRICE_FROM] = { "from", FIELD_INSTANT, 0, FIELD_AT(struct price, valid_from), "valid_from|start",
			 "holds from this instant; now if absent" },
	[PRICE_TO] = { "to", FIELD_INSTANT, 0, FIELD_AT(struct price, valid_to), "valid_to|until|end",
		       "and ends just before this one; lasting if absent" },
	[PRICE_KEY] = { "key", FIELD_TEXT, FIELD_IDEMPOTENCY | FIELD_OPTIONAL_OUT, FIELD_AT(struct price, key), NULL,
			"idempotency key" },
	{ NULL },
};
const struct record_type price_type = { "price", "a price of a product over a stretch of time", sizeof(struct price),
					PRICE_FIELDS };
