/* Random numbers: one stream for each key. */
#include "numeric_impl.h"

#define GOLDEN	     UINT64_C(0x9e3779b97f4a7c15)
#define POISSON_SPLIT 30.0 /* means above are halved by a gamma first: Ahrens, Dieter 1974 */

static uint64_t mix(uint64_t z)
{
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

struct numeric_random numeric_random_start(uint64_t key, uint64_t stream)
{
	return (struct numeric_random) { mix(mix(key + GOLDEN) ^ (stream + GOLDEN)) };
}

uint64_t numeric_random_bits(struct numeric_random *r)
{
	return mix(r->state += GOLDEN);
}

double numeric_random_uniform(struct numeric_random *r)
{
	return ((double)(numeric_random_bits(r) >> 11) + 0.5) * 0x1p-53;
}

double numeric_random_normal(struct numeric_random *r)
{
	return numeric_normal_quantile(numeric_random_uniform(r));
}

double numeric_random_gamma(struct numeric_random *r, double shape)
{
	if (!(shape > 0))
		return NAN;
	double boost = 1;
	if (shape < 1) {
		boost = pow(numeric_random_uniform(r), 1 / shape);
		shape++;
	}
	double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
	for (;;) {
		double z = numeric_random_normal(r), v = 1 + c * z;
		if (v <= 0)
			continue;
		v = v * v * v;
		if (log(numeric_random_uniform(r)) < z * z / 2 + d - d * v + d * log(v))
			return boost * d * v;
	}
}

/* A large mean is split where the k-th arrival falls: before it, a binomial share of k; after it, a smaller Poisson. */
int64_t numeric_random_poisson(struct numeric_random *r, double mean)
{
	int64_t count = 0;
	if (!(mean >= 0) || mean > 1e15)
		return -1;
	while (mean > POISSON_SPLIT) {
		double k = floor(mean * 7 / 8), arrival = numeric_random_gamma(r, k);
		if (arrival > mean) {
			/* k-1 arrivals, uniform before that moment: those before ${mean} */
			for (double i = 1; i < k; i++)
				count += numeric_random_uniform(r) * arrival < mean;
			return count;
		}
		count += (int64_t)k;
		mean -= arrival;
	}
	double limit = exp(-mean), product = numeric_random_uniform(r);
	for (; product > limit; count++)
		product *= numeric_random_uniform(r);
	return count;
}
