/* Every rule of ecom-adapter(5): an adapter that keeps them all, and what is told when one member is another. */
#include "tap.h"

#include <ecom/carrier.h>
#include <jansson.h>
#include <stdlib.h>

static const char GOOD[] =
	"{'adapter':1,'id':'good','title':'Good','names':['Other'],'base':{'prod':'https://h/x','sandbox':'http://"
	"localhost:8080'},"
	"'secrets':['client_id','client_secret','key'],'note':['anything'],"
	"'limits':{'batch':2,'in_flight':1,'per_second':1,'per_minute':1,'per_hour':1,'per_day':1,'per_shipment':'1h','"
	"per_shipment_day':1,"
	"'day_starts':'00:30+08:00','first_poll_after':'30m','timeout_s':30},"
	"'auth':{'kind':'oauth2','token_url':'${base}/"
	"token','client':'basic','scope':'x','headers':{'A':'b'},'form':{'c':'d'},'skew_s':10},"
	"'operations':{'fetch':{'needs':'register','values':[{'name':'sign','hmac':'sha256','key':'${secret.key}','"
	"over':['${numbers:,}'],"
	"'encode':'hex'}],'request':{'method':'GET','url':'${base}/"
	"p','query':{'n':'${numbers:,}','s':'${sign}'},'headers':{'X':'${token}'}},"
	"'reply':{'format':'json','inside':'/in','when':[{'http':404,'then':'not_found'}],'message':'/m','items':['/p/"
	"*'],"
	"'item_when':[{'at':'/e','exists':true,'then':'skip'}],'item_message':'/e','number':'/n','identity':['/"
	"i'],'status':['/s'],"
	"'eta':[{'at':'/eta'},{'at':[{'in':'/l/*','if':[{'at':'/k','is':'x'}],'at':'/d'},'/t']}],'remember':{'r':'/r'},'rejected':{'items':'/x/*','number':'/n','when':[{'at':'/"
	"c','is':1,'then':'done'}]},"
	"'events':['/ev/*'],'order':'newest','event':{'ignore':[{'at':'/k','is':'x'}],'time':[{'at':['/d','/"
	"t'],'format':'%Y%m%d %H%M',"
	"'offset':'/o','utc':'/u','zone':'Asia/Shanghai'},{'at':'/e','epoch':'ms','zone':'place'}],'code':[['/a','/"
	"b'],'^/s','^^/m'],"
	"'text':'/x','place':{'city':'/c','country':['/k','CN']}}}},"
	"'register':{'batch':1,'request':{'method':'POST','url':'${base}/"
	"r','json':{'n':'${number}','c':'${shipment.carrier_code:int?}'}},"
	"'reply':{}}},"
	"'map':{'A':'delivered','B':['exception','lost']},'map_prefix':'_','map_fold':true,'map_zeros':true,"
	"'map_text':[['lost','exception','lost'],['moving','in_transit']],"
	"'webhook':{'format':'form','verify':{'kind':'digest','hash':'md5','over':['${body}','${field.x}','${header.y}'"
	",'${secret.key}'],"
	"'encode':'hex','field':'sign','timestamp':'${header.t}','max_age':'5m'},'items':'/d','ignore_if':[{'at':'/"
	"t','is':'x'}],'answer':'ok'}}";

struct told {
	char first[200];
	size_t count;
};

static void tell(void *ctx, const char *pointer, const char *what)
{
	struct told *t = ctx;

	if (!t->count++)
		snprintf(t->first, sizeof(t->first), "%s: %s", pointer, what);
}

static char *quoted(const char *text)
{
	char *out = memory_text(text);

	for (char *p = out; *p; p++)
		if (*p == '\'')
			*p = '"';
	return out;
}

