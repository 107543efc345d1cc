/* What the files of the journal share. */
#ifndef ECOM_JOURNAL_IMPL_H
#define ECOM_JOURNAL_IMPL_H

#include <ecom/journal.h>

enum {
	JOURNAL_AUDIT_PUT,
	JOURNAL_KEY_FIND,
	JOURNAL_KEY_PUT,
	JOURNAL_OUTBOX_PUT,
	JOURNAL_OUTBOX_WITHDRAW,
	JOURNAL_CHECK_KEYS,
	JOURNAL_CHECK_OUTBOX,
	JOURNAL_CHECK_AUDIT,
};
extern const struct sql JOURNAL_SQL[];
extern const struct sql_bulk JOURNAL_AUDIT_BULK;

#endif
