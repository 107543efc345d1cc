#include "format_impl.h"

static void json_put(struct writer *w, const void *record)
{
	record_json(w->type, record, w->fields, w->n_fields, &w->out);
	buffer_char(&w->out, '\n');
}

const struct writer_driver format_json_writer = { .put = json_put };
