/* The records of one batch, inside its transaction: savepoints, keys, verdicts. */
#include "frame.h"

#include <string.h>

struct error *error_copy(struct arena *arena, const struct error *err)
{
	struct error *copy = arena_alloc(arena, sizeof(*copy));

	*copy = *err;
	return copy;
}

/* What was answered then is answered again. */
static enum status repeat_answer(struct frame *f, const char *answer, struct error *err)
{
	const struct record_type *type = f->verb->output;
	struct record_rules rules = { 0 };
	void *record;

	if (!type)
		return STATUS_OK;
	record = arena_zero(&f->batch.arena, type->size);
	while (*answer) {
		size_t length = strcspn(answer, "\n");

		if (record_from_json(type, record, answer, length, &rules, &f->batch.arena, NULL, NULL, err) !=
		    STATUS_OK)
			return error_set(err, STATUS_BUG, "bad_answer", "",
					 "the answer kept for key '%s' cannot be read: %s", f->current->key,
					 err->message);
		writer_put(f->output.writer, record);
		answer += length + (answer[length] == '\n');
	}
	return STATUS_OK;
}

static enum status apply_keyed(struct frame *f, struct entry *e, struct error *err)
{
	struct change change = run_change(&f->run, e->record);
	char digest[DIGEST_TEXT_SIZE];
	const char *answer;
	enum status st;

	record_digest(f->verb->input, e->record, digest);
	st = journal_key_find(&change, e->key, digest, &answer, err);
	if (st == STATUS_OK)
		return repeat_answer(f, answer, err);
	if (st != STATUS_END)
		return st;
	buffer_clear(&f->answer);
	st = f->verb->each(&f->run, e->record, err);
	if (st == STATUS_OK && !e->why)
		st = journal_key_put(&change, e->key, digest, f->answer.length ? f->answer.data : "", err);
	return st;
}

static enum status flush_audit(struct frame *f, struct error *err)
{
	struct change change = run_change(&f->run, NULL);

	return journal_audit_flush(&change, err);
}

/* End the savepoint the way ${st} says. What was held back for it goes with it. */
static enum status end_savepoint(struct frame *f, enum status st, struct mark mark, struct error *err)
{
	if (st == STATUS_OK)
		st = flush_audit(f, err);
	if (st == STATUS_OK)
		return store_savepoint_release(f->run.store, err);
	if (st != STATUS_REJECTED)
		return st;
	output_rewind(f, mark);
	return store_savepoint_rollback(f->run.store, err);
}

static enum status apply_one(struct frame *f, struct entry *e, struct error *err)
{
	struct mark mark = output_mark(f);
	enum status st;

	f->current = e;
	st = store_savepoint(f->run.store, err);
	if (st != STATUS_OK)
		return st;
	st = e->key ? apply_keyed(f, e, err) : f->verb->each(&f->run, e->record, err);
	if (st == STATUS_REJECTED && !e->why)
		e->why = error_copy(&f->batch.arena, err);
	if (st == STATUS_OK && e->why)
		st = STATUS_REJECTED;
	st = end_savepoint(f, st, mark, err);
	if (st == STATUS_OK)
		f->current = NULL;
	return st;
}

static void restore(struct frame *f, struct entry *e)
{
	e->why = e->bad;
	if (e->original)
		memcpy(e->record, e->original, f->verb->input->size);
}

/* A group of records at once; if that will not do, each by itself. */
static enum status apply_group(struct frame *f, struct error *err)
{
	struct batch *b = &f->batch;
	struct mark mark = output_mark(f);
	void *records[STORE_BULK_ROWS];
	enum status st;
	bool rejected;

	for (size_t i = 0; i < b->group_count; i++)
		records[i] = b->group[i]->record;
	st = store_savepoint(f->run.store, err);
	if (st != STATUS_OK)
		return st;
	st = f->verb->chunk(&f->run, records, b->group_count, err);
	rejected = st == STATUS_REJECTED;
	st = end_savepoint(f, st, mark, err);
	for (size_t i = 0; rejected && i < b->group_count && st == STATUS_OK; i++) {
		restore(f, b->group[i]);
		st = apply_one(f, b->group[i], err);
	}
	return st;
}

/* Up to STORE_BULK_ROWS records from *next on without a key; rejected ones between them are passed over. */
static void gather_group(struct batch *b, size_t *next)
{
	b->group_count = 0;
	while (*next < b->count && b->group_count < STORE_BULK_ROWS) {
		struct entry *e = &b->entries[*next];

		if (!e->bad && e->key)
			break;
		if (!e->bad)
			b->group[b->group_count++] = e;
		++*next;
	}
}

enum status batch_apply(struct frame *f, struct error *err)
{
	struct batch *b = &f->batch;
	enum status st = STATUS_OK;

	for (size_t i = 0; i < b->count; i++)
		restore(f, &b->entries[i]);
	for (size_t next = 0; next < b->count && st == STATUS_OK;) {
		if (f->verb->chunk) {
			gather_group(b, &next);
			if (b->group_count) {
				st = apply_group(f, err);
				b->group_count = 0;
				continue;
			}
			if (next == b->count)
				break;
		}
		if (!b->entries[next].bad)
			st = apply_one(f, &b->entries[next], err);
		next++;
	}
	return st;
}
