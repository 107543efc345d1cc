/* The orders of the benchmark: two lines each, of different SKUs among the first BENCH_SKUS that generate_products makes. */
#ifndef BENCH_ORDERS_H
#define BENCH_ORDERS_H

#include <stdio.h>

#define BENCH_SKUS     2000
#define BENCH_LOCATION "main"

struct bench_order {
	char id[16], customer[16];
	char sku[2][16]; /* in their order */
	long quantity[2];
};

static inline void bench_order(long i, struct bench_order *o)
{
	unsigned long random = 88172645463325252UL + (unsigned long)i * 0x9e3779b97f4a7c15UL;
	random ^= random >> 31, random *= 0x7fb5d329728ea185UL, random ^= random >> 27;
	unsigned long a = random % BENCH_SKUS, b = (a + 1 + random / 4096 % (BENCH_SKUS - 1)) % BENCH_SKUS;
	snprintf(o->id, sizeof(o->id), "B%08lu", (unsigned long)i % 100000000);
	snprintf(o->customer, sizeof(o->customer), "c%lu", random / 65536 % 5000);
	snprintf(o->sku[0], sizeof(o->sku[0]), "SKU-%07lu", (a < b ? a : b) % 10000000);
	snprintf(o->sku[1], sizeof(o->sku[1]), "SKU-%07lu", (a < b ? b : a) % 10000000);
	o->quantity[0] = 1 + (long)(random / 16 % 3);
	o->quantity[1] = 1 + (long)(random / 64 % 3);
}

#endif
