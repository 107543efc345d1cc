/*
 * notify: who is told what. Alerts with a memory, so that only changes are
 * told; subscriptions, by which events become messages to people; the outbox
 * of messages, and their delivery.
 */
#ifndef ECOM_NOTIFY_H
#define ECOM_NOTIFY_H

#include <ecom/http.h>
#include <ecom/journal.h>

/*
 * A channel is a way out: these, or the id of a file that says how a service is asked (small letters, digits, '-'). A
 * message of channel event goes nowhere by itself: it waits for subscriptions, and for whoever asks.
 */
#define NOTIFY_MAIL    "mail"
#define NOTIFY_EXEC    "exec"
#define NOTIFY_EVENT   "event"
#define NOTIFY_WEBHOOK "webhook"
bool notify_is_channel(const char *name);

/*
 * Alerts. A rule is a name that a pipeline gives itself; its state is one row for each key. The whole input is the
 * state of the world: what stands in it fires, what no longer does is ok.
 */

/* A record that fires, of any kind: the fields that make up its key, and all others in ${rest}. */
enum notify_signal_field {
	SIGNAL_SKU, SIGNAL_LOCATION, SIGNAL_ORDER, SIGNAL_SHIPMENT, SIGNAL_KEY, SIGNAL_SEVERITY, SIGNAL_SUBJECT, SIGNAL_REST,
};
struct notify_signal {
	struct record record;
	const char *sku, *location, *order, *shipment, *key, *severity, *subject;
	const char *rest; /* JSON object */
};
extern const struct record_type notify_signal_type;

/* What the alert table keeps of a signal. */
struct notify_sighting {
	const char *key;
	const char *severity, *subject; /* may be NULL */
	const char *record;             /* JSON object: the signal as it came */
	double value;                   /* of the field that a threshold looks at */
};
/** notify_sight(signal, fields, n, value, out, arena, err): ${value} names a field that must be a number; NULL: none. The key is made of the ${n} named fields joined by '@', or without any
 *  of: sku[@location], order, shipment, key. Rejected "no_key" where there is none, "bad_value". */
enum status notify_sight(const struct notify_signal *signal, const char *const *fields, size_t n, const char *value,
			 struct notify_sighting *out, struct arena *arena, struct error *err);

enum notify_alert_state { ALERT_FIRING, ALERT_OK };
enum notify_alert_field { ALERT_RULE, ALERT_KEY, ALERT_STATE, ALERT_SINCE, ALERT_SEVERITY, ALERT_SUBJECT, ALERT_RECORD };
struct notify_alert {
	struct record record;
	const char *rule, *key;
	int state;     /* enum notify_alert_state */
	int64_t since; /* when it became so */
	const char *severity, *subject;
	const char *signal; /* JSON object: the record last seen */
};
extern const struct record_type notify_alert_type;
extern const struct word NOTIFY_STATE_WORDS[];
typedef void notify_each_alert(void *ctx, const struct notify_alert *alert);

#define NOTIFY_EMPTY_HOLD HOUR_MS

/* A text with places in it; see notify_fill. */
struct notify_template {
	const char *name; /* for complaints */
	const char *text;
};
/** notify_template_read(path, name, out, arena, err): from a file. STATUS_NO_INPUT; STATUS_CONFIG "bad_template". */
enum status notify_template_read(const char *path, const char *name, struct notify_template *out, struct arena *arena,
				 struct error *err);

/* Hours of the day in which nobody is to be disturbed, by the clock of a zone. */
struct notify_quiet {
	int from, to; /* minutes of the day; equal: none */
};
/** notify_quiet_parse(text, out): "22:00-07:00". */
bool notify_quiet_parse(const char *text, struct notify_quiet *out);
/** notify_quiet_end(quiet, zone, now): ${now}, or when the quiet hours that it is in end. ${zone} NULL: UTC. */
int64_t notify_quiet_end(const struct notify_quiet *quiet, const struct zone *zone, int64_t now);

