#include "format_impl.h"

#include <string.h>

#define HEADER_MAX (1u << 20)

static const char DELIMITERS[] = { ',', ';', '\t', '|' };

/* The length of the first line outside quotes, 0 if it has no end yet. */
static size_t header_length(const char *head, size_t length)
{
	bool quoted = false;

	for (size_t i = 0; i < length; i++) {
		if (head[i] == '"')
			quoted = !quoted;
		else if (!quoted && (head[i] == '\n' || head[i] == '\r'))
			return i + 1;
	}
	return 0;
}

static size_t leading_blanks(const char *head, size_t length)
{
	size_t i = 0;

	while (i < length && strchr(" \t\r\n", head[i]) && head[i])
		i++;
	return i;
}

static size_t leading_line_ends(const char *head, size_t length)
{
	size_t i = 0;

	while (i < length && (head[i] == '\r' || head[i] == '\n'))
		i++;
	return i;
}

char format_sniff(const char *head, size_t length)
{
	size_t counts[ARRAY_LENGTH(DELIMITERS)] = { 0 }, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < length; i++) {
		const char *at;

		if (head[i] == '"')
			quoted = !quoted;
		else if (!quoted && (head[i] == '\n' || head[i] == '\r'))
			break;
		else if (!quoted && (at = memchr(DELIMITERS, head[i], sizeof DELIMITERS)))
			counts[at - DELIMITERS]++;
	}
	for (size_t i = 1; i < ARRAY_LENGTH(DELIMITERS); i++)
		if (counts[i] > counts[best])
			best = i;
	return DELIMITERS[best];
}

static enum status read_head(struct reader *r, struct error *err)
{
	const char *data;
	size_t length;
	enum status status = format_source_next(&r->source, &data, &length, err);

	if (status == STATUS_OK)
		buffer_add(&r->head, data, length);
	else if (status == STATUS_END)
		r->head_ended = true;
	else
		return status;
	return STATUS_OK;
}

static void describe(struct reader *r, char delimiter)
{
	buffer_clear(&r->description);
	if (!delimiter)
		buffer_text(&r->description, "JSON");
	else if (delimiter == '\t')
		buffer_text(&r->description, "CSV, TAB");
	else
		buffer_printf(&r->description, "CSV, '%c'", delimiter);
	buffer_printf(&r->description, ", %s", r->source.found);
}

enum status format_detect(struct reader *r, struct error *err)
{
	enum format format = r->options.format;
	char delimiter = r->options.delimiter;
	size_t skip;

	for (;;) {
		enum status status;

		skip = leading_blanks(r->head.data, r->head.length);
		if (skip < r->head.length || r->head_ended)
			break;
		status = read_head(r, err);
		if (status != STATUS_OK)
			return status;
	}
	if (skip == r->head.length)
		return STATUS_END;
	if (format == FORMAT_AUTO)
		format = r->head.data[skip] == '{' || r->head.data[skip] == '[' ? FORMAT_JSONL : FORMAT_CSV;
	if (format == FORMAT_JSONL) {
		format_json_open(r);
		describe(r, '\0');
		return STATUS_OK;
	}
	if (format == FORMAT_TSV && !delimiter)
		delimiter = '\t';
	skip = leading_line_ends(r->head.data, r->head.length);
	while (!delimiter && !r->head_ended && r->head.length < HEADER_MAX &&
	       !header_length(r->head.data + skip, r->head.length - skip)) {
		enum status status = read_head(r, err);
		if (status != STATUS_OK)
			return status;
	}
	if (!delimiter)
		delimiter = format_sniff(r->head.data + skip, r->head.length - skip);
	format_csv_open(r, delimiter);
	describe(r, delimiter);
	return STATUS_OK;
}
