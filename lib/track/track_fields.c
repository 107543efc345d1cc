/* The records of tracking. */
#include "track_impl.h"

#define SHIPMENT_NAMES "shipment_id|包裹号"
#define CARRIER_NAMES  "快递公司|物流公司"
#define NUMBER_NAMES   "tracking_number|运单号|快递单号"

#define DETAIL(name, aliases, help)                                                                                    \
	{                                                                                                              \
#name, FIELD_TEXT, 0, FIELD_AT(struct track_parcel, name), aliases, help, .max = 128                   \
	}
static const struct field PARCEL_FIELDS[] = {
	[TRACK_PARCEL_SHIPMENT] = { "shipment", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct track_parcel, shipment),
				    SHIPMENT_NAMES, "its number with us; numbered by its order if absent", .max = 256 },
	[TRACK_PARCEL_ORDER] = { "order", FIELD_TEXT, 0, FIELD_AT(struct track_parcel, order),
				 "order_id|order_no|order_number|订单号|订单编号", "the order it belongs to",
				 .max = 200 },
	[TRACK_PARCEL_CARRIER] = { "carrier", FIELD_TEXT, 0, FIELD_AT(struct track_parcel, carrier), CARRIER_NAMES,
				   "who carries it; \"other\" if absent", .max = 64 },
	[TRACK_PARCEL_NUMBER] = { "number", FIELD_TEXT, 0, FIELD_AT(struct track_parcel, number), NUMBER_NAMES,
				  "the carrier's number of it", .max = 128 },
	[TRACK_PARCEL_SHIPPED_AT] = { "shipped_at", FIELD_INSTANT, 0, FIELD_AT(struct track_parcel, shipped_at),
				      "发货时间", "when it was handed over" },
	[TRACK_PARCEL_PROMISED_AT] = { "promised_at", FIELD_INSTANT, 0, FIELD_AT(struct track_parcel, promised_at),
				       "estimated_delivery", "by when delivery is promised" },
	[TRACK_PARCEL_IDENTITY] = { "identity", FIELD_TEXT, 0, FIELD_AT(struct track_parcel, identity), NULL,
				    "the carrier's own id of it, where its numbers are not unique", .max = 256 },
	[TRACK_PARCEL_DETAILS] = { "details", FIELD_JSON, 0, FIELD_AT(struct track_parcel, details), NULL,
				   "what else the carrier asks for: an object of texts, joined to what is known" },
	[TRACK_PARCEL_PHONE] =
		DETAIL(phone, "details.phone|电话|手机号", "of the customer, who is told by it; or its last four digits, where a carrier asks for it"),
	[TRACK_PARCEL_POSTAL] = DETAIL(postal, "details.postal|邮编", "postal code it goes to"),
	[TRACK_PARCEL_COUNTRY] = DETAIL(country, "details.country", "ISO 3166 code of the country it goes to"),
	[TRACK_PARCEL_SERVICE] = DETAIL(service, "details.service", "the carrier's service, or company of its group"),
	[TRACK_PARCEL_CARRIER_CODE] =
		DETAIL(carrier_code, "details.carrier_code", "the carrier's code with a collector of news"),
	[TRACK_PARCEL_KEY] = { "key", FIELD_TEXT, FIELD_IDEMPOTENCY, FIELD_AT(struct track_parcel, key), NULL,
			       "idempotency key" },
	{ NULL },
};
const struct record_type track_parcel_type = { "parcel", "a parcel to be tracked", sizeof(struct track_parcel),
					       PARCEL_FIELDS };

/* clang-format off */
#define EVENT_NAMED                                                                                                    \
	[TRACK_EVENT_SHIPMENT] = { "shipment", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct track_event, shipment),          \
				   SHIPMENT_NAMES, "the parcel; or its carrier and number", .max = 256 },              \
	[TRACK_EVENT_CARRIER] = { "carrier", FIELD_TEXT, 0, FIELD_AT(struct track_event, carrier), CARRIER_NAMES,      \
				  "who carries it", .max = 64 },                                                       \
	[TRACK_EVENT_NUMBER] = { "number", FIELD_TEXT, 0, FIELD_AT(struct track_event, number), NUMBER_NAMES,          \
				 "the carrier's number of it", .max = 128 }
