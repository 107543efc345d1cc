/*
 * cli_fixture: a small program of the frame, run inside the test. Its verbs
 * write to the table of locations: sku is the location, quantity its priority,
 * place its name.
 */
#ifndef CLI_FIXTURE_H
#define CLI_FIXTURE_H

#include <fcntl.h>
#include <sys/mman.h>

#include "cli.h"
#include "store_fixture.h"
#include "tap.h"

struct item {
	struct record record;
	const char *sku;
	int64_t quantity;
	const char *place;
	struct amount price;
	double weight;
	const char *key;
};

enum item_field { ITEM_SKU, ITEM_QUANTITY, ITEM_PLACE, ITEM_PRICE, ITEM_WEIGHT, ITEM_KEY };

static const struct field ITEM_FIELDS[] = {
	{ "sku", FIELD_TEXT, FIELD_KEY | FIELD_REQUIRED, FIELD_AT(struct item, sku), "article|item_no", "the article" },
	{ "quantity", FIELD_INT, FIELD_REQUIRED, FIELD_AT(struct item, quantity), NULL, "how many" },
	{ "place", FIELD_TEXT, 0, FIELD_AT(struct item, place), NULL, "where" },
	{ "price", FIELD_AMOUNT, 0, FIELD_AT(struct item, price), NULL, "what it costs" },
	{ "weight", FIELD_REAL, 0, FIELD_AT(struct item, weight), NULL, "in kg" },
	{ "key", FIELD_TEXT, FIELD_IDEMPOTENCY, FIELD_AT(struct item, key), NULL, "idempotency key" },
	{ NULL },
};
static const struct record_type item_type = { "item", "a thing", sizeof(struct item), ITEM_FIELDS };

static const struct sql ITEM_INSERT = { "INSERT INTO location (location, name, priority) VALUES (?1, ?2, ?3)", false };
static const struct sql ITEM_LIST = { "SELECT location, name, priority FROM location ORDER BY location", true };

/* Quantities at which the verbs below misbehave. */
#define REJECT_AFTER_WRITING 13
#define LOSE_TRANSACTION     14
#define BREAK_DOWN	     15
#define REJECT_BY_CALL	     16
#define REJECT_ANOTHER	     17

static int each_calls, chunk_calls, finish_calls, lose_times;
static char last_key[80]; /* of the struct change that each was given */

static inline enum status item_store(struct run *run, struct item *item, struct error *err)
{
	struct stmt *q = store_stmt(run->store, &ITEM_INSERT);

	stmt_text(q, 1, item->sku);
	stmt_text(q, 2, item->place);
	stmt_int(q, 3, item->quantity);
	return stmt_run(q, NULL, err);
}

static inline enum status put_each(struct run *run, void *record, struct error *err)
{
	struct item *item = record;
	const char *key = run_change(run, record).key;
	enum status st;

	each_calls++;
	snprintf(last_key, sizeof(last_key), "%s", key ? key : "none");
	st = item_store(run, item, err);
	if (st != STATUS_OK)
		return st;
	run_emit(run, item);
	run_note(run, "put %s", item->sku);
	switch (item->quantity) {
	case REJECT_AFTER_WRITING:
		return error_reject(err, "unlucky", "quantity", "13 brings bad luck");
	case LOSE_TRANSACTION:
		item->quantity = 1000; /* must not be seen by the next try */
		return lose_times-- > 0 ? STATUS_RETRY : STATUS_OK;
	case BREAK_DOWN:
		return error_set(err, STATUS_CONFIG, "broken", "", "it broke");
	case REJECT_ANOTHER:
		error_reject(err, "other", "", "something else is refused");
		run_reject(run, NULL, err);
		return STATUS_OK;
	case REJECT_BY_CALL:
		error_reject(err, "unlucky", "quantity", "16 is refused");
		run_reject(run, record, err);
		return STATUS_OK;
	default:
		return STATUS_OK;
	}
}

