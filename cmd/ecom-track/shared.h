/* Who asks carriers: what the verbs of polling share. */
#ifndef ECOM_TRACK_SHARED_H
#define ECOM_TRACK_SHARED_H

#include <ecom/poll.h>

#include "cli.h"

/* Options of every verb that reads adapters and secrets. */
#define AGENT_SECRETS_OPTION(type, member)                                                                             \
	{ "secrets", 0, OPTION_TEXT, "FILE", "secrets, \"account.name = value\", that nobody else can read; else ECOM_SECRETS", \
	  offsetof(type, member) }
#define AGENT_BASE_OPTION(type, member)                                                                                \
	{ "base-url", 0, OPTION_TEXT, "URL", "ask there, in place of every carrier's own address", offsetof(type, member) }
#define AGENT_TELL_OPTION(type, member)                                                                                \
	{ "tell-within", 0, OPTION_DURATION, "TIME", "tell of a new status only if it came about so recently; 0s: never", \
	  offsetof(type, member), "48h" }

struct agent;
/** agent_open(run, secrets, out, err): adapters of ECOM_CARRIERS and share/carriers, secrets of the environment and ${secrets}
 *  (NULL: ECOM_SECRETS). In run->keep. */
enum status agent_open(struct run *run, const char *secrets, int64_t tell_within, struct poll_agent *out,
		       struct error *err);
/** agent_close(agent): the adapters. */
void agent_close(const struct poll_agent *agent);

#endif
