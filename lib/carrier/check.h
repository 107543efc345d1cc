/* check: what the files of the checks share: check.c, check_reply.c. */
#ifndef ECOM_CARRIER_CHECK_H
#define ECOM_CARRIER_CHECK_H

#include "carrier_impl.h"

/* The file under check, and which values a template may have at the moment. */
struct checking {
	const json_t *file;
	struct template_check check;
	bool push, token_allowed, token_request, found;
	uint64_t secrets_used; /* bit by index */
	template_report *report;
	void *ctx;
};

/** carrier_check_text(c, object, at, member): a template, where it is there at all. */
void carrier_check_text(struct checking *c, const json_t *object, const char *at, const char *member);
/** carrier_check_one_of(c, object, at, member, words): one of a NULL-ended list, where it is there at all. False: it is
 * there, and is not. */
bool carrier_check_one_of(struct checking *c, const json_t *object, const char *at, const char *member,
			  const char *const *words);
/** carrier_check_duration(c, object, at, member): "30m", where it is there at all. */
void carrier_check_duration(struct checking *c, const json_t *object, const char *at, const char *member);
/** carrier_check_word(text, more): small letters, digits and the characters of ${more}; at least one. */
bool carrier_check_word(const char *text, const char *more);
/** carrier_check_sources(c, object, at, member, levels): sources, where they are there at all. ${levels}: 1 in the
 * reply, 2 in an item, 3 in an event. */
void carrier_check_sources(struct checking *c, const json_t *object, const char *at, const char *member, int levels);
/** carrier_check_reply(c, reply, at, fetch): the member "reply" of an operation. */
void carrier_check_reply(struct checking *c, const json_t *reply, const char *at, bool fetch);
void carrier_check_webhook(struct checking *c, const json_t *webhook, const char *at);

#endif
