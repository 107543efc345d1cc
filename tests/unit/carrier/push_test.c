/*
 * Webhooks and their signatures, as each sender computes them. The signatures are Python's:
 * hashlib.sha256(body + b"/" + token), hmac.new(secret, body, sha256), hashlib.md5(param + salt) and their Base64.
 */
#include "tap.h"

#include <ecom/carrier.h>
#include <stdlib.h>

static char modules[4096];
static struct arena arena;
static struct error err;

/* Names and values, in turn; NULL-ended. */
static const char *look_up(const char *const *pairs, const char *name)
{
	for (; pairs && *pairs; pairs += 2)
		if (text_same_fold(pairs[0], name))
			return pairs[1];
	return NULL;
}

static const char *header(void *ctx, const char *name)
{
	return look_up(ctx, name);
}

static const char *secret(void *ctx, const char *name)
{
	return look_up(ctx, name);
}

static struct carrier *adapter(const char *secrets, const char *webhook)
{
	struct carrier *c = NULL;
	struct buffer text = { 0 };

	buffer_printf(&text,
		      "{\"adapter\":1,\"id\":\"x\",\"title\":\"X\",\"base\":{\"prod\":\"https://h\"},\"secrets\":[%s],"
		      "\"auth\":{\"kind\":\"none\"},\"operations\":{\"fetch\":{\"request\":{\"method\":\"GET\",\"url\":"
		      "\"${base}/${number}\"},"
		      "\"reply\":{\"items\":\"/none\",\"number\":\"/number\",\"events\":\"/e/"
		      "*\",\"event\":{\"code\":\"/c\",\"time\":[{\"at\":\"/t\"}]}}}},"
		      "\"map\":{},\"webhook\":%s}",
		      secrets, webhook);
	if (carrier_read(NULL, text.data, text.length, NULL, NULL, &c, &err) != STATUS_OK)
		printf("# %s\n", err.message);
	buffer_free(&text);
	return c;
}

static enum status push_bytes(const struct carrier *c, const char *body, size_t length, const char *const *headers,
			      const char *const *secrets, struct carrier_answer *out, const char **answer)
{
	const struct carrier_push p = { header, (void *)headers, body, length };
	const struct carrier_account account = {
		.secret = secret, .ctx = (void *)secrets, .modules = modules, .now = 1700000100000
	};

	return carrier_push_read(c, &p, &account, out, answer, &arena, &err);
}

static enum status push(const struct carrier *c, const char *body, const char *const *headers,
			const char *const *secrets, struct carrier_answer *out, const char **answer)
{
	return push_bytes(c, body, strlen(body), headers, secrets, out, answer);
}

/* The push is taken as it is, and refused when a character of the body, the signature or the secret is another. */
static void is_verified(const char *name, const char *secrets, const char *webhook, const char *body,
			const char *const *headers, const char *const *values, const char *number)
{
	struct carrier *c = adapter(secrets, webhook);
	char changed[512], other[128];
	const char *forged[5] = { NULL }, *wrong[] = { values[0], "another", NULL }, *answer = NULL;
	struct carrier_answer out;

	for (size_t i = 0; headers && headers[i]; i++)
		forged[i] = headers[i];
	ok(push(c, body, headers, values, &out, &answer) == STATUS_OK, "%s: taken", name);
	is_text(out.n_items == 1 ? out.items->number : NULL, number, "its number");
	is_text(answer, "OK", "its answer");
	ok(push(c, body, headers, wrong, &out, &answer) == STATUS_REJECTED && strcmp(err.code, "bad_signature") == 0,
	   "another secret");
	ok(!strstr(err.message, "another") && out.n_items == 0, "nothing is read, no secret is told");
	ok(push(c, body, headers, NULL, &out, &answer) == STATUS_REJECTED && strcmp(err.code, "missing_value") == 0,
	   "no secret");
	if (headers) {
		ok(push(c, body, NULL, values, &out, &answer) == STATUS_REJECTED &&
			   strcmp(err.code, "no_signature") == 0,
		   "no signature");
		snprintf(other, sizeof(other), "%s", headers[1]);
		other[strlen(other) - 2] ^= 1;
		forged[1] = other;
		ok(push(c, body, forged, values, &out, &answer) == STATUS_REJECTED &&
			   strcmp(err.code, "bad_signature") == 0,
		   "another signature");
	}
	snprintf(changed, sizeof(changed), "%s", body);
	*strchr(changed, '1') = '2';
	if (!strstr(webhook, "header.timestamp"))
		ok(push(c, changed, headers, values, &out, &answer) == STATUS_REJECTED, "another body");
	carrier_free(c);
}

