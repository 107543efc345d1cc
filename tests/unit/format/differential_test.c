#include "sample.h"
#include "tap.h"

#include <stdlib.h>

/* Random CSV and JSON, read by us and by another's reader: Python's csv module, and jq. */

#define RECORDS 3000

static uint64_t random_state = 20180102;

static unsigned random_below(unsigned n)
{
	random_state = random_state * UINT64_C(6364136223846793005) + 1;
	return (unsigned)(random_state >> 33) % n;
}

static const char *const PIECES[] = { "a", "B", "7", " ", ",", ";", "\"", "\n", "\r\n", "\t", "杯", "é", "😀", "\\", "/", "" };

static void random_text(struct buffer *text)
{
	buffer_clear(text);
	buffer_text(text, "");
	for (unsigned n = random_below(4) ? random_below(8) : 0; n > 0; n--)
		buffer_text(text, PIECES[random_below(ARRAY_LENGTH(PIECES))]);
}

static void add_cell(struct buffer *out, const char *text)
{
	if (!strpbrk(text, ",;\"\n\r\t") && random_below(3)) {
		buffer_text(out, text);
		return;
	}
	buffer_char(out, '"');
	for (; *text; text++) {
		if (*text == '"')
			buffer_char(out, '"');
		buffer_char(out, *text);
	}
	buffer_char(out, '"');
}

static void random_csv(struct buffer *out)
{
	struct buffer text = { 0 };

	buffer_text(out, "a,b,c\n");
	for (int i = 0; i < RECORDS; i++) {
		for (int column = 0; column < 3; column++) {
			random_text(&text);
			if (column)
				buffer_char(out, ',');
			add_cell(out, text.data);
		}
		buffer_text(out, random_below(2) ? "\n" : "\r\n");
	}
	buffer_free(&text);
}

static void random_json(struct buffer *out)
{
	static const char *const GAPS[] = { "", " ", "\n  ", "\t" };
	struct buffer text = { 0 };

	for (int i = 0; i < RECORDS; i++) {
		buffer_char(out, '{');
		for (unsigned member = random_below(3); member < 3; member++) {
			random_text(&text);
			buffer_printf(out, "%s\"%c\"%s:%s", GAPS[random_below(4)], 'a' + member, GAPS[random_below(4)],
				      GAPS[random_below(4)]);
			if (random_below(8))
				buffer_json_text(out, text.data);
			else
				buffer_text(out, random_below(2) ? "null" : "\"\\u676f\\ud83d\\ude00\\/\"");
			buffer_text(out, member < 2 ? "," : GAPS[random_below(4)]);
		}
		buffer_text(out, random_below(4) ? "}\n" : "}");
	}
	buffer_free(&text);
}

static void read_by_us(const struct buffer *in, struct buffer *out)
{
	static const struct reader_options OPTIONS = { .format = FORMAT_AUTO };
	struct error err = { 0 };
	struct arena arena = { 0 };
	struct plain record;
	struct reader *r;
	enum status status;
	int fd = input(in->data, in->length);

	reader_open(&r, fd, "random", &PLAIN, &OPTIONS, &err);
	while ((status = reader_next(r, &arena, &record, &err)) == STATUS_OK) {
		record_json(&PLAIN, &record, NULL, 0, out);
		buffer_char(out, '\n');
		arena_reset(&arena);
	}
	if (status != STATUS_END)
		buffer_printf(out, "%ld: %s\n", record.record.line, err.message);
	reader_close(r);
	arena_free(&arena);
	close(fd);
}

static bool read_by(const char *command, const struct buffer *in, struct buffer *out)
{
	int fd = input(in->data, in->length);
	char line[1024], piece[4096];
	FILE *f;
	size_t n;

	snprintf(line, sizeof line, "%s </proc/%d/fd/%d", command, (int)getpid(), fd);
	f = popen(line, "r");
	while (f && (n = fread(piece, 1, sizeof piece, f)) > 0)
		buffer_add(out, piece, n);
	close(fd);
	return f && pclose(f) == 0;
}

/* The first line in which two texts differ. */
static void compare(const struct buffer *ours, const struct buffer *theirs, const char *name)
{
	size_t start = 0, i = 0;
	int line = 1;

	if (!ok(ours->length == theirs->length && memcmp(ours->data, theirs->data, ours->length) == 0, "%s", name)) {
		for (; i < ours->length && i < theirs->length && ours->data[i] == theirs->data[i]; i++)
			if (ours->data[i] == '\n') {
				start = i + 1;
				line++;
			}
		printf("# record %d\n#   ours: %.*s\n# theirs: %.*s\n", line, (int)strcspn(ours->data + start, "\n"),
		       ours->data + start, (int)strcspn(theirs->data + start, "\n"), theirs->data + start);
	}
	line = 0;
	for (i = 0; i < ours->length; i++)
		line += ours->data[i] == '\n';
	is_int(line, RECORDS, "  every record is there");
}

static void differ(const char *tool, const char *command, void (*generate)(struct buffer *), const char *name)
{
	struct buffer in = { 0 }, ours = { 0 }, theirs = { 0 };
	char probe[64];

	snprintf(probe, sizeof probe, "command -v %s >/dev/null", tool);
	if (system(probe) != 0) {
		ok(true, "%s # SKIP %s is absent", name, tool);
		return;
	}
	generate(&in);
	read_by_us(&in, &ours);
	ok(read_by(command, &in, &theirs), "%s runs", tool);
	compare(&ours, &theirs, name);
	buffer_free(&in);
	buffer_free(&ours);
	buffer_free(&theirs);
}

int main(void)
{
	differ("python3",
	       "python3 -c 'import csv, io, json, sys\n"
	       "text = io.TextIOWrapper(sys.stdin.buffer, encoding=\"utf-8\", newline=\"\")\n"
	       "out = io.TextIOWrapper(sys.stdout.buffer, encoding=\"utf-8\", newline=\"\")\n"
	       "for row in csv.DictReader(text):\n"
	       "    row = {k: v if v.strip(\" \\t\\r\\n\") else None for k, v in row.items()}\n"
	       "    out.write(json.dumps(row, ensure_ascii=False, separators=(\",\", \":\")) + \"\\n\")\n"
	       "out.flush()'",
	       random_csv, "CSV as Python's csv module reads it");
	differ("jq", "jq -c '{a, b, c} | map_values(if (. // \"\") | test(\"^[ \\t\\r\\n]*$\") then null else . end)'", random_json,
	       "JSON as jq reads it");
	return done_testing();
}
