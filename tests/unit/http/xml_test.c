/* XML as the tree of JSON: expected trees are written by hand, by the rules of http.h. */
#include "tap.h"

#include <ecom/http.h>
#include <glob.h>
#include <jansson.h>
#include <stdlib.h>

static void is_tree(const char *xml, size_t length, const char *want, const char *name)
{
	struct error err = { 0 };
	json_t *tree = NULL, *expected = json_loads(want, 0, NULL);
	char *text = NULL;

	if (xml_tree(xml, length, &tree, &err) == STATUS_OK)
		text = json_dumps(tree, JSON_COMPACT | JSON_ENCODE_ANY);
	if (!ok(expected && tree && json_equal(tree, expected), "%s", name))
		printf("#   got: %s\n#  want: %s\n", text ? text : err.message, want);
	free(text);
	json_decref(tree);
	json_decref(expected);
}

static void reads(const char *xml, const char *want, const char *name)
{
	is_tree(xml, strlen(xml), want, name);
}

static void refuses_bytes(const char *xml, size_t length, const char *name)
{
	struct error err = { 0 };
	json_t *tree = NULL;
	enum status status = xml_tree(xml, length, &tree, &err);

	ok(status == STATUS_REJECTED && strcmp(err.code, "bad_xml") == 0 && !tree, "refused: %s (%s)", name,
	   err.message);
	json_decref(tree);
}

static void refuses(const char *xml, const char *name)
{
	refuses_bytes(xml, strlen(xml), name);
}

static void test_shapes(void)
{
	reads("<a/>", "{\"a\":\"\"}", "an empty element");
	reads("<a>one</a>", "{\"a\":\"one\"}", "text");
	reads("<a> \n one  two\t</a>", "{\"a\":\"one  two\"}", "blanks around text go, those inside stay");
	reads("<a><b>1</b><c>2</c></a>", "{\"a\":{\"b\":\"1\",\"c\":\"2\"}}", "children");
	reads("<a><b>1</b><c/><b>2</b><b>3</b></a>", "{\"a\":{\"b\":[\"1\",\"2\",\"3\"],\"c\":\"\"}}",
	      "repeated children");
	reads("<a x='1' y=\"&lt;2&gt;\"/>", "{\"a\":{\"@x\":\"1\",\"@y\":\"<2>\"}}", "attributes");
	reads("<a x='1'>one</a>", "{\"a\":{\"@x\":\"1\",\"#text\":\"one\"}}", "text beside an attribute");
	reads("<a>one<b/>two</a>", "{\"a\":{\"b\":\"\",\"#text\":\"onetwo\"}}", "text around a child");
	reads("<a><![CDATA[<b>&amp;]]> &amp; &#x4e2d;</a>", "{\"a\":\"<b>&amp; & \\u4e2d\"}",
	      "CDATA and characters by number");
	reads("<?xml version='1.0'?><!-- c --><a><!-- c --><?p i?>1</a>", "{\"a\":\"1\"}", "comments and instructions");
	reads("<e:a xmlns:e='urn:e' xmlns='urn:d' e:x='1'><e:b>1</e:b><b>2</b></e:a>",
	      "{\"a\":{\"@x\":\"1\",\"b\":[\"1\",\"2\"]}}", "prefixes and their declarations are dropped");
	reads("<a p:x='1' q:x='2'/>", "{\"a\":{\"@x\":\"1\"}}", "of two attributes of a name the first");
	reads("<a><b><c>1</c></b><b><c>2</c><c>3</c></b></a>", "{\"a\":{\"b\":[{\"c\":\"1\"},{\"c\":[\"2\",\"3\"]}]}}",
	      "arrays of objects");
	reads("<!DOCTYPE a SYSTEM 'http://example.com/a.dtd'><a>1</a>", "{\"a\":\"1\"}",
	      "a named document type is not fetched");
}

static void test_encodings(void)
{
	const char utf16[] = "\xff\xfe<\0a\0>\0\x2d\x4e<\0/\0a\0>\0";

	reads("\xef\xbb\xbf<a>\xe4\xb8\xad</a>", "{\"a\":\"\\u4e2d\"}", "UTF-8 with a mark");
	reads("<?xml version='1.0' encoding='ISO-8859-1'?><a>Stra\xdf"
	      "e</a>",
	      "{\"a\":\"Stra\\u00dfe\"}", "ISO-8859-1");
	is_tree(utf16, sizeof utf16 - 1, "{\"a\":\"\\u4e2d\"}", "UTF-16");
	refuses("<?xml version='1.0' encoding='EBCDIC-XY'?><a/>", "an encoding that is not known");
	refuses("<a>\xff</a>", "bytes that are no UTF-8");
	refuses("<a>\xed\xa0\x80</a>", "half a surrogate pair");
}

