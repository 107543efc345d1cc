/* Fulfilment: units leave in parcels, and arrive. */
#include "order_impl.h"

#include <stdio.h>

#define NO_CARRIER "other"

static struct sale_line *find_line(struct sale *sale, int64_t number)
{
	for (size_t i = 0; i < sale->n_lines; i++)
		if (sale->lines[i].line == number)
			return &sale->lines[i];
	return NULL;
}

enum status order_parts(struct sale *sale, const struct record_list *parts, int64_t (*open)(const struct sale_line *),
			struct error *err)
{
	const struct order_part *items = parts->items;
	struct order_faults faults = { 0 };
	char path[32];
	for (size_t i = 0; !parts->count && i < sale->n_lines; i++)
		sale->lines[i].affected = open(&sale->lines[i]);
	for (size_t i = 0; i < parts->count; i++) {
		struct sale_line *line = find_line(sale, items[i].line);
		struct error bad;
		int64_t left = line ? open(line) - line->affected : 0;
		int64_t wanted = record_has(&items[i], ORDER_PART_QUANTITY) ? items[i].quantity : left;
		snprintf(path, sizeof path, "parts[%zu].", i);
		if (!line)
			error_reject(&bad, "unknown_line", "line", "order %.64s has no line %lld", sale->id,
				     (long long)items[i].line);
		else if (wanted > left || !wanted)
			error_reject(&bad, "short", "quantity", "%lld of line %lld, of which %lld are open",
				     (long long)wanted, (long long)items[i].line, (long long)left);
		else {
			line->affected += wanted;
			continue;
		}
		order_fault(&faults, &bad, path);
	}
	return order_faults_end(&faults, err);
}

/* A parcel about to be written. */
struct parcel {
	const char *id, *carrier, *number;
	int64_t at, promised_at;
	int64_t generation; /* how often the carrier had used the number before */
};

static enum status put_parcel(const struct change *c, const struct sale *sale, const struct parcel *parcel,
			      int64_t *inserted, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &ORDER_SQL[ORDER_SHIPMENT_PUT]);
	stmt_text(q, 1, parcel->id);
	stmt_text(q, 2, sale->id);
	stmt_text(q, 3, parcel->carrier);
	stmt_text(q, 4, parcel->number);
	stmt_int(q, 5, SHIPMENT_PENDING);
	stmt_int(q, 6, parcel->at);
	stmt_int_or_null(q, 7, parcel->promised_at, INSTANT_NONE);
	stmt_int(q, 8, parcel->generation);
	return stmt_run(q, inserted, err);
}

/* The tracking number may be known already, before its order said what is in the parcel. STATUS_END: it is new, or used
 * again by its carrier. */
static enum status adopt_parcel(const struct change *c, const struct sale *sale, struct parcel *parcel,
				struct error *err)
{
	struct stmt *q = store_stmt(c->store, &ORDER_SQL[ORDER_SHIPMENT_FIND]);
	const char *named = parcel->id;
	bool free = false, next = false;
	stmt_text(q, 1, parcel->carrier);
	stmt_text(q, 2, parcel->number);
	enum status st = stmt_step(q, err);
	if (st == STATUS_OK) {
		const char *owner = stmt_column_text(q, 1);
		parcel->id = arena_text(c->arena, stmt_column_text(q, 0));
		free = !stmt_column_int(q, 2) && (!owner || text_same(owner, sale->id));
		next = !free && !stmt_column_null(q, 5) &&
		       order_number_is_free((int)stmt_column_int(q, 4), stmt_column_int(q, 5), parcel->at);
		parcel->generation = next ? stmt_column_int(q, 3) + 1 : 0;
	}
	stmt_reset(q);
	if (st)
		return st;
	if (next) {
		parcel->id = named;
		return STATUS_END;
	}
	if (!free)
		return error_reject(err, "exists", "number", "%.64s %.128s is parcel %.64s already", parcel->carrier,
				    parcel->number, parcel->id);
	q = store_stmt(c->store, &ORDER_SQL[ORDER_SHIPMENT_ADOPT]);
	stmt_text(q, 1, parcel->id);
	stmt_text(q, 2, sale->id);
	stmt_int(q, 3, parcel->at);
	stmt_int_or_null(q, 4, parcel->promised_at, INSTANT_NONE);
	return stmt_run(q, NULL, err);
}

static enum status count_parcels(const struct change *c, const struct sale *sale, int64_t *count, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &ORDER_SQL[ORDER_SHIPMENT_COUNT]);
	stmt_text(q, 1, sale->id);
	enum status st = stmt_step(q, err);
	if (st == STATUS_OK)
		*count = stmt_column_int(q, 0);
	stmt_reset(q);
	return st;
}

