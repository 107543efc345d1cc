#include "format_impl.h"

static void json_put(const struct writer *w, const void *record, struct buffer *out)
{
	record_json(w->type, record, w->fields, w->n_fields, out);
	buffer_char(out, '\n');
}

const struct writer_driver format_json_writer = { .put = json_put };
