/* Replies: what codes mean, whose item is whose, which event comes first. What is expected is read off the replies by
 * hand. */
#include "tap.h"

#include <ecom/carrier.h>
#include <stdlib.h>

static struct arena arena;
static struct carrier_answer answer;

/* ${more}: further members of the file; ${reply}: of fetch's reply; quotes are single. */
static struct carrier *adapter(const char *more, const char *reply)
{
	struct buffer text = { 0 };
	struct carrier *c = NULL;
	struct error err;

	buffer_printf(&text,
		      "{'adapter':1,'id':'x','title':'X','base':{'prod':'https://"
		      "h'},'auth':{'kind':'none'},'limits':{'batch':9},%s,"
		      "'operations':{'fetch':{'request':{'method':'GET','url':'${base}/${numbers:,}'},'reply':{%s}},"
		      "'register':{'request':{'method':'POST','url':'${base}/${numbers:,}'},'reply':{'items':'/ok/"
		      "*','number':'/n','remember':{'id':'/id'},"
		      "'rejected':{'items':'/no/*','number':'/n','when':[{'at':'/c','is':1,'then':'done'}]}}}}}",
		      more, reply);
	for (char *p = text.data; *p; p++)
		if (*p == '\'')
			*p = '"';
	if (carrier_read(NULL, text.data, text.length, NULL, NULL, &c, &err) != STATUS_OK)
		printf("# %s\n", err.message);
	buffer_free(&text);
	return c;
}

static void read_reply(const struct carrier *c, enum carrier_operation operation, const char *const *numbers, int code,
		       const char *reply)
{
	struct carrier_parcel parcels[9];
	size_t n = 0;
	char *text = memory_text(reply);

	for (; numbers && numbers[n]; n++)
		parcels[n] = (struct carrier_parcel) { .number = numbers[n] };
	for (char *p = text; *p; p++)
		if (*p == '\'')
			*p = '"';
	carrier_reply(c, operation, numbers ? parcels : NULL, n, code, text, strlen(text), &answer, &arena);
	memory_free(text);
}

#define EVENTS                                                                                                         \
	"'items':'','events':'/e/*','event':{'time':[{'at':'/t'}],'code':[['/a','/b'],'/a','/c'],'text':'/"            \
	"w','place':{'city':'/p'}}"

static void is_mapped(const struct carrier *c, const char *event, int status, const char *substatus, const char *code,
		      const char *native)
{
	struct buffer reply = { 0 };
	const struct carrier_event *e;
	const char *again_sub;
	int again;

	buffer_printf(&reply, "{'e':[%s]}", event);
	read_reply(c, CARRIER_FETCH, NULL, 200, reply.data);
	e = answer.items->events;
	ok(answer.n_items == 1 && answer.items->n_events == 1 && e->status == status &&
		   text_same(e->substatus, substatus) && text_same(e->code, code) && text_same(e->native, native),
	   "%s: %s %s %s %s", event, SHIPMENT_STATUS_WORDS[e->status].word, e->substatus ? e->substatus : "-",
	   e->code ? e->code : "-", e->native ? e->native : "-");
	carrier_map(c, e->native, e->text, &again, &again_sub);
	ok(again == status && text_same(again_sub, substatus), "mapped again from what was kept: the same");
	buffer_free(&reply);
}

