/* The records of stock. */
#include "stock_impl.h"

/* One word or field a row, in the order of their numbers. */
/* clang-format off */
const struct word RESERVATION_STATE_WORDS[] = {
	[RESERVATION_HELD] = { "held", "已预留" },
	[RESERVATION_ALLOCATED] = { "allocated", "已分配" },
	[RESERVATION_SHIPPED] = { "shipped", "已发货" },
	[RESERVATION_RELEASED] = { "released", "已释放" },
	[RESERVATION_EXPIRED] = { "expired", "已过期" },
	{ NULL, NULL },
};

static const struct word SEVERITY_WORDS[] = {
	[LOW_OUT] = { "out", "缺货" },
	[LOW_CRITICAL] = { "critical", "紧急" },
	[LOW_LOW] = { "low", "偏低" },
	{ NULL, NULL },
};

const struct word STOCK_PART_WORDS[] = {
	[PART_ON_HAND] = { "on_hand", NULL },
	[PART_UNAVAILABLE] = { "unavailable", NULL },
	[PART_HELD] = { "held", NULL },
	[PART_ALLOCATED] = { "allocated", NULL },
	[PART_FLOOR] = { "floor", NULL },
	[PART_OVERSOLD] = { "oversold", NULL },
	{ NULL, NULL },
};

#define SKU_MAX       4096
#define SKU_ALIASES   "item|item_code|编码|货号"
#define PLACE_ALIASES "warehouse|store|仓库|库位"
#define COUNT_ALIASES "qty|数量"
#define SUM_MAX       INT64_MAX

static const struct field LEVEL_FIELDS[] = {
	[LEVEL_SKU] = { "sku", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct level, sku), SKU_ALIASES, "the product", .max = SKU_MAX },
	[LEVEL_LOCATION] = { "location", FIELD_TEXT, 0, FIELD_AT(struct level, location), PLACE_ALIASES, "where it stands" },
	[LEVEL_ON_HAND] = { "on_hand", FIELD_INT, 0, FIELD_AT(struct level, on_hand), NULL,
			    "all that stands there, the unavailable included" },
	[LEVEL_RESERVED] = { "reserved", FIELD_INT, 0, FIELD_AT(struct level, reserved), NULL, "promised: held or allocated" },
	[LEVEL_UNAVAILABLE] = { "unavailable", FIELD_INT, 0, FIELD_AT(struct level, unavailable), NULL,
				"there, but not for sale: damaged, in quality control" },
	[LEVEL_INCOMING] = { "incoming", FIELD_INT, 0, FIELD_AT(struct level, incoming), NULL, "announced, not yet received" },
	[LEVEL_AVAILABLE] = { "available", FIELD_INT, 0, FIELD_AT(struct level, available), NULL,
			      "on_hand - unavailable - reserved - floor" },
	[LEVEL_FLOOR] = { "floor", FIELD_INT, 0, FIELD_AT(struct level, floor), NULL, "kept back from sale" },
	{ NULL },
};
const struct record_type level_type = { "level", "how much of a SKU is at a location", sizeof(struct level), LEVEL_FIELDS };

#define CHANGE_SKU                                                                                                     \
	{                                                                                                              \
		"sku", FIELD_TEXT, FIELD_REQUIRED | FIELD_KEY, FIELD_AT(struct stock_change, sku), SKU_ALIASES,        \
			"the product", .max = SKU_MAX                                                                  \
	}
#define CHANGE_LOCATION(help)                                                                                          \
	{                                                                                                              \
		"location", FIELD_TEXT, 0, FIELD_AT(struct stock_change, location), PLACE_ALIASES, help                \
	}
#define CHANGE_QUANTITY(help, least)                                                                                   \
	{                                                                                                              \
		"quantity", FIELD_INT, FIELD_REQUIRED, FIELD_AT(struct stock_change, quantity), COUNT_ALIASES, help,   \
			.min = least, .max = QUANTITY_MAX                                                              \
	}
