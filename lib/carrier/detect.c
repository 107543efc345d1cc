/* Whose tracking number it is, by how it looks. The formats are data: share/numbers.json. pcre2.h stands here only. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "detect_impl.h"

#include <ecom/carrier.h>
#include <jansson.h>
#include <pcre2.h>
#include <stdio.h>
#include <string.h>

#define NUMBER_MOST 128    /* bytes, with blanks: longer than any number */
#define STEPS_MOST  100000 /* of the search for a match: no pattern of ours needs a hundredth */
#define HEAP_MOST   1024   /* KiB */

struct format {
	const char *carrier, *name, *url;
	pcre2_code *pattern;
	enum carrier_evidence evidence;
	struct detect_check check;
	pcre2_code *prepend_if; /* of the serial number; NULL: never */
	const char *prepend;
	const char *group; /* whose value is one of known, such as the country of a post */
	const json_t *known, *carriers;
};

struct carrier_numbers {
	json_t *tree; /* the texts of the formats are its */
	struct format *formats;
	size_t n;
	pcre2_match_context *limits;
};

static enum status bad_numbers(struct error *err, size_t index, const char *what)
{
	return error_set(err, STATUS_CONFIG, "bad_numbers", "", "the formats of tracking numbers, /formats/%zu: %s", index, what);
}

static pcre2_code *compile(const char *pattern)
{
	int code;
	PCRE2_SIZE at;
	return pattern ? pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED, PCRE2_ANCHORED | PCRE2_ENDANCHORED, &code, &at, NULL)
		       : NULL;
}

static bool read_check(const json_t *tree, struct detect_check *check)
{
	static const char *const KINDS[] = { "", "mod10", "luhn", "mod7", "s10", "mod37_36", "weights" };
	const char *kind = json_string_value(json_object_get(tree, "kind"));
	const json_t *weights = json_object_get(tree, "weights"), *modulo = json_object_get(tree, "modulo");
	for (size_t i = 1; kind && i < ARRAY_LENGTH(KINDS); i++)
		if (strcmp(kind, KINDS[i]) == 0)
			check->kind = (enum detect_kind)i;
	check->even = (int)json_integer_value(json_object_get(tree, "even"));
	check->odd = (int)json_integer_value(json_object_get(tree, "odd"));
	check->from_end = json_is_true(json_object_get(tree, "from_end"));
	check->n_weights = json_array_size(weights) < DETECT_WEIGHTS_MOST ? json_array_size(weights) : DETECT_WEIGHTS_MOST;
	for (size_t i = 0; i < check->n_weights; i++)
		check->weights[i] = (int)json_integer_value(json_array_get(weights, i));
	for (size_t i = 0; i < 2; i++)
		check->modulo[i] = (int)json_integer_value(json_array_get(modulo, i));
	return check->kind != DETECT_NO_CHECK &&
	       (check->kind != DETECT_WEIGHTS || (check->modulo[0] > 0 && check->modulo[1] > 0 && check->n_weights > 0));
}

static enum status read_format(const json_t *tree, size_t index, struct format *f, struct error *err)
{
	const json_t *check = json_object_get(tree, "check"), *known = json_object_get(tree, "known");
	const json_t *prepend = check ? json_object_get(check, "prepend") : NULL;
	f->carrier = json_string_value(json_object_get(tree, "carrier"));
	f->name = json_string_value(json_object_get(tree, "format"));
	f->url = json_string_value(json_object_get(tree, "url"));
	f->pattern = compile(json_string_value(json_object_get(tree, "pattern")));
	f->group = json_string_value(json_object_get(known, "group"));
	f->known = json_object_get(known, "values");
	f->carriers = json_object_get(tree, "carriers");
	f->prepend_if = compile(json_string_value(json_object_get(prepend, "if")));
	f->prepend = json_string_value(json_object_get(prepend, "text"));
	f->evidence = check					 ? CARRIER_CHECK_DIGIT
		      : json_is_true(json_object_get(tree, "digits_only")) ? CARRIER_LENGTH
									   : CARRIER_PATTERN;
	if (!f->carrier || !f->name)
		return bad_numbers(err, index, "carrier and format expected");
	if (!f->pattern)
		return bad_numbers(err, index, "a regular expression expected as pattern");
	if (check && !read_check(check, &f->check))
		return bad_numbers(err, index, "a kind of check digit expected, with its weights");
	if (prepend && (!f->prepend_if || !f->prepend || strlen(f->prepend) > 8))
		return bad_numbers(err, index, "if and text of prepend expected");
	return STATUS_OK;
}