static void test_codes(void)
{
	struct carrier *c = adapter(
		"'map':{'X':'exception','X:SR':['in_transit','customs_released'],'003':'info_received','In_Transit':'"
		"in_transit',"
		"'U':'unknown'},'map_prefix':'_','map_text':[['Left at DOOR','delivered'],['left','in_transit']]",
		EVENTS);
	struct carrier *loose = adapter(
		"'map':{'0174':'out_for_delivery','Done':'delivered'},'map_fold':true,'map_zeros':true", EVENTS);

	is_mapped(c, "{'t':'2024-01-01','a':'X','b':'SR'}", SHIPMENT_IN_TRANSIT, "customs_released", "X:SR",
		  "[\"X:SR\",\"X\"]");
	is_mapped(c, "{'t':'2024-01-01','a':'X','b':'ZZ'}", SHIPMENT_EXCEPTION, NULL, "X", "[\"X:ZZ\",\"X\"]");
	is_mapped(c, "{'t':'2024-01-01','a':'X'}", SHIPMENT_EXCEPTION, NULL, "X", "[\"X\"]");
	is_mapped(c, "{'t':'2024-01-01','a':'Q','b':'SR','c':'003'}", SHIPMENT_INFO_RECEIVED, NULL, "003",
		  "[\"Q:SR\",\"Q\",\"003\"]");
	is_mapped(c, "{'t':'2024-01-01','c':3}", SHIPMENT_UNKNOWN, NULL, "3", "[\"3\"]");
	is_mapped(c, "{'t':'2024-01-01','a':'In_Transit_Now_Here'}", SHIPMENT_IN_TRANSIT, NULL, "In_Transit_Now_Here",
		  "[\"In_Transit_Now_Here\"]");
	is_mapped(c, "{'t':'2024-01-01','a':'In_'}", SHIPMENT_UNKNOWN, NULL, "In_", "[\"In_\"]");
	is_mapped(c, "{'t':'2024-01-01','a':'U','w':'Left at door'}", SHIPMENT_UNKNOWN, NULL, "U",
		  "[\"U\"]"); /* known to mean nothing */
	is_mapped(c, "{'t':'2024-01-01','w':'It was left at Door 4'}", SHIPMENT_DELIVERED, NULL, NULL, NULL);
	is_mapped(c, "{'t':'2024-01-01','a':'?','w':'Left the depot'}", SHIPMENT_IN_TRANSIT, NULL, "?", "[\"?\"]");
	is_mapped(c, "{'t':'2024-01-01','a':'TRANSIT','w':'moving'}", SHIPMENT_UNKNOWN, NULL, "TRANSIT",
		  "[\"TRANSIT\"]");
	is_mapped(loose, "{'t':'2024-01-01','a':174}", SHIPMENT_OUT_FOR_DELIVERY, NULL, "174", "[\"174\"]");
	is_mapped(loose, "{'t':'2024-01-01','a':'00174'}", SHIPMENT_OUT_FOR_DELIVERY, NULL, "00174", "[\"00174\"]");
	is_mapped(loose, "{'t':'2024-01-01','a':'DONE'}", SHIPMENT_DELIVERED, NULL, "DONE", "[\"DONE\"]");
	carrier_free(c);
	carrier_free(loose);
}

/* The places of the events, in their order. */
static void is_order(const struct carrier *c, const char *events, const char *want, const char *name)
{
	struct buffer reply = { 0 }, got = { 0 };

	buffer_printf(&reply, "{'e':[%s]}", events);
	read_reply(c, CARRIER_FETCH, NULL, 200, reply.data);
	for (size_t i = 0; i < answer.items->n_events; i++)
		buffer_text(&got, answer.items->events[i].fault ? "-" : answer.items->events[i].city);
	is_text(got.data, want, name);
	buffer_free(&reply);
	buffer_free(&got);
}

