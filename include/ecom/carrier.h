/*
 * carrier: what a carrier's adapter file (ecom-adapter(5)) says, interpreted: requests made, replies read, codes mapped,
 * pushes verified. No store, no network. An adapter is not changed once it was read: threads may share it.
 */
#ifndef ECOM_CARRIER_H
#define ECOM_CARRIER_H

#include <ecom/http.h>
#include <ecom/order.h>

struct carrier; /* opaque */
/** carrier_read(name, text, length, report, ctx, out, err): an adapter from its text. Every fault is told to ${report} (may be
 *  NULL) with its JSON pointer; rejected "bad_adapter" if there was any, with the first in ${err}. ${name}: the file's, of
 *  which the id is a part; NULL: not compared. */
enum status carrier_read(const char *name, const char *text, size_t length, template_report *report, void *ctx,
			 struct carrier **out, struct error *err);
void carrier_free(struct carrier *c);

const char *carrier_id(const struct carrier *c);
const char *carrier_title(const struct carrier *c);
/** carrier_is(c, name): does a shipment's carrier ${name} mean this one? Its id or one of its other names, case ignored. */
bool carrier_is(const struct carrier *c, const char *name);
struct carrier_limits { /* 0: none */
	int64_t in_flight, per_second, per_minute, per_hour, per_day, per_shipment_day; /* requests */
	int64_t per_shipment_ms, first_poll_after_ms, timeout_ms;
	int64_t day_starts_ms; /* after midnight UTC */
};
const struct carrier_limits *carrier_limits(const struct carrier *c);
size_t carrier_secrets(const struct carrier *c); /* their number */
const char *carrier_secret(const struct carrier *c, size_t index); /* the name of one */

enum carrier_operation { CARRIER_FETCH, CARRIER_REGISTER, CARRIER_OPERATIONS };
extern const struct word CARRIER_OPERATION_WORDS[];
bool carrier_has(const struct carrier *c, enum carrier_operation operation);
size_t carrier_batch(const struct carrier *c, enum carrier_operation operation); /* numbers in one request, at least 1 */
bool carrier_needs_register(const struct carrier *c); /* before the first fetch of a parcel */
bool carrier_needs_token(const struct carrier *c);    /* OAuth 2.0 */
bool carrier_has_webhook(const struct carrier *c);

struct carrier_parcel {
	const char *number;
	const char *(*detail)(void *ctx, const char *name); /* ${shipment.NAME}; NULL: absent. May itself be NULL */
	void *ctx;
};
struct carrier_account { /* who asks */
	const char *base;    /* in place of the adapter's own; NULL: that */
	bool sandbox;
	const char *(*secret)(void *ctx, const char *name); /* NULL: there is none. May itself be NULL */
	void *ctx;
	const char *token;   /* OAuth 2.0; NULL: none yet */
	const char *modules; /* folder of sign.so */
	int64_t now;	     /* ms */
	uint64_t seed;	     /* of the request's UUID: the same at a retry */
};
/** carrier_request(c, operation, parcels, n, account, out, arena, err): the request for up to carrier_batch() parcels. Rejected
 *  "missing_value" and "bad_value" as template_request(), "no_operation". */
enum status carrier_request(const struct carrier *c, enum carrier_operation operation,
			    const struct carrier_parcel *parcels, size_t n, const struct carrier_account *account,
			    struct http_request *out, struct arena *arena, struct error *err);
enum status carrier_token_request(const struct carrier *c, const struct carrier_account *account,
				  struct http_request *out, struct arena *arena, struct error *err);
/** carrier_token_read(c, code, body, length, token, lifetime_ms, arena, err): ${lifetime_ms}: the adapter's margin is taken off
 *  already; five minutes where the reply says nothing or nonsense. Rejected "no_token", with what the reply says. */
enum status carrier_token_read(const struct carrier *c, int code, const char *body, size_t length, const char **token,
			       int64_t *lifetime_ms, struct arena *arena, struct error *err);

