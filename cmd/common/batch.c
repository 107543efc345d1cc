/*
 * The batch executor. A batch is what was read until it is full or the input
 * would block; it is one transaction, run again when the store lost it to
 * another. Only after its commit is its output printed and are its rejects told.
 */
#include "frame.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#define RETRY_LIMIT 20
/* Of input: a batch of long records ends early, so that memory stays bounded. */
#define BATCH_BYTES ((uint64_t)8 << 20)

/* Longer with each try, and never the same for two processes that stand in each other's way. */
static void wait_before_retry(int tries)
{
	static uint64_t state;
	struct timespec t;

	if (!state) {
		clock_gettime(CLOCK_MONOTONIC, &t);
		state = (uint64_t)t.tv_nsec ^ (uint64_t)getpid() << 32 ^ UINT64_C(0x9e3779b97f4a7c15);
	}
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	long ceiling = tries < 7 ? 4000000L << tries : 500000000L;
	t = (struct timespec) { 0, ceiling / 2 + (long)(state % (uint64_t)(ceiling / 2)) };
	nanosleep(&t, NULL);
}

static enum status transaction_try(struct frame *f, transaction_body *body, struct error *err)
{
	struct store *store = f->run.store;
	enum status st;

	f->undo = false;
	st = store_begin(store, err);
	f->in_transaction = st == STATUS_OK;
	if (st == STATUS_OK)
		st = body(f, err);
	if (st == STATUS_OK) {
		struct change change = run_change(&f->run, NULL);
		st = journal_audit_flush(&change, err);
	}
	if (st == STATUS_OK && !f->undo && !f->common.dry_run)
		st = store_commit(store, err);
	if (st != STATUS_OK || f->undo || f->common.dry_run)
		store_rollback(store);
	f->in_transaction = false;
	return st;
}

enum status transaction_run(struct frame *f, transaction_body *body, struct error *err)
{
	struct mark start = output_mark(f);
	size_t n_loose = f->n_loose;
	bool found = f->found;

	for (int tries = 0;; tries++) {
		enum status st = transaction_try(f, body, err);

		if (st != STATUS_OK)
			output_rewind(f, start);
		if (st != STATUS_RETRY)
			return st;
		f->current = NULL;
		f->n_loose = n_loose;
		f->found = found;
		if (tries == RETRY_LIMIT)
			return error_set(err, STATUS_BUSY, "busy", "",
					 "lost to other writers %d times; try again later", RETRY_LIMIT + 1);
		wait_before_retry(tries);
	}
}

static enum status finish(struct frame *f, struct error *err)
{
	f->run.arena = &f->keep;
	f->current = NULL;
	return f->verb->finish ? f->verb->finish(&f->run, err) : STATUS_OK;
}

/* Tell a reject: to --rejects as it came, else a line on stderr. */
static enum status report_reject(struct frame *f, const struct entry *e, struct error *err)
{
	const struct record *record = e->record;
	struct buffer line = { 0 };

	f->n_rejected++;
	if (f->inputs.rejects && record->raw)
		return rejects_put(f->inputs.rejects, record, e->why, err);
	message_position(record, &line);
	if (e->why->field[0])
		buffer_printf(&line, "%s: ", e->why->field);
	message_clean(&line, e->why->message);
	buffer_char(&line, '\n');
	message_write(f, &line);
	buffer_free(&line);
	return STATUS_OK;
}

/* Read one record into ${e}. What is wrong with it alone is noted there; any other status is the input's. */
static enum status read_entry(struct frame *f, struct entry *e, struct error *err)
{
	struct arena *arena = &f->batch.arena;
	size_t size = f->verb->input->size;
	enum status st;

	*e = (struct entry) { .record = arena_zero(arena, size) };
	st = inputs_next(f, arena, e->record, err);
	if (st == STATUS_OK)
		st = keys_give(f, e->record, arena, &e->key, err);
	if (st == STATUS_OK && f->verb->store == VERB_WRITES) {
		e->original = arena_alloc(arena, size);
		memcpy(e->original, e->record, size);
	}
	if (st == STATUS_REJECTED) {
		e->bad = e->why = error_copy(arena, err);
		st = STATUS_OK;
	}
	return st;
}

static void batch_fill(struct frame *f)
{
	struct batch *b = &f->batch;
	uint64_t start = inputs_bytes(f);
	enum status st = STATUS_OK;

	arena_reset(&b->arena);
	f->run.arena = &b->arena;
	f->now = INSTANT_NONE;
	b->count = 0;
	b->fills++;
	while (b->count < b->limit && inputs_bytes(f) - start < BATCH_BYTES && !(b->count && inputs_would_block(f))) {
		b->entries = memory_grow(b->entries, b->count, &b->capacity, sizeof(*b->entries));
		st = read_entry(f, &b->entries[b->count], &b->failure);
		if (st != STATUS_OK)
			break;
		b->count++;
	}
	b->ended = st != STATUS_OK;
	if (st != STATUS_OK && st != STATUS_END) {
		b->failed = st;
		b->failed_at = *(struct record *)b->entries[b->count].record;
	}
}

