/* ecom-store info: what the store is and how much it holds. */
#include "verbs.h"

struct store_info {
	struct record record;
	const char *driver, *engine, *application, *zone, *currency;
	int64_t version, size_bytes;
	int64_t products, locations, movements, orders, shipments, queued;
};

static const struct field FIELDS[] = {
	{ "driver", FIELD_TEXT, 0, FIELD_AT(struct store_info, driver), NULL, "sqlite or postgresql" },
	{ "engine", FIELD_TEXT, 0, FIELD_AT(struct store_info, engine), NULL, "the database and its version" },
	{ "version", FIELD_INT, 0, FIELD_AT(struct store_info, version), NULL, "version of the schema" },
	{ "application", FIELD_TEXT, 0, FIELD_AT(struct store_info, application), NULL, "the program and its version" },
	{ "size_bytes", FIELD_INT, 0, FIELD_AT(struct store_info, size_bytes), NULL, "space taken, in bytes", NULL,
	  NULL, 0, INT64_MAX },
	{ "zone", FIELD_TEXT, 0, FIELD_AT(struct store_info, zone), NULL, "time zone of the shop's days" },
	{ "currency", FIELD_TEXT, 0, FIELD_AT(struct store_info, currency), NULL,
	  "currency of prices given without one" },
	{ "products", FIELD_INT, 0, FIELD_AT(struct store_info, products), NULL, "products, archived ones too" },
	{ "locations", FIELD_INT, 0, FIELD_AT(struct store_info, locations), NULL, "stock locations" },
	{ "movements", FIELD_INT, 0, FIELD_AT(struct store_info, movements), NULL, "movements in the ledger" },
	{ "orders", FIELD_INT, 0, FIELD_AT(struct store_info, orders), NULL, "orders" },
	{ "shipments", FIELD_INT, 0, FIELD_AT(struct store_info, shipments), NULL, "shipments" },
	{ "queued", FIELD_INT, 0, FIELD_AT(struct store_info, queued), NULL, "messages waiting in the outbox" },
	{ NULL },
};

static const struct record_type INFO_TYPE = { "store", "what a store is and how much it holds",
					      sizeof(struct store_info), FIELDS };

static enum status setting(struct run *run, const char *name, const char **value, struct error *err)
{
	struct buffer text = { 0 };
	enum status st = store_setting_get(run->store, name, &text, err);

	*value = text.length > 0 ? arena_text(run->keep, text.data) : NULL;
	buffer_free(&text);
	return st;
}

static enum status info(struct run *run, struct error *err)
{
	struct store_info i = { .driver = store_driver(run->store),
				.engine = store_engine(run->store),
				.version = store_schema_version(),
				.application = "ecom " ECOM_VERSION };
	struct store_summary summary;
	enum status st = store_summary(run->store, &summary, err);

	if (st == STATUS_OK)
		st = setting(run, "zone", &i.zone, err);
	if (st == STATUS_OK)
		st = setting(run, "currency", &i.currency, err);
	if (st != STATUS_OK)
		return st;
	i.size_bytes = summary.size_bytes;
	i.products = summary.products;
	i.locations = summary.locations;
	i.movements = summary.movements;
	i.orders = summary.orders;
	i.shipments = summary.shipments;
	i.queued = summary.queued;
	record_mark_all(&INFO_TYPE, &i);
	run_emit(run, &i);
	return STATUS_OK;
}

const struct verb VERB_INFO = {
	.name = "info",
	.help = "tell what the store is and how much it holds",
	.store = VERB_READS,
	.output = &INFO_TYPE,
	.run = info,
};
