#include "store_impl.h"

static size_t slot_of(const struct cache *c, const void *key)
{
	/* Constants lie at least 8 bytes apart but for the size classes of a lookup: keep the low bits too. */
	uint64_t mixed = (uint64_t)(uintptr_t)key * UINT64_C(0x9e3779b97f4a7c15);
	size_t slot = (size_t)(mixed >> 32) & (c->capacity - 1);

	while (c->keys[slot] && c->keys[slot] != key)
		slot = (slot + 1) & (c->capacity - 1);
	return slot;
}

static void grow(struct cache *c)
{
	struct cache larger = { .capacity = c->capacity ? 2 * c->capacity : 32 };

	larger.keys = memory_zero(larger.capacity, sizeof(*larger.keys));
	larger.values = memory_zero(larger.capacity, sizeof(*larger.values));
	for (size_t i = 0; i < c->capacity; i++)
		if (c->keys[i])
			store_cache_put(&larger, c->keys[i], c->values[i]);
	store_cache_free(c);
	*c = larger;
}

void *store_cache_find(const struct cache *c, const void *key)
{
	return c->capacity ? c->values[slot_of(c, key)] : NULL;
}

void store_cache_put(struct cache *c, const void *key, void *value)
{
	size_t slot;

	if (2 * (c->count + 1) > c->capacity)
		grow(c);
	slot = slot_of(c, key);
	if (!c->keys[slot])
		c->count++;
	c->keys[slot] = key;
	c->values[slot] = value;
}

void store_cache_free(struct cache *c)
{
	memory_free(c->keys);
	memory_free(c->values);
	*c = (struct cache) { 0 };
}
