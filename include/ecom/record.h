/*
 * record: field tables. A record is a C struct that starts with a struct
 * record; a record_type describes its fields once, and readers, writers,
 * validation, --fields, --schema and the manual's tables all follow it.
 */
#ifndef ECOM_RECORD_H
#define ECOM_RECORD_H

#include <ecom/value.h>

enum field_type {          /* C type of the member */
	FIELD_TEXT,        /* const char *, NULL = none; NUL-free UTF-8 */
	FIELD_INT,         /* int64_t */
	FIELD_REAL,        /* double; NAN prints as null / empty */
	FIELD_AMOUNT,      /* struct amount */
	FIELD_INSTANT,     /* int64_t, ms UTC; INSTANT_NONE = none */
	FIELD_DAY,         /* int64_t, days; INSTANT_NONE = none */
	FIELD_BOOL,        /* bool */
	FIELD_WORD,        /* int: index into ${words} */
	FIELD_JSON,        /* const char *: compact JSON text; written as JSON in JSON, as text in a CSV cell */
	FIELD_LIST,        /* struct record_list of ${items} */
};

/* A closed list of words; ends with a NULL word. The index is the value. */
struct word {
	const char *word;
	const char *aliases; /* '|'-separated, may be NULL: "待支付|unpaid" */
};

enum field_flags {
	FIELD_REQUIRED = 1 << 0, /* input must give it, not blank */
	FIELD_KEY = 1 << 1,      /* identifies the record: what a bare operand sets, what CSV rows are grouped by */
	FIELD_IDEMPOTENCY = 1 << 2, /* the idempotency key of a write */
	FIELD_OPTIONAL_OUT = 1 << 3, /* left out of JSON when absent instead of null */
	FIELD_REST = 1 << 4,     /* FIELD_JSON, one at most: an object of all keys or columns that are no field, which readers
				    gather instead of calling them unknown; no key or column is found by its own name */
};

struct field {
	const char *name;
	enum field_type type;
	unsigned flags;
	size_t offset;
	const char *aliases; /* other names of the column, '|'-separated; matched like words */
	const char *help;    /* one line, with the unit */
	const struct word *words;         /* FIELD_WORD */
	const struct record_type *items;  /* FIELD_LIST */
	int64_t min, max;    /* FIELD_INT: inclusive bounds; both 0 = -QUANTITY_MAX..QUANTITY_MAX.
				FIELD_TEXT: max = longest in bytes, 0 = 65536 */
};

/* Both tables end with a NULL name; at most 64 fields. */
struct record_type {
	const char *name;     /* "product" */
	const char *help;
	size_t size;          /* of the struct */
	const struct field *fields;
};

/* First member of every record struct. */
struct record {
	uint64_t given;   /* bit i: the input gave field i a value (or an output has one) */
	uint64_t cleared; /* bit i: the input gave it blank (or null) and --blank clear asks to clear it */
	const char *file; /* where it came from, for messages; NULL for none */
	long line;
	const struct raw *raw; /* as it came, for rejects; NULL unless kept */
};

struct record_list {
	void *items; /* array of structs of items->size */
	size_t count;
};

/** field(TYPE, member): offset helper for tables: { "sku", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct product, sku), ... } */
#define FIELD_AT(type, member) offsetof(type, member)

size_t record_fields(const struct record_type *type); /* their number */
/** record_field_index(type, name): by name or alias; -1 when unknown. */
int record_field_index(const struct record_type *type, const char *name);
int record_rest_field(const struct record_type *type); /* the one that is FIELD_REST; -1: none */

static inline bool record_has(const void *record, int field)
{
	return ((const struct record *)record)->given >> field & 1;
}
static inline bool record_cleared(const void *record, int field)
{
	return ((const struct record *)record)->cleared >> field & 1;
}
static inline void record_mark(void *record, int field)
{
	((struct record *)record)->given |= UINT64_C(1) << field;
}
/** record_mark_all(type, record): for output records: mark every field whose value is not "none"
 *  (NULL text, INSTANT_NONE, NAN, empty list). Fields with no such value are marked always. */
