/*
 * trace.so, preloaded: a line on stderr for each SQL statement that a program begins. run.sh compares with it what
 * ecom-order and its floor do to a store.
 */
#include <dlfcn.h>
#include <sqlite3.h>
#include <stdio.h>

typedef int open_function(const char *, sqlite3 **, int, const char *);

static int on_statement(unsigned kind, void *ctx, void *statement, void *text)
{
	(void)kind;
	(void)ctx;
	(void)text;
	fprintf(stderr, "statement: %s\n", sqlite3_sql(statement));
	return 0;
}

__attribute__((visibility("default"))) int sqlite3_open_v2(const char *path, sqlite3 **out, int flags, const char *vfs)
{
	open_function *real;
	*(void **)&real = dlsym(RTLD_NEXT, "sqlite3_open_v2");
	int rc = real(path, out, flags, vfs);
	if (*out)
		sqlite3_trace_v2(*out, SQLITE_TRACE_STMT, on_statement, NULL);
	return rc;
}