/* ORDER-1, ORDER-2 ...: the first that nobody took by hand. */
static enum status put_numbered_parcel(const struct change *c, const struct sale *sale, struct parcel *parcel,
				       struct error *err)
{
	int64_t number = 0, inserted = 0;
	enum status st = count_parcels(c, sale, &number, err);
	while (!st && !inserted) {
		parcel->id = arena_printf(c->arena, "%s-%lld", sale->id, (long long)++number);
		st = put_parcel(c, sale, parcel, &inserted, err);
	}
	return st;
}

static enum status open_parcel(const struct change *c, const struct sale *sale, const struct order_request *in,
			       struct parcel *parcel, struct error *err)
{
	int64_t inserted = 0;
	*parcel = (struct parcel) { .id = in->shipment,
				    .carrier = in->carrier ? in->carrier : NO_CARRIER,
				    .number = in->number,
				    .at = record_has(in, ORDER_SHIP_AT) ? in->at : c->now,
				    .promised_at =
					    record_has(in, ORDER_SHIP_PROMISED_AT) ? in->promised_at : INSTANT_NONE };
	if (parcel->number) {
		enum status st = adopt_parcel(c, sale, parcel, err);
		if (st != STATUS_END)
			return st;
	}
	if (!parcel->id)
		return put_numbered_parcel(c, sale, parcel, err);
	enum status st = put_parcel(c, sale, parcel, &inserted, err);
	if (!st && !inserted)
		return error_reject(err, "exists", "shipment", "there is a parcel %.64s already", parcel->id);
	return st;
}

/* The affected units of one line leave. */
static enum status ship_line(const struct change *c, const struct sale *sale, struct sale_line *line,
			     const struct parcel *parcel, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &ORDER_SQL[ORDER_SHIPMENT_LINE_PUT]);
	stmt_text(q, 1, parcel->id);
	stmt_int(q, 2, line->line);
	stmt_int(q, 3, line->affected);
	enum status st = stmt_run(q, NULL, err);
	line->shipped += line->affected;
	if (!st)
		st = order_put_counters(c, sale, line, err);
	if (!st && sale->stock)
		st = stock_ship(c, order_owner(c->arena, sale, line), line->affected, parcel->id, err);
	return st;
}

static enum status ship_affected(const struct change *c, struct sale *sale, const struct parcel *parcel,
				 struct error *err)
{
	struct sale_line **lines = order_by_sku(sale, c->arena);
	struct buffer extra = { 0 };
	enum status st = STATUS_OK;
	for (size_t i = 0; !st && i < sale->n_lines; i++)
		if (lines[i]->affected)
			st = ship_line(c, sale, lines[i], parcel, err);
	if (st)
		return st;
	buffer_text(&extra, ",\"shipment\":");
	buffer_json_text(&extra, parcel->id);
	buffer_text(&extra, ",\"carrier\":");
	buffer_json_text(&extra, parcel->carrier);
	buffer_text(&extra, ",\"number\":");
	buffer_json_text(&extra, parcel->number);
	struct sale_units units = order_units(sale);
	struct order_step step = { .event = ORDER_EVENT_SHIP,
				   .to = order_status_of_units(&units),
				   .at = parcel->at,
				   .reference = parcel->id,
				   .topic = "order.shipped",
				   .part = parcel->id,
				   .extra = extra.data };
	st = order_move(c, sale, &step, err);
	buffer_free(&extra);
	return st;
}

enum status order_ship(const struct change *c, const struct order_request *in, struct order *out, struct error *err)
{
	struct sale sale;
	struct parcel parcel;
	enum status st = order_lock(c, in->order, &sale, err);
	if (st)
		return st;
	if (!order_may(sale.status, ORDER_EVENT_SHIP))
		return order_refuse(&sale, ORDER_EVENT_SHIP, err);
	st = order_parts(&sale, &in->parts, order_line_open, err);
	if (st)
		return st;
	struct sale_units units = order_units(&sale);
	if (units.shipped == units.ordered)
		return error_reject(err, "state", "order", "order %.64s has no unit left to ship", sale.id);
	st = open_parcel(c, &sale, in, &parcel, err);
	if (!st)
		st = ship_affected(c, &sale, &parcel, err);
	if (!st && out)
		order_answer(&sale, true, c->arena, out);
	return st;
}

