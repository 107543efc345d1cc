/* What several verbs of ecom-track need. */
#include "verbs.h"

/* Mapped once for the whole run; it goes with the process. */
static struct track_places *places;

struct track_places *shared_places(struct run *run)
{
	struct error err;
	if (!places && track_places_open(run_share(run, "places.tsv"), &places, &err)) {
		run_note(run, "%s: places are not known", err.message);
		places = NULL;
	}
	return places;
}