struct notify_rule {
	const char *rule;
	const char *channel;
	const char *recipient;  /* mail: one or more addresses between commas; webhook: its address; else any text, "" for none */
	const char *subject;    /* NULL: the template's */
	struct notify_template firing, cleared; /* of a message about what fires, and of one only about what is ok again */
	const char *value;      /* NULL; else a field: a record fires only when this is beyond ${on}, and is ok beyond ${off};
				   between them it stays as it was. ${on} < ${off}: low is bad, else high is */
	double on, off;
	int64_t hold;           /* ms: so long must a key be gone before it is ok */
	int64_t again;          /* ms: what goes on firing is told again after so long; 0: never */
	int64_t digest;         /* ms: at most one message in so long; what changes meanwhile is told together; 0: at once */
	struct notify_quiet quiet; /* nothing is told in these hours, but after them what is still so */
	const struct zone *zone;   /* their clock */
	bool tell_cleared;      /* a message also about what became ok */
	bool partial;           /* a key that is missing from the input says nothing */
	bool clear_empty;       /* an input without any record is the state too; else a key is ok only when it was not seen
				   for NOTIFY_EMPTY_HOLD, as an empty input is also what a broken pipe looks like */
};

/** notify_rule_check(rule, err): names, addresses and subject before anything is read; STATUS_USAGE. No control character, so
 *  that nothing can be slipped into the head of a mail. */
enum status notify_rule_check(const struct notify_rule *rule, struct error *err);

/** notify_alert(c, rule, sightings, n, each, ctx, err): compare with what the rule knew, keep the new state, put one message
 *  about all changes into the outbox. A key begins to fire, rises in severity, or (gone) becomes ok: each such change is
 *  given to ${each}, in order of key. What is snoozed, or held back by quiet hours or a digest, is owed: it is given when it is
 *  told, if it is still so. Of two sightings with one key the graver stands, else the later. */
enum status notify_alert(const struct change *c, const struct notify_rule *rule,
			 const struct notify_sighting *sightings, size_t n, notify_each_alert *each, void *ctx,
			 struct error *err);
/** notify_alerts(s, rule, each, ctx, err): the states as they are, of one rule or (NULL) of all. */
enum status notify_alerts(struct store *s, const char *rule, notify_each_alert *each, void *ctx, struct error *err);

/*
 * Snoozes: nothing is told of an alert, or of all of a rule, for a while; then what still fires is.
 */
enum notify_snooze_field { SNOOZE_RULE, SNOOZE_KEY, SNOOZE_UNTIL };
struct notify_snooze {
	struct record record;
	const char *rule, *key; /* key NULL or "": all of the rule */
	int64_t until;          /* INSTANT_NONE: it has ended */
};
extern const struct record_type notify_snooze_type;
/** notify_snooze(c, snooze, err): begin, move, or (until INSTANT_NONE) end one. */
enum status notify_snooze(const struct change *c, const struct notify_snooze *snooze, struct error *err);
/** notify_rearm(c, snooze, err): what fires, of the rule or the one key, is told anew by the next run. Rejected
 *  "unknown_alert" where nothing fires. */
enum status notify_rearm(const struct change *c, const struct notify_snooze *snooze, struct error *err);
typedef void notify_each_snooze(void *ctx, const struct notify_snooze *snooze);
enum status notify_snoozes(struct store *s, int64_t now, notify_each_snooze *each, void *ctx, struct error *err);

/*
 * Subscriptions: who wants to hear of which events. Receivers: what is known of them.
 */
#define NOTIFY_CUSTOMER "customer" /* as recipient: whom the event is about */

enum notify_subscription_field {
	SUBSCRIPTION_TOPIC, SUBSCRIPTION_CHANNEL, SUBSCRIPTION_RECIPIENT, SUBSCRIPTION_ENABLED, SUBSCRIPTION_TEMPLATE,
	SUBSCRIPTION_LANG, SUBSCRIPTION_ZONE, SUBSCRIPTION_QUIET, SUBSCRIPTION_SINCE,
};
struct notify_subscription {
	struct record record;
	const char *topic; /* "shipment.delivered", "shipment.*", "*" */
	const char *channel, *recipient;
	bool enabled;
	const char *template, *lang, *zone, *quiet;
	int64_t since; /* events from here on */
};
extern const struct record_type notify_subscription_type;
/** notify_subscribe(c, in, out, err): make one or change it; what is not given stays. Rejected "bad_value", "bad_address". */
enum status notify_subscribe(const struct change *c, const struct notify_subscription *in, struct notify_subscription *out,
			     struct error *err);
