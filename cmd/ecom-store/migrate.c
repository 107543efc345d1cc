/* ecom-store migrate: bring an older store up to the version of this program. */
#include "verbs.h"

struct migration {
	struct record record;
	int64_t from, to;
	const char *backup;
};

static const struct field FIELDS[] = {
	{ "from", FIELD_INT, 0, FIELD_AT(struct migration, from), NULL, "version of the schema before" },
	{ "to", FIELD_INT, 0, FIELD_AT(struct migration, to), NULL, "version of the schema now" },
	{ "backup", FIELD_TEXT, 0, FIELD_AT(struct migration, backup), NULL, "copy of the store as it was before" },
	{ NULL },
};

static const struct record_type MIGRATION_TYPE = { "migration", "a change of the store's schema",
						   sizeof(struct migration), FIELDS };

static enum status migrate(struct run *run, struct error *err)
{
	struct migration m = { 0 };
	struct buffer backup = { 0 };
	const char *name;
	int from, to;
	enum status st = store_name(run, &name, err);

	if (st != STATUS_OK)
		return st;
	st = store_migrate(name, run_store_options(run), &from, &to, &backup, err);
	if (st == STATUS_OK) {
		m.from = from;
		m.to = to;
		m.backup = backup.length > 0 ? backup.data : NULL;
		record_mark_all(&MIGRATION_TYPE, &m);
		run_emit(run, &m);
	}
	buffer_free(&backup);
	return st;
}

const struct verb VERB_MIGRATE = {
	.name = "migrate",
	.help = "bring an older store up to the version of this program, after a backup",
	.store = VERB_OWN_STORE,
	.output = &MIGRATION_TYPE,
	.run = migrate,
};
