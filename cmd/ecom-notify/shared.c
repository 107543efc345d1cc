/* What the verbs share: one message changed; the ways out, put together for the messages that are due, and looked at before
 * the first is taken. */
#include "shared.h"

#include <string.h>

#define FILE_MAX (1 << 20)

enum status shared_message(struct run *run, const struct notify_message *asked, shared_change *change, struct error *err)
{
	struct change c = run_change(run, asked);
	struct notify_message stored;

	if (!record_has(asked, 0))
		return error_reject(err, "missing", "id", "is missing: which message");
	enum status st = change(&c, asked->id, &stored, err);
	if (st == STATUS_OK)
		run_emit(run, &stored);
	return st;
}

const char *ways_secret(void *ctx, const char *account, const char *name)
{
	return run_secret(((struct ways *)ctx)->secrets, account, name);
}

enum status ways_client(struct run *run, struct http_client **out, struct error *err)
{
	const struct http_options options = {
		.modules = run_store_options(run)->module_path,
		.user_agent = "ecom-notify/" ECOM_VERSION,
		.ca_file = run_authorities(run),
		.timeout_ms = 30000,
		.in_flight = 1,
		.reply_limit = 1 << 20,
	};

	return http_open(&options, out, err);
}

struct faults {
	struct run *run;
	const char *file;
};

static void fault(void *ctx, const char *pointer, const char *what)
{
	const struct faults *f = ctx;

	run_warn(f->run, "%s:%s%s %s", f->file, pointer, pointer[0] ? ":" : "", what);
}

static enum status find_file(struct run *run, const char *name, const char **path, struct buffer *text,
			     struct error *err)
{
	const char *const *folders = run_folders(run, "ECOM_CHANNELS", "channels");
	size_t length = strlen(name);
	enum status st = STATUS_NO_INPUT;

	*path = name;
	if (strchr(name, '/') || (length > 5 && strcmp(name + length - 5, ".json") == 0))
		return file_read_all(name, FILE_MAX, text, err);
	for (; *folders && st == STATUS_NO_INPUT; folders++) {
		*path = arena_printf(run->keep, "%s/%s.json", *folders, name);
		st = file_read_all(*path, FILE_MAX, text, err);
	}
	if (st == STATUS_NO_INPUT)
		return error_set(err, STATUS_CONFIG, "unknown_channel", "",
				 "there is no channel %s: no %s.json in ECOM_CHANNELS or share/ecom/channels", name,
				 name);
	return st;
}

enum status ways_service(struct run *run, const char *name, struct notify_service **out, struct error *err)
{
	struct buffer text = { 0 };
	const char *path = name, *slash;
	enum status st = find_file(run, name, &path, &text, err);

	*out = NULL;
	if (st == STATUS_OK) {
		struct faults faults = { run, path };

		slash = strrchr(path, '/');
		st = notify_service_read(slash ? slash + 1 : path, text.data ? text.data : "", text.length, fault,
					 &faults, out, err);
		if (st == STATUS_REJECTED)
			st = err->status = STATUS_CONFIG;
	}
	buffer_free(&text);
	return st;
}

/* Accounts that messages are due for. */
struct waiting {
	struct run *run;
	const char *only;
	struct {
		const char *channel, *account;
	} items[WAYS_MAX];
	size_t count;
};

static void add_waiting(void *ctx, const char *channel, const char *account)
{
	struct waiting *w = ctx;

	if (w->count == WAYS_MAX || (w->only && strcmp(w->only, channel) != 0))
		return;
	w->items[w->count].channel = arena_text(w->run->keep, channel);
	w->items[w->count++].account = arena_text(w->run->keep, account);
}

static void add_channel(struct ways *w, const char *name, notify_send *send, void *ctx,
			const struct notify_limits *limits)
{
	if (w->n_channels < WAYS_MAX)
		w->channels[w->n_channels++] =
			(struct notify_channel) { name, send, ctx, limits ? *limits : (struct notify_limits) { 0 } };
}

static const struct notify_channel *find_channel(const struct ways *w, const char *name)
{
	for (size_t i = 0; i < w->n_channels; i++)
		if (strcmp(w->channels[i].name, name) == 0)
			return &w->channels[i];
	return NULL;
}

static enum status need_client(struct ways *w, struct error *err)
{
	return w->client ? STATUS_OK : ways_client(w->run, &w->client, err);
}

static enum status add_mail(struct ways *w, const struct ways_options *o, struct error *err)
{
	enum status st = o->from ? notify_from_check(o->from, err) : STATUS_OK;