#define CHANGE_REASON(flags, help)                                                                                     \
	{                                                                                                              \
		"reason", FIELD_TEXT, flags, FIELD_AT(struct stock_change, reason), "原因", help, .max = 256           \
	}
#define CHANGE_REFERENCE                                                                                               \
	{                                                                                                              \
		"reference", FIELD_TEXT, 0, FIELD_AT(struct stock_change, reference), "ref|document|单号",             \
			"document behind it: purchase order, count sheet", .max = 256                                  \
	}
#define CHANGE_KEY                                                                                                     \
	{                                                                                                              \
		"key", FIELD_TEXT, FIELD_IDEMPOTENCY, FIELD_AT(struct stock_change, key), NULL,                        \
			"idempotency key: the same record again has no second effect", .max = 256                      \
	}

static const struct field RECEIPT_FIELDS[] = {
	CHANGE_SKU,
	CHANGE_LOCATION("where it arrives; may be left out where the shop has one active location"),
	CHANGE_QUANTITY("units received", 1),
	CHANGE_REASON(0, "receipt, or expected with --expect, if absent"),
	CHANGE_REFERENCE,
	CHANGE_KEY,
	{ NULL },
};
const struct record_type stock_receipt_type = { "receipt", "goods that arrive", sizeof(struct stock_change), RECEIPT_FIELDS };

static const struct field ADJUSTMENT_FIELDS[] = {
	CHANGE_SKU,
	CHANGE_LOCATION("what is corrected: a location or LOCATION#unavailable"),
	CHANGE_QUANTITY("units found (+) or missing (-)", -QUANTITY_MAX),
	CHANGE_REASON(FIELD_REQUIRED, "why; a loss (loss, damaged, stolen, expired, destroyed) goes to @loss"),
	CHANGE_REFERENCE,
	CHANGE_KEY,
	{ NULL },
};
const struct record_type stock_adjustment_type = { "adjustment", "a correction of stock", sizeof(struct stock_change),
						   ADJUSTMENT_FIELDS };

static const struct field MOVE_FIELDS[] = {
	CHANGE_SKU,
	{ "from", FIELD_TEXT, FIELD_REQUIRED, FIELD_AT(struct stock_change, from), "source", "the account that gives" },
	{ "to", FIELD_TEXT, FIELD_REQUIRED, FIELD_AT(struct stock_change, to), "target", "the account that gets" },
	CHANGE_QUANTITY("units moved", 1),
	CHANGE_REASON(0, "move if absent"),
	CHANGE_REFERENCE,
	CHANGE_KEY,
	{ NULL },
};
const struct record_type stock_move_type = { "move", "goods from one account to another", sizeof(struct stock_change),
					     MOVE_FIELDS };

static const struct field COUNT_FIELDS[] = {
	[COUNT_SKU] = CHANGE_SKU,
	[COUNT_LOCATION] = CHANGE_LOCATION("where it was counted"),
	[COUNT_QUANTITY] = CHANGE_QUANTITY("units counted, the unavailable ones included", 0),
	[COUNT_EXPECTED] = { "expected", FIELD_INT, 0, FIELD_AT(struct stock_change, expected), "expect|on_hand",
			     "units the count sheet said; refused if stock has changed since", .min = 0, .max = QUANTITY_MAX },
	[COUNT_REASON] = CHANGE_REASON(0, "count if absent"),
	[COUNT_REFERENCE] = CHANGE_REFERENCE,
	[COUNT_KEY] = CHANGE_KEY,
	{ NULL },
};
const struct record_type stock_count_type = { "count", "what was counted on the shelf", sizeof(struct stock_change),
					      COUNT_FIELDS };

