/* ecom-track detect: whose a tracking number is, by how it looks. */
#include <ecom/carrier.h>

#include "verbs.h"

#define GUESSES_MOST 32

static enum status detect(struct run *run, void *record, struct error *err)
{
	const struct carrier_question *question = record;
	struct carrier_guess guesses[GUESSES_MOST];
	const struct carrier_numbers *numbers = shared_numbers(run, err);
	if (!numbers)
		return err->status;
	size_t n = carrier_detect(numbers, question->number, guesses, GUESSES_MOST, run->arena);
	if (!n)
		return error_reject(err, "unknown_number", "number", "no carrier's numbers look like \"%.64s\"", question->number);
	if (question->carrier && !carrier_agrees(numbers, guesses, n, question->carrier))
		run_warn(run, "%.64s does not look like a number of %.64s, but of %s", question->number, question->carrier, guesses[0].carrier);
	for (size_t i = 0; i < n; i++)
		run_emit(run, &guesses[i]);
	return STATUS_OK;
}

static const struct record_type *const PASS[] = { &shipment_type, &track_parcel_type, NULL };

const struct verb VERB_DETECT = {
	.name = "detect",
	.help = "tell whose a tracking number is by how it looks, the likeliest first",
	.operands_help = "[NUMBER...]",
	.operands = OPERANDS_KEYS,
	.store = VERB_NO_STORE,
	.input = &carrier_question_type,
	.output = &carrier_guess_type,
	.pass = PASS,
	.each = detect,
};
