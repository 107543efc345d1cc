/*
 * floor_import STORE FILE: the least an import can do: libcsv and one prepared
 * upsert into the product table of an initialised store. No typed records, no
 * checks, no audit, no rejects. The price is read by leaving out its dot.
 */
#include <csv.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COLUMNS 10
#define BATCH 20000

static sqlite3 *db;
static sqlite3_stmt *upsert;
static int column;
static long row;
static char text[COLUMNS][4096];
static size_t length[COLUMNS];

static void run(const char *sql)
{
	char *message;
	if (sqlite3_exec(db, sql, NULL, NULL, &message)) {
		fprintf(stderr, "%s: %s\n", sql, message);
		exit(1);
	}
}

static void cell(void *s, size_t n, void *ctx)
{
	(void)ctx;
	memcpy(text[column], s, n);
	text[column][n] = '\0';
	length[column++] = n;
}

static long long cents(const char *s)
{
	long long n = 0;
	for (; *s; s++)
		if (*s != '.')
			n = n * 10 + (*s - '0');
	return n;
}

static void end_row(int c, void *ctx)
{
	(void)c;
	(void)ctx;
	column = 0;
	if (row++ == 0)
		return;
	for (int i = 0; i < COLUMNS; i++) {
		if (i == 4 || i == 6)
			sqlite3_bind_int64(upsert, i + 1, cents(text[i]));
		else if (i == 8)
			sqlite3_bind_int64(upsert, i + 1, strtoll(text[i], NULL, 10));
		else if (i == 9)
			sqlite3_bind_int64(upsert, i + 1, 1);
		else
			sqlite3_bind_text(upsert, i + 1, text[i], (int)length[i], SQLITE_STATIC);
	}
	if (sqlite3_step(upsert) != SQLITE_DONE) {
		fprintf(stderr, "row %ld: %s\n", row, sqlite3_errmsg(db));
		exit(1);
	}
	sqlite3_reset(upsert);
	if (row % BATCH == 0) {
		run("COMMIT");
		run("BEGIN IMMEDIATE");
	}
}

int main(int argc, char **argv)
{
	static char buffer[1 << 16];
	struct csv_parser parser;
	ssize_t n;
	if (argc != 3 || sqlite3_open(argv[1], &db))
		return 1;
	run("PRAGMA synchronous=FULL");
	run("PRAGMA cache_size=-16384");
	run("PRAGMA wal_autocheckpoint=4096");
	run("PRAGMA temp_store=MEMORY");
	sqlite3_prepare_v2(db,
			   "INSERT INTO product (sku, name, description, category, price, currency, cost, barcode, weight_g, status,"
			   " price_since) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,0) ON CONFLICT (sku) DO UPDATE SET"
			   " name=excluded.name, description=excluded.description, category=excluded.category,"
			   " price=excluded.price, currency=excluded.currency, cost=excluded.cost, barcode=excluded.barcode,"
			   " weight_g=excluded.weight_g, status=excluded.status",
			   -1, &upsert, NULL);
	int fd = open(argv[2], O_RDONLY);
	csv_init(&parser, 0);
	run("BEGIN IMMEDIATE");
	while ((n = read(fd, buffer, sizeof(buffer))) > 0)
		csv_parse(&parser, buffer, (size_t)n, cell, end_row, NULL);
	csv_fini(&parser, cell, end_row, NULL);
	run("COMMIT");
	csv_free(&parser);
	sqlite3_finalize(upsert);
	sqlite3_close(db);
	return 0;
}
