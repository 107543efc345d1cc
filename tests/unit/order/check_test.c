/* The check finds each damage that is done to the tables behind the back of the tools, and nothing else. */
#include "order_fixture.h"

struct findings {
	int count;
	char checks[256];
};

static void gather(void *ctx, const struct finding *f)
{
	struct findings *found = ctx;
	found->count++;
	if (!strstr(found->checks, f->check)) {
		size_t used = strlen(found->checks);
		snprintf(found->checks + used, sizeof found->checks - used, "%s%s", used ? " " : "", f->check);
	}
}

/* The checks that find something after ${damage} to a shop with a paid order T1, a shipped T2, a delivered T3. */
static void finds(struct store *s, const char *damage, const char *checks)
{
	struct findings found = { 0 };
	open_shop(s);
	create(s, "{\"order\":\"T1\",\"lines\":[{\"sku\":\"A\",\"quantity\":2},{\"sku\":\"B\",\"quantity\":1}]}");
	create(s, "{\"order\":\"T2\",\"lines\":[{\"sku\":\"A\",\"quantity\":1}]}");
	create(s, "{\"order\":\"T3\",\"lines\":[{\"sku\":\"B\",\"quantity\":1}]}");
	pay(s, "T1");
	pay(s, "T2");
	pay(s, "T3");
	request(s, order_ship, "T2");
	request(s, order_ship, "T3");
	request(s, order_deliver, "T3");
	if (*damage)
		run_sql(s, damage);
	is_int(order_check(s, gather, &found, &err), STATUS_OK, "the check looks at everything");
	is_text(found.checks, checks, *damage ? damage : "a sound store");
	close_shop(s);
}

int main(void)
{
	struct store *s = fixture_open(STORE_WRITE);
	finds(s, "", "");
	finds(s, "UPDATE sale_line SET price = price + 1 WHERE sale = 'T1' AND line = 1",
	      "order_line_total order_total");
	finds(s, "UPDATE sale_line SET total = total + 1 WHERE sale = 'T1' AND line = 1",
	      "order_line_total order_total");
	finds(s, "UPDATE sale SET subtotal = subtotal + 100, total = total + 100 WHERE id = 'T1'",
	      "order_total order_unpaid");
	finds(s, "UPDATE sale SET tax = tax - 100, total = total - 100 WHERE id = 'T1'", "order_total");
	finds(s, "UPDATE sale SET paid = paid - 1 WHERE id = 'T1'", "order_paid order_unpaid");
	finds(s, "UPDATE sale SET refunded = 1 WHERE id = 'T1'", "order_refunded");
	finds(s, "UPDATE payment SET currency = 'USD' WHERE sale = 'T1'", "order_payment_currency");
	finds(s, "UPDATE payment SET status = 3 WHERE sale = 'T1'", "order_paid");
	finds(s, "UPDATE sale SET status = 4 WHERE id = 'T1'", "order_status order_reservation_left order_history_end");
	finds(s, "UPDATE sale SET status = 1 WHERE id = 'T2'", "order_status order_history_end");
	finds(s, "UPDATE sale_line SET delivered = 1 WHERE sale = 'T2'", "order_status");
	finds(s, "UPDATE sale_line SET delivered = 0, shipped = 0 WHERE sale = 'T3'", "order_status order_parcels");
	finds(s, "UPDATE reservation SET open = 0 WHERE owner = 'order:T1:1'", "order_reservation");
	finds(s, "UPDATE reservation SET open = 1 WHERE owner = 'order:T2:1'", "order_reservation_left");
	finds(s,
	      "INSERT INTO reservation (owner, sku, location, quantity, open, state, created_at)"
	      " SELECT 'order:T9:1', sku, location, 1, 1, 1, 1 FROM reservation WHERE owner = 'order:T1:1'",
	      "order_claim");
	finds(s, "DELETE FROM shipment_line WHERE shipment = 'T2-1'", "order_parcels");
	finds(s,
	      "INSERT INTO sale_event (sale, at, event, from_status, to_status, actor) VALUES ('T1', 5, 'ship', 1, 6, "
	      "'x')",
	      "order_history_end order_history_move");
	finds(s,
	      "INSERT INTO sale_event (sale, at, event, from_status, to_status, actor) VALUES ('T1', 5, 'cancel', 2, "
	      "2, 'x')",
	      "order_history_end order_history_chain");
	finds(s,
	      "INSERT INTO sale_event (sale, at, event, from_status, to_status, actor) VALUES ('T1', 5, 'pray', 1, 1, "
	      "'x')",
	      "order_history_move");
	finds(s,
	      "INSERT INTO sale (id, status, currency, placed_at, subtotal, discount, shipping, tax, total, stock)"
	      " VALUES ('T4', 0, 'EUR', 0, 0, 0, 0, 0, 0, 1)",
	      "order_lines order_history_end");
	store_close(s);
	return done_testing();
}
