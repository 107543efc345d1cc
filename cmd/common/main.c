#include "frame.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

extern char **environ;

static const char *next_verb_name(void *ctx)
{
	const struct verb *const **verb = ctx;

	return **verb ? (*(*verb)++)->name : NULL;
}

static const struct verb *find_verb(const struct program *program, const char *name)
{
	for (const struct verb *const *v = program->verbs; *v; v++)
		if (!strcmp((*v)->name, name))
			return *v;
	return NULL;
}

static enum status unknown_verb(struct frame *f, const char *name, struct error *err)
{
	const struct verb *const *verb = f->program->verbs;
	const char *near = closest_name(name, next_verb_name, &verb);

	if (name[0] == '-')
		return error_set(err, STATUS_USAGE, "bad_verb", "", "'%s' stands where the verb should", name);
	if (near)
		return error_set(err, STATUS_USAGE, "bad_verb", "", "unknown verb '%s'; did you mean '%s'?", name,
				 near);
	return error_set(err, STATUS_USAGE, "bad_verb", "", "unknown verb '%s'", name);
}

static enum status print(struct frame *f, struct buffer *text, struct error *err)
{
	enum status st = file_write_all(f->env->out, text->data, text->length, err);

	if (st != STATUS_OK)
		error_system(err, st, "standard output");
	buffer_free(text);
	return st;
}

/* What is said of the program as a whole. */
static enum status about_program(struct frame *f, const char *option, bool *done, struct error *err)
{
	struct buffer text = { 0 };

	*done = true;
	if (!strcmp(option, "--help") || !strcmp(option, "help"))
		help_program(f->program, &text);
	else if (!strcmp(option, "--version"))
		buffer_printf(&text, "%s %s\n", f->program->name, ECOM_VERSION);
	else if (!strcmp(option, "--spec"))
		spec_program(f->program, NULL, &text);
	else
		*done = false;
	return *done ? print(f, &text, err) : STATUS_OK;
}

/* What is said of the verb instead of doing it. */
static enum status about_verb(struct frame *f, bool *done, struct error *err)
{
	struct buffer text = { 0 };

	*done = true;
	if (f->common.help)
		help_verb(f->program, f->verb, &text);
	else if (f->common.version)
		buffer_printf(&text, "%s %s\n", f->program->name, ECOM_VERSION);
	else if (f->common.spec)
		spec_program(f->program, f->verb, &text);
	else if (f->common.schema)
		spec_schema(f->verb, &text);
	else
		*done = false;
	return *done ? print(f, &text, err) : STATUS_OK;
}

static enum status run_statement(struct frame *f, struct error *err)
{
	return f->verb->run(&f->run, err);
}

static enum status run_verb(struct frame *f, struct error *err)
{
	enum status st = STATUS_OK;
	enum status flushed;

	if (verb_reads(&f->run))
		st = batch_run(f, err);
	else if (verb_writes(&f->run))
		st = transaction_run(f, run_statement, err);
	else
		st = f->verb->run(&f->run, err);

	/* What stands in the output was done, or read, before the failure. */
	flushed = output_flush(f, true, st == STATUS_OK ? err : NULL);
	return st == STATUS_OK ? flushed : st;
}

static void summary(struct frame *f)
{
	const char *plural = f->n_read == 1 ? "" : "s";
	const char *nothing = f->undo ? "; nothing was written" : f->run.dry_run ? "; a dry run writes nothing" : "";

	if (f->n_rejected && !f->common.quiet)
		message(f, "%zu of %zu record%s rejected%s", f->n_rejected, f->n_read, plural, nothing);
	else if (f->common.verbose && f->n_read)
		message(f, "%zu record%s%s", f->n_read, plural, nothing);
}

/* The verb, from its options to its end. A failure is told while the record it happened at is still there. */
static enum status work(struct frame *f, struct error *err)
{
	enum status st;

	if ((st = inputs_prepare(f, err)) != STATUS_OK || (st = output_open(f, err)) != STATUS_OK ||
	    (st = context_open(f, err)) != STATUS_OK || (st = inputs_open(f, err)) != STATUS_OK)
		goto done;
	progress_start(f);
	st = run_verb(f, err);
	progress_clear(f);
done:
	if (st != STATUS_OK && !f->told)
		message_failure(f, st, err);
	inputs_close(f);
	if (f->inputs.rejects) {
		enum status closed = rejects_close(f->inputs.rejects, err);
		if (closed != STATUS_OK)
			message(f, "%s", err->message);
		st = st == STATUS_OK ? closed : st;
	}
	if (st == STATUS_OK)
		summary(f);
	batch_close(f);
	context_close(f);
	output_close(f);
	return st;
}

static enum status start(struct frame *f, int argc, char **argv, struct error *err)
{
	enum status st;
	bool done = false;
	bool help = argc > 2 && !strcmp(argv[1], "help");

	if (argc < 2)
		return error_set(err, STATUS_USAGE, "bad_verb", "", "no verb given");
	if (argc == 2 && ((st = about_program(f, argv[1], &done, err)) != STATUS_OK || done))
		return st;
	const struct verb *verb = find_verb(f->program, argv[1 + help]);
	if (!verb)
		return unknown_verb(f, argv[1 + help], err);
	f->verb = f->run.verb = verb;
	f->prefix = arena_printf(&f->keep, "%s %s", f->program->name, verb->name);
	const char *dash = strchr(f->program->name, '-');
	f->noun_verb = arena_printf(&f->keep, "%s %s", dash ? dash + 1 : f->program->name, verb->name);

	if ((st = options_parse(f, argc - 2 - help, argv + 2 + help, err)) != STATUS_OK)
		return st;
	f->common.help |= help;
	if ((st = about_verb(f, &done, err)) != STATUS_OK || done)
		return st;
	f->run.dry_run = f->common.dry_run;
	return work(f, err);
}

int program_run(const struct program *program, const struct env *env, int argc, char **argv)
{
	struct frame f = { .program = program, .env = env, .prefix = program->name, .now = INSTANT_NONE };
	struct error err = { 0 };
	enum status st;
	int code;

	f.run.frame = &f;
	f.run.keep = f.run.arena = &f.keep;
	f.run.actor = "";
	f.inputs.fd = -1;
	st = start(&f, argc, argv, &err);
	if (st != STATUS_OK && !f.told)
		message_failure(&f, st, &err);
	code = exit_code(&f, st);
	arena_free(&f.keep);
	return code;
}

static void out_of_memory(size_t wanted)
{
	static const char LINE[] = "out of memory\n";

	(void)wanted;
	if (write(STDERR_FILENO, LINE, sizeof(LINE) - 1) < 0)
		_exit(STATUS_MEMORY);
	_exit(STATUS_MEMORY);
}

/*
 * A descriptor that the caller closed is filled, lest the store's file get
 * its number and be written over by a message. It is opened the wrong way
 * round, so that using it is an error instead of a silent loss.
 */
static void fill_standard_descriptors(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
			_exit(STATUS_IO);
}

int program_main(const struct program *program, int argc, char **argv)
{
	struct env env = { STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO, environ, NULL };
	int code;

	fill_standard_descriptors();
	signal(SIGPIPE, SIG_DFL);
	signal(SIGXFSZ, SIG_IGN); /* a file that may not grow any more is a failed write, exit 74 */
	memory_on_failure(out_of_memory);
	code = program_run(program, &env, argc, argv);
	/* Some file systems tell of a full disk only here. */
	if (close(STDOUT_FILENO) != 0 && code == STATUS_OK)
		code = STATUS_IO;
	return code;
}
