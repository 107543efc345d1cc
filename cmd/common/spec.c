/*
 * --spec: what the program takes, one line each, tab-separated, "-" for an
 * empty cell, for completions and lints:
 *
 *	program NAME HELP
 *	verb    VERB OPERANDS STORE HELP
 *	option  VERB NAME LETTER ARGUMENT WORDS GROUP HELP
 *	field   VERB input|output NAME TYPE-FLAGS HELP
 */
#include "frame.h"

#include <string.h>

static void cell(struct buffer *out, const char *text)
{
	buffer_char(out, '\t');
	buffer_text(out, text && *text ? text : "-");
}

static void option_lines(const struct verb *verb, const struct option *options, const char *group, struct buffer *out)
{
	for (const struct option *o = options; o && o->name; o++) {
		char letter[2] = { o->letter, 0 };
		struct buffer words = { 0 };

		for (const struct word *w = o->words; w && w->word; w++)
			buffer_printf(&words, "%s%s", words.length ? "," : "", w->word);
		buffer_text(out, "option");
		cell(out, verb->name);
		cell(out, o->name);
		cell(out, letter);
		cell(out, o->argument);
		cell(out, words.data);
		cell(out, group);
		cell(out, o->help);
		buffer_char(out, '\n');
		buffer_free(&words);
	}
}

static void field_lines(const struct verb *verb, const char *side, const struct record_type *type, struct buffer *out)
{
	for (const struct field *f = type ? type->fields : NULL; f && f->name; f++) {
		buffer_text(out, "field");
		cell(out, verb->name);
		cell(out, side);
		cell(out, f->name);
		cell(out, f->flags & FIELD_REQUIRED ? "required" : NULL);
		cell(out, f->help);
		buffer_char(out, '\n');
	}
}

static void verb_lines(const struct verb *verb, struct buffer *out)
{
	static const char *const STORE[] = {
		[VERB_NO_STORE] = "none",	 [VERB_READS] = "reads", [VERB_WRITES] = "writes",
		[VERB_STORE_OPTIONAL] = "optional", [VERB_READS_AT_ONCE] = "optional", [VERB_OWN_STORE] = "own",
	};
	unsigned groups = verb_groups(verb);

	buffer_text(out, "verb");
	cell(out, verb->name);
	cell(out, verb->operands_help);
	cell(out, STORE[verb->store]);
	cell(out, verb->help);
	buffer_char(out, '\n');
	option_lines(verb, verb->options, "Verb", out);
	for (const struct option_table *table = COMMON_TABLES; table->options; table++)
		if (groups & table->group)
			option_lines(verb, table->options, table->title, out);
	field_lines(verb, "input", verb->input, out);
	field_lines(verb, "output", verb->output, out);
}

void spec_program(const struct program *program, const struct verb *only, struct buffer *out)
{
	buffer_text(out, "program");
	cell(out, program->name);
	cell(out, program->help);
	buffer_char(out, '\n');
	for (const struct verb *const *v = program->verbs; *v; v++)
		if (!only || only == *v)
			verb_lines(*v, out);
}

void spec_schema(const struct verb *verb, struct buffer *out)
{
	buffer_text(out, "{\"input\":");
	if (verb->input)
		record_schema(verb->input, out);
	else
		buffer_text(out, "null");
	buffer_text(out, ",\"output\":");
	if (verb->output)
		record_schema(verb->output, out);
	else
		buffer_text(out, "null");
	buffer_text(out, "}\n");
}
