#include "format_impl.h"

#include <string.h>

#define DEPTH_MAX 256

/* What has to come for the text to be JSON; enough of the grammar to tell a value that goes on from one that broke off. */
enum scan_result { SCAN_MORE, SCAN_VALUE, SCAN_BROKEN };

struct json_reader {
	struct buffer text;   /* read and not yet taken */
	size_t at;            /* start of the value, or of what is looked at next */
	size_t scanned;       /* the scan has come to here */
	long line;            /* of ${at} */
	size_t column;        /* of ${at}, in bytes */
	bool in_array, ended;
	bool lost;            /* a broken value may have taken the end of the array along */
	/* the scan of one value */
	bool scanning, in_string, escaped, dropping;
	char last;            /* last byte of the value that is no blank */
	unsigned depth;
	char stack[DEPTH_MAX];
	long dropped_lines;
	/* after a broken value: go on at a line that starts a value at this column or before it */
	bool resync, skip_line;
	size_t resync_column;
	struct buffer renamed;
	struct raw_row row;
};

static void json_close(struct reader *r)
{
	buffer_free(&r->json->text);
	buffer_free(&r->json->renamed);
	memory_free(r->json);
}

static long count_line_ends(const char *text, size_t length)
{
	long n = 0;

	for (const char *p = text, *end = text + length; (p = memchr(p, '\n', (size_t)(end - p))); p++)
		n++;
	return n;
}

/* Bytes before ${to} are done with. */
static void advance(struct json_reader *j, size_t to)
{
	const char *line_end = to > j->at ? memrchr(j->text.data + j->at, '\n', to - j->at) : NULL;

	if (line_end) {
		j->line += count_line_ends(j->text.data + j->at, to - j->at);
		j->column = to - (size_t)(line_end - j->text.data) - 1;
	} else {
		j->column += to - j->at;
	}
	j->at = j->scanned = to;
}

static enum status read_text(struct reader *r, struct error *err)
{
	struct json_reader *j = r->json;
	const char *data;
	size_t length;
	enum status status;

	if (j->at > 0) {
		memmove(j->text.data, j->text.data + j->at, j->text.length - j->at);
		j->text.length -= j->at;
		j->scanned -= j->at;
		j->at = 0;
	}
	status = format_more(r, &data, &length, err);
	if (status == STATUS_OK)
		buffer_add(&j->text, data, length);
	else if (status == STATUS_END)
		j->ended = true;
	else
		return status;
	return STATUS_OK;
}

/* An object or array is the value itself, or follows ':', or stands in an array. */
static bool may_open(const struct json_reader *j)
{
	bool in_object = j->depth > 0 && j->stack[j->depth - 1] == '{';

	if (j->depth == 0)
		return j->last == '\0';
	if (j->depth == DEPTH_MAX)
		return false;
	return j->last == ':' || (!in_object && (j->last == '[' || j->last == ','));
}

static enum scan_result scan_byte(struct json_reader *j, char c)
{
	if (j->in_string) {
		if (c == '\n')
			return SCAN_BROKEN;
		if (j->escaped)
			j->escaped = false;
		else if (c == '\\')
			j->escaped = true;
		else if (c == '"')
			j->in_string = false;
		return SCAN_MORE;
	}
	switch (c) {
	case ' ':
	case '\t':
	case '\r':
	case '\n':
		return SCAN_MORE;
	case '"':
		j->in_string = true;
		break;
	case '{':
	case '[':
		if (!may_open(j))
			return SCAN_BROKEN;
		j->stack[j->depth++] = c;
		break;
	case '}':
	case ']':
		if (j->stack[j->depth - 1] != (c == '}' ? '{' : '['))
			return SCAN_BROKEN;
		if (--j->depth == 0)
			return SCAN_VALUE;
		break;
	default:
		break;
	}
	j->last = c;
	return SCAN_MORE;
}