/** notify_unsubscribe: Rejected "unknown_subscription". */
enum status notify_unsubscribe(const struct change *c, const struct notify_subscription *in,
			       struct notify_subscription *out, struct error *err);
typedef void notify_each_subscription(void *ctx, const struct notify_subscription *subscription);
enum status notify_subscriptions(struct store *s, notify_each_subscription *each, void *ctx, struct error *err);
/** notify_topic_fits(pattern, topic): the same, or the pattern ends in '*' and what stands before it begins the topic. */
bool notify_topic_fits(const char *pattern, const char *topic);

enum notify_receiver_field {
	RECEIVER_CHANNEL, RECEIVER_RECIPIENT, RECEIVER_ALLOWED, RECEIVER_REASON, RECEIVER_LANG, RECEIVER_ZONE, RECEIVER_QUIET,
	RECEIVER_ACCOUNT, RECEIVER_SINCE,
};
struct notify_receiver {
	struct record record;
	const char *channel, *recipient;
	bool allowed;        /* no: it gets nothing more, and what is queued for it is cancelled */
	const char *reason;  /* why not */
	const char *lang, *zone, *quiet; /* instead of the subscription's */
	const char *account; /* whose secrets are used; NULL: those of the channel */
	int64_t since;       /* the last change */
};
extern const struct record_type notify_receiver_type;
/** notify_receiver_set(c, in, out, err): make one or change it; what is not given stays. */
enum status notify_receiver_set(const struct change *c, const struct notify_receiver *in, struct notify_receiver *out,
				struct error *err);
typedef void notify_each_receiver(void *ctx, const struct notify_receiver *receiver);
enum status notify_receivers(struct store *s, notify_each_receiver *each, void *ctx, struct error *err);

/*
 * Events become messages: each event once, for each subscription whose topic fits. For people the text is made here and stays
 * as it is; a newer message to the same receiver about the same thing takes the place of an older one that was not sent. For
 * programs (webhook, exec) the event goes as it is, and each waits for the one before. What quiet hours held back from one
 * receiver is told in one message when they end, where there is a template for several.
 */
struct notify_spreading {
	struct store *store;
	int64_t now;
	int64_t fresh;                  /* ms: what happened longer ago is not told */
	const char *const *folders;     /* of templates, the first that has one counts; NULL-ended */
	/* An event for which a message cannot be made, and why; it is looked at again by the next run. */
	void (*failed)(void *ctx, int64_t event, const char *topic, const char *why);
	/* What is known of the customer of a shipment beside its events, in which it does not stand: ${what} is "phone" or
	 * "email". NULL where nothing is; all of it NULL: nobody knows. */
	enum status (*contact)(void *ctx, const char *shipment, const char *what, const char **out, struct arena *arena,
			       struct error *err);
	void *ctx;
};
/** notify_spread(how, err): STATUS_OK also when some failed. */
enum status notify_spread(const struct notify_spreading *how, struct error *err);

/** notify_fill(template, from, value, ctx, out, err): append the text from byte ${from} on, each {name} replaced by its value. {name?}
 *  may be absent (NULL): a line all of whose places are, is left out. STATUS_CONFIG "bad_template" names file, line and place
 *  of one that is absent, or is none. */
typedef const char *notify_value(void *ctx, const char *name);
enum status notify_fill(const struct notify_template *template, size_t from, notify_value *value, void *ctx,
			struct buffer *out, struct error *err);

/*
 * Messages of the outbox. failed: refused for good by its receiver; dead: every try of the schedule failed.
 */
enum notify_message_state { MESSAGE_QUEUED, MESSAGE_SENT, MESSAGE_FAILED, MESSAGE_DEAD, MESSAGE_CANCELLED };
extern const struct word NOTIFY_MESSAGE_STATE_WORDS[];
struct notify_message {
	struct record record;
	int64_t id, at;
	const char *channel, *recipient, *topic, *subject;
	int state; /* enum notify_message_state */
	int64_t attempts, next_try_at, sent_at;
	const char *last_error;
	const char *dedupe, *payload, *series; /* no fields of the record */
	const char *account; /* of a leased one: whose secrets are used */
};
extern const struct record_type notify_message_type;

