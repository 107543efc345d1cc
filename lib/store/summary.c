#include "store_impl.h"

/* In the order of the members of struct store_summary after the size. */
static const struct sql COUNTS = {
	"SELECT (SELECT COUNT(*) FROM product), (SELECT COUNT(*) FROM location), (SELECT COUNT(*) FROM movement), "
	"(SELECT COUNT(*) FROM sale), (SELECT COUNT(*) FROM shipment), (SELECT COUNT(*) FROM outbox WHERE state = 0)"
};

enum status store_summary(struct store *s, struct store_summary *out, struct error *err)
{
	struct stmt *q;
	enum status st = s->driver->size(s, &out->size_bytes, err);

	if (st != STATUS_OK)
		return st;
	q = store_stmt(s, &COUNTS);
	st = stmt_step(q, err);
	if (st == STATUS_OK) {
		out->products = stmt_column_int(q, 0);
		out->locations = stmt_column_int(q, 1);
		out->movements = stmt_column_int(q, 2);
		out->orders = stmt_column_int(q, 3);
		out->shipments = stmt_column_int(q, 4);
		out->queued = stmt_column_int(q, 5);
	}
	stmt_reset(q);
	return st;
}
