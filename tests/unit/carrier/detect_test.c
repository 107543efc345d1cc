/* Tracking numbers: the check digits against published numbers, and what is not a number. */
#include "tap.h"
#include "carrier/detect_impl.h"
#include <ecom/carrier.h>

static struct arena arena;

static void check_digits(void)
{
	const struct detect_check s10 = { .kind = DETECT_S10 }, luhn = { .kind = DETECT_LUHN }, mod7 = { .kind = DETECT_MOD7 },
				  mixed = { .kind = DETECT_MOD37_36 }, ups = { .kind = DETECT_MOD10, .even = 1, .odd = 2 },
				  gs1 = { .kind = DETECT_MOD10, .even = 3, .odd = 1 },
				  gs1_end = { .kind = DETECT_MOD10, .even = 3, .odd = 1, .from_end = true };
	/* UPU S10: RR 473 124 829 GB is the standard's example. */
	ok(carrier_check_digit(&s10, "47312482", '9') && !carrier_check_digit(&s10, "47312482", '8'), "S10");

	ok(carrier_check_digit(&s10, "11111111", '5'), "S10, rest nought: 8+6+4+2+3+5+9+7 = 44");
	ok(carrier_check_digit(&s10, "00020000", '7'), "S10: 11 - 2*2");
	ok(carrier_check_digit(&s10, "00000500", '8'), "S10: 5*5 = 25 leaves 3");
	ok(carrier_check_digit(&s10, "00004000", '0'), "S10: 4*3 = 12 leaves 1, which is written 0");
	/* ISO/IEC 7812: the usual example. */
	ok(carrier_check_digit(&luhn, "7992739871", '3') && !carrier_check_digit(&luhn, "7992739871", '4'), "Luhn");
	/* ISO/IEC 7064, MOD 37,36: the example of the Global Release Identifier, A1-2425G-ABC1234002-M. */
	ok(carrier_check_digit(&mixed, "A12425GABC1234002", 'M') && !carrier_check_digit(&mixed, "A12425GABC1234003", 'M'), "MOD 37,36");
	/* 331881002 = 7 * 47411571 + 5 */
	ok(carrier_check_digit(&mod7, "331881002", '5') && !carrier_check_digit(&mod7, "331881002", '6'), "modulo 7");
	/* UPS's own example of its documents: 1Z 999 AA1 01 2345 6784. */
	ok(carrier_check_digit(&ups, "999AA1012345678", '4') && !carrier_check_digit(&ups, "999AA1012345678", '5'), "UPS");
	/* GS1's example of an SSCC: 37610425002123456 has the digit 9; from the end it is the same for an odd length. */
	ok(carrier_check_digit(&gs1, "37610425002123456", '9') && carrier_check_digit(&gs1_end, "37610425002123456", '9'), "GS1");
	ok(!carrier_check_digit(&luhn, "", '1') && carrier_check_digit(&luhn, "", '0'), "of nothing");
}

static size_t guesses_of(const char *formats, const char *number, struct carrier_guess *guess)
{
	struct carrier_numbers *numbers;
	struct error err;
	if (!ok(carrier_numbers_read(formats, strlen(formats), &numbers, &err) == STATUS_OK, "read"))
		return 0;
	size_t n = carrier_detect(numbers, number, guess, 4, &arena);
	for (size_t i = 0; i < n; i++)
		guess[i].carrier = arena_text(&arena, guess[i].carrier);
	carrier_numbers_free(numbers);
	return n;
}

