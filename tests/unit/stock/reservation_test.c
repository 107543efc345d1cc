/* Claims: all or nothing, ended once, shipped from where they are kept. Expected numbers by hand. */
#include "stock_fixture.h"

static struct reservation_short shorts[8];
static size_t n_shorts;

static enum status reserve(struct store *s, const struct reservation_want *wants, size_t n)
{
	struct change c = change_at(s, 1000);

	return stock_reserve(&c, wants, n, 5000, shorts, &n_shorts, &err);
}

static enum status reserve_one(struct store *s, const char *owner, const char *sku, int64_t quantity)
{
	struct reservation_want want = { owner, sku, NULL, quantity };

	return reserve(s, &want, 1);
}

static int64_t release(struct store *s, const char *owner, int64_t quantity)
{
	struct change c = change_at(s, 2000);
	int64_t released = -1;

	stock_release(&c, owner, quantity, RESERVATION_RELEASED, &released, &err);
	return released;
}

static void test_all_or_nothing(struct store *s)
{
	const struct reservation_want wants[] = { { "order:1:1", "B", NULL, 2 },
						  { "order:1:2", "A", NULL, 2 },
						  { "order:1:3", "A", NULL, 2 } };

	open_shop(s);
	post(s, "A", "@supplier", "main", 3);
	post(s, "B", "@supplier", "main", 1);
	is_int(reserve(s, wants, 3), STATUS_REJECTED, "3 of A and 1 of B are not enough for 2 + 2 and 2");
	is_text(err.code, "short", "it is short");
	is_int((int64_t)n_shorts, 2, "of both");
	is_text(shorts[0].sku, "A", "A");
	is_int(shorts[0].wanted, 4, "its lines summed");
	is_int(shorts[1].wanted, 2, "and B");
	ok(strstr(err.message, "A: wanted 4, available 3") && strstr(err.message, "B: wanted 2, available 1"),
	   "the message tells both");
	is_int(level(s, "reserved", "A", "main"), 0, "nothing of A is reserved");
	is_int(number(s, "SELECT COUNT(*) FROM reservation"), 0, "there is no reservation");
	post(s, "A", "@supplier", "main", 1);
	post(s, "B", "@supplier", "main", 1);
	is_int(reserve(s, wants, 3), STATUS_OK, "one more of each is enough");
	is_int(level(s, "reserved", "A", "main"), 4, "four of A");
	is_int(level(s, "reserved", "B", "main"), 2, "two of B");
	is_int(number(s, "SELECT COUNT(*) FROM reservation WHERE state = 0 AND expires_at = 5000 AND open = quantity"),
	       3, "one held claim a line");
	is_int(reserve_one(s, "x", "A", 1), STATUS_REJECTED, "none is left");
	close_shop(s);
}

static void test_floor_and_active(struct store *s)
{
	open_shop(s);
	post(s, "A", "@supplier", "main", 5);
	post(s, "A", "@supplier", "shop", 5);
	run_sql(s, "UPDATE level SET floor = 2 WHERE location = 'main'");
	run_sql(s, "UPDATE location SET active = 0 WHERE location = 'shop'");
	is_int(reserve_one(s, "x", "A", 4), STATUS_REJECTED, "5 less a floor of 2; the closed shop does not serve");
	is_int(shorts[0].available, 3, "three can be promised");
	is_int(reserve_one(s, "x", "A", 3), STATUS_OK, "and are");
	is_int(reserve_one(s, "x", "A", 0), STATUS_REJECTED, "none is no claim");
	is_int(reserve_one(s, "", "A", 1), STATUS_REJECTED, "nor is one without an owner");
	close_shop(s);
}

static void test_split(struct store *s)
{
	open_shop(s);
	post(s, "A", "@supplier", "main", 3);
	post(s, "A", "@supplier", "shop", 4);
	is_int(reserve_one(s, "x", "A", 4), STATUS_OK, "four of three and four");
	is_int(level(s, "reserved", "A", "shop"), 4, "from the one place that has four");
	is_int(release(s, "x", -1), 4, "given back");
	is_int(reserve_one(s, "x", "A", 6), STATUS_OK, "six are split");
	is_int(level(s, "reserved", "A", "main"), 3, "three by priority from main");
	is_int(level(s, "reserved", "A", "shop"), 3, "three from the shop");
	is_int(release(s, "x", 2), 2, "two given back");
	is_int(level(s, "reserved", "A", "shop"), 1, "the latest claim gives first");
	is_int(level(s, "reserved", "A", "main"), 3, "the other stays");
	is_int(release(s, "x", 2), 2, "two more");
	is_int(level(s, "reserved", "A", "shop"), 0, "one from the shop");
	is_int(level(s, "reserved", "A", "main"), 2, "one from main");
	is_int(check(s).count, 0, "levels are the sums of the claims");
	close_shop(s);
}

