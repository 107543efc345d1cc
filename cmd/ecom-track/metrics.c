/* ecom-track metrics: the state of tracking, for Prometheus. */
#include "verbs.h"

#include <ecom/poll.h>

struct metrics_options {
	const char *file;
};

static const struct option OPTIONS[] = {
	{ "file", 'o', OPTION_TEXT, "FILE", "write there, in one step, in place of standard output",
	  offsetof(struct metrics_options, file) },
	{ NULL },
};

static enum status write_file(const char *path, const struct buffer *text, struct error *err)
{
	struct file_replacement file;
	enum status st = file_replace_open(&file, path, err);

	if (st != STATUS_OK)
		return st;
	st = file_write_all(file.fd, text->data, text->length, err);
	if (st == STATUS_OK)
		return file_replace_commit(&file, err);
	file_replace_abandon(&file);
	return st;
}

static enum status metrics(struct run *run, struct error *err)
{
	const struct metrics_options *o = run->options;
	struct buffer text = { 0 };
	enum status st = poll_metrics(run->store, run_now(run), &text, err);

	if (st == STATUS_OK && o->file)
		st = write_file(o->file, &text, err);
	else if (st == STATUS_OK)
		run_print(run, text.data);
	buffer_free(&text);
	return st;
}

const struct verb VERB_METRICS = {
	.name = "metrics",
	.help = "print the state of tracking for Prometheus",
	.store = VERB_READS,
	.options = OPTIONS,
	.options_size = sizeof(struct metrics_options),
	.run = metrics,
};
