/* Places as carriers write them. Coordinates are those of the towns' articles in encyclopaedias, zones those of the tz database; a quarter of
 * a degree tells towns apart and forgives another idea of their middle. */
#include "tap.h"
#include <ecom/place.h>

#include <stdlib.h>

static struct gazetteer *g;

static void is_at(const char *name, const char *region, const char *country, double lat, double lng, const char *zone)
{
	const struct place_query query = { .name = name, .region = region, .country = country };
	struct place place;
	bool found = place_find(g, &query, &place) && place.accuracy == PLACE_TOWN && fabs(place.lat - lat) < 0.25 &&
		     fabs(place.lng - lng) < 0.25 && place.zone && strcmp(place.zone, zone) == 0;
	if (!ok(found, "%s (%s, %s)", name, region ? region : "", country ? country : ""))
		printf("#   got: accuracy %d, %.2f %.2f %s %s\n", place.accuracy, place.lat, place.lng, place.country,
		       place.zone ? place.zone : "");
}

static void names(void)
{
	is_at("Munich", NULL, "DE", 48.14, 11.58, "Europe/Berlin");
	is_at("MÜNCHEN", NULL, "DE", 48.14, 11.58, "Europe/Berlin");
	is_at("Muenchen", NULL, "Germany", 48.14, 11.58, "Europe/Berlin");
	is_at("Saint-Étienne", NULL, "FR", 45.44, 4.39, "Europe/Paris");
	is_at("St. Louis", "MO", "US", 38.63, -90.20, "America/Chicago");
	is_at("Genève", NULL, "CH", 46.20, 6.15, "Europe/Zurich");
	is_at("Kraków", NULL, NULL, 50.06, 19.94, "Europe/Warsaw");
	is_at("TOKYO", NULL, "JPN", 35.69, 139.69, "Asia/Tokyo");
}

static void of_several(void)
{
	is_at("HERNANDO", "FL", "US", 28.90, -82.37, "America/New_York");
	is_at("HERNANDO", "MS", "US", 34.82, -89.99, "America/Chicago");
	is_at("HERNANDO", "Mississippi", "United States", 34.82, -89.99, "America/Chicago");
	is_at("Springfield", "IL", "US", 39.80, -89.65, "America/Chicago");
	is_at("Perth", NULL, NULL, -31.95, 115.86, "Australia/Perth");
	is_at("Perth", NULL, "GB", 56.40, -3.43, "Europe/London");
	is_at("London", "ON", "CA", 42.98, -81.25, "America/Toronto");
}

static void in_one_text(void)
{
	is_at("MIAMI, FL, US", NULL, NULL, 25.77, -80.19, "America/New_York");
	is_at("SAN RAFAEL, CA 94901", NULL, NULL, 37.97, -122.53, "America/Los_Angeles");
	is_at("Leipzig - Germany", NULL, NULL, 51.34, 12.37, "Europe/Berlin");
	is_at("SHENZHEN - CHINA, PEOPLES REPUBLIC", NULL, NULL, 22.55, 114.07, "Asia/Shanghai");
	is_at("Oderweg 2, AMSTERDAM", NULL, "NL", 52.37, 4.89, "Europe/Amsterdam");
	is_at("LOS ANGELES CA INTERNATIONAL DISTRIBUTION CENTER", NULL, "US", 34.05, -118.24, "America/Los_Angeles");
	is_at("JACKSONVILLE FL DISTRIBUTION CENTER", NULL, NULL, 30.33, -81.66, "America/New_York");
	is_at("CINCINNATI HUB - USA", NULL, NULL, 39.10, -84.51, "America/New_York");
	is_at("RECIFE, PE", NULL, NULL, -8.05, -34.90, "America/Recife");
	is_at("Winston-Salem", "NC", "US", 36.10, -80.26, "America/New_York");
	is_at("KINGSTON-JAM", NULL, NULL, 17.97, -76.79, "America/Jamaica");
	is_at("SYDNEY-AU", NULL, NULL, -33.87, 151.21, "Australia/Sydney");
	is_at("LOS ANGELES GATEWAY,CA-USA", NULL, "US", 34.05, -118.24, "America/Los_Angeles");
}