static void test_faults(void)
{
	refuses("", "nothing");
	refuses("  \n", "blanks");
	refuses("{\"a\":1}", "JSON");
	refuses("<a><b></a>", "tags crossed");
	refuses("<a><b>1</b>", "the end is missing");
	refuses("<a>1</a><b/>", "two roots");
	refuses("<a>&nbsp;</a>", "an entity that is not declared");
	refuses("<a>&#0;</a>", "NUL by number");
	refuses("<a x=1/>", "an attribute without quotes");
	refuses("<a x='1' x='2'/>", "an attribute twice");
	refuses_bytes("<a>b\0c</a>", 10, "NUL");
	refuses("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "an entity of its own");
	refuses("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "an entity from outside");
	refuses("<!DOCTYPE a [<!ENTITY % b SYSTEM 'http://127.0.0.1/'> %b;]><a/>", "a parameter entity from outside");
	refuses("<!DOCTYPE l [<!ENTITY l0 'ha'><!ENTITY l1 '&l0;&l0;&l0;&l0;&l0;&l0;&l0;&l0;&l0;&l0;'>"
		"<!ENTITY l2 '&l1;&l1;&l1;&l1;&l1;&l1;&l1;&l1;&l1;&l1;'>]><l>&l2;</l>",
		"a billion laughs");
}

static void test_bounds(void)
{
	struct buffer xml = { 0 };

	for (int i = 0; i < XML_DEPTH_MOST; i++)
		buffer_text(&xml, "<a>");
	for (int i = 0; i < XML_DEPTH_MOST; i++)
		buffer_text(&xml, "</a>");
	json_t *tree = NULL;
	ok(xml_tree(xml.data, xml.length, &tree, NULL) == STATUS_OK, "as deep as may be");
	json_decref(tree);
	buffer_clear(&xml);
	for (int i = 0; i <= XML_DEPTH_MOST; i++)
		buffer_text(&xml, "<a>");
	refuses(xml.data, "one deeper");
	buffer_clear(&xml);
	for (int i = 0; i < 1000000; i++)
		buffer_text(&xml, "<a>");
	refuses(xml.data, "a million deep");
	buffer_clear(&xml);
	buffer_text(&xml, "<a>");
	for (int i = 0; i < XML_NODES_MOST; i++)
		buffer_text(&xml, "<b/>");
	buffer_text(&xml, "</a>");
	refuses(xml.data, "more elements than may be");
	buffer_free(&xml);
}

/* Every beginning of a document is refused, without a leak (under the sanitizer) or a fault. */
static void test_truncated(void)
{
	const char *xml =
		"<?xml version='1.0'?><t:a xmlns:t='urn:t' x='1'>one<b y='2'>two</b><b/><![CDATA[x]]>&amp;</t:a>";
	size_t refused = 0;

	for (size_t n = 0; n < strlen(xml); n++) {
		json_t *tree = NULL;
		char *part = memory_alloc(n); /* so that a byte read beyond it is found */
		memcpy(part, xml, n);
		refused += xml_tree(part, n, &tree, NULL) == STATUS_REJECTED && !tree;
		memory_free(part);
	}
	is_int((long long)refused, (long long)strlen(xml), "every beginning is refused");
}

/* What carriers send, beside what Python's own reader makes of it. */
static void test_samples(void)
{
	const char *data = getenv("ECOM_TEST_DATA");
	char pattern[4096], command[8192];
	glob_t files;

	snprintf(pattern, sizeof pattern, "%s/carriers/*/*.xml", data ? data : "../shared/data");
	if (glob(pattern, 0, NULL, &files) != 0) {
		printf("ok %d - samples # skip the data set carriers is not here\n", ++tap_count);
		return;
	}
	for (size_t i = 0; i < files.gl_pathc; i++) {
		struct buffer xml = { 0 };
		json_t *got = NULL, *want;
		snprintf(command, sizeof command, "tests/lib/xml_tree.py '%s'", files.gl_pathv[i]);
		FILE *python = popen(command, "r");
		want = json_loadf(python, 0, NULL);
		pclose(python);
		file_read_all(files.gl_pathv[i], 1 << 24, &xml, NULL);
		xml_tree(xml.data, xml.length, &got, NULL);
		ok(got && json_equal(got, want), "%s", strrchr(files.gl_pathv[i], '/') + 1);
		json_decref(got);
		json_decref(want);
		buffer_free(&xml);
	}
	globfree(&files);
}

int main(void)
{
	test_shapes();
	test_encodings();
	test_faults();
	test_bounds();
	test_truncated();
	test_samples();
	return done_testing();
}
