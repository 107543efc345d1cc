/* Letters, as tests/lib/smtp_server.py takes them and Python's email package reads them. */
#include "server.h"
#include "tap.h"

#include <ecom/http.h>
#include <jansson.h>

static char modules[4096], folder[64] = "/tmp/mail_test.XXXXXX", certificate[128], key[128];
static int taken; /* letters, by the server that runs */

static struct http_reply post(struct http_client *client, const char *scheme, int port, const char *rest,
			      const char *user, const char *password, const char *text, const char *const *recipients)
{
	char whole[256];
	struct http_letter letter = { .url = whole,
				      .user = user,
				      .password = password,
				      .from = "shop@example.com",
				      .recipients = recipients,
				      .text = text,
				      .length = strlen(text) };
	struct http_reply reply = { .body = "" };
	struct error err;

	while (recipients[letter.n_recipients])
		letter.n_recipients++;
	snprintf(whole, sizeof whole, "%s://127.0.0.1:%d%s", scheme, port, rest);
	if (http_mail(client, &letter, &reply, &err) != STATUS_OK)
		printf("# %s: %s\n", err.code, err.message);
	return reply;
}

static json_t *envelope(int number)
{
	char path[128];

	snprintf(path, sizeof path, "%s/%d.json", folder, number);
	return json_load_file(path, 0, NULL);
}

/* Python reads the letter: what it prints of the message m and its bytes b, a line each. */
static FILE *read_letter(int number)
{
	char command[1024];

	snprintf(command, sizeof command,
		 "/usr/bin/python3 -c 'import email, email.policy\n"
		 "b = open(\"%s/%d.eml\", \"rb\").read()\n"
		 "m = email.message_from_bytes(b, policy=email.policy.default)\n"
		 "rest = b.replace(b\"\\r\\n\", b\"\")\n"
		 "for x in m[\"subject\"], m[\"message-id\"], b[b.index(b\"\\r\\n\\r\\n\") + 4:], b\"\\r\" in rest or "
		 "b\"\\n\" in rest:\n"
		 "    print(ascii(x))'",
		 folder, number);
	return popen(command, "r");
}

static void is_line(FILE *python, const char *want, const char *name)
{
	char line[4096];

	if (!fgets(line, sizeof line, python))
		line[0] = '\0';
	line[strcspn(line, "\n")] = '\0';
	is_text(line, want, name);
}

static const char TEXT[] =
	"From: Shop <shop@example.com>\nTo: a@example.com\nSubject: =?UTF-8?B?5Lit?=\nMessage-ID: <1@example.com>\n"
	"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
	"one\r\n.two\n..\n.\nthree \xe4\xb8\xad\rfour";

static void test_plain(struct http_client *client, int port)
{
	static const char *const TWO[] = { "a@example.com", "b@example.com", NULL };
	struct http_reply reply = post(client, "smtp", port, "", NULL, NULL, TEXT, TWO);

	ok(reply.code == 250 && !reply.failure, "taken (%d %s)", reply.code, reply.failure ? reply.failure : "");
	json_t *e = envelope(++taken);
	is_text(json_string_value(json_object_get(e, "from")), "shop@example.com", "from");
	is_int((long long)json_array_size(json_object_get(e, "to")), 2, "to both");
	json_decref(e);
	FILE *python = read_letter(taken);
	is_line(python, "'\\u4e2d'", "its subject");
	is_line(python, "'<1@example.com>'", "its Message-ID");
	is_line(python, "b'one\\r\\n.two\\r\\n..\\r\\n.\\r\\nthree \\xe4\\xb8\\xad\\r\\nfour\\r\\n'",
		"its text: dots as they were, every line ended by CR LF");
	is_line(python, "False", "no other line end");
	pclose(python);

	reply = post(client, "smtp", port, "/shop.example.com?starttls=none", NULL, NULL, "Subject: second\n\n", TWO);
	ok(reply.code == 250, "a second one");
	e = envelope(++taken);
	is_text(json_string_value(json_object_get(e, "host")), "shop.example.com", "EHLO with the name of the path");
	json_decref(e);
	for (int i = 0; i < 3; i++)
		post(client, "smtp", port, "", NULL, NULL, "Subject: third\n\n", TWO);
	e = envelope(taken += 3);
	is_int(json_integer_value(json_object_get(e, "connection")), 3,
	       "a connection is kept for letters to the same url");
	json_decref(e);
}