static void in_chinese(void)
{
	is_at("北京市", NULL, "CN", 39.90, 116.40, "Asia/Shanghai");
	is_at("深圳", NULL, NULL, 22.55, 114.07, "Asia/Shanghai");
	is_at("广东,广州市,番禺区,南村镇", NULL, "CN", 23.13, 113.26, "Asia/Shanghai");
	is_at("浙江省杭州市萧山区", NULL, "CN", 30.29, 120.16, "Asia/Shanghai");
	is_at("【上海转运中心】", NULL, "中国", 31.23, 121.47, "Asia/Shanghai");
	is_at("乌鲁木齐市", NULL, "CN", 43.80, 87.60, "Asia/Urumqi");
}

static void nearly(void)
{
	const struct place_query postal = { .name = "FACILITY", .postal = "34661", .country = "US" };
	const struct place_query country = { .name = "Sorting center", .country = "DE" };
	const struct place_query wide = { .name = "Sorting center", .country = "US" };
	const struct place_query elsewhere = { .name = "Hernando", .region = "WY", .country = "US" };
	const struct place_query nothing = { .name = "Sorting center" }, empty = { .name = "" };
	struct place place;
	/* ZIP codes 346.. are those north of Tampa. */
	ok(place_find(g, &postal, &place) && place.accuracy == PLACE_POSTAL && fabs(place.lat - 28.3) < 0.4 &&
		   fabs(place.lng + 82.5) < 0.4,
	   "by the postal code where the name is no town");
	ok(place_find(g, &country, &place) && place.accuracy == PLACE_COUNTRY && place.lat > 47.2 && place.lat < 55.1 &&
		   place.lng > 5.8 && place.lng < 15.1,
	   "in Germany, somewhere");
	is_text(place.zone, "Europe/Berlin", "and its clocks");
	ok(place_find(g, &wide, &place) && place.accuracy == PLACE_COUNTRY && !place.zone, "a land of many zones has no clock");
	ok(place_find(g, &elsewhere, &place) && place.accuracy == PLACE_COUNTRY, "a town of another state is not taken for it");
	ok(!place_find(g, &nothing, &place) && place.accuracy == PLACE_UNKNOWN, "nothing is known of a sorting center");
	ok(!place_find(g, &empty, &place), "nor of nothing");
}

static void countries(void)
{
	char code[3];
	ok(place_country(g, "DEU", code) && strcmp(code, "DE") == 0, "of three letters");
	ok(place_country(g, "usa", code) && strcmp(code, "US") == 0, "in small letters");
	ok(place_country(g, "South Korea", code) && strcmp(code, "KR") == 0, "by name");
	ok(place_country(g, "德国", code) && strcmp(code, "DE") == 0, "in Chinese");
	ok(!place_country(g, "Nowhere", code) && !*code, "none");
	ok(!place_country(g, NULL, code), "nor of nothing");
}

static void keys(void)
{
	struct buffer key = { 0 };
	place_key("Łódź, São Paulo / Straße; Đà Nẵng 深圳，", SIZE_MAX, &key);
	is_text(key.data, "lodzsaopaulostrassedanang深圳", "without marks and points");
	buffer_free(&key);
}

/* Whatever is asked, something is answered. The texts are made of pieces that the reading turns on, by a fixed generator. */
static void anything(void)
{
	static const char *const PIECES[] = { ",", " - ", " ", "(", "US", "FL", "94901", "Springfield", "深圳", "市", "é", "\t", "中国", "+", "=", "-", "#", "" };
	uint32_t state = 1;
	char text[1024];
	size_t answered = 0;
	for (int round = 0; round < 2000; round++) {
		text[0] = '\0';
		for (size_t i = 0, used = 0; i < (size_t)(round % 60); i++) {
			state = state * 1664525 + 1013904223; /* Numerical Recipes */
			used += (size_t)snprintf(text + used, sizeof text - used, "%s", PIECES[state >> 16 & 15]);
		}
		const struct place_query query = { text, round % 3 ? "FL" : text, round % 5 ? "1" : text, round % 2 ? "US" : NULL };
		struct place place;
		answered += !place_find(g, &query, &place) || (fabs(place.lat) <= 90 && fabs(place.lng) <= 180);
	}
	is_int((long long)answered, 2000, "odd texts are answered");
}

int main(void)
{
	struct error err;
	ok(place_open("/nowhere/places.tsv", &g, &err) == STATUS_NO_INPUT, "no file");
	if (!ok(place_open("share/places.tsv", &g, &err) == STATUS_OK, "the file of places"))
		return done_testing();
	names();
	of_several();
	in_one_text();
	in_chinese();
	nearly();
	countries();
	keys();
	anything();
	place_close(g);
	return done_testing();
}
