#include "frame.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The field that "name=value" names, or -1 if it is no such operand. */
static int operand_field(const struct record_type *type, const char *operand, struct arena *arena)
{
	const char *equals = strchr(operand, '=');

	if (!type || !equals || equals == operand)
		return -1;
	return record_field_index(type, arena_copy(arena, operand, (size_t)(equals - operand)));
}

static enum status sort_operands(struct frame *f, struct error *err)
{
	struct inputs *in = &f->inputs;
	enum verb_operands kind = f->verb->operands;
	uint64_t given = 0;

	if (kind == OPERANDS_TEXT)
		return STATUS_OK;
	if (kind == OPERANDS_NONE && f->n_operands)
		return error_set(err, STATUS_USAGE, "bad_operand", "", "'%s' takes no operands, but '%s' was given",
				 f->verb->name, f->operands[0]);
	in->pairs = arena_zero(&f->keep, f->n_operands * sizeof(*in->pairs) + 1);
	in->words = arena_zero(&f->keep, f->n_operands * sizeof(*in->words) + 1);
	for (size_t i = 0; i < f->n_operands; i++) {
		int field = operand_field(f->verb->input, f->operands[i], &f->keep);

		if (field < 0) {
			in->words[in->n_words++] = f->operands[i];
			continue;
		}
		if (given >> field & 1)
			return error_set(err, STATUS_USAGE, "bad_operand", "", "field '%s' is given twice",
					 f->verb->input->fields[field].name);
		given |= UINT64_C(1) << field;
		in->pairs[in->n_pairs++] = (struct pair) { field, strchr(f->operands[i], '=') + 1 };
	}
	return STATUS_OK;
}

static enum status choose_input(struct frame *f, struct error *err)
{
	static char standard_input[] = "-";
	struct inputs *in = &f->inputs;
	bool keys = f->verb->operands == OPERANDS_KEYS;

	if (keys && !(in->n_words == 1 && !strcmp(in->words[0], "-"))) {
		in->n_operands = in->n_words ? in->n_words : in->n_pairs > 0;
	} else {
		in->files = in->words;
		in->n_files = in->n_words;
		in->n_operands = in->n_pairs > 0;
	}
	if (in->n_operands && in->n_files)
		return error_set(err, STATUS_USAGE, "bad_operand", "",
				 "give a record as field=value, or files, not both");
	if (!in->n_operands && !in->n_files) {
		in->files = arena_zero(&f->keep, sizeof(*in->files));
		in->files[0] = standard_input;
		in->n_files = 1;
	}
	return STATUS_OK;
}

/* Every file is looked at before the first is read. Not opened: that would take a named pipe from its writer. */
static enum status check_file(struct inputs *in, int standard_input, const char *name, struct error *err)
{
	bool standard = !strcmp(name, "-");
	struct stat info;

	if ((standard ? fstat(standard_input, &info) : stat(name, &info)) != 0) {
		if (standard)
			return STATUS_OK; /* reading it will tell */
		return error_system(err, errno == EACCES ? STATUS_PERMISSION : STATUS_NO_INPUT, name);
	}
	if (S_ISDIR(info.st_mode))
		return error_set(err, STATUS_NO_INPUT, "no_input", "", "%s: is a directory", name);
	if (!standard && faccessat(AT_FDCWD, name, R_OK, AT_EACCESS) != 0)
		return error_system(err, STATUS_PERMISSION, name);
	if (S_ISREG(info.st_mode))
		in->bytes_total += (uint64_t)info.st_size;
	else
		in->size_unknown = true;
	return STATUS_OK;
}

/* A run that ends early would have taken the input's other records along with its file. */
static enum status check_rejects(const struct inputs *in, const char *rejects, struct error *err)
{
	struct stat target, info;