static const struct field MOVEMENT_FIELDS[] = {
	[MOVEMENT_ID] = { "id", FIELD_INT, FIELD_KEY, FIELD_AT(struct movement, id), NULL, "grows with time" },
	[MOVEMENT_AT] = { "at", FIELD_INSTANT, 0, FIELD_AT(struct movement, at), NULL, "when" },
	[MOVEMENT_SKU] = { "sku", FIELD_TEXT, 0, FIELD_AT(struct movement, sku), SKU_ALIASES, "the product", .max = SKU_MAX },
	[MOVEMENT_FROM] = { "from", FIELD_TEXT, 0, FIELD_AT(struct movement, from), "source", "the account that gave" },
	[MOVEMENT_TO] = { "to", FIELD_TEXT, 0, FIELD_AT(struct movement, to), "target", "the account that got" },
	[MOVEMENT_QUANTITY] = { "quantity", FIELD_INT, 0, FIELD_AT(struct movement, quantity), COUNT_ALIASES, "units" },
	[MOVEMENT_REASON] = { "reason", FIELD_TEXT, 0, FIELD_AT(struct movement, reason), NULL, "why" },
	[MOVEMENT_REFERENCE] = { "reference", FIELD_TEXT, 0, FIELD_AT(struct movement, reference), NULL,
				 "document behind it" },
	[MOVEMENT_ACTOR] = { "actor", FIELD_TEXT, 0, FIELD_AT(struct movement, actor), NULL, "who" },
	[MOVEMENT_KEY] = { "key", FIELD_TEXT, 0, FIELD_AT(struct movement, key), NULL, "idempotency key" },
	[MOVEMENT_BALANCE] = { "balance", FIELD_INT, FIELD_OPTIONAL_OUT, FIELD_AT(struct movement, balance), NULL,
			       "on hand at the location after it (ledger --balance)", .min = INT64_MIN, .max = SUM_MAX },
	{ NULL },
};
const struct record_type movement_type = { "movement", "one entry of the stock ledger", sizeof(struct movement),
					   MOVEMENT_FIELDS };

static const struct field RESERVATION_FIELDS[] = {
	{ "owner", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct reservation, owner), NULL, "whose claim: order:ID:LINE, or any name" },
	{ "sku", FIELD_TEXT, 0, FIELD_AT(struct reservation, sku), SKU_ALIASES, "the product", .max = SKU_MAX },
	{ "location", FIELD_TEXT, 0, FIELD_AT(struct reservation, location), PLACE_ALIASES, "where it is kept" },
	{ "quantity", FIELD_INT, 0, FIELD_AT(struct reservation, quantity), COUNT_ALIASES, "units as first taken" },
	{ "open", FIELD_INT, 0, FIELD_AT(struct reservation, open), NULL, "units still kept" },
	{ "state", FIELD_WORD, 0, FIELD_AT(struct reservation, state), NULL, "held until paid or expired; then allocated",
	  RESERVATION_STATE_WORDS },
	{ "created_at", FIELD_INSTANT, 0, FIELD_AT(struct reservation, created_at), NULL, "when it was taken" },
	{ "expires_at", FIELD_INSTANT, 0, FIELD_AT(struct reservation, expires_at), NULL, "when a hold ends by itself" },
	{ NULL },
};
const struct record_type reservation_type = { "reservation", "a claim on stock with one owner", sizeof(struct reservation),
					      RESERVATION_FIELDS };

static const struct field HOLD_FIELDS[] = {
	[HOLD_OWNER] = { "owner", FIELD_TEXT, FIELD_REQUIRED | FIELD_KEY, FIELD_AT(struct reservation, owner), NULL,
			 "who claims it: a cart, a phone call; not order:...", .max = 256 },
	[HOLD_SKU] = { "sku", FIELD_TEXT, FIELD_REQUIRED, FIELD_AT(struct reservation, sku), SKU_ALIASES, "the product",
		       .max = SKU_MAX },
	[HOLD_QUANTITY] = { "quantity", FIELD_INT, FIELD_REQUIRED, FIELD_AT(struct reservation, quantity), COUNT_ALIASES,
			    "units the owner shall have", .min = 1, .max = QUANTITY_MAX },
	[HOLD_LOCATION] = { "location", FIELD_TEXT, 0, FIELD_AT(struct reservation, location), PLACE_ALIASES,
			    "chosen by priority if absent" },
	[HOLD_EXPIRES_AT] = { "expires_at", FIELD_INSTANT, 0, FIELD_AT(struct reservation, expires_at), "until",
			      "when it ends; now and --ttl if absent" },
	[HOLD_KEY] = { "key", FIELD_TEXT, FIELD_IDEMPOTENCY, FIELD_AT(struct reservation, key), NULL, "idempotency key",
		       .max = 256 },
	{ NULL },
};
const struct record_type stock_hold_type = { "hold", "a claim by hand", sizeof(struct reservation), HOLD_FIELDS };

