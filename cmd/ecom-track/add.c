/* ecom-track add: parcels to be tracked. */
#include "verbs.h"

static const struct option OPTIONS[] = {
	{ "order", 0, OPTION_FIELD, "ORDER", "the order of parcels that name none" },
	{ "carrier", 0, OPTION_FIELD, "NAME", "the carrier of parcels that name none" },
	{ "promised-at", 0, OPTION_FIELD, "TIME", "the promise for parcels that give none", .field = "promised_at" },
	{ NULL },
};

/* What `list` prints may be piped in. */
static const struct record_type *const PASS[] = { &shipment_type, NULL };

static enum status add(struct run *run, void *record, struct error *err)
{
	struct change change = run_change(run, record);
	struct shipment shipment;
	enum status st = track_add(&change, record, &shipment, err);
	if (st == STATUS_OK)
		run_emit(run, &shipment);
	return st;
}

const struct verb VERB_ADD = {
	.name = "add",
	.help = "add parcels, or change what is known of them",
	.operands_help =
		"[FILE... | shipment=ID order=ORDER carrier=NAME number=NUMBER promised_at=TIME shipped_at=TIME]",
	.operands = OPERANDS_FILES,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.input = &track_parcel_type,
	.output = &shipment_type,
	.pass = PASS,
	.each = add,
};