static void test_once(struct store *s)
{
	open_shop(s);
	post(s, "A", "@supplier", "main", 5);
	reserve_one(s, "order:1:1", "A", 2);
	reserve_one(s, "order:1:2", "A", 1);
	reserve_one(s, "order:10:1", "A", 1);
	is_int(release(s, "order:1:*", -1), 3, "both lines of order 1, not those of order 10");
	is_int(release(s, "order:1:*", -1), 0, "once is once");
	is_int(level(s, "reserved", "A", "main"), 1, "order 10 keeps its own");
	is_int(number(s, "SELECT COUNT(*) FROM reservation WHERE state = 3 AND open = 0"), 2, "two claims have ended");
	is_int(release(s, "nobody", -1), 0, "nobody has nothing");
	close_shop(s);
}

static void test_ship(struct store *s)
{
	struct change c = change_at(s, 3000);

	open_shop(s);
	post(s, "A", "@supplier", "main", 3);
	post(s, "A", "@supplier", "shop", 3);
	reserve_one(s, "order:1:1", "A", 5);
	is_int(stock_allocate(&c, "order:1:*", &err), STATUS_OK, "paid");
	is_int(number(s, "SELECT COUNT(*) FROM reservation WHERE state = 1 AND expires_at IS NULL"), 2,
	       "both parts are allocated and do not expire");
	is_int(stock_ship(&c, "order:1:1", 6, "1-1", &err), STATUS_REJECTED, "six of five");
	is_text(err.code, "short", "are short");
	is_int(stock_ship(&c, "order:1:1", 4, "1-1", &err), STATUS_OK, "four are shipped");
	is_int(level(s, "on_hand", "A", "main"), 0, "three from main");
	is_int(level(s, "on_hand", "A", "shop"), 2, "one from the shop");
	is_int(level(s, "reserved", "A", "shop"), 1, "where one is still reserved");
	is_int(number(s, "SELECT SUM(quantity) FROM movement WHERE target = '@customer' AND reference = '1-1'"), 4,
	       "by movements to the customer");
	is_int(number(s, "SELECT COUNT(*) FROM movement WHERE target = '@customer' AND source = 'shop'"), 1,
	       "that say from where");
	is_int(number(s, "SELECT COUNT(*) FROM reservation WHERE state = 2 AND open = 0"), 1, "one claim is shipped");
	is_int(release(s, "order:1:1", -1), 1, "the rest is cancelled");
	is_int(check(s).count, 0, "levels are the sums of movements and claims");
	close_shop(s);
}

static void test_ship_what_is_not_there(struct store *s)
{
	struct change c = change_at(s, 3000);
	struct stock_change counted = { .sku = "A", .location = "main", .quantity = 1 };
	struct stock_done done;

	open_shop(s);
	post(s, "A", "@supplier", "main", 3);
	reserve_one(s, "order:1:1", "A", 3);
	stock_count(&c, &counted, &done, &err);
	is_int(stock_ship(&c, "order:1:1", 3, NULL, &err), STATUS_REJECTED, "three reserved, one there");
	is_text(err.code, "short", "is short");
	is_int(level(s, "on_hand", "A", "main"), 1, "the level stays as counted");
	close_shop(s);
}

static int emitted;
static struct reservation last;

static void keep(void *ctx, const void *record)
{
	(void)ctx;
	emitted++;
	last = *(const struct reservation *)record;
}

static enum status hold(struct store *s, const char *owner, const char *sku, int64_t quantity, int64_t until)
{
	struct change c = change_at(s, 1000);
	struct reservation in = { .owner = owner, .sku = sku, .quantity = quantity };

	emitted = 0;
	return stock_hold(&c, &in, until, keep, NULL, &err);
}

