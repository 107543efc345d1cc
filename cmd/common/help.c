#include "frame.h"

#include <stdio.h>
#include <string.h>

#define HELP_WIDTH 80

static void pad(struct buffer *out, size_t columns)
{
	while (columns-- > 0)
		buffer_char(out, ' ');
}

/* Append ${text} wrapped at HELP_WIDTH; it begins in ${column}, its further lines in ${indent}. */
static void wrap(struct buffer *out, const char *text, size_t indent, size_t column)
{
	const char *gap = "";

	while (*text) {
		size_t length = strcspn(text, " ");
		size_t width = text_width(text, length);

		if (*gap && column + 1 + width > HELP_WIDTH) {
			buffer_char(out, '\n');
			pad(out, indent);
			column = indent;
		} else {
			buffer_text(out, gap);
			column += strlen(gap);
		}
		buffer_add(out, text, length);
		column += width;
		gap = " ";
		text += length + strspn(text + length, " ");
	}
	buffer_char(out, '\n');
}

/* A row of two columns; a left side too long for its column gets a line of its own. */
static void row(struct buffer *out, const char *left, size_t left_width, const char *right)
{
	size_t width = text_width(left, strlen(left));
	size_t indent = 2 + left_width + 2;

	buffer_text(out, "  ");
	buffer_text(out, left);
	if (!right || !*right) {
		buffer_char(out, '\n');
		return;
	}
	if (width > left_width) {
		buffer_char(out, '\n');
		pad(out, indent);
	} else {
		pad(out, indent - 2 - width);
	}
	wrap(out, right, indent, indent);
}

static void option_row(const struct option *o, struct buffer *out)
{
	struct buffer left = { 0 }, right = { 0 };

	if (o->letter)
		buffer_printf(&left, "-%c, ", o->letter);
	else
		buffer_text(&left, "    ");
	buffer_printf(&left, "--%s", o->name);
	if (o->argument)
		buffer_printf(&left, " %s", o->argument);
	buffer_text(&right, o->help ? o->help : "");
	if (o->words) {
		buffer_text(&right, " (");
		word_list(o->words, &right);
		buffer_printf(&right, o->initial ? "; default %s)" : ")", o->initial);
	} else if (o->initial) {
		buffer_printf(&right, " (default %s)", o->initial);
	}
	row(out, left.data, 24, right.data);
	buffer_free(&left);
	buffer_free(&right);
}

static void option_rows(const struct option *options, struct buffer *out)
{
	for (const struct option *o = options; o && o->name; o++)
		option_row(o, out);
}

static const char *type_name(const struct field *field)
{
	static const char *const NAMES[] = {
		[FIELD_TEXT] = "text",	   [FIELD_INT] = "integer",	[FIELD_REAL] = "number",
		[FIELD_AMOUNT] = "amount", [FIELD_INSTANT] = "instant", [FIELD_DAY] = "date",
		[FIELD_BOOL] = "boolean",  [FIELD_WORD] = "word",	[FIELD_JSON] = "JSON",
		[FIELD_LIST] = "list",
	};
	return NAMES[field->type];
}

static void field_rows(const struct record_type *type, size_t depth, bool input, struct buffer *out)
{
	for (const struct field *f = type->fields; f->name; f++) {
		struct buffer left = { 0 }, right = { 0 };
		char cell[80];

		snprintf(cell, sizeof(cell), "%*s%s", (int)(2 * depth), "", f->name);
		buffer_printf(&left, "%-18s %-8s", cell, type_name(f));
		if (input)
			buffer_printf(&left, " %-8s", f->flags & FIELD_REQUIRED ? "required" : "");
		buffer_text(&right, f->help ? f->help : "");
		if (f->words) {
			buffer_text(&right, right.length ? " (" : "(");
			word_list(f->words, &right);
			buffer_char(&right, ')');
		}
		row(out, left.data, input ? 36 : 27, right.data);
		if (f->items && depth < 2)
			field_rows(f->items, depth + 1, input, out);
		buffer_free(&left);
		buffer_free(&right);
	}
}

static void record_rows(const char *title, const struct record_type *type, bool input, struct buffer *out)
{
	if (!type)
		return;
	buffer_printf(out, "\n%s (%s):\n", title, type->name);
	field_rows(type, 0, input, out);
}

void help_program(const struct program *program, struct buffer *out)
{
	buffer_printf(out, "Usage: %s VERB [OPTION...] [OPERAND...]\n\n", program->name);
	wrap(out, program->help, 0, 0);
	buffer_text(out, "\nVerbs:\n");
	for (const struct verb *const *v = program->verbs; *v; v++)
		row(out, (*v)->name, 12, (*v)->help);
	buffer_text(out, "\nOptions:\n");
	for (const struct option_table *table = COMMON_TABLES; table->options; table++)
		if (table->group == GROUP_GENERAL)
			for (const struct option *o = table->options; o->name; o++)
				if (!strcmp(o->name, "help") || !strcmp(o->name, "version") || !strcmp(o->name, "spec"))
					option_row(o, out);
	buffer_printf(out, "\n'%s VERB --help' tells more of a verb.\n", program->name);
}

void help_verb(const struct program *program, const struct verb *verb, struct buffer *out)
{
	unsigned groups = verb_groups(verb);
	const char *title = NULL;
	struct buffer usage = { 0 };

	buffer_printf(&usage, "Usage: %s %s [OPTION...]", program->name, verb->name);
	if (verb->operands_help && *verb->operands_help)
		buffer_printf(&usage, " %s", verb->operands_help);
	wrap(out, usage.data, strlen("Usage: "), 0);
	buffer_free(&usage);
	buffer_char(out, '\n');
	wrap(out, verb->help, 0, 0);
	if (verb->options && verb->options->name) {
		buffer_text(out, "\nOptions:\n");
		option_rows(verb->options, out);
	}
	for (const struct option_table *table = COMMON_TABLES; table->options; table++) {
		if (!(groups & table->group))
			continue;
		if (!title || strcmp(title, table->title) != 0)
			buffer_printf(out, "\n%s:\n", table->title);
		title = table->title;
		option_rows(table->options, out);
	}
	record_rows("Input fields", verb->input, true, out);
	record_rows("Output fields", verb->output, false, out);
}