static void test_senders(void)
{
	is_verified(
		"17TRACK", "\"token\"",
		"{\"verify\":{\"kind\":\"digest\",\"hash\":\"sha256\",\"over\":[\"${body}\",\"/"
		"\",\"${secret.token}\"],\"encode\":\"hex\","
		"\"header\":\"sign\"},\"items\":\"/data\",\"answer\":\"OK\"}",
		"{\"event\":\"TRACKING_UPDATED\",\"data\":{\"number\":\"N1\"}}",
		(const char *[]) { "sign", "9b290bb578cca422cf7c1df95dda40bfb5e650fa448db5750a70765910591943", NULL },
		(const char *[]) { "token", "tok17", NULL }, "N1");
	is_verified("AfterShip", "\"s\"",
		    "{\"verify\":{\"kind\":\"hmac\",\"hash\":\"sha256\",\"key\":\"${secret.s}\",\"over\":[\"${body}\"],"
		    "\"encode\":\"b64\","
		    "\"header\":\"aftership-hmac-sha256\"},\"items\":\"/msg\",\"number\":\"/"
		    "tracking_number\",\"answer\":\"OK\"}",
		    "{\"msg\":{\"tracking_number\":\"N1\"}}",
		    (const char *[]) { "Aftership-Hmac-Sha256", "df8/at4pGO7rT8txiXZZ5uPbwt3eWq1M3BlxqMXUClI=", NULL },
		    (const char *[]) { "s", "whsecret", NULL }, "N1");
	is_verified("EasyPost, a prefix, hexadecimal digits in capitals", "\"s\"",
		    "{\"verify\":{\"kind\":\"hmac\",\"hash\":\"sha256\",\"key\":\"${secret.s}\",\"over\":[\"${body}\"],"
		    "\"encode\":\"hex\","
		    "\"header\":\"X-Hmac-Signature\",\"prefix\":\"hmac-sha256-hex=\"},\"items\":\"/"
		    "result\",\"number\":\"/tracking_code\",\"answer\":\"OK\"}",
		    "{\"result\":{\"tracking_code\":\"EZ1\"}}",
		    (const char *[]) {
			    "X-Hmac-Signature",
			    "hmac-sha256-hex=1C84B18B785B43ACEC8F87DB4CCF0CCAAA1106E2148D153EA4E35738B9A385B2", NULL },
		    (const char *[]) { "s", "s3cret", NULL }, "EZ1");
	is_verified("TrackingMore, over the time", "\"s\"",
		    "{\"verify\":{\"kind\":\"hmac\",\"hash\":\"sha256\",\"key\":\"${secret.s}\",\"over\":[\"${header."
		    "timestamp}\"],\"encode\":\"hex\","
		    "\"header\":\"signature\",\"timestamp\":\"${header.timestamp}\",\"max_age\":\"5m\"},\"items\":\"/"
		    "data\",\"answer\":\"OK\"}",
		    "{\"data\":{\"number\":\"N1\"}}",
		    (const char *[]) { "signature", "f718e84e808b2a6e5121f96c4ebab37701131e1d744620030a1b08aca3e6975e",
				       "timestamp", "1700000000", NULL },
		    (const char *[]) { "s", "tmsecret", NULL }, "N1");
	is_verified("Kuaidi100, in a form", "\"salt\"",
		    "{\"format\":\"form\",\"inside\":\"/"
		    "param\",\"verify\":{\"kind\":\"digest\",\"hash\":\"md5\",\"over\":[\"${field.param}\","
		    "\"${secret.salt}\"],\"encode\":\"HEX\",\"field\":\"sign\"},\"items\":\"/param/"
		    "lastResult\",\"number\":\"/nu\",\"answer\":\"OK\"}",
		    "param=%7B%22status%22%3A%22polling%22%2C%22lastResult%22%3A%7B%22nu%22%3A%22K1%22%2C%22data%22%3A%"
		    "5B%5D%7D%7D"
		    "&sign=CD0C91C677528262DA14143EFA7C77F1",
		    NULL, (const char *[]) { "salt", "salt", NULL }, "K1");
	is_verified("KDNiao, Base64 of digits", "\"k\"",
		    "{\"format\":\"form\",\"inside\":\"/"
		    "RequestData\",\"verify\":{\"kind\":\"digest\",\"hash\":\"md5\",\"over\":[\"${field.RequestData}\","
		    "\"${secret.k}\"],\"encode\":\"b64hex\",\"field\":\"DataSign\"},\"items\":\"/"
		    "RequestData\",\"number\":\"/EBusinessID\",\"answer\":\"OK\"}",
		    "RequestData=%7B%22EBusinessID%22%3A%221%22%2C%22Data%22%3A%5B%5D%7D&DataSign="
		    "ZTJiOTFmNmUzNzg4NjQ0ZTY1NDdmNTBhY2QxODBiMzM%3D",
		    NULL, (const char *[]) { "k", "appkey", NULL }, "1");
}

