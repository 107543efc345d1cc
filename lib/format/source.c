#include "format_impl.h"

#include <errno.h>
#include <iconv.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define NO_CONVERTER ((iconv_t)-1)
#define MARK_INVALID '\xFF' /* stands for bytes that no character has: never valid UTF-8 */

static bool is_utf8_name(const char *encoding)
{
	return strcasecmp(encoding, "UTF-8") == 0 || strcasecmp(encoding, "UTF8") == 0;
}

static bool convert_from(struct source *s, const char *encoding)
{
	iconv_t converter = iconv_open("UTF-8", encoding);

	if (converter == NO_CONVERTER)
		return false;
	s->converter = converter;
	s->found = encoding;
	return true;
}

enum status format_source_open(struct source *s, int fd, const char *name, const char *encoding, struct error *err)
{
	*s = (struct source){ .fd = fd, .name = name, .encoding = encoding, .found = "UTF-8" };
	if (encoding) {
		s->decided = true;
		if (!is_utf8_name(encoding) && !convert_from(s, encoding))
			return error_set(err, STATUS_USAGE, "bad_encoding", "", "unknown encoding %s", encoding);
	}
	s->in = memory_alloc(FORMAT_CHUNK);
	return STATUS_OK;
}

void format_source_close(struct source *s)
{
	if (s->converter)
		iconv_close(s->converter);
	memory_free(s->in);
	buffer_free(&s->out);
}

static bool has_bytes(int fd, int timeout)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };

	return poll(&p, 1, timeout) != 0; /* an error shows at the read */
}

bool format_source_ready(struct source *s)
{
	return s->ended || has_bytes(s->fd, 0);
}

static enum status read_more(struct source *s, struct error *err)
{
	memmove(s->in, s->in + s->in_used, s->in_length - s->in_used);
	s->in_length -= s->in_used;
	s->in_used = 0;
	for (;;) {
		ssize_t n = read(s->fd, s->in + s->in_length, FORMAT_CHUNK - s->in_length);

		if (n >= 0) {
			s->ended = n == 0;
			s->in_length += (size_t)n;
			s->bytes += (uint64_t)n;
			return STATUS_OK;
		}
		if (errno == EAGAIN || errno == EWOULDBLOCK)
			has_bytes(s->fd, -1);
		else if (errno != EINTR)
			return error_system(err, STATUS_IO, s->name);
	}
}

/*
 * The byte order mark. False: too few bytes to tell.
 */
static bool settle_mark(struct source *s)
{
	static const struct {
		const char *mark;
		size_t length;
		const char *encoding;
	} MARKS[] = { { "\xEF\xBB\xBF", 3, NULL }, { "\xFF\xFE", 2, "UTF-16LE" }, { "\xFE\xFF", 2, "UTF-16BE" } };

	for (size_t i = 0; i < ARRAY_LENGTH(MARKS) && !s->converter; i++) {
		size_t n = s->in_length < MARKS[i].length ? s->in_length : MARKS[i].length;

		if (memcmp(s->in, MARKS[i].mark, n) != 0)
			continue;
		if (n < MARKS[i].length) {
			if (!s->ended)
				return false;
			continue;
		}
		if (MARKS[i].encoding && (s->encoding || !convert_from(s, MARKS[i].encoding)))
			continue;
		s->in_used = n;
		s->decided = true;
		if (!MARKS[i].encoding)
			s->found = "UTF-8 with BOM";
		break;
	}
	s->started = true;
	return true;
}

/* The bytes up to the last whole character: an incomplete one waits for the rest. */
static size_t whole_characters(const char *data, size_t length)
{
	for (size_t back = 1; back <= 3 && back <= length; back++) {
		unsigned char c = (unsigned char)data[length - back];

		if (c < 0x80)
			break;
		if (c >= 0xC0) {
			size_t need = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : 2;

			return need > back ? length - back : length;
		}
	}
	return length;
}

static bool is_ascii(const char *data, size_t length)
{
	size_t i = 0;

	for (; i + sizeof(uint64_t) <= length; i += sizeof(uint64_t)) {
		uint64_t word;

		memcpy(&word, data + i, sizeof word);
		if (word & UINT64_C(0x8080808080808080))
			return false;
	}
	for (; i < length; i++)
		if ((unsigned char)data[i] >= 0x80)
			return false;
	return true;
}