static void test_order(void)
{
	struct carrier *c = adapter("'map':{}", EVENTS), *oldest = adapter("'map':{}", EVENTS ",'order':'oldest'");

	is_order(c,
		 "{'a':1,'t':'2024-01-03','p':'c'},{'a':1,'t':'2024-01-02','p':'b'},{'a':1,'t':'2024-01-01','p':'a'}",
		 "abc", "newest first");
	is_order(c,
		 "{'a':1,'t':'2024-01-01','p':'a'},{'a':1,'t':'2024-01-03','p':'c'},{'a':1,'t':'2024-01-02','p':'b'}",
		 "abc", "shuffled");
	is_order(c,
		 "{'a':1,'t':'2024-01-02','p':'d'},{'a':1,'t':'2024-01-02','p':'c'},{'a':1,'t':'2024-01-01','p':'b'},{'"
		 "a':1,'t':'2024-01-01','p':'a'}",
		 "abcd", "equal times keep the carrier's order, here newest first");
	is_order(c,
		 "{'a':1,'t':'2024-01-01','p':'a'},{'a':1,'t':'2024-01-01','p':'b'},{'a':1,'t':'2024-01-02','p':'c'},{'"
		 "a':1,'t':'2024-01-02','p':'d'}",
		 "abcd", "a list that runs the other way than was said");
	is_order(c, "{'a':1,'t':'2024-01-01','p':'b'},{'a':1,'t':'2024-01-01','p':'a'}", "ab",
		 "all at one time: as the adapter says");
	is_order(oldest, "{'a':1,'t':'2024-01-01','p':'a'},{'a':1,'t':'2024-01-01','p':'b'}", "ab",
		 "or says otherwise");
	/* 10:00 in New York is 15:00 UTC, 12:00 in London 12:00 UTC */
	is_order(c, "{'a':1,'t':'2024-01-01T10:00-05:00','p':'b'},{'a':1,'t':'2024-01-01T12:00Z','p':'a'}", "ab",
		 "by UTC, where all offsets are known");
	is_order(c,
		 "{'a':1,'t':'2024-01-01T12:00Z','p':'b'},{'a':1,'t':'2024-01-01T10:00-05:00','p':'a'},{'a':1,'t':'"
		 "2024-01-01T13:00','p':'c'}",
		 "abc", "by the clocks at the places, where one is not");
	is_order(c,
		 "{'a':1,'t':'2024-01-02','p':'b'},{'a':1,'t':'string','p':'x'},{'a':1,'t':'2024-01-01','p':'a'},{'a':"
		 "1,'p':'y'}",
		 "ab--", "those set aside are last");
	is_order(c, "null,7,'x',[],{'a':1,'t':'2024-01-02','p':'b'}", "b---",
		 "what is no event is set aside, null is nothing");
	carrier_free(c);
	carrier_free(oldest);
}

static void test_siblings(void)
{
	struct carrier *c = adapter("'map':{}", EVENTS);
	const struct carrier_event *e;

	read_reply(c, CARRIER_FETCH, NULL, 200,
		   "{'e':[{'a':1,'t':'2024-01-03 10:00','p':'Oslo'},{'a':1,'t':'2024-01-02T10:00+01:00','p':'Oslo'},"
		   "{'a':1,'t':'2024-01-01 10:00','p':'Bergen'},{'a':1,'t':'2023-11-01 10:00','p':'Oslo'}]}");
	e = answer.items->events;
	ok(e[3].time.zone == CARRIER_ZONE_SIBLING && e[3].time.offset == 3600,
	   "the offset of another event at the same place");
	ok(e[1].time.zone == CARRIER_ZONE_NONE, "another place says nothing");
	ok(e[0].time.zone == CARRIER_ZONE_NONE, "nor does another season");
	carrier_free(c);
}

static const struct carrier_item *item_of(const char *number)
{
	for (size_t i = 0; i < answer.n_items; i++)
		if (text_same(answer.items[i].number, number))
			return &answer.items[i];
	return NULL;
}

static void test_items(void)
{
	struct carrier *c = adapter(
		"'map':{}",
		"'when':[{'http':404,'then':'not_found'},{'at':'/code','is':5,'then':'refused'}],'message':['/m'],"
		"'items':['/a/*','/b'],'number':'/n','item_when':[{'at':'/err','is':'NF','then':'not_found'},{'at':'/"
		"n','exists':false,'then':'skip'}],"
		"'item_message':'/err','status':'/s','identity':['/co','/id']");
	const char *const three[] = { "A-1", "0002", "C3", NULL }, *const one[] = { "A1", NULL };

	read_reply(c, CARRIER_FETCH, three, 200,
		   "{'a':[{'n':'c3','id':7},{'n':2,'co':'X'},{'x':1}],'b':{'n':'a 1','err':'NF'}}");
	ok(answer.outcome == CARRIER_FOUND && answer.n_items == 3, "three items of two lists, one is none");
	ok(item_of("c3")->parcel == 2 && item_of("2")->parcel == 1 && item_of("a 1")->parcel == 0, "whose they are");
	is_text(item_of("c3")->identity, ":7", "identity, a part missing");
	is_text(item_of("2")->identity, "X:", "identity, the other part missing");
	ok(item_of("a 1")->outcome == CARRIER_NOT_FOUND && strcmp(item_of("a 1")->message, "NF") == 0,
	   "one of them is not found");

	read_reply(c, CARRIER_FETCH, three, 200, "{'a':{'n':'A1'}}");
	ok(answer.n_items == 3 && item_of("0002")->outcome == CARRIER_NOT_FOUND && item_of("C3")->parcel == 2,
	   "what is not spoken of is not found");
	read_reply(c, CARRIER_FETCH, one, 200, "{'a':[{'n':'LEAD9'},{'n':'LEAD8'}]}");
	ok(answer.n_items == 2 && answer.items[0].parcel == 0 && answer.items[1].parcel == 0,
	   "one was asked for, other numbers came: its");
	read_reply(c, CARRIER_FETCH, one, 200, "{'a':[{'n':'LEAD9'},{'n':'A1'}]}");
	ok(answer.items[0].parcel == SIZE_MAX && answer.items[1].parcel == 0, "unless one has the number");
	read_reply(c, CARRIER_FETCH, one, 200, "{}");
	ok(answer.n_items == 1 && answer.items->outcome == CARRIER_NOT_FOUND && answer.items->parcel == 0,
	   "nothing came");
	read_reply(c, CARRIER_FETCH, one, 404, "<html>");
	ok(answer.outcome == CARRIER_NOT_FOUND && !answer.n_items, "a rule on the code, whatever the body");
	read_reply(c, CARRIER_FETCH, one, 200, "{'code':'5','m':'no contract'}");
	ok(answer.outcome == CARRIER_REFUSED && strcmp(answer.message, "no contract") == 0, "a rule on the body");
	carrier_free(c);
}

