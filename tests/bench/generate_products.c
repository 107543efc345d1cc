/* generate_products N: N synthetic products as CSV with ten columns, keys in order. */
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv)
{
	static const char *const KINDS[] = { "Kettle", "Teapot", "Cup, glass", "Mug", "Tray", "Tin", "Whisk", "Towel" };
	long n = argc > 1 ? strtol(argv[1], NULL, 10) : 1000000;
	unsigned long random = 88172645463325252UL;
	puts("sku,name,description,category,price,currency,cost,barcode,weight_g,status");
	for (long i = 0; i < n; i++) {
		random ^= random << 13, random ^= random >> 7, random ^= random << 17;
		const char *kind = KINDS[random % 8];
		unsigned long price = 100 + random / 8 % 99900;
		printf("SKU-%07ld,\"%s no. %ld\",\"A %s for every day, series %lu\",Kitchen > %c,%lu.%02lu,EUR,%lu.%02lu,29%011ld,%lu,active\n",
		       i, kind, i, kind, random / 1024 % 500, (char)('A' + i % 26), price / 100, price % 100, price / 200,
		       price / 2 % 100, i, 20 + random / 4096 % 3000);
	}
	return ferror(stdout) || fflush(stdout) ? 1 : 0;
}
