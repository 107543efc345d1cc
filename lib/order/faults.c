/* Several faults of one record, told together: whoever mends it wants to do so once. */
#include "order_impl.h"

#include <stdio.h>

#define ROOM 420 /* of an error's message, so that the count of what is left out fits behind */

void order_fault(struct order_faults *f, const struct error *err, const char *path)
{
	char field[sizeof err->field + 32];
	snprintf(field, sizeof field, "%s%s", path, err->field);
	if (!f->count) {
		f->first = *err;
		snprintf(f->first.field, sizeof f->first.field, "%.63s", field);
		buffer_text(&f->text, err->message);
	} else if (f->text.length < ROOM) {
		buffer_printf(&f->text, "; %s: %s", field, err->message);
	}
	f->count++;
}

enum status order_faults_end(struct order_faults *f, struct error *err)
{
	enum status st = STATUS_OK;
	if (f->count == 1)
		st = error_reject(err, f->first.code, f->first.field, "%s", f->text.data);
	else if (f->count)
		st = error_reject(err, f->first.code, f->first.field, "%.*s (%zu faults in all)", ROOM, f->text.data,
				  f->count);
	buffer_free(&f->text);
	return st;
}
