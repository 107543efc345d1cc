/* Shared inside lib/record only. */
#ifndef RECORD_IMPL_H
#define RECORD_IMPL_H

#include <ecom/record.h>
#include <jansson.h>

static inline void *record_member(void *record, const struct field *f)
{
	return (char *)record + f->offset;
}
static inline const void *record_member_const(const void *record, const struct field *f)
{
	return (const char *)record + f->offset;
}
static inline const void *record_item(const struct record_list *list, const struct record_type *type, size_t i)
{
	return (const char *)list->items + i * type->size;
}

/** record_bad_value(err, f, text, format, ...): "<text>": expected ${format}; code "bad_value". */
enum status record_bad_value(struct error *err, const struct field *f, const char *text, const char *format, ...)
	ECOM_PRINTF(4, 5);

/** record_error_inside(err, list, i): the field of ${err} is one of item ${i} of the list: "lines[2].quantity". */
void record_error_inside(struct error *err, const char *list, size_t i);

/** record_json_load(text, length, err): any JSON value, duplicate keys refused; NULL and "bad_json" if malformed.
 *  Every number is decoded as a real: digits are taken from the text itself, by a record_walk. */
json_t *record_json_load(const char *text, size_t length, struct error *err);

/** record_set_list(f, list, json, slice, ...): an array of objects into the list field ${f}. */
enum status record_set_list(const struct field *f, struct record_list *list, json_t *json, struct record_slice slice,
			    const struct record_rules *rules, struct arena *arena, record_unknown_key *unknown,
			    void *ctx, struct error *err);

#endif
