/* What carriers write of a place, and the line of the file that it means. */
#include "place_impl.h"

#include <ecom/record.h>
#include <math.h>
#include <string.h>

#define PARTS_MOST 8
#define HAN_WORD   8 /* letters of the longest name that is looked for inside a text without blanks */
#define NAME_MOST  256
#define REGION_CODE 3 /* letters of the longest code of a state */

/* A text between commas and the like. */
struct part {
	const char *text;
	size_t length;
};
/* The question, and what the parts of the name add to it. A region is known with its country only. */
struct question {
	const struct gazetteer *g;
	char country[3], region[4];
	struct buffer *key; /* room */
	struct place *out;
};

static double number_of(const struct place_line *line, enum place_field field)
{
	const struct record_slice slice = { line->field[field], line->length[field] };
	double value;
	return record_slice_real(slice, -1e9, 1e9, &value) ? value : NAN;
}

/* A line that cannot be read is none. */
static bool take_line(const struct gazetteer *g, const struct place_line *line, enum place_accuracy accuracy, struct place *out)
{
	double zone = number_of(line, PLACE_ZONE), people = number_of(line, PLACE_PEOPLE);
	*out = (struct place) { .accuracy = accuracy, .lat = number_of(line, PLACE_LAT), .lng = number_of(line, PLACE_LNG) };
	memcpy(out->country, line->field[PLACE_IN], line->length[PLACE_IN] == 2 ? 2 : 0);
	if (zone >= 0 && zone < (double)g->n_zones)
		out->zone = g->zones[(size_t)zone];
	out->inhabitants = people > 0 ? (int64_t)(people * 100) : 0;
	return fabs(out->lat) <= 90 && fabs(out->lng) <= 180;
}

/* The place that another name stands for. */
static bool follow_alias(const struct gazetteer *g, struct place_line *line)
{
	struct place_line alias = *line;
	const char *key = alias.field[PLACE_ALIAS_OF];
	size_t length = alias.length[PLACE_ALIAS_OF];
	for (size_t at = place_search(g, key, length); (at = place_read(g, at, line)) && place_is(line, PLACE_KEY, key, length);)
		if (place_is(line, PLACE_IN, alias.field[PLACE_IN], alias.length[PLACE_IN]) &&
		    place_is(line, PLACE_STATE, alias.field[PLACE_ALIAS_STATE], alias.length[PLACE_ALIAS_STATE]))
			return true;
	return false;
}

/* The largest place of that name where the question allows it. */
static bool look_up(struct question *q, const char *text, size_t length)
{
	struct place_line line;
	struct place found;
	bool any = false;
	buffer_clear(q->key);
	place_key(text, length, q->key);
	if (!q->key->length)
		return false;
	for (size_t at = place_search(q->g, q->key->data, q->key->length);
	     (at = place_read(q->g, at, &line)) && place_is(&line, PLACE_KEY, q->key->data, q->key->length);) {
		if (*q->country && !place_is(&line, PLACE_IN, q->country, 2))
			continue;
		if (place_is(&line, PLACE_STATE, ">", 1) && !follow_alias(q->g, &line))
			continue;
		if (*q->region && !place_is(&line, PLACE_STATE, q->region, strlen(q->region)))
			continue;
		if (take_line(q->g, &line, PLACE_TOWN, &found) && (!any || found.inhabitants > q->out->inhabitants)) {
			*q->out = found;
			any = true;
		}
	}
	return any;
}

static void copy_field(const struct place_line *line, enum place_field field, char *out, size_t size)
{
	size_t length = line->length[field] < size - 1 ? line->length[field] : size - 1;
	memcpy(out, line->field[field], length);
	out[length] = '\0';
}

/* The first line of a kind: ${kind} and the key of the text. */
static bool find_line(const struct gazetteer *g, const char *kind, const char *text, size_t length, struct place_line *line)
{
	struct buffer key = { 0 };
	buffer_text(&key, kind);
	place_key(text, length, &key);
	size_t at = place_search(g, key.data, key.length);
	bool found = place_read(g, at, line) && place_is(line, PLACE_KEY, key.data, key.length);
	buffer_free(&key);
	return found;
}

static bool country_of(const struct gazetteer *g, const char *text, size_t length, char code[3])
{
	struct place_line line;
	char letters[5];
	if (length == 2) {
		memcpy(letters, text, 2);
		if (!find_line(g, "+", letters, 2, &line))
			return false;
	} else if (!find_line(g, "=", text, length, &line)) {
		return false;
	}
	copy_field(&line, PLACE_IN, code, 3);
	return true;
}

