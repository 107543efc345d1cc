/* From what a customer asks for to the rows of an order: prices, shares, totals. */
#include "order_impl.h"

#include <stdio.h>
#include <stdlib.h>

/* A line of the input with the number it will have. */
struct slot {
	const struct order_line *in;
	size_t index; /* its place in the input, for messages */
	int64_t number;
};

struct pricing {
	const struct change *c;
	const struct order *in;
	const struct order_pricing *how;
	struct sale *sale;
	struct slot *slots;
	struct order_faults faults;
	char path[32];
};

static void fault(struct pricing *p, const struct error *err)
{
	order_fault(&p->faults, err, p->path);
}

/* An amount that may not be negative. False: a fault was noted. */
static bool money_of(struct pricing *p, struct amount amount, const char *field, int64_t *minor)
{
	struct error err;
	enum status st = money_from_amount(amount, p->sale->currency, minor, &err);
	if (!st && *minor < 0)
		st = error_reject(&err, "bad_value", field, "negative; zero or more was expected");
	if (st) {
		snprintf(err.field, sizeof err.field, "%s", field);
		fault(p, &err);
	}
	return !st;
}

static void optional_money(struct pricing *p, const void *record, int field, struct amount amount, const char *name,
			   int64_t *minor)
{
	*minor = 0;
	if (record_has(record, field))
		money_of(p, amount, name, minor);
}

