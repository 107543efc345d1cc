/* Round numbers, and charts small enough to be checked by eye. */
#include "tap.h"

#include <ecom/draw.h>

static void check_ticks(double low, double high, size_t most, size_t count, double first, double step)
{
	double got_first, got_step;
	size_t got = draw_ticks(low, high, most, &got_first, &got_step);
	ok(got == count && fabs(got_first - first) < 1e-9 * step && fabs(got_step - step) < 1e-9 * step,
	   "%g to %g, at most %zu: %zu from %g by %g", low, high, most, got, got_first, got_step);
}

static void test_ticks(void)
{
	check_ticks(0, 10, 6, 6, 0, 2);
	check_ticks(0, 10, 11, 11, 0, 1);
	check_ticks(0.3, 97, 5, 4, 20, 20);
	check_ticks(-7, 7, 5, 3, -5, 5);
	check_ticks(0, 0.007, 8, 8, 0, 0.001);
	check_ticks(1e6, 5e6, 5, 5, 1e6, 1e6);
	double first, step;
	is_int((long long)draw_ticks(3, 3, 5, &first, &step), 0, "nothing between equal ends");
	is_int((long long)draw_ticks(0, INFINITY, 5, &first, &step), 0, "nor without an end");
}

/* A line from the lower left to the upper right corner, 20 dots across and 8 down: one dot a column, each row of dots twice or more. */
static void test_text(void)
{
	static const double X[] = { 0, 10 }, Y[] = { 0, 4 };
	struct draw_line line = { "rise", DRAW_SOLID, DRAW_INK, X, Y, 2 };
	struct draw_chart chart = { .title = "A title", .lines = &line, .n_lines = 1, .mark = NAN };
	struct draw_terminal terminal = { .columns = 24, .rows = 6, .ascii = true };
	struct buffer out = { 0 };
	draw_text(&chart, &terminal, &out);
	is_text(out.data,
		"A title\n"
		"* rise\n"
		"4 |              *******\n"
		"2 |       *******\n"
		"0 |*******\n"
		"   0         5        10\n",
		"a rising line in letters");
	buffer_clear(&out);
	terminal.ascii = false;
	draw_text(&chart, &terminal, &out);
	ok(strstr(out.data, "\u2524") && strstr(out.data, "\u28c0") && !strstr(out.data, "\033"), "and in dots, without colour");
	buffer_clear(&out);
	line.color = DRAW_BLUE;
	terminal.color = true;
	draw_text(&chart, &terminal, &out);
	ok(strstr(out.data, "\033[34m") && strstr(out.data, "\033[0m"), "and in blue");
	buffer_free(&out);
}

static void test_svg(void)
{
	static const double X[] = { 0, 1, 2, 3 }, Y[] = { 5, NAN, 7, 6 }, LOW[] = { 4, 4, 4, 4 }, HIGH[] = { 8, 8, 8, 8 };
	struct draw_line line = { "<a & b>", DRAW_DASHED, DRAW_RED, X, Y, 4 };
	struct draw_band band = { "95 %", DRAW_BLUE, X, LOW, HIGH, 4 };
	struct draw_chart chart = { .title = "Tea \"green\"", .lines = &line, .n_lines = 1, .bands = &band, .n_bands = 1, .mark = 1 };
	struct buffer out = { 0 };
	draw_svg(&chart, 1, 400, 200, &out);
	ok(strncmp(out.data, "<svg ", 5) == 0 && strstr(out.data, "</svg>\n"), "a document");
	ok(strstr(out.data, "&lt;a &amp; b&gt;") && strstr(out.data, "Tea &quot;green&quot;") && !strstr(out.data, "<a"), "texts are escaped");
	ok(!strstr(out.data, "nan") && !strstr(out.data, "inf"), "a gap leaves no NAN");
	/* The y axis begins at 0: 64 to 384 across, 44 to 170 down, 8 at the top. The line begins at (0, 5), breaks and begins anew. */
	ok(strstr(out.data, "d=\"M64.0 91.2M277.3 59.8L384.0 75.5\""), "the line, with its gap");
	draw_svg(&(struct draw_chart) { .mark = NAN }, 1, 0, 0, &out);
	ok(!strstr(out.data, "nan"), "nothing to draw");
	buffer_free(&out);
}

int main(void)
{
	test_ticks();
	test_text();
	test_svg();
	return done_testing();
}
