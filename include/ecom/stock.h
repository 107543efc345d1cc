/*
 * stock: locations, the double-entry ledger of movements, levels, and
 * reservations. Quantities change through movements and reservations only.
 *
 * Who changed this quantity? The movement itself answers: it is append-only and
 * says from where, to where, how many, why, under which reference and key, by whom and when. The audit trail has
 * rows of its own only for what no movement tells: locations, rules, and reservations made or ended by hand.
 *
 * Levels of one operation are touched in the order of (SKU, location), so that two of them wait for, and never
 * block, each other.
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

/*
 * level: what `list` prints. on_hand is all that stands at the location, the unavailable part included:
 * balance(main) + balance(main#unavailable). available = on_hand - unavailable - reserved - floor; it is negative
 * where more was promised than there is (a count may find that), never hidden.
 */
enum level_field {
	LEVEL_SKU, LEVEL_LOCATION, LEVEL_ON_HAND, LEVEL_RESERVED, LEVEL_UNAVAILABLE, LEVEL_INCOMING, LEVEL_AVAILABLE,
	LEVEL_FLOOR,
};
struct level {
	struct record record;
	const char *sku, *location;
	int64_t on_hand, reserved, unavailable, incoming, available;
	int64_t floor; /* kept back from sale */
};
extern const struct record_type level_type;

/* Input of receive, adjust, move, count: one struct, and for each verb the fields it takes. */
struct stock_change {
	struct record record;
	const char *sku, *location;
	int64_t quantity;
	const char *from, *to;   /* move */
	int64_t expected;        /* count: the quantity the counter saw before; compared and set */
	const char *reason, *reference, *key;
};
enum stock_count_field { COUNT_SKU, COUNT_LOCATION, COUNT_QUANTITY, COUNT_EXPECTED, COUNT_REASON, COUNT_REFERENCE, COUNT_KEY };
extern const struct record_type stock_receipt_type, stock_adjustment_type, stock_move_type, stock_count_type;

/* One entry of the ledger. */
enum movement_field {
	MOVEMENT_ID, MOVEMENT_AT, MOVEMENT_SKU, MOVEMENT_FROM, MOVEMENT_TO, MOVEMENT_QUANTITY, MOVEMENT_REASON,
	MOVEMENT_REFERENCE, MOVEMENT_ACTOR, MOVEMENT_KEY, MOVEMENT_BALANCE,
};
struct movement {
	struct record record;
	int64_t id, at;
	const char *sku, *from, *to;
	int64_t quantity;
	const char *reason, *reference, *actor, *key;
	int64_t balance; /* on hand at the location asked for, after this movement; `ledger --balance` only */
};
extern const struct record_type movement_type;

/** stock_post(c, sku, from, to, quantity, reason, reference, id, err): one movement and the levels it touches.
 *  Rejected: "unknown_sku", "unknown_location", "short" (would take more than is available for sale, or more than is
 *  there), "bad_value". Returns the movement's id. */
enum status stock_post(const struct change *c, const char *sku, const char *from, const char *to, int64_t quantity,
		       const char *reason, const char *reference, int64_t *id, struct error *err);

/*
 * The four changes by hand. Each posts at most two movements and returns them, their texts in c->arena or the input's.
 * An input without a location means the shop's only active location (rejected "missing" where there are several).
 */
struct stock_done {
	struct movement movements[2];
	size_t count;
};
/** stock_receive(c, in, expected, done, err): goods from @supplier; with ${expected} they are announced only and go to
 *  the location's #incoming. A receipt with a reference takes first what is open in #incoming under it. */
enum status stock_receive(const struct change *c, const struct stock_change *in, bool expected, struct stock_done *done,
			  struct error *err);