static int compare_slots(const void *a, const void *b)
{
	const struct slot *x = a, *y = b;
	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

static void number_lines(struct pricing *p)
{
	const struct order_line *lines = p->in->lines.items;
	size_t n = p->in->lines.count;
	bool sorted = true;
	p->slots = arena_alloc(p->c->arena, (n ? n : 1) * sizeof *p->slots);
	for (size_t i = 0; i < n; i++) {
		int64_t number = record_has(&lines[i], ORDER_LINE_LINE) ? lines[i].line : (int64_t)i + 1;
		p->slots[i] = (struct slot) { &lines[i], i, number };
		sorted = sorted && (!i || p->slots[i - 1].number < number);
	}
	if (!sorted)
		qsort(p->slots, n, sizeof *p->slots, compare_slots);
	for (size_t i = 1; !sorted && i < n; i++) {
		struct error err;
		if (p->slots[i].number != p->slots[i - 1].number)
			continue;
		snprintf(p->path, sizeof p->path, "lines[%zu].", p->slots[i].index);
		error_reject(&err, "bad_value", "line", "number %lld is that of another line too",
			     (long long)p->slots[i].number);
		fault(p, &err);
	}
}

/* The currency of an order that names none: the shop's, else that of the first product. */
static enum status find_currency(struct pricing *p, struct error *err)
{
	const struct order_line *lines = p->in->lines.items;
	struct buffer setting = { 0 };
	char own[4] = "";
	int64_t price;
	enum status st = STATUS_OK;
	if (record_has(p->in, ORDER_CURRENCY))
		p->sale->currency = p->in->currency;
	else if (p->how->known)
		p->sale->currency = p->how->known->currency;
	else if ((st = store_setting_get(p->c->store, "currency", &setting, err)) == STATUS_OK && setting.length)
		p->sale->currency = arena_text(p->c->arena, setting.data);
	buffer_free(&setting);
	if (st || p->sale->currency)
		return st;
	if (p->in->lines.count) {
		st = catalog_price_at(p->c->store, lines[0].sku, NULL, p->sale->placed_at, &price, own, err);
		if (st && st != STATUS_REJECTED)
			return st;
	}
	if (st || !own[0])
		return error_reject(err, "missing", "currency",
				    "neither the order nor the shop says it, and line 1 has no price");
	p->sale->currency = arena_text(p->c->arena, own);
	return STATUS_OK;
}

/* The price of a line: from the order it may be a repeat of, the input, or the catalog. */
static enum status line_price(struct pricing *p, const struct order_line *in, size_t i, int64_t *price,
			      struct error *fatal)
{
	const struct sale *known = p->how->known;
	bool given = p->how->price_from_input && record_has(in, ORDER_LINE_PRICE);
	struct error err;
	enum status st = STATUS_OK;
	*price = 0;
	if (known)
		*price = i < known->n_lines ? known->lines[i].price : 0;
	else if (p->how->catalog || !given)
		st = catalog_price_at(p->c->store, in->sku, p->sale->currency, p->sale->placed_at, price, NULL, &err);
	if (st && given && st == STATUS_REJECTED && !strcmp(err.code, "no_price"))
		st = STATUS_OK;
	if (st && st != STATUS_REJECTED) {
		*fatal = err;
		return st;
	}
	if (st)
		fault(p, &err);
	else if (given)
		money_of(p, in->price, "price", price);
	return STATUS_OK;
}

static enum status price_line(struct pricing *p, size_t i, struct error *err)
{
	const struct order_line *in = p->slots[i].in;
	struct sale_line *line = &p->sale->lines[i];
	struct error bad;
	int64_t goods = 0;
	snprintf(p->path, sizeof p->path, "lines[%zu].", p->slots[i].index);
	*line = (struct sale_line) {
		.line = p->slots[i].number, .sku = in->sku, .location = in->location, .quantity = in->quantity
	};
	enum status st = line_price(p, in, i, &line->price, err);
	if (st)
		return st;
	if (in->quantity <= 0) {
		error_reject(&bad, "bad_value", "quantity", "%lld; more than zero was expected",
			     (long long)in->quantity);
		fault(p, &bad);
		return STATUS_OK;
	}
	optional_money(p, in, ORDER_LINE_DISCOUNT, in->discount, "discount", &line->discount);
	optional_money(p, in, ORDER_LINE_TAX, in->tax, "tax", &line->tax);
	if (!money_times(line->price, line->quantity, &goods)) {
		error_reject(&bad, "too_large", "quantity", "price * quantity is more than can be counted");
		fault(p, &bad);
	} else if (line->discount > goods) {
		error_reject(&bad, "bad_value", "discount", "more than the line is worth");
		fault(p, &bad);
	}
	line->total = goods - line->discount; /* the tax joins it when shared */
	return STATUS_OK;
}

static char *print_money(const struct sale *sale, int64_t minor, char text[AMOUNT_TEXT_SIZE])
{
	return amount_print(text, money_amount(minor, sale->currency));
}

/* A total that the input gives must be what its parts make. */
static void check_total(struct pricing *p, struct amount given, const char *field, int64_t made)
{
	int64_t minor;
	struct error err;
	char said[AMOUNT_TEXT_SIZE], made_text[AMOUNT_TEXT_SIZE];
	if (money_from_amount(given, p->sale->currency, &minor, &err)) {
		snprintf(err.field, sizeof err.field, "%s", field);
		fault(p, &err);
	} else if (minor != made) {
		error_reject(&err, "total_mismatch", field, "is %s, but its parts make %s", amount_print(said, given),
			     print_money(p->sale, made, made_text));
		fault(p, &err);
	}
}

/* What the order says of itself less what its lines already name: the rest is to be shared. */
static int64_t rest_to_share(struct pricing *p, int field, struct amount amount, const char *name, int64_t named)
{
	int64_t whole = named;
	struct error err;
	char lines[AMOUNT_TEXT_SIZE];
	if (!record_has(p->in, field) || !money_of(p, amount, name, &whole))
		return 0;
	if (whole >= named)
		return whole - named;
	error_reject(&err, "total_mismatch", name, "less than the lines name together: %s",
		     print_money(p->sale, named, lines));
	fault(p, &err);
	return 0;
}

static void share_discount(struct pricing *p, int64_t *weights, int64_t *shares)
{
	struct sale *sale = p->sale;
	int64_t named = 0, left = 0;
	struct error err;
	for (size_t i = 0; i < sale->n_lines; i++) {
		named += sale->lines[i].discount;
		weights[i] = sale->lines[i].total;
		left += weights[i];
	}
	int64_t rest = rest_to_share(p, ORDER_DISCOUNT, p->in->discount, "discount", named);
	if (rest > left) {
		error_reject(&err, "bad_value", "discount", "more than the goods are worth");
		fault(p, &err);
		rest = 0;
	}
	money_share(rest, weights, sale->n_lines, shares);
	for (size_t i = 0; rest && i < sale->n_lines; i++) {
		sale->lines[i].discount += shares[i];
		sale->lines[i].total -= shares[i];
	}
}

static void share_tax(struct pricing *p, int64_t *weights, int64_t *shares)
{
	struct sale *sale = p->sale;
	int64_t named = 0;
	for (size_t i = 0; i < sale->n_lines; i++) {
		named += sale->lines[i].tax;
		weights[i] = sale->lines[i].total;
	}
	int64_t rest = rest_to_share(p, ORDER_TAX, p->in->tax, "tax", named);
	money_share(rest, weights, sale->n_lines, shares);
	for (size_t i = 0; i < sale->n_lines; i++) {
		sale->lines[i].tax += shares[i];
		sale->lines[i].total += sale->lines[i].tax;
	}
}

/* A sum that would pass AMOUNT_MAX is refused before it is made. */
static bool small_enough(struct pricing *p)
{
	const struct sale *sale = p->sale;
	int64_t sum = sale->shipping, whole_tax = 0;
	struct error err;
	bool fits = !record_has(p->in, ORDER_TAX) || money_of(p, p->in->tax, "tax", &whole_tax);
	fits = fits && number_add(sum, whole_tax, &sum);
	for (size_t i = 0; fits && i < sale->n_lines; i++)
		fits = number_add(sum, sale->lines[i].price * sale->lines[i].quantity, &sum) &&
		       number_add(sum, sale->lines[i].tax, &sum) && sum <= AMOUNT_MAX;
	if (fits || p->faults.count)
		return fits;
	error_reject(&err, "too_large", "lines", "the order is worth more than can be counted");
	fault(p, &err);
	return false;
}

static void total_up(struct pricing *p)
{
	struct sale *sale = p->sale;
	const struct order *in = p->in;
	int64_t *weights = arena_alloc(p->c->arena, 2 * sale->n_lines * sizeof *weights);
	p->path[0] = '\0';
	optional_money(p, in, ORDER_SHIPPING, in->shipping, "shipping", &sale->shipping);
	if (!small_enough(p))
		return;
	share_discount(p, weights, weights + sale->n_lines);
	share_tax(p, weights, weights + sale->n_lines);
	for (size_t i = 0; i < sale->n_lines; i++) {
		const struct sale_line *line = &sale->lines[i];
		sale->subtotal += line->price * line->quantity;
		sale->discount += line->discount;
		sale->tax += line->tax;
		if (record_has(p->slots[i].in, ORDER_LINE_TOTAL)) {
			snprintf(p->path, sizeof p->path, "lines[%zu].", p->slots[i].index);
			check_total(p, p->slots[i].in->total, "total", line->total);
		}
	}
	p->path[0] = '\0';
	sale->total = sale->subtotal - sale->discount + sale->shipping + sale->tax;
	if (record_has(in, ORDER_SUBTOTAL))
		check_total(p, in->subtotal, "subtotal", sale->subtotal);
	if (record_has(in, ORDER_TOTAL))
		check_total(p, in->total, "total", sale->total);
}

enum status order_price(const struct change *c, const struct order *in, const struct order_pricing *how,
			struct sale *sale, struct error *err)
{
	struct pricing p = { .c = c, .in = in, .how = how, .sale = sale };
	*sale = (struct sale) { .id = in->order,
				.customer = in->customer,
				.email = in->email,
				.channel = in->channel,
				.placed_at = in->placed_at,
				.expires_at = INSTANT_NONE,
				.n_lines = in->lines.count };
	if (!record_has(in, ORDER_PLACED_AT))
		sale->placed_at = how->known ? how->known->placed_at : c->now;
	if (in->order && strchr(in->order, ':')) /* would not be told from a line of another order: "order:1001:1" */
		return error_reject(err, "bad_value", "order", "\"%.64s\": an order number holds no ':'", in->order);
	if (!sale->n_lines)
		return error_reject(err, "missing", "lines", "an order needs at least one line");
	enum status st = find_currency(&p, err);
	if (st)
		return st;
	if (currency_decimals(sale->currency) < 0)
		return error_reject(err, "bad_currency", "currency",
				    "\"%.16s\": an ISO 4217 code such as EUR was expected", sale->currency);
	sale->lines = arena_alloc(c->arena, sale->n_lines * sizeof *sale->lines);
	number_lines(&p);
	for (size_t i = 0; !st && i < sale->n_lines; i++)
		st = price_line(&p, i, err);
	if (!st && !p.faults.count)
		total_up(&p);
	enum status faults = order_faults_end(&p.faults, st ? NULL : err);
	return st ? st : faults;
}

static bool same_line(const struct sale_line *a, const struct sale_line *b)
{
	return a->line == b->line && a->quantity == b->quantity && a->price == b->price && a->discount == b->discount &&
	       a->tax == b->tax && a->total == b->total && text_same(a->sku, b->sku) &&
	       text_same(a->location, b->location);
}

bool order_same(const struct sale *a, const struct sale *b)
{
	if (a->n_lines != b->n_lines || a->placed_at != b->placed_at || a->subtotal != b->subtotal ||
	    a->discount != b->discount || a->shipping != b->shipping || a->tax != b->tax || a->total != b->total)
		return false;
	for (size_t i = 0; i < a->n_lines; i++)
		if (!same_line(&a->lines[i], &b->lines[i]))
			return false;
	return text_same(a->currency, b->currency) && text_same(a->customer, b->customer) &&
	       text_same(a->email, b->email) && text_same(a->channel, b->channel);
}
