/* The last few zones: whoever reads many times does not open the same file for each. */
#include "value_impl.h"

const struct zone *zone_cache_find(struct zone_cache *cache, const char *name)
{
	struct zone *zone;

	for (size_t i = 0; i < ZONE_CACHE_SIZE; i++)
		if (cache->zones[i] && text_same(zone_name(cache->zones[i]), name))
			return cache->zones[i];
	if (zone_open(&zone, name, NULL) != STATUS_OK)
		return NULL;
	zone_free(cache->zones[cache->next]);
	cache->zones[cache->next] = zone;
	cache->next = (cache->next + 1) % ZONE_CACHE_SIZE;
	return zone;
}

void zone_cache_free(struct zone_cache *cache)
{
	for (size_t i = 0; i < ZONE_CACHE_SIZE; i++)
		zone_free(cache->zones[i]);
	*cache = (struct zone_cache) { 0 };
}