struct notify_filter {
	int state;                   /* -1 = any */
	const char *topic, *channel; /* NULL = any */
	int64_t limit;               /* 0 = all */
};
typedef void notify_each_message(void *ctx, const struct notify_message *message);
/** notify_messages(s, filter, each, ctx, err): the newest first, streamed. */
enum status notify_messages(struct store *s, const struct notify_filter *filter, notify_each_message *each, void *ctx,
			    struct error *err);
/** notify_retry, notify_cancel: a failed, dead or cancelled message is due again, with all its tries; a queued one is not to be sent. Rejected
 *  "unknown_message", "wrong_state" (what was sent stays sent; one that a courier has in hand). */
enum status notify_retry(const struct change *c, int64_t id, struct notify_message *out, struct error *err);
enum status notify_cancel(const struct change *c, int64_t id, struct notify_message *out, struct error *err);

#define NOTIFY_MESSAGE_STATES (MESSAGE_CANCELLED + 1)
/** notify_counts(s, counts, err): how many messages are in each state, events left out. */
enum status notify_counts(struct store *s, int64_t counts[NOTIFY_MESSAGE_STATES], struct error *err);
/** notify_mask(recipient, arena): for logs: b***@example.com, the last four of a phone, of an address only its host. */
const char *notify_mask(const char *recipient, struct arena *arena);

/*
 * Delivery. A message is leased in one short transaction, sent outside any, and marked in another: it is sent at least
 * once, with the same text and id at every try. Two couriers at once share the work.
 */
struct notify_fate {
	int state;           /* sent; queued: to be tried again; failed: refused for good */
	const char *why;     /* NULL when sent */
	int64_t retry_after; /* ms that the other side asks to wait; -1: it does not */
	bool throttled;      /* nothing else either for its account until then, or for a minute */
	bool gone;           /* the receiver wants no more, ever */
};
/** The one try to send ${m}: its fate, or an error that is not the message's (STATUS_CONFIG ...): then it was not tried. */
typedef enum status notify_send(void *ctx, const struct notify_message *m, struct notify_fate *fate, struct arena *arena,
				struct error *err);
struct notify_limits {
	int64_t per_second, per_minute, per_hour, per_day; /* 0: none */
};
struct notify_channel {
	const char *name;
	notify_send *send;
	void *ctx;
	struct notify_limits limits; /* of its account; kept in the store, for all couriers together */
};

struct notify_courier {
	struct store *store;
	const struct notify_channel *channels; /* that are taken */
	size_t n_channels;
	int64_t limit, max_ms;       /* 0 = none: messages tried; time after which no other is begun */
	int64_t (*clock)(void *ctx); /* ms UTC */
	void (*lost)(void *ctx, const struct notify_message *message, const char *why);	     /* failed or dead */
	void (*postponed)(void *ctx, const struct notify_message *message, const char *why); /* to be tried again */
	void *ctx;
};
/** notify_deliver(courier, err): STATUS_OK also when messages failed. */
enum status notify_deliver(const struct notify_courier *courier, struct error *err);
/** notify_waiting(s, now, each, ctx, err): which channels and accounts messages are due for, events left out. */
typedef void notify_each_account(void *ctx, const char *channel, const char *account);
enum status notify_waiting(struct store *s, int64_t now, notify_each_account *each, void *ctx, struct error *err);

/* By a command: split at blanks, run without a shell. For mail it is given "-t -i" and an RFC 5322 message, else one line of
 * JSON. */
struct notify_by_command {
	const char *command;
	const char *from;         /* mail: ADDRESS or NAME <ADDRESS>; NULL leaves it to the command */
	char *const *environment; /* of the command */
};
/** notify_send_mail, notify_send_exec: a notify_send each; ${ctx} is a struct notify_by_command. */
enum status notify_send_mail(void *ctx, const struct notify_message *m, struct notify_fate *fate, struct arena *arena,
			     struct error *err);
enum status notify_send_exec(void *ctx, const struct notify_message *m, struct notify_fate *fate, struct arena *arena,
			     struct error *err);
/** notify_from_check(from, err): a wrong sender is no fault of the messages; STATUS_CONFIG. */
enum status notify_from_check(const char *from, struct error *err);