static const struct field RELEASE_FIELDS[] = {
	[RELEASE_OWNER] = { "owner", FIELD_TEXT, FIELD_REQUIRED | FIELD_KEY, FIELD_AT(struct reservation, owner), NULL,
			    "whose claim; 'web-*' means all that begin so", .max = 256 },
	[RELEASE_SKU] = { "sku", FIELD_TEXT, 0, FIELD_AT(struct reservation, sku), SKU_ALIASES, "only of this product",
			  .max = SKU_MAX },
	[RELEASE_QUANTITY] = { "quantity", FIELD_INT, 0, FIELD_AT(struct reservation, quantity), COUNT_ALIASES,
			       "up to so many units; all if absent", .min = 1, .max = QUANTITY_MAX },
	[RELEASE_KEY] = { "key", FIELD_TEXT, FIELD_IDEMPOTENCY, FIELD_AT(struct reservation, key), NULL, "idempotency key",
			  .max = 256 },
	{ NULL },
};
const struct record_type stock_release_type = { "release", "the end of a claim", sizeof(struct reservation), RELEASE_FIELDS };

static const struct field LOCATION_FIELDS[] = {
	[LOCATION_LOCATION] = { "location", FIELD_TEXT, FIELD_REQUIRED | FIELD_KEY, FIELD_AT(struct location, location),
				PLACE_ALIASES, "its short name", .max = STOCK_LOCATION_MAX },
	[LOCATION_NAME] = { "name", FIELD_TEXT, 0, FIELD_AT(struct location, name), "title|名称", "name for people",
			    .max = 1024 },
	[LOCATION_PRIORITY] = { "priority", FIELD_INT, 0, FIELD_AT(struct location, priority), "优先级",
				"the lowest number serves first; 100 if never given", .min = 0, .max = 1000000 },
	[LOCATION_ACTIVE] = { "active", FIELD_BOOL, 0, FIELD_AT(struct location, active), "启用", "serves orders" },
	{ NULL },
};
const struct record_type location_type = { "location", "a place where stock stands", sizeof(struct location), LOCATION_FIELDS };

static const struct field REASON_FIELDS[] = {
	{ "location", FIELD_TEXT, 0, FIELD_AT(struct stock_reason, location), NULL, "where" },
	{ "part", FIELD_WORD, 0, FIELD_AT(struct stock_reason, part), NULL, "what is counted", STOCK_PART_WORDS },
	{ "quantity", FIELD_INT, 0, FIELD_AT(struct stock_reason, quantity), NULL, "units, those taken away negative" },
	{ "until", FIELD_INSTANT, FIELD_OPTIONAL_OUT, FIELD_AT(struct stock_reason, until), NULL,
	  "held: when the first hold expires" },
	{ NULL },
};
static const struct record_type REASON_TYPE = { "reason", "a part of what is available", sizeof(struct stock_reason),
						REASON_FIELDS };

