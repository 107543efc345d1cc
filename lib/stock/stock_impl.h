/* Shared inside lib/stock only. */
#ifndef STOCK_IMPL_H
#define STOCK_IMPL_H

#include <inttypes.h>
#include <string.h>

#include <ecom/stock.h>

enum stock_statement {
	STOCK_LEVEL_CHANGE,
	STOCK_LEVEL_ADD,
	STOCK_LEVEL_GET,
	STOCK_LEVEL_LOCK,
	STOCK_LEVEL_FLOOR,
	STOCK_MOVEMENT_PUT,
	STOCK_SKU_EXISTS,
	STOCK_LOCATION_GET,
	STOCK_LOCATION_ACTIVE,
	STOCK_LOCATION_LIST,
	STOCK_LOCATION_PUT,
	STOCK_INCOMING_OPEN,
	STOCK_SUPPLY,
	STOCK_RESERVED_TAKE,
	STOCK_RESERVED_GIVE,
	STOCK_RESERVED_SHIP,
	STOCK_RESERVATION_PUT,
	STOCK_RESERVATION_OWNED,
	STOCK_RESERVATION_OVERDUE,
	STOCK_RESERVATION_ALLOCATE,
	STOCK_RESERVATION_TAKE,
	STOCK_RESERVATION_EXPIRY,
	STOCK_LEVELS_OF_SKU,
	STOCK_LEVELS,
	STOCK_LEVELS_AS_OF,
	STOCK_AVAILABLE,
	STOCK_CLAIMS,
	STOCK_LEDGER_OF_SKU,
	STOCK_LEDGER_OF_SKU_LAST,
	STOCK_LEDGER,
	STOCK_LEDGER_LAST,
	STOCK_SHELF_CHANGES,
	STOCK_SHELF_CHANGES_BY_LOCATION,
	STOCK_RULE_HOLD,
	STOCK_RULE_GET,
	STOCK_RULE_PUT,
	STOCK_RULE_DELETE,
	STOCK_RULE_LIST,
	STOCK_LOW,
	STOCK_CHECK_LEVEL_SUM,
	STOCK_CHECK_RESERVED_SUM,
	STOCK_CHECK_LEVEL,
	STOCK_CHECK_RESERVATION,
	STOCK_CHECK_ACCOUNT,
	STOCK_CHECK_TRANSIT,
	STOCK_STATEMENTS
};
extern const struct sql STOCK_SQL[STOCK_STATEMENTS];
extern const struct sql_lookup STOCK_LOCATION_HOLD; /* as STOCK_LOCATION_GET, and the row stays as it is */
extern const struct word STOCK_PART_WORDS[]; /* enum stock_part */

/* Accounts and what a movement does to levels: stock_rules.c, no store. */

#define STOCK_LOCATION_MAX 256
struct stock_place {
	enum stock_account account;
	char location[STOCK_LOCATION_MAX + 1]; /* empty for the outside */
};
/** stock_place_parse(name, field, out, err): an account by its name. */
enum status stock_place_parse(const char *name, const char *field, struct stock_place *out, struct error *err);
/** stock_location_valid(name, field, err): a plain location: no part, not the outside. */
enum status stock_location_valid(const char *name, const char *field, struct error *err);

/* What is added to one level. */
struct stock_effect {
	const char *location;
	int64_t on_hand, unavailable, incoming;
	bool from_shelf; /* takes goods that are for sale: what is reserved must stay */
};
/** stock_effects(from, to, quantity, effects): the one or two levels (or none) that a movement touches, in the order of
 *  their locations; their texts are those of ${from} and ${to}. */
size_t stock_effects(const struct stock_place *from, const struct stock_place *to, int64_t quantity,
		     struct stock_effect effects[2]);
bool stock_reason_is_loss(const char *reason);
enum low_severity stock_severity(int64_t available, bool has_safety, int64_t safety);
/** stock_owner_is_order(owner): it belongs to an order, whose own commands end it. */
bool stock_owner_is_order(const char *owner);

/* A counted shelf: what the two parts of a location gain or lose. At most one is not zero but for a count below the
 * unavailable part. */
