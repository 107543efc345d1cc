/* ecom-track add: parcels to be tracked. */
#include "verbs.h"

#define GUESSES_MOST 32

static const struct option OPTIONS[] = {
	{ "order", 0, OPTION_FIELD, "ORDER", "the order of parcels that name none" },
	{ "carrier", 0, OPTION_FIELD, "NAME", "the carrier of parcels that name none" },
	{ "promised-at", 0, OPTION_FIELD, "TIME", "the promise for parcels that give none", .field = "promised_at" },
	{ NULL },
};

/* What `list` prints may be piped in. */
static const struct record_type *const PASS[] = { &shipment_type, NULL };

static void ignore(void *ctx, const struct shipment *shipment)
{
	(void)ctx;
	(void)shipment;
}

/* The carrier of a number that is not known yet, by how it looks: where only one is as sure as the surest. Of several the user must choose; a length
 * alone says nothing. */
static enum status find_carrier(struct run *run, struct track_parcel *parcel, const struct carrier_guess *guesses, size_t n, struct error *err)
{
	struct track_filter same = {
		.any = parcel->number, .since = INSTANT_NONE, .late_at = INSTANT_NONE, .stale_before = INSTANT_NONE
	};
	struct buffer others = { 0 };
	size_t known = 0;
	enum status st = track_list(run->store, &same, &known, ignore, NULL, err);
	if (st || known || !n || guesses[0].evidence == CARRIER_LENGTH)
		return st;
	for (size_t i = 1; i < n && guesses[i].evidence == guesses[0].evidence; i++)
		if (!text_same(guesses[i].carrier, guesses[0].carrier))
			buffer_printf(&others, " or %s", guesses[i].carrier);
	if (others.length) {
		st = error_reject(err, "ambiguous_carrier", "carrier", "the number may be of %s%s: say which", guesses[0].carrier, others.data);
	} else {
		parcel->carrier = guesses[0].carrier;
		record_mark(parcel, TRACK_PARCEL_CARRIER);
		run_note(run, "%.64s looks like a number of %s", parcel->number, parcel->carrier);
	}
	buffer_free(&others);
	return st;
}

static enum status look_at_number(struct run *run, struct track_parcel *parcel, struct error *err)
{
	struct carrier_guess guesses[GUESSES_MOST];
	struct error why;
	const struct carrier_numbers *numbers = parcel->number ? shared_numbers(run, &why) : NULL;
	if (!numbers)
		return STATUS_OK;
	size_t n = carrier_detect(numbers, parcel->number, guesses, GUESSES_MOST, run->arena);
	if (!parcel->carrier)
		return parcel->shipment ? STATUS_OK : find_carrier(run, parcel, guesses, n, err);
	if (n && guesses[0].evidence == CARRIER_CHECK_DIGIT && !carrier_agrees(numbers, guesses, n, parcel->carrier))
		run_warn(run, "%.64s does not look like a number of %.64s, but of %s", parcel->number, parcel->carrier, guesses[0].carrier);
	return STATUS_OK;
}

static enum status add(struct run *run, void *record, struct error *err)
{
	struct change change = run_change(run, record);
	struct shipment shipment;
	enum status st = look_at_number(run, record, err);
	if (!st)
		st = track_add(&change, record, &shipment, err);
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