static void test_default_outcomes(void)
{
	static const struct {
		int code;
		enum carrier_outcome outcome;
	} cases[] = { { 200, CARRIER_FOUND }, { 207, CARRIER_FOUND },	  { 301, CARRIER_ERROR },
		      { 400, CARRIER_ERROR }, { 401, CARRIER_REFUSED },	  { 403, CARRIER_REFUSED },
		      { 404, CARRIER_ERROR }, { 429, CARRIER_THROTTLED }, { 500, CARRIER_ERROR },
		      { 503, CARRIER_ERROR }, { 0, CARRIER_ERROR } };
	struct carrier *c = adapter("'map':{}", "'items':'/x','status':'/s'");

	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		read_reply(c, CARRIER_FETCH, NULL, cases[i].code, "{}");
		ok(answer.outcome == cases[i].outcome, "HTTP %d is %s", cases[i].code,
		   CARRIER_OUTCOME_WORDS[cases[i].outcome].word);
	}
	read_reply(c, CARRIER_FETCH, NULL, 200, "");
	ok(answer.outcome == CARRIER_ERROR, "an empty reply is no parcel that is unknown");
	read_reply(c, CARRIER_REGISTER, NULL, 204, "");
	ok(answer.outcome == CARRIER_DONE, "but registered it may be");
	carrier_free(c);
}

static void test_register(void)
{
	struct carrier *c = adapter("'map':{}", "'items':'/x','status':'/s'");
	const char *const numbers[] = { "A", "B", "C", NULL };

	read_reply(c, CARRIER_REGISTER, numbers, 200,
		   "{'ok':[{'n':'A','id':17}],'no':[{'n':'B','c':1},{'n':'C','c':2}]}");
	ok(answer.outcome == CARRIER_DONE && answer.n_items == 3, "accepted and rejected in one reply");
	ok(item_of("A")->outcome == CARRIER_DONE && item_of("B")->outcome == CARRIER_DONE &&
		   item_of("C")->outcome == CARRIER_ERROR,
	   "registered, registered already, refused");
	ok(item_of("A")->n_remembered == 1 && strcmp(item_of("A")->remembered->name, "id") == 0 &&
		   strcmp(item_of("A")->remembered->value, "17") == 0,
	   "what is kept with the shipment");
	carrier_free(c);
}