/* Inside a string most bytes mean nothing. */
static size_t skip_plain(const struct json_reader *j, size_t i)
{
	if (j->in_string && !j->escaped)
		while (i < j->text.length && j->text.data[i] != '"' && j->text.data[i] != '\\' && j->text.data[i] != '\n')
			i++;
	return i;
}

static enum scan_result scan(struct json_reader *j)
{
	size_t i = j->scanned;
	enum scan_result result = SCAN_MORE;

	while (result == SCAN_MORE && (i = skip_plain(j, i)) < j->text.length) {
		result = scan_byte(j, j->text.data[i]);
		i++;
	}
	j->scanned = i;
	return result;
}

static void begin_scan(struct json_reader *j)
{
	j->scanning = true;
	j->in_string = j->escaped = j->dropping = false;
	j->last = '\0';
	j->depth = 0;
	j->dropped_lines = 0;
	j->scanned = j->at;
}

/* The place after the line of ${from}; the end of the text if its end is not read yet. */
static size_t next_line(const struct json_reader *j, size_t from)
{
	const char *end = memchr(j->text.data + from, '\n', j->text.length - from);

	return end ? (size_t)(end - j->text.data) + 1 : j->text.length;
}

/*
 * A value broke off: its first line is taken as the broken one, and reading goes on at a line that starts like a value
 * and is not indented deeper, so that no part of a pretty-printed record passes for a record.
 */
static enum status broken(struct reader *r, void *record, struct error *err)
{
	struct json_reader *j = r->json;
	size_t after = next_line(j, j->at);
	size_t length = after - j->at;

	j->resync = true;
	j->resync_column = j->column;
	j->skip_line = length == 0 || j->text.data[after - 1] != '\n';
	j->lost = true;
	j->scanning = false;
	while (length > 0 && strchr("\r\n", j->text.data[j->at + length - 1]))
		length--;
	j->row = (struct raw_row){ j->text.data + j->at, length, j->line };
	r->raw = (struct raw){ .format = FORMAT_JSONL, .malformed = true, .taken = r->taken };
	((struct record *)record)->line = j->line;
	advance(j, after);
	return error_reject(err, "bad_json", "", "a JSON object breaks off or is malformed here");
}

/* A line that is no object at all. */
static enum status junk(struct reader *r, void *record, struct error *err)
{
	enum status status = broken(r, record, err);
	int n = r->json->row.length < 40 ? (int)r->json->row.length : 40;

	r->json->resync = r->json->skip_line;
	if (!text_valid(r->json->row.text, (size_t)n))
		n = 0;
	if (status == STATUS_REJECTED)
		error_reject(err, "bad_json", "", "expected a JSON object, not %.*s", n, r->json->row.text);
	return status;
}

struct unknown_key {
	struct reader *r;
	long line;
};

static void unknown_key(void *ctx, const char *key)
{
	const struct unknown_key *k = ctx;
	const char *field;

	if (column_map_find(k->r->options.map, key, &field) == COLUMN_UNMAPPED)
		format_unknown(k->r, k->line, key);
}

static bool is_constant(const struct reader *r, const char *name)
{
	size_t n = column_map_constants(r->options.map);

	for (size_t i = 0; i < n; i++) {
		const char *field, *value;

		column_map_constant(r->options.map, i, &field, &value);
		if (record_field_index(r->type, field) >= 0 &&
		    record_field_index(r->type, field) == record_field_index(r->type, name))
			return true;
	}
	return false;
}

/* The object with its keys renamed as the column map says, and the map's constants. */
static struct record_slice rename_keys(struct reader *r, struct record_slice object)
{
	struct buffer *out = &r->json->renamed;
	struct record_walk walk = record_walk(object);
	struct record_slice key, value;
	size_t n = column_map_constants(r->options.map);
	struct arena names = { 0 };

