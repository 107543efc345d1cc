/* Shared inside lib/format only. */
#ifndef FORMAT_IMPL_H
#define FORMAT_IMPL_H

#include <ecom/format.h>

#include <sys/types.h>

#define FORMAT_CHUNK 65536 /* read at once */

/*
 * Source: a descriptor's bytes as UTF-8. What is invalid stays invalid, so that the record it stands in is rejected.
 */
struct source {
	int fd;
	const char *name;
	const char *encoding;  /* asked for, or NULL */
	const char *found;     /* what it turned out to be */
	char *in;              /* FORMAT_CHUNK bytes */
	size_t in_length;      /* read */
	size_t in_used;        /* of these, handed out or converted */
	struct buffer out;     /* converted */
	void *converter;       /* iconv_t, NULL = the bytes are UTF-8 */
	bool started, decided, ended;
	uint64_t bytes;
};
enum status format_source_open(struct source *s, int fd, const char *name, const char *encoding, struct error *err);
/** format_source_next(s, data, length, err): what one read() gave, cut between characters; STATUS_END at the end. */
enum status format_source_next(struct source *s, const char **data, size_t *length, struct error *err);
bool format_source_ready(struct source *s); /* the next call would not wait */
void format_source_close(struct source *s);

/* One CSV row of a raw record, or its JSON text. */
struct raw_row {
	const char *text; /* encoded, without a line end */
	size_t length;
	long line;
};
enum raw_taken { RAW_ERROR = 1 << 0, RAW_CODE = 1 << 1, RAW_LINE = 1 << 2 };
struct raw {
	enum format format;
	char delimiter;
	unsigned taken;     /* names among error, code, line that are the record's own */
	bool malformed;     /* JSON that does not parse */
	const char *header; /* encoded, CSV only */
	size_t header_length;
	const struct raw_row *rows;
	size_t n_rows;
};
/** raw_column_quiet(name): a column that rejects_put adds. */
bool raw_column_quiet(const char *name);
/** raw_names_taken(type, with_items): the names that are fields of the record, or of its items where these stand in rows. */
unsigned raw_names_taken(const struct record_type *type, bool with_items);

struct reader_driver {
	enum status (*next)(struct reader *r, struct arena *arena, void *record, struct error *err);
	bool (*ready)(const struct reader *r); /* a complete record is buffered */
	void (*close)(struct reader *r);
};

struct csv_reader;
struct json_reader;

struct reader {
	const char *name;
	const struct record_type *type;
	struct reader_options options;
	struct source source;
	const struct reader_driver *driver; /* NULL until the format is known */
	struct buffer head;                 /* read to find it out */
	bool head_ended;
	struct csv_reader *csv;
	struct json_reader *json;
	void *blank;         /* a record before anything is set */
	struct buffer description;
	char **unknown;      /* names reported so far */
	size_t n_unknown;
	struct raw raw;
	unsigned taken;      /* raw.taken of every record */
	struct error failure; /* the end of the whole input, kept for later calls */
	enum status final;    /* STATUS_OK while it goes on */
};

/** format_more(r, data, length, err): the next bytes: those read for detection, then the source's. */
enum status format_more(struct reader *r, const char **data, size_t *length, struct error *err);
enum status format_detect(struct reader *r, struct error *err);
/** format_sniff(head, length): the delimiter of a header line. */
char format_sniff(const char *head, size_t length);
/** format_unknown(r, line, name): tell the caller once of a column or key, unless it may be passed over. */
void format_unknown(struct reader *r, long line, const char *name);
void format_begin_record(const struct reader *r, void *record, long line);

void format_csv_open(struct reader *r, char delimiter);
void format_json_open(struct reader *r);

/* What a column map says of a name. */
enum column_target { COLUMN_UNMAPPED, COLUMN_FIELD, COLUMN_DROPPED };
enum column_target column_map_find(const struct column_map *m, const char *name, const char **field);
size_t column_map_constants(const struct column_map *m);
void column_map_constant(const struct column_map *m, size_t i, const char **field, const char **value);

/** format_csv_cell(out, text, length, delimiter): append the cell, quoted where RFC 4180 asks. */
void format_csv_cell(struct buffer *out, const char *text, size_t length, char delimiter);

/*
 * Writers.
 */
struct writer_driver {
	void (*start)(struct writer *w);
	void (*put)(const struct writer *w, const void *record, struct buffer *out); /* on any thread */
	void (*settle)(struct writer *w, bool last); /* before a flush: move what is ready to w->out; may be NULL */
};
struct writer {
	const struct record_type *type;
	struct writer_options options;
	const struct writer_driver *driver;
	int *fields;
	size_t n_fields;
	struct buffer out;
	size_t header_length; /* of w->out while nothing was written */
	bool wrote;
	struct buffer held;   /* table: cells, each ended by NUL */
	size_t *widths;       /* table: NULL until they are settled */
};
extern const struct writer_driver format_csv_writer, format_json_writer, format_table_writer;

/** format_list_field(type): index of the list that CSV spreads over rows, -1 for none. */
int format_list_field(const struct record_type *type);

#endif
