#include "format_impl.h"

#include <string.h>

#define UNKNOWN_MAX 256 /* names remembered, so that each is told once */

enum status reader_open(struct reader **out, int fd, const char *name, const struct record_type *type,
			const struct reader_options *options, struct error *err)
{
	struct reader *r = memory_zero(1, sizeof *r);
	enum status status;

	r->name = name;
	r->type = type;
	r->options = *options;
	if (!r->options.record_max)
		r->options.record_max = FORMAT_RECORD_MAX;
	status = format_source_open(&r->source, fd, name, options->encoding, err);
	if (status != STATUS_OK) {
		memory_free(r);
		return status;
	}
	r->blank = memory_alloc(type->size);
	if (options->defaults)
		memcpy(r->blank, options->defaults, type->size);
	else
		record_clear(type, r->blank);
	*out = r;
	return STATUS_OK;
}

void reader_close(struct reader *r)
{
	if (!r)
		return;
	if (r->driver)
		r->driver->close(r);
	format_source_close(&r->source);
	for (size_t i = 0; i < r->n_unknown; i++)
		memory_free(r->unknown[i]);
	memory_free(r->unknown);
	memory_free(r->blank);
	buffer_free(&r->head);
	buffer_free(&r->description);
	memory_free(r);
}

enum status format_more(struct reader *r, const char **data, size_t *length, struct error *err)
{
	if (r->head.length > 0) {
		*data = r->head.data;
		*length = r->head.length;
		r->head.length = 0; /* the bytes stay until the reader is closed */
		return STATUS_OK;
	}
	return format_source_next(&r->source, data, length, err);
}

void format_begin_record(const struct reader *r, void *record, long line)
{
	struct record *base = record;

	memcpy(record, r->blank, r->type->size);
	base->file = r->name;
	base->line = line;
	base->raw = NULL;
}

enum status reader_next(struct reader *r, struct arena *arena, void *record, struct error *err)
{
	enum status status = STATUS_OK;

	if (r->final != STATUS_OK) {
		if (err && r->final != STATUS_END)
			*err = r->failure;
		return r->final;
	}
	format_begin_record(r, record, 0);
	if (!r->driver)
		status = format_detect(r, err);
	if (status == STATUS_OK)
		status = r->driver->next(r, arena, record, err);
	if (status != STATUS_OK && status != STATUS_REJECTED) {
		r->final = status;
		if (err)
			r->failure = *err;
	}
	return status;
}

bool reader_would_block(struct reader *r)
{
	if (r->final != STATUS_OK || r->head.length > 0)
		return false;
	if (r->driver && r->driver->ready(r))
		return false;
	return !format_source_ready(&r->source);
}

uint64_t reader_bytes(const struct reader *r)
{
	return r->source.bytes;
}

const char *reader_description(const struct reader *r)
{
	return r->description.length ? r->description.data : "";
}

static bool may_pass(const struct reader *r, const char *name)
{
	const char *dot = strrchr(name, '.'); /* "lines.sku": a key inside a list */

	if (raw_column_quiet(name))
		return true;
	for (size_t i = 0; r->options.pass && r->options.pass[i]; i++) {
		const struct record_type *type = r->options.pass[i];

		if (record_field_index(type, name) >= 0)
			return true;
		for (const struct field *f = type->fields; dot && f->name; f++)
			if (f->type == FIELD_LIST && record_field_index(f->items, dot + 1) >= 0)
				return true;
	}
	return false;
}

void format_unknown(struct reader *r, long line, const char *name)
{
	if (!r->options.unknown || may_pass(r, name))
		return;
	for (size_t i = 0; i < r->n_unknown; i++)
		if (strcmp(r->unknown[i], name) == 0)
			return;
	if (r->n_unknown == UNKNOWN_MAX)
		return;
	r->unknown = memory_resize(r->unknown, (r->n_unknown + 1) * sizeof *r->unknown);
	r->unknown[r->n_unknown++] = memory_text(name);
	r->options.unknown(r->options.ctx, r->name, line, name);
}

int format_list_field(const struct record_type *type)
{
	for (int i = 0; type->fields[i].name; i++)
		if (type->fields[i].type == FIELD_LIST)
			return i;
	return -1;
}
