/*
 * frame: what the files of cmd/common share. Programs see cli.h only.
 *
 *	main.c      program_run: one run from the command line to the exit code
 *	options.c   tables of options into structs
 *	common.c    the options every program has, and which verbs take them
 *	help.c      --help        spec.c   --spec, --schema
 *	run.c       what a verb asks of its run
 *	context.c   store, zone, actor, clock, paths
 *	secrets.c   secrets of adapters and channels
 *	streams.c   input: files, standard input, operands
 *	keys.c      --key-from
 *	output.c    output held back until its commit
 *	batch.c     the batch executor      apply.c   the records of one batch
 *	message.c   lines on stderr, exit codes
 *	progress.c  how far it is
 */
#ifndef ECOM_FRAME_H
#define ECOM_FRAME_H

#include "cli.h"

/* What a verb has of the common options: a group is offered where its bit is set. */
enum option_group {
	GROUP_VERB = 1 << 0,
	GROUP_INPUT = 1 << 1,   /* verbs with each */
	GROUP_STORE = 1 << 2,   /* verbs with a store */
	GROUP_WRITE = 1 << 3,   /* VERB_WRITES */
	GROUP_BATCH = 1 << 4,   /* VERB_WRITES with each */
	GROUP_ACTOR = 1 << 5,   /* VERB_WRITES and VERB_OWN_STORE */
	GROUP_OUTPUT = 1 << 6,  /* verbs with an output type */
	GROUP_GENERAL = 1 << 7, /* all */
};

struct option_table {
	enum option_group group;
	const char *title;            /* heading in --help */
	const struct option *options; /* ends with a NULL name */
};

enum unknown_rule { UNKNOWN_WARN, UNKNOWN_IGNORE, UNKNOWN_REJECT };
enum progress_rule { PROGRESS_AUTO, PROGRESS_ALWAYS, PROGRESS_NEVER };

/* Values of the common options. */
struct common {
	const char *store, *zone, *actor;
	const char *rejects, *encoding, *delimiter, *map;
	const char *key_from;
	struct texts fields;
	int64_t now, batch, record_max;
	int64_t wait; /* ms */
	int input, output; /* enum format */
	int blank, unknown, progress;
	bool decimal_comma, atomic, dry_run, bom, excel_safe, no_header;
	bool quiet, verbose, help, version, spec, schema;
};

extern const struct option_table COMMON_TABLES[]; /* ends with NULL options */
unsigned verb_groups(const struct verb *verb);
bool verb_reads(const struct run *run); /* it is a filter, this time */
bool verb_writes(const struct run *run); /* it changes the store, this time */

/* One option as it stood on the command line. */
struct setting {
	const struct option *option;
	void *base;                /* struct its value went into */
	const char *text;
	struct setting *next;
};

/* A record that is not taken, or may yet be, while its batch is open. */
struct entry {
	void *record;
	void *original;            /* as read, for a second run; NULL where there is none */
	const char *key;           /* idempotency key, or NULL */
	const struct error *bad;   /* the reader's verdict: stands whatever happens to the batch */
	const struct error *why;   /* the verdict of the last run */
};

struct batch {
	struct arena arena;
	struct entry *entries;
	size_t count, limit, capacity;
	size_t fills;              /* batches read so far */
	bool ended;                /* no more input */
	enum status failed;        /* the input broke off; what was read before still counts */
	struct error failure;
	struct record failed_at;   /* where the reader stood */
	struct entry single;       /* of a filter, which goes record by record */
	struct entry *group[STORE_BULK_ROWS]; /* being applied together */
	size_t group_count;
};

struct key_source; /* keys.c */

/* A field=value operand. */
struct pair {
	int field;
	const char *text;
};

struct inputs {
	struct pair *pairs;        /* field=value operands */
	size_t n_pairs;
	char **words;              /* the other operands: files or keys */
	size_t n_words;
	size_t n_operands, next_operand; /* records made of operands */
	char **files;
	size_t n_files, next_file;
	int fd;                    /* of the file being read, -1 */
	const char *name;
	struct reader *reader;
	struct reader_options options;
	struct column_map *map;
	void *defaults;            /* a record of what OPTION_FIELD options give */
	struct rejects *rejects;
	struct key_source *keys;
	uint64_t bytes_before, bytes_total; /* of the finished files; of all */
	bool size_unknown;
	size_t records;            /* of this file */
	bool unknown_refused;      /* --unknown reject met one */
	long unknown_line;
	struct error unknown;
};

struct output {
	struct writer *writer;     /* NULL: the verb has no output type */
	struct buffer text;        /* run_print */
	struct buffer messages;    /* run_warn, inside a transaction */
	enum format format;
	bool terminal;
	enum status failed;        /* writing failed: nothing more is tried */
};

/* A point to which everything held back can be rewound. */
struct mark {
	size_t records, text, messages;
};

