#include "frame.h"

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

static void show(struct frame *f, const char *line, size_t length)
{
	struct progress *p = &f->progress;
	struct buffer out = { 0 };

	buffer_printf(&out, p->in_place ? "\r%s%*s" : "%s%*s\n", line,
		      p->in_place && p->width > length ? (int)(p->width - length) : 0, "");
	(void)file_write_all(f->env->err, out.data, out.length, NULL);
	buffer_free(&out);
	p->width = length;
	p->shown = p->in_place;
}

/* It is time for another line; ${now} is what to count from. */
static bool due(struct progress *p, int64_t *now)
{
	if (!p->on)
		return false;
	*now = clock_ms();
	if (*now - p->start < PROGRESS_AFTER || *now - p->last < (p->in_place ? PROGRESS_EVERY : LOG_EVERY))
		return false;
	p->last = *now;
	return true;
}

void progress_step(struct frame *f)
{
	const struct inputs *in = &f->inputs;
	struct buffer line = { 0 };
	int64_t now;

	if (!due(&f->progress, &now))
		return;
	int64_t elapsed = now - f->progress.start;
	buffer_printf(&line, "%s: %zu records, %lld/s", f->prefix, f->n_read,
		      (long long)((int64_t)f->n_read * 1000 / (elapsed > 0 ? elapsed : 1)));
	if (in->bytes_total && !in->size_unknown)
		buffer_printf(&line, ", %d%%", (int)((double)inputs_bytes(f) * 100 / (double)in->bytes_total));
	show(f, line.data, line.length);
	buffer_free(&line);
}

void run_progress(struct run *run, size_t done, size_t count, const char *what)
{
	struct buffer line = { 0 };
	int64_t now;

	if (!due(&run->frame->progress, &now))
		return;
	buffer_printf(&line, "%s: %zu of %zu %s", run->frame->prefix, done, count, what);
	show(run->frame, line.data, line.length);
	buffer_free(&line);
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