/** stock_adjust(c, in, done, err): + from @adjust, - to @adjust, or to @loss where the reason is a loss. */
enum status stock_adjust(const struct change *c, const struct stock_change *in, struct stock_done *done, struct error *err);
enum status stock_move(const struct change *c, const struct stock_change *in, struct stock_done *done, struct error *err);
/** stock_count(c, in, done, err): what was counted becomes on_hand; the variance goes through @adjust. Given
 *  ${expected} and another on_hand: rejected "changed". A count may go below what is reserved (the goods are not there,
 *  whatever was promised): available then is negative, and `low` and the check tell. Below what is unavailable it
 *  takes the rest from that part. A count that agrees posts nothing. */
enum status stock_count(const struct change *c, const struct stock_change *in, struct stock_done *done, struct error *err);

/*
 * Reservations: a claim with one owner. An order's owner is "order:ID:LINE"; a hold by hand has any other name.
 * Wherever an owner is asked for, "order:1001:*" means all that begin with "order:1001:".
 */
enum reservation_state { RESERVATION_HELD, RESERVATION_ALLOCATED, RESERVATION_SHIPPED, RESERVATION_RELEASED, RESERVATION_EXPIRED };
extern const struct word RESERVATION_STATE_WORDS[];

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
 *  falls short: ${shorts} (room for n) then lists every one, and ${err} says them in words. Only active locations serve.
 *  ${expires_at} INSTANT_NONE: never. The caller's savepoint undoes what was taken. */
enum status stock_reserve(const struct change *c, const struct reservation_want *wants, size_t n, int64_t expires_at,
			  struct reservation_short *shorts, size_t *n_shorts, struct error *err);
/** stock_allocate(c, owner, err): held -> allocated: paid for, no longer expires. ${owner} may end in '*' ("order:1001:*").
 *  Nothing held: nothing happens. */
enum status stock_allocate(const struct change *c, const char *owner, struct error *err);
/** stock_release(c, owner, quantity, state, released, err): give back up to ${quantity} (-1 = all that is open) and end in
 *  ${state} RELEASED or EXPIRED when none is left. The latest claim gives first. Nothing open: nothing happens, once is once. */
enum status stock_release(const struct change *c, const char *owner, int64_t quantity, enum reservation_state state,
			  int64_t *released, struct error *err);
/** stock_ship(c, owner, quantity, reference, err): move reserved goods to @customer, from where they are reserved. Rejected "short" if less is open. */
enum status stock_ship(const struct change *c, const char *owner, int64_t quantity, const char *reference, struct error *err);

/* A reservation as it stands; the input of `reserve` and `release` uses its first fields. */
struct reservation {
	struct record record;
	const char *owner, *sku, *location;
	int64_t quantity, open; /* as taken; what of it still counts */
	int state;              /* enum reservation_state */
	int64_t created_at, expires_at;
	const char *key;
};
enum stock_hold_field { HOLD_OWNER, HOLD_SKU, HOLD_QUANTITY, HOLD_LOCATION, HOLD_EXPIRES_AT, HOLD_KEY };
enum stock_release_field { RELEASE_OWNER, RELEASE_SKU, RELEASE_QUANTITY, RELEASE_KEY };
extern const struct record_type reservation_type, stock_hold_type, stock_release_type;

/* Records handed to ${each} live during its call. */
typedef void stock_each(void *ctx, const void *record);

/** stock_hold(c, in, expires_at, each, ctx, err): a hold by hand: the owner shall have exactly this much of the SKU, until
 *  ${expires_at}. Asked again it changes the same hold: an equal quantity only moves the expiry. The reservations of
 *  owner and SKU go to ${each}. Rejected "short", "unknown_sku", "unknown_location", "bad_owner" (an order's). */
enum status stock_hold(const struct change *c, const struct reservation *in, int64_t expires_at, stock_each *each, void *ctx,
		       struct error *err);
/** stock_unhold(c, in, each, ctx, err): give back what ${in}->owner holds (of in->sku and up to in->quantity, where given).
 *  What was released goes to ${each}, open as it is now. Rejected "bad_owner". */
