/*
 * place: where a place is that a carrier names, and what its clocks show. From a file of towns (GeoNames), without asking anybody.
 */
#ifndef ECOM_PLACE_H
#define ECOM_PLACE_H

#include <ecom/base.h>

struct gazetteer;
/** place_open(path, out, err): the file of places, share/places.tsv; it is mapped, not read. */
enum status place_open(const char *path, struct gazetteer **out, struct error *err);
void place_close(struct gazetteer *g); /* NULL is fine */

/* What is known of a place; each may be NULL or empty. */
struct place_query {
	const char *name;    /* as carriers write it: "MIAMI, FL, US", "Leipzig - Germany", "广东,深圳市,龙岗区" */
	const char *region;  /* "FL", "Florida" */
	const char *postal;
	const char *country; /* "DE", "DEU", "Germany", "德国" */
};
enum place_accuracy {
	PLACE_UNKNOWN,
	PLACE_COUNTRY, /* the middle of the country's people */
	PLACE_POSTAL,  /* the middle of where the postal code begins so (United States) */
	PLACE_TOWN,
};
struct place {
	enum place_accuracy accuracy;
	double lat, lng;     /* degrees, to a hundredth */
	char country[3];
	const char *zone;    /* "Europe/Berlin"; lives as long as the gazetteer; NULL: the country has several */
	int64_t inhabitants; /* 0: not known */
};

/** place_find(g, query, out): the town of that name: with a country only there, with a state of the United States, Canada or Australia only
 *  in it, the largest of several; else where the postal code begins so; else the country. False: nothing of it is known. */
bool place_find(const struct gazetteer *g, const struct place_query *query, struct place *out);

/** place_country(g, name, code): the country of two letters that a code or a name means, in English or Chinese. */
bool place_country(const struct gazetteer *g, const char *name, char code[3]);

/** place_key(text, out): letters and digits, small, without marks, as places are looked up by: "Saint-Étienne" is saintetienne. */
void place_key(const char *text, size_t length, struct buffer *out);

#endif