static inline enum status load_chunk(struct run *run, void *const *records, size_t count, struct error *err)
{
	enum status st = STATUS_OK;
	bool rejected = false;

	chunk_calls++;
	for (size_t i = 0; i < count && st == STATUS_OK; i++) {
		struct item *item = records[i];

		if (item->quantity == REJECT_BY_CALL) {
			struct error why;

			error_reject(&why, "unlucky", "quantity", "16 is refused");
			run_reject(run, item, &why);
			continue;
		}
		rejected |= item->quantity == REJECT_AFTER_WRITING;
		st = item_store(run, item, err);
		run_emit(run, item);
		item->sku = "changed by chunk"; /* must not be seen by each */
	}
	return st == STATUS_OK && rejected ? error_reject(err, "some", "", "one of them is bad") : st;
}

static inline enum status count_finish(struct run *run, struct error *err)
{
	(void)err;
	finish_calls++;
	run_print(run, "finished\n");
	return STATUS_OK;
}

static inline enum status echo_each(struct run *run, void *record, struct error *err)
{
	const struct item *item = record;

	each_calls++;
	run_emit(run, record);
	if (item->quantity == REJECT_AFTER_WRITING)
		return error_reject(err, "unlucky", "quantity", "13 brings bad luck");
	if (item->quantity == BREAK_DOWN)
		return error_set(err, STATUS_UNAVAILABLE, "broken", "", "it broke");
	return STATUS_OK;
}

static inline enum status list_run(struct run *run, struct error *err)
{
	struct stmt *q = store_stmt(run->store, &ITEM_LIST);
	enum status st;

	while ((st = stmt_step(q, err)) == STATUS_OK) {
		struct item item;

		record_clear(&item_type, &item);
		item.sku = stmt_column_text(q, 0);
		item.place = stmt_column_text(q, 1);
		item.quantity = stmt_column_int(q, 2);
		item.record.given = 1u << ITEM_SKU | 1u << ITEM_QUANTITY | (item.place ? 1u << ITEM_PLACE : 0);
		run_emit(run, &item);
	}
	stmt_reset(q);
	return st == STATUS_END ? STATUS_OK : st;
}

static inline enum status flood_run(struct run *run, struct error *err)
{
	(void)err;
	for (int i = 0; i < 100000; i++) {
		struct item item;

		record_clear(&item_type, &item);
		item.sku = "flood";
		item.quantity = i;
		item.record.given = 1u << ITEM_SKU | 1u << ITEM_QUANTITY;
		run_emit(run, &item);
	}
	return STATUS_OK;
}

static inline enum status one_run(struct run *run, struct error *err)
{
	struct item item;

	each_calls++;
	record_clear(&item_type, &item);
	item.sku = run->operands[0];
	item.quantity = 1;
	item.record.given = 1u << ITEM_SKU | 1u << ITEM_QUANTITY;
	run_emit(run, &item);
	run_warn(run, "try %d", each_calls);
	if (item_store(run, &item, err) != STATUS_OK)
		return err->status;
	return lose_times-- > 0 ? STATUS_RETRY : STATUS_OK;
}

static inline enum status found_run(struct run *run, struct error *err)
{
	(void)err;
	run_found(run);
	return STATUS_OK;
}

struct shown {
	bool flag;
	const char *text;
	int64_t number;
	double real;
	struct amount amount;
	int word;
	int64_t instant, day, duration;
	struct texts texts;
	int choice;
};

static const struct word COLORS[] = { { "red" }, { "green", "verde" }, { NULL } };

#define SHOWN(member) FIELD_AT(struct shown, member)
static const struct option SHOW_OPTIONS[] = {
	{ "flag", 'x', OPTION_FLAG, NULL, "a flag", SHOWN(flag) },
	{ "text", 't', OPTION_TEXT, "TEXT", "a text", SHOWN(text), "none" },
	{ "number", 'n', OPTION_INT, "N", "a number", SHOWN(number), "7", NULL, 1, 10 },
	{ "real", 0, OPTION_REAL, "X", "a real", SHOWN(real) },
	{ "amount", 0, OPTION_AMOUNT, "AMOUNT", "an amount", SHOWN(amount) },
	{ "color", 0, OPTION_WORD, "COLOR", "a colour", SHOWN(word), "red", COLORS },
	{ "since", 0, OPTION_INSTANT, "TIME", "an instant", SHOWN(instant) },
	{ "day", 0, OPTION_DAY, "DATE", "a day", SHOWN(day) },
	{ "for", 0, OPTION_DURATION, "SPAN", "a duration", SHOWN(duration), "1h" },
	{ "choice", 0, OPTION_WORD, "COLOR", "a colour or none", SHOWN(choice), NULL, COLORS, -1 },
	{ "tags", 0, OPTION_TEXTS, "LIST", "texts", SHOWN(texts), "a,b" },
	{ NULL },
};

