/* Shared by the files of templates only. */
#ifndef ECOM_HTTP_TEMPLATE_IMPL_H
#define ECOM_HTTP_TEMPLATE_IMPL_H

#include <jansson.h>

#include "http_impl.h"

/* A template is a row of pieces: texts as they are, and ${name:filter?}. */
struct template_piece {
	const char *text; /* of a plain piece: what stands there; of a value: from its "$" on */
	size_t length;
	bool value;
	bool optional;
	bool malformed; /* no closing brace, or no name */
	char name[96], filter[32];
};
/** template_piece(at, out): the piece at *${at}, which moves past it; false at the end. */
bool template_piece(const char **at, struct template_piece *out);

enum template_filter { FILTER_NONE, FILTER_INT, FILTER_LAST4, FILTER_DAY, FILTER_UPPER, FILTER_LOWER, FILTERS };
extern const char *const TEMPLATE_FILTERS[];
enum template_now { NOW_EPOCH, NOW_EPOCH_MS, NOW_ISO, NOW_UUID };
extern const char *const TEMPLATE_NOW[];
extern const char *const TEMPLATE_HASHES[];    /* by enum sign_hash */
extern const char *const TEMPLATE_ENCODINGS[]; /* of a digest, by enum sign_encoding */
enum template_text_encoding { TEXT_PERCENT, TEXT_FORM, TEXT_BASE64 };
extern const char *const TEMPLATE_TEXT_ENCODINGS[];
extern const char *const TEMPLATE_METHODS[];
/** template_word(words, text): the index of the word in a NULL-ended list; -1: not there. */
int template_word(const char *const *words, const char *text);

/* What "values" has computed so far, and how a text of it is filled in. */
struct template_value {
	const char *name, *text;
};
struct template_filling {
	const struct template_scope *scope;
	struct template_value *values;
	size_t n_values;
	struct buffer scratch;
	struct error *err;
};
enum template_escape { ESCAPE_NONE, ESCAPE_URL /* values as percent, but for one at the very start */ };
/** template_fill(f, template, index, escape, out, absent): append the text. ${absent} (NULL: such a value is nothing)
 * is set where an optional value is not there; what was appended is to be forgotten then. */
enum status template_fill(struct template_filling *f, const char *template, size_t index, enum template_escape escape,
			  struct buffer *out, bool *absent);
/** template_fill_sign(f, how, out): as template_sign(), with the values so far. */
enum status template_fill_sign(struct template_filling *f, const json_t *how, struct buffer *out);
/** template_form(text, length, out): as a web form has it: letters, digits and *-._ stay, a blank is "+". */
void template_form(const char *text, size_t length, struct buffer *out);

#endif