	if (!rejects || stat(rejects, &target) != 0 || !S_ISREG(target.st_mode))
		return STATUS_OK;
	for (size_t i = 0; i < in->n_files; i++)
		if (stat(in->files[i], &info) == 0 && info.st_dev == target.st_dev && info.st_ino == target.st_ino)
			return error_set(err, STATUS_USAGE, "bad_option", "",
					 "--rejects: %s is an input; give the rejects another name", rejects);
	return STATUS_OK;
}

static enum status choose_delimiter(const char *text, char *delimiter, struct error *err)
{
	if (!text)
		return STATUS_OK;
	if (!strcmp(text, "tab") || !strcmp(text, "\\t"))
		*delimiter = '\t';
	else if (text[0] && !text[1] && (unsigned char)text[0] < 0x80 && !strchr("\"\r\n", text[0]))
		*delimiter = text[0];
	else
		return error_set(err, STATUS_USAGE, "bad_option", "", "--delimiter: '%s' is not one ASCII character",
				 text);
	return STATUS_OK;
}

enum status inputs_prepare(struct frame *f, struct error *err)
{
	struct inputs *in = &f->inputs;
	enum status st = sort_operands(f, err);

	if (st != STATUS_OK || !verb_reads(&f->run))
		return st;
	if ((st = choose_input(f, err)) != STATUS_OK ||
	    (st = choose_delimiter(f->common.delimiter, &in->options.delimiter, err)) != STATUS_OK ||
	    (st = keys_open(f, err)) != STATUS_OK)
		return st;
	for (size_t i = 0; i < in->n_files && st == STATUS_OK; i++)
		st = check_file(in, f->env->in, in->files[i], err);
	return st == STATUS_OK ? check_rejects(in, f->common.rejects, err) : st;
}

static void unknown_column(void *ctx, const char *file, long line, const char *name)
{
	struct frame *f = ctx;
	struct inputs *in = &f->inputs;
	struct record at = { .file = file, .line = line };
	struct buffer text = { 0 };

	if (f->common.unknown == UNKNOWN_IGNORE)
		return;
	if (f->common.unknown == UNKNOWN_REJECT && !in->unknown_refused) {
		in->unknown_refused = true;
		in->unknown_line = line;
		error_set(&in->unknown, STATUS_DATA, "unknown_field", "", "unknown column '%s'", name);
	} else if (f->common.unknown == UNKNOWN_WARN && !f->common.quiet) {
		message_position(&at, &text);
		buffer_printf(&text, "unknown column '%s' is passed over", name);
		message(f, "%s", text.data);
	}
	buffer_free(&text);
}

/* What the options give to every record. A wrong value is a wrong command line, not a fault of every record. */
static enum status make_defaults(struct frame *f, struct error *err)
{
	struct inputs *in = &f->inputs;
	const struct record_type *type = f->verb->input;

	in->defaults = arena_zero(&f->keep, type->size);
	record_clear(type, in->defaults);
	for (const struct setting *s = f->settings; s; s = s->next) {
		const char *name = s->option->field ? s->option->field : s->option->name;
		int field = record_field_index(type, name);

		if (s->option->type != OPTION_FIELD)
			continue;
		if (field < 0)
			return error_set(err, STATUS_BUG, "bug", "", "--%s: there is no input field '%s'",
					 s->option->name, name);
		if (record_set(type, in->defaults, field, s->text, &in->options.rules, &f->keep, err) != STATUS_OK)
			return error_set(err, STATUS_USAGE, "bad_option", "", "--%s: %s", s->option->name,
					 err->message);
	}
	return STATUS_OK;
}

enum status inputs_open(struct frame *f, struct error *err)
{
	struct inputs *in = &f->inputs;
	const struct common *c = &f->common;
	enum status st;

