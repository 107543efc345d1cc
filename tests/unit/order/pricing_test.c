/* Shares and totals: the lines of an order always add up to it, whatever the amounts. */
#include "order_fixture.h"

/* A fixed sequence of numbers, the same in every run. */
static uint64_t state = 88172645463325252U;
static int64_t below(int64_t limit)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (int64_t)(state % (uint64_t)limit);
}

static void random_order(struct buffer *json)
{
	int64_t n = 1 + below(6), goods = 0;
	buffer_clear(json);
	buffer_text(json, "{\"currency\":\"EUR\",\"lines\":[");
	for (int64_t i = 0; i < n; i++) {
		int64_t price = below(3) ? below(10000) : 0, quantity = 1 + below(9);
		goods += price * quantity;
		buffer_printf(json, "%s{\"sku\":\"%s\",\"quantity\":%lld,\"price\":\"%lld.%02lld\"}", i ? "," : "",
			      below(2) ? "A" : "B", (long long)quantity, (long long)price / 100,
			      (long long)price % 100);
	}
	int64_t discount = below(goods + 1), tax = below(5000), shipping = below(1000);
	buffer_printf(json, "],\"discount\":\"%lld.%02lld\",\"tax\":\"%lld.%02lld\",\"shipping\":\"%lld.%02lld\"}",
		      (long long)discount / 100, (long long)discount % 100, (long long)tax / 100, (long long)tax % 100,
		      (long long)shipping / 100, (long long)shipping % 100);
}

static bool adds_up(const struct sale *sale)
{
	int64_t subtotal = 0, discount = 0, tax = 0, total = sale->shipping;
	for (size_t i = 0; i < sale->n_lines; i++) {
		const struct sale_line *l = &sale->lines[i];
		int64_t goods = l->price * l->quantity;
		if (l->discount < 0 || l->discount > goods || l->tax < 0 || l->total != goods - l->discount + l->tax)
			return false;
		subtotal += goods;
		discount += l->discount;
		tax += l->tax;
		total += l->total;
	}
	return sale->subtotal == subtotal && sale->discount == discount && sale->tax == tax && sale->total == total;
}

static void test_random_orders(struct store *s)
{
	struct order_pricing how = { .price_from_input = true, .catalog = true };
	struct record_rules rules = { 0 };
	struct buffer json = { 0 };
	int wrong = 0;
	open_shop(s);
	for (int i = 0; i < 2000; i++) {
		struct change c = change_at(s, 1000);
		struct order order;
		struct sale sale;
		random_order(&json);
		record_clear(&order_type, &order);
		if (record_from_json(&order_type, &order, json.data, json.length, &rules, &arena, NULL, NULL, &err) ||
		    order_price(&c, &order, &how, &sale, &err) || !adds_up(&sale)) {
			printf("# %s: %s\n", json.data, err.message);
			wrong++;
		}
		arena_reset(&arena);
	}
	is_int(wrong, 0, "two thousand orders add up");
	buffer_free(&json);
	close_shop(s);
}

static void test_refusals(struct store *s)
{
	static const struct {
		const char *json, *code, *field;
	} CASES[] = {
		{ "{\"lines\":[]}", "missing", "lines" },
		{ "{\"lines\":[{\"sku\":\"A\",\"quantity\":0}]}", "bad_value", "lines[0].quantity" },
		{ "{\"lines\":[{\"sku\":\"A\",\"quantity\":1},{\"sku\":\"X\",\"quantity\":1}]}", "unknown_sku",
		  "lines[1].sku" },
		{ "{\"lines\":[{\"sku\":\"A\",\"quantity\":1,\"discount\":10.01}]}", "bad_value", "lines[0].discount" },
		{ "{\"lines\":[{\"sku\":\"A\",\"quantity\":1,\"tax\":-1}]}", "bad_value", "lines[0].tax" },
		{ "{\"discount\":10.01,\"lines\":[{\"sku\":\"A\",\"quantity\":1}]}", "bad_value", "discount" },
		{ "{\"shipping\":0.005,\"lines\":[{\"sku\":\"A\",\"quantity\":1}]}", "too_precise", "shipping" },
		{ "{\"lines\":[{\"sku\":\"A\",\"quantity\":1,\"total\":9.99}]}", "total_mismatch", "lines[0].total" },
		{ "{\"subtotal\":9,\"lines\":[{\"sku\":\"A\",\"quantity\":1}]}", "total_mismatch", "subtotal" },
		{ "{\"lines\":[{\"line\":2,\"sku\":\"A\",\"quantity\":1},{\"line\":2,\"sku\":\"B\",\"quantity\":1}]}",
		  "bad_value", "lines[1].line" },
		{ "{\"order\":\"T:1\",\"lines\":[{\"sku\":\"A\",\"quantity\":1}]}", "bad_value", "order" },
		{ "{\"currency\":\"EURO\",\"lines\":[{\"sku\":\"A\",\"quantity\":1}]}", "bad_value", "currency" },
		{ "{\"lines\":[{\"sku\":\"A\",\"quantity\":1000000000000},{\"sku\":\"A\",\"quantity\":1000000000000}]}",
		  "short", "quantity" },
	};
	for (size_t i = 0; i < ARRAY_LENGTH(CASES); i++) {
		open_shop(s);
		is_int(create(s, CASES[i].json), STATUS_REJECTED, CASES[i].json);
		is_text(err.code, CASES[i].code, "its code");
		is_text(err.field, CASES[i].field, "its field");
		close_shop(s);
	}
}

int main(void)
{
	struct store *s = fixture_open(STORE_WRITE);
	test_random_orders(s);
	test_refusals(s);
	store_close(s);
	return done_testing();
}
