/*
 * carrier: what is known of carriers without asking them.
 */
#ifndef ECOM_CARRIER_H
#define ECOM_CARRIER_H

#include <ecom/record.h>

/*
 * Numbers recognised by how they look. A check digit that is right says more than letters at the right places, and those more than a length.
 */
enum carrier_evidence { CARRIER_LENGTH, CARRIER_PATTERN, CARRIER_CHECK_DIGIT };
extern const struct word CARRIER_EVIDENCE_WORDS[]; /* length pattern check_digit */
struct carrier_guess {
	struct record record;
	const char *number; /* as it was asked for */
	int64_t rank;	    /* from 1 */
	const char *carrier, *format; /* "ups", "UPS Waybill" */
	int evidence;	    /* enum carrier_evidence */
	const char *url;    /* of the carrier's page about it; NULL: none */
};
extern const struct record_type carrier_guess_type;
/* What `detect` reads. */
struct carrier_question {
	struct record record;
	const char *number, *carrier;
};
extern const struct record_type carrier_question_type;
struct carrier_numbers;
/** carrier_numbers_read(text, length, out, err): the formats of share/numbers.json. STATUS_CONFIG "bad_numbers". */
enum status carrier_numbers_read(const char *text, size_t length, struct carrier_numbers **out, struct error *err);
void carrier_numbers_free(struct carrier_numbers *numbers); /* NULL is fine */
/** carrier_detect(numbers, number, out, most, arena): whose it may be, the surest first: up to ${most} guesses. Blanks do not matter, nor small
 *  letters. A number whose check digit is wrong is not of that format. Any text may be asked for. */
size_t carrier_detect(const struct carrier_numbers *numbers, const char *number, struct carrier_guess *out, size_t most, struct arena *arena);
/** carrier_agrees(guesses, n, carrier): is one of them of the carrier, by one of its names ("DHL Express" is dhl)? */
bool carrier_agrees(const struct carrier_guess *guesses, size_t n, const char *carrier);

#endif
