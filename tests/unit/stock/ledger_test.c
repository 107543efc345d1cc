/* Movements, levels, counts: expected numbers by hand, compared with plain SQL on the tables. */
#include "stock_fixture.h"

static void test_post(struct store *s)
{
	struct change c = change_at(s, 1000);
	int64_t first, second;

	open_shop(s);
	is_int(stock_post(&c, "A", "@supplier", "main", 10, "receipt", "PO-1", &first, &err), STATUS_OK, "ten arrive");
	is_int(stock_post(&c, "A", "main", "shop", 4, "move", NULL, &second, &err), STATUS_OK, "four go to the shop");
	ok(second > first, "ids grow");
	is_int(level(s, "on_hand", "A", "main"), 6, "six stay");
	is_int(level(s, "on_hand", "A", "shop"), 4, "four are there");
	is_int(number(s, "SELECT COUNT(*) FROM movement"), 2, "two movements");
	is_int(number(s, "SELECT COUNT(*) FROM movement WHERE reference = 'PO-1' AND actor = 'tester' AND at = 1000"),
	       1, "with reference, actor and instant");
	is_int(post(s, "A", "main", "main#unavailable", 2), STATUS_OK, "two are damaged");
	is_int(level(s, "on_hand", "A", "main"), 6, "still on hand");
	is_int(level(s, "unavailable", "A", "main"), 2, "but not for sale");
	is_int(post(s, "A", "main#unavailable", "@loss", 1), STATUS_OK, "one is thrown away");
	is_int(level(s, "on_hand", "A", "main"), 5, "one less on hand");
	is_int(level(s, "unavailable", "A", "main"), 1, "and one less unavailable");
	is_int(post(s, "A", "@supplier", "main#incoming", 7), STATUS_OK, "seven announced");
	is_int(post(s, "A", "main#incoming", "main", 3), STATUS_OK, "three of them arrive");
	is_int(level(s, "incoming", "A", "main"), 4, "four on their way");
	is_int(level(s, "on_hand", "A", "main"), 8, "three more on hand");
	is_int(check(s).count, 0, "levels are the sums of the movements");
	close_shop(s);
}

static void test_refusals(struct store *s)
{
	open_shop(s);
	post(s, "A", "@supplier", "main", 5);
	is_int(post(s, "NOPE", "@supplier", "main", 1), STATUS_REJECTED, "an unknown SKU");
	is_text(err.code, "unknown_sku", "is told");
	is_int(post(s, "NOPE", "@transit", "@loss", 1), STATUS_REJECTED, "also where no level is touched");
	is_int(post(s, "A", "@supplier", "moon", 1), STATUS_REJECTED, "an unknown location");
	is_text(err.code, "unknown_location", "is told");
	is_int(post(s, "A", "moon", "@customer", 1), STATUS_REJECTED, "as a source too");
	is_text(err.code, "unknown_location", "in the same words");
	is_int(post(s, "A", "main", "@customer", 6), STATUS_REJECTED, "six of five");
	is_text(err.code, "short", "is short");
	ok(strstr(err.message, "wanted 6") && strstr(err.message, "available 5"), "and says by how much");
	is_int(post(s, "B", "main", "@customer", 1), STATUS_REJECTED, "one of what never was there");
	is_text(err.code, "short", "is short too");
	is_int(post(s, "A", "main#incoming", "main", 1), STATUS_REJECTED, "nothing is on its way");
	is_int(post(s, "A", "main#unavailable", "main", 1), STATUS_REJECTED, "nothing is unavailable");
	is_int(post(s, "A", "main", "main", 1), STATUS_REJECTED, "from here to here");
	is_int(post(s, "A", "@supplier", "main", 0), STATUS_REJECTED, "none at all");
	is_int(post(s, "A", "@supplier", "main", QUANTITY_MAX + 1), STATUS_REJECTED, "too many");
	is_int(number(s, "SELECT COUNT(*) FROM movement"), 1, "no refusal left a movement");
	is_int(number(s, "SELECT COUNT(*) FROM level"), 1, "nor a level");
	close_shop(s);
}

