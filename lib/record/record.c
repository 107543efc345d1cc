#include "record_impl.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

size_t record_fields(const struct record_type *type)
{
	size_t n = 0;

	while (type->fields[n].name)
		n++;
	return n;
}

int record_field_index(const struct record_type *type, const char *name)
{
	for (int i = 0; type->fields[i].name; i++)
		if (strcmp(type->fields[i].name, name) == 0 && !(type->fields[i].flags & FIELD_REST))
			return i;
	for (int i = 0; type->fields[i].name; i++)
		if (!(type->fields[i].flags & FIELD_REST) &&
		    text_matches_word(type->fields[i].name, type->fields[i].aliases, name))
			return i;
	return -1;
}

int record_rest_field(const struct record_type *type)
{
	for (int i = 0; type->fields[i].name; i++)
		if (type->fields[i].flags & FIELD_REST)
			return i;
	return -1;
}

static bool has_value(const void *record, const struct field *f)
{
	const void *member = record_member_const(record, f);

	switch (f->type) {
	case FIELD_TEXT:
	case FIELD_JSON:
		return *(const char *const *)member != NULL;
	case FIELD_INSTANT:
	case FIELD_DAY:
		return *(const int64_t *)member != INSTANT_NONE;
	case FIELD_REAL:
		return !isnan(*(const double *)member);
	case FIELD_LIST:
		return ((const struct record_list *)member)->count > 0;
	case FIELD_INT:
	case FIELD_AMOUNT:
	case FIELD_BOOL:
	case FIELD_WORD:
		break;
	}
	return true;
}

void record_mark_all(const struct record_type *type, void *record)
{
	for (int i = 0; type->fields[i].name; i++)
		if (has_value(record, &type->fields[i]))
			record_mark(record, i);
}

void record_clear(const struct record_type *type, void *record)
{
	memset(record, 0, type->size);
	for (const struct field *f = type->fields; f->name; f++) {
		if (f->type == FIELD_INSTANT || f->type == FIELD_DAY)
			*(int64_t *)record_member(record, f) = INSTANT_NONE;
		else if (f->type == FIELD_REAL)
			*(double *)record_member(record, f) = NAN;
	}
}

void record_error_inside(struct error *err, const char *list, size_t i)
{
	char field[sizeof err->field];

	if (!err)
		return;
	memcpy(field, err->field, sizeof field);
	field[sizeof field - 1] = '\0';
	if (field[0])
		snprintf(err->field, sizeof err->field, "%s[%zu].%.40s", list, i, field);
	else
		snprintf(err->field, sizeof err->field, "%s[%zu]", list, i);
}

enum status record_check(const struct record_type *type, const void *record, struct error *err)
{
	for (int i = 0; type->fields[i].name; i++) {
		const struct field *f = &type->fields[i];

		if (!record_has(record, i)) {
			if (f->flags & FIELD_REQUIRED)
				return error_reject(err, "missing", f->name, "is missing%s%s", f->help ? ": " : "",
						    f->help ? f->help : "");
			continue;
		}
		if (f->type != FIELD_LIST)
			continue;

		const struct record_list *list = record_member_const(record, f);
		for (size_t item = 0; item < list->count; item++) {
			enum status status = record_check(f->items, record_item(list, f->items, item), err);
			if (status != STATUS_OK) {
				record_error_inside(err, f->name, item);
				return status;
			}
		}
	}
	return STATUS_OK;
}
