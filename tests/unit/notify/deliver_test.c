/* The courier by a clock of its own: time bounds, leases, fates. */
#include <tap.h>

#include <ecom/notify.h>
#include <store_fixture.h>

#define START INT64_C(1767614400000) /* 2026-01-05T12:00:00Z */

static struct error err;
static struct arena arena;
static int64_t now = START, tick;
static int n_lost, n_postponed;
static struct notify_limits limits;

static int64_t clock_ms(void *ctx)
{
	(void)ctx;
	return now += tick;
}

static void lost(void *ctx, const struct notify_message *m, const char *why)
{
	(void)ctx;
	n_lost++;
	printf("# lost %lld: %s\n", (long long)m->id, why);
}

static void postponed(void *ctx, const struct notify_message *m, const char *why)
{
	(void)ctx;
	n_postponed++;
	printf("# postponed %lld: %s\n", (long long)m->id, why);
}

static void fill(struct store *s, int n)
{
	struct change c = { .store = s, .now = START, .actor = "ann", .verb = "test", .arena = &arena };
	static int number;

	store_begin(s, &err);
	for (int i = 0; i < n; i++)
		journal_outbox(&c, "exec", "desk", "test", arena_printf(&arena, "test:%d", ++number), "s", "{}", &err);
	store_commit(s, &err);
}

static int64_t number(struct store *s, const char *query)
{
	struct stmt *q = store_query(s, query, false);
	int64_t value = stmt_step(q, &err) == STATUS_OK ? stmt_column_int(q, 0) : -1;

	stmt_reset(q);
	return value;
}

static void by_hand(struct store *s, const char *text)
{
	store_begin(s, &err);
	stmt_run(store_query(s, text, false), NULL, &err);
	store_commit(s, &err);
}

static enum status deliver(struct store *s, const char *exec, int64_t limit, int64_t max_ms)
{
	static char *const ENVIRONMENT[] = { "PATH=/usr/bin:/bin", NULL };
	struct notify_by_command by = { .command = exec, .environment = ENVIRONMENT };
	const struct notify_channel channel = { NOTIFY_EXEC, notify_send_exec, &by, limits };
	const struct notify_courier courier = {
		.store = s, .channels = &channel, .n_channels = 1, .limit = limit, .max_ms = max_ms,
		.clock = clock_ms, .lost = lost, .postponed = postponed,
	};

	n_lost = n_postponed = 0;
	return notify_deliver(&courier, &err);
}

static void test_bounds(struct store *s)
{
	fill(s, 10);
	is_int(deliver(s, "true", 3, 0), STATUS_OK, "a limit");
	is_int(number(s, "SELECT COUNT(*) FROM outbox WHERE state = 1"), 3, "is kept");
	/* Each look at the clock takes a second; a message looks three times: before it, for its lease, at its end. */
	tick = 1000;
	is_int(deliver(s, "true", 0, 5500), STATUS_OK, "a bound of time");
	tick = 0;
	is_int(number(s, "SELECT COUNT(*) FROM outbox WHERE state = 1"), 5, "is kept: two more");
	is_int(deliver(s, "true", 0, 0), STATUS_OK, "none");
	is_int(number(s, "SELECT COUNT(*) FROM outbox WHERE state = 1"), 10, "the rest");
}

static void test_lease(struct store *s)
{
	struct store *other = fixture_open(STORE_WRITE);

	fill(s, 1);
	by_hand(s, "UPDATE outbox SET lease_until = 1767614500000 WHERE state = 0");
	now = START + 99999;
	is_int(deliver(other, "true", 0, 0), STATUS_OK, "a message in the hands of another courier");
	is_int(number(s, "SELECT COUNT(*) FROM outbox WHERE state = 0"), 1, "is left to it");
	now = START + 100000;
	is_int(deliver(other, "true", 0, 0), STATUS_OK, "until its lease has ended");
	is_int(number(s, "SELECT COUNT(*) FROM outbox WHERE state = 0"), 0, "then it is sent");
	store_close(other);
}

static void test_fates(struct store *s)
{
	now = START + 200000;
	fill(s, 1);
	is_int(deliver(s, "false", 0, 0), STATUS_OK, "a command that fails");
	is_int(n_postponed, 1, "is tried again");
	is_int(number(s, "SELECT next_try_at FROM outbox WHERE state = 0"), now + 5000, "after five seconds");
	now += 5000;
	is_int(deliver(s, "/nonexistent/command", 0, 0), STATUS_CONFIG, "a command that is not there");
	is_int(number(s, "SELECT attempts FROM outbox WHERE state = 0 AND lease_until IS NULL"), 1, "costs no try");
	is_int(deliver(s, "   ", 0, 0), STATUS_CONFIG, "no command at all");
	by_hand(s, "UPDATE outbox SET attempts = 6 WHERE state = 0");
	is_int(deliver(s, "false", 0, 0), STATUS_OK, "the seventh failure");
	is_int(n_lost, 1, "is the last");
	is_int(number(s, "SELECT COUNT(*) FROM outbox WHERE state = 3 AND last_error = 'exit 1'"), 1, "and says why");

	int64_t id = number(s, "SELECT id FROM outbox WHERE state = 3");
	struct change c = { .store = s, .now = now, .actor = "ann", .verb = "test", .arena = &arena };
	struct notify_message m;
	store_begin(s, &err);
	is_int(notify_retry(&c, id, &m, &err), STATUS_OK, "revived");
	is_int(notify_retry(&c, id, &m, &err), STATUS_REJECTED, "but not what is queued already");
	store_commit(s, &err);
	is_int(deliver(s, "true", 0, 0), STATUS_OK, "it goes out");
	is_int(number(s, "SELECT attempts FROM outbox WHERE state = 1 ORDER BY id DESC LIMIT 1"), 1, "at the first of its new tries");
}

int main(void)
{
	struct store *s = fixture_open(STORE_WRITE);

	test_bounds(s);
	test_lease(s);
	test_fates(s);
	store_close(s);
	arena_free(&arena);
	return done_testing();
}
