/* Text to words, for search: no dictionary, the same on both stores. */
#include "catalog_impl.h"

#include <string.h>

/* Lower case of the letters that shops' names are written in; others stand as they are. */
static uint32_t fold(uint32_t c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) ||
	    (c >= 0x410 && c <= 0x42F))
		return c + 32;
	if (c >= 0x400 && c <= 0x40F)
		return c + 80;
	if ((c >= 0x100 && c <= 0x137) || (c >= 0x14A && c <= 0x177)) /* pairs that begin at an even number */
		return c | 1;
	if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) /* and at an odd one */
		return c + (c & 1);
	if (c >= 0xFF21 && c <= 0xFF3A) /* full-width letters */
		return c - 0xFF21 + 'a';
	if (c >= 0xFF10 && c <= 0xFF19)
		return c - 0xFF10 + '0';
	return c;
}

static bool is_ideograph(uint32_t c)
{
	return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
	       (c >= 0xAC00 && c <= 0xD7AF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

static bool is_letter(uint32_t c)
{
	if (c < 0x80)
		return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z');
	return c >= 0xAA && c != 0xAB && c != 0xBB && c != 0xD7 && c != 0xF7 && !(c >= 0x2000 && c <= 0x2BFF) &&
	       !(c >= 0x3000 && c <= 0x303F) && !(c >= 0xFF00 && c <= 0xFF0F) && !(c >= 0xFF1A && c <= 0xFF20) &&
	       !(c >= 0xFF3B && c <= 0xFF40) && !(c >= 0xFF5B && c <= 0xFF65);
}

static size_t encode(char *out, uint32_t c)
{
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

/* The text is walked once: a word grows while letters come; an ideograph ends it and pairs with its neighbour. */
struct walk {
	char word[CATALOG_WORD_MAX + 4];
	size_t length;
	char pair[8];
	size_t first;     /* bytes of the ideograph before, 0 = none */
	size_t run;       /* ideographs in this run */
	bool singles;
	catalog_word *emit;
	void *ctx;
};

static void end_word(struct walk *w)
{
	if (w->length)
		w->emit(w->ctx, w->word, w->length);
	w->length = 0;
}

/* A run of one ideograph has no pair: it is a word by itself. */
static void end_run(struct walk *w)
{
	if (w->run == 1 && !w->singles)
		w->emit(w->ctx, w->pair, w->first);
	w->first = 0;
	w->run = 0;
}

static void add_ideograph(struct walk *w, uint32_t c)
{
	char bytes[4];
	size_t n = encode(bytes, c);
	if (w->singles)
		w->emit(w->ctx, bytes, n);
	if (w->first) {
		memcpy(w->pair + w->first, bytes, n);
		w->emit(w->ctx, w->pair, w->first + n);
	}
	memcpy(w->pair, bytes, n);
	w->first = n;
	w->run++;
}

void catalog_words(const char *text, bool singles, catalog_word *emit, void *ctx)
{
	struct walk w = { .singles = singles, .emit = emit, .ctx = ctx };
	if (!text)
		return;
	while (*text) {
		uint32_t c;
		text += text_next(text, &c);
		c = fold(c);
		if (is_ideograph(c)) {
			end_word(&w);
			add_ideograph(&w, c);
			continue;
		}
		end_run(&w);
		if (!is_letter(c))
			end_word(&w);
		else if (w.length < CATALOG_WORD_MAX - 4)
			w.length += encode(w.word + w.length, c);
	}
	end_run(&w);
	end_word(&w);
}