	if (!verb_reads(&f->run))
		return STATUS_OK;
	if (c->map && (st = column_map_read(&in->map, c->map, err)) != STATUS_OK)
		return st;
	if (c->rejects && (st = rejects_open(&in->rejects, c->rejects, err)) != STATUS_OK)
		return st;
	in->options.format = (enum format)c->input;
	in->options.encoding = c->encoding;
	in->options.map = in->map;
	in->options.pass = f->verb->pass;
	in->options.rules = (struct record_rules) { f->zone, c->decimal_comma, c->blank };
	in->options.record_max = (size_t)c->record_max;
	in->options.keep_raw = c->rejects != NULL;
	in->options.unknown = unknown_column;
	in->options.ctx = f;
	st = make_defaults(f, err);
	in->options.defaults = in->defaults;
	return st;
}

static enum status open_next(struct frame *f, struct error *err)
{
	struct inputs *in = &f->inputs;
	const char *file = in->files[in->next_file++];
	bool standard = !strcmp(file, "-");

	in->name = standard ? "stdin" : file;
	in->records = 0;
	in->fd = standard ? f->env->in : open(file, O_RDONLY | O_CLOEXEC);
	if (in->fd < 0)
		return error_system(err, errno == EACCES ? STATUS_PERMISSION : STATUS_NO_INPUT, file);
	return reader_open(&in->reader, in->fd, in->name, f->verb->input, &in->options, err);
}

static void close_current(struct frame *f)
{
	struct inputs *in = &f->inputs;

	if (in->reader) {
		in->bytes_before += reader_bytes(in->reader);
		reader_close(in->reader);
	}
	if (in->fd >= 0 && in->fd != f->env->in)
		close(in->fd);
	in->reader = NULL;
	in->fd = -1;
}

/* The next record made of operands. */
static enum status next_operand(struct frame *f, struct arena *arena, void *record, struct error *err)
{
	struct inputs *in = &f->inputs;
	const struct record_type *type = f->verb->input;
	const struct record_rules *rules = &in->options.rules;
	int key = field_with_flag(type, FIELD_KEY);
	enum status st = STATUS_OK;

	memcpy(record, in->defaults, type->size);
	((struct record *)record)->line = (long)++in->next_operand;
	if (in->n_words && key >= 0)
		st = record_set(type, record, key, in->words[in->next_operand - 1], rules, arena, err);
	for (size_t i = 0; i < in->n_pairs && st == STATUS_OK; i++)
		st = record_set(type, record, in->pairs[i].field, in->pairs[i].text, rules, arena, err);
	return st == STATUS_OK ? record_check(type, record, err) : st;
}

/* The next record of a file. */
static enum status next_read(struct frame *f, struct arena *arena, void *record, struct error *err)
{
	struct inputs *in = &f->inputs;
	struct record *head = record;
	enum status st;

	if (!in->reader && (st = open_next(f, err)) != STATUS_OK)
		return st;
	st = reader_next(in->reader, arena, record, err);
	if (in->unknown_refused) {
		head->line = in->unknown_line;
		*err = in->unknown;
		return STATUS_DATA;
	}
	if (st == STATUS_END) {
		if (f->common.verbose)
			message(f, "%s: %s, %zu record%s", in->name, reader_description(in->reader), in->records,
				in->records == 1 ? "" : "s");
		close_current(f);
		return STATUS_END;
	}
	in->records++;
	if (head->raw)
		head->raw = raw_copy(head->raw, arena);
	return st;
}

enum status inputs_next(struct frame *f, struct arena *arena, void *record, struct error *err)
{
	struct inputs *in = &f->inputs;
	enum status st = STATUS_END;

	if (in->next_operand < in->n_operands)
		return next_operand(f, arena, record, err);
	while (st == STATUS_END && (in->reader || in->next_file < in->n_files))
		st = next_read(f, arena, record, err);
	return st;
}

bool inputs_would_block(struct frame *f)
{
	return f->inputs.reader && reader_would_block(f->inputs.reader);
}

uint64_t inputs_bytes(const struct frame *f)
{
	return f->inputs.bytes_before + (f->inputs.reader ? reader_bytes(f->inputs.reader) : 0);
}

void inputs_close(struct frame *f)
{
	close_current(f);
	column_map_free(f->inputs.map);
	keys_close(f);
}