/* Bring the counters up to what arrived with the parcels; never down. ${news}: whether anything did. */
static enum status count_arrivals(const struct change *c, struct sale *sale, bool *news, struct error *err)
{
	struct stmt *q = store_stmt(c->store, &ORDER_SQL[ORDER_DELIVERED_UNITS]);
	enum status st;
	*news = false;
	stmt_text(q, 1, sale->id);
	while ((st = stmt_step(q, err)) == STATUS_OK) {
		struct sale_line *line = find_line(sale, stmt_column_int(q, 0));
		int64_t arrived = stmt_column_int(q, 1);
		if (!line)
			continue;
		if (arrived > line->shipped)
			arrived = line->shipped;
		line->affected = arrived > line->delivered ? arrived - line->delivered : 0;
		line->delivered += line->affected;
		*news = *news || line->affected;
	}
	stmt_reset(q);
	st = st == STATUS_END ? STATUS_OK : st;
	for (size_t i = 0; !st && i < sale->n_lines; i++)
		if (sale->lines[i].affected)
			st = order_put_counters(c, sale, &sale->lines[i], err);
	return st;
}

static enum status move_delivered(const struct change *c, struct sale *sale, int64_t at, const char *reference,
				  struct error *err)
{
	struct sale_units units = order_units(sale);
	struct order_step step = {
		.event = ORDER_EVENT_DELIVER, .to = order_status_of_units(&units), .at = at, .reference = reference
	};
	if (step.to == ORDER_DELIVERED)
		step.topic = "order.delivered";
	return order_move(c, sale, &step, err);
}

static enum status mark_arrived(const struct change *c, const struct sale *sale, const char *shipment, int64_t at,
				struct error *err)
{
	int64_t changed = 0;
	struct stmt *q = store_stmt(c->store, &ORDER_SQL[ORDER_SHIPMENT_ARRIVED]);
	stmt_text(q, 1, sale->id);
	stmt_text(q, 2, shipment);
	stmt_int(q, 3, at);
	enum status st = stmt_run(q, &changed, err);
	if (!st && !changed && shipment)
		return error_reject(err, "unknown_shipment", "shipment", "order %.64s has no parcel %.64s on its way",
				    sale->id, shipment);
	return st;
}

enum status order_deliver(const struct change *c, const struct order_request *in, struct order *out, struct error *err)
{
	struct sale sale;
	bool news = false;
	int64_t at = record_has(in, ORDER_DELIVER_AT) ? in->at : c->now;
	enum status st = order_lock(c, in->order, &sale, err);
	if (st)
		return st;
	if (!order_may(sale.status, ORDER_EVENT_DELIVER))
		return order_refuse(&sale, ORDER_EVENT_DELIVER, err);
	st = mark_arrived(c, &sale, in->shipment, at, err);
	if (!st)
		st = count_arrivals(c, &sale, &news, err);
	if (!st && !news)
		return error_reject(err, "state", "order", "order %.64s has no parcel on its way", sale.id);
	if (!st)
		st = move_delivered(c, &sale, at, in->shipment, err);
	if (!st && out)
		order_answer(&sale, true, c->arena, out);
	return st;
}

/* The first parcel of an order that is moving although nobody said what is in it; its id NULL: none. */
static enum status find_unpacked(const struct change *c, const struct sale *sale, struct parcel *parcel,
				 struct error *err)
{
	struct stmt *q = store_stmt(c->store, &ORDER_SQL[ORDER_SHIPMENTS]);
	enum status st;
	parcel->id = NULL;
	stmt_text(q, 1, sale->id);
	while (!parcel->id && (st = stmt_step(q, err)) == STATUS_OK) {
		if (stmt_column_int(q, 9) || !order_shipment_moving((int)stmt_column_int(q, 4)))
			continue;
		parcel->id = arena_text(c->arena, stmt_column_text(q, 0));
		parcel->carrier = arena_text(c->arena, stmt_column_text(q, 2));
		parcel->number = arena_text(c->arena, stmt_column_text(q, 3));
	}
	stmt_reset(q);
	return parcel->id || st == STATUS_END ? STATUS_OK : st;
}

enum status order_follow_shipment(const struct change *c, const char *order, int64_t at, struct error *err)
{
	struct sale sale;
	struct parcel parcel = { .at = at };
	bool news = false;
	enum status st = order_lock(c, order, &sale, err);
	if (st)
		return st;
	if (order_may(sale.status, ORDER_EVENT_SHIP)) {
		st = find_unpacked(c, &sale, &parcel, err);
		for (size_t i = 0; i < sale.n_lines; i++)
			sale.lines[i].affected = order_line_open(&sale.lines[i]);
		struct sale_units units = order_units(&sale);
		if (!st && parcel.id && units.shipped < units.ordered)
			st = ship_affected(c, &sale, &parcel, err);
	}
	for (size_t i = 0; i < sale.n_lines; i++)
		sale.lines[i].affected = 0;
	if (!st && order_may(sale.status, ORDER_EVENT_DELIVER))
		st = count_arrivals(c, &sale, &news, err);
	if (!st && news)
		st = move_delivered(c, &sale, at, NULL, err);
	return st;
}