#define AT_NAMES "time|timestamp|event_time|时间"
#define EVENT_TOLD                                                                                                     \
	[TRACK_EVENT_OFFSET] = { "offset", FIELD_TEXT, 0, FIELD_AT(struct track_event, offset), "utc_offset|时区",     \
				 "of the clocks at the place, +08:00; times without one of their own are read by it",  \
				 .max = 64 },                                                                          \
	[TRACK_EVENT_STATUS] = { "status", FIELD_WORD, 0, FIELD_AT(struct track_event, status), "物流状态",            \
				 "what it means; unknown if absent", SHIPMENT_STATUS_WORDS },                          \
	[TRACK_EVENT_SUBSTATUS] = { "substatus", FIELD_TEXT, 0, FIELD_AT(struct track_event, substatus), NULL,         \
				    "a word more: customs, refused, locker_or_shop ...", .max = 64 },                  \
	[TRACK_EVENT_CODE] = { "code", FIELD_TEXT, 0, FIELD_AT(struct track_event, code), NULL,                        \
			       "the carrier's own code", .max = 128 },                                                 \
	[TRACK_EVENT_TEXT] = { "text", FIELD_TEXT, 0, FIELD_AT(struct track_event, text),                              \
			       "description|message|物流信息|描述", "the carrier's own words", .max = 4096 },          \
	[TRACK_EVENT_PLACE] = { "place", FIELD_TEXT, 0, FIELD_AT(struct track_event, place), "location|地点",     \
				"where", .max = 256 },                                                                 \
	[TRACK_EVENT_COUNTRY] = { "country", FIELD_TEXT, 0, FIELD_AT(struct track_event, country), "country_code|国家",\
				  "ISO 3166 code", .max = 64 },                                                        \
	[TRACK_EVENT_LAT] = { "lat", FIELD_REAL, 0, FIELD_AT(struct track_event, lat), "latitude|纬度",                \
			      "degrees north" },                                                                       \
	[TRACK_EVENT_LNG] = { "lng", FIELD_REAL, 0, FIELD_AT(struct track_event, lng), "lon|longitude|经度",           \
			      "degrees east" },                                                                        \
	[TRACK_EVENT_CITY] = { "city", FIELD_TEXT, FIELD_OPTIONAL_OUT, FIELD_AT(struct track_event, city), NULL,       \
			       "of the place", .max = 256 },                                                           \
	[TRACK_EVENT_REGION] = { "region", FIELD_TEXT, FIELD_OPTIONAL_OUT, FIELD_AT(struct track_event, region),       \
				 "state|province|省", "of the place: a state, a province", .max = 256 },               \
	[TRACK_EVENT_POSTAL] = { "postal", FIELD_TEXT, FIELD_OPTIONAL_OUT, FIELD_AT(struct track_event, postal),       \
				 "zip|邮编", "postal code of the place", .max = 64 },                                  \
	[TRACK_EVENT_LOCAL] = { "local", FIELD_TEXT, FIELD_OPTIONAL_OUT, FIELD_AT(struct track_event, local), NULL,    \
				"what the clock there showed", .max = 64 },                                            \
	[TRACK_EVENT_ZONE] = { "zone", FIELD_TEXT, FIELD_OPTIONAL_OUT, FIELD_AT(struct track_event, zone), NULL,       \
			       "where the offset is from: carrier, adapter, place, sibling; none: at is a guess",      \
			       .max = 64 },                                                                            \
	[TRACK_EVENT_NATIVE] = { "native", FIELD_JSON, FIELD_OPTIONAL_OUT, FIELD_AT(struct track_event, native), NULL, \
				 "all of the carrier's codes" },                                                       \
	[TRACK_EVENT_RAW_TIME] = { "raw_time", FIELD_TEXT, FIELD_OPTIONAL_OUT,                                         \
				   FIELD_AT(struct track_event, raw_time), NULL, "the time as it came", .max = 256 },  \
	[TRACK_EVENT_ASIDE] = { "aside", FIELD_TEXT, FIELD_OPTIONAL_OUT, FIELD_AT(struct track_event, aside), NULL,    \
				"why it does not count: before_shipping, other_parcel, ambiguous, bad_event",          \
				.max = 64 }
/* clang-format on */

const struct word TRACK_ZONE_WORDS[] = {
	[TRACK_ZONE_NONE] = { "none", NULL },	    [TRACK_ZONE_CARRIER] = { "carrier", NULL },
	[TRACK_ZONE_ADAPTER] = { "adapter", NULL }, [TRACK_ZONE_PLACE] = { "place", NULL },
	[TRACK_ZONE_SIBLING] = { "sibling", NULL }, { NULL, NULL },
};

