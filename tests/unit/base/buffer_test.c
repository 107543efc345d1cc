#include <ecom/base.h>

#include <tap.h>

/* Expected by RFC 8259, section 7; python3 -c 'import json; print(json.dumps(...))' agrees, U+007F apart. */
static void json(void)
{
	struct buffer b = { 0 };

	buffer_json_text(&b, "4\" \\ screw");
	is_text(b.data, "\"4\\\" \\\\ screw\"", "quote and backslash");
	buffer_clear(&b);
	buffer_json_text(&b, "\b\f\n\r\t\x01\x1F");
	is_text(b.data, "\"\\b\\f\\n\\r\\t\\u0001\\u001f\"", "control characters");
	buffer_clear(&b);
	buffer_json_text(&b, "\x7F/");
	is_text(b.data, "\"\\u007f/\"", "DEL, which a terminal obeys; a slash stays");
	buffer_clear(&b);
	buffer_json_text(&b, "\xE8\x8B\xB9\xE6\x9E\x9C \xF0\x9F\x8D\x8E");
	is_text(b.data, "\"\xE8\x8B\xB9\xE6\x9E\x9C \xF0\x9F\x8D\x8E\"", "other characters as they are");
	buffer_clear(&b);
	buffer_json_text(&b, "");
	is_text(b.data, "\"\"", "an empty text");
	buffer_clear(&b);
	buffer_json_text(&b, NULL);
	is_text(b.data, "null", "none");
	buffer_free(&b);
}

static void growing(void)
{
	struct buffer b = { 0 };
	bool same = true;
	size_t i;

	for (i = 0; i < 100000; i++)
		buffer_char(&b, (char)('a' + i % 26));
	for (i = 0; i < 100000; i++)
		same = same && b.data[i] == (char)('a' + i % 26);
	is_int((long long)b.length, 100000, "grown byte by byte");
	ok(same && !b.data[100000], "with its bytes, and a NUL behind them");
	buffer_clear(&b);
	is_int((long long)b.length, 0, "cleared");
	is_text(b.data, "", "is an empty text");
	buffer_free(&b);
	ok(!b.data && !b.capacity, "freed is an empty buffer");
}

int main(void)
{
	struct buffer b = { 0 };
	char wide[301];

	buffer_clear(&b);
	ok(!b.data, "clearing an empty buffer");
	buffer_add(&b, NULL, 0);
	is_text(b.data, "", "adding nothing ends it with a NUL");
	buffer_text(&b, "level");
	buffer_add(&b, "\0x", 2);
	is_int((long long)b.length, 7, "bytes may be NUL");
	buffer_free(&b);

	memset(wide, 'w', sizeof(wide) - 1);
	wide[sizeof(wide) - 1] = '\0';
	buffer_printf(&b, "%d%%|", 5);
	buffer_printf(&b, "%s", wide);
	is_int((long long)b.length, 303, "printf longer than the room at hand");
	ok(strncmp(b.data, "5%|w", 4) == 0 && strcmp(b.data + 3, wide) == 0, "is appended whole");
	buffer_free(&b);
	growing();
	json();
	return done_testing();
}
