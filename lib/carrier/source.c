#include <string.h>

#include "carrier_impl.h"

struct place_in_reply carrier_source_below(const struct place_in_reply *in, const json_t *value)
{
	struct place_in_reply out = *in;

	if (out.count < ARRAY_LENGTH(out.levels))
		out.levels[out.count++] = value;
	return out;
}

struct first_text {
	struct arena *arena;
	const char *text;
};

static bool take_text(void *ctx, const json_t *value)
{
	struct first_text *first = ctx;

	first->text = tree_text(value, first->arena);
	return !first->text;
}

static const char *at_pointer(const struct place_in_reply *in, const char *pointer)
{
	struct first_text first = { .arena = in->arena };
	size_t level = in->count - 1;

	for (; *pointer == '^' && level; level--)
		pointer++;
	tree_each(in->levels[level], pointer, take_text, &first);
	return arena_text(in->arena, first.text); /* the tree goes before the answer does */
}

struct choosing {
	const json_t *rules, *found;
};

static bool choose(void *ctx, const json_t *value)
{
	struct choosing *choosing = ctx;

	if (json_is_null(value) || (choosing->rules && !template_verdict(choosing->rules, 0, value)))
		return true;
	choosing->found = value;
	return false;
}

bool carrier_source_choose(const struct place_in_reply *in, const json_t *chosen, struct place_in_reply *out)
{
	const char *pointer = json_string_value(json_object_get(chosen, "in"));
	struct choosing choosing = { .rules = json_object_get(chosen, "if") };

	*out = *in;
	if (!pointer)
		return true;
	tree_each(in->levels[in->count - 1], pointer, choose, &choosing);
	out->levels[in->count - 1] = choosing.found;
	return choosing.found != NULL;
}

static const char *one_source(const struct place_in_reply *in, const json_t *source, const char *joint)
{
	const char *text = json_string_value(source);
	struct place_in_reply chosen;

	if (!text)
		return carrier_source_choose(in, source, &chosen)
			       ? carrier_source_text(&chosen, json_object_get(source, "at"), joint)
			       : NULL;
	return !*text || *text == '/' || *text == '^' ? at_pointer(in, text) : text;
}

const char *carrier_source_one(const struct place_in_reply *in, const json_t *alternative, const char *joint)
{
	struct buffer joined = { 0 };
	const char *text = NULL;
	const json_t *part;
	size_t i;

	if (!json_is_array(alternative))
		return one_source(in, alternative, joint);
	json_array_foreach(alternative, i, part) {
		text = one_source(in, part, joint);
		if (!text)
			break;
		if (i)
			buffer_text(&joined, joint);
		buffer_text(&joined, text);
	}
	text = text ? arena_copy(in->arena, joined.data, joined.length) : NULL;
	buffer_free(&joined);
	return text;
}

const char *carrier_source_text(const struct place_in_reply *in, const json_t *sources, const char *joint)
{
	const char *text = NULL;

	if (!json_is_array(sources))
		return sources ? one_source(in, sources, joint) : NULL;
	for (size_t i = 0; !text && i < json_array_size(sources); i++)
		text = carrier_source_one(in, json_array_get(sources, i), joint);
	return text;
}

void carrier_source_each(const json_t *tree, const json_t *pointers, tree_visit *each, void *ctx)
{
	const json_t *pointer;
	size_t i;

	if (json_is_string(pointers))
		tree_each(tree, json_string_value(pointers), each, ctx);
	json_array_foreach(pointers, i, pointer)
		tree_each(tree, json_string_value(pointer), each, ctx);
}