static const struct field EVENT_FIELDS[] = {
	EVENT_NAMED,
	[TRACK_EVENT_AT] = { "at", FIELD_INSTANT, 0, FIELD_AT(struct track_event, at), AT_NAMES, "when" },
	EVENT_TOLD,
	{ NULL },
};
const struct record_type track_event_type = { "event", "what befell a parcel", sizeof(struct track_event),
					      EVENT_FIELDS };

static const struct field NEWS_FIELDS[] = {
	EVENT_NAMED,
	[TRACK_EVENT_AT] = { "at", FIELD_TEXT, FIELD_REQUIRED, FIELD_AT(struct track_event, when), AT_NAMES,
			     "when, with the offset of the place where the carrier gives it: 2018-01-31T10:03:00+08:00",
			     .max = 64 },
	EVENT_TOLD,
	{ NULL },
};
const struct record_type track_news_type = { "event_report", "what a carrier says befell a parcel",
					     sizeof(struct track_event), NEWS_FIELDS };

static const struct field QUERY_FIELDS[] = {
	{ "shipment", FIELD_TEXT, FIELD_REQUIRED | FIELD_KEY, FIELD_AT(struct track_query, shipment), SHIPMENT_NAMES,
	  "a parcel by its id, its order or its number", .max = 256 },
	{ NULL },
};
const struct record_type track_query_type = { "parcel_query", "which parcels", sizeof(struct track_query),
					      QUERY_FIELDS };

const struct word TRACK_EXCEPTION_WORDS[] = {
	[TRACK_DELAYED] = { "delayed", "延误" },
	[TRACK_ATTEMPTED] = { "attempted", "投递失败" },
	[TRACK_CUSTOMS] = { "customs", "清关" },
	[TRACK_LOST] = { "lost", "丢失" },
	[TRACK_DAMAGED] = { "damaged", "破损" },
	[TRACK_TROUBLED_OTHERWISE] = { "exception", "异常" },
	[TRACK_RETURNING] = { "returning", "退回中" },
	[TRACK_EXPIRED] = { "expired", "过期" },
	[TRACK_SILENT] = { "silent", "无更新" },
	[TRACK_PROMISE_BREACHED] = { "promise_breached", "late|逾期" },
	[TRACK_AMBIGUOUS_NUMBER] = { "ambiguous", NULL },
	{ NULL, NULL },
};
const struct word TRACK_SEVERITY_WORDS[] = {
	[TRACK_WARNING] = { "warning", "警告" },
	[TRACK_ERROR] = { "error", "错误" },
	[TRACK_CRITICAL] = { "critical", "紧急" },
	{ NULL, NULL },
};
static const struct field EXCEPTION_FIELDS[] = {
	{ "shipment", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct track_exception, shipment), SHIPMENT_NAMES,
	  "its number with us" },
	{ "order", FIELD_TEXT, 0, FIELD_AT(struct track_exception, order), NULL, "the order it belongs to" },
	{ "carrier", FIELD_TEXT, 0, FIELD_AT(struct track_exception, carrier), CARRIER_NAMES, "who carries it" },
	{ "number", FIELD_TEXT, 0, FIELD_AT(struct track_exception, number), NUMBER_NAMES,
	  "the carrier's number of it" },
	{ "kind", FIELD_WORD, 0, FIELD_AT(struct track_exception, kind), NULL, "what is wrong", TRACK_EXCEPTION_WORDS },
	{ "severity", FIELD_WORD, 0, FIELD_AT(struct track_exception, severity), NULL, "how grave it is",
	  TRACK_SEVERITY_WORDS },
	{ "since", FIELD_INSTANT, 0, FIELD_AT(struct track_exception, since), NULL,
	  "since when: the last such event, the last news, the promise" },
	{ "reason", FIELD_TEXT, 0, FIELD_AT(struct track_exception, reason), NULL, "a sentence for people" },
	{ "status", FIELD_WORD, 0, FIELD_AT(struct track_exception, status), NULL, "of the parcel",
	  SHIPMENT_STATUS_WORDS },
	{ "substatus", FIELD_TEXT, 0, FIELD_AT(struct track_exception, substatus), NULL, "in more detail" },
	{ "promised_at", FIELD_INSTANT, 0, FIELD_AT(struct track_exception, promised_at), NULL, "the latest promise" },
	{ "last_event_at", FIELD_INSTANT, 0, FIELD_AT(struct track_exception, last_event_at), NULL,
	  "of the newest event" },
	{ NULL },
};
const struct record_type track_exception_type = { "exception", "what is wrong with a parcel",
						  sizeof(struct track_exception), EXCEPTION_FIELDS };

