#include "frame.h"

#include <float.h>
#include <math.h>
#include <string.h>

/* An option and the struct its value goes into. */
struct target {
	const struct option *option;
	void *base;
	bool offered; /* the verb takes it */
};

static struct target find_in(const struct option *options, void *base, bool offered, const char *name, size_t length,
			     char letter)
{
	for (const struct option *o = options; o && o->name; o++)
		if (letter ? o->letter == letter : !strncmp(o->name, name, length) && !o->name[length])
			return (struct target) { o, base, offered };
	return (struct target) { 0 };
}

/* By its letter, or by its name if ${letter} is 0. The verb's own come first. */
static struct target find_option(struct frame *f, const char *name, size_t length, char letter)
{
	unsigned groups = verb_groups(f->verb);
	struct target t = find_in(f->verb->options, f->verb_options, true, name, length, letter);

	for (const struct option_table *table = COMMON_TABLES; !t.option && table->options; table++)
		t = find_in(table->options, &f->common, groups & table->group, name, length, letter);
	return t;
}

static enum status bad_value(struct error *err, const struct option *o, const char *text, const char *expected)
{
	return error_set(err, STATUS_USAGE, "bad_option", "", "--%s: '%s' is not %s", o->name, text, expected);
}

static enum status set_int(const struct option *o, int64_t *out, const char *text, struct error *err)
{
	bool bounded = o->min != 0 || o->max != 0;
	int64_t min = bounded ? o->min : INT64_MIN, max = bounded ? o->max : INT64_MAX;

	if (number_parse_int(text, min, max, out))
		return STATUS_OK;
	if (!bounded)
		return bad_value(err, o, text, "a whole number");
	return error_set(err, STATUS_USAGE, "bad_option", "", "--%s: '%s' is not a whole number from %lld to %lld",
			 o->name, text, (long long)min, (long long)max);
}

static enum status set_real(const struct option *o, double *out, const char *text, struct error *err)
{
	bool bounded = o->min != 0 || o->max != 0;

	if (number_parse_real(text, bounded ? (double)o->min : -DBL_MAX, bounded ? (double)o->max : DBL_MAX, out))
		return STATUS_OK;
	if (!bounded)
		return bad_value(err, o, text, "a decimal number");
	return error_set(err, STATUS_USAGE, "bad_option", "", "--%s: '%s' is not a number from %lld to %lld", o->name,
			 text, (long long)o->min, (long long)o->max);
}

static enum status set_word(const struct option *o, int *out, const char *text, struct error *err)
{
	struct buffer list = { 0 };
	int index = word_index(o->words, text);

	if (index >= 0) {
		*out = index;
		return STATUS_OK;
	}
	word_list(o->words, &list);
	error_set(err, STATUS_USAGE, "bad_option", "", "--%s: '%s' is none of %s", o->name, text, list.data);
	buffer_free(&list);
	return STATUS_USAGE;
}

static void add_texts(struct frame *f, struct texts *out, const char *text)
{
	size_t more = 1;

	for (const char *p = text; *p; p++)
		more += *p == ',';
	const char **items = arena_alloc(&f->keep, (out->count + more) * sizeof(*items));
	if (out->count)
		memcpy(items, out->items, out->count * sizeof(*items));
	while (*text) {
		size_t length = strcspn(text, ",");
		if (length)
			items[out->count++] = arena_copy(&f->keep, text, length);
		text += length + (text[length] == ',');
	}
	out->items = items;
}

/* The library's own words about a bad value, under the option's name. */
static enum status usage_of(struct error *err, const struct option *o, enum status status)
{
	if (status == STATUS_OK)
		return STATUS_OK;
	return error_set(err, STATUS_USAGE, "bad_option", "", "--%s: %s", o->name, err->message);
}

static enum status set_value(struct frame *f, const struct option *o, void *base, const char *text, struct error *err)
{
	void *at = (char *)base + o->offset;

