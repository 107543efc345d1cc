/*
 * cli: the one main frame of the programs. A verb is a const descriptor; the
 * frame parses options, opens input, store and output, runs the batches, maps
 * errors to exit codes. Programs contain no SQL, no rule, no format code.
 */
#ifndef ECOM_CLI_H
#define ECOM_CLI_H

#include <ecom/format.h>
#include <ecom/journal.h>
#include <ecom/record.h>
#include <ecom/store.h>

enum option_type {
	OPTION_FLAG,     /* bool */
	OPTION_TEXT,     /* const char * */
	OPTION_INT,      /* int64_t within min..max */
	OPTION_REAL,     /* double */
	OPTION_AMOUNT,   /* struct amount */
	OPTION_WORD,     /* int, index into words; ${initial} NULL = ${min} (-1: not given) */
	OPTION_INSTANT,  /* int64_t; a bare date is its midnight in --tz */
	OPTION_DAY,      /* int64_t */
	OPTION_DURATION, /* int64_t ms */
	OPTION_TEXTS,    /* struct texts: may be repeated, and split at commas */
	OPTION_FIELD,    /* gives the input field of the same name (or of ${field}) to every record that lacks it */
};

struct texts {
	const char **items;
	size_t count;
};

/* An option of a verb; the table ends with a NULL name. */
struct option {
	const char *name;     /* "horizon": --horizon */
	char letter;          /* short form or 0 */
	enum option_type type;
	const char *argument; /* "N", "DATE": what --help shows; NULL for a flag */
	const char *help;
	size_t offset;        /* into the verb's options struct */
	const char *initial;  /* default as text, shown in --help; NULL = zero / INSTANT_NONE / NAN */
	const struct word *words;
	int64_t min, max;
	const char *field;    /* OPTION_FIELD: name of the input field where it differs */
};

enum verb_store {
	VERB_NO_STORE,
	VERB_READS,
	VERB_WRITES,
	VERB_STORE_OPTIONAL,
	VERB_READS_AT_ONCE, /* only where ${at_once} says so; as a filter it has none */
	VERB_OWN_STORE,
};

enum verb_operands {
	OPERANDS_NONE,
	OPERANDS_FILES,  /* input files; none or "-" = standard input */
	OPERANDS_KEYS,   /* each is the key field of one record; none = records from standard input */
	OPERANDS_TEXT,   /* the verb reads them itself: run->operands */
};

struct run;

/*
 * A verb either has ${run} (it does its work at once: list, get, init), or
 * ${each} (a filter: called for every input record), with ${finish} after the last. One with both says in
 * ${at_once} which it is this time (rule, and rule --list).
 *
 * A filter that VERB_WRITES: ${each} is called inside a transaction and a savepoint; STATUS_REJECTED undoes this
 * record alone; what it emitted is printed after the commit. A batch may be run a second time when the store lost
 * the transaction to another, so ${each} keeps no state of its own outside the store; it is given each record as
 * it was read, whatever it wrote into it before. ${chunk}, if given, is
 * called first with up to STORE_BULK_ROWS records at once, inside the transaction: STATUS_OK = all
 * taken, STATUS_REJECTED = undo and go one by one with ${each}. Records it finds bad by itself it passes to run_reject().
 * Field=value operands make one record, for OPERANDS_FILES and OPERANDS_KEYS alike.
 */
struct verb {
	const char *name;
	const char *help;               /* one line */
	const char *operands_help;      /* "[FILE...]" */
	enum verb_operands operands;
	enum verb_store store;
	const struct option *options;   /* NULL = none */
	size_t options_size;            /* of the struct behind run->options */
	const struct record_type *input, *output; /* NULL = none */
	const struct record_type *const *pass;    /* record types whose fields may stand in the input, NULL-ended */
	enum status (*run)(struct run *run, struct error *err);
	enum status (*each)(struct run *run, void *record, struct error *err);
	enum status (*chunk)(struct run *run, void *const *records, size_t count, struct error *err);
	enum status (*finish)(struct run *run, struct error *err);
	bool (*at_once)(const struct run *run); /* of a verb with ${each} and ${run}: with these options ${run} does it, no input is read */
	bool reads_at_once;             /* and what ${run} does only reads: a listing waits for no lock */
	size_t batch;                   /* default of --batch; 0 = 100 */
	enum format output_default;     /* default of --output; AUTO = table on a terminal, else JSON lines */
};

struct program {
	const char *name;               /* "ecom-stock" */
	const char *help;
	const struct verb *const *verbs; /* NULL-ended */
};

/* The outside world of a run, so that tests need no exec. */
struct env {
	int in, out, err;
	char **environment;
	const char *executable;         /* path of the program, to find share/ and the driver modules */
};

/** program_run(program, env, argc, argv): the whole program; returns the exit code, an enum status: 0 all done; 1 done, but
 *  records were rejected or a check found something; 64 and above as in base.h, with one line on ${env->err}.
 *  What was committed before a failure stays: also when its output could not be printed (74), which an idempotency
 *  key makes safe to ask for again. */
