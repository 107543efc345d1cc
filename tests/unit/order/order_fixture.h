/* A small shop for the unit tests of orders: products A (10.00) and B (2.50) in EUR, ten of each at main. */
#ifndef ORDER_FIXTURE_H
#define ORDER_FIXTURE_H

#include <change_fixture.h>

#include <order/order_impl.h>

/* A test's own shop, in a transaction that it never commits. */
static inline void open_shop(struct store *s)
{
	struct change c = change_at(s, 1000);
	store_begin(s, &err);
	run_sql(s, "INSERT INTO product (sku, name, status, price, currency, price_since) VALUES"
		   " ('A', 'Apple', 1, 1000, 'EUR', 0), ('B', 'Bowl', 1, 250, 'EUR', 0)");
	run_sql(s, "INSERT INTO location (location, priority) VALUES ('main', 1)");
	stock_post(&c, "A", "@supplier", "main", 10, "delivery", NULL, NULL, &err);
	stock_post(&c, "B", "@supplier", "main", 10, "delivery", NULL, NULL, &err);
}

static inline void close_shop(struct store *s)
{
	store_rollback(s);
	arena_reset(&arena);
}

/* An order of the one JSON text. */
static inline enum status create(struct store *s, const char *json)
{
	struct change c = change_at(s, 2000);
	struct order order;
	struct record_rules rules = { 0 };
	struct order_create_options options = { .ttl_ms = 60000 };
	record_clear(&order_type, &order);
	enum status st = record_from_json(&order_type, &order, json, strlen(json), &rules, &arena, NULL, NULL, &err);
	return st ? st : order_create(&c, &order, &options, NULL, &err);
}

static inline enum status pay(struct store *s, const char *id)
{
	struct change c = change_at(s, 3000);
	struct payment payment;
	record_clear(&payment_type, &payment);
	payment.order = id;
	return order_pay(&c, &payment, NULL, &err);
}

typedef enum status request_operation(const struct change *c, const struct order_request *in, struct order *out,
				      struct error *error);
static inline enum status request(struct store *s, request_operation *operation, const char *id)
{
	struct change c = change_at(s, 4000);
	struct order_request in;
	record_clear(&order_ask_type, &in);
	in.order = id;
	return operation(&c, &in, NULL, &err);
}

#endif
