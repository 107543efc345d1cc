#include "frame.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static size_t terminal_width(struct frame *f)
{
	struct winsize size;
	int64_t columns;
	const char *given = frame_environment(f, "COLUMNS");

	if (ioctl(f->env->out, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return given && number_parse_int(given, 20, 10000, &columns) ? (size_t)columns : 80;
}

size_t run_width(const struct run *run)
{
	return run->frame->output.terminal ? terminal_width(run->frame) : 0;
}

bool run_color(const struct run *run)
{
	struct frame *f = run->frame;

	return f->output.terminal && !frame_environment(f, "NO_COLOR") &&
	       !text_same(frame_environment(f, "TERM"), "dumb");
}

static enum status unknown_field(const struct record_type *type, const char *name, struct error *err)
{
	struct buffer known = { 0 };

	for (const struct field *field = type->fields; field->name; field++)
		buffer_printf(&known, "%s%s", known.length ? ", " : "", field->name);
	error_set(err, STATUS_USAGE, "bad_option", "", "--fields: '%s' is none of %s", name, known.data);
	buffer_free(&known);
	return STATUS_USAGE;
}

static enum status choose_fields(struct frame *f, struct writer_options *options, struct error *err)
{
	const struct texts *names = &f->common.fields;
	const struct record_type *type = f->verb->output;

	if (!names->count)
		return run_given(&f->run, "fields")
			       ? error_set(err, STATUS_USAGE, "bad_option", "", "--fields: the list is empty")
			       : STATUS_OK;
	int *indices = arena_alloc(&f->keep, names->count * sizeof(*indices));
	for (size_t i = 0; i < names->count; i++) {
		indices[i] = record_field_index(type, names->items[i]);
		if (indices[i] < 0)
			return unknown_field(type, names->items[i], err);
	}
	options->fields = indices;
	options->n_fields = names->count;
	return STATUS_OK;
}

enum status output_open(struct frame *f, struct error *err)
{
	struct output *out = &f->output;
	struct writer_options *options = arena_zero(&f->keep, sizeof(*options));
	enum status st;

	out->terminal = isatty(f->env->out);
	out->format = (enum format)f->common.output;
	if (out->format == FORMAT_AUTO)
		out->format = f->verb->output_default;
	if (out->format == FORMAT_AUTO)
		out->format = out->terminal ? FORMAT_TABLE : FORMAT_JSONL;
	if (!f->verb->output)
		return STATUS_OK;
	if ((st = choose_fields(f, options, err)) != STATUS_OK)
		return st;
	options->format = out->format;
	options->bom = f->common.bom;
	options->excel_safe = f->common.excel_safe;
	options->header = !f->common.no_header;
	options->color = run_color(&f->run);
	options->width = run_width(&f->run);
	writer_open(&out->writer, f->verb->output, options);
	return STATUS_OK;
}

struct mark output_mark(const struct frame *f)
{
	const struct output *out = &f->output;

	return (struct mark) { out->writer ? writer_mark(out->writer) : 0, out->text.length, out->messages.length };
}

static void shorten(struct buffer *b, size_t length)
{
	if (length < b->length) {
		b->length = length;
		b->data[length] = '\0';
	}
}

void output_rewind(struct frame *f, struct mark mark)
{
	if (f->output.writer)
		writer_rewind(f->output.writer, mark.records);
	shorten(&f->output.text, mark.text);
	shorten(&f->output.messages, mark.messages);
}

size_t output_pending(const struct frame *f)
{
	struct mark mark = output_mark(f);

	return mark.records + mark.text + mark.messages;
}

/* After a failure nothing more is written: what follows would stand in the wrong place. */
static enum status output_failed(struct frame *f, struct error *err)
{
	struct error why;

	error_system(&why, STATUS_IO, "standard output");
	f->output.failed = STATUS_IO;
	if (err) {
		*err = why;
	} else { /* nobody above hears of it */
		message(f, "%s", why.message);
		f->told = true;
	}
	return STATUS_IO;
}

enum status output_flush(struct frame *f, bool last, struct error *err)
{
	struct output *out = &f->output;
	enum status st = STATUS_OK;

	message_write(f, &out->messages);
	buffer_clear(&out->messages);
	if (out->failed)
		return out->failed;
	if (out->terminal)
		progress_clear(f);
	if (out->writer)
		st = writer_flush(out->writer, f->env->out, last, NULL);
	if (st == STATUS_OK && out->text.length)
		st = file_write_all(f->env->out, out->text.data, out->text.length, NULL);
	if (st != STATUS_OK)
		return output_failed(f, err);
	buffer_clear(&out->text);
	return STATUS_OK;
}

void output_close(struct frame *f)
{
	if (f->output.writer)
		writer_close(f->output.writer);
	buffer_free(&f->output.text);
	buffer_free(&f->output.messages);
	buffer_free(&f->answer);
}
