/* How answers are written. */
#include "flow_impl.h"

#define SMALL_DIGITS	   6
#define SMALL_DECIMALS_MAX 15

double flow_tidy(double x)
{
	if (x == 0 || !isfinite(x) || fabs(x) >= 0.1)
		return number_tidy(x);
	int decimals = SMALL_DIGITS - 1 - (int)floor(log10(fabs(x)));
	double scale = pow(10, decimals < SMALL_DECIMALS_MAX ? decimals : SMALL_DECIMALS_MAX);
	return round(x * scale) / scale + 0.0;
}

void flow_pair(struct buffer *b, const char *name, double value)
{
	char number[NUMBER_REAL_SIZE];

	buffer_char(b, b->length ? ',' : '{');
	buffer_json_text(b, name);
	buffer_char(b, ':');
	buffer_text(b, isfinite(value) ? number_print_real(number, flow_tidy(value)) : "null");
}

const char *flow_pairs_end(struct buffer *b, struct arena *arena)
{
	const char *text = NULL;

	if (b->length) {
		buffer_char(b, '}');
		text = arena_copy(arena, b->data, b->length);
	}
	buffer_clear(b);
	return text;
}
