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
		DETAIL(phone, "details.phone|电话|手机号", "or its last four digits, where a carrier asks for it"),
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
