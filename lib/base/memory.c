#include <ecom/base.h>

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define CAPACITY_FIRST 16

static memory_failure_handler *on_failure;
static atomic_ulong until_failure; /* 0: the test seam is off */

void memory_on_failure(memory_failure_handler *handler)
{
	on_failure = handler;
}

void memory_fail_after(unsigned long n)
{
	until_failure = n;
}

_Noreturn static void fail(size_t wanted)
{
	if (on_failure)
		on_failure(wanted);
	abort();
}

static bool must_fail(void)
{
	return atomic_load_explicit(&until_failure, memory_order_relaxed) && atomic_fetch_sub(&until_failure, 1) == 1;
}

void *memory_alloc(size_t size)
{
	void *p = must_fail() ? NULL : malloc(size ? size : 1);

	if (!p)
		fail(size);
	return p;
}

void *memory_zero(size_t count, size_t size)
{
	void *p;

	if (!count || !size)
		count = size = 1;
	if (count > SIZE_MAX / size)
		fail(SIZE_MAX);
	p = must_fail() ? NULL : calloc(count, size);
	if (!p)
		fail(count * size);
	return p;
}

void *memory_resize(void *p, size_t size)
{
	void *resized = must_fail() ? NULL : realloc(p, size ? size : 1);

	if (!resized)
		fail(size);
	return resized;
}

void *memory_double(void *items, size_t *capacity, size_t size)
{
	*capacity = *capacity ? *capacity * 2 : CAPACITY_FIRST;
	if (*capacity > SIZE_MAX / size)
		fail(SIZE_MAX);
	return memory_resize(items, *capacity * size);
}

char *memory_text(const char *s)
{
	size_t size;

	if (!s)
		return NULL;
	size = strlen(s) + 1;
	return memcpy(memory_alloc(size), s, size);
}

void memory_free(void *p)
{
	free(p);
}