static void test_reserved_stays(struct store *s)
{
	struct change c = change_at(s, 1000);
	struct reservation_want want = { "web-1", "A", NULL, 4 };
	struct reservation_short shorts[1];
	size_t n;

	open_shop(s);
	post(s, "A", "@supplier", "main", 6);
	stock_reserve(&c, &want, 1, INSTANT_NONE, shorts, &n, &err);
	is_int(post(s, "A", "main", "shop", 3), STATUS_REJECTED, "of six with four reserved, three cannot be moved");
	is_text(err.code, "short", "they are short");
	is_int(post(s, "A", "main", "main#unavailable", 3), STATUS_REJECTED, "nor be put aside");
	is_int(post(s, "A", "main", "@adjust", 3), STATUS_REJECTED, "nor be written off");
	is_int(post(s, "A", "main", "shop", 2), STATUS_OK, "two can be moved");
	close_shop(s);
}

static void test_receive(struct store *s)
{
	struct change c = change_at(s, 1000);
	struct stock_change in = { .sku = "A", .location = "main", .quantity = 10, .reference = "PO-7" };
	struct stock_done done;

	open_shop(s);
	is_int(stock_receive(&c, &in, true, &done, &err), STATUS_OK, "ten are announced");
	is_text(done.movements[0].to, "main#incoming", "they are incoming");
	in.quantity = 12;
	is_int(stock_receive(&c, &in, false, &done, &err), STATUS_OK, "twelve arrive");
	is_int((int64_t)done.count, 2, "by two movements");
	is_text(done.movements[0].from, "main#incoming", "first what was announced");
	is_int(done.movements[0].quantity, 10, "all ten");
	is_text(done.movements[1].from, "@supplier", "then what was not");
	is_int(done.movements[1].quantity, 2, "two more");
	is_int(level(s, "incoming", "A", "main"), 0, "nothing is on its way");
	is_int(level(s, "on_hand", "A", "main"), 12, "all is there");
	is_int(stock_receive(&c, &in, false, &done, &err), STATUS_OK, "twelve more under the same reference");
	is_int((int64_t)done.count, 1, "take nothing that is not announced any more");
	in.location = NULL;
	is_int(stock_receive(&c, &in, false, &done, &err), STATUS_REJECTED, "with two locations one must be named");
	is_text(err.field, "location", "which the message says");
	run_sql(s, "UPDATE location SET active = 0 WHERE location = 'shop'");
	is_int(stock_receive(&c, &in, false, &done, &err), STATUS_OK, "with one active location it is that one");
	is_text(done.movements[0].to, "main", "main");
	in.location = "@customer";
	is_int(stock_receive(&c, &in, false, &done, &err), STATUS_REJECTED, "the outside receives nothing");
	is_int(check(s).count, 0, "levels are the sums of the movements");
	close_shop(s);
}

static void test_adjust(struct store *s)
{
	struct change c = change_at(s, 1000);
	struct stock_change in = { .sku = "A", .location = "main", .quantity = 8, .reason = "opening stock" };
	struct stock_done done;

	open_shop(s);
	is_int(stock_adjust(&c, &in, &done, &err), STATUS_OK, "eight found");
	is_text(done.movements[0].from, "@adjust", "come from @adjust");
	in.quantity = -2;
	in.reason = "damaged";
	is_int(stock_adjust(&c, &in, &done, &err), STATUS_OK, "two broken");
	is_text(done.movements[0].to, "@loss", "are a loss");
	in.reason = "typing error";
	is_int(stock_adjust(&c, &in, &done, &err), STATUS_OK, "two mistyped");
	is_text(done.movements[0].to, "@adjust", "are a correction");
	is_int(level(s, "on_hand", "A", "main"), 4, "four are left");
	in.quantity = 0;
	is_int(stock_adjust(&c, &in, &done, &err), STATUS_REJECTED, "nothing to adjust is refused");
	in.quantity = 1;
	in.reason = "";
	is_int(stock_adjust(&c, &in, &done, &err), STATUS_REJECTED, "no reason is refused");
	is_text(err.field, "reason", "by name");
	close_shop(s);
}

