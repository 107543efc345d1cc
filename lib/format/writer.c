#include "format_impl.h"

void writer_open(struct writer **out, const struct record_type *type, const struct writer_options *options)
{
	struct writer *w = memory_zero(1, sizeof *w);
	bool all = options->fields == NULL;

	w->type = type;
	w->options = *options;
	w->n_fields = all ? record_fields(type) : options->n_fields;
	w->fields = memory_zero(w->n_fields + 1, sizeof *w->fields);
	for (size_t i = 0; i < w->n_fields; i++)
		w->fields[i] = all ? (int)i : options->fields[i];
	switch (options->format) {
	case FORMAT_CSV:
	case FORMAT_TSV:
		w->driver = &format_csv_writer;
		break;
	case FORMAT_TABLE:
		w->driver = &format_table_writer;
		break;
	case FORMAT_AUTO:
	case FORMAT_JSONL:
		w->driver = &format_json_writer;
		break;
	}
	if (w->driver->start)
		w->driver->start(w);
	w->header_length = w->out.length;
	*out = w;
}

void writer_close(struct writer *w)
{
	if (!w)
		return;
	memory_free(w->fields);
	memory_free(w->widths);
	buffer_free(&w->out);
	buffer_free(&w->held);
	memory_free(w);
}

/* A table's records stand in ${held}, the others' in ${out}. */
static struct buffer *target(struct writer *w)
{
	return w->driver->settle ? &w->held : &w->out;
}

void writer_put(struct writer *w, const void *record)
{
	w->driver->put(w, record, target(w));
}

void writer_encode(const struct writer *w, const void *record, struct buffer *out)
{
	w->driver->put(w, record, out);
}

void writer_add(struct writer *w, const struct buffer *encoded)
{
	buffer_add(target(w), encoded->data, encoded->length);
}

size_t writer_mark(const struct writer *w)
{
	return w->driver->settle ? w->held.length : w->out.length;
}

void writer_rewind(struct writer *w, size_t mark)
{
	struct buffer *b = target(w);

	if (mark < b->length)
		b->length = mark;
}

enum status writer_flush(struct writer *w, int fd, bool last, struct error *err)
{
	enum status status;

	if (w->driver->settle)
		w->driver->settle(w, last);
	if (w->out.length == 0 || (!last && !w->wrote && w->out.length == w->header_length))
		return STATUS_OK;
	status = file_write_all(fd, w->out.data, w->out.length, err);
	w->wrote = true;
	buffer_clear(&w->out);
	return status;
}
