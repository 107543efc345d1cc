#include "frame.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define PROGRESS_AFTER 1000 /* ms: shorter work shows nothing */
#define PROGRESS_EVERY 200
#define LOG_EVERY      5000 /* where lines cannot be taken back */

static int64_t clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

void progress_start(struct frame *f)
{
	struct progress *p = &f->progress;
	bool terminal = isatty(f->env->err);

	p->on = verb_reads(&f->run) && (f->common.progress == PROGRESS_ALWAYS ||
					(f->common.progress == PROGRESS_AUTO && terminal && !f->common.quiet));
	p->in_place = terminal;
	if (p->on)
		p->start = p->last = clock_ms();
}

static void show(struct frame *f, int64_t now)
{
	struct progress *p = &f->progress;
	const struct inputs *in = &f->inputs;
	int64_t elapsed = now - p->start;
	size_t records = f->n_read;
	char line[160];
	int length;

	length = snprintf(line, sizeof(line), "%s: %zu records, %lld/s", f->prefix, records,
			  (long long)((int64_t)records * 1000 / (elapsed > 0 ? elapsed : 1)));
	if (length > 0 && in->bytes_total && !in->size_unknown && length < (int)sizeof(line))
		length += snprintf(line + length, sizeof(line) - (size_t)length, ", %d%%",
				   (int)((double)inputs_bytes(f) * 100 / (double)in->bytes_total));
	if (length < 0)
		return;
	if (length >= (int)sizeof(line))
		length = (int)sizeof(line) - 1;
	struct buffer out = { 0 };
	buffer_printf(&out, p->in_place ? "\r%s%*s" : "%s%*s\n", line,
		      p->in_place && p->width > (size_t)length ? (int)(p->width - (size_t)length) : 0, "");
	(void)file_write_all(f->env->err, out.data, out.length, NULL);
	buffer_free(&out);
	p->width = (size_t)length;
	p->shown = p->in_place;
}

void progress_step(struct frame *f)
{
	struct progress *p = &f->progress;
	int64_t now;

	if (!p->on)
		return;
	now = clock_ms();
	if (now - p->start < PROGRESS_AFTER || now - p->last < (p->in_place ? PROGRESS_EVERY : LOG_EVERY))
		return;
	p->last = now;
	show(f, now);
}

/* Blanks rather than an escape sequence: every terminal knows them. */
void progress_clear(struct frame *f)
{
	struct progress *p = &f->progress;
	struct buffer out = { 0 };

	if (!p->shown)
		return;
	buffer_printf(&out, "\r%*s\r", (int)p->width, "");
	(void)file_write_all(f->env->err, out.data, out.length, NULL);
	buffer_free(&out);
	p->shown = false;
	p->width = 0;
}
