/*
 * Fuzzing of the readers. The first two bytes of the input choose how the rest is read: into which record type, as CSV
 * or JSON or what it looks like, with which options.
 *
 *	clang -std=c11 -D_GNU_SOURCE -g -O1 -fsanitize=fuzzer,address,undefined -Iinclude tests/fuzz/reader_fuzz.c \
 *		lib/base/[a-z]*.c lib/value/[a-z]*.c lib/record/[a-z]*.c lib/format/[a-z]*.c -ljansson -lcsv -lm -o reader_fuzz
 *	./reader_fuzz -max_total_time=60 -max_len=4096 CORPUS
 *
 * Beyond what the sanitizers see, it holds that a record taken prints to JSON and CSV that read back as the
 * same record (the same digest), and that every byte was consumed at the end.
 */
#include "../unit/format/sample.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds, const char *what, const char *detail)
{
	if (holds)
		return;
	fprintf(stderr, "does not hold: %s\n%s\n", what, detail ? detail : "");
	abort();
}

static int memory_file(const void *data, size_t size)
{
	int fd = input(data, size);

	must(fd >= 0, "a memory file", NULL);
	return fd;
}

/* What was printed reads back as the same record. Blank text and lists that are absent fold into one. */
static void read_back(const struct record_type *type, const void *record, enum format format)
{
	struct writer_options written = { .format = format, .header = true };
	struct reader_options options = { .format = format };
	char before[DIGEST_TEXT_SIZE], after[DIGEST_TEXT_SIZE];
	void *copy = memory_alloc(type->size);
	struct error err = { 0 };
	struct arena arena = { 0 };
	struct buffer text = { 0 };
	struct writer *w;
	struct reader *r;
	int fd = memory_file("", 0);

	writer_open(&w, type, &written);
	writer_put(w, record);
	must(writer_flush(w, fd, true, &err) == STATUS_OK, "a record is written", err.message);
	writer_close(w);
	lseek(fd, 0, SEEK_SET);
	must(reader_open(&r, fd, "again", type, &options, &err) == STATUS_OK, "a reader", err.message);
	record_json(type, record, NULL, 0, &text);
	enum status status = reader_next(r, &arena, copy, &err);
	/* An amount of more than 15 digits goes out as a number, and is not taken from one. */
	if (status == STATUS_REJECTED && strcmp(err.code, "too_precise") == 0)
		goto done;
	if (status != STATUS_OK)
		fprintf(stderr, "%s %s\n", err.code, err.message);
	must(status == STATUS_OK, "what was written is read", text.data);
	record_digest(type, record, before);
	record_digest(type, copy, after);
	must(strcmp(before, after) == 0, "and is the same", text.data);
	must(reader_next(r, &arena, copy, &err) == STATUS_END, "and nothing more", text.data);
done:
	reader_close(r);
	close(fd);
	arena_free(&arena);
	buffer_free(&text);
	memory_free(copy);
}

static void read_records(const struct record_type *type, int fd, const struct reader_options *options, size_t size,
			 bool again)
{
	void *record = memory_alloc(type->size);
	struct error err = { 0 };
	struct arena arena = { 0 };
	struct reader *r;
	enum status status;
	size_t records = 0;

	must(reader_open(&r, fd, "fuzz", type, options, &err) == STATUS_OK, "a reader", err.message);
	while ((status = reader_next(r, &arena, record, &err)) == STATUS_OK || status == STATUS_REJECTED) {
		must(++records <= size + 1, "there are no more records than bytes", NULL);
		must(((struct record *)record)->line > 0, "a record has a line", NULL);
		must(status == STATUS_OK || (err.code && err.message[0]), "a reject has a reason", NULL);
		if (options->keep_raw)
			raw_copy(((struct record *)record)->raw, &arena);
		if (status == STATUS_OK && again) {
			read_back(type, record, FORMAT_JSONL);
			read_back(type, record, FORMAT_CSV);
		}
		reader_would_block(r);
		arena_reset(&arena);
	}
	must(status != STATUS_END || reader_bytes(r) == size, "all bytes are consumed", NULL);
	must(reader_next(r, &arena, record, &err) == status, "the end stays the end", NULL);
	reader_close(r);
	arena_free(&arena);
	memory_free(record);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const ENCODINGS[] = { NULL, NULL, "UTF-8", "GB18030" };
	struct reader_options options = { 0 };
	const struct record_type *type;
	int fd;

	if (size < 2)
		return 0;
	type = data[0] & 1 ? &ORDER : &PLAIN;
	options.format = data[0] & 2 ? FORMAT_AUTO : data[0] & 4 ? FORMAT_JSONL : FORMAT_CSV;
	options.rules.blank_clears = data[0] & 8;
	options.rules.decimal_comma = data[0] & 16;
	options.keep_raw = data[0] & 32;
	options.record_max = data[0] & 64 ? 64 : 0;
	options.encoding = ENCODINGS[data[1] & 3];
	fd = memory_file(data + 2, size - 2);
	read_records(type, fd, &options, size - 2, !options.rules.blank_clears);
	close(fd);
	return 0;
}
