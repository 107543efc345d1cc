/* Parts of the earth: the great circle against the worked example of E. Williams' Aviation Formulary, the projection by arithmetic. */
#include "tap.h"
#include <ecom/draw.h>

static void great_circle(void)
{
	/* Los Angeles 33 57 N 118 24 W, New York JFK 40 38 N 73 47 W: 0.623585 radians; 40 % of the way lies 38 40.167 N 101 37.570 W. */
	const struct draw_point lax = { -(118 + 24 / 60.0), 33 + 57 / 60.0 }, jfk = { -(73 + 47 / 60.0), 40 + 38 / 60.0 };
	is_real(draw_distance(lax, jfk), 0.623585 * 6371.0088, 0.01, "from Los Angeles to New York");
	struct draw_point p = draw_between(lax, jfk, 0.4);
	is_real(p.lat, 38 + 40.167 / 60, 1e-5, "latitude at 40 %");
	is_real(p.lng, -(101 + 37.570 / 60), 1e-5, "longitude at 40 %");
	is_real(draw_between(lax, jfk, 0).lat, lax.lat, 1e-12, "the beginning");
	is_real(draw_between(lax, jfk, 1).lng, jfk.lng, 1e-9, "the end");
	/* Along the equator it is plain. */
	p = draw_between((struct draw_point) { 170, 0 }, (struct draw_point) { -170, 0 }, 0.75);
	is_real(p.lng, 185, 1e-9, "over the antimeridian longitudes go on");
	is_real(draw_distance((struct draw_point) { 170, 0 }, (struct draw_point) { -170, 0 }), 6371.0088 * 20 * M_PI / 180, 1e-6,
		"and the way is the short one");
	/* Over the pole: from 80 N to 80 N on the other side are 20 degrees, and the middle is the pole. */
	p = draw_between((struct draw_point) { 0, 80 }, (struct draw_point) { 180, 80 }, 0.5);
	is_real(p.lat, 90, 1e-6, "over the pole");
	/* Antipodes, and a way of no length. */
	p = draw_between((struct draw_point) { 0, 0 }, (struct draw_point) { 180, 0 }, 0.5);
	ok(isfinite(p.lat) && isfinite(p.lng), "between antipodes");
	p = draw_between(lax, lax, 0.5);
	ok(p.lat == lax.lat && p.lng == lax.lng, "nowhere to go");
}

static bool shows_all(const struct draw_view *v, const struct draw_point *points, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		double x = draw_view_x(v, points[i].lng), y = draw_view_y(v, points[i].lat);
		if (!(x > 0 && x < v->width && y > 0 && y < v->height))
			return false;
	}
	return true;
}

static void views(void)
{
	const struct draw_point pair[] = { { 10, 50 }, { 12, 52 } }, world[] = { { -170, -50 }, { 179, 70 } };
	struct draw_view v = draw_view_fit(pair, 2, 800, 300, 560);
	ok(shows_all(&v, pair, 2), "two towns are inside");
	is_real(v.width / (v.east - v.west) / cos((v.north + v.south) / 2 * M_PI / 180), v.height / (v.north - v.south), 0.5,
		"a degree of longitude is as long as it is in the middle");
	ok(v.height >= 300 && v.height <= 560 && v.width == 800, "the picture is as large as it may be");
	v = draw_view_fit(pair, 1, 800, 300, 560);
	ok(shows_all(&v, pair, 1) && v.north - v.south >= 8 - 1e-9, "one town has a country about it");
	is_real(draw_view_x(&v, 10), 400, 1e-9, "and is its middle");
	v = draw_view_fit(world, 2, 800, 300, 560);
	ok(v.east - v.west <= 360 + 1e-9 && shows_all(&v, world, 2), "the world is shown once");
	const struct draw_point pole[] = { { 15, 78 } };
	v = draw_view_fit(pole, 1, 800, 300, 560);
	ok(v.north <= 84 && shows_all(&v, pole, 1), "there is nothing north of the north");
}

static void outlines(void)
{
	/* A square from 0,0 to 10,10; an island far off; a border along 5 east. */
	static const char TEXT[] = "# a remark\nL 0 0 1000 0 0 1000 -1000 0\nL 9000 0 100 0 0 100\nB 500 0 0 1000\nL 1\nnonsense\n";
	const struct draw_view whole = { -10, 20, -10, 20, 300, 300 }, part = { 2, 4, 2, 4, 100, 100 }, east = { 350, 380, -10, 20, 300, 300 };
	struct buffer out = { 0 };
	draw_land(TEXT, sizeof TEXT - 1, &whole, &out);
	is_text(out.data, "<path class=\"land\" fill-rule=\"evenodd\" d=\"M100.0 200.0L200.0 200.0L200.0 100.0L100.0 100.0Z\"/>\n"
			  "<path class=\"border\" d=\"M150.0 200.0L150.0 100.0\"/>\n",
		"land and border, ten units a degree, north above");
	buffer_clear(&out);
	draw_land(TEXT, sizeof TEXT - 1, &part, &out);
	is_text(out.data, "<path class=\"land\" fill-rule=\"evenodd\" d=\"M-2.0 -2.0L-2.0 102.0L102.0 102.0L102.0 -2.0Z\"/>\n"
			  "<path class=\"border\" d=\"\"/>\n",
		"what lies outside is cut off, two units beyond the edge");
	buffer_clear(&out);
	draw_land(TEXT, sizeof TEXT - 1, &east, &out);
	ok(strstr(out.data, "M100.0 200.0L200.0 200.0"), "the same a turn further east");
	buffer_free(&out);
}

static void texts(void)
{
	struct buffer out = { 0 };
	draw_escaped(&out, "<script>\"a\" & 'b'\x01</script>");
	is_text(out.data, "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39; &lt;/script&gt;", "nothing is markup");
	buffer_free(&out);
}

int main(void)
{
	great_circle();
	views();
	outlines();
	texts();
	return done_testing();
}
