/* ecom-notify deliver: send what is due. */
#include "shared.h"
#include "verbs.h"

#include <ecom/track.h>
#include <string.h>

struct deliver_options {
	struct ways_options ways;
	int64_t limit, max_seconds, fresh;
	struct texts retry;
};

static const struct option OPTIONS[] = {
	{ "sendmail", 0, OPTION_TEXT, "COMMAND",
	  "sends mail, given -t -i and the message; else ECOM_SENDMAIL, else /usr/sbin/sendmail",
	  offsetof(struct deliver_options, ways.sendmail) },
	{ "from", 0, OPTION_TEXT, "ADDRESS", "sender of mail; else ECOM_FROM, else what the command adds",
	  offsetof(struct deliver_options, ways.from) },
	{ "smtp", 0, OPTION_TEXT, "URL",
	  "mail goes to this server instead, smtp://HOST[:PORT] or smtps://; else ECOM_SMTP",
	  offsetof(struct deliver_options, ways.smtp) },
	{ "smtp-user", 0, OPTION_TEXT, "NAME", "who signs in there, with the secret smtp.password; else ECOM_SMTP_USER",
	  offsetof(struct deliver_options, ways.smtp_user) },
	{ "source", 0, OPTION_TEXT, "URI", "source of the events of webhooks; else ECOM_SOURCE, else urn:ecom",
	  offsetof(struct deliver_options, ways.source) },
	{ "secrets", 0, OPTION_TEXT, "FILE", "file of secrets, its owner's alone; else ECOM_SECRETS",
	  offsetof(struct deliver_options, ways.secrets) },
	{ "base-url", 0, OPTION_TEXT, "URL", "ask services here instead of at their own address, for a test",
	  offsetof(struct deliver_options, ways.base_url) },
	{ "exec", 0, OPTION_TEXT, "COMMAND", "takes each message of channel exec as one line of JSON",
	  offsetof(struct deliver_options, ways.exec) },
	{ "channel", 0, OPTION_TEXT, "WORD", "only this one; else all but event, and exec if there is --exec",
	  offsetof(struct deliver_options, ways.channel) },
	{ "fresh", 0, OPTION_DURATION, "DURATION", "make no message of an event from longer ago",
	  offsetof(struct deliver_options, fresh), "2d", .min = 0, .max = INT64_MAX },
	{ "limit", 'n', OPTION_INT, "N", "try at most N messages", offsetof(struct deliver_options, limit),
	  .max = INT64_MAX },
	{ "max-seconds", 0, OPTION_INT, "N", "begin no message after so long",
	  offsetof(struct deliver_options, max_seconds), .max = 1000000 },
	{ "retry", 0, OPTION_TEXTS, "ID,...", "first make these messages due again, as the verb retry does",
	  offsetof(struct deliver_options, retry) },
	{ NULL },
};

static void lost(void *ctx, const struct notify_message *m, const char *why)
{
	run_warn(ctx, "message %lld to %s (%s) was given up: %s", (long long)m->id,
		 notify_mask(m->recipient, ((struct run *)ctx)->arena), m->topic, why);
	run_found(ctx);
}

static void postponed(void *ctx, const struct notify_message *m, const char *why)
{
	run_note(ctx, "message %lld to %s (%s) is tried again later: %s", (long long)m->id,
		 notify_mask(m->recipient, ((struct run *)ctx)->arena), m->topic, why);
}

struct retrying {
	struct change change;
	int64_t id;
};

/* As the verb retry does it, each by itself. */
static enum status retry_one(struct store *s, void *ctx, struct error *err)
{
	const struct retrying *r = ctx;
	struct notify_message m;

	(void)s;
	return notify_retry(&r->change, r->id, &m, err);
}

static enum status retry(struct run *run, struct store *store, struct error *err)
{
	const struct texts *ids = &((const struct deliver_options *)run->options)->retry;
	struct retrying r = { .change = run_change(run, NULL) };
	enum status st = STATUS_OK;

	r.change.store = store;
	for (size_t i = 0; i < ids->count && st == STATUS_OK; i++) {
		if (!number_parse_int(ids->items[i], 1, INT64_MAX, &r.id))
			return error_set(err, STATUS_USAGE, "bad_option", "", "--retry: '%s' is no number of a message",
					 ids->items[i]);
		st = store_transaction(store, retry_one, &r, err);
		if (st == STATUS_REJECTED) {
			run_reject(run, NULL, err);
			st = STATUS_OK;
		}
	}
	return st;
}