static enum status count(struct store *s, int64_t quantity, int64_t expected, struct stock_done *done)
{
	struct change c = change_at(s, 1000);
	struct stock_change in = { .sku = "A", .location = "main", .quantity = quantity, .expected = expected };

	if (expected >= 0)
		record_mark(&in, COUNT_EXPECTED);
	return stock_count(&c, &in, done, &err);
}

static void test_count(struct store *s)
{
	struct stock_done done;
	struct change c = change_at(s, 1000);
	struct reservation_want want = { "web-1", "A", NULL, 6 };
	struct reservation_short shorts[1];
	size_t n;

	open_shop(s);
	is_int(count(s, 12, -1, &done), STATUS_OK, "a first count makes the level");
	is_int(level(s, "on_hand", "A", "main"), 12, "of what was counted");
	is_int(count(s, 12, 12, &done), STATUS_OK, "a count that agrees");
	is_int((int64_t)done.count, 0, "moves nothing");
	post(s, "A", "main", "@customer", 1);
	is_int(count(s, 12, 12, &done), STATUS_REJECTED, "one was sold since the count began");
	is_text(err.code, "changed", "which is told");
	ok(strstr(err.message, "expected 12, found 11"), "with both numbers");
	is_int(level(s, "on_hand", "A", "main"), 11, "and the sale is not overwritten");
	is_int(count(s, 10, 11, &done), STATUS_OK, "one is missing");
	is_text(done.movements[0].to, "@adjust", "its variance is a movement");
	is_int(done.movements[0].quantity, 1, "of one");
	is_text(done.movements[0].reason, "count", "with its reason");

	post(s, "A", "main", "main#unavailable", 3);
	stock_reserve(&c, &want, 1, INSTANT_NONE, shorts, &n, &err);
	is_int(count(s, 5, -1, &done), STATUS_OK, "five counted, six reserved, three unavailable");
	is_int(level(s, "on_hand - unavailable - reserved", "A", "main"), -4, "5 - 3 - 6: four too many are promised");
	struct findings found = check(s);
	is_int(found.count, 1, "the check tells");
	is_text(found.last, "level_oversold", "that it is oversold");
	is_int(count(s, 2, -1, &done), STATUS_OK, "two counted");
	is_int((int64_t)done.count, 2, "the shelf is empty and one of the unavailable is gone too");
	is_int(level(s, "on_hand", "A", "main"), 2, "two are there");
	is_int(level(s, "unavailable", "A", "main"), 2, "both unavailable");
	is_int(count(s, 20, -1, &done), STATUS_OK, "twenty found again");
	is_int(check(s).count, 0, "and all is well");
	is_int(count(s, -1, -1, &done), STATUS_REJECTED, "less than nothing cannot be counted");
	close_shop(s);
}

static void count_record(void *ctx, const void *record)
{
	(void)record;
	++*(int *)ctx;
}

static void keep_level(void *ctx, const void *record)
{
	*(struct level *)ctx = *(const struct level *)record;
}

static void test_as_of(struct store *s)
{
	struct change early = change_at(s, 1000), late = change_at(s, 2000);
	struct stock_filter filter = { .sku = "A", .as_of = 1500 };
	struct level l = { .on_hand = -1 };
	size_t n;

	open_shop(s);
	stock_post(&early, "A", "@supplier", "main", 10, "receipt", NULL, NULL, &err);
	stock_post(&early, "A", "main", "main#unavailable", 1, "damage", NULL, NULL, &err);
	stock_post(&late, "A", "main", "@customer", 4, "sale", NULL, NULL, &err);
	is_int(stock_levels(s, &filter, &n, keep_level, &l, &err), STATUS_OK, "the level between two movements");
	is_int((int64_t)n, 1, "one of them");
	is_int(l.on_hand, 10, "ten on hand then");
	is_int(l.unavailable, 1, "one of them unavailable");
	ok(!record_has(&l, LEVEL_RESERVED) && !record_has(&l, LEVEL_AVAILABLE), "what was reserved then nobody knows");
	filter.as_of = 2000;
	stock_levels(s, &filter, &n, keep_level, &l, &err);
	is_int(l.on_hand, 6, "the instant itself counts");
	filter.as_of = 999;
	stock_levels(s, &filter, &n, keep_level, &l, &err);
	is_int((int64_t)n, 0, "before the first there was nothing");
	close_shop(s);
}

