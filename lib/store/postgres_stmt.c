/* The PostgreSQL driver: statements, prepared once; long lists come through a cursor. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "postgres_impl.h"

#define FETCH_ROWS 500

/* The types that a parameter is declared to have, by their fixed numbers in pg_type. */
#define TYPE_ANY  0
#define TYPE_BOOL 16
#define TYPE_INT  20
#define TYPE_TEXT 25
#define TYPE_REAL 701

struct parameter {
	const char *text;
	Oid type;
	char digits[NUMBER_REAL_SIZE];
};

struct postgres_stmt {
	struct stmt base;
	char *text; /* with $1 for ?1; NULL until first used */
	int n;
	struct parameter *parameters;
	Oid *declared; /* the types it was prepared with */
	const char **values;
	char name[24];	 /* of the prepared statement; empty = not yet */
	char cursor[24]; /* open; empty = none */
	PGresult *result;
	int row, rows;
};

static struct postgres_store *store_of(const struct postgres_stmt *q)
{
	return (struct postgres_store *)q->base.store;
}

struct stmt *store_postgres_stmt_new(struct store *s)
{
	(void)s;
	return memory_zero(1, sizeof(struct postgres_stmt));
}

/* ?1 becomes $1, outside quotes; the highest number says how many there are. */
static void translate(struct postgres_stmt *q)
{
	struct buffer text = { 0 };
	char quote = '\0';

	if (q->text)
		return;
	for (const char *p = q->base.text; *p; p++) {
		if (quote ? *p == quote : *p == '\'' || *p == '"')
			quote = quote ? '\0' : *p;
		if (!quote && *p == '?' && isdigit((unsigned char)p[1])) {
			int number = 0;

			for (const char *d = p + 1; isdigit((unsigned char)*d) && number < 100000; d++)
				number = 10 * number + (*d - '0');
			if (number > q->n)
				q->n = number;
			buffer_char(&text, '$');
		} else {
			buffer_char(&text, *p);
		}
	}
	q->text = text.data ? text.data : memory_text("");
	q->parameters = memory_zero((size_t)q->n + 1, sizeof(*q->parameters));
	q->declared = memory_zero((size_t)q->n + 1, sizeof(*q->declared));
	q->values = memory_zero((size_t)q->n + 1, sizeof(*q->values));
}

static struct parameter *parameter_of(struct stmt *base, int parameter)
{
	struct postgres_stmt *q = (struct postgres_stmt *)base;

	translate(q);
	if (parameter >= 1 && parameter <= q->n)
		return &q->parameters[parameter - 1];
	store_stmt_fail(base, STATUS_BUG, "statement", "a parameter that the statement does not have");
	return NULL;
}

void store_postgres_bind_int(struct stmt *q, int parameter, int64_t value)
{
	struct parameter *p = parameter_of(q, parameter);

	if (!p)
		return;
	snprintf(p->digits, sizeof(p->digits), "%lld", (long long)value);
	p->text = p->digits;
	p->type = TYPE_INT;
}

void store_postgres_bind_text(struct stmt *q, int parameter, const char *value)
{
	struct parameter *p = parameter_of(q, parameter);

	if (!p)
		return;
	p->text = value;
	p->type = value ? TYPE_TEXT : TYPE_ANY;
}

void store_postgres_bind_real(struct stmt *q, int parameter, double value)
{
	struct parameter *p = parameter_of(q, parameter);

	if (!p)
		return;
	p->text = number_print_real(p->digits, value);
	p->type = TYPE_REAL;
}

/* The types to declare: what was bound, else what was declared before. True if the statement must be prepared anew. */
static bool declare_types(struct postgres_stmt *q)
{
	bool changed = !q->name[0];

	for (int i = 0; i < q->n; i++) {
		Oid type = q->parameters[i].type;

		q->values[i] = q->parameters[i].text;
		if (q->base.untyped || type == TYPE_ANY || type == q->declared[i])
			continue;
		q->declared[i] = type;
		changed = true;
	}
	return changed;
}

static enum status prepare(struct postgres_stmt *q, struct error *err)
{
	struct postgres_store *s = store_of(q);
	enum status st = STATUS_OK;
	PGresult *r;

	if (!declare_types(q))
		return STATUS_OK;
	snprintf(q->name, sizeof(q->name), "s%u", ++s->names);
	r = PQprepare(s->connection, q->name, q->text, q->n, q->declared);
	if (PQresultStatus(r) != PGRES_COMMAND_OK) {
		st = store_postgres_error(s, r, q->base.text, err);
		q->name[0] = '\0';
	}
	PQclear(r);
	return st;
}

static enum status take(struct postgres_stmt *q, PGresult *r, struct error *err)
{
	ExecStatusType got = PQresultStatus(r);
	enum status st = STATUS_OK;

	PQclear(q->result);
	q->result = NULL;
	q->row = -1;
	q->rows = 0;
	if (got != PGRES_COMMAND_OK && got != PGRES_TUPLES_OK) {
		st = store_postgres_error(store_of(q), r, q->base.text, err);
		PQclear(r);
		return st;
	}
	q->result = r;
	q->rows = PQntuples(r);
	number_parse_int(PQcmdTuples(r), 0, INT64_MAX, &q->base.changed);
	return STATUS_OK;
}