bool place_country(const struct gazetteer *g, const char *name, char code[3])
{
	code[0] = '\0';
	return name && country_of(g, name, strlen(name), code);
}

/* "Florida": a state of the country that is known, or of any. */
static bool read_region_name(struct question *q, const char *text, size_t length)
{
	struct place_line line;
	if (!find_line(q->g, "%", text, length, &line) || (*q->country && !place_is(&line, PLACE_IN, q->country, 2)))
		return false;
	copy_field(&line, PLACE_IN, q->country, sizeof q->country);
	copy_field(&line, PLACE_STATE, q->region, sizeof q->region);
	return true;
}

/* "FL": likewise; of several the United States' one. */
static bool read_region_code(struct question *q, const char *text, size_t length)
{
	struct place_line line;
	char country[3] = "";
	bool found = false;
	for (size_t at = place_search(q->g, "%", 1); (at = place_read(q->g, at, &line)) && *line.field[0] == '%';) {
		if (!place_is(&line, PLACE_STATE, text, length) || (*q->country && !place_is(&line, PLACE_IN, q->country, 2)))
			continue;
		if (!found || place_is(&line, PLACE_IN, "US", 2))
			copy_field(&line, PLACE_IN, country, sizeof country);
		copy_field(&line, PLACE_STATE, q->region, sizeof q->region);
		found = true;
	}
	if (found)
		memcpy(q->country, country, sizeof q->country);
	return found;
}

static bool read_region(struct question *q, const char *text, size_t length)
{
	return length > REGION_CODE ? read_region_name(q, text, length) : read_region_code(q, text, length);
}

static bool is_separator(uint32_t point)
{
	switch (point) {
	case ',':
	case ';':
	case '/':
	case '(':
	case ')':
	case '|':
	case '\n':
	case 0x3001: /* 、 */
	case 0x3010: /* 【 */
	case 0x3011:
	case 0xFF08: /* （ */
	case 0xFF09:
	case 0xFF0C: /* ， */
		return true;
	default:
		return false;
	}
}

static size_t add_part(struct part *parts, size_t n, const char *text, const char *end)
{
	while (text < end && *text == ' ')
		text++;
	while (end > text && end[-1] == ' ')
		end--;
	if (text < end && n < PARTS_MOST)
		parts[n++] = (struct part) { text, (size_t)(end - text) };
	return n;
}

static size_t split(const char *name, struct part parts[PARTS_MOST])
{
	size_t n = 0, at = 0, bytes, begin = 0;
	uint32_t point;
	for (; at < NAME_MOST && name[at]; at += bytes) {
		bytes = text_next(name + at, &point);
		/* A hyphen is part of a name, but for one between blanks. */
		bool dash = point == '-' && at && name[at - 1] == ' ' && name[at + 1] == ' ';
		if (!dash && !is_separator(point))
			continue;
		n = add_part(parts, n, name + begin, name + at);
		begin = at + bytes;
	}
	return add_part(parts, n, name + begin, name + at);
}

/* "LOS ANGELES CA INTERNATIONAL DISTRIBUTION CENTER": the longest beginning that is a town; a state's code may follow it. */
static bool look_up_words(struct question *q, const struct part *part)
{
	for (size_t length = part->length; length > 0;) {
		struct question in_state = *q;
		while (length > 0 && part->text[length - 1] != ' ')
			length--;
		while (length > 0 && part->text[length - 1] == ' ')
			length--;
		const char *word = part->text + length + 1;
		size_t letters = 0;
		while (word + letters < part->text + part->length && word[letters] != ' ')
			letters++;
		bool state = length && !*q->region && letters >= 2 && letters <= 3 && read_region(&in_state, word, letters);
		bool found = length && ((state && look_up(&in_state, part->text, length)) ||
					(*q->country && look_up(q, part->text, length)));
		if (found)
			return true;
	}
	return false;
}

/* "广东省深圳市龙岗区": the largest town that is named in it. The names of towns leave out their 市. */
static bool look_up_inside(struct question *q, const struct part *part)
{
	struct place best = { 0 };
	uint32_t point;
	size_t bytes;
	for (size_t at = 0; at < part->length; at += bytes) {
		size_t end = at;
		bytes = text_next(part->text + at, &point);
		if (point < 0x3400)
			continue;
		for (size_t letters = 1; letters <= HAN_WORD && end < part->length; letters++) {
			end += text_next(part->text + end, &point);
			if (letters > 1 && look_up(q, part->text + at, end - at) && q->out->inhabitants > best.inhabitants)
				best = *q->out;
		}
	}
	*q->out = best;
	return best.accuracy != PLACE_UNKNOWN;
}

