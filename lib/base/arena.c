#include <ecom/base.h>

#include <stdalign.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* With the address sanitizer, memory that was reset or never handed out is out of bounds. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(address, size)   ((void)(address), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(address, size) ((void)(address), (void)(size))
#endif

#define BLOCK_FIRST ((size_t)16 << 10)
#define BLOCK_MAX   ((size_t)1 << 20)
#define ALIGNMENT   alignof(max_align_t)

/*
 * Blocks form a chain that only grows; ${current} walks along it and reset
 * starts it over. An allocation too large for a block hangs on the block that was
 * current, so that reset finds it without a list of its own.
 */
struct arena_block {
	struct arena_block *next, *large;
	size_t capacity;
	alignas(max_align_t) char data[];
};

static struct arena_block *block_new(size_t capacity)
{
	struct arena_block *block;

	if (capacity > SIZE_MAX - sizeof(*block))
		return memory_alloc(SIZE_MAX); /* does not return */
	block = memory_alloc(sizeof(*block) + capacity);
	block->next = block->large = NULL;
	block->capacity = capacity;
	ASAN_POISON_MEMORY_REGION(block->data, capacity);
	return block;
}

static size_t align(size_t n)
{
	return (n + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

static void *take(struct arena_block *block, size_t start, size_t size)
{
	char *p = block->data + start;

	ASAN_UNPOISON_MEMORY_REGION(p, size);
	return p;
}

static void block_free(struct arena_block *block)
{
	ASAN_UNPOISON_MEMORY_REGION(block->data, block->capacity);
	memory_free(block);
}

/* The current block is full, or there is none yet. */
static void *alloc_slow(struct arena *a, size_t size)
{
	struct arena_block *block;
	size_t capacity;

	if (!a->current) {
		a->first = a->current = block_new(BLOCK_FIRST);
		a->used = 0;
		if (size <= BLOCK_FIRST) {
			a->used = size;
			return take(a->current, 0, size);
		}
	}
	capacity = a->current->capacity * 2;
	if (capacity > BLOCK_MAX)
		capacity = BLOCK_MAX;
	if (size > capacity / 2) {
		block = block_new(size);
		block->large = a->current->large;
		a->current->large = block;
		return take(block, 0, size);
	}
	if (!a->current->next)
		a->current->next = block_new(capacity);
	a->current = a->current->next;
	a->used = size;
	return take(a->current, 0, size);
}

void *arena_alloc(struct arena *a, size_t size)
{
	if (a->current) {
		size_t start = align(a->used), capacity = a->current->capacity;

		if (start <= capacity && size <= capacity - start) {
			a->used = start + size;
			return take(a->current, start, size);
		}
	}
	return alloc_slow(a, size);
}

void *arena_zero(struct arena *a, size_t size)
{
	return memset(arena_alloc(a, size), 0, size);
}

char *arena_copy(struct arena *a, const char *s, size_t length)
{
	char *copy;

	/* Text needs no alignment: short strings lie side by side. */
	if (a->current && length < a->current->capacity - a->used) {
		copy = take(a->current, a->used, length + 1);
		a->used += length + 1;
	} else {
		copy = alloc_slow(a, length + 1);
	}
	if (length)
		memcpy(copy, s, length);
	copy[length] = '\0';
	return copy;
}

char *arena_text(struct arena *a, const char *s)
{
	return s ? arena_copy(a, s, strlen(s)) : NULL;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
	va_list arguments, again;
	char local[256], *text;
	int length;

	va_start(arguments, format);
	va_copy(again, arguments);
	length = vsnprintf(local, sizeof(local), format, arguments);
	if (length < 0) {
		text = arena_copy(a, "", 0);
	} else if ((size_t)length < sizeof(local)) {
		text = arena_copy(a, local, (size_t)length);
	} else {
		text = arena_alloc(a, (size_t)length + 1);
		vsnprintf(text, (size_t)length + 1, format, again);
	}
	va_end(again);
	va_end(arguments);
	return text;
}

static void free_large(struct arena_block *block)
{
	struct arena_block *large;

	while ((large = block->large)) {
		block->large = large->large;
		block_free(large);
	}
}

void arena_reset(struct arena *a)
{
	struct arena_block *block;

	for (block = a->first; block; block = block->next) {
		free_large(block);
		ASAN_POISON_MEMORY_REGION(block->data, block->capacity);
	}
	a->current = a->first;
	a->used = 0;
}

void arena_free(struct arena *a)
{
	struct arena_block *block, *next;

	for (block = a->first; block; block = next) {
		next = block->next;
		free_large(block);
		block_free(block);
	}
	*a = (struct arena) { 0 };
}
