#include "format_impl.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* One file per shape: format, delimiter, header. */
struct reject_file {
	int fd;
	char *path;
	enum format format;
	char delimiter;
	char *header;
	size_t header_length;
};

struct rejects {
	char *path;
	struct reject_file *files;
	size_t n_files, count;
	struct buffer out;
	struct arena scratch;
};

/* A file or, as long as there is none, its folder can be written. */
static bool can_create(const char *path, bool exists)
{
	char *folder = memory_text(path), *slash = strrchr(folder, '/');
	bool can;

	if (slash)
		slash[slash == folder] = '\0'; /* that of "/a" is "/" */
	can = faccessat(AT_FDCWD, exists ? path : slash ? folder : ".", W_OK, AT_EACCESS) == 0;
	memory_free(folder);
	return can;
}

enum status rejects_open(struct rejects **out, const char *path, struct error *err)
{
	struct stat st;
	bool exists = stat(path, &st) == 0;
	struct rejects *r;

	if (exists && S_ISDIR(st.st_mode))
		return error_set(err, STATUS_CREATE, "is_directory", "", "%s is a directory", path);
	if (!can_create(path, exists)) /* told now, not when rejects are lost after the first commit */
		return error_system(err, STATUS_CREATE, path);
	r = memory_zero(1, sizeof *r);
	r->path = memory_text(path);
	*out = r;
	return STATUS_OK;
}

size_t rejects_count(const struct rejects *r)
{
	return r->count;
}

/*
 * What stood under this name before is unlinked rather than cut off: it may be the very file that is being read.
 */
static enum status create(struct rejects *r, struct reject_file *f, struct error *err)
{
	struct buffer path = { 0 };
	struct stat st;

	buffer_text(&path, r->path);
	if (r->n_files > 0)
		buffer_printf(&path, ".%zu", r->n_files + 1);
	f->path = path.data;
	if (lstat(f->path, &st) == 0 && S_ISREG(st.st_mode))
		unlink(f->path);
	f->fd = open(f->path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (f->fd < 0) {
		error_system(err, STATUS_CREATE, f->path);
		memory_free(f->path);
		return STATUS_CREATE;
	}
	return STATUS_OK;
}

static bool has_shape(const struct reject_file *f, const struct raw *raw)
{
	if (f->format != raw->format)
		return false;
	if (f->format != FORMAT_CSV)
		return true;
	return f->delimiter == raw->delimiter && f->header_length == raw->header_length &&
	       memcmp(f->header, raw->header, raw->header_length) == 0;
}

static const char *added_name(const struct raw *raw, enum raw_taken which)
{
	bool taken = raw->taken & which;

	switch (which) {
	case RAW_ERROR:
		return taken ? "reject_error" : "error";
	case RAW_CODE:
		return taken ? "reject_code" : "code";
	case RAW_LINE:
		break;
	}
	return taken ? "reject_line" : "line";
}

static enum status find_file(struct rejects *r, const struct raw *raw, struct reject_file **out, struct error *err)
{
	struct reject_file f = { .format = raw->format, .delimiter = raw->delimiter };
	enum status status;