static inline enum status show_run(struct run *run, struct error *err)
{
	const struct shown *o = run->options;
	struct buffer out = { 0 };
	char amount[AMOUNT_TEXT_SIZE], instant[INSTANT_TEXT_SIZE], day[DAY_TEXT_SIZE], now[INSTANT_TEXT_SIZE];

	(void)err;
	buffer_printf(&out, "flag=%d text=%s number=%lld real=%g amount=%s color=%s choice=%d since=%s day=%s for=%lld",
		      o->flag, o->text, (long long)o->number, o->real, amount_print(amount, o->amount),
		      COLORS[o->word].word, o->choice,
		      o->instant == INSTANT_NONE ? "-" : instant_print(instant, o->instant),
		      o->day == INSTANT_NONE ? "-" : day_print(day, o->day), (long long)o->duration);
	for (size_t i = 0; i < o->texts.count; i++)
		buffer_printf(&out, " tag=%s", o->texts.items[i]);
	for (size_t i = 0; i < run->n_operands; i++)
		buffer_printf(&out, " operand=%s", run->operands[i]);
	buffer_printf(&out, " now=%s zone=%s given=%d\n", instant_print(now, run_now(run)), zone_name(run->zone),
		      run_given(run, "number"));
	run_print(run, out.data);
	buffer_free(&out);
	return STATUS_OK;
}

static const struct option PUT_OPTIONS[] = {
	{ "place", 0, OPTION_FIELD, "PLACE", "where, for records that do not say" },
	{ "amount", 0, OPTION_FIELD, "N", "how many, for records that do not say", 0, NULL, NULL, 0, 0, "quantity" },
	{ NULL },
};

static const struct verb put_verb = {
	"put",	    "Put items.", "[FILE...]", OPERANDS_FILES, VERB_WRITES, PUT_OPTIONS, 0, &item_type,
	&item_type, NULL,	  NULL,	       put_each,       NULL,	    NULL,	 0
};
static const struct verb load_verb = {
	"load",	    "Put items fast.", "[FILE...]", OPERANDS_FILES, VERB_WRITES, PUT_OPTIONS, 0,
	&item_type, &item_type,	       NULL,	    NULL,	    put_each,	 load_chunk,  count_finish,
	0
};
static const struct verb get_verb = {
	"get",	    "Get items.", "[SKU...]", OPERANDS_KEYS, VERB_STORE_OPTIONAL, PUT_OPTIONS, 0,
	&item_type, &item_type,	  NULL,	      NULL,	     echo_each,		  NULL,	       NULL,
	0
};
static const struct verb echo_verb = {
	"echo",	    "Repeat items.", "[FILE...]", OPERANDS_FILES, VERB_NO_STORE, NULL, 0,
	&item_type, &item_type,	     NULL,	  NULL,		  echo_each,	 NULL, count_finish,
	0
};
static const struct verb list_verb = { "list",	   "List items.", "",	    OPERANDS_NONE, VERB_READS, NULL, 0, NULL,
				       &item_type, NULL,	  list_run, NULL,	   NULL,       NULL, 0 };
static const struct verb flood_verb = { "flood", "Print much.", "",	    OPERANDS_NONE, VERB_NO_STORE, NULL,
					0,	 NULL,		&item_type, NULL,	   flood_run,	  NULL,
					NULL,	 NULL,		0 };
static const struct verb one_verb = { "one",	  "Put one.", "SKU",   OPERANDS_TEXT, VERB_WRITES, NULL, 0, NULL,
				      &item_type, NULL,	      one_run, NULL,	      NULL,	   NULL, 0 };
static bool gets_all(const struct run *run)
{
	return run->n_operands == 1 && !strcmp(run->operands[0], "all");
}

static const struct verb either_verb = { .name = "either",
					 .help = "List all, or repeat.",
					 .operands_help = "[all | FILE... | field=value field=value field=value field=value]",
					 .operands = OPERANDS_FILES,
					 .store = VERB_READS,
					 .input = &item_type,
					 .output = &item_type,
					 .run = list_run,
					 .each = echo_each,
					 .at_once = gets_all,
					 .output_default = FORMAT_CSV };
