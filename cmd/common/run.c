#include "frame.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int64_t clock_ms(clockid_t which)
{
	struct timespec t;

	clock_gettime(which, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t run_now(const struct run *run)
{
	struct frame *f = run->frame;

	if (f->common.now != INSTANT_NONE)
		return f->common.now;
	if (f->now == INSTANT_NONE)
		f->now = clock_ms(CLOCK_REALTIME);
	return f->now;
}

int64_t run_clock(void *run)
{
	const struct frame *f = ((const struct run *)run)->frame;

	return f->common.now != INSTANT_NONE ? f->common.now : clock_ms(CLOCK_REALTIME);
}

int64_t run_clock_on(void *run)
{
	struct frame *f = ((const struct run *)run)->frame;

	if (f->common.now == INSTANT_NONE)
		return clock_ms(CLOCK_REALTIME);
	if (f->begun == 0)
		f->begun = clock_ms(CLOCK_MONOTONIC);
	return f->common.now + clock_ms(CLOCK_MONOTONIC) - f->begun;
}

static struct entry *find_entry(struct frame *f, const void *record)
{
	struct batch *b = &f->batch;

	if (f->current && f->current->record == record)
		return f->current;
	for (size_t i = 0; i < b->group_count; i++)
		if (b->group[i]->record == record)
			return b->group[i];
	return NULL;
}

struct change run_change(const struct run *run, const void *record)
{
	struct frame *f = run->frame;
	const struct entry *entry = find_entry(f, record);

	return (struct change) {
		.store = run->store,
		.now = run_now(run),
		.actor = run->actor,
		.verb = f->noun_verb,
		.key = entry ? entry->key : NULL,
		.arena = run->arena,
	};
}

/* What a record emits may yet be taken back: only between records, and outside transactions, is it let go. */
static void flush_when_enough(struct frame *f)
{
	if (!f->in_transaction && !f->current && output_pending(f) >= OUTPUT_ENOUGH)
		output_flush(f, false, NULL);
}

void run_emit(struct run *run, const void *record)
{
	struct frame *f = run->frame;
	struct output *out = &f->output;

	if (!out->writer || out->failed)
		return;
	writer_put(out->writer, record);
	if (f->current && f->current->key) {
		record_json(f->verb->output, record, NULL, 0, &f->answer);
		buffer_char(&f->answer, '\n');
	}
	flush_when_enough(f);
}

void run_encode(const struct run *run, const void *record, struct buffer *text)
{
	const struct output *out = &run->frame->output;

	if (out->writer)
		writer_encode(out->writer, record, text);
}

void run_emit_encoded(struct run *run, const struct buffer *text)
{
	struct output *out = &run->frame->output;

	if (!out->writer || out->failed)
		return;
	writer_add(out->writer, text);
	flush_when_enough(run->frame);
}

/* A line on stderr; inside a transaction, which may be run again, it waits for the commit. */
static void tell(struct frame *f, const char *text)
{
	if (!f->in_transaction) {
		message(f, "%s", text);
		return;
	}
	buffer_printf(&f->output.messages, "%s: ", f->prefix);
	message_clean(&f->output.messages, text);
	buffer_char(&f->output.messages, '\n');
}

void run_reject(struct run *run, const void *record, const struct error *why)
{
	struct frame *f = run->frame;
	struct entry *entry = find_entry(f, record);

	if (entry) {
		entry->why = error_copy(&f->batch.arena, why);
		return;
	}
	f->n_loose++;
	tell(f, arena_printf(run->arena, "%s%s%s", why->field, why->field[0] ? ": " : "", why->message));
}

void run_found(struct run *run)
{
	run->frame->found = true;
}

void run_note(struct run *run, const char *format, ...)
{
	char text[1024];
	va_list args;

	if (!run->frame->common.verbose)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	tell(run->frame, text);
}

void run_warn(struct run *run, const char *format, ...)
{
	char text[1024];
	va_list args;

	if (run->frame->common.quiet)
		return;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	tell(run->frame, text);
}

void run_print(struct run *run, const char *text)
{
	struct frame *f = run->frame;

	if (f->output.failed)
		return;
	buffer_text(&f->output.text, text);
	flush_when_enough(f);
}

bool run_is_table(const struct run *run)
{
	return run->frame->output.format == FORMAT_TABLE;
}

bool run_given(const struct run *run, const char *option)
{
	for (const struct setting *s = run->frame->settings; s; s = s->next)
		if (!strcmp(s->option->name, option))
			return true;
	return false;
}

const char *run_share(const struct run *run, const char *file)
{
	struct frame *f = run->frame;

	return arena_printf(&f->keep, "%s/%s", frame_path(f, "ECOM_SHARE", "share/ecom"), file);
}

const char *const *run_folders(const struct run *run, const char *variable, const char *own)
{
	const char *list = run_environment(run, variable);
	size_t n = 2, used = 0;
	const char **folders;

	for (const char *p = list; p && *p; p++)
		n += *p == ':';
	folders = arena_zero(run->keep, (n + 1) * sizeof(*folders));
	for (const char *p = list; p && *p; p += *p == ':') {
		size_t length = strcspn(p, ":");

		if (length > 0)
			folders[used++] = arena_copy(run->keep, p, length);
		p += length;
	}
	folders[used] = run_share(run, own);
	return folders;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *const *run_files(const struct run *run, const char *folder, const char *suffix, size_t *n)
{
	struct buffer names = { 0 };
	size_t ending = strlen(suffix), count;
	DIR *files = opendir(folder);
	const struct dirent *file;
	const char **out;

	while (files && (file = readdir(files))) {
		size_t length = strlen(file->d_name);
		if (file->d_name[0] == '.' || length <= ending || strcmp(file->d_name + length - ending, suffix) != 0)
			continue;
		const char *name = arena_text(run->keep, file->d_name);
		buffer_add(&names, &name, sizeof(name));
	}
	if (files)
		closedir(files);
	count = names.length / sizeof(*out);
	out = arena_zero(run->keep, (count + 1) * sizeof(*out));
	if (count)
		memcpy(out, names.data, names.length);
	qsort(out, count, sizeof(*out), by_name);
	buffer_free(&names);
	if (n)
		*n = count;
	return out;
}

const char *run_authorities(const struct run *run)
{
	static const char *const NAMES[] = { "ECOM_CA", "CURL_CA_BUNDLE", "SSL_CERT_FILE" };
	const char *file = NULL;

	for (size_t i = 0; i < ARRAY_LENGTH(NAMES) && !file; i++)
		file = run_environment(run, NAMES[i]);
	return file;
}

const char *run_environment(const struct run *run, const char *name)
{
	return frame_environment(run->frame, name);
}

char *const *run_environ(const struct run *run)
{
	return run->frame->env->environment;
}

size_t run_rejected(const struct run *run)
{
	const struct frame *f = run->frame;
	size_t n = f->n_rejected;

	for (size_t i = 0; i < f->batch.count; i++) /* of the open batch, not yet told */
		n += f->batch.entries[i].why != NULL;
	return n;
}

const char *run_store_name(const struct run *run)
{
	const struct frame *f = run->frame;

	if (f->common.store && f->common.store[0])
		return f->common.store;
	return frame_environment(f, "ECOM_STORE");
}

const struct store_options *run_store_options(const struct run *run)
{
	return &run->frame->store_options;
}
