/* The normal distribution and Student's t. */
#include "numeric_impl.h"

double numeric_normal_cdf(double x)
{
	return 0.5 * erfc(-x * M_SQRT1_2);
}

static double ratio(const double *top, const double *bottom, double x)
{
	double t = top[7], b = bottom[7];
	for (int i = 6; i >= 0; i--) {
		t = t * x + top[i];
		b = b * x + bottom[i];
	}
	return t / b;
}

double numeric_normal_quantile(double p)
{
	static const double CENTRE_TOP[8] = {
		3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
		4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3,
	};
	static const double CENTRE_BOTTOM[8] = {
		1.0,
		4.2313330701600911252e1,
		6.8718700749205790830e2,
		5.3941960214247511077e3,
		2.1213794301586595867e4,
		3.9307895800092710610e4,
		2.8729085735721942674e4,
		5.2264952788528545610e3,
	};
	static const double NEAR_TOP[8] = {
		1.42343711074968357734e0,  4.63033784615654529590e0,  5.76949722146069140550e0,
		3.64784832476320460504e0,  1.27045825245236838258e0,  2.41780725177450611770e-1,
		2.27238449892691845833e-2, 7.74545014278341407640e-4,
	};
	static const double NEAR_BOTTOM[8] = {
		1.0,
		2.05319162663775882187e0,
		1.67638483018380384940e0,
		6.89767334985100004550e-1,
		1.48103976427480074590e-1,
		1.51986665636164571966e-2,
		5.47593808499534494600e-4,
		1.05075007164441684324e-9,
	};
	static const double FAR_TOP[8] = {
		6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
		2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
		2.71155556874348757815e-5, 2.01033439929228813265e-7,
	};
	static const double FAR_BOTTOM[8] = {
		1.0,
		5.99832206555887937690e-1,
		1.36929880922735805310e-1,
		1.48753612908506148525e-2,
		7.86869131145613259100e-4,
		1.84631831751005468180e-5,
		1.42151175831644588870e-7,
		2.04426310338993978564e-15,
	};
	if (!(p > 0 && p < 1))
		return NAN;
	double q = p - 0.5;
	if (fabs(q) <= 0.425)
		return q * ratio(CENTRE_TOP, CENTRE_BOTTOM, 0.180625 - q * q);
	double r = sqrt(-log(q < 0 ? p : 1 - p));
	double z = r <= 5 ? ratio(NEAR_TOP, NEAR_BOTTOM, r - 1.6) : ratio(FAR_TOP, FAR_BOTTOM, r - 5);
	return q < 0 ? -z : z;
}

/* P(T > t), t >= 0. */
static double student_tail(double t, double degrees)
{
	double t2 = t * t, sum = degrees + t2;
	return 0.5 * numeric_beta_ratio(degrees / 2, 0.5, degrees / sum, t2 / sum);
}

double numeric_student_cdf(double t, double degrees)
{
	if (!(degrees > 0) || isnan(t))
		return NAN;
	if (isinf(t))
		return t > 0;
	return t > 0 ? 1 - student_tail(t, degrees) : student_tail(-t, degrees);
}

/* Halving the logarithm's bracket is slower than a series and never fails: tails as heavy as those of a tenth of a
 * degree. */
static double student_bisect(double tail, double degrees)
{
	double low = -700, high = 700;
	while (high - low > 1e-15 * fmax(1, fabs(high)) && low < (low + high) / 2 && (low + high) / 2 < high) {
		double middle = (low + high) / 2;
		*(student_tail(exp(middle), degrees) > tail ? &low : &high) = middle;
	}
	return exp((low + high) / 2);
}

double numeric_student_quantile(double p, double degrees)
{
	if (!(p > 0 && p < 1) || !(degrees > 0))
		return NAN;
	double tail = p < 0.5 ? p : 1 - p;
	if (tail == 0.5)
		return 0;
	double t;
	if (degrees == 1) {
		t = 1 / tan(M_PI * tail);
	} else if (degrees == 2) {
		t = (1 - 2 * tail) / sqrt(2 * tail * (1 - tail));
	} else if (degrees < 2 || tail < 1e-12) {
		t = student_bisect(tail, degrees);
	} else {
		/* Newton on log tail against log t, nearly a straight line, from the normal quantile's expansion
		 * (DLMF 26.2; Fisher, Cornish 1960). */
		double z = -numeric_normal_quantile(tail), z3 = z * z * z;
		t = z + (z3 + z) / (4 * degrees);
		double constant = exp(numeric_log_rising(degrees / 2, 0.5)) / sqrt(degrees * M_PI);
		for (int i = 0; i < 50; i++) {
			double now = student_tail(t, degrees);
			double density = constant * exp(-(degrees + 1) / 2 * log1p(t * t / degrees));
			double step = log(now / tail) * now / (density * t);
			step = fmin(fmax(step, -2), 2);
			t *= exp(step);
			if (fabs(step) < 1e-15)
				break;
		}
	}
	return p < 0.5 ? -t : t;
}
