#include "forecast_impl.h"

#include <stdlib.h>

#define FIRST_SLOTS 1024

/* FNV-1a; a byte that no text holds stands between the two. */
static uint64_t hash_key(const char *sku, const char *location)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (const char *p = sku; *p; p++)
		hash = (hash ^ (unsigned char)*p) * UINT64_C(0x100000001b3);
	hash = (hash ^ (location ? 0xff : 0xfe)) * UINT64_C(0x100000001b3);
	for (const char *p = location ? location : ""; *p; p++)
		hash = (hash ^ (unsigned char)*p) * UINT64_C(0x100000001b3);
	return hash ^ hash >> 32;
}

static void grow_slots(struct forecast_directory *d)
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

/* Where the pair stands, or would; there is a free slot. */
static size_t find_slot(const struct forecast_directory *d, const char *sku, const char *location, uint64_t hash)
{
	size_t slot = hash & (d->n_slots - 1);

	for (; d->slots[slot]; slot = (slot + 1) & (d->n_slots - 1)) {
		const struct forecast_key *k = &d->keys[d->slots[slot] - 1];
		if (k->hash == hash && strcmp(k->sku, sku) == 0 && text_same(k->location, location))
			break;
	}
	return slot;
}

bool forecast_directory_has(const struct forecast_directory *d, const char *sku, const char *location)
{
	return d->count && d->slots[find_slot(d, sku, location, hash_key(sku, location))];
}

size_t forecast_directory_number(struct forecast_directory *d, const char *sku, const char *location)
{
	uint64_t hash = hash_key(sku, location);

	if (d->count * 2 >= d->n_slots)
		grow_slots(d);
	size_t slot = find_slot(d, sku, location, hash);
	if (d->slots[slot])
		return d->slots[slot] - 1;
	d->keys = memory_grow(d->keys, d->count, &d->capacity, sizeof *d->keys);
	d->keys[d->count] = (struct forecast_key) { arena_text(&d->arena, sku), arena_text(&d->arena, location), hash };
	d->slots[slot] = (uint32_t)++d->count;
	return d->count - 1;
}

struct place {
	const struct forecast_key *key;
	size_t number;
};

static int compare_places(const void *a, const void *b)
{
	const struct forecast_key *x = ((const struct place *)a)->key, *y = ((const struct place *)b)->key;
	int order = strcmp(x->sku, y->sku);

	if (order)
		return order;
	return strcmp(x->location ? x->location : "", y->location ? y->location : "");
}

size_t *forecast_directory_sorted(const struct forecast_directory *d)
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

void forecast_directory_free(struct forecast_directory *d)
{
	memory_free(d->keys);
	memory_free(d->slots);
	arena_free(&d->arena);
}
