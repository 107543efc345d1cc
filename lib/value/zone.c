#include "value_impl.h"

#include <stdio.h>
#include <string.h>

#define ZONE_FOLDER   "/usr/share/zoneinfo/"
#define FILE_MAX      ((size_t)1 << 20)
#define NAME_MAX_SIZE 128
#define OFFSET_MAX    (26 * 3600) /* RFC 8536 section 3.2: more than any zone had or will have */

/* Times and offsets are in seconds. offsets[i] applies from times[i] on, ${first} before times[0]. */
struct zone {
	char *name;
	size_t count;
	int64_t *times;
	int *offsets;
	int first;
	bool has_rule; /* for what is after the last of times */
	struct zone_rule rule;
};

/* A version of the data in a TZif file: RFC 8536 section 3.1. */
struct tzif {
	size_t time_size; /* 4 in version 1, 8 after it */
	size_t is_utc, is_standard, leaps, times, types, letters;
	const unsigned char *data;
	size_t size;
};

#define HEADER_SIZE 44

static uint32_t read_32(const unsigned char *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int64_t read_time(const unsigned char *p, size_t size)
{
	if (size == 4)
		return (int32_t)read_32(p);
	return (int64_t)((uint64_t)read_32(p) << 32 | read_32(p + 4));
}

/* The block that begins at ${at}; false when the file does not hold what its header says. */
static bool tzif_block(const struct buffer *file, size_t at, size_t time_size, struct tzif *out)
{
	const unsigned char *header = (const unsigned char *)file->data + at;
	size_t left = file->length - at;

	if (left < HEADER_SIZE || memcmp(header, "TZif", 4) != 0)
		return false;
	*out = (struct tzif) {
		.time_size = time_size,
		.is_utc = read_32(header + 20),
		.is_standard = read_32(header + 24),
		.leaps = read_32(header + 28),
		.times = read_32(header + 32),
		.types = read_32(header + 36),
		.letters = read_32(header + 40),
		.data = header + HEADER_SIZE,
	};
	if (out->is_utc > left || out->is_standard > left || out->leaps > left || out->times > left ||
	    out->types > left || out->letters > left)
		return false;
	out->size = out->times * (time_size + 1) + out->types * 6 + out->letters + out->leaps * (time_size + 4) +
		    out->is_standard + out->is_utc;
	return out->size <= left - HEADER_SIZE;
}

static bool zone_fill(struct zone *z, const struct tzif *block)
{
	const unsigned char *kinds = block->data + block->times * block->time_size;
	const unsigned char *types = kinds + block->times;
	size_t i;

	/* With leap seconds the times are not those of POSIX: the "right/" zones. */
	if (!block->types || block->leaps)
		return false;
	for (i = 0; i < block->types; i++) {
		int32_t offset = (int32_t)read_32(types + i * 6);

		if (offset <= -OFFSET_MAX || offset >= OFFSET_MAX)
			return false;
	}
	z->count = block->times;
	z->times = memory_zero(z->count, sizeof(*z->times));
	z->offsets = memory_zero(z->count, sizeof(*z->offsets));
	z->first = (int32_t)read_32(types);
	for (i = 0; i < z->count; i++) {
		if (kinds[i] >= block->types)
			return false;
		z->times[i] = read_time(block->data + i * block->time_size, block->time_size);
		z->offsets[i] = (int32_t)read_32(types + kinds[i] * (size_t)6);
		if (i && z->times[i] <= z->times[i - 1])
			return false;
	}
	return true;
}

/* The line after the second block; an empty one says nothing about later times. */
static bool read_footer(struct zone *z, const char *footer, const char *end)
{
	const char *newline;
	char text[128];
	size_t length;

	if (footer == end || *footer++ != '\n')
		return false;
	newline = memchr(footer, '\n', (size_t)(end - footer));
	if (!newline || (length = (size_t)(newline - footer)) >= sizeof(text))
		return false;
	if (!length)
		return true;
	memcpy(text, footer, length);
	text[length] = '\0';
	z->has_rule = zone_rule_parse(text, &z->rule);
	return z->has_rule;
}

static bool zone_decode(struct zone *z, const struct buffer *file)
{
	struct tzif block;
	size_t second;

	if (!tzif_block(file, 0, 4, &block))
		return false;
	if (file->data[4] < '2')
		return zone_fill(z, &block);
	second = HEADER_SIZE + block.size;
	if (!tzif_block(file, second, 8, &block) || !zone_fill(z, &block))
		return false;
	return read_footer(z, file->data + second + HEADER_SIZE + block.size, file->data + file->length);
}

/* Letters, digits and "_+-/", as all names of the database are; it never leaves the folder. */
static bool name_allowed(const char *name)
{
	size_t length = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/");

	return length && !name[length] && length < NAME_MAX_SIZE && *name != '/';
}

bool zone_scan_offset(const char **s, int *seconds)
{
	const char *p = *s;
	int hours, minutes = 0, sign;

	if (*p == 'Z' || *p == 'z') {
		*s = p + 1;
		*seconds = 0;
		return true;
	}
	if (*p != '+' && *p != '-')
		return false;
	sign = *p++ == '-' ? -1 : 1;
	if (!value_digits(&p, 2, &hours) && !value_digits(&p, 1, &hours))
		return false;
	if (*p == ':' ? (p++, !value_digits(&p, 2, &minutes))
		      : *p >= '0' && *p <= '9' && !value_digits(&p, 2, &minutes))
		return false;
	if (hours > 23 || minutes > 59)
		return false;
	*s = p;
	*seconds = sign * (hours * 3600 + minutes * 60);
	return true;
}

static struct zone *zone_fixed(int offset)
{
	struct zone *z = memory_zero(1, sizeof(*z));
	int minutes = (offset < 0 ? -offset : offset) / 60;
	char name[16] = "UTC";

	if (offset)
		snprintf(name, sizeof(name), "%c%02d:%02d", offset < 0 ? '-' : '+', minutes / 60 % 24, minutes % 60);
	z->name = memory_text(name);
	z->first = offset;
	return z;
}

enum status zone_open(struct zone **out, const char *name, struct error *err)
{
	char shown[VALUE_SHOWN_SIZE], path[sizeof(ZONE_FOLDER) + NAME_MAX_SIZE];
	struct buffer file = { 0 };
	enum status status = STATUS_OK;
	const char *p = name;
	struct zone *z = NULL;
	int offset = 0;

	if (text_same_fold(name, "UTC") || (zone_scan_offset(&p, &offset) && !*p)) {
		*out = zone_fixed(offset);
		return STATUS_OK;
	}
	if (!name_allowed(name)) {
		status = error_reject(err, "bad_zone", "",
				      "%s: a zone such as Asia/Shanghai, UTC or +08:00 was expected",
				      value_shown(shown, name));
		goto done;
	}
	snprintf(path, sizeof(path), ZONE_FOLDER "%s", name);
	if (file_read_all(path, FILE_MAX, &file, NULL) != STATUS_OK) {
		status = error_reject(err, "bad_zone", "",
				      "%s: no such zone; one such as Asia/Shanghai, UTC or +08:00 was expected",
				      value_shown(shown, name));
		goto done;
	}
	z = memory_zero(1, sizeof(*z));
	z->name = memory_text(name);
	if (!zone_decode(z, &file)) {
		status =
			error_reject(err, "bad_zone", "", "%s: its file in " ZONE_FOLDER " is not a zone of civil time",
				     value_shown(shown, name));
		goto done;
	}
	*out = z;
	z = NULL;
done:
	zone_free(z);
	buffer_free(&file);
	return status;
}

void zone_free(struct zone *z)
{
	if (!z)
		return;
	memory_free(z->name);
	memory_free(z->times);
	memory_free(z->offsets);
	memory_free(z);
}

const char *zone_name(const struct zone *z)
{
	return z ? z->name : "UTC";
}

static struct zone_span span_at(const struct zone *z, int64_t second)
{
	struct zone_span span = { INT64_MIN, INT64_MAX, 0 };
	size_t low = 0, high;

	if (!z)
		return span;
	/* The first of the times that is after ${second}. */
	for (high = z->count; low < high;) {
		size_t middle = low + (high - low) / 2;

		if (z->times[middle] <= second)
			low = middle + 1;
		else
			high = middle;
	}
	span.offset = low ? z->offsets[low - 1] : z->first;
	if (low == z->count && z->has_rule)
		span = zone_rule_span(&z->rule, second);
	if (low && span.begin < z->times[low - 1])
		span.begin = z->times[low - 1];
	if (low < z->count)
		span.end = z->times[low];
	return span;
}

/* The same offset at all times: UTC, and what is told by a number. */
static bool is_fixed(const struct zone *z)
{
	return !z || (z->count == 0 && !z->has_rule);
}

int zone_offset(const struct zone *z, int64_t instant)
{
	if (is_fixed(z))
		return z ? z->first : 0;
	return span_at(z, number_floor(instant, SECOND_MS)).offset;
}

int64_t zone_local(const struct zone *z, int64_t local, bool snap)
{
	struct zone_span span, next;

	if (is_fixed(z))
		return local - (z ? z->first : 0);
	span = span_at(z, local - OFFSET_MAX);
	/* From the first offset that could apply onwards, so that the earlier of two is found first. */
	for (;; span = next) {
		int64_t second = local - span.offset;

		if (second < span.end)
			return second;
		next = span_at(z, span.end);
		if (local - next.offset < next.begin)
			return snap ? next.begin : second;
	}
}

int zone_offset_shown(const struct zone *z, int64_t local)
{
	int64_t second = number_floor(local, SECOND_MS);

	return (int)(second - zone_local(z, second, false));
}