struct progress {
	bool on, shown;
	bool in_place;             /* a terminal: the line can be overwritten */
	int64_t start, last;       /* ms of the monotonic clock */
	size_t width;              /* of the line that is shown */
};

struct frame {
	const struct program *program;
	const struct verb *verb;
	const struct env *env;
	struct run run;
	struct arena keep;
	struct common common;
	void *verb_options;
	struct setting *settings, **last_setting;
	char **operands;
	size_t n_operands;
	const char *prefix;        /* "ecom-stock low" */
	const char *noun_verb;     /* "stock low" */
	struct store_options store_options;
	struct zone *zone;
	int64_t now;               /* of the batch; INSTANT_NONE: not read yet */
	int64_t begun;             /* by the monotonic clock: from then on --now goes on; 0: not yet */
	struct inputs inputs;
	struct output output;
	struct batch batch;
	struct progress progress;
	struct entry *current;     /* the record being applied */
	struct buffer answer;      /* what a record with a key emits */
	bool in_transaction;
	size_t n_read, n_rejected, n_committed;
	size_t n_loose;            /* rejects of a verb that reads no records */
	bool found;
	bool told;                 /* the failure was printed */
	bool undo;                 /* the open transaction is to be rolled back although nothing failed */
};

/* options.c */
enum status options_parse(struct frame *f, int argc, char **argv, struct error *err);
/** options_rezone(f, err): read instants again, now that the zone is known. */
enum status options_rezone(struct frame *f, struct error *err);
/** closest_name(name, next, ctx): of the names that ${next} gives until NULL, the one that was probably meant; or NULL. */
typedef const char *next_name(void *ctx);
const char *closest_name(const char *name, next_name *next, void *ctx);

/* help.c, spec.c */
void help_program(const struct program *program, struct buffer *out);
void help_verb(const struct program *program, const struct verb *verb, struct buffer *out);
void spec_program(const struct program *program, const struct verb *only, struct buffer *out);
void spec_schema(const struct verb *verb, struct buffer *out);

/* context.c */
enum status context_open(struct frame *f, struct error *err);
void context_close(struct frame *f);
const char *frame_environment(const struct frame *f, const char *name);
const char *frame_path(struct frame *f, const char *variable, const char *beside); /* folder next to the programs */

/* streams.c */
enum status inputs_prepare(struct frame *f, struct error *err); /* operands sorted, files looked for; nothing read */
enum status inputs_open(struct frame *f, struct error *err);    /* once zone and store are known */
/** inputs_next(f, arena, record, err): as reader_next, over all inputs, options' fields filled in. */
enum status inputs_next(struct frame *f, struct arena *arena, void *record, struct error *err);
bool inputs_would_block(struct frame *f);
uint64_t inputs_bytes(const struct frame *f);
void inputs_close(struct frame *f);

/* keys.c */
enum status keys_open(struct frame *f, struct error *err);
/** keys_give(f, record, arena, key, err): the record's own key, else the one --key-from derives, else NULL. */
enum status keys_give(struct frame *f, void *record, struct arena *arena, const char **key, struct error *err);
void keys_close(struct frame *f);
int field_with_flag(const struct record_type *type, unsigned flag); /* -1: none */

/* output.c */
enum status output_open(struct frame *f, struct error *err);
struct mark output_mark(const struct frame *f);
void output_rewind(struct frame *f, struct mark mark);
size_t output_pending(const struct frame *f);
#define OUTPUT_ENOUGH (64u << 10) /* bytes held before they are written without being asked for */
enum status output_flush(struct frame *f, bool last, struct error *err);
void output_close(struct frame *f);

/* batch.c, apply.c */
enum status batch_run(struct frame *f, struct error *err);
void batch_close(struct frame *f);
enum status batch_apply(struct frame *f, struct error *err); /* every record of the batch, inside a transaction */
/** transaction_run(f, body, err): ${body} in a transaction, again when it was lost to another. */
typedef enum status transaction_body(struct frame *f, struct error *err);
enum status transaction_run(struct frame *f, transaction_body *body, struct error *err);
struct error *error_copy(struct arena *arena, const struct error *err);

/* message.c */
void message(struct frame *f, const char *format, ...) ECOM_PRINTF(2, 3); /* one line on stderr */
void message_failure(struct frame *f, enum status status, const struct error *err);
/** message_position(f, record, out): "file:line: " or "operand 1: ", or nothing. */
void message_position(const struct record *record, struct buffer *out);
void message_clean(struct buffer *out, const char *text); /* appends; control characters made visible */
void message_write(struct frame *f, const struct buffer *line);
int exit_code(struct frame *f, enum status status);

/* progress.c */
void progress_start(struct frame *f);
void progress_step(struct frame *f);
void progress_clear(struct frame *f);

#endif