	switch (o->type) {
	case OPTION_FLAG:
		*(bool *)at = true;
		return STATUS_OK;
	case OPTION_TEXT:
		if (!text_valid(text, strlen(text)))
			return error_set(err, STATUS_USAGE, "bad_option", "", "--%s: not valid UTF-8", o->name);
		*(const char **)at = text;
		return STATUS_OK;
	case OPTION_INT:
		return set_int(o, at, text, err);
	case OPTION_REAL:
		return set_real(o, at, text, err);
	case OPTION_AMOUNT:
		return usage_of(err, o, amount_parse(text, false, at, err));
	case OPTION_WORD:
		return set_word(o, at, text, err);
	case OPTION_INSTANT:
		return usage_of(err, o, instant_parse(text, f->zone, at, err));
	case OPTION_DAY:
		return usage_of(err, o, day_parse(text, at, err));
	case OPTION_DURATION:
		return usage_of(err, o, duration_parse(text, at, err));
	case OPTION_TEXTS:
		if (!text_valid(text, strlen(text)))
			return error_set(err, STATUS_USAGE, "bad_option", "", "--%s: not valid UTF-8", o->name);
		add_texts(f, at, text);
		return STATUS_OK;
	case OPTION_FIELD: /* goes into records: streams.c */
		return STATUS_OK;
	}
	return error_set(err, STATUS_BUG, "bug", "", "--%s has no type", o->name);
}

static enum status set_initial(struct frame *f, const struct option *o, void *base, struct error *err)
{
	for (; o && o->name; o++) {
		void *at = (char *)base + o->offset;

		if (o->type == OPTION_INSTANT || o->type == OPTION_DAY)
			*(int64_t *)at = INSTANT_NONE;
		else if (o->type == OPTION_REAL)
			*(double *)at = NAN;
		else if (o->type == OPTION_WORD)
			*(int *)at = (int)o->min;
		if (o->initial && set_value(f, o, base, o->initial, err) != STATUS_OK)
			return error_set(err, STATUS_BUG, "bug", "", "default of --%s: '%s'", o->name, o->initial);
	}
	return STATUS_OK;
}

static enum status set_option(struct frame *f, struct target t, const char *text, struct error *err)
{
	struct setting *s;

	if (!t.offered)
		return error_set(err, STATUS_USAGE, "bad_option", "", "--%s does not apply to '%s'", t.option->name,
				 f->verb->name);
	/* The first of a list takes the place of the default, the others add to it. */
	if (t.option->type == OPTION_TEXTS && t.option->initial && !run_given(&f->run, t.option->name))
		*(struct texts *)((char *)t.base + t.option->offset) = (struct texts) { 0 };
	s = arena_zero(&f->keep, sizeof(*s));
	*s = (struct setting) { t.option, t.base, text, NULL };
	*f->last_setting = s;
	f->last_setting = &s->next;
	return set_value(f, t.option, t.base, text, err);
}

struct name_walk {
	struct frame *f;
	const struct option *own;
	const struct option_table *table;
	const struct option *common;
};

static const char *next_option_name(void *ctx)
{
	struct name_walk *w = ctx;

	if (w->own && w->own->name)
		return w->own++->name;
	for (; w->table->options; w->table++, w->common = NULL) {
		if (!(verb_groups(w->f->verb) & w->table->group))
			continue;
		if (!w->common)
			w->common = w->table->options;
		if (w->common->name)
			return w->common++->name;
	}
	return NULL;
}

static enum status unknown_option(struct frame *f, const char *name, size_t length, struct error *err)
{
	struct name_walk walk = { f, f->verb->options, COMMON_TABLES, NULL };
	char *given = arena_copy(&f->keep, name, length);
	const char *near = closest_name(given, next_option_name, &walk);

	if (near)
		return error_set(err, STATUS_USAGE, "bad_option", "", "unknown option '--%s'; did you mean '--%s'?",
				 given, near);
	return error_set(err, STATUS_USAGE, "bad_option", "", "unknown option '--%s'", given);
}

/* --name, --name=value, --name value. ${next} is the following argument or NULL; *used tells that it was taken. */
static enum status parse_long(struct frame *f, const char *argument, const char *next, bool *used, struct error *err)
{
	const char *name = argument + 2;
	size_t length = strcspn(name, "=");
	const char *value = name[length] ? name + length + 1 : NULL;
	struct target t = find_option(f, name, length, 0);

	if (!t.option)
		return unknown_option(f, name, length, err);
	if (t.option->type == OPTION_FLAG) {
		if (value)
			return error_set(err, STATUS_USAGE, "bad_option", "", "--%s takes no value", t.option->name);
	} else if (!value) {
		if (!next)
			return error_set(err, STATUS_USAGE, "bad_option", "", "--%s wants a value (%s)", t.option->name,
					 t.option->argument);
		value = next;
		*used = true;
	}
	return set_option(f, t, value, err);
}

