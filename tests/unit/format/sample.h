/* Sample record types for the tests of readers and writers. */
#ifndef SAMPLE_H
#define SAMPLE_H

#include <ecom/format.h>

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct item {
	struct record record;
	int64_t line;
	const char *sku;
	int64_t quantity;
	struct amount price, total;
};

static const struct field ITEM_FIELDS[] = {
	{ "line", FIELD_INT, 0, FIELD_AT(struct item, line), NULL, "number of the line" },
	{ "sku", FIELD_TEXT, FIELD_REQUIRED, FIELD_AT(struct item, sku), NULL, "what is bought" },
	{ "quantity", FIELD_INT, FIELD_REQUIRED, FIELD_AT(struct item, quantity), "qty", "units", .min = 1, .max = 1000000 },
	{ "price", FIELD_AMOUNT, 0, FIELD_AT(struct item, price), NULL, "of one unit" },
	{ "total", FIELD_AMOUNT, 0, FIELD_AT(struct item, total), NULL, "of the line" },
	{ 0 },
};
static const struct record_type ITEM = { "line", "A line of an order.", sizeof(struct item), ITEM_FIELDS };

static const struct word STATUSES[] = { { "pending", "待支付|unpaid" }, { "paid", "已支付" }, { 0 } };

struct order {
	struct record record;
	const char *order;
	int status;
	const char *customer;
	int64_t placed_at, day;
	bool gift;
	double weight;
	struct amount total;
	const char *attributes, *key;
	struct record_list lines;
};

static const struct field ORDER_FIELDS[] = {
	{ "order", FIELD_TEXT, FIELD_REQUIRED | FIELD_KEY, FIELD_AT(struct order, order), "order id|订单号", "number" },
	{ "status", FIELD_WORD, 0, FIELD_AT(struct order, status), NULL, "state", .words = STATUSES },
	{ "customer", FIELD_TEXT, 0, FIELD_AT(struct order, customer), NULL, "who buys", .max = 40 },
	{ "placed_at", FIELD_INSTANT, 0, FIELD_AT(struct order, placed_at), NULL, "when" },
	{ "day", FIELD_DAY, 0, FIELD_AT(struct order, day), NULL, "promised" },
	{ "gift", FIELD_BOOL, 0, FIELD_AT(struct order, gift), NULL, "wrapped" },
	{ "weight", FIELD_REAL, FIELD_OPTIONAL_OUT, FIELD_AT(struct order, weight), NULL, "kg" },
	{ "total", FIELD_AMOUNT, 0, FIELD_AT(struct order, total), NULL, "to pay" },
	{ "attributes", FIELD_JSON, 0, FIELD_AT(struct order, attributes), NULL, "anything" },
	{ "key", FIELD_TEXT, FIELD_IDEMPOTENCY, FIELD_AT(struct order, key), NULL, "idempotency key" },
	{ "lines", FIELD_LIST, 0, FIELD_AT(struct order, lines), NULL, "what is bought", .items = &ITEM },
	{ 0 },
};
static const struct record_type ORDER = { "order", "An order.", sizeof(struct order), ORDER_FIELDS };

struct plain {
	struct record record;
	const char *a, *b, *c;
};
static const struct field PLAIN_FIELDS[] = {
	{ "a", FIELD_TEXT, 0, FIELD_AT(struct plain, a) },
	{ "b", FIELD_TEXT, 0, FIELD_AT(struct plain, b) },
	{ "c", FIELD_TEXT, 0, FIELD_AT(struct plain, c) },
	{ 0 },
};
static const struct record_type PLAIN = { "plain", "Three texts.", sizeof(struct plain), PLAIN_FIELDS };

/* One field, and a place for all others. */
struct open_record {
	struct record record;
	const char *a, *rest;
};
static const struct field OPEN_FIELDS[] = {
	{ "a", FIELD_TEXT, 0, FIELD_AT(struct open_record, a) },
	{ "rest", FIELD_JSON, FIELD_REST, FIELD_AT(struct open_record, rest) },
	{ 0 },
};
static const struct record_type OPEN = { "open", "A record of any kind.", sizeof(struct open_record), OPEN_FIELDS };

/* A descriptor that gives ${length} bytes of ${text}. */
static inline int input(const char *text, size_t length)
{
	int fd = memfd_create("input", 0);

	if (fd < 0 || write(fd, text, length) != (ssize_t)length || lseek(fd, 0, SEEK_SET) != 0)
		return -1;
	return fd;
}

#endif
