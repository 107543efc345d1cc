/* Text to words: expected words written out by hand. */
#include <stdio.h>
#include <string.h>

#include "catalog/catalog_impl.h"
#include "tap.h"

static void join(void *ctx, const char *word, size_t length)
{
	struct buffer *b = ctx;
	if (b->length)
		buffer_char(b, ' ');
	buffer_add(b, word, length);
}

static void words(const char *text, bool singles, const char *want, const char *name)
{
	struct buffer got = { 0 };
	catalog_words(text, singles, join, &got);
	is_text(got.data ? got.data : "", want, name);
	buffer_free(&got);
}

int main(void)
{
	char long_word[300], want[300];
	words("Clay teapot, 600 ml", false, "clay teapot 600 ml", "words end at what is no letter or digit");
	words("TEA-GRN-100", false, "tea grn 100", "a SKU falls into its parts");
	words("ÄPFEL Étui ЧАЙ ΤΣΑΙ Łódź", false, "äpfel étui чай τσαι łódź", "capitals of other scripts are folded");
	words("ＡＢＣ１２", false, "abc12", "full-width letters and digits are plain ones");
	words("紫砂茶壶", false, "紫砂 砂茶 茶壶", "ideographs come in pairs");
	words("紫砂茶壶", true, "紫 砂 紫砂 茶 砂茶 壶 茶壶", "and for the index alone too");
	words("壶", false, "壶", "one alone is a word");
	words("红茶 100克", false, "红茶 100 克", "a pair, digits, one alone");
	words("T恤", false, "t 恤", "letters and ideographs part");
	words("茶、壶", false, "茶 壶", "punctuation parts a pair");
	words("", false, "", "nothing from nothing");
	words(NULL, false, "", "nor from no text");
	words("*** --- «»", false, "", "nor from punctuation");
	memset(long_word, 'a', 299);
	long_word[299] = '\0';
	memset(want, 'a', CATALOG_WORD_MAX - 4);
	want[CATALOG_WORD_MAX - 4] = '\0';
	words(long_word, false, want, "a long word is cut");
	return done_testing();
}