int program_run(const struct program *program, const struct env *env, int argc, char **argv);
/** program_main(program, argc, argv): fds 0-2 open, SIGPIPE default, LC_NUMERIC C; then program_run. */
int program_main(const struct program *program, int argc, char **argv);

/* What a verb sees. Read-only but for ${state}. */
struct run {
	const struct verb *verb;
	const void *options;            /* the verb's options struct */
	char **operands;
	size_t n_operands;
	struct store *store;            /* NULL for VERB_NO_STORE, or an absent VERB_STORE_OPTIONAL */
	struct arena *arena;            /* of the batch; of the whole run in ${run} and ${finish} */
	struct arena *keep;             /* of the whole run */
	const struct zone *zone;        /* --tz, else the store's setting, else UTC */
	const char *actor;
	bool dry_run;
	void *state;                    /* the verb's own, for filters without a store */
	struct frame *frame;            /* the frame's own */
};

/** run_now(run): --now, else the clock read once per batch. */
int64_t run_now(const struct run *run);
/** run_clock(run): the time at this very moment, for work that lasts; --now stands still. run_clock_on: it goes on from
 * there, for what is to be waited for. Both are callbacks: their context is the run. */
int64_t run_clock(void *run);
int64_t run_clock_on(void *run);
/** run_change(run, record): who/what/when for an operation on ${record} (may be NULL). */
struct change run_change(const struct run *run, const void *record);
/** run_emit(run, record): one output record; printed after the commit. */
void run_emit(struct run *run, const void *record);
/** run_encode(run, record, text): appends one output record to ${text}, which run_emit_encoded prints as run_emit would.
 *  Several threads may encode at once, each into a text of its own. */
void run_encode(const struct run *run, const void *record, struct buffer *text);
void run_emit_encoded(struct run *run, const struct buffer *text);
/** run_progress(run, done, count, what): after the last record was read: "12 of 300 series", on a terminal. */
void run_progress(struct run *run, size_t done, size_t count, const char *what);
/** run_reject(run, record, why): the record is not taken (goes to --rejects or stderr; exit 1). */
void run_reject(struct run *run, const void *record, const struct error *why);
/** run_found(run): a check found something: exit 1, without a message. */
void run_found(struct run *run);
/** run_note / run_warn: a line on stderr, "ecom-stock low: ..."; a note only with -v, a warning unless -q. */
void run_note(struct run *run, const char *format, ...) ECOM_PRINTF(2, 3);
void run_warn(struct run *run, const char *format, ...) ECOM_PRINTF(2, 3);
/** run_print(run, text): plain text to stdout, for the few outputs that are no records (a timeline). */
void run_print(struct run *run, const char *text);
/** run_given(run, option): the option stood on the command line, whatever its value. */
bool run_given(const struct run *run, const char *option);
bool run_is_table(const struct run *run);    /* the output is a table for people (a terminal, or -o table) */
size_t run_width(const struct run *run);     /* columns of the terminal the output goes to; 0 = it goes elsewhere */
bool run_color(const struct run *run);       /* that terminal is to be painted: NO_COLOR and TERM allow it */
/*
 * Secrets: of an adapter, a channel, a mail server (${owner}), by name. From the environment, ECOM_SECRET_OWNER_NAME (upper
 * case, all but letters and digits is '_'), else from a file of lines "owner.name = value" ('#' begins a comment) that nobody
 * but its owner can read. They stand in no message, record, or store.
 */
struct secrets;
/** run_secrets(run, path, out, err): ${path} NULL: ECOM_SECRETS, or no file at all. STATUS_CONFIG when others can read the
 *  file, or a line is none; the message has the line's number, not what stands there. */
enum status run_secrets(struct run *run, const char *path, const struct secrets **out, struct error *err);
const char *run_secret(const struct secrets *s, const char *owner, const char *name); /* NULL: there is none */
const char *run_share(const struct run *run, const char *file); /* path of a file of share/ecom, in run->keep */
/** run_folders(run, variable, own): the folders that the environment's ${variable} lists (colon separated), then ${own} of
 *  share/ecom, which is the last; NULL-ended, in run->keep. */
const char *const *run_folders(const struct run *run, const char *variable, const char *own);
/** run_files(run, folder, suffix, n): names of the files of a folder that end so, in order, without those that begin with a dot;
 *  in run->keep. None where there is no such folder. ${n} may be NULL; the list is NULL-ended. */
const char *const *run_files(const struct run *run, const char *folder, const char *suffix, size_t *n);
/** run_authorities(run): the file of the authorities to trust, as curl(1) is told of it: ECOM_CA, else CURL_CA_BUNDLE, else
 *  SSL_CERT_FILE; NULL: those of the system. */
const char *run_authorities(const struct run *run);
const char *run_environment(const struct run *run, const char *name); /* NULL when unset */
char *const *run_environ(const struct run *run); /* all of it, for a command that is run */
size_t run_rejected(const struct run *run); /* records rejected so far; in ${finish}: of the whole input */
const char *run_store_name(const struct run *run); /* --store or ECOM_STORE, NULL if neither */
const struct store_options *run_store_options(const struct run *run); /* for VERB_OWN_STORE */

#endif