/* The adapter with the member at ${pointer} replaced (by nothing: removed); read as the file ${name}. */
static struct told check(const char *name, const char *pointer, const char *value)
{
	char *good = quoted(GOOD), *other = quoted(value ? value : ""), *above = memory_text(pointer), *step;
	json_t *file = json_loads(good, 0, NULL), *parent;
	struct told told = { "", 0 };
	struct buffer text = { 0 };
	struct carrier *c = NULL;
	struct error err;

	step = strrchr(above, '/');
	if (step) {
		*step++ = '\0';
		parent = (json_t *)tree_find(file, above);
		if (json_is_array(parent))
			json_array_set_new(parent, (size_t)(*step - '0'), json_loads(other, JSON_DECODE_ANY, NULL));
		else if (value)
			json_object_set_new(parent, step, json_loads(other, JSON_DECODE_ANY, NULL));
		else
			json_object_del(parent, step);
	}
	tree_print(file, &text);
	if ((carrier_read(name, text.data, text.length, tell, &told, &c, &err) == STATUS_OK) != (told.count == 0))
		told.count = 99;
	carrier_free(c);
	buffer_free(&text);
	json_decref(file);
	memory_free(good);
	memory_free(other);
	memory_free(above);
	return told;
}

/* The first fault is at ${at}, and its sentence has ${word} in it. */
static void is_first(size_t most, const char *pointer, const char *value, const char *at, const char *word)
{
	struct told told = check(NULL, pointer, value);
	size_t length = strlen(at);

	if (!ok(told.count >= 1 && told.count <= most && strncmp(told.first, at, length) == 0 &&
			told.first[length] == ':' && strstr(told.first, word),
		"%s = %s", pointer, value ? value : "(removed)"))
		printf("# %zu, first %s\n", told.count, told.first);
}

/* It is the only one. */
static void is_fault(const char *pointer, const char *value, const char *at, const char *word)
{
	is_first(1, pointer, value, at, word);
}

static void test_head(void)
{
	ok(check("/x/good.json", "", NULL).count == 0, "nothing to tell");
	ok(check("/x/bad.json", "", NULL).count == 1, "another file's name");
	is_fault("/adapter", "2", "/adapter", "version 1");
	is_fault("/adapter", NULL, "", "\"adapter\" is missing");
	is_fault("/id", "'Good One'", "/id", "small letters");
	is_fault("/id", NULL, "", "missing");
	is_fault("/title", "''", "/title", "text");
	is_fault("/names", "'x'", "/names", "list");
	is_fault("/extra", "1", "/extra", "no such member");
	is_fault("/base/prod", "'http://h.example'", "/base/prod", "https");
	is_fault("/base/prod", NULL, "/base", "missing");
	is_fault("/base/sandbox", "'ftp://h'", "/base/sandbox", "https");
	is_fault("/base/test", "'https://h'", "/base/test", "no such member");
	is_fault("/secrets", "['client_id','client_secret','key','more']", "/secrets/3", "not used");
	is_first(3, "/secrets/2", "'Key'", "/operations/fetch/values/0/key", "no value");
	is_fault("/secrets", "['client_id','key']", "/auth/secret", "not declared");
	is_fault("/limits/batch", "0", "/limits/batch", "integer from 1");
	is_fault("/limits/per_day", "1.5", "/limits/per_day", "integer from 1");
	is_fault("/limits/per_day", "'250'", "/limits/per_day", "integer from 1");
	is_fault("/limits/timeout_s", "601", "/limits/timeout_s", "600");
	is_fault("/limits/per_shipment", "30", "/limits/per_shipment", "duration");
	is_fault("/limits/first_poll_after", "'soon'", "/limits/first_poll_after", "duration");
	is_fault("/limits/day_starts", "'24:00Z'", "/limits/day_starts", "time of day");
	is_fault("/limits/day_starts", "'00:00'", "/limits/day_starts", "offset");
	is_fault("/limits/per_week", "1", "/limits/per_week", "no such member");
}

