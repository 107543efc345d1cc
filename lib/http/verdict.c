#include <string.h>

#include "template_impl.h"

/* What a rule looks for among the values at its pointer. */
struct looking {
	const json_t *wanted; /* a value or a list of them; NULL: anything that is not empty */
	bool within;	      /* a part of the text will do */
	bool found;
	struct arena arena;
};

static bool fits(struct looking *look, const char *text, const json_t *wanted)
{
	const char *other = json_is_string(wanted) ? json_string_value(wanted) : tree_text(wanted, &look->arena);

	return other && (look->within ? strcasestr(text, other) != NULL : strcmp(text, other) == 0);
}

static bool look_at(void *ctx, const json_t *value)
{
	struct looking *look = ctx;
	const char *text = json_is_string(value) ? json_string_value(value) : tree_text(value, &look->arena);
	const json_t *wanted;
	size_t i;

	if (!look->wanted)
		look->found = json_is_object(value)  ? json_object_size(value) > 0
			      : json_is_array(value) ? json_array_size(value) > 0
						     : text && *text;
	else if (text && !json_is_array(look->wanted))
		look->found = fits(look, text, look->wanted);
	else if (text)
		json_array_foreach(look->wanted, i, wanted)
			look->found |= fits(look, text, wanted);
	return !look->found;
}

static bool holds_at(const json_t *rule, const char *pointer, const json_t *tree)
{
	const json_t *is = json_object_get(rule, "is"), *in = json_object_get(rule, "in");
	const json_t *not = json_object_get(rule, "not"), *part = json_object_get(rule, "contains");
	const json_t *exists = json_object_get(rule, "exists");
	struct looking look = { .wanted = is ? is : in ? in : not ? not : part, .within = part != NULL };

	tree_each(tree, pointer, look_at, &look);
	arena_free(&look.arena);
	return look.found != (not || json_is_false(exists));
}

static bool code_fits(const json_t *wanted, int code)
{
	const char *class = json_string_value(wanted);

	return class ? code / 100 == class[0] - '0' : json_integer_value(wanted) == code;
}

static bool holds_code(const json_t *wanted, int code)
{
	const json_t *one;
	size_t i;

	if (!json_is_array(wanted))
		return code_fits(wanted, code);
	json_array_foreach(wanted, i, one)
		if (code_fits(one, code))
			return true;
	return false;
}

const char *template_verdict(const json_t *rules, int code, const json_t *tree)
{
	const json_t *rule;
	size_t i;

	json_array_foreach(rules, i, rule) {
		const json_t *http = json_object_get(rule, "http"), *then = json_object_get(rule, "then");
		const char *at = json_string_value(json_object_get(rule, "at"));

		if ((http && !holds_code(http, code)) || (at && (!tree || !holds_at(rule, at, tree))))
			continue;
		return then ? json_string_value(then) : "";
	}
	return NULL;
}

static bool scalar(const json_t *value)
{
	return json_is_string(value) || json_is_number(value) || json_is_boolean(value);
}

static bool scalars(const json_t *value)
{
	const json_t *one;
	size_t i;

	if (!json_is_array(value))
		return scalar(value);
	json_array_foreach(value, i, one)
		if (!scalar(one))
			return false;
	return json_array_size(value) > 0;
}

static bool code_valid(const json_t *value)
{
	const char *class = json_string_value(value);

	if (class)
		return class[0] >= '1' && class[0] <= '5' && strcmp(class + 1, "xx") == 0;
	return json_is_integer(value) && json_integer_value(value) >= 100 && json_integer_value(value) <= 599;
}

static bool codes_valid(const json_t *value)
{
	const json_t *one;
	size_t i;

	if (!json_is_array(value))
		return code_valid(value);
	json_array_foreach(value, i, one)
		if (!code_valid(one))
			return false;
	return json_array_size(value) > 0;
}

static void check_rule(const struct template_check *check, const json_t *rule, const char *at, const char *const *words)
{
	static const char *const with[] = { "http", "at", "is", "in", "not", "contains", "exists", "then!", NULL };
	static const char *const without[] = { "http", "at", "is", "in", "not", "contains", "exists", NULL };
	static const char *const tests[] = { "is", "in", "not", "contains", "exists" };
	const json_t *http = json_object_get(rule, "http"), *pointer = json_object_get(rule, "at");
	const char *then = json_string_value(json_object_get(rule, "then"));
	size_t n = 0;

	if (!template_check_members(check, rule, at, words ? with : without))
		return;
	for (size_t i = 0; i < ARRAY_LENGTH(tests); i++) {
		const json_t *test = json_object_get(rule, tests[i]);

		n += test != NULL;
		if (test && i < 4 && !scalars(test))
			template_fault(check, at, tests[i], "a value or a list of values was expected");
		if (test && i == 4 && !json_is_boolean(test))
			template_fault(check, at, tests[i], "true or false was expected");
	}
	if (!http && !pointer)
		template_fault(check, at, NULL, "a rule looks at \"http\" or \"at\" a pointer, this one at neither");
	if (http && !codes_valid(http))
		template_fault(check, at, "http", "an HTTP code, \"4xx\", or a list of them was expected");
	if (pointer && (!json_is_string(pointer) || !tree_pointer(json_string_value(pointer))))
		template_fault(check, at, "at", "a JSON pointer such as \"/status/code\" was expected");
	if (n != (pointer != NULL))
		template_fault(check, at, NULL, "with \"at\" one of is, in, not, contains, exists was expected");
	if (words && then && template_word(words, then) < 0)
		template_fault(check, at, "then", "\"%.60s\" is no outcome here", then);
}

void template_check_verdict(const struct template_check *check, const json_t *rules, const char *at,
			    const char *const *words)
{
	struct buffer pointer = { 0 };
	const json_t *rule;
	size_t i;

	if (rules && !json_is_array(rules))
		template_fault(check, at, NULL, "a list of rules was expected");
	json_array_foreach(rules, i, rule)
		check_rule(check, rule, template_at_index(&pointer, at, i), words);
	buffer_free(&pointer);
}
