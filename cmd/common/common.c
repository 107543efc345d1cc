#include "frame.h"

static const struct word INPUT_WORDS[] = { { "auto" }, { "jsonl", "json|ndjson" }, { "csv" }, { "tsv" }, { NULL } };
static const struct word OUTPUT_WORDS[] = { { "auto" }, { "jsonl", "json|ndjson" }, { "csv" },
					    { "tsv" },  { "table" },		 { NULL } };
static const struct word BLANK_WORDS[] = { { "keep" }, { "clear" }, { NULL } };
static const struct word UNKNOWN_WORDS[] = { { "warn" }, { "ignore" }, { "reject" }, { NULL } };
static const struct word PROGRESS_WORDS[] = { { "auto" }, { "always" }, { "never" }, { NULL } };

#define AT(member) FIELD_AT(struct common, member)

static const struct option INPUT_OPTIONS[] = {
	{ "input", 'i', OPTION_WORD, "FORMAT", "format of the input", AT(input), "auto", INPUT_WORDS },
	{ "delimiter", 0, OPTION_TEXT, "C", "the character between CSV cells, or 'tab'; else found out from the header",
	  AT(delimiter) },
	{ "encoding", 0, OPTION_TEXT, "NAME", "encoding of the input; else UTF-8, UTF-16 by its mark, or GB18030",
	  AT(encoding) },
	{ "decimal-comma", 0, OPTION_FLAG, NULL, "amounts are written 1.234,50", AT(decimal_comma) },
	{ "map", 0, OPTION_TEXT, "FILE", "names of columns: lines 'their column = our_field'", AT(map) },
	{ "blank", 0, OPTION_WORD, "RULE", "what a blank cell does to a stored value", AT(blank), "keep", BLANK_WORDS },
	{ "unknown", 0, OPTION_WORD, "RULE", "what an unknown column does; reject refuses the input",
	  AT(unknown), "warn", UNKNOWN_WORDS },
	{ "max-record", 0, OPTION_INT, "BYTES", "longest record taken", AT(record_max), "16777216", NULL, 64, 1 << 30 },
	{ "rejects", 0, OPTION_TEXT, "FILE",
	  "write rejected records to FILE as they came, with error, code and line, to be mended and fed again",
	  AT(rejects) },
	{ "progress", 0, OPTION_WORD, "WHEN", "show progress on standard error", AT(progress), "auto", PROGRESS_WORDS },
	{ NULL },
};

static const struct option STORE_OPTIONS[] = {
	{ "store", 's', OPTION_TEXT, "WHERE", "a path or postgresql://...; else the variable ECOM_STORE", AT(store) },
	{ "wait", 0, OPTION_DURATION, "DURATION", "how long to wait for other writers of the store", AT(wait), "1m" },
	{ NULL },
};

static const struct option BATCH_OPTIONS[] = {
	{ "batch", 0, OPTION_INT, "N", "most records in one transaction; else 100, or what suits the verb", AT(batch), NULL, NULL, 1, 1000000 },
	{ "atomic", 0, OPTION_FLAG, NULL, "one transaction: a rejected record undoes them all", AT(atomic) },
	{ "key-from", 0, OPTION_TEXT, "SOURCE",
	  "idempotency key of records that have none: 'file' (name and line), 'content', or a list of fields",
	  AT(key_from) },
	{ NULL },
};

static const struct option WRITE_OPTIONS[] = {
	{ "dry-run", 0, OPTION_FLAG, NULL, "do everything, print what would have changed, undo it", AT(dry_run) },
	{ NULL },
};

static const struct option ACTOR_OPTIONS[] = {
	{ "actor", 0, OPTION_TEXT, "NAME", "who does it, for the audit trail; else ECOM_ACTOR, else the login name",
	  AT(actor) },
	{ NULL },
};

static const struct option OUTPUT_OPTIONS[] = {
	{ "output", 'o', OPTION_WORD, "FORMAT", "format of the output; auto: a table on a terminal, else JSON lines",
	  AT(output), "auto", OUTPUT_WORDS },
	{ "fields", 'f', OPTION_TEXTS, "LIST", "only these fields, in this order", AT(fields) },
	{ "bom", 0, OPTION_FLAG, NULL, "begin CSV with a byte order mark", AT(bom) },
	{ "excel-safe", 0, OPTION_FLAG, NULL, "defuse CSV cells that a spreadsheet would take for a formula",
	  AT(excel_safe) },
	{ "no-header", 0, OPTION_FLAG, NULL, "no header line in CSV and TSV", AT(no_header) },
	{ NULL },
};

static const struct option GENERAL_OPTIONS[] = {
	{ "now", 0, OPTION_INSTANT, "TIME", "take TIME for the clock", AT(now) },
	{ "tz", 0, OPTION_TEXT, "ZONE", "zone of dates and of instants without one; else the store's, else UTC",
	  AT(zone) },
	{ "quiet", 'q', OPTION_FLAG, NULL, "no warnings and no summary", AT(quiet) },
	{ "verbose", 'v', OPTION_FLAG, NULL, "say what was read and found out", AT(verbose) },
	{ "help", 0, OPTION_FLAG, NULL, "print this help", AT(help) },
	{ "version", 0, OPTION_FLAG, NULL, "print the version", AT(version) },
	{ "spec", 0, OPTION_FLAG, NULL, "print verbs and options for programs (tab-separated)", AT(spec) },
	{ "schema", 0, OPTION_FLAG, NULL, "print the JSON Schema of the records", AT(schema) },
	{ NULL },
};

const struct option_table COMMON_TABLES[] = {
	{ GROUP_STORE, "Store", STORE_OPTIONS },     { GROUP_WRITE, "Writing", WRITE_OPTIONS },
	{ GROUP_BATCH, "Writing", BATCH_OPTIONS },   { GROUP_ACTOR, "Writing", ACTOR_OPTIONS },
	{ GROUP_INPUT, "Input", INPUT_OPTIONS },     { GROUP_OUTPUT, "Output", OUTPUT_OPTIONS },
	{ GROUP_GENERAL, "General", GENERAL_OPTIONS }, { 0 },
};

unsigned verb_groups(const struct verb *verb)
{
	unsigned groups = GROUP_VERB | GROUP_GENERAL;

	if (verb->each)
		groups |= GROUP_INPUT;
	if (verb->store != VERB_NO_STORE)
		groups |= GROUP_STORE;
	if (verb->store == VERB_WRITES)
		groups |= GROUP_WRITE | GROUP_ACTOR | (verb->each ? GROUP_BATCH : 0);
	if (verb->store == VERB_OWN_STORE)
		groups |= GROUP_ACTOR;
	if (verb->output)
		groups |= GROUP_OUTPUT;
	return groups;
}

bool verb_reads(const struct run *run)
{
	const struct verb *verb = run->verb;

	return verb->each && !(verb->at_once && verb->at_once(run));
}

bool verb_writes(const struct run *run)
{
	const struct verb *verb = run->verb;

	return verb->store == VERB_WRITES && (verb_reads(run) || !verb->reads_at_once);
}
