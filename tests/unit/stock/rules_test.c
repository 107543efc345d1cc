/* What a movement means for levels: each case worked out by hand from the double entry. */
#include <tap.h>

#include <stock/stock_impl.h>

static struct error err;

static void test_places(void)
{
	struct stock_place p;

	is_int(stock_place_parse("main", "from", &p, &err), STATUS_OK, "a location");
	is_int(p.account, STOCK_SHELF, "is a shelf");
	is_text(p.location, "main", "by its name");
	stock_place_parse("main#unavailable", "from", &p, &err);
	is_int(p.account, STOCK_UNAVAILABLE, "the unavailable part");
	is_text(p.location, "main", "of the same location");
	stock_place_parse("仓库#incoming", "from", &p, &err);
	is_int(p.account, STOCK_INCOMING, "what is on its way");
	is_text(p.location, "仓库", "to a location in any script");
	is_int(stock_place_parse("@customer", "from", &p, &err), STATUS_OK, "the outside");
	is_int(p.account, STOCK_OUTSIDE, "is outside");
	is_text(p.location, "", "and no location");

	static const char *const BAD[] = {
		"@nowhere", "main#", "main#broken", "#unavailable", "a\nb", "main#incoming#x"
	};
	for (size_t i = 0; i < ARRAY_LENGTH(BAD); i++) {
		is_int(stock_place_parse(BAD[i], "to", &p, &err), STATUS_REJECTED, "not an account is refused");
		is_text(err.field, "to", "with its field");
	}
	is_int(stock_place_parse("", "from", &p, &err), STATUS_REJECTED, "nothing is refused");
	is_text(err.code, "missing", "as missing");
	is_int(stock_location_valid("main#unavailable", "location", &err), STATUS_REJECTED, "a part is no location");
	is_int(stock_location_valid("@adjust", "location", &err), STATUS_REJECTED, "nor is the outside");
	is_int(stock_location_valid("shop 2", "location", &err), STATUS_OK, "a blank is no harm");
}

struct effect_case {
	const char *from, *to;
	size_t n;
	struct {
		const char *location;
		int64_t on_hand, unavailable, incoming;
		bool from_shelf;
	} effects[2];
};

static void test_effects(void)
{
	static const struct effect_case CASES[] = {
		{ "@supplier", "main", 1, { { "main", 5, 0, 0, false } } },
		{ "@supplier", "main#incoming", 1, { { "main", 0, 0, 5, false } } },
		{ "main#incoming", "main", 1, { { "main", 5, 0, -5, false } } },
		{ "main", "main#unavailable", 1, { { "main", 0, 5, 0, true } } },
		{ "main#unavailable", "main", 1, { { "main", 0, -5, 0, false } } },
		{ "main#unavailable", "@loss", 1, { { "main", -5, -5, 0, false } } },
		{ "main", "@customer", 1, { { "main", -5, 0, 0, true } } },
		{ "main", "shop", 2, { { "main", -5, 0, 0, true }, { "shop", 5, 0, 0, false } } },
		{ "shop", "main", 2, { { "main", 5, 0, 0, false }, { "shop", -5, 0, 0, true } } },
		{ "main", "@transit", 1, { { "main", -5, 0, 0, true } } },
		{ "@transit", "@loss", 0, { { NULL, 0, 0, 0, false } } },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(CASES); i++) {
		const struct effect_case *c = &CASES[i];
		struct stock_place from, to;
		struct stock_effect got[2];
		stock_place_parse(c->from, "from", &from, &err);
		stock_place_parse(c->to, "to", &to, &err);
		size_t n = stock_effects(&from, &to, 5, got);
		ok(n == c->n, "%s -> %s touches %zu levels", c->from, c->to, c->n);
		for (size_t k = 0; k < n && k < c->n; k++)
			ok(text_same(got[k].location, c->effects[k].location) &&
				   got[k].on_hand == c->effects[k].on_hand &&
				   got[k].unavailable == c->effects[k].unavailable &&
				   got[k].incoming == c->effects[k].incoming &&
				   got[k].from_shelf == c->effects[k].from_shelf,
			   "%s -> %s: %s", c->from, c->to, c->effects[k].location);
	}
}

static void test_counts(void)
{
	struct stock_variance v = stock_count_variance(12, 2, 11);

	is_int(v.shelf, -1, "12 in the books, 11 counted: one is missing from the shelf");
	is_int(v.unavailable, 0, "the unavailable stay");
	v = stock_count_variance(12, 2, 15);
	is_int(v.shelf, 3, "15 counted: three were found");
	v = stock_count_variance(12, 2, 12);
	ok(!v.shelf && !v.unavailable, "a count that agrees has no variance");
	v = stock_count_variance(12, 5, 3);
	is_int(v.shelf, -7, "3 counted, 5 unavailable: the 7 of the shelf are gone");
	is_int(v.unavailable, -2, "and 2 of the unavailable");
}

int main(void)
{
	test_places();
	test_effects();
	test_counts();
	ok(stock_reason_is_loss("Damaged") && stock_reason_is_loss("报损") && !stock_reason_is_loss("recount"),
	   "damage is a loss, a recount is none");
	is_int(stock_severity(0, true, 5), LOW_OUT, "nothing to sell is out");
	is_int(stock_severity(-2, false, 0), LOW_OUT, "as is less than nothing");
	is_int(stock_severity(4, true, 5), LOW_CRITICAL, "below safety is critical");
	is_int(stock_severity(5, true, 5), LOW_LOW, "at safety is low");
	is_int(stock_severity(1, false, 0), LOW_LOW, "without safety too");
	ok(stock_owner_is_order("order:1:1") && stock_owner_is_order("ORDER:1:1") && !stock_owner_is_order("web-7") &&
		   !stock_owner_is_order("orders"),
	   "owners of orders are told from others");
	return done_testing();
}