static void test_refusals(struct http_client *client, int port)
{
	static const char
		*const NOBODY[] = { "nobody@example.com", NULL },
		       *const LATER[] = { "later@example.com", NULL }, *const SPAM[] = { "spam@example.com", NULL },
		       *const FULL[] = { "full@example.com", NULL }, *const SILENT[] = { "silent@example.com", NULL },
		       *const SOME[] = { "nobody@example.com", "a@example.com", "later@example.com", NULL };
	struct http_reply reply = post(client, "smtp", port, "", NULL, NULL, "Subject: x\n\n", NOBODY);

	ok(reply.code == 550 && reply.failure && strstr(reply.failure, "550 5.1.1 no such mailbox"),
	   "refused for good (%d %s)", reply.code, reply.failure ? reply.failure : "");
	reply = post(client, "smtp", port, "", NULL, NULL, "Subject: x\n\n", LATER);
	ok(reply.code == 451 && reply.failure && strstr(reply.failure, "greylisted"), "put off (%d)", reply.code);
	reply = post(client, "smtp", port, "", NULL, NULL, "Subject: x\n\n", SPAM);
	ok(reply.code == 554 && reply.failure && strstr(reply.failure, "looks like spam"),
	   "refused after its text (%d)", reply.code);
	reply = post(client, "smtp", port, "", NULL, NULL, "Subject: x\n\n", FULL);
	ok(reply.code == 452, "put off after its text (%d)", reply.code);
	reply = post(client, "smtp", port, "", NULL, NULL, "Subject: x\n\n", SILENT);
	ok(reply.code == 0 && reply.failure, "left without an answer (%d %s)", reply.code,
	   reply.failure ? reply.failure : "");
	reply = post(client, "smtp", port, "", NULL, NULL, "Subject: some\n\n", SOME);
	is_int(reply.code, 250, "taken for some");
	is_text(reply.failure, "nobody@example.com: 550 5.1.1 no such mailbox; later@example.com: 451 4.7.1 greylisted",
		"and refused for others");
	json_t *e = envelope(++taken);
	is_int((long long)json_array_size(json_object_get(e, "to")), 1, "one has it");
	json_decref(e);
	reply = post(client, "smtp", 1, "", NULL, NULL, "", NOBODY);
	ok(reply.code == 0 && reply.failure, "nobody listens (%s)", reply.failure ? reply.failure : "");
	reply = post(client, "smtp", port, "?starttls=require", NULL, NULL, "", SOME);
	ok(reply.code == 0 && reply.failure, "no TLS to turn to (%s)", reply.failure ? reply.failure : "");
}

static void test_bad(struct http_client *client)
{
	static const char *const URLS[] = {
		"http://127.0.0.1/",	   "smtp://",	      "127.0.0.1", "smtp://a:b@127.0.0.1",
		"smtp://127.0.0.1?tls=no", "imap://127.0.0.1"
	};
	static const char *const ADDRESSES[] = { "", "a b@example.com", "a@example.com>\r\nRCPT TO:<b@example.com",
						 "<a@example.com>", "a@example.com\n" };
	const char *good = "a@example.com";
	struct http_letter letter = { .from = good, .recipients = &good, .n_recipients = 1, .text = "" };
	struct http_reply reply;
	struct error err;

	for (size_t i = 0; i < ARRAY_LENGTH(URLS); i++) {
		letter.url = URLS[i];
		ok(http_mail(client, &letter, &reply, &err) == STATUS_REJECTED && strcmp(err.code, "bad_url") == 0,
		   "refused: %s", URLS[i]);
	}
	letter.url = "smtp://mail.example.com?starttls=none";
	letter.user = "shop";
	ok(http_mail(client, &letter, &reply, &err) == STATUS_REJECTED && strcmp(err.code, "bad_url") == 0,
	   "no password without TLS to another host");
	letter.user = NULL;
	letter.url = "smtp://127.0.0.1:1";
	for (size_t i = 0; i < ARRAY_LENGTH(ADDRESSES); i++) {
		letter.recipients = &ADDRESSES[i];
		ok(http_mail(client, &letter, &reply, &err) == STATUS_REJECTED && strcmp(err.code, "bad_address") == 0,
		   "a bad recipient %zu", i);
		letter.recipients = &good;
		letter.from = ADDRESSES[i];
		ok(http_mail(client, &letter, &reply, &err) == STATUS_REJECTED && strcmp(err.code, "bad_address") == 0,
		   "a bad sender %zu", i);
		letter.from = good;
	}
	letter.n_recipients = 0;
	ok(http_mail(client, &letter, &reply, &err) == STATUS_REJECTED, "nobody to send it to");
}