static size_t batch_rejects(const struct batch *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->count; i++)
		n += b->entries[i].why != NULL;
	return n;
}

/* The batch is over: tell its rejects in the order of the input. */
static enum status batch_settle(struct frame *f, struct error *err)
{
	struct batch *b = &f->batch;
	enum status st = STATUS_OK;

	for (size_t i = 0; i < b->count && st == STATUS_OK; i++)
		if (b->entries[i].why)
			st = report_reject(f, &b->entries[i], err);
	f->n_read += b->count;
	b->count = 0;
	progress_step(f);
	return st;
}

/* A transaction for each batch. */
static enum status run_batches(struct frame *f, struct error *err)
{
	struct batch *b = &f->batch;
	enum status st = STATUS_OK;

	do {
		batch_fill(f);
		if (b->count > batch_rejects(b))
			st = transaction_run(f, batch_apply, err);
		if (st != STATUS_OK)
			return st;
		f->n_committed += b->count - batch_rejects(b);
		if ((st = output_flush(f, false, err)) != STATUS_OK || (st = batch_settle(f, err)) != STATUS_OK)
			return st;
	} while (!b->ended);
	return b->failed || !f->verb->finish ? STATUS_OK : transaction_run(f, finish, err);
}

/* All of the input in one transaction. Batches only bound the memory. */
static enum status apply_whole(struct frame *f, struct error *err)
{
	struct batch *b = &f->batch;
	enum status st = STATUS_OK;

	f->undo = f->common.atomic; /* until it came to its end */
	if (b->fills > 1)
		return error_set(err, STATUS_BUSY, "busy", "", "lost to another writer; run it again");
	if (!b->fills)
		batch_fill(f);
	while ((st = batch_apply(f, err)) == STATUS_OK && !b->ended) {
		if (!f->common.atomic && (st = output_flush(f, false, err)) != STATUS_OK)
			return st;
		if ((st = batch_settle(f, err)) != STATUS_OK)
			return st;
		batch_fill(f);
	}
	if (st == STATUS_OK && !b->failed)
		st = finish(f, err);
	if (st == STATUS_OK)
		f->undo = f->common.atomic && (b->failed || f->n_rejected || batch_rejects(b));
	return st;
}

static enum status run_whole(struct frame *f, struct error *err)
{
	struct mark start = output_mark(f);
	enum status st = transaction_run(f, apply_whole, err);

	if (st == STATUS_OK && f->undo)
		output_rewind(f, start);
	return st == STATUS_OK ? batch_settle(f, err) : st;
}

/* A filter that writes nothing: record by record, its output flushed when the input has to be waited for. */
static enum status run_filter(struct frame *f, struct error *err)
{
	struct batch *b = &f->batch;
	struct entry *e = &b->single;
	enum status st;

	f->run.arena = &b->arena;
	for (;;) {
		if (output_pending(f) && (output_pending(f) >= OUTPUT_ENOUGH || inputs_would_block(f)) &&
		    (st = output_flush(f, false, err)) != STATUS_OK)
			return st;
		arena_reset(&b->arena);
		f->now = INSTANT_NONE;
		st = read_entry(f, e, &b->failure);
		if (st == STATUS_END)
			return finish(f, err);
		if (st != STATUS_OK) {
			b->failed = st;
			b->failed_at = *(struct record *)e->record;
			return STATUS_OK;
		}
		struct mark mark = output_mark(f);
		f->current = e;
		if (!e->bad)
			st = f->verb->each(&f->run, e->record, err);
		if (st == STATUS_REJECTED && !e->why)
			e->why = error_copy(&b->arena, err);
		if (st != STATUS_OK && st != STATUS_REJECTED)
			return st;
		f->current = NULL;
		f->n_read++;
		if (e->why) {
			output_rewind(f, mark);
			if ((st = report_reject(f, e, err)) != STATUS_OK)
				return st;
		}
		progress_step(f);
	}
}

/* The input broke off. What was read before counts; the fault is told where the reader stood. */
static enum status input_failure(struct frame *f, struct error *err)
{
	struct batch *b = &f->batch;
	*err = b->failure;
	b->single.record = &b->failed_at;
	f->current = &b->single;
	return b->failed;
}

enum status batch_run(struct frame *f, struct error *err)
{
	struct batch *b = &f->batch;
	enum status st;

	b->limit = f->common.batch ? (size_t)f->common.batch : f->verb->batch ? f->verb->batch : 100;
	if (f->verb->store != VERB_WRITES)
		st = run_filter(f, err);
	else if (f->common.atomic || f->common.dry_run)
		st = run_whole(f, err);
	else
		st = run_batches(f, err);
	f->run.arena = &f->keep;
	return st == STATUS_OK && b->failed ? input_failure(f, err) : st;
}

void batch_close(struct frame *f)
{
	arena_free(&f->batch.arena);
	memory_free(f->batch.entries);
}
