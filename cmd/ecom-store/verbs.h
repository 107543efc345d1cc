/* The verbs of ecom-store. */
#ifndef ECOM_STORE_VERBS_H
#define ECOM_STORE_VERBS_H

#include "cli.h"

extern const struct verb VERB_INIT, VERB_MIGRATE, VERB_CHECK, VERB_INFO, VERB_BACKUP, VERB_RESTORE;

/** store_name(run, name, err): the store that a verb of its own opening works on. */
enum status store_name(const struct run *run, const char **name, struct error *err);
/** one_file(run, file, err): the single FILE operand. */
enum status one_file(const struct run *run, const char **file, struct error *err);

#endif
