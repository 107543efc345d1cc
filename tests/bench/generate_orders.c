/* generate_orders N [keys]: N orders of two lines as JSON lines; with "keys" each has an idempotency key. */
#include <stdlib.h>

#include "orders.h"

int main(int argc, char **argv)
{
	struct bench_order o;
	long n = argc > 1 ? strtol(argv[1], NULL, 10) : 1000;
	for (long i = 0; i < n; i++) {
		bench_order(i, &o);
		printf("{\"order\":\"%s\",\"customer\":\"%s\",\"lines\":[{\"sku\":\"%s\",\"quantity\":%ld},"
		       "{\"sku\":\"%s\",\"quantity\":%ld}]",
		       o.id, o.customer, o.sku[0], o.quantity[0], o.sku[1], o.quantity[1]);
		if (argc > 2)
			printf(",\"key\":\"key-%s\"", o.id);
		puts("}");
	}
	return ferror(stdout) || fflush(stdout) ? 1 : 0;
}
