#include "frame.h"

#include <stdarg.h>
#include <stdio.h>

/* Texts may come from a stranger's file: nothing in them may move the cursor or forge a line. */
void message_clean(struct buffer *out, const char *text)
{
	for (const char *p = text; *p; p++) {
		unsigned char c = (unsigned char)*p;

		if (c == '\n')
			buffer_text(out, "\\n");
		else if (c < 0x20 || c == 0x7f)
			buffer_printf(out, "\\x%02x", c);
		else
			buffer_char(out, *p);
	}
}

/* A line that cannot be written to stderr has nowhere else to go. */
void message_write(struct frame *f, const struct buffer *line)
{
	progress_clear(f);
	if (line->length)
		(void)file_write_all(f->env->err, line->data, line->length, NULL);
}

void message(struct frame *f, const char *format, ...)
{
	struct buffer text = { 0 }, line = { 0 };
	char stack[1024];
	va_list args;
	int length;

	va_start(args, format);
	length = vsnprintf(stack, sizeof(stack), format, args);
	va_end(args);
	if (length >= (int)sizeof(stack)) {
		buffer_reserve(&text, (size_t)length + 1);
		va_start(args, format);
		vsnprintf(text.data, (size_t)length + 1, format, args);
		va_end(args);
	}
	buffer_printf(&line, "%s: ", f->prefix);
	message_clean(&line, text.data ? text.data : stack);
	buffer_char(&line, '\n');
	message_write(f, &line);
	buffer_free(&text);
	buffer_free(&line);
}

void message_position(const struct record *record, struct buffer *out)
{
	if (record && record->file) {
		message_clean(out, record->file);
		if (record->line > 0)
			buffer_printf(out, ":%ld", record->line);
		buffer_text(out, ": ");
	} else if (record && record->line > 0) {
		buffer_printf(out, "operand %ld: ", record->line);
	}
}

/* What ended the run. Says where in the input it happened, and what stays done. */
void message_failure(struct frame *f, enum status status, const struct error *err)
{
	struct buffer text = { 0 };

	f->told = true;
	if (f->current)
		message_position(f->current->record, &text);
	if (err->field[0])
		buffer_printf(&text, "%s: ", err->field);
	buffer_text(&text, err->message[0] ? err->message : "failed without saying why");
	if (status == STATUS_USAGE)
		buffer_printf(&text, "; see '%s%s%s --help'", f->program->name, f->verb ? " " : "",
			      f->verb ? f->verb->name : "");
	if (f->n_committed)
		buffer_printf(&text, " (%zu record%s committed before this)", f->n_committed,
			      f->n_committed == 1 ? "" : "s");
	else if (f->undo)
		buffer_text(&text, "; nothing was written");
	message(f, "%s", text.data);
	buffer_free(&text);
}

int exit_code(struct frame *f, enum status status)
{
	if (status == STATUS_OK)
		status = f->output.failed;
	if (status == STATUS_OK && (f->n_rejected || f->n_loose || f->found))
		status = STATUS_REJECTED;
	if (status == STATUS_RETRY)
		status = STATUS_BUSY;
	return status < 0 ? STATUS_BUG : (int)status;
}