static void test_inside(void)
{
	struct carrier *c = adapter(
		"'map':{}", "'inside':['/data','/data/more'],'items':'/data/more/*','number':'/n','status':'/s'");
	struct carrier *xml =
		adapter("'map':{'20':'delivered'}", "'format':'xml','items':'/d/p','number':'/@n','events':'/"
						    "o','event':{'time':[{'at':['/day','/hour'],'offset':'/z'}],"
						    "'code':'/c'}");

	read_reply(c, CARRIER_FETCH, NULL, 200, "{'data':'{\\'more\\':\\'[{\\\\\\'n\\\\\\':\\\\\\'I1\\\\\\'}]\\'}'}");
	ok(answer.n_items == 1 && text_same(answer.items->number, "I1"), "JSON in JSON in JSON");
	read_reply(c, CARRIER_FETCH, NULL, 200, "{'data':{'more':[{'n':'I2'}]}}");
	ok(answer.n_items == 1 && text_same(answer.items->number, "I2"), "or as it is");
	read_reply(c, CARRIER_FETCH, NULL, 200, "{'data':'no JSON'}");
	ok(answer.outcome == CARRIER_FOUND && !answer.n_items, "or a text that is none");
	read_reply(xml, CARRIER_FETCH, NULL, 200,
		   "\n<d xmlns:q='urn:q'><q:p "
		   "n='X1'><o><day>2011-02-03</day><hour>11:59:59</hour><z>EST</z><c>20</c></o></q:p></d>");
	ok(answer.n_items == 1 && text_same(answer.items->number, "X1") && answer.items->n_events == 1 &&
		   answer.items->events->status == SHIPMENT_DELIVERED && answer.items->events->time.offset == -5 * 3600,
	   "XML, a lone element");
	read_reply(xml, CARRIER_FETCH, NULL, 200, "<d><p>");
	ok(answer.outcome == CARRIER_ERROR && strstr(answer.message, "cannot be read"), "XML that is none");
	carrier_free(c);
	carrier_free(xml);
}

static void test_places(void)
{
	struct carrier *c =
		adapter("'map':{}",
			"'items':'','events':'/e/*','event':{'time':[{'at':'/t'}],'code':'/c','place':{'name':'/name',"
			"'city':['/city',['/a','/b']],'country':['/cc','DE'],'lat':'/lat','lng':'/lng','lnglat':'/"
			"xy','latlng':'/yx'}}");
	static const struct {
		const char *place, *name;
		double lat, lng;
	} cases[] = {
		{ "'name':'Depot','city':'Bonn','lat':50.7,'lng':'7.1'", "Depot", 50.7, 7.1 },
		{ "'a':'Bonn','b':'Nord'", "Bonn, Nord", NAN, NAN },
		{ "'city':'Wien','cc':'AT','xy':'16.37,48.2'", "Wien", 48.2, 16.37 },
		{ "'xy':[16.37,48.2]", NULL, 48.2, 16.37 },
		{ "'yx':'48.2, 16.37'", NULL, 48.2, 16.37 },
		{ "'lat':0,'lng':0", NULL, NAN, NAN },
		{ "'lat':91,'lng':0", NULL, NAN, NAN },
		{ "'lat':50", NULL, NAN, NAN },
		{ "'xy':'16.37'", NULL, NAN, NAN },
		{ "'xy':[16.37]", NULL, NAN, NAN },
		{ "'lat':'nan','lng':'inf'", NULL, NAN, NAN },
	};

	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		char reply[256];
		const struct carrier_event *e;

		snprintf(reply, sizeof(reply), "{'e':[{'t':'2024-01-01','c':1,%s}]}", cases[i].place);
		read_reply(c, CARRIER_FETCH, NULL, 200, reply);
		e = answer.items->events;
		ok(text_same(e->place, cases[i].name) &&
			   (isnan(cases[i].lat) ? isnan(e->lat) && isnan(e->lng)
						: e->lat == cases[i].lat && e->lng == cases[i].lng),
		   "%s: %s %g %g", cases[i].place, e->place, e->lat, e->lng);
	}
	carrier_free(c);
}