enum status stock_unhold(const struct change *c, const struct reservation *in, stock_each *each, void *ctx, struct error *err);
/** stock_expire(c, limit, each, ctx, more, err): end up to ${limit} holds by hand whose time is past. An order's hold ends with
 *  its order (`ecom-order expire`), never behind its back. */
enum status stock_expire(const struct change *c, int64_t limit, stock_each *each, void *ctx, bool *more, struct error *err);

/* Locations. */
enum location_field { LOCATION_LOCATION, LOCATION_NAME, LOCATION_PRIORITY, LOCATION_ACTIVE };
struct location {
	struct record record;
	const char *location, *name;
	int64_t priority; /* the lowest serves first */
	bool active;      /* serves orders; a closed one keeps its stock and its history */
};
extern const struct record_type location_type;
/** stock_location_set(c, in, out, err): make or change a location; what is not given stays. */
enum status stock_location_set(const struct change *c, const struct location *in, struct location *out, struct error *err);
enum status stock_locations(struct store *s, stock_each *each, void *ctx, struct error *err);

/* What is there. */
struct stock_filter {
	const char *sku, *location; /* NULL = any */
	bool all;                   /* levels that are all zero too */
	int64_t as_of;              /* INSTANT_NONE = now; else sums of the movements until then, without reserved and available */
};
/** stock_levels(s, filter, found, each, ctx, err): in the order of SKU and location; ${found} (may be NULL) counts them. */
enum status stock_levels(struct store *s, const struct stock_filter *filter, size_t *found, stock_each *each, void *ctx,
			 struct error *err);
/** stock_require_sku(s, sku, err): rejected "unknown_sku" unless the catalog has it. */
enum status stock_require_sku(struct store *s, const char *sku, struct error *err);
/** stock_require_location(s, location, err): rejected "unknown_location", with how to add one, unless it is there. */
enum status stock_require_location(struct store *s, const char *location, struct error *err);

/* Days, one after the other, from whose beginning to whose end there was nothing on the shelf to sell. */
struct stock_shortage {
	const char *sku, *location; /* location NULL: all locations together */
	int64_t from, until;	    /* days; until INSTANT_NONE: it is still so */
};
typedef void stock_each_shortage(void *ctx, const struct stock_shortage *shortage);
/** stock_shortages(s, by_location, zone, each, ctx, err): as the ledger tells, from the first unit that came, in the order of SKU,
 *  location, day; streamed. ${zone}: whose days; NULL = UTC. */
enum status stock_shortages(struct store *s, bool by_location, const struct zone *zone, stock_each_shortage *each, void *ctx,
			    struct error *err);

/* Why so much is available: parts with their sign, that add up to it. What is oversold at one location is not taken from
 * another: it counts back in, so that a location gives nothing, but not less. */
enum stock_part { PART_ON_HAND, PART_UNAVAILABLE, PART_HELD, PART_ALLOCATED, PART_FLOOR, PART_OVERSOLD };
struct stock_reason {
	struct record record;
	const char *location;
	int part;         /* enum stock_part */
	int64_t quantity;
	int64_t until;    /* held: when the first of them expires */
};
enum availability_field { AVAILABILITY_SKU, AVAILABILITY_LOCATION, AVAILABILITY_AVAILABLE, AVAILABILITY_QUANTITY, AVAILABILITY_ENOUGH, AVAILABILITY_REASON, AVAILABILITY_WHY };
struct availability {
	struct record record;
	const char *sku, *location; /* no location: all active ones */
	int64_t available, quantity;
	bool enough;
	struct record_list reason; /* of struct stock_reason */
	const char *why;           /* the same as a sentence */
};
enum availability_question { ASK_SKU, ASK_LOCATION, ASK_QUANTITY };
extern const struct record_type availability_type, availability_question_type;
/** stock_available(s, in, explain, out, arena, err): what stock_reserve could take of in->sku, at in->location or over all
 *  active locations, never less than nothing, and whether it is enough for in->quantity where given. Rejected "unknown_sku", "unknown_location". */