static const struct field AVAILABILITY_FIELDS[] = {
	[AVAILABILITY_SKU] = { "sku", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct availability, sku), SKU_ALIASES, "the product",
			       .max = SKU_MAX },
	[AVAILABILITY_LOCATION] = { "location", FIELD_TEXT, 0, FIELD_AT(struct availability, location), PLACE_ALIASES,
				    "where; none = all active locations" },
	[AVAILABILITY_AVAILABLE] = { "available", FIELD_INT, 0, FIELD_AT(struct availability, available), NULL,
				     "units that can be promised now" },
	[AVAILABILITY_QUANTITY] = { "quantity", FIELD_INT, FIELD_OPTIONAL_OUT, FIELD_AT(struct availability, quantity),
				    COUNT_ALIASES, "units asked for" },
	[AVAILABILITY_ENOUGH] = { "enough", FIELD_BOOL, FIELD_OPTIONAL_OUT, FIELD_AT(struct availability, enough), NULL,
				  "is it as much as was asked for" },
	[AVAILABILITY_REASON] = { "reason", FIELD_LIST, FIELD_OPTIONAL_OUT, FIELD_AT(struct availability, reason), NULL,
				  "the parts that add up to it (--explain)", .items = &REASON_TYPE },
	[AVAILABILITY_WHY] = { "why", FIELD_TEXT, FIELD_OPTIONAL_OUT, FIELD_AT(struct availability, why), NULL,
			       "the same in words (--explain, in a table)" },
	{ NULL },
};
const struct record_type availability_type = { "availability", "what can be promised", sizeof(struct availability),
					       AVAILABILITY_FIELDS };

static const struct field QUESTION_FIELDS[] = {
	[ASK_SKU] = { "sku", FIELD_TEXT, FIELD_REQUIRED | FIELD_KEY, FIELD_AT(struct availability, sku), SKU_ALIASES,
		      "the product", .max = SKU_MAX },
	[ASK_LOCATION] = { "location", FIELD_TEXT, 0, FIELD_AT(struct availability, location), PLACE_ALIASES,
			   "only there" },
	[ASK_QUANTITY] = { "quantity", FIELD_INT, 0, FIELD_AT(struct availability, quantity), COUNT_ALIASES,
			   "is there as much as this", .min = 0, .max = QUANTITY_MAX },
	{ NULL },
};
const struct record_type availability_question_type = { "question", "what is asked for", sizeof(struct availability),
							QUESTION_FIELDS };