/* One server that speaks TLS, by ${way}; ${client} trusts its certificate, ${stranger} does not. */
static void test_tls(struct http_client *client, struct http_client *stranger, const char *way, const char *scheme,
		     const char *rest)
{
	static const char *const TO[] = { "a@example.com", NULL };
	struct server server = server_start("smtp_server.py", (const char *[]) { folder, way, certificate, key, NULL });

	taken = 0;
	struct http_reply reply =
		post(client, scheme, server.port, rest, "shop", "pass word", "Subject: sealed\n\n", TO);
	ok(reply.code == 250, "%s: taken (%d %s)", way, reply.code, reply.failure ? reply.failure : "");
	json_t *e = envelope(++taken);
	ok(json_is_true(json_object_get(e, "tls")) && json_is_true(json_object_get(e, "authenticated")),
	   "%s: sealed, from a known user", way);
	json_decref(e);
	reply = post(client, scheme, server.port, rest, "shop", "wrong", "Subject: x\n\n", TO);
	ok(reply.code == 535 && reply.failure && !strstr(reply.failure, "wrong"), "%s: a wrong password (%d %s)", way,
	   reply.code, reply.failure ? reply.failure : "");
	reply = post(client, scheme, server.port, rest, NULL, NULL, "Subject: x\n\n", TO);
	ok(reply.code == 530, "%s: no password (%d %s)", way, reply.code, reply.failure ? reply.failure : "");
	reply = post(stranger, scheme, server.port, rest, "shop", "pass word", "Subject: x\n\n", TO);
	ok(reply.code == 0 && strstr(reply.failure, "ertificate"), "%s: nothing is said to a stranger (%s)", way,
	   reply.failure ? reply.failure : "");
	server_stop(&server);
}

int main(void)
{
	const char *build = getenv("ECOM_BUILD");
	struct http_client *client, *stranger;
	char command[512];
	struct server server;
	struct error err;

	snprintf(modules, sizeof modules, "%s/lib/ecom", build ? build : "build");
	if (!mkdtemp(folder))
		return 1;
	snprintf(certificate, sizeof certificate, "%s/cert.pem", folder);
	snprintf(key, sizeof key, "%s/key.pem", folder);
	snprintf(command, sizeof command,
		 "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost "
		 "-addext subjectAltName=IP:127.0.0.1 -keyout %.99s -out %.99s 2>/dev/null",
		 key, certificate);
	ok(system(command) == 0, "a certificate");
	ok(http_open(&(struct http_options) { .modules = modules, .ca_file = certificate }, &client, &err) == STATUS_OK,
	   "a client");
	ok(http_open(&(struct http_options) { .modules = modules }, &stranger, &err) == STATUS_OK, "another one");
	server = server_start("smtp_server.py", (const char *[]) { folder, NULL });
	ok(server.port > 0, "a server");
	test_plain(client, server.port);
	test_refusals(client, server.port);
	test_bad(client);
	server_stop(&server);
	test_tls(client, stranger, "tls", "smtp", "?starttls=require");
	test_tls(client, stranger, "smtps", "smtps", "");
	http_close(client);
	http_close(stranger);
	snprintf(command, sizeof command, "rm -rf %s", folder);
	return system(command) != 0 || done_testing();
}