	for (size_t i = 0; i < r->n_files; i++)
		if (has_shape(&r->files[i], raw)) {
			*out = &r->files[i];
			return STATUS_OK;
		}
	status = create(r, &f, err);
	if (status != STATUS_OK)
		return status;
	if (raw->header) {
		f.header = memory_alloc(raw->header_length + 1);
		f.header_length = raw->header_length;
		memcpy(f.header, raw->header, raw->header_length);
	}
	r->files = memory_resize(r->files, (r->n_files + 1) * sizeof *r->files);
	r->files[r->n_files] = f;
	*out = &r->files[r->n_files++];
	if (raw->format == FORMAT_CSV) {
		buffer_add(&r->out, raw->header, raw->header_length);
		buffer_printf(&r->out, "%c%s%c%s%c%s\n", raw->delimiter, added_name(raw, RAW_ERROR), raw->delimiter,
			      added_name(raw, RAW_CODE), raw->delimiter, added_name(raw, RAW_LINE));
	}
	return STATUS_OK;
}

static char *explain(struct rejects *r, const struct error *why)
{
	if (why->field[0])
		return arena_printf(&r->scratch, "%s: %s", why->field, why->message);
	return arena_text(&r->scratch, why->message);
}

static void put_csv(struct rejects *r, const struct raw *raw, const struct error *why)
{
	const char *message = explain(r, why);

	for (size_t i = 0; i < raw->n_rows; i++) {
		buffer_add(&r->out, raw->rows[i].text, raw->rows[i].length);
		buffer_char(&r->out, raw->delimiter);
		format_csv_cell(&r->out, message, strlen(message), raw->delimiter);
		buffer_printf(&r->out, "%c%s%c%ld\n", raw->delimiter, why->code ? why->code : "", raw->delimiter,
			      raw->rows[i].line);
	}
}

/* The text as valid UTF-8: each byte that is not becomes U+FFFD. */
static char *mended_text(struct arena *arena, const char *text, size_t length)
{
	char *out = arena_alloc(arena, length * 3 + 1), *to = out;

	for (size_t i = 0; i < length;) {
		size_t step = 1;

		while (step <= 4 && i + step <= length && !text_valid(text + i, step))
			step++;
		if (step <= 4 && i + step <= length) {
			memcpy(to, text + i, step);
			to += step;
			i += step;
		} else {
			memcpy(to, "\xEF\xBF\xBD", 3);
			to += 3;
			i++;
		}
	}
	*to = '\0';
	return out;
}

static bool is_added(const struct raw *raw, struct record_slice key)
{
	for (unsigned which = RAW_ERROR; which <= RAW_LINE; which <<= 1) {
		const char *name = added_name(raw, which);

		if (strlen(name) == key.length && memcmp(name, key.text, key.length) == 0)
			return true;
	}
	return false;
}

static void put_members(struct rejects *r, const struct raw *raw)
{
	struct record_walk walk = record_walk((struct record_slice){ raw->rows[0].text, raw->rows[0].length });
	struct record_slice key, value;

	while (record_walk_next(&walk, &key, &value)) {
		if (is_added(raw, key))
			continue;
		buffer_char(&r->out, '"');
		buffer_add(&r->out, key.text, key.length);
		buffer_text(&r->out, "\":");
		buffer_text(&r->out, record_json_compact(value, &r->scratch));
		buffer_char(&r->out, ',');
	}
}

static void put_json(struct rejects *r, const struct raw *raw, const struct error *why, long line)
{
	buffer_char(&r->out, '{');
	if (raw->n_rows > 0 && !raw->malformed) {
		put_members(r, raw);
	} else if (raw->n_rows > 0 && raw->rows[0].length > 0) {
		buffer_text(&r->out, "\"raw\":");
		buffer_json_text(&r->out, mended_text(&r->scratch, raw->rows[0].text, raw->rows[0].length));
		buffer_char(&r->out, ',');
	}
	buffer_printf(&r->out, "\"%s\":", added_name(raw, RAW_ERROR));
	buffer_json_text(&r->out, explain(r, why));
	buffer_printf(&r->out, ",\"%s\":", added_name(raw, RAW_CODE));
	buffer_json_text(&r->out, why->code);
	buffer_printf(&r->out, ",\"%s\":%ld}\n", added_name(raw, RAW_LINE), line);
}

enum status rejects_put(struct rejects *r, const struct record *record, const struct error *why, struct error *err)
{
	static const struct raw NOTHING = { .format = FORMAT_JSONL }; /* a record that came from no input */
	const struct raw *raw = record->raw ? record->raw : &NOTHING;
	struct reject_file *f;
	enum status status;

	buffer_clear(&r->out);
	arena_reset(&r->scratch);
	status = find_file(r, raw, &f, err);
	if (status != STATUS_OK)
		return status;
	if (raw->format == FORMAT_CSV)
		put_csv(r, raw, why);
	else
		put_json(r, raw, why, record->line);
	r->count++;
	/* At once, so that what a killed run leaves is whole. */
	return file_write_all(f->fd, r->out.data, r->out.length, err);
}

static enum status close_file(struct reject_file *f, struct error *err)
{
	enum status status = STATUS_OK;

	if (fsync(f->fd) != 0 && errno != EINVAL && errno != EROFS) /* a pipe or terminal has nothing to sync */
		status = error_system(err, STATUS_IO, f->path);
	if (close(f->fd) != 0 && status == STATUS_OK)
		status = error_system(err, STATUS_IO, f->path);
	memory_free(f->path);
	memory_free(f->header);
	return status;
}

enum status rejects_close(struct rejects *r, struct error *err)
{
	enum status status = STATUS_OK;
	struct stat st;

	if (!r)
		return STATUS_OK;
	if (r->n_files == 0 && lstat(r->path, &st) == 0 && S_ISREG(st.st_mode))
		unlink(r->path);
	for (size_t i = 0; i < r->n_files; i++) {
		enum status closed = close_file(&r->files[i], status == STATUS_OK ? err : NULL);

		if (status == STATUS_OK)
			status = closed;
	}
	memory_free(r->files);
	memory_free(r->path);
	buffer_free(&r->out);
	arena_free(&r->scratch);
	memory_free(r);
	return status;
}
