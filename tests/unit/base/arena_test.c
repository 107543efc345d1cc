#include <ecom/base.h>

#include <stdalign.h>
#include <stdint.h>
#include <tap.h>

#define COPIES 20000

static void many_small(struct arena *a)
{
	static char *copies[COPIES];
	char text[32];
	bool same = true;
	int i;

	for (i = 0; i < COPIES; i++) {
		snprintf(text, sizeof(text), "SKU-%d", i);
		copies[i] = arena_text(a, text);
	}
	for (i = 0; i < COPIES; i++) {
		snprintf(text, sizeof(text), "SKU-%d", i);
		same = same && strcmp(copies[i], text) == 0;
	}
	ok(same, "%d copies over several blocks keep their text", COPIES);
}

static void alignment(struct arena *a)
{
	bool aligned = true;
	size_t i;

	for (i = 1; i < 100; i++) {
		arena_copy(a, "x", 1);
		aligned = aligned && (uintptr_t)arena_alloc(a, i) % alignof(max_align_t) == 0;
	}
	ok(aligned, "allocations are aligned, whatever stands between them");
}

static void printing(struct arena *a)
{
	char wide[1001];

	memset(wide, 'w', sizeof(wide) - 1);
	wide[sizeof(wide) - 1] = '\0';
	is_text(arena_printf(a, "%s-%d", "PO", 118), "PO-118", "arena_printf");
	is_text(arena_printf(a, "%s", wide), wide, "arena_printf of more than its first try holds");
	is_text(arena_printf(a, "%s", ""), "", "arena_printf of nothing");
}

/* A batch over and over: after the first, no allocation is left to fail. */
static void flat(struct arena *a)
{
	int batch, i;

	for (batch = 0; batch < 3; batch++) {
		arena_reset(a);
		if (batch == 1)
			memory_fail_after(1);
		for (i = 0; i < COPIES; i++)
			arena_copy(a, "0123456789012345678901234567890123456789", 40);
	}
	memory_fail_after(0);
	ok(true, "batches of the same size reuse their blocks");
}

static void large(struct arena *a)
{
	size_t size = (size_t)3 << 20;
	char *first, *second, *small;

	arena_reset(a);
	small = arena_text(a, "before");
	first = arena_alloc(a, size);
	memset(first, 'a', size);
	second = arena_zero(a, size);
	ok(second[0] == 0 && second[size - 1] == 0, "a large allocation is zeroed");
	ok(first[size - 1] == 'a', "and apart from the other");
	is_text(small, "before", "small ones stay");
	arena_reset(a);
	is_text(arena_text(a, "after"), "after", "the arena serves again");
}

int main(void)
{
	struct arena a = { 0 };

	ok(arena_text(&a, NULL) == NULL, "no text stays none");
	is_text(arena_copy(&a, "abcdef", 3), "abc", "a part of a text");
	is_text(arena_copy(&a, NULL, 0), "", "an empty part");
	is_text(arena_copy(&a, "a\0b", 3) + 2, "b", "bytes after a NUL are copied");
	many_small(&a);
	alignment(&a);
	printing(&a);
	flat(&a);
	large(&a);
	arena_free(&a);
	ok(!a.first && !a.current && !a.used, "a freed arena is an empty one");
	is_text(arena_text(&a, "again"), "again", "which works");
	arena_free(&a);

	memset(arena_alloc(&a, (size_t)1 << 20), 1, (size_t)1 << 20);
	is_text(arena_text(&a, "small"), "small", "an arena may start with a large one");
	arena_free(&a);
	arena_reset(&a);
	arena_free(&a);
	return done_testing();
}