static const struct verb found_verb = {
	"found", "Find something.", "",	  OPERANDS_NONE, VERB_NO_STORE, NULL, 0, NULL, NULL,
	NULL,	 found_run,	    NULL, NULL,		 NULL,		0
};
static const struct verb show_verb = { "show",
				       "Show the options.",
				       "[TEXT...]",
				       OPERANDS_TEXT,
				       VERB_NO_STORE,
				       SHOW_OPTIONS,
				       sizeof(struct shown),
				       NULL,
				       NULL,
				       NULL,
				       show_run,
				       NULL,
				       NULL,
				       NULL,
				       0 };

static const struct verb *const VERBS[] = { &put_verb, &load_verb,  &get_verb,	&echo_verb,   &list_verb, &flood_verb,
					    &one_verb, &found_verb, &show_verb, &either_verb, NULL };
static const struct program test_program = { "ecom-test", "A program for tests.", VERBS };

/* What came of the last run. */
static struct {
	int code;
	char out[1 << 16], err[1 << 16];
} got;

static char *environment[4]; /* of the program; ECOM_STORE is put first */

static inline int memory_file(const char *text)
{
	int fd = memfd_create("test", MFD_CLOEXEC);

	if (fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text))
		exit(99);
	lseek(fd, 0, SEEK_SET);
	return fd;
}

static inline void take(int fd, char *text, size_t size)
{
	ssize_t n = pread(fd, text, size - 1, 0);

	text[n > 0 ? n : 0] = '\0';
	close(fd);
}

/** run_on(in, out, arguments...): run the program on open descriptors. */
static inline int run_on(int in, int out, const char *const *arguments)
{
	struct env env = { in, out, memory_file(""), environment, "/nowhere/bin/ecom-test" };
	char *argv[32] = { "ecom-test" };
	int argc = 1;

	for (; arguments[argc - 1]; argc++)
		argv[argc] = (char *)(uintptr_t)arguments[argc - 1];
	each_calls = chunk_calls = finish_calls = 0;
	got.code = program_run(&test_program, &env, argc, argv);
	take(env.err, got.err, sizeof(got.err));
	return got.code;
}

static inline int run_with(const char *input, const char *const *arguments)
{
	int in = memory_file(input), out = memory_file("");

	run_on(in, out, arguments);
	close(in);
	take(out, got.out, sizeof(got.out));
	return got.code;
}
/** RUN(input, "verb", ...): run with ${input} on standard input; what came of it stands in ${got}. */
#define RUN(input, ...) run_with((input), (const char *const[]) { __VA_ARGS__, NULL })

static inline void use_store(void)
{
	static char where[160], modules[160];

	snprintf(where, sizeof(where), "ECOM_STORE=%s", fixture_where());
	environment[0] = where;
	snprintf(modules, sizeof(modules), "ECOM_MODULES=%s",
		 fixture_options.module_path ? fixture_options.module_path : "/nowhere");
	environment[1] = modules;
}

/** stored(): what the table holds, as "sku/place/quantity ...", seen through a connection of its own; then emptied. */
static inline const char *stored(void)
{
	static struct buffer text;
	struct store *s = fixture_open(STORE_WRITE);
	struct stmt *q = store_query(s, "SELECT location, name, priority FROM location ORDER BY location", false);
	struct error err;

	buffer_clear(&text);
	buffer_text(&text, "");
	while (stmt_step(q, &err) == STATUS_OK) {
		const char *place = stmt_column_text(q, 1);

		buffer_printf(&text, "%s%s/%s/%lld", text.length ? " " : "", stmt_column_text(q, 0),
			      place ? place : "-", (long long)stmt_column_int(q, 2));
	}
	stmt_reset(q);
	if (store_begin(s, &err) == STATUS_OK) {
		stmt_run(store_query(s, "DELETE FROM location", false), NULL, &err);
		stmt_run(store_query(s, "DELETE FROM idempotency", false), NULL, &err);
		store_commit(s, &err);
	}
	store_close(s);
	return text.data;
}

/** lines(text): how many. */
static inline int lines(const char *text)
{
	int n = 0;

	for (; *text; text++)
		n += *text == '\n';
	return n;
}

#endif