static void test_auth(void)
{
	is_first(4, "/auth/kind", "'digest'", "/auth/kind", "oauth2");
	is_fault("/auth/client", "'header'", "/auth/client", "basic");
	is_fault("/auth/client", NULL, "/auth", "\"client\" is missing");
	is_fault("/auth/token_url", "'http://id.example'", "/auth/token_url", "https");
	is_fault("/auth/scope", "'${number}'", "/auth/scope", "no value");
	is_fault("/auth/form", "{'x':'${token}'}", "/auth/form/x", "no value");
	is_fault("/auth/skew_s", "-1", "/auth/skew_s", "seconds");
	is_fault("/auth/encode", "'xml'", "/auth/encode", "json");
	is_fault("/auth/user", "'x'", "/auth/user", "no such member");
	is_fault("/auth/token", "7", "/auth/token", "pointer");
}

static void test_operations(void)
{
	is_fault("/operations/fetch", NULL, "/operations", "\"fetch\" is missing");
	is_fault("/operations/poll", "{}", "/operations/poll", "no such member");
	is_fault("/operations/fetch/needs", "'stop'", "/operations/fetch/needs", "register");
	is_fault("/operations/register", NULL, "/operations/fetch/needs", "no operation");
	is_fault("/operations/register/needs", "'register'", "/operations/register/needs", "only fetch");
	is_first(3, "/operations/register/batch", "2", "/operations/register/request/json/n", "batch");
	is_fault("/operations/fetch/batch", "1001", "/operations/fetch/batch", "1000");
	is_fault("/operations/fetch/values/0/over", "['${later}']", "/operations/fetch/values/0/over/0", "no value");
	is_fault("/operations/fetch/request/headers/Y", "'${secret.other}'", "/operations/fetch/request/headers/Y",
		 "no value");
	is_fault("/operations/fetch/request/headers/Y", "'${shipment.phone}'", "/operations/fetch/request/headers/Y",
		 "batch");
	is_fault("/operations/fetch/request/url", "'http://h.example/x'", "/operations/fetch/request/url", "https");
	is_fault("/operations/fetch/request", NULL, "/operations/fetch", "\"request\" is missing");
	is_fault("/operations/fetch/reply", NULL, "/operations/fetch", "\"reply\" is missing");
}

#define REPLY "/operations/fetch/reply"

