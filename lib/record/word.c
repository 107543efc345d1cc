#include <ecom/record.h>

#include <string.h>

int word_index(const struct word *words, const char *text)
{
	for (int i = 0; words[i].word; i++)
		if (strcmp(words[i].word, text) == 0)
			return i;
	for (int i = 0; words[i].word; i++)
		if (text_matches_word(words[i].word, words[i].aliases, text))
			return i;
	return -1;
}

void word_list(const struct word *words, struct buffer *out)
{
	for (int i = 0; words[i].word; i++) {
		if (i)
			buffer_text(out, ", ");
		buffer_text(out, words[i].word);
	}
}