static void formats(void)
{
	static const char RANKED[] = "{\"formats\":[{\"carrier\":\"c\",\"format\":\"length\",\"pattern\":\"[0-9]{4}\",\"digits_only\":true},"
				     "{\"carrier\":\"b\",\"format\":\"letters\",\"pattern\":\"[0-9A-Z]{4}\"},"
				     "{\"carrier\":\"a\",\"format\":\"check\",\"pattern\":\"(?<SerialNumber>[0-9]{3})(?<CheckDigit>[0-9])\","
				     "\"check\":{\"kind\":\"mod7\"},\"url\":\"https://a.example/%s?x\"}]}";
	/* Fails after 2^n steps where the limit does not stop it. */
	static const char WILD[] = "{\"formats\":[{\"carrier\":\"a\",\"format\":\"wild\",\"pattern\":\"(?:A+)+B\"}]}";
	struct carrier_guess guess[4];
	size_t n = guesses_of(RANKED, " 1 0 0\t2 ", guess);
	ok(n == 0, "blanks inside are the pattern's affair");
	n = guesses_of(RANKED, "1002", guess); /* 100 = 14 * 7 + 2 */
	ok(n == 3 && !strcmp(guess[0].carrier, "a") && !strcmp(guess[1].carrier, "b") && !strcmp(guess[2].carrier, "c"),
	   "the check digit before the letters before the length");
	ok(n == 3 && guess[0].rank == 1 && guess[2].rank == 3, "ranked");
	is_text(n ? guess[0].url : NULL, "https://a.example/1002?x", "its page");
	n = guesses_of(RANKED, "1003", guess);
	ok(n == 2 && !strcmp(guess[0].carrier, "b"), "a wrong check digit is not of that format");
	ok(guesses_of(RANKED, "", guess) == 0 && guesses_of(RANKED, "   ", guess) == 0, "nothing");
	ok(guesses_of(RANKED, "1002\n", guess) == 0 && guesses_of(RANKED, "１００２", guess) == 0, "signs that no number has");
	char longest[1000];
	memset(longest, '1', sizeof longest - 1);
	longest[sizeof longest - 1] = '\0';
	ok(guesses_of(RANKED, longest, guess) == 0, "too long");
	memset(longest, 'A', 100);
	longest[100] = '\0';
	ok(guesses_of(WILD, longest, guess) == 0, "a pattern that does not end is given up");
}

static void bad_formats(void)
{
	static const char *const BAD[] = {
		"",
		"[]",
		"{\"formats\":{}}",
		"{\"formats\":[1]}",
		"{\"formats\":[{\"carrier\":\"a\",\"format\":\"b\"}]}",
		"{\"formats\":[{\"carrier\":\"a\",\"format\":\"b\",\"pattern\":\"(\"}]}",
		"{\"formats\":[{\"format\":\"b\",\"pattern\":\"1\"}]}",
		"{\"formats\":[{\"carrier\":\"a\",\"format\":\"b\",\"pattern\":\"1\",\"check\":{\"kind\":\"mod11\"}}]}",
		"{\"formats\":[{\"carrier\":\"a\",\"format\":\"b\",\"pattern\":\"1\",\"check\":{\"kind\":\"weights\",\"weights\":[1]}}]}",
	};
	for (size_t i = 0; i < ARRAY_LENGTH(BAD); i++) {
		struct carrier_numbers *numbers;
		struct error err;
		ok(carrier_numbers_read(BAD[i], strlen(BAD[i]), &numbers, &err) == STATUS_CONFIG, "refused: %s", BAD[i]);
	}
}

static void names(void)
{
	static const char FORMATS[] = "{\"formats\":[{\"carrier\":\"dhl\",\"format\":\"a\",\"pattern\":\"1\"},"
				      "{\"carrier\":\"ups\",\"format\":\"b\",\"pattern\":\"2\"}]}";
	struct carrier_numbers *numbers;
	struct carrier_guess guess[2];
	struct error err;
	if (!ok(carrier_numbers_read(FORMATS, sizeof FORMATS - 1, &numbers, &err) == STATUS_OK, "two carriers"))
		return;
	size_t n = carrier_detect(numbers, "1", guess, 2, &arena);
	ok(carrier_agrees(numbers, guess, n, "DHL Express") && carrier_agrees(numbers, guess, n, "mydhl") &&
		   carrier_agrees(numbers, guess, n, "dhl-unified"),
	   "the names of a carrier");
	ok(!carrier_agrees(numbers, guess, n, "ups") && !carrier_agrees(numbers, guess, 0, "dhl"), "another's");
	ok(carrier_agrees(numbers, guess, n, "17track") && carrier_agrees(numbers, guess, n, "快递"), "of one that is not known any may be");
	carrier_numbers_free(numbers);
}

int main(void)
{
	check_digits();
	formats();
	bad_formats();
	names();
	arena_free(&arena);
	return done_testing();
}