static void test_hold(struct store *s)
{
	open_shop(s);
	post(s, "A", "@supplier", "main", 5);
	is_int(hold(s, "web-7", "A", 2, 9000), STATUS_OK, "a hold");
	is_int(emitted, 1, "of one claim");
	is_int(last.expires_at, 9000, "until then");
	is_int(hold(s, "web-7", "A", 2, 9500), STATUS_OK, "the same again");
	is_int(level(s, "reserved", "A", "main"), 2, "takes nothing more");
	is_int(last.expires_at, 9500, "but lasts longer");
	is_int(number(s, "SELECT COUNT(*) FROM reservation"), 1, "it is the same claim");
	is_int(hold(s, "web-7", "A", 5, 9500), STATUS_OK, "five instead of two: one's own hold is not in one's way");
	is_int(level(s, "reserved", "A", "main"), 5, "five");
	is_int(hold(s, "web-8", "A", 1, 9500), STATUS_REJECTED, "another gets none");
	is_text(err.code, "short", "it is short");
	is_int(hold(s, "web-8", "NOPE", 1, 9500), STATUS_REJECTED, "what is not in the catalog");
	is_text(err.code, "unknown_sku", "is not short but unknown");
	is_int(hold(s, "order:1:1", "A", 1, 9500), STATUS_REJECTED, "an order's name");
	is_text(err.code, "bad_owner", "is not to be had by hand");
	is_int(hold(s, "web-*", "A", 1, 9500), STATUS_REJECTED, "nor is one that means many");
	is_int(hold(s, "web-9", "A", 1, 1000), STATUS_REJECTED, "a hold must begin before it ends");
	is_int(number(s, "SELECT COUNT(*) FROM audit WHERE kind = 'reservation' AND subject = 'A@main'"), 4,
	       "made, prolonged, given back, made anew: four rows of the audit");
	close_shop(s);
}

static enum status unhold(struct store *s, const char *owner, const char *sku, int64_t quantity)
{
	struct change c = change_at(s, 2000);
	struct reservation in = { .owner = owner, .sku = sku, .quantity = quantity };

	if (quantity)
		record_mark(&in, RELEASE_QUANTITY);
	emitted = 0;
	return stock_unhold(&c, &in, keep, NULL, &err);
}

static void test_unhold(struct store *s)
{
	open_shop(s);
	post(s, "A", "@supplier", "main", 9);
	post(s, "B", "@supplier", "main", 9);
	hold(s, "web-7", "A", 4, 9000);
	hold(s, "web-7", "B", 3, 9000);
	reserve_one(s, "order:1:1", "A", 2);
	is_int(unhold(s, "web-7", "A", 3), STATUS_OK, "three of four");
	is_int(last.open, 1, "leave one");
	is_int(last.state, RESERVATION_HELD, "still held");
	is_int(unhold(s, "*", NULL, 0), STATUS_OK, "everyone's");
	is_int(emitted, 2, "both claims by hand");
	is_int(level(s, "reserved", "A", "main"), 2, "but never an order's");
	is_int(unhold(s, "order:1:1", NULL, 0), STATUS_REJECTED, "not even by name");
	is_text(err.code, "bad_owner", "which is told");
	is_int(unhold(s, "web-7", NULL, 0), STATUS_OK, "nothing left");
	is_int(emitted, 0, "nothing told");
	close_shop(s);
}

static void test_expire(struct store *s)
{
	struct change c = change_at(s, 6000);
	bool more;

	open_shop(s);
	post(s, "A", "@supplier", "main", 9);
	hold(s, "web-1", "A", 1, 6000);
	hold(s, "web-2", "A", 2, 6001);
	hold(s, "web-3", "A", 3, INSTANT_NONE);
	reserve_one(s, "order:1:1", "A", 1);
	emitted = 0;
	is_int(stock_expire(&c, 10, keep, NULL, &more, &err), STATUS_OK, "at 6000");
	is_int(emitted, 1, "one hold is over: not the later one, not the endless one, not the order's");
	is_text(last.owner, "web-1", "the first");
	is_int(last.state, RESERVATION_EXPIRED, "by the clock");
	ok(!more, "there are no others");
	is_int(level(s, "reserved", "A", "main"), 2 + 3 + 1, "the others stay");
	stock_expire(&c, 10, keep, NULL, &more, &err);
	is_int(emitted, 1, "once is once");
	close_shop(s);
}

static void test_damaged_level(struct store *s)
{
	open_shop(s);
	post(s, "A", "@supplier", "main", 9);
	reserve_one(s, "web-1", "A", 4);
	run_sql(s, "UPDATE level SET reserved = 1");
	is_text(check(s).last, "level_reserved", "a level that counts too little is found");
	is_int(release(s, "web-1", -1), 4, "but does not stop a cancel");
	is_int(level(s, "reserved", "A", "main"), 0, "and does not become negative");
	close_shop(s);
}

int main(void)
{
	struct store *s = fixture_open(STORE_WRITE);

	test_all_or_nothing(s);
	test_floor_and_active(s);
	test_split(s);
	test_once(s);
	test_ship(s);
	test_ship_what_is_not_there(s);
	test_hold(s);
	test_unhold(s);
	test_expire(s);
	test_damaged_level(s);
	store_close(s);
	arena_free(&arena);
	return done_testing();
}