struct stock_variance {
	int64_t shelf, unavailable;
};
struct stock_variance stock_count_variance(int64_t on_hand, int64_t unavailable, int64_t counted);

/* Choosing where a claim is served: stock_choice.c, no store. */
struct stock_supply {
	const char *sku, *location;
	int64_t priority;
	int64_t available; /* on entry, negative counted as none; then what is left after fixed claims */
	int64_t taken;	   /* result: to be reserved here */
	int64_t assigned;  /* of it, for claims that name no location; handed out to them one by one */
};
struct stock_take {
	const struct reservation_want *want;
	const struct stock_supply *supply;
	int64_t quantity;
};
/* One SKU: its wants, and its supplies in the order of their priority. */
struct stock_demand {
	const char *sku;
	const struct reservation_want **wants;
	size_t n_wants;
	struct stock_supply *supplies;
	size_t n_supplies;
	int64_t wanted; /* by claims that name no location */
};
/** stock_choose(demands, n, takes, n_takes, shorts, n_shorts): one active location for every line by priority where
 *  one has it all, else one for each SKU, else split by priority. ${takes} has room for wants plus supplies of each
 *  demand, ${shorts} for all wants. With a shortage nothing is taken. */
void stock_choose(struct stock_demand *demands, size_t n, struct stock_take *takes, size_t *n_takes,
		  struct reservation_short *shorts, size_t *n_shorts);

/* Operations shared by the files of the folder. */

/** stock_apply(c, sku, effect, err): one level, created where it is needed. */
enum status stock_apply(const struct change *c, const char *sku, const struct stock_effect *effect, bool below_reserved,
			struct error *err);
/** stock_level_lock(c, sku, location, err): nobody else changes the level (NULL: any of the SKU) until the transaction
 * ends. */
enum status stock_level_lock(const struct change *c, const char *sku, const char *location, int64_t *rows,
			     struct error *err);
/** stock_level_add(c, sku, effect, err): stock_apply of what only adds, whether or not there is such a row; SKU and
 * location exist. */
enum status stock_level_add(const struct change *c, const char *sku, const struct stock_effect *effect,
			    struct error *err);
/** stock_record(c, movement, err): the row of the ledger; fills id, at, actor and key. */
enum status stock_record(const struct change *c, struct movement *movement, struct error *err);
/** stock_post_done(c, movement, below_reserved, done, err): stock_post of a movement and its place in ${done}. */
enum status stock_post_done(const struct change *c, const struct movement *movement, bool below_reserved,
			    struct stock_done *done, struct error *err);
/** stock_level_read(s, sku, location, out, err): STATUS_END when there is no such row (${out} is all zero). Its texts
 * are the arguments. */
enum status stock_level_read(struct store *s, const char *sku, const char *location, struct level *out,
			     struct error *err);
/** stock_default_location(c, location, out, err): ${location} itself, or the only active one. */
enum status stock_default_location(const struct change *c, const char *location, const char **out, struct error *err);
/** stock_explain_nothing(s, sku, location, err): why there is no level: rejected "unknown_sku" or "unknown_location",
 * else OK. */
enum status stock_explain_nothing(struct store *s, const char *sku, const char *location, struct error *err);

/* Reservations read into the arena. */
struct stock_claim {
	int64_t id;
	struct reservation reservation;
};
struct stock_claims {
	struct stock_claim *items;
	size_t count;
};
/** stock_claims_of(c, owner, claims, err): what ${owner} (a name, or a prefix and '*') has open, oldest first. */
enum status stock_claims_of(const struct change *c, const char *owner, struct stock_claims *claims, struct error *err);
/** stock_claims_give(c, claims, quantity, state, released, err): give back from the last one down, up to ${quantity};
 * each item's open and state become what they are now. */
enum status stock_claims_give(const struct change *c, struct stock_claims *claims, int64_t quantity,
			      enum reservation_state state, int64_t *released, struct error *err);
/** stock_claims_read(q, claims, arena, err): the rows of a bound statement, which is reset. */
enum status stock_claims_read(struct stmt *q, struct stock_claims *claims, struct arena *arena, struct error *err);

#endif