	buffer_clear(out);
	buffer_char(out, '{');
	while (record_walk_next(&walk, &key, &value)) {
		const char *name = arena_copy(&names, key.text, key.length), *field = name;
		enum column_target target = column_map_find(r->options.map, name, &field);

		if (target == COLUMN_DROPPED || is_constant(r, target == COLUMN_FIELD ? field : name))
			continue;
		if (out->length > 1)
			buffer_char(out, ',');
		if (target == COLUMN_FIELD) {
			buffer_json_text(out, field);
		} else {
			buffer_char(out, '"');
			buffer_add(out, key.text, key.length);
			buffer_char(out, '"');
		}
		buffer_char(out, ':');
		buffer_add(out, value.text, value.length);
	}
	for (size_t i = 0; i < n; i++) {
		const char *field, *constant;

		column_map_constant(r->options.map, i, &field, &constant);
		if (out->length > 1)
			buffer_char(out, ',');
		buffer_json_text(out, field);
		buffer_char(out, ':');
		buffer_json_text(out, constant);
	}
	buffer_char(out, '}');
	arena_free(&names);
	return (struct record_slice){ out->data, out->length };
}

/* The whole value stands between ${at} and ${scanned}. */
static enum status take_value(struct reader *r, struct arena *arena, void *record, struct error *err)
{
	struct json_reader *j = r->json;
	struct record_slice slice = { j->text.data + j->at, j->scanned - j->at };
	struct unknown_key unknown = { r, j->line };
	struct error own = { 0 };
	enum status status;

	err = err ? err : &own;
	j->row = (struct raw_row){ slice.text, slice.length, j->line };
	r->raw = (struct raw){ .format = FORMAT_JSONL, .taken = r->taken };
	((struct record *)record)->line = j->line;
	status = STATUS_OK;
	if (r->options.map) {
		struct arena scratch = { 0 };
		void *probe = memory_alloc(r->type->size);

		/* Keys can only be renamed in valid JSON: a first look tells, its own findings do not count. */
		record_clear(r->type, probe);
		status = record_from_json(r->type, probe, slice.text, slice.length, &r->options.rules, &scratch, NULL, NULL,
					  err);
		if (status != STATUS_REJECTED || strcmp(err->code, "bad_json") != 0) {
			status = STATUS_OK;
			slice = rename_keys(r, slice);
		}
		memory_free(probe);
		arena_free(&scratch);
	}
	if (status == STATUS_OK)
		status = record_from_json(r->type, record, slice.text, slice.length, &r->options.rules, arena, unknown_key,
					  &unknown, err);
	if (status == STATUS_OK)
		status = record_check(r->type, record, err);
	r->raw.malformed = status == STATUS_REJECTED && strcmp(err->code, "bad_json") == 0;
	advance(j, j->scanned);
	j->scanning = false;
	return status;
}

/* A value over the bound is dropped as it comes, and its end looked for. */
static void drop(struct json_reader *j)
{
	j->dropping = true;
	j->dropped_lines += count_line_ends(j->text.data + j->at, j->scanned - j->at);
	j->at = j->scanned;
}

static enum status too_long(struct reader *r, void *record, bool cut_short, struct error *err)
{
	struct json_reader *j = r->json;

	drop(j);
	((struct record *)record)->line = j->line;
	j->row = (struct raw_row){ "", 0, j->line };
	r->raw = (struct raw){ .format = FORMAT_JSONL, .malformed = true, .taken = r->taken };
	j->line += j->dropped_lines;
	j->scanning = false;
	j->resync = j->skip_line = cut_short;
	j->resync_column = 0;
	return error_reject(err, "too_long", "", "is longer than %zu bytes", r->options.record_max);
}

/* Past the lines that belong to a broken value. False: more text is needed. */
static bool resynchronise(struct json_reader *j)
{
	while (j->resync) {
		size_t line = j->at, after = next_line(j, line);
		bool whole = after > line && j->text.data[after - 1] == '\n';
		size_t i = line;

		while (i < after && strchr(" \t\r", j->text.data[i]))
			i++;
		if (!j->skip_line && i < after && i - line <= j->resync_column &&
		    (strchr("{[", j->text.data[i]) || (j->in_array && j->text.data[i] == ']'))) {
			j->resync = false;
			break;
		}
		if (!j->skip_line && i == after && !whole)
			return false; /* nothing but blanks so far */
		j->skip_line = !whole;
		advance(j, after);
		if (!whole)
			return false;
	}
	return true;
}

