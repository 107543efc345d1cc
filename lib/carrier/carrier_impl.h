/* carrier_impl: shared inside the carrier module only. */
#ifndef ECOM_CARRIER_IMPL_H
#define ECOM_CARRIER_IMPL_H

#include <ecom/carrier.h>
#include <jansson.h>

/* How what came is read: the members of "reply", as they stand in the file. NULL: not there. */
struct reading {
	const json_t *when, *message, *items, *item_when, *item_message, *number, *identity, *status, *eta, *remember;
	const json_t *rejected, *events, *event, *inside;
	enum body_format { BODY_JSON, BODY_XML, BODY_FORM } format;
	bool oldest; /* stands first in the lists of events */
};

struct operation {
	json_t *template; /* values and request, with what authorises it; NULL: there is no such operation */
	struct reading reading;
	size_t batch;
};

/* A zone that the file names, opened once. */
struct named_zone {
	const char *name;
	struct zone *zone;
};

struct carrier {
	json_t *file; /* everything below points into it, or is made of it */
	const char *id;
	struct carrier_limits limits;
	struct operation operations[CARRIER_OPERATIONS];
	bool needs_register;
	json_t *token; /* the operation that gets one; NULL: none is needed */
	const json_t *webhook;
	struct reading push;
	json_t *push_when; /* the rules of "ignore_if" before its own */
	json_t *map;	   /* by normal code */
	const char *map_prefix;
	bool map_fold, map_zeros;
	struct named_zone *zones;
	size_t n_zones;
};

/* check.c: every rule of ecom-adapter(5). False: something was told. */
bool carrier_check(const json_t *file, const char *name, template_report *report, void *ctx);
extern const char *const CARRIER_SUBSTATUSES[];

/*
 * source.c: texts found by what an adapter calls sources. ${levels}: the reply, an item of it, an event of that;
 * pointers start at the last, with "^" at the one before.
 */
struct place_in_reply {
	const json_t *levels[3];
	size_t count;
	struct arena *arena;
};
struct place_in_reply carrier_source_below(const struct place_in_reply *in, const json_t *value);
/* The first that is there; NULL: none is. */
const char *carrier_source_text(const struct place_in_reply *in, const json_t *sources, const char *joint);
/* One alternative of a list of sources. */
const char *carrier_source_one(const struct place_in_reply *in, const json_t *alternative, const char *joint);
/* {"in", "if"}: the place of the first value there for which a rule holds; false: there is none. Without "in" it is
 * ${in}. */
bool carrier_source_choose(const struct place_in_reply *in, const json_t *chosen, struct place_in_reply *out);
/* Pointers: one, or a list of them, each of whose values is visited. */
void carrier_source_each(const json_t *tree, const json_t *pointers, tree_visit *each, void *ctx);

/* time.c: zones of the adapter's file, and those that a reply names beside them. */
struct reply_zones {
	const struct carrier *carrier;
	struct zone_cache others;
};
/* The first alternative that can be read; else local is INSTANT_NONE, and ${when} what the first one found, if
 * anything. */
void carrier_time_read(struct reply_zones *zones, const struct place_in_reply *in, const json_t *times,
		       struct carrier_time *out);
bool carrier_time_format_valid(const char *format);

/* map.c */
struct mapping {
	const char *code, *native, *substatus;
	int status;
	bool mapped;
};
json_t *carrier_map_normal(const struct carrier *c, const json_t *map);
const char *carrier_map_normal_code(bool fold, bool zeros, const char *code, struct buffer *out);
void carrier_map_codes(const struct carrier *c, const struct place_in_reply *in, const json_t *codes, const char *text,
		       struct mapping *out);

/* event.c: all events of an item, in order. */
void carrier_events_read(struct reply_zones *zones, const struct reading *how, const struct place_in_reply *item,
			 struct carrier_item *out);

/* reply.c */
struct reading carrier_reading(const json_t *reply, const struct reading *otherwise);
struct asked {
	const struct carrier_parcel *parcels;
	size_t count;
	enum carrier_operation operation;
};
void carrier_reply_read(const struct carrier *c, const struct reading *how, const struct asked *asked, int code,
			const char *body, size_t length, struct carrier_answer *out, struct arena *arena);
json_t *carrier_reply_form(const char *body, size_t length);

/* request.c: one operation, its values found for parcels and account. */
struct request_scope {
	const struct carrier *carrier;
	const struct carrier_account *account;
	const struct carrier_parcel *parcels;
	const char *base;
};
const char *carrier_request_base(const struct carrier *c, const struct carrier_account *account, struct arena *arena);
const char *carrier_request_find(void *ctx, const char *name, size_t index);

#endif