static void test_reply(void)
{
	is_fault(REPLY "/format", "'form'", REPLY "/format", "json, xml");
	is_fault(REPLY "/items", "'p'", REPLY "/items", "pointer");
	is_fault(REPLY "/items", "['/p','/~2']", REPLY "/items", "pointer");
	is_fault(REPLY "/items", NULL, REPLY, "\"items\" is missing");
	is_fault(REPLY "/events", "[]", REPLY "/events", "pointer");
	is_fault(REPLY "/event", NULL, REPLY, "\"event\"");
	is_fault(REPLY "/order", "'descending'", REPLY "/order", "oldest");
	is_fault(REPLY "/when/0", "{'http':404,'then':'lost'}", REPLY "/when/0/then", "no outcome");
	is_fault(REPLY "/when/0", "{'http':404,'then':'skip'}", REPLY "/when/0/then", "no outcome");
	is_fault(REPLY "/when/0", "{'http':404}", REPLY "/when/0", "\"then\" is missing");
	is_fault(REPLY "/when/0", "{'http':99,'then':'error'}", REPLY "/when/0/http", "HTTP code");
	is_fault(REPLY "/when/0", "{'then':'error'}", REPLY "/when/0", "neither");
	is_fault(REPLY "/when/0", "{'at':'/x','then':'error'}", REPLY "/when/0", "one of is");
	is_fault(REPLY "/when/0", "{'at':'/x','is':1,'not':2,'then':'error'}", REPLY "/when/0", "one of is");
	is_fault(REPLY "/when/0", "{'at':'x','is':1,'then':'error'}", REPLY "/when/0/at", "pointer");
	is_fault(REPLY "/when/0", "{'at':'/x','is':{},'then':'error'}", REPLY "/when/0/is", "value");
	is_fault(REPLY "/when/0", "{'at':'/x','exists':1,'then':'error'}", REPLY "/when/0/exists", "true or false");
	is_fault(REPLY "/when/0", "{'at':'/x','equals':1,'is':1,'then':'error'}", REPLY "/when/0/equals",
		 "no such member");
	is_fault(REPLY "/item_when/0", "{'at':'/x','is':1}", REPLY "/item_when/0", "missing");
	is_fault(REPLY "/number", "'^^/n'", REPLY "/number", "no JSON pointer");
	is_fault(REPLY "/message", "'^/n'", REPLY "/message", "no JSON pointer");
	is_fault(REPLY "/number", "7", REPLY "/number", "constant");
	is_fault(REPLY "/number", "[]", REPLY "/number", "empty list");
	is_fault(REPLY "/status", "[[['/a']]]", REPLY "/status/0/0", "too deep");
	is_fault(REPLY "/number", "{'in':'/x','at':'/y','of':1}", REPLY "/number/of", "no such member");
	is_fault(REPLY "/number", "{'in':'x','at':'/y'}", REPLY "/number/in", "pointer");
	is_fault(REPLY "/identity", "'/i'", REPLY "/identity", "list");
	is_fault(REPLY "/remember", "{'A B':'/r'}", REPLY "/remember/A B", "small letters");
	is_fault(REPLY "/rejected/when/0", "{'at':'/c','is':1,'then':'ok'}", REPLY "/rejected/when/0/then",
		 "no outcome");
	is_fault(REPLY "/rejected/items", NULL, REPLY "/rejected", "missing");
	is_fault(REPLY "/eta", "{'at':'/eta'}", REPLY "/eta", "list");
	is_fault(REPLY "/event/time", NULL, REPLY "/event", "\"time\" is missing");
	is_fault(REPLY "/event/time/0/at", NULL, REPLY "/event/time/0", "\"at\" is missing");
	is_fault(REPLY "/event/time/0/zone", "'Asia/Atlantis'", REPLY "/event/time/0/zone", "zone");
	is_fault(REPLY "/event/time/0/zone", "8", REPLY "/event/time/0/zone", "zone");
	is_fault(REPLY "/event/time/0/format", "'%Y %q'", REPLY "/event/time/0/format", "format");
	is_fault(REPLY "/event/time/0/format", "'%Y %'", REPLY "/event/time/0/format", "format");
	is_fault(REPLY "/eta/1/at", "['/d',1]", REPLY "/eta/1/at", "pointer");
	is_fault(REPLY "/eta/1/at/0/of", "1", REPLY "/eta/1/at/0/of", "no such member");
	is_fault(REPLY "/eta/1/at/0/in", "'x'", REPLY "/eta/1/at/0/in", "pointer");
	is_fault(REPLY "/event/time/1/epoch", "'us'", REPLY "/event/time/1/epoch", "s, ms");
	is_fault(REPLY "/event/time/1/format", "'%Y'", REPLY "/event/time/1", "one of");
	is_fault(REPLY "/event/time/1/if", "[{'at':'/x','is':1}]", REPLY "/event/time/1/if", "\"in\"");
	is_fault(REPLY "/event/place", "{'town':'/c'}", REPLY "/event/place/town", "no such member");
	is_fault(REPLY "/event/ignore/0", "{'at':'/k','is':'x','then':'skip'}", REPLY "/event/ignore/0/then",
		 "no such member");
}