static const char *first_of(const char *option, const char *variable, const char *otherwise)
{
	return option ? option : variable ? variable : otherwise;
}

struct spreading {
	struct run *run;
	struct store *store;
};

static void unspread(void *ctx, int64_t event, const char *topic, const char *why)
{
	struct run *run = ((const struct spreading *)ctx)->run;

	run_warn(run, "event %lld (%s) cannot be told: %s", (long long)event, topic, why);
	run_found(run);
}

/* Events go to programs too, and are logged: a customer's phone stands with the parcel alone. */
static enum status contact(void *ctx, const char *shipment, const char *what, const char **out, struct arena *arena,
			   struct error *err)
{
	const struct spreading *s = ctx;

	return track_shipment_detail(s->store, shipment, what, out, arena, err);
}

/* Events become messages, by the subscriptions there are. */
static enum status spread(struct run *run, struct store *store, struct error *err)
{
	struct spreading spreading = { run, store };
	const struct notify_spreading how = {
		.store = store,
		.now = run_clock(run),
		.fresh = ((const struct deliver_options *)run->options)->fresh,
		.folders = run_folders(run, "ECOM_TEMPLATES", "templates"),
		.failed = unspread,
		.contact = contact,
		.ctx = &spreading,
	};

	return notify_spread(&how, err);
}

/* The clock as the ways have it. */
static int64_t ways_clock(void *ctx)
{
	return run_clock(((struct ways *)ctx)->run);
}

/* Options that are not given stand in the environment, or have a value of their own. */
static struct ways_options complete(const struct run *run, const struct ways_options *given)
{
	struct ways_options o = *given;

	o.sendmail = first_of(o.sendmail, run_environment(run, "ECOM_SENDMAIL"), "/usr/sbin/sendmail");
	if (!given->sendmail)
		o.smtp = first_of(o.smtp, run_environment(run, "ECOM_SMTP"), NULL);
	o.smtp_user = first_of(o.smtp_user, run_environment(run, "ECOM_SMTP_USER"), NULL);
	o.from = first_of(o.from, run_environment(run, "ECOM_FROM"), NULL);
	o.source = first_of(o.source, run_environment(run, "ECOM_SOURCE"), "urn:ecom");
	return o;
}

static enum status deliver_all(struct run *run, struct store *store, struct error *err)
{
	const struct deliver_options *o = run->options;
	const struct ways_options options = complete(run, &o->ways);
	struct ways *ways = arena_zero(run->keep, sizeof *ways);
	enum status st = ways_open(run, store, &options, ways_clock, ways, err);
	const struct notify_courier courier = {
		.store = store,
		.channels = ways->channels,
		.n_channels = ways->n_channels,
		.limit = o->limit,
		.max_ms = o->max_seconds * 1000,
		.clock = run_clock,
		.lost = lost,
		.postponed = postponed,
		.ctx = run,
	};

	if (st == STATUS_OK && ways->n_channels > 0)
		st = notify_deliver(&courier, err);
	ways_close(ways);
	return st;
}

static enum status deliver(struct run *run, struct error *err)
{
	const struct deliver_options *o = run->options;
	const char *where = run_store_name(run), *channel = o->ways.channel;
	struct store *store;
	enum status st;

	if (!where)
		return error_set(err, STATUS_USAGE, "no_store", "", "no store: give --store or set ECOM_STORE");
	if (channel && !notify_is_channel(channel))
		return error_set(err, STATUS_USAGE, "bad_option", "", "--channel: '%s' is no channel", channel);
	if (channel && !o->ways.exec && (strcmp(channel, NOTIFY_EXEC) == 0 || strcmp(channel, NOTIFY_EVENT) == 0))
		return error_set(err, STATUS_USAGE, "missing", "", "--exec is missing: the command for channel %s",
				 channel);
	st = store_open(&store, where, STORE_WRITE, run_store_options(run), err);
	if (st != STATUS_OK)
		return st;
	st = retry(run, store, err);
	if (st == STATUS_OK)
		st = spread(run, store, err);
	if (st == STATUS_OK)
		st = deliver_all(run, store, err);
	store_close(store);
	return st;
}

const struct verb VERB_DELIVER = {
	.name = "deliver",
	.help = "send the messages that are due",
	.store = VERB_OWN_STORE,
	.options = OPTIONS,
	.options_size = sizeof(struct deliver_options),
	.run = deliver,
};
