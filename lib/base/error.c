#include <ecom/base.h>

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Cut ${text} to fit ${size} without leaving half a character at the end. */
static void copy_cut(char *out, size_t size, const char *text)
{
	size_t length = strlen(text);

	if (length >= size) {
		length = size - 1;
		while (length && ((unsigned char)text[length] & 0xC0) == 0x80)
			length--;
	}
	memmove(out, text, length);
	out[length] = '\0';
}

ECOM_PRINTF(5, 0)
static enum status fill(struct error *err, enum status status, const char *code, const char *field, const char *format,
			va_list arguments)
{
	/* Formatted aside, because the arguments may be parts of ${err} itself. */
	char message[sizeof((struct error) { 0 }.message) + 4];

	if (!err)
		return status;
	if (vsnprintf(message, sizeof(message), format, arguments) < 0)
		copy_cut(message, sizeof(message), format);
	err->status = status;
	err->code = code;
	copy_cut(err->field, sizeof(err->field), field ? field : "");
	copy_cut(err->message, sizeof(err->message), message);
	return status;
}

enum status error_set(struct error *err, enum status status, const char *code, const char *field, const char *format,
		      ...)
{
	va_list arguments;

	va_start(arguments, format);
	fill(err, status, code, field, format, arguments);
	va_end(arguments);
	return status;
}

enum status error_reject(struct error *err, const char *code, const char *field, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	fill(err, STATUS_REJECTED, code, field, format, arguments);
	va_end(arguments);
	return STATUS_REJECTED;
}

enum status error_system(struct error *err, enum status status, const char *what)
{
	return error_set(err, status, "system", "", "%s: %s", what, strerror(errno));
}