struct balances {
	int64_t values[8];
	int count;
};

static void keep_balance(void *ctx, const void *record)
{
	struct balances *b = ctx;

	b->values[b->count++] = ((const struct movement *)record)->balance;
}

static void test_ledger(struct store *s)
{
	struct ledger_filter filter = {
		.sku = "A", .location = "main", .since = INSTANT_NONE, .until = INSTANT_NONE, .balance = true
	};
	struct balances b = { 0 };
	int n = 0;

	open_shop(s);
	post(s, "A", "@supplier", "main", 10);
	post(s, "A", "@supplier", "shop", 5);
	post(s, "A", "main", "main#unavailable", 2);
	post(s, "A", "main", "shop", 3);
	post(s, "B", "@supplier", "main", 1);
	post(s, "A", "main#unavailable", "@loss", 1);
	is_int(stock_ledger(s, &filter, keep_balance, &b, &err), STATUS_OK, "A at main");
	is_int(b.count, 4, "four movements touch it");
	is_int(b.values[0], 10, "10");
	is_int(b.values[1], 10, "10: on its shelf still");
	is_int(b.values[2], 7, "10 - 3");
	is_int(b.values[3], 6, "7 - 1");
	filter.limit = 2;
	b.count = 0;
	stock_ledger(s, &filter, keep_balance, &b, &err);
	ok(b.count == 2 && b.values[0] == 7 && b.values[1] == 6, "the last two, oldest first, with the same balances");
	filter = (struct ledger_filter) { .since = INSTANT_NONE, .until = INSTANT_NONE };
	stock_ledger(s, &filter, count_record, &n, &err);
	is_int(n, 6, "six in all");
	n = 0;
	filter.until = 1000;
	stock_ledger(s, &filter, count_record, &n, &err);
	is_int(n, 0, "none before the first");
	close_shop(s);
}

static void test_check(struct store *s)
{
	static const struct {
		const char *damage, *finding;
	} DAMAGES[] = {
		{ "UPDATE level SET on_hand = on_hand + 1", "level_sum" },
		{ "UPDATE level SET incoming = 1", "level_sum" },
		{ "DELETE FROM level WHERE location = 'shop'", "level_sum" },
		{ "UPDATE level SET reserved = 1 WHERE location = 'main'", "level_reserved" },
		{ "INSERT INTO reservation (owner, sku, location, quantity, open, state, created_at)"
		  " VALUES ('x', 'A', 'main', 1, 0, 0, 1)",
		  "reservation_state" },
		{ "INSERT INTO movement (at, sku, source, target, quantity, reason, actor)"
		  " VALUES (1, 'A', '@supplier', 'moon', 1, 'x', 'x')",
		  "movement_account" },
		{ "INSERT INTO movement (at, sku, source, target, quantity, reason, actor)"
		  " VALUES (1, 'A', '@transit', '@customer', 1, 'x', 'x')",
		  "transit_negative" },
		{ "INSERT INTO movement (at, sku, source, target, quantity, reason, actor)"
		  " VALUES (1, 'A', '@typo', '@customer', 1, 'x', 'x')",
		  "movement_account" },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(DAMAGES); i++) {
		open_shop(s);
		post(s, "A", "@supplier", "main", 3);
		post(s, "A", "main", "shop", 1);
		is_int(check(s).count, 0, "a sound store has no findings");
		run_sql(s, DAMAGES[i].damage);
		struct findings found = check(s);
		ok(found.count > 0, "found: %s", DAMAGES[i].damage);
		is_text(found.last, DAMAGES[i].finding, "by its name");
		close_shop(s);
	}
}

int main(void)
{
	struct store *s = fixture_open(STORE_WRITE);

	test_post(s);
	test_refusals(s);
	test_reserved_stays(s);
	test_receive(s);
	test_adjust(s);
	test_count(s);
	test_as_of(s);
	test_ledger(s);
	test_check(s);
	store_close(s);
	arena_free(&arena);
	return done_testing();
}