enum carrier_zone {
	CARRIER_ZONE_NONE,    /* nothing is known of whose clock it is */
	CARRIER_ZONE_CARRIER, /* the event says it itself */
	CARRIER_ZONE_ADAPTER, /* the adapter's fixed zone */
	CARRIER_ZONE_PLACE,   /* the clock at the place, which somebody else must know */
	CARRIER_ZONE_SIBLING, /* as another event of the same parcel at the same place */
};
extern const struct word CARRIER_ZONE_WORDS[];
struct carrier_time {
	const char *when;	/* as it came, parts joined by a blank; NULL: not at all */
	int64_t local;		/* ms since 1970-01-01T00:00 of that clock; INSTANT_NONE: unreadable */
	int32_t offset;		/* seconds east of UTC; means nothing where ${zone} is NONE or PLACE */
	enum carrier_zone zone;
	bool day;		/* only a day was said; local is its midnight */
};
/** carrier_instant(time): ms UTC; a clock of which nothing is known is taken for UTC. INSTANT_NONE stays. */
int64_t carrier_instant(const struct carrier_time *time);

struct carrier_event {
	struct carrier_time time;
	const char *code;	/* that decided the status (joined: "X:SR"), else the first there is; NULL: none */
	const char *native;	/* all codes there are, as the text of a JSON array: for carrier_map() */
	int status;		/* enum shipment_status; unknown: not in the map */
	const char *substatus;	/* NULL: none */
	bool mapped;		/* the map knows the code (it may know it as unknown) */
	const char *text;	/* as it came */
	const char *place, *city, *region, *postal, *country;
	double lat, lng;	/* NAN: not given */
	const char *raw;	/* the event as compact JSON */
	const char *fault;	/* not NULL: set aside, and why */
};
enum carrier_outcome {
	CARRIER_FOUND,
	CARRIER_NOT_FOUND,    /* the carrier does not know the number (yet) */
	CARRIER_UNREGISTERED, /* it is to be registered first */
	CARRIER_REFUSED,      /* credentials or contract: asking again does not help */
	CARRIER_THROTTLED,    /* too many requests */
	CARRIER_ERROR,	      /* try again later */
	CARRIER_DONE,	      /* all is well, and there is nothing to read: what register comes to */
};
extern const struct word CARRIER_OUTCOME_WORDS[];
struct carrier_remembered {
	const char *name, *value;
};
struct carrier_item { /* what a reply says of one parcel */
	enum carrier_outcome outcome;
	const char *number;   /* as it came; NULL: not said */
	size_t parcel;	      /* index into those asked for; SIZE_MAX: none of them */
	const char *message;
	const char *identity; /* tells apart several parcels of one number; NULL: nothing does */
	int status;	      /* the carrier's own summary; -1: none */
	const char *substatus, *native;
	struct carrier_time promised; /* of a bare day, or midnight, its last second; local INSTANT_NONE: not promised */
	const struct carrier_remembered *remembered;
	size_t n_remembered;
	/* Oldest first, as far as times tell: by UTC where all offsets are known, else by local time; the carrier's own order
	 * among equals. Those set aside stand last. */
	const struct carrier_event *events;
	size_t n_events;
};
struct carrier_answer {
	enum carrier_outcome outcome; /* of the whole reply */
	const char *message;
	const struct carrier_item *items; /* of a reply that is found, or done */
	size_t n_items;
};
/** carrier_reply(c, operation, parcels, n, code, body, length, out, arena): what came. Never fails on odd content: a bad event
 *  is set aside, an unreadable body is an error by its outcome. A parcel that a fetch says nothing of gets an item that is
 *  not found. ${parcels} may be NULL: whoever asked is not known. */
void carrier_reply(const struct carrier *c, enum carrier_operation operation, const struct carrier_parcel *parcels,
		   size_t n, int code, const char *body, size_t length, struct carrier_answer *out, struct arena *arena);

struct carrier_push {
	const char *(*header)(void *ctx, const char *name); /* case ignored; NULL: absent */
	void *ctx;
	const char *body; /* NUL-terminated */
	size_t length;
};
/** carrier_push_read(c, push, account, out, answer, arena, err): a webhook, verified, then read as a reply. ${answer}: what its
 *  sender wants to hear. Rejected "no_signature", "bad_signature", "missing_value" (no secret), "no_webhook". */
