#include <ecom/base.h>

#include <stdlib.h>
#include <string.h>

#define FIRST_SLOTS 1024

/* FNV-1a; a byte that no text holds stands between the two. */
static uint64_t hash_key(const char *name, const char *location)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (const char *p = name; *p; p++)
		hash = (hash ^ (unsigned char)*p) * UINT64_C(0x100000001b3);
	hash = (hash ^ (location ? 0xff : 0xfe)) * UINT64_C(0x100000001b3);
	for (const char *p = location ? location : ""; *p; p++)
		hash = (hash ^ (unsigned char)*p) * UINT64_C(0x100000001b3);
	return hash ^ hash >> 32;
}

static void grow_slots(struct directory *d)
{
	size_t n = d->n_slots ? d->n_slots * 2 : FIRST_SLOTS;

	memory_free(d->slots);
	d->slots = memory_zero(n, sizeof *d->slots);
	d->n_slots = n;
	for (size_t i = 0; i < d->count; i++) {
		size_t slot = d->keys[i].hash & (n - 1);
		while (d->slots[slot])
			slot = (slot + 1) & (n - 1);
		d->slots[slot] = (uint32_t)i + 1;
	}
}

static bool is_key(const struct directory_key *k, const char *name, const char *location)
{
	return strcmp(k->name, name) == 0 && text_same(k->location, location);
}

/* Where the key stands, or would; there is a free slot. */
static size_t find_slot(const struct directory *d, const char *name, const char *location, uint64_t hash)
{
	size_t slot = hash & (d->n_slots - 1);

	for (; d->slots[slot]; slot = (slot + 1) & (d->n_slots - 1)) {
		const struct directory_key *k = &d->keys[d->slots[slot] - 1];
		if (k->hash == hash && is_key(k, name, location))
			break;
	}
	return slot;
}

bool directory_find(const struct directory *d, const char *name, const char *location, size_t *number)
{
	size_t slot = d->count ? find_slot(d, name, location, hash_key(name, location)) : 0;

	if (!d->count || !d->slots[slot])
		return false;
	*number = d->slots[slot] - 1;
	return true;
}

size_t directory_number(struct directory *d, const char *name, const char *location)
{
	/* Records of one name mostly follow each other. */
	if (d->last < d->count && is_key(&d->keys[d->last], name, location))
		return d->last;
	uint64_t hash = hash_key(name, location);
	if (d->count * 2 >= d->n_slots)
		grow_slots(d);
	size_t slot = find_slot(d, name, location, hash);
	if (d->slots[slot])
		return d->last = d->slots[slot] - 1;
	d->keys = memory_grow(d->keys, d->count, &d->capacity, sizeof *d->keys);
	d->keys[d->count] = (struct directory_key) { .name = arena_text(&d->arena, name),
						     .location = arena_text(&d->arena, location),
						     .hash = hash };
	d->slots[slot] = (uint32_t)++d->count;
	return d->last = d->count - 1;
}

const char *directory_text(struct directory *d, const char *name)
{
	if (!name)
		return NULL;
	size_t number = directory_number(d, name, NULL); /* may move the keys */
	return d->keys[number].name;
}

struct place {
	const struct directory_key *key;
	size_t number;
};

static int compare_places(const void *a, const void *b)
{
	const struct directory_key *x = ((const struct place *)a)->key, *y = ((const struct place *)b)->key;
	int order = strcmp(x->name, y->name);

	if (order)
		return order;
	return strcmp(x->location ? x->location : "", y->location ? y->location : "");
}

size_t *directory_sorted(const struct directory *d)
{
	struct place *places = memory_zero(d->count + 1, sizeof *places);
	size_t *numbers = memory_zero(d->count + 1, sizeof *numbers);

	for (size_t i = 0; i < d->count; i++)
		places[i] = (struct place) { &d->keys[i], i };
	qsort(places, d->count, sizeof *places, compare_places);
	for (size_t i = 0; i < d->count; i++)
		numbers[i] = places[i].number;
	memory_free(places);
	return numbers;
}

void directory_free(struct directory *d)
{
	memory_free(d->keys);
	memory_free(d->slots);
	arena_free(&d->arena);
}