	if (st != STATUS_OK)
		return st;
	if (!o->smtp) {
		w->mail = (struct notify_by_command) { o->sendmail, o->from, run_environ(w->run) };
		add_channel(w, NOTIFY_MAIL, notify_send_mail, &w->mail, NULL);
		return STATUS_OK;
	}
	if (!o->from)
		return error_set(err, STATUS_CONFIG, "missing", "",
				 "mail by SMTP has a sender: give --from or set ECOM_FROM");
	st = need_client(w, err);
	w->smtp = (struct notify_by_smtp) {
		.client = w->client,
		.url = o->smtp,
		.user = o->smtp_user,
		.password = o->smtp_user ? ways_secret(w, "smtp", "password") : NULL,
		.from = o->from,
	};
	if (st == STATUS_OK && o->smtp_user && !w->smtp.password)
		return error_set(err, STATUS_CONFIG, "no_secret", "", "the secret smtp.password is missing");
	add_channel(w, NOTIFY_MAIL, notify_send_smtp, &w->smtp, NULL);
	return st;
}

/* A way by HTTP: the webhooks', or a service's. */
static enum status add_http(struct ways *w, const struct ways_options *o, const char *channel,
			    int64_t (*clock)(void *ctx), struct error *err)
{
	bool webhook = strcmp(channel, NOTIFY_WEBHOOK) == 0;
	struct notify_by_http *by = &w->http[w->n_services];
	enum status st = need_client(w, err);

	if (st == STATUS_OK && !webhook)
		st = ways_service(w->run, channel, &w->services[w->n_services], err);
	if (st != STATUS_OK)
		return st;
	*by = (struct notify_by_http) {
		.client = w->client,
		.service = w->services[w->n_services++],
		.base = o->base_url,
		.source = o->source,
		.modules = run_store_options(w->run)->module_path,
		.secret = ways_secret,
		.clock = clock,
		.ctx = w,
	};
	add_channel(w, channel, webhook ? notify_send_webhook : notify_send_service, by,
		    webhook ? NULL : notify_service_limits(by->service));
	return STATUS_OK;
}

/* Are an account's secrets there? A webhook's are also looked at. */
static enum status check_account(struct ways *w, const struct notify_by_http *by, const char *account,
				 struct error *err)
{
	static const struct notify_message PROBE = { .topic = "", .dedupe = "", .payload = "{}", .recipient = "" };
	struct notify_message probe = PROBE;
	struct http_request request;
	const char *const *names;
	size_t n;

	probe.account = account;
	if (!by->service)
		return notify_webhook_request(by, &probe, &request, w->run->arena, err);
	n = notify_service_secrets(by->service, &names);
	for (size_t i = 0; i < n; i++)
		if (!ways_secret(w, account, names[i]))
			return error_set(
				err, STATUS_CONFIG, "no_secret", "",
				"the secret %s.%s is missing: set it in the environment or in a file (--secrets)",
				account, names[i]);
	return STATUS_OK;
}

/* One of the accounts that wait, unless it goes by a command. */
static enum status add_account(struct ways *w, const struct ways_options *o, const char *channel, const char *account,
			       int64_t (*clock)(void *ctx), struct error *err)
{
	const struct notify_channel *way = find_channel(w, channel);
	enum status st = STATUS_OK;

	if (strcmp(channel, NOTIFY_MAIL) == 0)
		return way ? STATUS_OK : add_mail(w, o, err);
	if (strcmp(channel, NOTIFY_EXEC) == 0)
		return STATUS_OK;
	if (!way) {
		st = add_http(w, o, channel, clock, err);
		way = find_channel(w, channel);
	}
	return st == STATUS_OK && way ? check_account(w, way->ctx, account, err) : st;
}

static bool is_wanted(const struct ways_options *o, const char *channel)
{
	return !o->channel || strcmp(o->channel, channel) == 0;
}

enum status ways_open(struct run *run, struct store *store, const struct ways_options *o, int64_t (*clock)(void *ctx),
		      struct ways *out, struct error *err)
{
	struct waiting waiting = { .run = run, .only = o->channel };
	enum status st = run_secrets(run, o->secrets, &out->secrets, err);

	out->run = run;
	out->exec = (struct notify_by_command) { o->exec, NULL, run_environ(run) };
	if (st == STATUS_OK && o->from)
		st = notify_from_check(o->from, err);
	if (st == STATUS_OK)
		st = notify_waiting(store, clock(out), add_waiting, &waiting, err);
	for (size_t i = 0; i < waiting.count && st == STATUS_OK; i++)
		st = add_account(out, o, waiting.items[i].channel, waiting.items[i].account, clock, err);
	if (o->exec && is_wanted(o, NOTIFY_EXEC))
		add_channel(out, NOTIFY_EXEC, notify_send_exec, &out->exec, NULL);
	if (o->exec && o->channel && is_wanted(o, NOTIFY_EVENT))
		add_channel(out, NOTIFY_EVENT, notify_send_exec, &out->exec, NULL);
	return st;
}

void ways_close(struct ways *ways)
{
	for (size_t i = 0; i < ways->n_services; i++)
		notify_service_free(ways->services[i]);
	http_close(ways->client);
}