static const struct field RULE_FIELDS[] = {
	[RULE_SKU] = { "sku", FIELD_TEXT, FIELD_REQUIRED | FIELD_KEY, FIELD_AT(struct stock_rule, sku), SKU_ALIASES,
		       "the product", .max = SKU_MAX },
	[RULE_LOCATION] = { "location", FIELD_TEXT, 0, FIELD_AT(struct stock_rule, location), PLACE_ALIASES,
			    "where; may be left out where the shop has one active location" },
	[RULE_REORDER_POINT] = { "reorder_point", FIELD_INT, 0, FIELD_AT(struct stock_rule, reorder_point), "min|补货点",
				 "low at or below this", .min = 0, .max = QUANTITY_MAX },
	[RULE_TARGET] = { "target", FIELD_INT, 0, FIELD_AT(struct stock_rule, target), "max|目标库存", "fill up to this",
			  .min = 0, .max = QUANTITY_MAX },
	[RULE_LEAD_TIME_DAYS] = { "lead_time_days", FIELD_INT, 0, FIELD_AT(struct stock_rule, lead_time_days), "lead_time|交货期",
				  "days from order to receipt", .min = 0, .max = 3650 },
	[RULE_SUPPLIER] = { "supplier", FIELD_TEXT, 0, FIELD_AT(struct stock_rule, supplier), "vendor|供应商",
			    "who delivers it", .max = 256 },
	[RULE_PACK] = { "pack", FIELD_INT, 0, FIELD_AT(struct stock_rule, pack), "pack_size|箱规", "ordered in multiples of this",
			.min = 1, .max = QUANTITY_MAX },
	[RULE_SAFETY] = { "safety", FIELD_INT, 0, FIELD_AT(struct stock_rule, safety), "safety_stock|安全库存",
			  "critical below this", .min = 0, .max = QUANTITY_MAX },
	[RULE_FLOOR] = { "floor", FIELD_INT, 0, FIELD_AT(struct stock_rule, floor), "保底", "units never sold", .min = 0,
			 .max = QUANTITY_MAX },
	[RULE_LEAD_TIME_SD] = { "lead_time_sd", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct stock_rule, lead_time_sd),
				"交货期标准差", "standard deviation of the lead time, days" },
	[RULE_REVIEW_DAYS] = { "review_days", FIELD_INT, FIELD_OPTIONAL_OUT, FIELD_AT(struct stock_rule, review_days),
			       "review|盘点周期", "days from one chance to order to the next", .min = 0, .max = 3650 },
	[RULE_MINIMUM_ORDER] = { "minimum_order", FIELD_INT, FIELD_OPTIONAL_OUT,
				 FIELD_AT(struct stock_rule, minimum_order), "moq|最小起订量",
				 "fewest units the supplier takes an order for", .min = 0, .max = QUANTITY_MAX },
	[RULE_MAXIMUM_STOCK] = { "maximum_stock", FIELD_INT, FIELD_OPTIONAL_OUT,
				 FIELD_AT(struct stock_rule, maximum_stock), "最大库存",
				 "most units on hand and on order that a proposal may lead to", .min = 0,
				 .max = QUANTITY_MAX },
	[RULE_SHELF_LIFE_DAYS] = { "shelf_life_days", FIELD_INT, FIELD_OPTIONAL_OUT,
				   FIELD_AT(struct stock_rule, shelf_life_days), "shelf_life|保质期",
				   "days from receipt within which units must be sold", .min = 1, .max = 36500 },
	[RULE_PRICE_BREAKS] = { "price_breaks", FIELD_TEXT, FIELD_OPTIONAL_OUT,
				FIELD_AT(struct stock_rule, price_breaks), "breaks|阶梯价",
				"unit costs of larger orders, \"100:0.90,500:0.80\": all units at 0.90 from 100 on", .max = 1000 },
	{ NULL },
};
const struct record_type rule_type = { "rule", "when and how a SKU is replenished", sizeof(struct stock_rule), RULE_FIELDS };

static const struct field LOW_FIELDS[] = {
	[LOW_SKU] = { "sku", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct low, sku), SKU_ALIASES, "the product", .max = SKU_MAX },
	[LOW_LOCATION] = { "location", FIELD_TEXT, 0, FIELD_AT(struct low, location), PLACE_ALIASES, "where" },
	[LOW_AVAILABLE] = { "available", FIELD_INT, 0, FIELD_AT(struct low, available), NULL, "units for sale" },
	[LOW_INCOMING] = { "incoming", FIELD_INT, 0, FIELD_AT(struct low, incoming), NULL, "announced, not yet received" },
	[LOW_REORDER_POINT] = { "reorder_point", FIELD_INT, 0, FIELD_AT(struct low, reorder_point), NULL, "of the rule" },
	[LOW_TARGET] = { "target", FIELD_INT, 0, FIELD_AT(struct low, target), NULL, "of the rule" },
	[LOW_SHORTAGE] = { "shortage", FIELD_INT, 0, FIELD_AT(struct low, shortage), NULL,
			   "what is missing to the target, or to the reorder point" },
	[LOW_SEVERITY] = { "severity", FIELD_WORD, 0, FIELD_AT(struct low, severity), NULL,
			   "out: nothing to sell; critical: below safety; low", SEVERITY_WORDS },
	[LOW_SUPPLIER] = { "supplier", FIELD_TEXT, 0, FIELD_AT(struct low, supplier), NULL, "of the rule" },
	[LOW_LEAD_TIME] = { "lead_time_days", FIELD_INT, 0, FIELD_AT(struct low, lead_time_days), NULL, "of the rule" },
	{ NULL },
};
const struct record_type low_type = { "low", "stock at or below its reorder point", sizeof(struct low), LOW_FIELDS };
/* clang-format on */
