#include "frame.h"

#include <libgen.h>
#include <limits.h>
#include <pwd.h>
#include <string.h>
#include <unistd.h>

const char *frame_environment(const struct frame *f, const char *name)
{
	size_t length = strlen(name);

	for (char **e = f->env->environment; e && *e; e++)
		if (!strncmp(*e, name, length) && (*e)[length] == '=')
			return (*e)[length + 1] ? *e + length + 1 : NULL;
	return NULL;
}

const char *frame_path(struct frame *f, const char *variable, const char *beside)
{
	const char *folder = frame_environment(f, variable);
	char path[PATH_MAX];
	ssize_t length;

	if (folder)
		return folder;
	if (f->env->executable)
		return arena_printf(&f->keep, "%s/../%s", dirname(arena_text(&f->keep, f->env->executable)), beside);
	length = readlink("/proc/self/exe", path, sizeof(path) - 1);
	if (length < 0)
		return beside;
	path[length] = '\0';
	return arena_printf(&f->keep, "%s/../%s", dirname(path), beside);
}

static const char *login_name(struct frame *f)
{
	struct passwd entry, *found = NULL;
	char space[4096];

	if (getpwuid_r(getuid(), &entry, space, sizeof(space), &found) == 0 && found)
		return arena_text(&f->keep, found->pw_name);
	return arena_printf(&f->keep, "uid:%lu", (unsigned long)getuid());
}

static void find_actor(struct frame *f)
{
	const char *actor = f->common.actor;

	if (!actor)
		actor = frame_environment(f, "ECOM_ACTOR");
	if (!actor && verb_groups(f->verb) & GROUP_ACTOR)
		actor = login_name(f);
	if (actor)
		f->run.actor = actor;
}

static enum status open_store(struct frame *f, struct error *err)
{
	const char *where = run_store_name(&f->run);
	enum store_mode mode = verb_writes(&f->run) ? STORE_WRITE : STORE_READ;

	f->store_options.module_path = frame_path(f, "ECOM_MODULES", "lib/ecom");
	f->store_options.busy_timeout_ms = f->common.wait < INT_MAX ? (int)f->common.wait : INT_MAX;
	if (f->verb->store == VERB_NO_STORE || f->verb->store == VERB_OWN_STORE)
		return STATUS_OK;
	if (f->verb->store == VERB_READS_AT_ONCE && verb_reads(&f->run))
		return STATUS_OK;
	if (!where && f->verb->store == VERB_STORE_OPTIONAL)
		return STATUS_OK;
	if (!where)
		return error_set(err, STATUS_USAGE, "no_store", "", "no store: give --store or set ECOM_STORE");
	return store_open(&f->run.store, where, mode, &f->store_options, err);
}

/* --tz, else the store's setting, else UTC. */
static enum status open_zone(struct frame *f, struct error *err)
{
	struct buffer name = { 0 };
	enum status st = STATUS_OK;

	if (f->common.zone) {
		buffer_text(&name, f->common.zone);
	} else if (f->run.store) {
		st = store_setting_get(f->run.store, "zone", &name, err);
		if (st == STATUS_END)
			st = STATUS_OK;
	}
	if (st == STATUS_OK)
		st = zone_open(&f->zone, name.length ? name.data : "UTC", err);
	if (st != STATUS_OK && f->common.zone)
		st = err->status = STATUS_USAGE;
	f->run.zone = f->zone;
	buffer_free(&name);
	return st == STATUS_OK ? options_rezone(f, err) : st;
}

enum status context_open(struct frame *f, struct error *err)
{
	enum status st = STATUS_OK;

	if (f->common.zone) /* a wrong command line is told before the store is looked for */
		st = open_zone(f, err);
	if (st == STATUS_OK)
		st = open_store(f, err);
	if (st == STATUS_OK && !f->common.zone)
		st = open_zone(f, err);
	if (st == STATUS_OK)
		find_actor(f);
	return st;
}

void context_close(struct frame *f)
{
	store_close(f->run.store);
	zone_free(f->zone);
	f->run.store = NULL;
	f->zone = NULL;
}
