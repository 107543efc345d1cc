/* Names and their numbers. What is expected is arithmetic: the i-th new name has the number i. */
#include <ecom/base.h>
#include <stdio.h>
#include <tap.h>

static char name[32];

static const char *name_of(size_t i)
{
	snprintf(name, sizeof name, "SKU-%zu", i);
	return name;
}

static void many(void)
{
	struct directory d = { 0 };
	size_t wrong = 0, number = 0;

	for (size_t i = 0; i < 5000; i++)
		wrong += directory_number(&d, name_of(i), NULL) != i;
	for (size_t i = 0; i < 5000; i++)
		wrong += directory_number(&d, name_of(i), NULL) != i || !directory_find(&d, name_of(i), NULL, &number) ||
			 number != i;
	is_int((long long)wrong, 0, "five thousand names keep their numbers");
	is_int((long long)d.count, 5000, "and each has one");
	ok(!directory_find(&d, "SKU-5000", NULL, &number), "what never came is not found");
	directory_free(&d);
}

static void locations(void)
{
	struct directory d = { 0 };
	size_t number, *sorted;

	ok(!directory_find(&d, "A", NULL, &number), "nothing is found where nothing is");
	is_int((long long)directory_number(&d, "B", "north"), 0, "a name at a location");
	is_int((long long)directory_number(&d, "B", NULL), 1, "is not the name alone");
	is_int((long long)directory_number(&d, "B", ""), 2, "nor the name at an empty one");
	is_int((long long)directory_number(&d, "A", "south"), 3, "nor another at another");
	is_int((long long)directory_number(&d, "B", "north"), 0, "the same again is");
	is_text(d.keys[0].location, "north", "the key says where");
	sorted = directory_sorted(&d);
	ok(sorted[0] == 3 && sorted[3] == 0, "in order of name, then of location");
	memory_free(sorted);
	directory_free(&d);
}

static void texts(void)
{
	struct directory d = { 0 };
	char own[] = "acme";
	const char *kept = directory_text(&d, own);

	own[0] = 'x';
	is_text(kept, "acme", "a text is kept as a copy");
	ok(directory_text(&d, "acme") == kept, "of which there is one");
	ok(directory_text(&d, NULL) == NULL, "no text stays none");
	directory_free(&d);
}

int main(void)
{
	many();
	locations();
	texts();
	return done_testing();
}
