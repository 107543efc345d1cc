/* Numbers for names. */
#include "flow_impl.h"

#define FIRST_SLOTS 256

static uint64_t hash_text(const char *text)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325); /* FNV-1a */

	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return hash ^ hash >> 32;
}

static void grow_slots(struct flow_names *n)
{
	n->n_slots = n->n_slots ? n->n_slots * 2 : FIRST_SLOTS;
	memory_free(n->slots);
	n->slots = memory_zero(n->n_slots, sizeof *n->slots);
	for (size_t i = 0; i < n->count; i++) {
		size_t slot = n->hashes[i] & (n->n_slots - 1);
		while (n->slots[slot])
			slot = (slot + 1) & (n->n_slots - 1);
		n->slots[slot] = (uint32_t)i + 1;
	}
}

/* The slot of this text, or the free one where it belongs. */
static size_t find_slot(const struct flow_names *n, const char *text, uint64_t hash)
{
	size_t slot = hash & (n->n_slots - 1);

	for (; n->slots[slot]; slot = (slot + 1) & (n->n_slots - 1)) {
		uint32_t number = n->slots[slot] - 1;
		if (n->hashes[number] == hash && strcmp(n->texts[number], text) == 0)
			break;
	}
	return slot;
}

bool flow_names_find(const struct flow_names *n, const char *text, uint32_t *number)
{
	size_t slot = n->n_slots ? find_slot(n, text, hash_text(text)) : 0;

	if (n->n_slots == 0 || !n->slots[slot])
		return false;
	*number = n->slots[slot] - 1;
	return true;
}

uint32_t flow_names_number(struct flow_names *n, const char *text)
{
	uint64_t hash = hash_text(text);

	if (n->count * 2 >= n->n_slots)
		grow_slots(n);
	size_t slot = find_slot(n, text, hash);
	if (n->slots[slot])
		return n->slots[slot] - 1;
	if (n->count == n->capacity) {
		n->capacity = n->capacity ? n->capacity * 2 : FIRST_SLOTS / 2;
		n->texts = memory_resize(n->texts, n->capacity * sizeof *n->texts);
		n->hashes = memory_resize(n->hashes, n->capacity * sizeof *n->hashes);
	}
	n->texts[n->count] = arena_text(&n->arena, text);
	n->hashes[n->count] = hash;
	n->slots[slot] = (uint32_t)++n->count;
	return (uint32_t)n->count - 1;
}

const char *flow_names_text(struct flow_names *n, const char *text)
{
	if (!text || !text[0])
		return NULL;
	uint32_t number = flow_names_number(n, text); /* may move the texts' table */
	return n->texts[number];
}

void flow_names_free(struct flow_names *n)
{
	memory_free(n->texts);
	memory_free(n->hashes);
	memory_free(n->slots);
	arena_free(&n->arena);
}
