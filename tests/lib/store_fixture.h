/*
 * store_fixture: the store of a unit test. $ECOM_STORE_URL names an initialised
 * one (PostgreSQL); without it each test makes an SQLite file in a folder of
 * its own, which is removed at the end.
 */
#ifndef STORE_FIXTURE_H
#define STORE_FIXTURE_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <ecom/store.h>

static char fixture_folder[64];
static const char *fixture_url;
static struct store_options fixture_options = { .busy_timeout_ms = 10000 };

static inline void fixture_remove(void)
{
	DIR *folder = opendir(fixture_folder);
	const struct dirent *entry;
	char path[512];

	while (folder && (entry = readdir(folder))) {
		snprintf(path, sizeof(path), "%s/%s", fixture_folder, entry->d_name);
		unlink(path);
	}
	if (folder)
		closedir(folder);
	rmdir(fixture_folder);
}

/** fixture_path(name): a path in the test's own folder. */
static inline const char *fixture_path(const char *name)
{
	static char paths[8][128];
	static int next;
	char *path = paths[next++ % 8];

	if (!fixture_folder[0]) {
		snprintf(fixture_folder, sizeof(fixture_folder), "/tmp/ecom-unit.XXXXXX");
		if (!mkdtemp(fixture_folder))
			exit(99);
		atexit(fixture_remove);
	}
	snprintf(path, 128, "%s/%s", fixture_folder, name);
	return path;
}

/** fixture_where(): the store under test, made and initialised at the first call. */
static inline const char *fixture_where(void)
{
	struct store *s;
	struct error err;

	if (fixture_url)
		return fixture_url;
	fixture_options.module_path = getenv("ECOM_MODULE_PATH");
	fixture_url = getenv("ECOM_STORE_URL");
	if (!fixture_url) {
		static char path[128];

		snprintf(path, sizeof(path), "%s", fixture_path("store.db"));
		if (store_open(&s, path, STORE_CREATE, &fixture_options, &err) != STATUS_OK) {
			printf("Bail out! %s\n", err.message);
			exit(99);
		}
		store_close(s);
		fixture_url = path;
	}
	return fixture_url;
}

/** fixture_open(mode): never NULL. */
static inline struct store *fixture_open(enum store_mode mode)
{
	struct store *s;
	struct error err;

	if (store_open(&s, fixture_where(), mode, &fixture_options, &err) != STATUS_OK) {
		printf("Bail out! %s\n", err.message);
		exit(99);
	}
	return s;
}

#endif