enum next_thing { NEXT_MORE, NEXT_VALUE, NEXT_JUNK };

/* Blanks, and the brackets and commas of an array around the values. */
static enum next_thing look(struct json_reader *j)
{
	size_t i;

	if (!resynchronise(j))
		return NEXT_MORE;
	for (i = j->at; i < j->text.length; i++) {
		char c = j->text.data[i];

		if (strchr(" \t\r\n", c) && c)
			continue;
		if (c == '[' && !j->in_array)
			j->in_array = true;
		else if (c == ']' && j->in_array)
			j->in_array = false;
		else if (c != ',' || !j->in_array)
			break;
	}
	advance(j, i);
	if (i == j->text.length)
		return NEXT_MORE;
	return j->text.data[i] == '{' || j->text.data[i] == '[' ? NEXT_VALUE : NEXT_JUNK;
}

static enum status at_end(struct reader *r, void *record, struct error *err)
{
	struct json_reader *j = r->json;

	if (j->scanning && j->dropping) {
		enum status status = too_long(r, record, true, err);

		advance(j, j->text.length);
		return status;
	}
	if (j->scanning)
		return broken(r, record, err);
	if (j->in_array && !j->lost)
		return error_set(err, STATUS_DATA, "truncated", "", "the array is not closed: the input is cut off");
	return STATUS_END;
}

/* What a pass over the buffered text gives; SCAN_MORE: nothing complete. */
static bool step(struct reader *r, struct arena *arena, void *record, enum status *status, struct error *err)
{
	struct json_reader *j = r->json;

	if (!j->scanning) {
		enum next_thing next = look(j);

		if (next == NEXT_MORE)
			return false;
		if (next == NEXT_JUNK) {
			if (!j->ended && next_line(j, j->at) == j->text.length && j->text.length - j->at < r->options.record_max)
				return false; /* wait for the end of its line */
			*status = junk(r, record, err);
			return true;
		}
		begin_scan(j);
	}
	switch (scan(j)) {
	case SCAN_VALUE:
		*status = j->dropping || j->scanned - j->at > r->options.record_max ? too_long(r, record, false, err) :
											take_value(r, arena, record, err);
		return true;
	case SCAN_BROKEN:
		*status = j->dropping ? too_long(r, record, true, err) : broken(r, record, err);
		return true;
	case SCAN_MORE:
		if (j->dropping || j->scanned - j->at > r->options.record_max)
			drop(j);
		break;
	}
	return false;
}

static enum status json_next(struct reader *r, struct arena *arena, void *record, struct error *err)
{
	enum status status = STATUS_OK;

	while (!step(r, arena, record, &status, err)) {
		if (r->json->ended) {
			status = at_end(r, record, err);
			break;
		}
		status = read_text(r, err);
		if (status != STATUS_OK)
			return status;
	}
	if (r->options.keep_raw && (status == STATUS_OK || status == STATUS_REJECTED)) {
		r->raw.rows = &r->json->row;
		r->raw.n_rows = 1;
		((struct record *)record)->raw = &r->raw;
	}
	return status;
}

static bool json_ready(const struct reader *r)
{
	struct json_reader *j = r->json;

	if (j->ended)
		return true;
	if (!j->scanning) {
		enum next_thing next = look(j);

		if (next != NEXT_VALUE)
			return next == NEXT_JUNK && next_line(j, j->at) < j->text.length;
		begin_scan(j);
	}

	/* A look ahead on a copy: reader_next goes over it again. */
	struct json_reader ahead = *j;
	return scan(&ahead) != SCAN_MORE;
}

static const struct reader_driver JSON_DRIVER = { json_next, json_ready, json_close };

void format_json_open(struct reader *r)
{
	r->json = memory_zero(1, sizeof *r->json);
	r->json->line = 1;
	r->taken = raw_names_taken(r->type, false);
	r->driver = &JSON_DRIVER;
}
