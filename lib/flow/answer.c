/* How questions are read and answers are written. */
#include "flow_impl.h"

#define TIDY_DIGITS	  12
#define TIDY_DECIMALS	  6
#define TIDY_DECIMALS_MAX 15

enum status flow_levels_parse(const char *const *texts, size_t n, struct flow_levels *out, struct error *err)
{
	out->count = 0;
	for (size_t i = 0; i < n; i++) {
		size_t at = out->count;
		double p;
		if (!number_parse_real(texts[i], 0, 1, &p) || p <= 0 || p >= 1)
			return error_reject(err, "bad_level", "quantiles",
					    "\"%.40s\": expected a number between 0 and 1", texts[i]);
		while (at > 0 && out->p[at - 1] > p)
			at--;
		if (at > 0 && out->p[at - 1] == p)
			continue;
		if (out->count == FLOW_LEVELS_MAX)
			return error_reject(err, "bad_level", "quantiles", "more than %d levels", FLOW_LEVELS_MAX);
		memmove(&out->p[at + 1], &out->p[at], (out->count - at) * sizeof out->p[0]);
		out->p[at] = p;
		out->count++;
	}
	return STATUS_OK;
}

double flow_tidy(double x)
{
	if (x == 0 || !isfinite(x))
		return x;
	int magnitude = (int)floor(log10(fabs(x)));
	int decimals = TIDY_DIGITS - 1 - magnitude;
	/* Six decimals; of what is small, as a probability in a tail, six digits. */
	if (decimals > TIDY_DECIMALS)
		decimals = magnitude < 0 ? TIDY_DECIMALS - 1 - magnitude : TIDY_DECIMALS;
	if (decimals < 0)
		return round(x);
	double scale = pow(10, decimals < TIDY_DECIMALS_MAX ? decimals : TIDY_DECIMALS_MAX);
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