static const struct field UNMAPPED_FIELDS[] = {
	{ "carrier", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct track_unmapped, carrier), CARRIER_NAMES,
	  "whose code it is" },
	{ "code", FIELD_TEXT, 0, FIELD_AT(struct track_unmapped, code), NULL, "the code; none: events without one" },
	{ "events", FIELD_INT, 0, FIELD_AT(struct track_unmapped, events), NULL, "events with it" },
	{ "shipments", FIELD_INT, 0, FIELD_AT(struct track_unmapped, shipments), NULL, "shipments they befell" },
	{ "first_at", FIELD_INSTANT, 0, FIELD_AT(struct track_unmapped, first_at), NULL, "of the oldest" },
	{ "last_at", FIELD_INSTANT, 0, FIELD_AT(struct track_unmapped, last_at), NULL, "of the newest" },
	{ "text", FIELD_TEXT, 0, FIELD_AT(struct track_unmapped, text), NULL, "the carrier's words with one of them" },
	{ NULL },
};
const struct record_type track_unmapped_type = { "unmapped code", "a carrier's code that no map knows",
						 sizeof(struct track_unmapped), UNMAPPED_FIELDS };

const struct word TRACK_BY_WORDS[] = {
	[TRACK_BY_CARRIER] = { "carrier", "快递公司" },
	[TRACK_BY_LANE] = { "lane", "线路" },
	[TRACK_BY_SERVICE] = { "service", "服务" },
	[TRACK_BY_MONTH] = { "month", "月" },
	{ NULL, NULL },
};
static const struct field PERF_FIELDS[] = {
	{ "carrier", FIELD_TEXT, FIELD_KEY | FIELD_OPTIONAL_OUT, FIELD_AT(struct track_perf, carrier), CARRIER_NAMES,
	  "the carrier, as the three below if asked for" },
	{ "lane", FIELD_TEXT, FIELD_OPTIONAL_OUT, FIELD_AT(struct track_perf, lane), NULL,
	  "from a country to a country: DE-FR; ? where it is not known" },
	{ "service", FIELD_TEXT, FIELD_OPTIONAL_OUT, FIELD_AT(struct track_perf, service), NULL,
	  "the carrier's service, of the details" },
	{ "month", FIELD_TEXT, FIELD_OPTIONAL_OUT, FIELD_AT(struct track_perf, month), NULL,
	  "of the hand-over: 2026-01" },
	{ "parcels", FIELD_INT, 0, FIELD_AT(struct track_perf, parcels), NULL, "finished parcels" },
	{ "delivered", FIELD_INT, 0, FIELD_AT(struct track_perf, delivered), NULL, "of them, delivered" },
	{ "undelivered", FIELD_INT, 0, FIELD_AT(struct track_perf, undelivered), NULL,
	  "of them, returned or given up" },
	{ "promised", FIELD_INT, 0, FIELD_AT(struct track_perf, promised), NULL, "of them, with a promise" },
	{ "on_time", FIELD_REAL, 0, FIELD_AT(struct track_perf, on_time), NULL,
	  "share of the promised ones delivered by the latest promise" },
	{ "on_time_first", FIELD_REAL, 0, FIELD_AT(struct track_perf, on_time_first), NULL,
	  "the same, by the first promise" },
	{ "mean_days", FIELD_REAL, 0, FIELD_AT(struct track_perf, mean_days), NULL,
	  "from hand-over to delivery, in days" },
	{ "median_days", FIELD_REAL, 0, FIELD_AT(struct track_perf, median_days), NULL, "half took no longer" },
	{ "p90_days", FIELD_REAL, 0, FIELD_AT(struct track_perf, p90_days), NULL, "nine in ten took no longer" },
	{ NULL },
};
const struct record_type track_perf_type = { "carrier performance", "how well a carrier does",
					     sizeof(struct track_perf), PERF_FIELDS };