enum status carrier_numbers_read(const char *text, size_t length, struct carrier_numbers **out, struct error *err)
{
	json_error_t why;
	struct carrier_numbers *numbers = memory_zero(1, sizeof *numbers);
	enum status st = STATUS_OK;
	numbers->tree = json_loadb(text, length, JSON_REJECT_DUPLICATES, &why);
	const json_t *formats = json_object_get(numbers->tree, "formats");
	if (!json_is_array(formats))
		st = error_set(err, STATUS_CONFIG, "bad_numbers", "", "the formats of tracking numbers, line %d: %.200s", why.line,
			       numbers->tree ? "an array \"formats\" expected" : why.text);
	numbers->formats = memory_zero(json_array_size(formats) + 1, sizeof *numbers->formats);
	numbers->limits = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(numbers->limits, STEPS_MOST);
	pcre2_set_heap_limit(numbers->limits, HEAP_MOST);
	for (size_t i = 0; !st && i < json_array_size(formats); i++)
		st = read_format(json_array_get(formats, i), numbers->n++, &numbers->formats[i], err);
	if (st) {
		carrier_numbers_free(numbers);
		return st;
	}
	*out = numbers;
	return STATUS_OK;
}

void carrier_numbers_free(struct carrier_numbers *numbers)
{
	if (!numbers)
		return;
	for (size_t i = 0; i < numbers->n; i++) {
		pcre2_code_free(numbers->formats[i].pattern);
		pcre2_code_free(numbers->formats[i].prepend_if);
	}
	pcre2_match_context_free(numbers->limits);
	memory_free(numbers->formats);
	json_decref(numbers->tree);
	memory_free(numbers);
}

/* A named group of the match, without its blanks; empty where there is none. */
static void copy_group(const struct format *f, pcre2_match_data *match, const char *name, const char *number,
		       char out[NUMBER_MOST + 1])
{
	const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(match);
	int group = pcre2_substring_number_from_name(f->pattern, (PCRE2_SPTR)name);
	size_t n = 0;
	/* A group that took no part in the match has no ends. */
	if (group > 0 && ends[2 * group] != PCRE2_UNSET)
		for (size_t i = ends[2 * group]; i < ends[2 * group + 1]; i++)
			if (number[i] != ' ')
				out[n++] = number[i];
	out[n] = '\0';
}

static bool matches(const struct carrier_numbers *numbers, const pcre2_code *pattern, const char *text, pcre2_match_data *match)
{
	return pcre2_match(pattern, (PCRE2_SPTR)text, strlen(text), 0, 0, match, numbers->limits) > 0;
}

static bool has_check_digit(const struct carrier_numbers *numbers, const struct format *f, pcre2_match_data *match, const char *number)
{
	char serial[NUMBER_MOST + 1], digit[NUMBER_MOST + 1], whole[NUMBER_MOST + 16];
	copy_group(f, match, "SerialNumber", number, serial);
	copy_group(f, match, "CheckDigit", number, digit);
	const bool prepend = f->prepend_if && matches(numbers, f->prepend_if, serial, match);
	snprintf(whole, sizeof whole, "%s%s", prepend ? f->prepend : "", serial);
	return digit[0] && !digit[1] && carrier_check_digit(&f->check, whole, digit[0]);
}

static bool is_known(const json_t *values, const char *value)
{
	for (size_t i = 0; i < json_array_size(values); i++)
		if (text_same(json_string_value(json_array_get(values, i)), value))
			return true;
	return false;
}

