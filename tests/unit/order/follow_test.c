/* The order follows its parcels, whatever the order in which the news of them comes. */
#include "order_fixture.h"

static void follow(struct store *s, const char *news, const char *id)
{
	struct change c = change_at(s, 5000);
	run_sql(s, news);
	is_int(order_follow_shipment(&c, id, 5000, &err), STATUS_OK, news);
}

static void is_status(struct store *s, enum order_status status, const char *name)
{
	is_int(number(s, "SELECT status FROM sale WHERE id = 'T1'"), status, name);
}

static void open_order(struct store *s)
{
	open_shop(s);
	create(s, "{\"order\":\"T1\",\"lines\":[{\"sku\":\"A\",\"quantity\":2},{\"sku\":\"B\",\"quantity\":1}]}");
}

static void test_known_parcel(struct store *s)
{
	open_order(s);
	pay(s, "T1");
	request(s, order_ship, "T1");
	follow(s, "UPDATE shipment SET status = 3 WHERE sale = 'T1'", "T1");
	is_status(s, ORDER_SHIPPED, "in transit: shipped it was");
	follow(s, "UPDATE shipment SET status = 7 WHERE sale = 'T1'", "T1");
	is_status(s, ORDER_DELIVERED, "delivered");
	is_int(number(s, "SELECT COUNT(*) FROM outbox WHERE dedupe = 'order.delivered:T1'"), 1, "and told");
	follow(s, "UPDATE shipment SET status = 3 WHERE sale = 'T1'", "T1");
	is_status(s, ORDER_DELIVERED, "late news takes nothing back");
	follow(s, "UPDATE shipment SET status = 7 WHERE sale = 'T1'", "T1");
	is_int(number(s, "SELECT COUNT(*) FROM sale_event WHERE sale = 'T1' AND event = 'deliver'"), 1,
	       "nor once more");
	close_shop(s);
}

static void test_unknown_parcel(struct store *s)
{
	open_order(s);
	pay(s, "T1");
	follow(s, "INSERT INTO shipment (id, sale, carrier, number, status) VALUES ('X', 'T1', 'ups', '1Z1', 1)", "T1");
	is_status(s, ORDER_PAID, "a label is no shipment");
	follow(s, "UPDATE shipment SET status = 2 WHERE sale = 'T1'", "T1");
	is_status(s, ORDER_SHIPPED, "the first scan is");
	is_int(number(s, "SELECT on_hand FROM level WHERE sku = 'A'"), 8, "and the goods are gone");
	is_int(number(s, "SELECT SUM(quantity) FROM shipment_line WHERE shipment = 'X'"), 3, "all in that parcel");
	follow(s, "UPDATE shipment SET status = 7 WHERE sale = 'T1'", "T1");
	is_status(s, ORDER_DELIVERED, "and there");
	close_shop(s);
}

static void test_two_parcels(struct store *s)
{
	struct change c = change_at(s, 4000);
	struct order_part part;
	struct order_request in;
	open_order(s);
	pay(s, "T1");
	record_clear(&order_ship_type, &in);
	record_clear(order_ship_type.fields[ORDER_SHIP_PARTS].items, &part);
	in.order = "T1";
	part.line = 1;
	in.parts = (struct record_list) { &part, 1 };
	is_int(order_ship(&c, &in, NULL, &err), STATUS_OK, "line 1 leaves");
	is_int(request(s, order_ship, "T1"), STATUS_OK, "and then the rest");
	follow(s, "UPDATE shipment SET status = 7 WHERE id = 'T1-2'", "T1");
	is_status(s, ORDER_PARTIALLY_DELIVERED, "one of two");
	follow(s, "UPDATE shipment SET status = 10 WHERE id = 'T1-1'", "T1");
	is_status(s, ORDER_PARTIALLY_DELIVERED, "a parcel that came back did not arrive");
	follow(s, "UPDATE shipment SET status = 7 WHERE id = 'T1-1'", "T1");
	is_status(s, ORDER_DELIVERED, "both");
	close_shop(s);
}

static void test_unpaid(struct store *s)
{
	open_order(s);
	follow(s, "INSERT INTO shipment (id, sale, carrier, number, status) VALUES ('X', 'T1', 'ups', '1Z1', 7)", "T1");
	is_status(s, ORDER_PENDING, "an unpaid order does not move, nor is the news refused");
	struct change c = change_at(s, 5000);
	is_int(order_follow_shipment(&c, "NOPE", 5000, &err), STATUS_REJECTED, "an order that is not there");
	close_shop(s);
}

int main(void)
{
	struct store *s = fixture_open(STORE_WRITE);
	test_known_parcel(s);
	test_unknown_parcel(s);
	test_two_parcels(s);
	test_unpaid(s);
	store_close(s);
	return done_testing();
}
