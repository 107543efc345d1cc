#include <ecom/value.h>

#include <tap.h>

int main(void)
{
	/* GS1's example of its check digit calculation is 6291041500213; the others by the same sum in python3. */
	static const char *const good[] = {
		"6291041500213", "4006381333931",  "96385074", "036000291452",
		"614141000036",	 "10614141000415", "00000000", "00614141000036",
	};
	static const char *const bad[] = {
		"6291041500214",
		"6291041500231",
		"96385075",
		"036000291453",
		"10614141000416",
		"",
		"0",
		"629104150021",
		"62910415002130",
		"629104150021X",
		" 6291041500213",
		"6291041500213 ",
		"6291-04150021",
		"978030640615X",
	};
	char text[14];
	bool caught = true;
	int place, digit;
	size_t i;

	for (i = 0; i < ARRAY_LENGTH(good); i++)
		ok(gtin_valid(good[i]), "%s", good[i]);
	for (i = 0; i < ARRAY_LENGTH(bad); i++)
		ok(!gtin_valid(bad[i]), "not '%s'", bad[i]);
	ok(!gtin_valid(NULL), "nor none");
	/* A wrong digit always shows: both weights, 1 and 3, have no divisor in common with 10. */
	for (place = 0; place < 13; place++)
		for (digit = '0'; digit <= '9'; digit++) {
			memcpy(text, "6291041500213", sizeof(text));
			if (text[place] == digit)
				continue;
			text[place] = (char)digit;
			caught = caught && !gtin_valid(text);
		}
	ok(caught, "any one wrong digit");
	return done_testing();
}
