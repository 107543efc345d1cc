/* RFC 5322 text; encoded words and quoted-printable checked against Python's base64 and quopri modules, by hand. */
#include <tap.h>

#include <ecom/notify.h>

static struct buffer out;
static struct error err;

/* 2026-01-05T12:00:00Z is a Monday, as date(1) has it. */
static struct notify_message message(const char *subject, const char *payload)
{
	return (struct notify_message) { .id = 7, .at = INT64_C(1767614400000), .channel = "mail",
					 .recipient = "buyer@example.com", .topic = "alert.low", .subject = subject,
					 .dedupe = "alert:low:1", .payload = payload };
}

static enum status mail(const struct notify_message *m, const char *from)
{
	buffer_clear(&out);
	return notify_mail(m, from, &out, &err);
}

static bool has(const char *text)
{
	bool found = out.length && strstr(out.data, text);

	if (!found)
		printf("# %s\n", out.length ? out.data : "(nothing)");
	return found;
}

static void test_plain(void)
{
	struct notify_message m = message("3 new", "{\"body\":\"One.\\nTwo.\\n\"}");

	is_int(mail(&m, "shop@example.com"), STATUS_OK, "a plain mail");
	ok(has("From: shop@example.com\nTo: buyer@example.com\nSubject: 3 new\nDate: Mon, 05 Jan 2026 12:00:00 +0000\n"),
	   "its head");
	ok(has("Content-Transfer-Encoding: 7bit\n\nOne.\nTwo.\n"), "its body");
	ok(has("\nMessage-ID: <ecom.7."), "its Message-ID");

	char *first = memory_text(out.data);
	mail(&m, "shop@example.com");
	is_text(out.data, first, "the same at every try");
	memory_free(first);
}

static void test_encoded(void)
{
	struct notify_message m = message("[low] 新告警 2 条", "{\"body\":\"käse = \\nend \"}");

	is_int(mail(&m, "Läden <shop@example.com>"), STATUS_OK, "a mail in other letters");
	ok(has("Subject: =?UTF-8?B?W2xvd10g5paw5ZGK6K2mIDIg5p2h?=\n"), "its subject");
	ok(has("From: =?UTF-8?B?TMOkZGVu?= <shop@example.com>\n"), "its sender");
	ok(has("quoted-printable\n\nk=C3=A4se =3D=20\nend=20\n"), "its body: blanks at the end of a line survive");
	ok(strstr(out.data, "Läden") == NULL, "nothing but ASCII in the head");
}

static void test_injection(void)
{
	struct notify_message m = message("a\nBcc: x@example.com", "{\"body\":\"x\"}");

	is_int(mail(&m, NULL), STATUS_REJECTED, "a line end in the subject");
	is_text(err.code, "bad_subject", "is told");
	m.subject = "a\rb";
	is_int(mail(&m, NULL), STATUS_REJECTED, "a carriage return in the subject");
	m.subject = NULL;
	m.recipient = "a@example.com\nBcc: x@example.com";
	is_int(mail(&m, NULL), STATUS_REJECTED, "a line end in the address");
	is_text(err.code, "bad_address", "is told");
	m.recipient = "";
	is_int(mail(&m, NULL), STATUS_REJECTED, "no address");
	m.recipient = "a@example.com";
	is_int(mail(&m, "Shop\n <shop@example.com>"), STATUS_REJECTED, "a line end in the sender");
	is_int(mail(&m, "Shop <shop@example.com> x"), STATUS_REJECTED, "words after the sender");
	m.payload = "{}";
	is_int(mail(&m, NULL), STATUS_REJECTED, "no body");
	is_text(err.code, "bad_payload", "is told");
}

static void test_long(void)
{
	struct notify_message m = message("", "{\"body\":\"x\"}");
	char subject[401] = { 0 };
	size_t longest = 0;

	for (int i = 0; i < 100; i++)
		strncat(subject, "马", 4);
	m.subject = subject;
	is_int(mail(&m, NULL), STATUS_OK, "a long subject");
	for (const char *line = out.data; *line; line += strcspn(line, "\n") + 1)
		if (strcspn(line, "\n") > longest)
			longest = strcspn(line, "\n");
	ok(longest > 60 && longest <= 76 + 9, "is folded into encoded words");
	/* 15 characters of 3 bytes a word. */
	ok(has("=?UTF-8?B?6ams6ams6ams6ams6ams6ams6ams6ams6ams6ams6ams6ams6ams6ams6ams?=\n "), "of whole characters");
}

int main(void)
{
	test_plain();
	test_encoded();
	test_injection();
	test_long();
	buffer_free(&out);
	return done_testing();
}
