/* XML as the tree of JSON, element by element as expat reports them. */
#include "http_impl.h"

#include <expat.h>
#include <jansson.h>
#include <limits.h>
#include <string.h>

/* An element that is not closed yet. */
struct open_element {
	json_t *tree;	    /* its children and attributes; NULL: none yet */
	struct buffer text; /* kept for the next element of this depth */
	char *name;
};

struct reading {
	XML_Parser parser;
	struct open_element open[XML_DEPTH_MOST + 1]; /* [0]: around the root */
	size_t depth, nodes;
	const char *fault; /* ours; NULL: expat's */
};

static void stop(struct reading *r, const char *fault)
{
	if (!r->fault)
		r->fault = fault;
	XML_StopParser(r->parser, XML_FALSE);
}

static const char *without_prefix(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon ? colon + 1 : name;
}

static bool declares_namespace(const char *attribute)
{
	return strcmp(attribute, "xmlns") == 0 || strncmp(attribute, "xmlns:", 6) == 0;
}

static bool count_node(struct reading *r)
{
	if (++r->nodes <= XML_NODES_MOST)
		return true;
	stop(r, "more elements and attributes than are read");
	return false;
}

static json_t *tree_of(struct open_element *e)
{
	if (!e->tree)
		e->tree = json_object();
	return e->tree;
}

static void XMLCALL start_element(void *ctx, const XML_Char *name, const XML_Char **attributes)
{
	struct reading *r = ctx;
	struct open_element *e;

	if (r->fault || !count_node(r))
		return;
	if (r->depth == XML_DEPTH_MOST) {
		stop(r, "elements are nested deeper than is read");
		return;
	}
	e = &r->open[++r->depth];
	e->tree = NULL;
	buffer_clear(&e->text);
	e->name = memory_text(without_prefix(name));
	for (; *attributes; attributes += 2) {
		if (declares_namespace(attributes[0]))
			continue;
		if (!count_node(r))
			return;
		struct buffer key = { 0 };
		buffer_printf(&key, "@%s", without_prefix(attributes[0]));
		if (!json_object_get(e->tree, key.data))
			json_object_set_new(tree_of(e), key.data, json_string(attributes[1]));
		buffer_free(&key);
	}
}

static void XMLCALL add_text(void *ctx, const XML_Char *text, int length)
{
	struct reading *r = ctx;

	if (!r->fault)
		buffer_add(&r->open[r->depth].text, text, (size_t)length);
}

/* The text without the blanks around it; inside it stays as it is. */
static json_t *trimmed(const struct buffer *text)
{
	const char *blanks = " \t\r\n", *start = text->length > 0 ? text->data : "";

	start += strspn(start, blanks);
	size_t length = strlen(start);
	while (length > 0 && strchr(blanks, start[length - 1]))
		length--;
	return json_stringn(start, length);
}

/* A second child of a name makes an array of both. */
static void add_child(json_t *parent, const char *name, json_t *child)
{
	json_t *there = json_object_get(parent, name);

	if (!there) {
		json_object_set_new(parent, name, child);
	} else if (json_is_array(there)) {
		json_array_append_new(there, child);
	} else {
		json_t *both = json_array();
		json_array_append(both, there);
		json_array_append_new(both, child);
		json_object_set_new(parent, name, both);
	}
}

static void XMLCALL end_element(void *ctx, const XML_Char *name)
{
	struct reading *r = ctx;
	struct open_element *e = &r->open[r->depth];

	(void)name;
	if (r->fault)
		return;
	json_t *text = trimmed(&e->text);
	if (e->tree && json_string_length(text) > 0)
		json_object_set(e->tree, "#text", text);
	add_child(tree_of(&r->open[r->depth - 1]), e->name, json_incref(e->tree ? e->tree : text));
	json_decref(text);
	json_decref(e->tree);
	e->tree = NULL;
	memory_free(e->name);
	r->depth--;
}

static void XMLCALL refuse_entity(void *ctx, const XML_Char *name, int is_parameter, const XML_Char *value, int length,
				  const XML_Char *base, const XML_Char *system, const XML_Char *public,
				  const XML_Char *notation)
{
	(void)name, (void)is_parameter, (void)value, (void)length;
	(void)base, (void)system, (void)public, (void)notation;
	stop(ctx, "entities are declared, which are not read");
}

static void parse(struct reading *r, const char *text, size_t length)
{
	XML_SetUserData(r->parser, r);
	XML_SetElementHandler(r->parser, start_element, end_element);
	XML_SetCharacterDataHandler(r->parser, add_text);
	XML_SetEntityDeclHandler(r->parser, refuse_entity);
	if (length > INT_MAX)
		r->fault = "longer than is read";
	else if (XML_Parse(r->parser, text, (int)length, XML_TRUE) != XML_STATUS_OK && !r->fault)
		r->fault = XML_ErrorString(XML_GetErrorCode(r->parser));
}

enum status xml_tree(const char *text, size_t length, json_t **out, struct error *err)
{
	static const XML_Memory_Handling_Suite MEMORY = { memory_alloc, memory_resize, memory_free };
	struct reading *r = memory_zero(1, sizeof *r);
	enum status status = STATUS_OK;

	r->parser = XML_ParserCreate_MM(NULL, &MEMORY, NULL);
	parse(r, text, length);
	if (r->fault)
		status = error_reject(err, "bad_xml", "", "line %lu: %s",
				      (unsigned long)XML_GetCurrentLineNumber(r->parser), r->fault);
	else
		*out = json_incref(r->open[0].tree);
	for (size_t i = 0; i <= XML_DEPTH_MOST; i++) {
		json_decref(r->open[i].tree);
		buffer_free(&r->open[i].text);
		if (i > 0 && i <= r->depth)
			memory_free(r->open[i].name);
	}
	XML_ParserFree(r->parser);
	memory_free(r);
	return status;
}
