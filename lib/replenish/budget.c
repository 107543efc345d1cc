/* A budget: pack by pack, where the next money is worth most. */
#include "reorder.h"

#define STEPS_MAX 64 /* of one proposal */

/* A line that still wants something, and what its next step is worth. */
struct claim {
	struct reorder_line *line;
	int64_t wanted, step;
	double score, cost; /* of the next step */
};
struct claims {
	struct claim *items; /* a heap: each at least as good as the two below it */
	size_t count;
};

double replenish_line_score(const struct reorder_line *l, double quantity)
{
	double position = (double)l->position;

	if (!(quantity > 0) || !(l->money.cost > 0))
		return 0;
	return l->money.worth *
	       (replenish_policy_loss(&l->question.cover, position) - replenish_policy_loss(&l->question.cover, position + quantity)) /
	       (l->money.cost * quantity);
}

/* Equal claims in the order of the lines. */
static bool better(const struct claim *a, const struct claim *b)
{
	return a->score != b->score ? a->score > b->score : a->line < b->line;
}

static void sink(struct claims *heap, size_t at)
{
	for (;;) {
		size_t best = at;
		for (size_t below = 2 * at + 1; below <= 2 * at + 2 && below < heap->count; below++)
			if (better(&heap->items[below], &heap->items[best]))
				best = below;
		if (best == at)
			return;
		struct claim moved = heap->items[at];
		heap->items[at] = heap->items[best];
		heap->items[best] = moved;
		at = best;
	}
}

/* The next step: a first one of no less than the minimum, others of whole packs. */
static void price_step(struct claim *c)
{
	const struct reorder_line *l = c->line;
	int64_t pack = l->limits.pack, packs = (c->wanted / pack + STEPS_MAX - 1) / STEPS_MAX;
	int64_t least = (l->limits.minimum + pack - 1) / pack;

	if (l->quantity == 0 && packs < least)
		packs = least;
	c->step = packs * pack < c->wanted - l->quantity ? packs * pack : c->wanted - l->quantity;
	c->cost = (double)l->money.unit_cost * (double)c->step;
	double position = (double)l->position + (double)l->quantity;
	double avoided = replenish_policy_loss(&l->question.cover, position) -
			 replenish_policy_loss(&l->question.cover, position + (double)c->step);
	c->score = c->cost > 0 ? l->money.worth * avoided / c->cost : INFINITY;
}

void replenish_spend(struct reorder_lines *lines, double budget)
{
	struct claims heap = { memory_alloc((lines->count + 1) * sizeof *heap.items), 0 };

	for (size_t i = 0; i < lines->count; i++) {
		struct reorder_line *l = &lines->items[i];
		l->before_budget = l->quantity;
		if (l->quantity == 0)
			continue;
		struct claim *c = &heap.items[heap.count++];
		*c = (struct claim) { .line = l, .wanted = l->quantity };
		l->quantity = 0;
		price_step(c);
	}
	for (size_t i = heap.count; i-- > 0;)
		sink(&heap, i);
	while (heap.count > 0) {
		struct claim *c = &heap.items[0];
		bool paid = c->cost <= budget;
		if (paid) {
			budget -= c->cost;
			c->line->quantity += c->step;
		}
		if (paid && c->line->quantity < c->wanted)
			price_step(c);
		else
			*c = heap.items[--heap.count];
		sink(&heap, 0);
	}
	memory_free(heap.items);
}
