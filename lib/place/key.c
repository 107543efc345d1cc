/* What places are looked up by. make-places makes the same of the names it writes. */
#include "place_impl.h"

/* From U+00C0 and from U+1E00 on: the letter without its marks; a capital stands for two, '?' for none. */
static const char LATIN[] = "aaaaaaAceeeeiiiidnooooo?ouuuuyTSaaaaaaAceeeeiiiidnooooo?ouuuuyTyaaaaaaccccccccddddeeeeeeeeee"
			    "gggggggghhhhiiiiiiiiiiJJjjkk?llllllllllnnnnnnn??ooooooOOrrrrrrsssssssstttt??uuuuuuuuuuuu"
			    "wwyyyzzzzzzs";
static const char LATIN_MORE[] =
	"aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrrssssssssss"
	"ttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyas????aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooo"
	"oooooooooooooooouuuuuuuuuuuuuuyyyyyyyy??????";

static const char *two_letters(char sign)
{
	switch (sign) {
	case 'A':
		return "ae";
	case 'J':
		return "ij";
	case 'O':
		return "oe";
	case 'S':
		return "ss";
	case 'T':
		return "th";
	default:
		return "";
	}
}

/* Blanks, points and marks beyond the Latin letters. */
static bool is_sign(uint32_t point)
{
	static const uint32_t SIGNS[][2] = {
		{ 0x0080, 0x017F }, { 0x02B0, 0x036F }, { 0x2000, 0x206F }, { 0x3000, 0x3004 }, { 0x3008, 0x3020 },
		{ 0xFE00, 0xFE6F }, { 0xFF00, 0xFF0F }, { 0xFF1A, 0xFF20 }, { 0xFF3B, 0xFF40 }, { 0xFF5B, 0xFF65 },
	};
	for (size_t i = 0; i < ARRAY_LENGTH(SIGNS); i++)
		if (point >= SIGNS[i][0] && point <= SIGNS[i][1])
			return true;
	return point < 0x80;
}

void place_key(const char *text, size_t length, struct buffer *out)
{
	uint32_t point;
	for (size_t at = 0, bytes; at < length && text[at]; at += bytes) {
		char letter = '?';
		bytes = text_next(text + at, &point);
		if ((point >= '0' && point <= '9') || (point >= 'a' && point <= 'z'))
			letter = (char)point;
		else if (point >= 'A' && point <= 'Z')
			letter = (char)(point - 'A' + 'a');
		else if (point >= 0xC0 && point < 0xC0 + sizeof LATIN - 1)
			letter = LATIN[point - 0xC0];
		else if (point >= 0x1E00 && point < 0x1E00 + sizeof LATIN_MORE - 1)
			letter = LATIN_MORE[point - 0x1E00];
		else if (!is_sign(point))
			buffer_add(out, text + at, bytes);
		if (letter >= 'A' && letter <= 'Z')
			buffer_text(out, two_letters(letter));
		else if (letter != '?')
			buffer_char(out, letter);
	}
}
