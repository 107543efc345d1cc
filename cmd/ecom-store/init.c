/* ecom-store init: make a new store. */
#include "verbs.h"

struct init_options {
	const char *zone, *currency;
};

static const struct option OPTIONS[] = {
	{ "zone", 0, OPTION_TEXT, "ZONE", "time zone of the shop's days, such as Europe/Berlin; UTC if not given",
	  offsetof(struct init_options, zone) },
	{ "currency", 0, OPTION_TEXT, "CODE", "currency of prices given without one, ISO 4217 such as EUR",
	  offsetof(struct init_options, currency) },
	{ NULL },
};

static enum status check_options(const struct init_options *o, struct error *err)
{
	struct zone *zone = NULL;

	if (o->currency && currency_decimals(o->currency) < 0)
		return error_set(err, STATUS_USAGE, "bad_currency", "", "--currency: '%.32s' is no ISO 4217 code",
				 o->currency);
	if (!o->zone)
		return STATUS_OK;
	if (zone_open(&zone, o->zone, err) != STATUS_OK)
		return error_set(err, STATUS_USAGE, "bad_zone", "", "--zone: '%.64s' is no time zone known here",
				 o->zone);
	zone_free(zone);
	return STATUS_OK;
}

static enum status init(struct run *run, struct error *err)
{
	const struct init_options *o = run->options;
	struct store_options options = *run_store_options(run);
	const char *settings[5] = { NULL };
	size_t n = 0;
	struct store *store;
	const char *name;
	enum status st = check_options(o, err);

	if (st != STATUS_OK || (st = store_name(run, &name, err)) != STATUS_OK)
		return st;
	if (o->zone) {
		settings[n++] = "zone";
		settings[n++] = o->zone;
	}
	if (o->currency) {
		settings[n++] = "currency";
		settings[n++] = o->currency;
	}
	options.settings = settings;
	st = store_open(&store, name, STORE_CREATE, &options, err);
	if (st == STATUS_OK)
		store_close(store);
	return st;
}

const struct verb VERB_INIT = {
	.name = "init",
	.help = "make a new store",
	.store = VERB_OWN_STORE,
	.options = OPTIONS,
	.options_size = sizeof(struct init_options),
	.run = init,
};
