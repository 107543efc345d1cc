/* Levels of a hierarchy, as they are asked for. */
#include "tap.h"

#include <ecom/forecast.h>

static void test_levels(void)
{
	const char *const texts[] = { "location", "total", "category", "location" };
	struct forecast_hierarchy levels = { .depth = 9 };
	struct error err = { 0 };

	is_int(forecast_hierarchy_parse(texts, 4, &levels, &err), STATUS_OK, "in any order, twice");
	is_int((int64_t)levels.depth, 3, "each once");
	is_int(levels.levels[0], FORECAST_NODE_TOTAL, "the total is at the top");
	is_int(levels.levels[1], FORECAST_NODE_LOCATION, "the others stay in their order");
	is_int(levels.levels[2], FORECAST_NODE_CATEGORY, "to the last");
	is_int(forecast_hierarchy_parse(texts, 1, &levels, &err), STATUS_OK, "a level without a total");
	is_int((int64_t)levels.depth, 1, "is one");
	is_int(forecast_hierarchy_parse(texts, 0, &levels, &err), STATUS_OK, "none");
	is_int((int64_t)levels.depth, 0, "is no hierarchy");
}

static void test_refused(void)
{
	const char *const texts[] = { "total", "sku" }, *const empty[] = { "" };
	struct forecast_hierarchy levels;
	struct error err = { 0 };

	is_int(forecast_hierarchy_parse(texts, 2, &levels, &err), STATUS_REJECTED, "a SKU is no sum");
	is_text(err.code, "bad_level", "and the error says what it is");
	is_int(forecast_hierarchy_parse(empty, 1, &levels, &err), STATUS_REJECTED, "nor is nothing");
}

int main(void)
{
	test_levels();
	test_refused();
	return done_testing();
}