/* The first of the parts that names a town; of one in Chinese, a name in it. */
static bool look_up_parts(struct question *q, const struct part *parts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (look_up(q, parts[i].text, parts[i].length))
			return true;
	for (size_t i = 0; i < n; i++)
		if (look_up_words(q, &parts[i]) || look_up_inside(q, &parts[i]))
			return true;
	return false;
}

/* What the last part says of where the others are: "CA 94901", "Germany". Returns how many parts are left. */
static size_t take_hint(struct question *q, const struct part *parts, size_t n)
{
	const struct part *last = &parts[n - 1];
	size_t letters = last->length;
	/* A postal code may follow. */
	while (letters && ((last->text[letters - 1] >= '0' && last->text[letters - 1] <= '9') ||
			   strchr(" -", last->text[letters - 1])))
		letters--;
	if (letters > 1 && !*q->region && read_region(q, last->text, letters))
		return n - 1;
	char code[3];
	if (!*q->country && country_of(q->g, last->text, last->length, code)) {
		memcpy(q->country, code, sizeof code);
		return n - 1;
	}
	/* It says again what is known. */
	if (*q->country && country_of(q->g, last->text, last->length, code) && strcmp(code, q->country) == 0)
		return n - 1;
	return n;
}

static bool find_name(struct question *q, const char *name);

/* "KINGSTON-JAM", "SYDNEY-AU", "SPRINGFIELD GARDENS,NY-USA": the country's code behind a hyphen, in capitals. */
static bool find_before_country(struct question *q, const char *name)
{
	const char *dash = strrchr(name, '-');
	size_t letters = dash ? strspn(dash + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") : 0;
	char code[3], town[NAME_MOST];
	if (letters < 2 || letters > 3 || dash[1 + letters] || (size_t)(dash - name) >= sizeof town ||
	    !country_of(q->g, dash + 1, letters, code) || (*q->country && strcmp(code, q->country) != 0))
		return false;
	memcpy(town, name, (size_t)(dash - name));
	town[dash - name] = '\0';
	memcpy(q->country, code, sizeof code);
	return find_name(q, town);
}

static bool find_name(struct question *q, const char *name)
{
	struct part parts[PARTS_MOST];
	size_t n = split(name, parts), left = n;
	if (look_up(q, name, strnlen(name, NAME_MOST)) || find_before_country(q, name))
		return true;
	struct question hinted = *q;
	/* "CHICAGO, IL, US": from the end. "CHINA, PEOPLES REPUBLIC" is one name of two parts. */
	if (n > 2 && !*q->country &&
	    country_of(q->g, parts[n - 2].text, (size_t)(parts[n - 1].text + parts[n - 1].length - parts[n - 2].text), hinted.country))
		left = n - 2;
	for (size_t before = 0; left > 1 && before != left;) {
		before = left;
		left = take_hint(&hinted, parts, left);
	}
	bool found = left < n && look_up_parts(&hinted, parts, left);
	/* What looked like a state was a country, or neither: "RECIFE, PE". */
	if (!found && left < n && !*q->country && parts[n - 1].length == 2) {
		struct question abroad = *q;
		if (country_of(q->g, parts[n - 1].text, 2, abroad.country))
			found = look_up_parts(&abroad, parts, n - 1);
	}
	if (!found && *hinted.country && !*q->country && parts[n - 1].length > 2)
		memcpy(q->country, hinted.country, sizeof q->country);
	return found || look_up_parts(q, parts, left < n && !*q->country ? 1 : n);
}

static bool find_postal(const struct question *q, const char *postal)
{
	char kind[4] = { '@', (char)(q->country[0] | 0x20), (char)(q->country[1] | 0x20), '\0' };
	struct place_line line;
	return strnlen(postal, 3) == 3 && find_line(q->g, kind, postal, 3, &line) && take_line(q->g, &line, PLACE_POSTAL, q->out);
}

bool place_find(const struct gazetteer *g, const struct place_query *query, struct place *out)
{
	struct buffer key = { 0 };
	struct question q = { .g = g, .key = &key, .out = out };
	struct place_line line;
	*out = (struct place) { .accuracy = PLACE_UNKNOWN };
	place_country(g, query->country, q.country);
	if (query->region && *query->region)
		read_region(&q, query->region, strlen(query->region));
	bool found = query->name && *query->name && find_name(&q, query->name);
	found = found || (*q.country && query->postal && find_postal(&q, query->postal));
	if (!found && *q.country && find_line(g, "+", q.country, 2, &line))
		found = take_line(g, &line, PLACE_COUNTRY, out);
	buffer_free(&key);
	if (!found)
		*out = (struct place) { .accuracy = PLACE_UNKNOWN };
	return found;
}
