/* A message as RFC 5322 text. Everything in it comes from its row, so that every try sends the same. */
#include <jansson.h>
#include <stdio.h>

#include "notify_impl.h"

#define LINE_MAX_QP   76  /* RFC 2045, 6.7 */
#define LINE_MAX_7BIT 998 /* RFC 5322, 2.1.1 */
#define WORD_BYTES    45  /* of UTF-8 in one encoded word: 60 of base64, within the 75 of RFC 2047 */

static bool is_ascii(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

/* Encoded words of whole characters, RFC 2047. */
static void add_encoded(const char *text, struct buffer *out)
{
	for (bool first = true; *text; first = false) {
		size_t length = 0;
		uint32_t point;

		while (text[length]) {
			size_t bytes = text_next(text + length, &point);

			if (length + bytes > WORD_BYTES)
				break;
			length += bytes;
		}
		buffer_text(out, first ? "=?UTF-8?B?" : "\n =?UTF-8?B?");
		sign_base64(text, length, out);
		buffer_text(out, "?=");
		text += length;
	}
}

/* Text of a header that has no structure. */
static void add_header_text(const char *text, size_t column, struct buffer *out)
{
	if (is_ascii(text) && !strstr(text, "=?") && column + strlen(text) <= LINE_MAX_QP)
		buffer_text(out, text);
	else
		add_encoded(text, out);
}

static void add_date(int64_t at, struct buffer *out)
{
	static const char *const DAYS[] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
	static const char *const MONTHS[] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	int64_t day = instant_day(at, NULL), second = (at - instant_of_day(day, NULL)) / 1000;
	int year, month, day_of_month;

	day_to_civil(day, &year, &month, &day_of_month);
	buffer_printf(out, "Date: %s, %02d %s %04d %02d:%02d:%02d +0000\n", DAYS[day_of_week(day)], day_of_month,
		      MONTHS[month - 1], year, (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
}

const char *notify_message_id(const struct notify_message *m, struct arena *arena)
{
	char hex[DIGEST_TEXT_SIZE];
	struct digest d;

	digest_start(&d);
	digest_add(&d, m->dedupe, strlen(m->dedupe));
	digest_finish(&d, hex);
	return arena_printf(arena, "ecom.%" PRId64 ".%.20s", m->id, hex);
}

/* From: ADDRESS, or NAME <ADDRESS>. ${domain} is that of the address. */
static enum status add_from(const char *from, const char **domain, struct buffer *out, struct arena *arena,
			    struct error *err)
{
	const char *open = strrchr(from, '<'), *address = open ? open + 1 : from;
	size_t length = open ? strcspn(address, ">") : strlen(address), name = open ? (size_t)(open - from) : 0;

	if (!notify_is_address(address, length) || (open && strcmp(address + length, ">") != 0) ||
	    !notify_is_plain(from))
		return error_reject(err, "bad_address", "from",
				    "expected shop@example.com or Shop <shop@example.com>, not \"%.80s\"", from);
	while (name > 0 && from[name - 1] == ' ')
		name--;
	*domain = arena_copy(arena, address, length);
	*domain = strchr(*domain, '@') + 1;
	buffer_text(out, "From: ");
	if (name > 0) {
		const char *text = arena_copy(arena, from, name);

		/* Bare words, or encoded ones: what has a meaning in an address is not quoted but encoded. */
		if (is_ascii(text) && !strpbrk(text, "()<>[]:;@\\,.\"=?"))
			buffer_text(out, text);
		else
			add_encoded(text, out);
		buffer_text(out, " <");
	}
	buffer_add(out, address, length);
	buffer_text(out, name > 0 ? ">\n" : "\n");
	return STATUS_OK;
}

static bool is_7bit(const char *body)
{
	for (const char *line = body; *line;) {
		size_t length = strcspn(line, "\n");

		if (length > LINE_MAX_7BIT || memchr(line, '\r', length))
			return false;
		line += length + (line[length] == '\n');
	}
	return is_ascii(body);
}

/* RFC 2045, 6.7. */
static void add_quoted_printable(const char *body, struct buffer *out)
{
	size_t column = 0;

	for (const unsigned char *p = (const unsigned char *)body; *p; p++) {
		bool at_end = p[1] == '\n' || p[1] == '\0';
		bool literal = (*p > ' ' && *p <= '~' && *p != '=') || ((*p == ' ' || *p == '\t') && !at_end);
		size_t width = literal ? 1 : 3;

		if (*p == '\n') {
			buffer_char(out, '\n');
			column = 0;
			continue;
		}
		if (column + width > LINE_MAX_QP - 1) {
			buffer_text(out, "=\n");
			column = 0;
		}
		if (literal)
			buffer_char(out, (char)*p);
		else
			buffer_printf(out, "=%02X", *p);
		column += width;
	}
}

static void add_body(const char *body, struct buffer *out)
{
	bool plain = is_7bit(body);

	buffer_printf(out, "MIME-Version: 1.0\nContent-Type: text/plain; charset=%s\nContent-Transfer-Encoding: %s\n\n",
		      is_ascii(body) ? "US-ASCII" : "UTF-8", plain ? "7bit" : "quoted-printable");
	if (plain)
		buffer_text(out, body);
	else
		add_quoted_printable(body, out);
	if (body[0] && body[strlen(body) - 1] != '\n')
		buffer_char(out, '\n');
}

/* To: one address a line, so that no line grows without bound. */
static void add_recipients(const char *list, struct buffer *out)
{
	for (bool first = true;; first = false) {
		list += strspn(list, " ,");
		size_t length = strcspn(list, " ,");

		if (length == 0)
			break;
		buffer_text(out, first ? "To: " : ",\n ");
		buffer_add(out, list, length);
		list += length;
	}
	buffer_char(out, '\n');
}

static enum status read_body(const struct notify_message *m, const char **body, struct arena *arena, struct error *err)
{
	json_t *payload = json_loads(m->payload, 0, NULL);
	const char *text = json_string_value(json_object_get(payload, "body"));

	*body = arena_text(arena, text);
	json_decref(payload);
	if (!*body)
		return error_reject(err, "bad_payload", "payload", "has no \"body\" to mail");
	return STATUS_OK;
}

enum status notify_mail(const struct notify_message *m, const char *from, struct buffer *out, struct error *err)
{
	const char *body = NULL, *domain = "ecom.invalid"; /* RFC 2606: nobody's */
	struct arena arena = { 0 };
	enum status st = read_body(m, &body, &arena, err);

	if (st == STATUS_OK && !notify_are_addresses(m->recipient))
		st = error_reject(err, "bad_address", "recipient", "is no mail address");
	if (st == STATUS_OK && m->subject && !notify_is_plain(m->subject))
		st = error_reject(err, "bad_subject", "subject", "holds a line end or another control character");
	if (st == STATUS_OK && from)
		st = add_from(from, &domain, out, &arena, err);
	if (st == STATUS_OK) {
		add_recipients(m->recipient, out);
		buffer_text(out, "Subject: ");
		add_header_text(m->subject ? m->subject : m->topic, strlen("Subject: "), out);
		buffer_char(out, '\n');
		add_date(m->at, out);
		buffer_printf(out, "Message-ID: <%s@%s>\n", notify_message_id(m, &arena), domain);
		buffer_text(out, "Auto-Submitted: auto-generated\n");
		add_body(body, out);
	}
	arena_free(&arena);
	return st;
}