enum status stock_available(struct store *s, const struct availability *in, bool explain, struct availability *out,
			    struct arena *arena, struct error *err);

/* The ledger. */
struct ledger_filter {
	const char *sku, *location; /* NULL = any; a location means all its parts */
	const char *reason, *reference, *actor;
	int64_t since, until;       /* [since, until); INSTANT_NONE = open */
	int64_t limit;              /* the last so many; 0 = all */
	bool balance;               /* needs sku and location */
};
/** stock_ledger(s, filter, each, ctx, err): movements, oldest first, streamed. */
enum status stock_ledger(struct store *s, const struct ledger_filter *filter, stock_each *each, void *ctx, struct error *err);

/* Replenishment rules, and what they find. */
enum rule_field { RULE_SKU, RULE_LOCATION, RULE_REORDER_POINT, RULE_TARGET, RULE_LEAD_TIME_DAYS, RULE_SUPPLIER, RULE_PACK, RULE_SAFETY, RULE_FLOOR,
		  RULE_LEAD_TIME_SD, RULE_REVIEW_DAYS, RULE_MINIMUM_ORDER, RULE_MAXIMUM_STOCK, RULE_SHELF_LIFE_DAYS, RULE_PRICE_BREAKS };
struct stock_rule {
	struct record record;
	const char *sku, *location;
	int64_t reorder_point, target, lead_time_days;
	const char *supplier;
	int64_t pack, safety;
	int64_t floor; /* of the level, kept in the same breath */
	double lead_time_sd;
	int64_t review_days, minimum_order, maximum_stock, shelf_life_days;
	const char *price_breaks; /* "100:0.90,500:0.80"; read by replenish */
};
extern const struct record_type rule_type;
/** stock_rule_set(c, in, out, err): make or change a rule; what is not given stays, what is cleared goes. */
enum status stock_rule_set(const struct change *c, const struct stock_rule *in, struct stock_rule *out, struct error *err);
/** stock_rule_delete(c, in, out, err): rejected "no_rule" when there is none. The floor stays. */
enum status stock_rule_delete(const struct change *c, const struct stock_rule *in, struct stock_rule *out, struct error *err);
enum status stock_rules(struct store *s, const char *sku, const char *location, stock_each *each, void *ctx, struct error *err);

enum low_severity { LOW_OUT, LOW_CRITICAL, LOW_LOW };
enum low_field { LOW_SKU, LOW_LOCATION, LOW_AVAILABLE, LOW_INCOMING, LOW_REORDER_POINT, LOW_TARGET, LOW_SHORTAGE, LOW_SEVERITY, LOW_SUPPLIER, LOW_LEAD_TIME };
struct low {
	struct record record;
	const char *sku, *location;
	int64_t available, incoming, reorder_point, target, shortage;
	int severity; /* enum low_severity: out = nothing to sell, critical = below safety, low = at or below the reorder point */
	const char *supplier;
	int64_t lead_time_days;
};
extern const struct record_type low_type;
/** stock_low(s, sku, location, position, each, ctx, err): where a rule of a product that is not archived says that stock is at
 *  or below its reorder point (available alone, or with ${position} incoming counted too); and, rule or not, where more
 *  is promised than there is. In the order of SKU and location. NULL = any. */
enum status stock_low(struct store *s, const char *sku, const char *location, bool position, stock_each *each, void *ctx,
		      struct error *err);

/** stock_check(s, report, ctx, err): levels against the sums of movements, reserved against open reservations, impossible and
 *  oversold levels, reservations that contradict themselves or whose order line is not there, movements of
 *  unknown accounts, more taken out of @transit than went in. */
enum status stock_check(struct store *s, journal_report *report, void *ctx, struct error *err);

#endif
