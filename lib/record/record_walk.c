#include "record_impl.h"

#include <string.h>

#define NUMBER_LENGTH_MAX 63 /* of one written with all the digits of a double, and more */

static const char *skip_blanks(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
		p++;
	return p;
}

/* ${p} is at the opening quote; returns the place after the closing one. */
static const char *skip_string(const char *p, const char *end)
{
	for (p++; p < end && *p != '"'; p++)
		if (*p == '\\' && p + 1 < end)
			p++;
	return p < end ? p + 1 : end;
}

static const char *skip_value(const char *p, const char *end)
{
	size_t depth = 0;

	if (p < end && *p != '"' && *p != '{' && *p != '[') {
		while (p < end && !strchr(",]} \t\r\n", *p))
			p++;
		return p;
	}
	while (p < end) {
		char c = *p;

		if (c == '"') {
			p = skip_string(p, end);
		} else {
			depth += c == '{' || c == '[';
			depth -= depth > 0 && (c == '}' || c == ']');
			p++;
		}
		if (depth == 0)
			break;
	}
	return p;
}

struct record_walk record_walk(struct record_slice container)
{
	const char *end = container.text + container.length;
	const char *p = skip_blanks(container.text, end);

	return (struct record_walk){ p < end ? p + 1 : end, end };
}

bool record_walk_next(struct record_walk *w, struct record_slice *key, struct record_slice *value)
{
	const char *p = skip_blanks(w->at, w->end);

	if (p < w->end && *p == ',')
		p = skip_blanks(p + 1, w->end);
	if (p >= w->end || *p == '}' || *p == ']')
		return false;
	if (key) {
		const char *after = skip_string(p, w->end);

		if (*p != '"' || after - p < 2)
			return false;
		*key = (struct record_slice){ p + 1, (size_t)(after - p) - 2 };
		p = skip_blanks(after, w->end);
		if (p < w->end && *p == ':')
			p = skip_blanks(p + 1, w->end);
	}
	w->at = skip_value(p, w->end);
	*value = (struct record_slice){ p, (size_t)(w->at - p) };
	return true;
}

bool record_slice_real(struct record_slice slice, double min, double max, double *out)
{
	char text[NUMBER_LENGTH_MAX + 1];

	if (slice.length > NUMBER_LENGTH_MAX)
		return false;
	memcpy(text, slice.text, slice.length);
	text[slice.length] = '\0';
	return number_parse_real(text, min, max, out);
}

char *record_json_compact(struct record_slice slice, struct arena *arena)
{
	char *out = arena_alloc(arena, slice.length + 1), *to = out;
	const char *p = slice.text, *end = p + slice.length;

	while ((p = skip_blanks(p, end)) < end) {
		const char *after = *p == '"' ? skip_string(p, end) : p + 1;

		memcpy(to, p, (size_t)(after - p));
		to += after - p;
		p = after;
	}
	*to = '\0';
	return out;
}
