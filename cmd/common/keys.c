/*
 * --key-from: idempotency keys for records that bring none.
 *
 *	file      "orders.csv:17", for a file that is fed once under one name
 *	content   digest of the record and which of its equals it is, for a file that may be cut or renamed
 *	a,b       the values of fields
 */
#include "frame.h"

#include <string.h>

enum key_kind { KEYS_GIVEN, KEYS_FILE, KEYS_CONTENT, KEYS_FIELDS };

struct seen {
	unsigned char digest[32];
	uint64_t times; /* 0: a free place */
};

struct key_source {
	enum key_kind kind;
	int own; /* the field that holds a key, -1 */
	int *fields;
	size_t n_fields;
	struct seen *seen; /* open addressing; the size is a power of two */
	size_t n_seen, size;
};

int field_with_flag(const struct record_type *type, unsigned flag)
{
	for (int i = 0; type && type->fields[i].name; i++)
		if (type->fields[i].flags & flag)
			return i;
	return -1;
}

static enum status choose_fields(struct frame *f, struct key_source *k, const char *list, struct error *err)
{
	k->fields = arena_alloc(&f->keep, (strlen(list) + 1) * sizeof(*k->fields));
	while (*list) {
		size_t length = strcspn(list, ",");
		const char *name = arena_copy(&f->keep, list, length);
		int field = record_field_index(f->verb->input, name);

		if (field < 0)
			return error_set(err, STATUS_USAGE, "bad_option", "",
					 "--key-from: '%s' is neither file, content, nor an input field", name);
		k->fields[k->n_fields++] = field;
		list += length + (list[length] == ',');
	}
	if (!k->n_fields)
		return error_set(err, STATUS_USAGE, "bad_option", "", "--key-from: the list is empty");
	return STATUS_OK;
}

enum status keys_open(struct frame *f, struct error *err)
{
	struct key_source *k = arena_zero(&f->keep, sizeof(*k));
	const char *source = f->common.key_from;
	bool named = f->inputs.n_files > 0;

	f->inputs.keys = k;
	k->own = field_with_flag(f->verb->input, FIELD_IDEMPOTENCY);
	if (!source)
		return STATUS_OK;
	for (size_t i = 0; i < f->inputs.n_files; i++)
		named = named && strcmp(f->inputs.files[i], "-") != 0;
	if (!strcmp(source, "file")) {
		if (!named)
			return error_set(err, STATUS_USAGE, "bad_option", "",
					 "--key-from file: the input must be files with names");
		k->kind = KEYS_FILE;
	} else if (!strcmp(source, "content")) {
		k->kind = KEYS_CONTENT;
	} else {
		k->kind = KEYS_FIELDS;
		return choose_fields(f, k, source, err);
	}
	return STATUS_OK;
}

static struct seen *seen_place(struct key_source *k, const unsigned char digest[32])
{
	size_t at;

	memcpy(&at, digest, sizeof(at));
	for (at &= k->size - 1; k->seen[at].times; at = (at + 1) & (k->size - 1))
		if (!memcmp(k->seen[at].digest, digest, sizeof(k->seen[at].digest)))
			break;
	return &k->seen[at];
}

static void seen_grow(struct key_source *k)
{
	struct seen *old = k->seen;
	size_t old_size = k->size;

	k->size = old_size ? old_size * 2 : 1024;
	k->seen = memory_zero(k->size, sizeof(*k->seen));
	for (size_t i = 0; i < old_size; i++)
		if (old[i].times)
			*seen_place(k, old[i].digest) = old[i];
	memory_free(old);
}

/* How often this body came, this time included. */
static uint64_t occurrence(struct key_source *k, const char *hex)
{
	unsigned char digest[32];
	struct seen *place;

	for (size_t i = 0; i < sizeof(digest); i++) {
		const char *pair = hex + 2 * i;
		int high = pair[0] <= '9' ? pair[0] - '0' : (pair[0] | 32) - 'a' + 10;
		int low = pair[1] <= '9' ? pair[1] - '0' : (pair[1] | 32) - 'a' + 10;
		digest[i] = (unsigned char)(high << 4 | low);
	}
	if (k->n_seen * 2 >= k->size)
		seen_grow(k);
	place = seen_place(k, digest);
	if (!place->times) {
		memcpy(place->digest, digest, sizeof(digest));
		k->n_seen++;
	}
	return ++place->times;
}

static const char *key_of_fields(struct frame *f, const void *record, struct arena *arena)
{
	const struct key_source *k = f->inputs.keys;
	struct buffer text = { 0 };
	const char *key;

	for (size_t i = 0; i < k->n_fields; i++) {
		if (i)
			buffer_char(&text, '|');
		record_print(f->verb->input, record, k->fields[i], &text);
	}
	key = arena_copy(arena, text.data ? text.data : "", text.length);
	buffer_free(&text);
	return key;
}

static const char *derived_key(struct frame *f, const void *record, struct arena *arena)
{
	struct key_source *k = f->inputs.keys;
	const struct record *head = record;
	char digest[DIGEST_TEXT_SIZE];
	const char *slash;

	switch (k->kind) {
	case KEYS_GIVEN:
		return NULL;
	case KEYS_FILE:
		if (!head->file)
			return NULL;
		slash = strrchr(head->file, '/');
		return arena_printf(arena, "%s:%ld", slash ? slash + 1 : head->file, head->line);
	case KEYS_CONTENT:
		record_digest(f->verb->input, record, digest);
		return arena_printf(arena, "%s:%llu", digest, (unsigned long long)occurrence(k, digest));
	case KEYS_FIELDS:
		return key_of_fields(f, record, arena);
	}
	return NULL;
}

static const char *own_key(struct frame *f, const void *record, struct arena *arena)
{
	int own = f->inputs.keys->own;
	struct buffer text = { 0 };
	const char *key = NULL;

	if (own >= 0 && record_has(record, own)) {
		record_print(f->verb->input, record, own, &text);
		if (text.length)
			key = arena_copy(arena, text.data, text.length);
		buffer_free(&text);
	}
	return key;
}

enum status keys_give(struct frame *f, void *record, struct arena *arena, const char **key, struct error *err)
{
	const struct key_source *k = f->inputs.keys;

	*key = own_key(f, record, arena);
	if (*key)
		return STATUS_OK;
	*key = derived_key(f, record, arena);
	if (*key && k->own >= 0)
		return record_set(f->verb->input, record, k->own, *key, &f->inputs.options.rules, arena, err);
	return STATUS_OK;
}

void keys_close(struct frame *f)
{
	if (f->inputs.keys)
		memory_free(f->inputs.keys->seen);
}
