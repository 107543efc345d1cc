/*
 * stock: locations, the double-entry ledger of movements, levels, and
 * reservations. Quantities change through movements and reservations only.
 */
#ifndef ECOM_STOCK_H
#define ECOM_STOCK_H

#include <ecom/catalog.h>

/*
 * Accounts of the ledger. A location ("main"); a part of it that stays on
 * its shelf but is not for sale ("main#unavailable"); what is on its way to it
 * ("main#incoming"); or the outside: @supplier @customer @loss @adjust @transit.
 */
enum stock_account { STOCK_SHELF, STOCK_UNAVAILABLE, STOCK_INCOMING, STOCK_OUTSIDE };

/* level: what `list` and `available` print. available = on_hand - unavailable - reserved - floor. */
struct level {
	struct record record;
	const char *sku, *location;
	int64_t on_hand, reserved, unavailable, incoming, available;
};
extern const struct record_type level_type;

/* Input of receive, adjust, move, count. */
struct stock_change {
	struct record record;
	const char *sku, *location;
	int64_t quantity;
	const char *from, *to;   /* move */
	int64_t expected;        /* count: the quantity the counter saw before; compared and set */
	const char *reason, *reference, *key;
};

/** stock_post(c, sku, from, to, quantity, reason, reference, err): one movement and the levels it touches.
 *  Rejected: "unknown_sku", "unknown_location", "short" (would take more than is available for sale, or more than is
 *  there), "bad_value". Returns the movement's id. */
enum status stock_post(const struct change *c, const char *sku, const char *from, const char *to, int64_t quantity,
		       const char *reason, const char *reference, int64_t *id, struct error *err);

/*
 * Reservations: a claim with one owner. An order's owner is "order:ID:LINE".
 */
enum reservation_state { RESERVATION_HELD, RESERVATION_ALLOCATED, RESERVATION_SHIPPED, RESERVATION_RELEASED, RESERVATION_EXPIRED };

struct reservation_want {
	const char *owner;    /* one a line */
	const char *sku;
	const char *location; /* NULL: chosen: one location for all lines by priority if one can, else per SKU, else split */
	int64_t quantity;
};
struct reservation_short {
	const char *sku, *location;
	int64_t wanted, available; /* the same SKU on several lines summed */
};
/** stock_reserve(c, wants, n, expires_at, shorts, n_shorts, err): all or nothing. Rejected with "short" when any SKU
 *  falls short: ${shorts} (room for n) then lists every one, and ${err} says them in words. The caller's savepoint undoes what was taken. */
enum status stock_reserve(const struct change *c, const struct reservation_want *wants, size_t n, int64_t expires_at,
			  struct reservation_short *shorts, size_t *n_shorts, struct error *err);
/** stock_allocate(c, owner, err): held -> allocated: paid for, no longer expires. ${owner} may end in '*' ("order:1001:*"). */
enum status stock_allocate(const struct change *c, const char *owner, struct error *err);
/** stock_release(c, owner, quantity, state, released, err): give back up to ${quantity} (-1 = all that is open) and end in
 *  ${state} RELEASED or EXPIRED when none is left. Nothing open: nothing happens, once is once. */
enum status stock_release(const struct change *c, const char *owner, int64_t quantity, enum reservation_state state,
			  int64_t *released, struct error *err);
/** stock_ship(c, owner, quantity, reference, err): move reserved goods to @customer, from where they are reserved. Rejected "short" if less is open. */
enum status stock_ship(const struct change *c, const char *owner, int64_t quantity, const char *reference, struct error *err);
enum status stock_check(struct store *s, journal_report *report, void *ctx, struct error *err);

#endif