static void test_token(void)
{
	struct carrier *c = adapter("'map':{}", "'items':'/x','status':'/s'"), *oauth;
	static const struct {
		const char *body, *token;
		long long lifetime;
	} cases[] = {
		{ "{\"access_token\":\"T\",\"expires_in\":3600}", "T", 3540000 },
		{ "{\"access_token\":\"T\",\"expires_in\":\"14399\",\"issued_at\":\"1\"}", "T", 14339000 },
		{ "{\"access_token\":\"T\",\"expires_in\":\"string\"}", "T", 300000 },
		{ "{\"access_token\":\"T\"}", "T", 300000 },
		{ "{\"access_token\":\"T\",\"expires_in\":-5}", "T", 300000 },
		{ "{\"access_token\":\"T\",\"expires_in\":1e18}", "T", 300000 },
		{ "{\"access_token\":\"T\",\"expires_in\":60}", "T", 30000 },
		{ "{\"expires_in\":60}", NULL, 0 },
		{ "no JSON", NULL, 0 },
	};
	const char text[] = "{\"adapter\":1,\"id\":\"x\",\"title\":\"X\",\"base\":{\"prod\":\"https://"
			    "h\"},\"secrets\":[\"client_id\",\"client_secret\"],"
			    "\"auth\":{\"kind\":\"oauth2\",\"token_url\":\"https://h/"
			    "t\",\"client\":\"basic\"},\"operations\":{\"fetch\":{\"request\":"
			    "{\"method\":\"GET\",\"url\":\"${base}/"
			    "${number}\"},\"reply\":{\"items\":\"\",\"status\":\"/s\"}}},\"map\":{}}";
	struct error err;
	const char *token;
	int64_t lifetime;

	carrier_read(NULL, text, strlen(text), NULL, NULL, &oauth, &err);
	ok(!carrier_needs_token(c) && carrier_needs_token(oauth), "who needs a token");
	for (size_t i = 0; i < ARRAY_LENGTH(cases); i++) {
		enum status st = carrier_token_read(oauth, 200, cases[i].body, strlen(cases[i].body), &token, &lifetime,
						    &arena, &err);

		ok(cases[i].token ? !st && strcmp(token, cases[i].token) == 0 && lifetime == cases[i].lifetime
				  : st == STATUS_REJECTED && strcmp(err.code, "no_token") == 0,
		   "%s", cases[i].body);
	}
	ok(carrier_token_read(oauth, 401, "{\"error\":\"invalid_client\"}", 26, &token, &lifetime, &arena, &err) ==
			   STATUS_REJECTED &&
		   strstr(err.message, "HTTP 401") && strstr(err.message, "invalid_client"),
	   "what a refusal says: %s", err.message);
	carrier_free(c);
	carrier_free(oauth);
}

/* urllib.parse.quote_plus of both, then base64 of them with a colon between, by Python. */
static const char *client(void *ctx, const char *name)
{
	(void)ctx;
	return strcmp(name, "client_id") == 0 ? "me@shop" : ":%+ &";
}

static void test_token_request(void)
{
	const char text[] = "{\"adapter\":1,\"id\":\"x\",\"title\":\"X\",\"base\":{\"prod\":\"https://h\"},"
			    "\"secrets\":[\"client_id\",\"client_secret\"],\"auth\":{\"kind\":\"oauth2\","
			    "\"token_url\":\"https://h/t\",\"client\":\"%s\"},\"operations\":{\"fetch\":{\"request\":"
			    "{\"method\":\"GET\",\"url\":\"${base}/${number}\"},\"reply\":{\"items\":\"\",\"status\":\"/s\"}}},"
			    "\"map\":{}}";
	const struct carrier_account account = { .secret = client };
	static const char *const kinds[] = { "basic", "body" };

	for (size_t i = 0; i < ARRAY_LENGTH(kinds); i++) {
		struct buffer file = { 0 };
		struct http_request request;
		struct carrier *c;
		struct error err;

		buffer_printf(&file, text, kinds[i]);
		carrier_read(NULL, file.data, file.length, NULL, NULL, &c, &err);
		ok(carrier_token_request(c, &account, &request, &arena, &err) == STATUS_OK, "a token asked for by %s", kinds[i]);
		is_text(request.body, i ? "grant_type=client_credentials&client_id=me%40shop&client_secret=%3A%25%2B+%26" :
					  "grant_type=client_credentials", "its body");
		if (!i)
			is_text(request.headers[0].value, "Basic bWUlNDBzaG9wOiUzQSUyNSUyQislMjY=",
				"a client's id and secret are encoded before they are joined");
		carrier_free(c);
		buffer_free(&file);
	}
}

int main(void)
{
	test_token_request();
	test_codes();
	test_order();
	test_siblings();
	test_items();
	test_default_outcomes();
	test_register();
	test_inside();
	test_places();
	test_token();
	arena_free(&arena);
	return done_testing();
}