enum status carrier_push_read(const struct carrier *c, const struct carrier_push *push,
			      const struct carrier_account *account, struct carrier_answer *out, const char **answer,
			      struct arena *arena, struct error *err);

/** carrier_push_try(c, body, length, out, arena): a push read as if it were verified, for whoever writes an adapter; one
 *  without "webhook" reads it as a reply. */
void carrier_push_try(const struct carrier *c, const char *body, size_t length, struct carrier_answer *out,
		      struct arena *arena);

/** carrier_map(c, native, text, status, substatus): what an event's codes and text come to by the map as it is now. False: the
 *  map knows none; then unknown. ${native} and ${text} may be NULL. */
bool carrier_map(const struct carrier *c, const char *native, const char *text, int *status, const char **substatus);
/** carrier_each_code(c, each, ctx): every code of the map, in its order; those of map_text as "*part*". */
typedef void carrier_code(void *ctx, const char *native, int status, const char *substatus);
void carrier_each_code(const struct carrier *c, carrier_code *each, void *ctx);

/* What `ecom-track adapter` prints: an event, all that a reply says of a parcel, or a code of the map. */
struct carrier_line {
	struct record record;
	const char *carrier, *number, *outcome, *message, *identity;
	int64_t at;	     /* INSTANT_NONE where the clock's offset is not known */
	const char *local, *offset, *zone;
	const char *status; /* NULL: nothing was said */
	const char *substatus, *code, *text, *place, *country;
	double lat, lng;
	const char *native, *raw_time, *fault, *remembered;
	int64_t promised_at, events;
};
extern const struct record_type carrier_line_type;
void carrier_line_of_event(const struct carrier *c, const struct carrier_item *item, const struct carrier_event *event,
			   struct carrier_line *out, struct arena *arena);
void carrier_line_of_item(const struct carrier *c, const struct carrier_item *item, struct carrier_line *out,
			  struct arena *arena);
void carrier_line_of_code(const struct carrier *c, const char *code, int status, const char *substatus,
			  struct carrier_line *out);

/*
 * Numbers recognised by how they look. A check digit that is right says more than letters at the right places, and those more than a length.
 */
enum carrier_evidence { CARRIER_LENGTH, CARRIER_PATTERN, CARRIER_CHECK_DIGIT };
extern const struct word CARRIER_EVIDENCE_WORDS[]; /* length pattern check_digit */
struct carrier_guess {
	struct record record;
	const char *number; /* as it was asked for */
	int64_t rank;	    /* from 1 */
	const char *carrier, *format; /* "ups", "UPS Waybill" */
	int evidence;	    /* enum carrier_evidence */
	const char *url;    /* of the carrier's page about it; NULL: none */
};
extern const struct record_type carrier_guess_type;
/* What `detect` reads. */
struct carrier_question {
	struct record record;
	const char *number, *carrier;
};
extern const struct record_type carrier_question_type;
struct carrier_numbers;
/** carrier_numbers_read(text, length, out, err): the formats of share/numbers.json. STATUS_CONFIG "bad_numbers". */
enum status carrier_numbers_read(const char *text, size_t length, struct carrier_numbers **out, struct error *err);
void carrier_numbers_free(struct carrier_numbers *numbers); /* NULL is fine */
/** carrier_detect(numbers, number, out, most, arena): whose it may be, the surest first: up to ${most} guesses. Blanks do not matter, nor small
 *  letters. A number whose check digit is wrong is not of that format. Any text may be asked for. */
size_t carrier_detect(const struct carrier_numbers *numbers, const char *number, struct carrier_guess *out, size_t most, struct arena *arena);
/** carrier_agrees(numbers, guesses, n, carrier): may it be the carrier's, by one of its names ("DHL Express" is dhl)? Of a carrier whose numbers are
 *  not known any may be. */
bool carrier_agrees(const struct carrier_numbers *numbers, const struct carrier_guess *guesses, size_t n, const char *carrier);

#endif
