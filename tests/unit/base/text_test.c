#include <ecom/base.h>

#include <tap.h>

/* Well-formed and ill-formed sequences of the Unicode standard, chapter 3, tables 3-7 to 3-11. */
static void validity(void)
{
	static const struct {
		const char *bytes;
		bool valid;
		const char *name;
	} cases[] = {
		{ "", true, "nothing" },
		{ "plain ASCII of more than eight bytes", true, "ASCII" },
		{ "\x7F", true, "DEL" },
		{ "\xC2\x80", true, "U+0080, the first of two bytes" },
		{ "\xDF\xBF", true, "U+07FF" },
		{ "\xE0\xA0\x80", true, "U+0800, the first of three bytes" },
		{ "\xED\x9F\xBF", true, "U+D7FF, before the surrogates" },
		{ "\xEE\x80\x80", true, "U+E000, after the surrogates" },
		{ "\xEF\xBF\xBF", true, "U+FFFF" },
		{ "\xF0\x90\x80\x80", true, "U+10000, the first of four bytes" },
		{ "\xF4\x8F\xBF\xBF", true, "U+10FFFF, the last" },
		{ "eight ok\xE4\xB8\xAD\xE6\x96\x87 and more text", true, "Chinese between ASCII" },
		{ "\xC0\x80", false, "overlong NUL" },
		{ "\xC1\xBF", false, "overlong of two bytes" },
		{ "\xE0\x9F\xBF", false, "overlong of three bytes" },
		{ "\xF0\x8F\xBF\xBF", false, "overlong of four bytes" },
		{ "\xED\xA0\x80", false, "surrogate U+D800" },
		{ "\xED\xBF\xBF", false, "surrogate U+DFFF" },
		{ "\xF4\x90\x80\x80", false, "U+110000" },
		{ "\xF5\x80\x80\x80", false, "F5" },
		{ "\xFF", false, "FF" },
		{ "\x80", false, "a lone continuation" },
		{ "12345678\xBF", false, "a lone continuation after eight bytes" },
		{ "\xC2", false, "cut after one of two" },
		{ "\xE4\xB8", false, "cut after two of three" },
		{ "\xF0\x9F\x8D", false, "cut after three of four" },
		{ "\xC2"
		  "A",
		  false, "a letter in place of a continuation" },
		{ "\xF0\x9F\x8D"
		  "A",
		  false, "a letter in place of the last byte" },
		{ "Gr\xFC\xDF"
		  "e",
		  false, "Latin-1" },
		{ "\xB4\xFD\xD6\xA7\xB8\xB6", false, "GB18030" },
	};
	char nul[24] = "0123456789abcdefghijklm";
	size_t i;
	bool refused = true;

	for (i = 0; i < ARRAY_LENGTH(cases); i++)
		ok(text_valid(cases[i].bytes, strlen(cases[i].bytes)) == cases[i].valid, "%s", cases[i].name);
	for (i = 0; i < 23; i++) {
		char kept = nul[i];

		nul[i] = '\0';
		refused = refused && !text_valid(nul, 23);
		nul[i] = kept;
	}
	ok(refused, "a NUL at any place");
	ok(text_valid(nul, 23), "and none");
}

static void points(void)
{
	static const struct {
		const char *bytes;
		size_t length;
		uint32_t point;
	} cases[] = {
		{ "A", 1, 0x41 },
		{ "\xC3\xA9", 2, 0xE9 },
		{ "\xE4\xB8\xAD", 3, 0x4E2D },
		{ "\xF0\x9F\x8D\x8E", 4, 0x1F34E },
		{ "\xF4\x8F\xBF\xBF", 4, 0x10FFFF },
	};
	uint32_t point;
	size_t i;

	for (i = 0; i < ARRAY_LENGTH(cases); i++)
		ok(text_next(cases[i].bytes, &point) == cases[i].length && point == cases[i].point, "U+%04X",
		   (unsigned)cases[i].point);
}

/* Columns by UAX #11 (East Asian Width) and the general categories of the Unicode character database. */
static void widths(void)
{
	static const struct {
		const char *text;
		size_t width;
		const char *name;
	} cases[] = {
		{ "", 0, "nothing" },
		{ "SKU-1", 5, "ASCII" },
		{ "caf\xC3\xA9", 4, "composed e acute" },
		{ "cafe\xCC\x81", 4, "e and a combining acute" },
		{ "\xE5\xBE\x85\xE6\x94\xAF\xE4\xBB\x98", 6, "three Han characters" },
		{ "\xEF\xBC\xA1", 2, "fullwidth A" },
		{ "\xEF\xBD\xB1", 1, "halfwidth katakana A" },
		{ "\xED\x95\x9C", 2, "a Hangul syllable" },
		{ "\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB", 2, "the same in its three letters" },
		{ "\xF0\x9F\x93\xA6", 2, "a parcel" },
		{ "\xE2\x80\x8B", 0, "zero width space" },
		{ "\xE2\x82\xAC", 1, "the euro sign" },
		{ "\x1B[1m\x7F", 3, "controls take no column" },
		{ "\xF0\xA0\x80\x80", 2, "Han of the second plane" },
		{ "\xCD\xB8", 1, "U+0378, not assigned" },
	};
	size_t i;

	for (i = 0; i < ARRAY_LENGTH(cases); i++)
		is_int((long long)text_width(cases[i].text, strlen(cases[i].text)), (long long)cases[i].width,
		       cases[i].name);
	is_int((long long)text_width("abcdef", 2), 2, "only the bytes asked for");
}

static void words(void)
{
	static const char paid[] = "\xE5\xB7\xB2\xE4\xBB\x98\xE6\xAC\xBE|settled|in full";

	ok(text_matches_word("on_hand", NULL, "on_hand"), "the word");
	ok(text_matches_word("on_hand", NULL, "On Hand"), "with a blank and capitals");
	ok(text_matches_word("on_hand", NULL, "ON-HAND"), "with a hyphen");
	ok(!text_matches_word("on_hand", NULL, "onhand"), "not without");
	ok(!text_matches_word("on_hand", NULL, "on_han"), "not its beginning");
	ok(!text_matches_word("on_hand", NULL, "on_hands"), "not more");
	ok(text_matches_word("paid", paid, "\xE5\xB7\xB2\xE4\xBB\x98\xE6\xAC\xBE"), "the first alias");
	ok(text_matches_word("paid", paid, "Settled"), "the next");
	ok(text_matches_word("paid", paid, "in-full"), "the last");
	ok(!text_matches_word("paid", paid, "settled|in full"), "not two at once");
	ok(!text_matches_word("paid", paid, ""), "not nothing");
	ok(!text_matches_word("paid", "", ""), "nor an empty alias");
	ok(!text_matches_word("paid", paid, NULL), "nor none");
}

int main(void)
{
	validity();
	points();
	widths();
	ok(text_same("a", "a") && !text_same("a", "b") && !text_same("a", "A"), "text_same");
	ok(text_same(NULL, NULL) && !text_same(NULL, "") && !text_same("", NULL), "text_same of none");
	ok(text_same_fold("EUR", "eur") && !text_same_fold("EUR", "EURO"), "text_same_fold");
	ok(!text_same_fold("[", "{") && !text_same_fold("@", "`"), "text_same_fold touches letters only");
	ok(text_same_fold(NULL, NULL) && !text_same_fold(NULL, "a"), "text_same_fold of none");
	words();
	return done_testing();
}