/* Does UTF-8 fit worse than damaged UTF-8 would: more bytes that are wrong than characters that are right? */
static bool is_not_utf8(const char *data, size_t length)
{
	size_t right = 0, wrong = 0;

	for (size_t i = 0; i < length;) {
		size_t step = 1;

		if ((unsigned char)data[i] >= 0x80) {
			while (++step <= 4 && i + step <= length && !text_valid(data + i, step))
				;
			if (step <= 4 && i + step <= length) {
				right++;
			} else {
				wrong++;
				step = 1;
			}
		}
		i += step;
	}
	return wrong > right;
}

static bool is_gb18030(const char *data, size_t length)
{
	iconv_t converter = iconv_open("UTF-8", "GB18030");
	char *in = (char *)data, scratch[4096];
	bool fits = converter != NO_CONVERTER;

	while (fits && length > 0) {
		char *out = scratch;
		size_t room = sizeof scratch;

		if (iconv(converter, &in, &length, &out, &room) != (size_t)-1 || errno == EINVAL)
			break; /* done, or the last character goes on in what is not read yet */
		fits = errno == E2BIG;
	}
	if (converter != NO_CONVERTER)
		iconv_close(converter);
	return fits;
}

/*
 * At the first bytes that are no ASCII: UTF-8 or GB18030. More is read for it only as far as it is there already,
 * so that a slow pipe is not kept waiting.
 */
static enum status settle_encoding(struct source *s, struct error *err)
{
	const char *data;
	size_t length;

	if (s->decided || is_ascii(s->in + s->in_used, s->in_length - s->in_used))
		return STATUS_OK;
	while (!s->ended && s->in_length - s->in_used < FORMAT_CHUNK && has_bytes(s->fd, 0)) {
		enum status status = read_more(s, err);
		if (status != STATUS_OK)
			return status;
	}
	data = s->in + s->in_used;
	length = s->in_length - s->in_used;
	if (!s->ended)
		length = whole_characters(data, length);
	if (length == 0)
		return STATUS_OK;
	s->decided = true;
	if (!text_valid(data, length) && is_not_utf8(data, length) && is_gb18030(data, s->in_length - s->in_used))
		convert_from(s, "GB18030");
	return STATUS_OK;
}

static void convert(struct source *s)
{
	size_t unit = strncasecmp(s->found, "UTF-16", 6) == 0 ? 2 : strncasecmp(s->found, "UTF-32", 6) == 0 ? 4 : 1;
	char *in = s->in + s->in_used;
	size_t left = s->in_length - s->in_used;

	buffer_clear(&s->out);
	while (left > 0) {
		char *out;
		size_t room, result;

		buffer_reserve(&s->out, left * 3 + 16);
		out = s->out.data + s->out.length;
		room = s->out.capacity - s->out.length - 1;
		result = iconv(s->converter, &in, &left, &out, &room);
		s->out.length = (size_t)(out - s->out.data);
		if (result != (size_t)-1)
			break;
		if (errno == E2BIG)
			continue;
		if (errno == EINVAL && !s->ended)
			break;
		buffer_char(&s->out, MARK_INVALID);
		in += left < unit ? left : unit;
		left -= left < unit ? left : unit;
	}
	s->in_used = s->in_length - left;
}

enum status format_source_next(struct source *s, const char **data, size_t *length, struct error *err)
{
	bool first = !s->started;

	for (;;) {
		enum status status;

		if (s->ended && s->in_used == s->in_length)
			return STATUS_END;
		status = s->ended ? STATUS_OK : read_more(s, err);
		if (status == STATUS_OK && !s->started && !settle_mark(s))
			continue;
		if (status == STATUS_OK)
			status = settle_encoding(s, err);
		if (status != STATUS_OK)
			return status;
		if (s->converter) {
			convert(s);
			*data = s->out.data;
			*length = s->out.length;
			if (first && *length >= 3 && memcmp(*data, "\xEF\xBB\xBF", 3) == 0) {
				*data += 3;
				*length -= 3;
			}
		} else {
			*data = s->in + s->in_used;
			*length = s->in_length - s->in_used;
			if (!s->ended)
				*length = whole_characters(*data, *length);
			s->in_used += *length;
		}
		if (*length > 0)
			return STATUS_OK;
	}
}