static void test_equal(void)
{
	struct carrier *c = adapter(
		"\"k\"", "{\"verify\":{\"kind\":\"equal\",\"key\":\"Bearer ${secret.k}\",\"header\":\"Authorization\"},"
			 "\"items\":\"/d\",\"ignore_if\":[{\"at\":\"/type\",\"is\":\"ping\"}],"
			 "\"answer\":{\"ok\":true,\"id\":\"${secret.k}\"}}");
	const char *const right[] = { "authorization", "Bearer x1", NULL }, *const wrong[] = { "authorization",
											       "Bearer x", NULL };
	const char *const secrets[] = { "k", "x1", NULL }, *answer = NULL;
	struct carrier_answer out;

	ok(push(c, "{\"d\":{\"number\":\"N1\"}}", right, secrets, &out, &answer) == STATUS_OK &&
		   out.outcome == CARRIER_FOUND,
	   "an agreed header");
	is_text(answer, "{\"ok\":true,\"id\":\"x1\"}", "an answer made of a template");
	ok(push(c, "{\"d\":{\"number\":\"N1\"}}", wrong, secrets, &out, &answer) == STATUS_REJECTED, "another one");
	ok(push(c, "{\"type\":\"ping\",\"d\":{\"number\":\"N1\"}}", right, secrets, &out, &answer) == STATUS_OK &&
		   out.outcome == CARRIER_DONE && !out.n_items,
	   "a push that holds nothing to read");
	ok(push(c, "no JSON", right, secrets, &out, &answer) == STATUS_OK && out.outcome == CARRIER_ERROR,
	   "a body that cannot be read");
	carrier_free(c);
}

static void test_age(void)
{
	static const char webhook[] = "{\"verify\":{\"kind\":\"equal\",\"key\":\"${secret.k}\",\"header\":\"k\","
				      "\"timestamp\":\"${header.t}\","
				      "\"max_age\":\"5m\"},\"items\":\"/d\"}";
	struct carrier *c = adapter("\"k\"", webhook);
	static const struct {
		const char *at;
		bool taken;
	} cases[] = {
		/* it is 1700000100 = 2023-11-14T22:15:00Z */
		{ "1700000000", true },		  { "1699999800", true },
		{ "1699999799", false },	  { "1700000400", true },
		{ "1700000401", false },	  { "1700000000123", true },
		{ "2023-11-14T22:13:20Z", true }, { "2023-11-14T22:03:20Z", false },
		{ "yesterday", false },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		const char *const headers[] = { "k", "1", "t", cases[i].at, NULL },
				  *const secrets[] = { "k", "1", NULL }, *answer;
		struct carrier_answer out;

		ok((push(c, "{}", headers, secrets, &out, &answer) == STATUS_OK) == cases[i].taken, "%s is %s",
		   cases[i].at, cases[i].taken ? "of now" : "not of now");
	}
	carrier_free(c);
}

/* A body is signed as it came, whatever bytes it has; what stands behind a NUL is signed too. */
static void test_bytes(void)
{
	static const char body[] = "{\"msg\":{\"tracking_number\":\"N1\"},\"x\":\"a\0b\"}",
			  form[] = "param=%7B%22lastResult%22%3A%7B%22nu%22%3A%22K1%22%2C%22x%22%3A%22a%00b%22%7D%7D&sign=2980CEC68916041DB652949C8D626522";
	const char *const headers[] = { "h", "6GNQ+JecTrCiMha/CpaLNUtHZ5K2QgMRgaHzj3q/RPc=", NULL }, *const secrets[] = { "s", "whsecret", NULL },
			  *const salt[] = { "s", "salt", NULL }, *answer;
	struct carrier *hmac = adapter("\"s\"", "{\"verify\":{\"kind\":\"hmac\",\"hash\":\"sha256\",\"key\":\"${secret.s}\","
						"\"over\":[\"${body}\"],\"encode\":\"b64\",\"header\":\"h\"},\"items\":\"/msg\","
						"\"number\":\"/tracking_number\",\"answer\":\"OK\"}"),
		       *digest = adapter("\"s\"", "{\"format\":\"form\",\"inside\":\"/param\",\"verify\":{\"kind\":\"digest\","
						  "\"hash\":\"md5\",\"over\":[\"${field.param}\",\"${secret.s}\"],\"encode\":\"HEX\","
						  "\"field\":\"sign\"},\"items\":\"/param/lastResult\",\"number\":\"/nu\","
						  "\"answer\":\"OK\"}");
	struct carrier_answer out;
	char changed[sizeof(body)];

	ok(push_bytes(hmac, body, sizeof(body) - 1, headers, secrets, &out, &answer) == STATUS_OK && out.n_items == 1,
	   "a body with NUL in it");
	memcpy(changed, body, sizeof(body));
	changed[sizeof(body) - 4] = 'c';
	ok(push_bytes(hmac, changed, sizeof(body) - 1, headers, secrets, &out, &answer) == STATUS_REJECTED,
	   "another one behind the NUL");
	ok(push(digest, form, NULL, salt, &out, &answer) == STATUS_OK && out.n_items == 1, "a field of a form with NUL in it");
	carrier_free(hmac);
	carrier_free(digest);
}

int main(void)
{
	const char *build = getenv("ECOM_BUILD");

	snprintf(modules, sizeof(modules), "%s/lib/ecom", build ? build : "build");
	test_senders();
	test_equal();
	test_age();
	test_bytes();
	arena_free(&arena);
	return done_testing();
}
