/* The records of numbers recognised. */
#include <ecom/carrier.h>

const struct word CARRIER_EVIDENCE_WORDS[] = { { "length", NULL }, { "pattern", NULL }, { "check_digit", NULL }, { NULL } };

static const struct field GUESS_FIELDS[] = {
	{ "number", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct carrier_guess, number), NULL, "the number as it was given" },
	{ "rank", FIELD_INT, 0, FIELD_AT(struct carrier_guess, rank), NULL, "1 is the likeliest" },
	{ "carrier", FIELD_TEXT, 0, FIELD_AT(struct carrier_guess, carrier), NULL, "whose number it may be" },
	{ "format", FIELD_TEXT, 0, FIELD_AT(struct carrier_guess, format), NULL, "the kind of number" },
	{ "evidence", FIELD_WORD, 0, FIELD_AT(struct carrier_guess, evidence), NULL,
	  "what speaks for it: a right check digit, letters at their places, or the length alone", CARRIER_EVIDENCE_WORDS },
	{ "url", FIELD_TEXT, 0, FIELD_AT(struct carrier_guess, url), NULL, "the carrier's page about it" },
	{ NULL },
};
const struct record_type carrier_guess_type = { "guess", "whose tracking number it may be", sizeof(struct carrier_guess), GUESS_FIELDS };

static const struct field QUESTION_FIELDS[] = {
	{ "number", FIELD_TEXT, FIELD_REQUIRED | FIELD_KEY, FIELD_AT(struct carrier_question, number), "tracking_number|运单号|快递单号",
	  "a tracking number", .max = 65536 },
	{ "carrier", FIELD_TEXT, 0, FIELD_AT(struct carrier_question, carrier), "快递公司|物流公司",
	  "whose it is said to be: another's look is warned of", .max = 64 },
	{ NULL },
};
const struct record_type carrier_question_type = { "number", "a number to be recognised", sizeof(struct carrier_question), QUESTION_FIELDS };
