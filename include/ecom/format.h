/*
 * format: bytes to typed records and back. CSV (libcsv), JSON lines and
 * arrays (jansson), tables; detection of format, delimiter and encoding;
 * the raw form of a record for rejects. The only module that sees csv.h.
 */
#ifndef ECOM_FORMAT_H
#define ECOM_FORMAT_H

#include <ecom/record.h>

enum format { FORMAT_AUTO, FORMAT_JSONL, FORMAT_CSV, FORMAT_TSV, FORMAT_TABLE };

#define FORMAT_RECORD_MAX (16u << 20) /* default bound of one record, bytes */

struct reader; /* opaque */

/* Renames incoming columns: what --map FILE holds. Lines "their column = our_field"; '#' comments;
 * a line `"constant" = our_field` gives every record that value; a right-hand side of '-' drops the column quietly. */
struct column_map;
enum status column_map_read(struct column_map **out, const char *path, struct error *err);
void column_map_free(struct column_map *m);

/* Called once for a column or key that the record type does not know. */
typedef void reader_unknown(void *ctx, const char *file, long line, const char *name);

struct reader_options {
	enum format format;    /* AUTO: the first byte that is no blank: '{' or '[' = JSON, else CSV with a header */
	char delimiter;        /* 0: sniffed in the header line outside quotes among , ; TAB | */
	const char *encoding;  /* NULL: BOM, strict UTF-8, else GB18030; or an iconv name */
	const struct column_map *map;        /* may be NULL */
	const struct record_type *const *pass; /* NULL-ended: types whose fields may stand in the input and are passed over */
	struct record_rules rules;
	size_t record_max;     /* 0 = FORMAT_RECORD_MAX */
	bool keep_raw;         /* fill record->raw, for rejects */
	const void *defaults;  /* a record of the type whose given fields stand in where the input gives none; may be NULL */
	reader_unknown *unknown;
	void *ctx;
};

/** reader_open(out, fd, name, type, options, err): ${fd} is not closed by the reader. ${name} is for messages.
 *  Nothing is read yet, so that opening does not block. Everything pointed to must outlive the reader. */
enum status reader_open(struct reader **out, int fd, const char *name, const struct record_type *type,
			const struct reader_options *options, struct error *err);

/** reader_next(r, arena, record, err): the next record, its text in ${arena}; checked by record_check.
 *  STATUS_OK; STATUS_END; STATUS_REJECTED (this record is bad: ${err} says why, ${record} carries file, line and raw;
 *  go on with the next); anything else is the end of the whole input (STATUS_DATA: no header, missing required
 *  column, undecodable; STATUS_IO). An empty file is STATUS_END. A CSV row with too few or too many cells, an
 *  unclosed quote at the end, NUL, invalid UTF-8, a record over the bound: STATUS_REJECTED, memory bounded.
 *  In CSV a type with a FIELD_LIST gathers consecutive rows with the same (or a blank) key column into one record. */
enum status reader_next(struct reader *r, struct arena *arena, void *record, struct error *err);

/** reader_would_block(r): true when the next reader_next could wait for input: no complete record is buffered
 *  and the descriptor has no bytes ready. */
bool reader_would_block(struct reader *r);
uint64_t reader_bytes(const struct reader *r); /* consumed so far, for progress */
const char *reader_description(const struct reader *r); /* "CSV, ';', GB18030" once detected; for -v */
void reader_close(struct reader *r); /* NULL is fine */

/** reader_file(path, type, options, take, ctx, err): every record of a file to ${take}; the record lives during the call.
 *  The file is taken whole or not at all, so the first fault ends it: STATUS_NO_INPUT: it cannot be opened; STATUS_DATA
 *  with the line: a record that is bad or that ${take} rejects; what else reader_next or ${take} return. */
typedef enum status reader_take(void *ctx, void *record, struct error *err);
enum status reader_file(const char *path, const struct record_type *type, const struct reader_options *options,
			reader_take *take, void *ctx, struct error *err);

/* A CSV column of a list is named as the item's field, or "<list>_<field>" where the parent has a field of that
 * name (order and line both have "total": the line's column is "lines_total"). Both spellings are read. */

struct writer_options {
	enum format format;      /* not AUTO */
	const int *fields;       /* indices in order; NULL = all */
	size_t n_fields;
	bool bom, excel_safe;    /* CSV: start with a BOM; defuse cells that begin with = + - @ TAB CR, negative numbers excepted */
	bool header;             /* CSV and TSV: print the header line */
	bool color;              /* table */
	size_t width;            /* table: columns of the terminal; 0 = unbounded */
};
struct writer;

/** writer_open(out, type, options): encodes records into a buffer of its own. */
void writer_open(struct writer **out, const struct record_type *type, const struct writer_options *options);
void writer_put(struct writer *w, const void *record);
/** writer_encode(w, record, out): appends to ${out} what writer_add(w, out) puts later: writer_put in two halves, of
 *  which the first, the laborious one, may be called by several threads at once. */
void writer_encode(const struct writer *w, const void *record, struct buffer *out);
void writer_add(struct writer *w, const struct buffer *encoded);
/** writer_mark / writer_rewind: what was put since the mark is forgotten (a rolled back record or batch). */
size_t writer_mark(const struct writer *w);
void writer_rewind(struct writer *w, size_t mark);
/** writer_flush(w, fd, err): write what is buffered. A table holds its first rows back until ${last}, or until
 *  enough rows are known to set the widths. With no record at all a CSV still gets its header on ${last}. */
enum status writer_flush(struct writer *w, int fd, bool last, struct error *err);
void writer_close(struct writer *w);

/* Rejects: each record as it came plus error, code, line (reject_code where the record has a field of that name);
 * CSV keeps its header and delimiter. A record of another shape (format, header) than the first goes to PATH.2, and so
 * on. Readers pass over these columns, so that a mended file can be fed again. */
struct rejects;
enum status rejects_open(struct rejects **out, const char *path, struct error *err); /* STATUS_CREATE if the file, which appears at the first reject, could not be written */
enum status rejects_put(struct rejects *r, const struct record *record, const struct error *why, struct error *err);
size_t rejects_count(const struct rejects *r);
enum status rejects_close(struct rejects *r, struct error *err); /* flush and sync; removes a stale file when none was rejected */
/** raw_copy(raw, arena): a copy that outlives the reader's next record. */
const struct raw *raw_copy(const struct raw *raw, struct arena *arena);

#endif
