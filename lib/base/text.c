#include <ecom/base.h>

#include <string.h>

/*
 * Length of the well-formed UTF-8 sequence at ${p}, 0 if there is none: table
 * 3-7 of the Unicode standard. Only the second byte has bounds of its own, by which overlong
 * forms, surrogates and points past U+10FFFF are refused.
 */
static size_t sequence_length(const unsigned char *p, size_t left)
{
	unsigned char low = 0x80, high = 0xBF;
	size_t length, i;

	if (p[0] >= 0xC2 && p[0] <= 0xDF)
		length = 2;
	else if (p[0] >= 0xE0 && p[0] <= 0xEF)
		length = 3;
	else if (p[0] >= 0xF0 && p[0] <= 0xF4)
		length = 4;
	else
		return 0;
	if (left < length)
		return 0;
	if (p[0] == 0xE0)
		low = 0xA0;
	else if (p[0] == 0xED)
		high = 0x9F;
	else if (p[0] == 0xF0)
		low = 0x90;
	else if (p[0] == 0xF4)
		high = 0x8F;
	if (p[1] < low || p[1] > high)
		return 0;
	for (i = 2; i < length; i++)
		if ((p[i] & 0xC0) != 0x80)
			return 0;
	return length;
}

bool text_valid(const char *s, size_t length)
{
	const unsigned char *p = (const unsigned char *)s, *end = p + length;

	while (p < end) {
		size_t step;

		/* Eight bytes at once: a high bit means no ASCII, and taking 1 from a zero byte gives a high bit. */
		while (end - p >= 8) {
			uint64_t word;

			memcpy(&word, p, sizeof(word));
			if ((word | (word - UINT64_C(0x0101010101010101))) & UINT64_C(0x8080808080808080))
				break;
			p += 8;
		}
		if (p == end)
			break;
		step = *p && *p < 0x80 ? 1 : sequence_length(p, (size_t)(end - p));
		if (!step)
			return false;
		p += step;
	}
	return true;
}

bool text_same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static int fold(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c;
}

bool text_same_fold(const char *a, const char *b)
{
	if (!a || !b)
		return a == b;
	for (; *a && *b; a++, b++)
		if (fold(*a) != fold(*b))
			return false;
	return *a == *b;
}

size_t text_next(const char *s, uint32_t *point)
{
	const unsigned char *p = (const unsigned char *)s;

	if (p[0] < 0x80) {
		*point = p[0];
		return 1;
	}
	if (p[0] < 0xE0) {
		*point = (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
		return 2;
	}
	if (p[0] < 0xF0) {
		*point = (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
		return 3;
	}
	*point = (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 | (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
	return 4;
}

static int fold_word(char c)
{
	return c == ' ' || c == '-' ? '_' : fold(c);
}

/* Does ${candidate} equal the word at ${word}, which ends at NUL or '|'? */
static bool word_is(const char *word, const char *candidate)
{
	for (; *word && *word != '|' && *candidate; word++, candidate++)
		if (fold_word(*word) != fold_word(*candidate))
			return false;
	return (!*word || *word == '|') && !*candidate;
}

bool text_matches_word(const char *word, const char *aliases, const char *candidate)
{
	if (!candidate || !*candidate)
		return false;
	if (word && word_is(word, candidate))
		return true;
	while (aliases) {
		if (word_is(aliases, candidate))
			return true;
		aliases = strchr(aliases, '|');
		if (aliases)
			aliases++;
	}
	return false;
}
