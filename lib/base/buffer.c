#include <ecom/base.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define CAPACITY_FIRST 64

void buffer_reserve(struct buffer *b, size_t more)
{
	size_t wanted, capacity;

	if (more < b->capacity - b->length)
		return;
	if (more >= SIZE_MAX / 2 - b->length) {
		memory_alloc(SIZE_MAX); /* does not return */
		return;
	}
	wanted = b->length + more + 1; /* and the NUL */
	capacity = b->capacity ? b->capacity : CAPACITY_FIRST;
	while (capacity < wanted)
		capacity *= 2;
	b->data = memory_resize(b->data, capacity);
	b->capacity = capacity;
}

void buffer_add(struct buffer *b, const void *data, size_t length)
{
	buffer_reserve(b, length);
	if (length)
		memcpy(b->data + b->length, data, length);
	b->length += length;
	b->data[b->length] = '\0';
}

void buffer_text(struct buffer *b, const char *s)
{
	buffer_add(b, s, strlen(s));
}

void buffer_char(struct buffer *b, char c)
{
	buffer_reserve(b, 1);
	b->data[b->length++] = c;
	b->data[b->length] = '\0';
}

void buffer_printf(struct buffer *b, const char *format, ...)
{
	va_list arguments, again;
	int length;

	buffer_reserve(b, CAPACITY_FIRST);
	va_start(arguments, format);
	va_copy(again, arguments);
	length = vsnprintf(b->data + b->length, b->capacity - b->length, format, arguments);
	if (length > 0 && (size_t)length >= b->capacity - b->length) {
		buffer_reserve(b, (size_t)length);
		vsnprintf(b->data + b->length, b->capacity - b->length, format, again);
	}
	if (length > 0)
		b->length += (size_t)length;
	b->data[b->length] = '\0';
	va_end(again);
	va_end(arguments);
}

void buffer_clear(struct buffer *b)
{
	b->length = 0;
	if (b->data)
		b->data[0] = '\0';
}

void buffer_free(struct buffer *b)
{
	memory_free(b->data);
	*b = (struct buffer) { 0 };
}

/* The two-character escapes of RFC 8259; 0 where \u00XX is needed. */
static char short_escape(unsigned char c)
{
	switch (c) {
	case '"':
	case '\\':
		return (char)c;
	case '\b':
		return 'b';
	case '\f':
		return 'f';
	case '\n':
		return 'n';
	case '\r':
		return 'r';
	case '\t':
		return 't';
	default:
		return 0;
	}
}

void buffer_json_text(struct buffer *b, const char *s)
{
	const char *plain = s;

	if (!s) {
		buffer_add(b, "null", 4);
		return;
	}
	buffer_char(b, '"');
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		char escape[8];

		if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F)
			continue;
		buffer_add(b, plain, (size_t)(s - plain));
		plain = s + 1;
		if (short_escape(c))
			snprintf(escape, sizeof(escape), "\\%c", short_escape(c));
		else
			snprintf(escape, sizeof(escape), "\\u%04x", c);
		buffer_text(b, escape);
	}
	buffer_add(b, plain, (size_t)(s - plain));
	buffer_char(b, '"');
}
