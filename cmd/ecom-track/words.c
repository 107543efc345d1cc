/* Options that list words. */
#include "verbs.h"

enum status read_words(const struct texts *texts, const char *option, const struct word *words, bool *out,
		       struct error *err)
{
	for (size_t i = 0; i < texts->count; i++) {
		int found = word_index(words, texts->items[i]);
		struct buffer known = { 0 };
		if (found >= 0) {
			out[found] = true;
			continue;
		}
		word_list(words, &known);
		error_set(err, STATUS_USAGE, "bad_value", "", "--%s %.64s: %s expected", option, texts->items[i],
			  known.data);
		buffer_free(&known);
		return STATUS_USAGE;
	}
	return STATUS_OK;
}
