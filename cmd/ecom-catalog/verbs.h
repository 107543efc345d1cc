/* The verbs of ecom-catalog. */
#ifndef ECOM_CATALOG_VERBS_H
#define ECOM_CATALOG_VERBS_H

#include "cli.h"

extern const struct verb VERB_IMPORT, VERB_EXPORT, VERB_LIST, VERB_GET, VERB_SEARCH, VERB_PRICE, VERB_ARCHIVE, VERB_CHECK;

#endif
