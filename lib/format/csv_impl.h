/* Shared by the files of the CSV reader only. */
#ifndef CSV_IMPL_H
#define CSV_IMPL_H

#include "csv_rows.h"

#define NO_COLUMN SIZE_MAX

struct csv_column {
	int field;      /* -1: not taken */
	bool item;      /* a field of the list's items */
	bool quiet;     /* added by rejects_put: not part of the raw form */
	char *rest;     /* its name, where it is a member of the FIELD_REST; else NULL */
	bool text;      /* FIELD_TEXT, the common case, of at most ${max} bytes */
	size_t offset, max;
};

struct csv_constant {
	int field;
	bool item;
	const char *value;
};

struct csv_reader {
	struct csv_rows rows;
	char delimiter;
	bool has_header;
	struct csv_column *columns;
	size_t n_columns;
	struct csv_constant *constants;
	size_t n_constants;
	int list;                        /* field whose items stand in rows, -1 for none */
	const struct record_type *items; /* of that list */
	size_t key_column;               /* by which rows are gathered */
	uint64_t required;               /* fields that must be given */
	int rest;                        /* the field that is FIELD_REST, -1 for none */
	struct buffer rest_text;
	/* the record being gathered */
	char *gathered;                  /* items */
	size_t n_gathered, gathered_capacity;
	/* the raw form of the record */
	struct buffer raw_header, raw_text;
	struct raw_row *raw_rows;
	size_t *raw_starts;
	size_t n_raw, raw_capacity;
};

/** format_columns_read(r, row, err): match the header's names to fields. */
enum status format_columns_read(struct reader *r, const struct csv_row *row, struct error *err);

/** format_rest_set(r, text, offsets, record, arena): the cells of a row that are no field's into the FIELD_REST. */
void format_rest_set(struct reader *r, const char *text, const uint32_t *offsets, void *record, struct arena *arena);

void format_raw_clear(struct csv_reader *c);
void format_raw_add(struct csv_reader *c, const struct csv_row *row);
/** format_raw_finish(r, record): the rows added since format_raw_clear are the raw form of ${record}. */
void format_raw_finish(struct reader *r, void *record);

#endif
