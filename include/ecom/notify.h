/*
 * notify: who is told what. Alerts with a memory, so that only changes are
 * told; the outbox of messages, and their delivery by commands.
 */
#ifndef ECOM_NOTIFY_H
#define ECOM_NOTIFY_H

#include <ecom/journal.h>

enum notify_channel { NOTIFY_MAIL, NOTIFY_EXEC, NOTIFY_EVENT, NOTIFY_CHANNELS };
extern const struct word NOTIFY_CHANNEL_WORDS[];

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
};
/** notify_sight(signal, fields, n, out, arena, err): the key is made of the ${n} named fields joined by '@', or without any
 *  of: sku[@location], order, shipment, key. Rejected "no_key" where there is none. */
enum status notify_sight(const struct notify_signal *signal, const char *const *fields, size_t n,
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

#define NOTIFY_EMPTY_HOLD INT64_C(3600000)

struct notify_rule {
	const char *rule;
	int channel;            /* enum notify_channel */
	const char *recipient;  /* mail: one or more addresses between commas; else any text, "" for none */
	const char *subject;    /* NULL: the template's */
	const char *firing, *cleared; /* templates: of a message about what fires, and of one only about what is ok again */
	int64_t hold;           /* ms: so long must a key be gone before it is ok */
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
 *  given to ${each}, in order of key. ${sightings} is sorted in place; of two with one key the graver stands, else the later. */
enum status notify_alert(const struct change *c, const struct notify_rule *rule, struct notify_sighting *sightings, size_t n,
			 notify_each_alert *each, void *ctx, struct error *err);
/** notify_alerts(s, rule, each, ctx, err): the states as they are, of one rule or (NULL) of all. */
enum status notify_alerts(struct store *s, const char *rule, notify_each_alert *each, void *ctx, struct error *err);

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
	const char *dedupe, *payload; /* no fields of the record */
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
/** notify_revive(s, id, now, err): a failed or dead message is due again, with all its tries. Rejected "unknown_message". */
enum status notify_revive(struct store *s, int64_t id, int64_t now, struct error *err);

/*
 * Delivery. A message is leased in one short transaction, sent outside any, and marked in another: it is sent at least
 * once, with the same text and Message-ID at every try. Two couriers at once share the work.
 */
struct notify_courier {
	struct store *store;
	bool channels[NOTIFY_CHANNELS]; /* which are taken */
	const char *sendmail;           /* command for mail, split at blanks, given "-t -i" and an RFC 5322 message */
	const char *exec;               /* command for the others, given one line of JSON */
	const char *from;               /* ADDRESS or NAME <ADDRESS>; NULL leaves it to ${sendmail} */
	char *const *environment;       /* of the commands */
	int64_t limit, max_ms;          /* 0 = none: messages tried; time after which no other is begun */
	int64_t (*clock)(void *ctx);    /* ms UTC */
	void (*lost)(void *ctx, const struct notify_message *message, const char *why);     /* failed or dead */
	void (*postponed)(void *ctx, const struct notify_message *message, const char *why); /* to be tried again */
	void *ctx;
};
/** notify_deliver(courier, err): STATUS_OK also when messages failed; STATUS_CONFIG when a command cannot be started. */
enum status notify_deliver(const struct notify_courier *courier, struct error *err);

#define NOTIFY_TRIES 7
/** notify_retry_delay(attempts): ms to wait after so many failed tries; -1 when that was the last. */
int64_t notify_retry_delay(int64_t attempts);

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