static void test_map(void)
{
	is_fault("/map/C", "'transit'", "/map/C", "none of the statuses");
	is_fault("/map/C", "'Delivered'", "/map/C", "none of the statuses");
	is_fault("/map/C", "['exception','broken']", "/map/C", "no substatus");
	is_fault("/map/C", "['exception']", "/map/C", "[status, substatus]");
	is_fault("/map/C", "7", "/map/C", "none of the statuses");
	is_fault("/map/a", "'delivered'", "/map/a", "twice");
	is_fault("/map/00B", "'delivered'", "/map/00B", "twice");
	is_fault("/map/", "'delivered'", "/map/", "at least one");
	is_fault("/map", NULL, "", "\"map\" is missing");
	is_fault("/map_prefix", "''", "/map_prefix", "separator");
	is_fault("/map_fold", "'yes'", "/map_fold", "true or false");
	is_fault("/map_text/0", "['lost']", "/map_text/0", "[part");
	is_fault("/map_text/0", "['','exception']", "/map_text/0", "[part");
	is_fault("/map_text/0", "['lost','gone']", "/map_text/0", "none of the statuses");
}

static void test_webhook(void)
{
	is_fault("/webhook/verify", NULL, "/webhook", "\"verify\" is missing");
	is_fault("/webhook/verify/kind", "'rsa'", "/webhook/verify/kind", "hmac");
	is_fault("/webhook/verify/hash", "'crc'", "/webhook/verify/hash", "sha256");
	is_fault("/webhook/verify/over/0", "'${number}'", "/webhook/verify/over/0", "no value");
	is_fault("/webhook/verify/field", NULL, "/webhook/verify", "where the signature stands");
	is_fault("/webhook/verify/header", "'x'", "/webhook/verify", "where the signature stands");
	is_fault("/webhook/format", "'json'", "/webhook/verify/field", "form");
	is_fault("/webhook/verify/max_age", "5", "/webhook/verify/max_age", "duration");
	is_fault("/webhook/verify/timestamp", NULL, "/webhook/verify/max_age", "timestamp");
	is_fault("/webhook/answer", "'${base}'", "/webhook/answer", "no value");
	is_fault("/webhook/reply", "{}", "/webhook/reply", "no such member");
	is_fault("/webhook/ignore_if/0", "{'at':'/t','is':'x','then':'done'}", "/webhook/ignore_if/0/then",
		 "no such member");
}

/* No type of any member brings it down: each is replaced by each kind of JSON, one at a time. */
static size_t replaced;
static void replace_all(json_t *file, json_t *at)
{
	static const char *const kinds[] = { "null", "true", "7",  "1.5",  "\"x\"",	 "\"${\"",
					     "[]",   "[[]]", "{}", "[{}]", "{\"at\":[]}" };
	struct carrier *c;
	const char *key;
	json_t *value;
	size_t i, k;

	for (k = 0; k < ARRAY_LENGTH(kinds); k++) {
		json_object_foreach(at, key, value) {
			struct buffer text = { 0 };

			json_incref(value);
			json_object_set_new(at, key, json_loads(kinds[k], JSON_DECODE_ANY, NULL));
			tree_print(file, &text);
			if (carrier_read(NULL, text.data, text.length, NULL, NULL, &c, NULL) == STATUS_OK)
				carrier_free(c);
			json_object_set_new(at, key, value);
			buffer_free(&text);
			replaced++;
		}
		json_array_foreach(at, i, value) {
			struct buffer text = { 0 };

			json_incref(value);
			json_array_set_new(at, i, json_loads(kinds[k], JSON_DECODE_ANY, NULL));
			tree_print(file, &text);
			if (carrier_read(NULL, text.data, text.length, NULL, NULL, &c, NULL) == STATUS_OK)
				carrier_free(c);
			json_array_set_new(at, i, value);
			buffer_free(&text);
			replaced++;
		}
	}
	json_object_foreach(at, key, value)
		replace_all(file, value);
	json_array_foreach(at, i, value)
		replace_all(file, value);
}

int main(void)
{
	char *good = quoted(GOOD);
	json_t *file = json_loads(good, 0, NULL);

	test_head();
	test_auth();
	test_operations();
	test_reply();
	test_map();
	test_webhook();
	replace_all(file, file);
	ok(replaced > 1000, "%zu replacements told or taken", replaced);
	json_decref(file);
	memory_free(good);
	return done_testing();
}