static bool fits(const struct carrier_numbers *numbers, const struct format *f, const char *number, struct carrier_guess *guess)
{
	char value[NUMBER_MOST + 1];
	record_clear(&carrier_guess_type, guess);
	guess->carrier = f->carrier;
	guess->format = f->name;
	guess->evidence = (int)f->evidence;
	guess->url = f->url;
	pcre2_match_data *match = pcre2_match_data_create_from_pattern(f->pattern, NULL);
	bool found = matches(numbers, f->pattern, number, match);
	if (found && f->group) {
		copy_group(f, match, f->group, number, value);
		const char *carrier = json_string_value(json_object_get(f->carriers, value));
		guess->carrier = carrier ? carrier : f->carrier;
		found = is_known(f->known, value);
	}
	found = found && (f->check.kind == DETECT_NO_CHECK || has_check_digit(numbers, f, match, number));
	pcre2_match_data_free(match);
	return found;
}

/* As it is looked for: without blanks at its ends, letters as capitals, any blank a space. False: no number is like that. */
static bool tidy(const char *number, char out[NUMBER_MOST + 1])
{
	size_t n = 0;
	for (; *number; number++) {
		char c = *number;
		bool blank = c == ' ' || c == '\t';
		if ((unsigned char)c > 0x7E || ((unsigned char)c < ' ' && !blank) || (!blank && n == NUMBER_MOST))
			return false;
		if (blank && (n == 0 || n == NUMBER_MOST))
			continue;
		out[n++] = (char)(blank ? ' ' : c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
	}
	while (n && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
	return n > 0;
}

/* The page about the number: %s stands for it. */
static const char *page_of(const char *url, const char *number, struct arena *arena)
{
	const char *place = url ? strstr(url, "%s") : NULL;
	struct buffer compact = { 0 };
	for (; *number; number++)
		if (*number != ' ')
			buffer_char(&compact, *number);
	url = !place ? url : arena_printf(arena, "%.*s%s%s", (int)(place - url), url, compact.data, place + 2);
	buffer_free(&compact);
	return url;
}

size_t carrier_detect(const struct carrier_numbers *numbers, const char *number, struct carrier_guess *out, size_t most, struct arena *arena)
{
	char text[NUMBER_MOST + 1];
	size_t n = 0;
	if (!tidy(number, text))
		return 0;
	for (size_t i = 0; i < numbers->n && n < most; i++) {
		struct carrier_guess guess;
		if (!fits(numbers, &numbers->formats[i], text, &guess))
			continue;
		/* Behind those that are as sure. */
		size_t at = n++;
		for (; at > 0 && out[at - 1].evidence < guess.evidence; at--)
			out[at] = out[at - 1];
		out[at] = guess;
	}
	for (size_t i = 0; i < n; i++) {
		out[i].number = number;
		out[i].rank = (int64_t)i + 1;
		out[i].url = page_of(out[i].url, text, arena);
		record_mark_all(&carrier_guess_type, &out[i]);
	}
	return n;
}

/* Letters and digits, small: "DHL Express" and "dhl-express" are the same. */
static void simplify(const char *name, char out[64])
{
	size_t n = 0;
	for (; *name && n < 63; name++) {
		if (*name >= 'A' && *name <= 'Z')
			out[n++] = (char)(*name - 'A' + 'a');
		else if ((*name >= 'a' && *name <= 'z') || (*name >= '0' && *name <= '9'))
			out[n++] = *name;
	}
	out[n] = '\0';
}

static bool is_name_of(const char *given, const char *carrier)
{
	char name[64];
	simplify(carrier, name);
	return strstr(given, name) || (*given && strstr(name, given));
}

bool carrier_agrees(const struct carrier_numbers *numbers, const struct carrier_guess *guesses, size_t n, const char *carrier)
{
	char given[64];
	bool known = false;
	simplify(carrier, given);
	for (size_t i = 0; i < n; i++)
		if (is_name_of(given, guesses[i].carrier))
			return true;
	for (size_t i = 0; i < numbers->n && !known; i++)
		known = is_name_of(given, numbers->formats[i].carrier);
	return !known;
}