void record_mark_all(const struct record_type *type, void *record);

/** record_clear(type, record): zero, then the "none" values (INSTANT_NONE, NAN). */
void record_clear(const struct record_type *type, void *record);

/* How input text is read. */
struct record_rules {
	const struct zone *zone; /* for instants without an offset; NULL = UTC */
	bool decimal_comma;
	bool blank_clears;       /* --blank clear; else a blank cell counts as not given */
};

/** record_set(type, record, field, text, rules, arena, err): parse ${text} (NUL-terminated UTF-8) into the
 *  field, checking its bounds, and mark it given. Text is copied into ${arena}. Blank follows ${rules}.
 *  Errors: STATUS_REJECTED with code "bad_value", field and what was expected. */
enum status record_set(const struct record_type *type, void *record, int field, const char *text,
		       const struct record_rules *rules, struct arena *arena, struct error *err);

/** record_check(type, record, err): every FIELD_REQUIRED is given (code "missing"). Recurses into lists. */
enum status record_check(const struct record_type *type, const void *record, struct error *err);

/** record_print(type, record, field, out): append the value as plain text (as in CSV, unquoted); nothing if absent.
 *  FIELD_LIST appends its JSON. */
void record_print(const struct record_type *type, const void *record, int field, struct buffer *out);

/** record_json(type, record, fields, n, out): append the record as one JSON object without a newline, the
 *  ${n} fields with the indices ${fields} in that order (NULL: all). Absent = null, or left out if
 *  FIELD_OPTIONAL_OUT. Amounts are JSON numbers with exactly their decimals. */
void record_json(const struct record_type *type, const void *record, const int *fields, size_t n,
		 struct buffer *out);

/** record_from_json(type, record, text, rules, arena, err): read one JSON object. Unknown keys are passed over
 *  unless ${unknown} is given: it is called with each; a type with a FIELD_REST has none. Numbers: integers exact; reals of at most 15 significant
 *  digits, else rejected ("too_precise": write it as a string). Duplicate keys are rejected. */
typedef void record_unknown_key(void *ctx, const char *key);
enum status record_from_json(const struct record_type *type, void *record, const char *text, size_t length,
			     const struct record_rules *rules, struct arena *arena, record_unknown_key *unknown,
			     void *ctx, struct error *err);

/*
 * A walk over the members or items of valid JSON text. It hands out slices of the text, so that numbers keep
 * every digit they came with (a double does not).
 */
struct record_slice {
	const char *text;
	size_t length;
};
struct record_walk {
	const char *at, *end;
};
struct record_walk record_walk(struct record_slice container); /* an object or an array */
/** record_walk_next(w, key, value): the next member (${key} without its quotes, escapes as they stand) or, with a
 *  NULL ${key}, the next item of an array; false at the end. */
bool record_walk_next(struct record_walk *w, struct record_slice *key, struct record_slice *value);
/** record_slice_real(slice, min, max, out): the number that the slice is, as number_parse_real reads it. */
bool record_slice_real(struct record_slice slice, double min, double max, double *out);
/** record_json_compact(slice, arena): valid JSON without the blanks between its tokens. */
char *record_json_compact(struct record_slice slice, struct arena *arena);

/** record_digest(type, record, hex): SHA-256 over the given fields in table order, the idempotency key left out:
 *  the same body gives the same digest whatever its input format. */
void record_digest(const struct record_type *type, const void *record, char hex[DIGEST_TEXT_SIZE]);

/** record_schema(type, out): JSON Schema (draft 2020-12) of one record. */
void record_schema(const struct record_type *type, struct buffer *out);

/** word_index(words, text): index of the word or alias; -1 when unknown. */
int word_index(const struct word *words, const char *text);
/** word_list(words, out): "draft, active, archived" for messages. */
void word_list(const struct word *words, struct buffer *out);

#endif