static enum status fetch(struct postgres_stmt *q, struct error *err)
{
	char text[64];

	snprintf(text, sizeof(text), "FETCH %d FROM %s", FETCH_ROWS, q->cursor);
	return take(q, PQexec(store_of(q)->connection, text), err);
}

static enum status open_cursor(struct postgres_stmt *q, struct error *err)
{
	struct postgres_store *s = store_of(q);
	struct buffer text = { 0 };
	char name[24];
	enum status st = STATUS_OK;

	if (PQtransactionStatus(s->connection) == PQTRANS_IDLE) {
		st = store_postgres_run(s, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", NULL, err);
		s->own_read = st == STATUS_OK;
	}
	if (st != STATUS_OK)
		return st;
	declare_types(q);
	snprintf(name, sizeof(name), "c%u", ++s->names);
	buffer_printf(&text, "DECLARE %s NO SCROLL CURSOR FOR %s", name, q->text);
	st = take(q, PQexecParams(s->connection, text.data, q->n, q->declared, q->values, NULL, NULL, 0), err);
	buffer_free(&text);
	if (st == STATUS_OK) {
		memcpy(q->cursor, name, sizeof(name));
		s->cursors++;
		return fetch(q, err);
	}
	if (s->own_read && s->cursors == 0) {
		store_postgres_run(s, "ROLLBACK", NULL, NULL);
		s->own_read = false;
	}
	return st;
}

static void close_cursor(struct postgres_stmt *q)
{
	struct postgres_store *s = store_of(q);
	char text[48];

	if (!q->cursor[0])
		return;
	s->cursors--;
	if (s->own_read && s->cursors == 0) {
		store_postgres_run(s, "ROLLBACK", NULL, NULL);
		s->own_read = false;
	} else if (PQtransactionStatus(s->connection) == PQTRANS_INTRANS) {
		snprintf(text, sizeof(text), "CLOSE %s", q->cursor);
		store_postgres_run(s, text, NULL, NULL);
	}
	q->cursor[0] = '\0';
}

static enum status start(struct postgres_stmt *q, struct error *err)
{
	PGconn *connection = store_of(q)->connection;
	enum status st;

	translate(q);
	if (q->base.failure) {
		if (err)
			*err = *q->base.failure;
		return q->base.failure->status;
	}
	if (q->base.stream)
		return open_cursor(q, err);
	if (q->base.once) {
		declare_types(q);
		return take(q, PQexecParams(connection, q->text, q->n, q->declared, q->values, NULL, NULL, 0), err);
	}
	st = prepare(q, err);
	if (st != STATUS_OK)
		return st;
	return take(q, PQexecPrepared(connection, q->name, q->n, q->values, NULL, NULL, 0), err);
}

enum status store_postgres_step(struct stmt *base, struct error *err)
{
	struct postgres_stmt *q = (struct postgres_stmt *)base;
	enum status st = STATUS_OK;

	if (base->state == STMT_READY)
		st = start(q, err);
	else if (q->row + 1 == q->rows && q->rows == FETCH_ROWS && q->cursor[0])
		st = fetch(q, err);
	if (st == STATUS_OK && q->row + 1 < q->rows) {
		q->row++;
		return STATUS_OK;
	}
	close_cursor(q);
	return st == STATUS_OK ? STATUS_END : st;
}

void store_postgres_reset(struct stmt *base)
{
	struct postgres_stmt *q = (struct postgres_stmt *)base;

	close_cursor(q);
	PQclear(q->result);
	q->result = NULL;
	q->row = q->rows = 0;
	for (int i = 0; i < q->n; i++)
		q->parameters[i].text = NULL, q->parameters[i].type = TYPE_ANY;
}

void store_postgres_stmt_free(struct stmt *base)
{
	struct postgres_stmt *q = (struct postgres_stmt *)base;

	close_cursor(q);
	PQclear(q->result);
	memory_free(q->text);
	memory_free(q->parameters);
	memory_free(q->declared);
	memory_free(q->values);
	memory_free(q);
}

const char *store_postgres_column_text(struct stmt *base, int column)
{
	struct postgres_stmt *q = (struct postgres_stmt *)base;

	if (!q->result || q->row < 0 || q->row >= q->rows || column >= PQnfields(q->result) ||
	    PQgetisnull(q->result, q->row, column))
		return NULL;
	return PQgetvalue(q->result, q->row, column);
}

double store_postgres_column_real(struct stmt *base, int column)
{
	const char *text = store_postgres_column_text(base, column);
	double value = 0;

	if (text)
		number_parse_real(text, -1e308, 1e308, &value);
	return value;
}

int64_t store_postgres_column_int(struct stmt *base, int column)
{
	const char *text = store_postgres_column_text(base, column);
	int64_t value = 0;

	if (!text || number_parse_int(text, INT64_MIN, INT64_MAX, &value))
		return value;
	if (PQftype(((struct postgres_stmt *)base)->result, column) == TYPE_BOOL)
		return text[0] == 't';
	return (int64_t)store_postgres_column_real(base, column);
}

bool store_postgres_column_null(struct stmt *q, int column)
{
	return !store_postgres_column_text(q, column);
}