/*
 * By HTTP: a webhook, or a service that a channel file (ecom-channel(5)) tells how to ask. And mail by SMTP.
 */
struct notify_service;
/** notify_service_read(name, text, length, report, ctx, out, err): a channel file from its text; every fault is told to ${report}
 *  with its JSON pointer. ${name}: the file's, for the id. Rejected "bad_channel" if there was any. */
enum status notify_service_read(const char *name, const char *text, size_t length, template_report *report, void *ctx,
				struct notify_service **out, struct error *err);
void notify_service_free(struct notify_service *service);
const char *notify_service_id(const struct notify_service *service);
const struct notify_limits *notify_service_limits(const struct notify_service *service);
/** notify_service_secrets(service, names): how many it needs, and their names. */
size_t notify_service_secrets(const struct notify_service *service, const char *const **names);

struct notify_by_http {
	struct http_client *client;
	const struct notify_service *service; /* NULL: a webhook */
	const char *base;    /* in place of the service's own address; NULL: that */
	const char *source;  /* webhook: of its CloudEvents */
	const char *modules; /* folder of sign.so */
	const char *(*secret)(void *ctx, const char *account, const char *name); /* NULL: there is none */
	int64_t (*clock)(void *ctx);
	void *ctx; /* of both */
};
/** notify_webhook_request, notify_service_request: what would be sent, in ${arena}. A webhook's is signed as the Standard Webhooks
 *  specification asks by each of the secret "key"s (blanks between them: to change one, both are valid for a while), its
 *  body a CloudEvent 1.0 in JSON. STATUS_CONFIG "no_secret", "bad_secret"; Rejected "too_long", "missing_value", "bad_value". */
enum status notify_webhook_request(const struct notify_by_http *by, const struct notify_message *m,
				   struct http_request *out, struct arena *arena, struct error *err);
enum status notify_service_request(const struct notify_by_http *by, const struct notify_message *m,
				   struct http_request *out, struct arena *arena, struct error *err);
/** notify_send_webhook, notify_send_service, notify_send_smtp: a notify_send each; ${ctx} is a struct notify_by_http, or
 *  notify_by_smtp. */
enum status notify_send_webhook(void *ctx, const struct notify_message *m, struct notify_fate *fate, struct arena *arena,
				struct error *err);
enum status notify_send_service(void *ctx, const struct notify_message *m, struct notify_fate *fate, struct arena *arena,
				struct error *err);
struct notify_by_smtp {
	struct http_client *client;
	const char *url, *user, *password; /* as in struct http_letter */
	const char *from;                  /* ADDRESS or NAME <ADDRESS> */
};
enum status notify_send_smtp(void *ctx, const struct notify_message *m, struct notify_fate *fate, struct arena *arena,
			     struct error *err);

#define NOTIFY_TRIES	     7
#define NOTIFY_WEBHOOK_TRIES 10
/** notify_retry_delay(channel, attempts): ms to wait after so many failed tries; -1 when that was the last. */
int64_t notify_retry_delay(const char *channel, int64_t attempts);

/** notify_mail(message, from, out, err): the message as RFC 5322 text with LF line ends. Rejected "bad_address",
 *  "bad_subject", "bad_payload". */
enum status notify_mail(const struct notify_message *message, const char *from, struct buffer *out, struct error *err);

/*
 * A command: the seam through which messages leave. Run without a shell, found in PATH, with ${input} as its standard
 * input; what it writes is kept, shortened, as its complaint. After ${timeout_ms} its whole process group is ended.
 */
struct notify_outcome {
	int exit_code; /* -1: ended by a signal, or by us */
	bool timed_out;
	char complaint[400]; /* UTF-8 on one line */
};
/** notify_command(arguments, environment, input, length, timeout_ms, out, err): STATUS_CONFIG when it cannot be started, or
 *  exits 127, which is how shells say that of what they were to run. */
enum status notify_command(char *const *arguments, char *const *environment, const char *input, size_t length,
			   int64_t timeout_ms, struct notify_outcome *out, struct error *err);

/** notify_check(s, report, ctx, err): alerts and messages that contradict themselves. */
enum status notify_check(struct store *s, journal_report *report, void *ctx, struct error *err);

#endif
