/* Items ordered together, by families of records. */
#include "replenish_impl.h"

const struct word REPLENISH_JOINT_WORDS[] = { { "best", "exact" }, { "simple", "silver" }, { NULL } };

struct joint_line {
	const char *sku;
	struct inventory_joint_item item;
	double on_hand; /* NAN: not said */
	struct joint_line *next;
};

struct joint_family {
	struct joint_line *first, **last;
	size_t count;
	double order_cost; /* NAN: not said yet */
};

struct replenish_joint_book {
	struct directory directory; /* of families, in the place of SKUs */
	struct joint_family *families;
	size_t capacity;
	struct arena arena;
};

struct replenish_joint_book *replenish_joint_book_new(void)
{
	return memory_zero(1, sizeof(struct replenish_joint_book));
}

void replenish_joint_book_free(struct replenish_joint_book *b)
{
	if (!b)
		return;
	memory_free(b->families);
	directory_free(&b->directory);
	arena_free(&b->arena);
	memory_free(b);
}

static struct joint_family *find_family(struct replenish_joint_book *b, const char *name)
{
	size_t before = b->directory.count, number = directory_number(&b->directory, name, NULL);

	if (number == before) {
		b->families = memory_grow(b->families, number, &b->capacity, sizeof *b->families);
		b->families[number] = (struct joint_family) { .order_cost = NAN };
	}
	return &b->families[number];
}

static enum status check_line(const struct replenish_joint_item *in, struct error *err)
{
	enum status status = replenish_above_zero(in->demand, "demand", err);

	if (status == STATUS_OK)
		status = replenish_above_zero(in->holding_cost, "holding_cost", err);
	if (status == STATUS_OK)
		status = replenish_not_below_zero(in->item_cost, "item_cost", err);
	if (status == STATUS_OK && record_has(in, JOINT_ASK_ORDER_COST))
		status = replenish_above_zero(in->order_cost, "order_cost", err);
	if (status == STATUS_OK && record_has(in, JOINT_ASK_ON_HAND))
		status = replenish_not_below_zero(in->on_hand, "on_hand", err);
	return status;
}

enum status replenish_joint_book_add(struct replenish_joint_book *b, const struct replenish_joint_item *in,
				     struct error *err)
{
	enum status status = check_line(in, err);

	if (status != STATUS_OK)
		return status;
	struct joint_family *family = find_family(b, in->family ? in->family : "");
	if (record_has(in, JOINT_ASK_ORDER_COST)) {
		if (!isnan(family->order_cost) && family->order_cost != in->order_cost)
			return error_reject(err, "bad_value", "order_cost", "%g: the family's was %g before",
					    in->order_cost, family->order_cost);
		family->order_cost = in->order_cost;
	}
	struct joint_line *line = arena_alloc(&b->arena, sizeof *line);
	*line = (struct joint_line) { .sku = arena_text(&b->arena, in->sku),
				      .item = { in->demand, in->item_cost, in->holding_cost },
				      .on_hand = record_has(in, JOINT_ASK_ON_HAND) ? in->on_hand : NAN };
	if (!family->first)
		family->last = &family->first;
	*family->last = line;
	family->last = &line->next;
	family->count++;
	return STATUS_OK;
}

/* Days that the family's stock lasts if it could be shared; NAN where an item does not say what it has. */
static double family_cover(const struct joint_family *family, double *room)
{
	double *stock = room, *demand = room + family->count;
	size_t n = 0;
	for (const struct joint_line *line = family->first; line; line = line->next) {
		stock[n] = line->on_hand;
		demand[n++] = line->item.demand;
	}
	return inventory_cover(stock, demand, n) * DAYS_A_YEAR;
}

static void emit_family(const char *name, const struct joint_family *family, enum replenish_joint_method method,
			replenish_joint_emit *each, void *ctx)
{
	size_t n = family->count, i = 0;
	struct inventory_joint_item *items = memory_zero(n, sizeof *items);
	uint32_t *multiples = memory_zero(n, sizeof *multiples);
	double *room = memory_zero(2 * n, sizeof *room), cover = family_cover(family, room), apart = 0;

	for (const struct joint_line *line = family->first; line; line = line->next) {
		items[i] = line->item;
		apart += inventory_eoq(items[i].demand, family->order_cost + items[i].order_cost,
				       items[i].holding_cost, NAN)
				 .cost;
		i++;
	}
	struct inventory_joint joint = method == REPLENISH_JOINT_SIMPLE ?
					       inventory_joint_simple(items, n, family->order_cost, multiples) :
					       inventory_joint_best(items, n, family->order_cost, multiples);
	i = 0;
	for (const struct joint_line *line = family->first; line; line = line->next) {
		struct replenish_joint out;
		record_clear(&replenish_joint_type, &out);
		out.sku = line->sku;
		out.family = name[0] ? name : NULL;
		out.multiple = multiples[i];
		out.quantity = items[i].demand * joint.cycle * multiples[i];
		out.interval = joint.cycle * multiples[i] * DAYS_A_YEAR;
		out.cycle = joint.cycle * DAYS_A_YEAR;
		out.cost = joint.cost;
		out.apart = apart;
		out.cover = cover;
		record_mark_all(&replenish_joint_type, &out);
		each(ctx, &out);
		i++;
	}
	memory_free(room);
	memory_free(multiples);
	memory_free(items);
}

void replenish_joint_plan(const struct replenish_joint_book *b, enum replenish_joint_method method,
			  replenish_joint_emit *each, replenish_refuse *refuse, void *ctx)
{
	size_t *sorted = directory_sorted(&b->directory);

	for (size_t i = 0; i < b->directory.count; i++) {
		const char *name = b->directory.keys[sorted[i]].name;
		const struct joint_family *family = &b->families[sorted[i]];
		struct error why;
		if (isnan(family->order_cost)) {
			error_reject(&why, "missing", "order_cost", "family %s: what an order costs is missing",
				     name[0] ? name : "without a name");
			refuse(ctx, &why);
		} else {
			emit_family(name, family, method, each, ctx);
		}
	}
	memory_free(sorted);
}