/* -q, -qv, -s value, -svalue. */
static enum status parse_short(struct frame *f, const char *argument, const char *next, bool *used, struct error *err)
{
	enum status st;

	for (const char *p = argument + 1; *p; p++) {
		struct target t = find_option(f, NULL, 0, *p);
		const char *value = NULL;

		if (!t.option)
			return error_set(err, STATUS_USAGE, "bad_option", "", "unknown option '-%.*s'",
					 (unsigned char)*p < 0x80 ? 1 : (int)strlen(p), p);
		if (t.option->type != OPTION_FLAG) {
			value = p[1] ? p + 1 : next;
			if (!value)
				return error_set(err, STATUS_USAGE, "bad_option", "", "-%c wants a value (%s)", *p,
						 t.option->argument);
			*used = !p[1];
		}
		if ((st = set_option(f, t, value, err)) != STATUS_OK || value)
			return st;
	}
	return STATUS_OK;
}

enum status options_parse(struct frame *f, int argc, char **argv, struct error *err)
{
	enum status st;
	bool options_end = false;

	f->verb_options = arena_zero(&f->keep, f->verb->options_size + 1);
	f->run.options = f->verb_options;
	f->last_setting = &f->settings;
	if ((st = set_initial(f, f->verb->options, f->verb_options, err)) != STATUS_OK)
		return st;
	for (const struct option_table *table = COMMON_TABLES; table->options; table++)
		if ((st = set_initial(f, table->options, &f->common, err)) != STATUS_OK)
			return st;

	f->operands = arena_zero(&f->keep, ((size_t)argc + 1) * sizeof(*f->operands));
	for (int i = 0; i < argc && st == STATUS_OK; i++) {
		const char *next = i + 1 < argc ? argv[i + 1] : NULL;
		bool used = false;

		if (options_end || argv[i][0] != '-' || !argv[i][1])
			f->operands[f->n_operands++] = argv[i];
		else if (!strcmp(argv[i], "--"))
			options_end = true;
		else if (argv[i][1] == '-')
			st = parse_long(f, argv[i], next, &used, err);
		else
			st = parse_short(f, argv[i], next, &used, err);
		i += used;
	}
	f->run.operands = f->operands;
	f->run.n_operands = f->n_operands;
	return st;
}

enum status options_rezone(struct frame *f, struct error *err)
{
	enum status st;

	for (const struct option *o = f->verb->options; o && o->name; o++)
		if (o->type == OPTION_INSTANT && o->initial &&
		    (st = set_value(f, o, f->verb_options, o->initial, err)) != STATUS_OK)
			return st;
	for (const struct setting *s = f->settings; s; s = s->next)
		if (s->option->type == OPTION_INSTANT &&
		    (st = set_value(f, s->option, s->base, s->text, err)) != STATUS_OK)
			return st;
	return STATUS_OK;
}

#define NAME_LIMIT 32

/* Insertions, deletions, replacements and swaps of neighbours that make ${b} of ${a}. */
static size_t edit_distance(const char *a, size_t n, const char *b, size_t m)
{
	size_t d[NAME_LIMIT + 1][NAME_LIMIT + 1];

	for (size_t i = 0; i <= n; i++)
		d[i][0] = i;
	for (size_t j = 0; j <= m; j++)
		d[0][j] = j;
	for (size_t i = 1; i <= n; i++) {
		for (size_t j = 1; j <= m; j++) {
			size_t best = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
			if (best > d[i - 1][j] + 1)
				best = d[i - 1][j] + 1;
			if (best > d[i][j - 1] + 1)
				best = d[i][j - 1] + 1;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
			    best > d[i - 2][j - 2] + 1)
				best = d[i - 2][j - 2] + 1;
			d[i][j] = best;
		}
	}
	return d[n][m];
}

const char *closest_name(const char *name, next_name *next, void *ctx)
{
	const char *closest = NULL, *candidate;
	size_t length = strlen(name), least = SIZE_MAX;

	while (length <= NAME_LIMIT && (candidate = next(ctx))) {
		size_t candidate_length = strlen(candidate);
		size_t distance;

		if (candidate_length > NAME_LIMIT)
			continue;
		if (length >= 3 && !strncmp(name, candidate, length))
			distance = 1; /* a beginning of the name */
		else
			distance = edit_distance(name, length, candidate, candidate_length);
		if (distance < least && distance <= 2 && distance * 2 < candidate_length) {
			least = distance;
			closest = candidate;
		}
	}
	return closest;
}
