/* What the verbs of ecom-notify share. */
#include <string.h>

#include "verbs.h"

const char *const *shared_folders(struct run *run, const char *variable, const char *own)
{
	const char *list = run_environment(run, variable);
	size_t n = 2, used = 0;
	const char **folders;

	for (const char *p = list; p && *p; p++)
		n += *p == ':';
	folders = arena_zero(run->keep, (n + 1) * sizeof(*folders));
	for (const char *p = list; p && *p; p += *p == ':') {
		size_t length = strcspn(p, ":");

		if (length > 0)
			folders[used++] = arena_copy(run->keep, p, length);
		p += length;
	}
	folders[used] = run_share(run, own);
	return folders;
}
