/* Apart from number.c: it needs libm, which most programs do not. */
#include <ecom/base.h>

#include <math.h>

#define TIDY_DIGITS   12
#define TIDY_DECIMALS 6

double number_tidy(double x)
{
	if (x == 0 || !isfinite(x) || (x == floor(x) && fabs(x) < 1e12))
		return x;
	int decimals = TIDY_DIGITS - 1 - (int)floor(log10(fabs(x)));
	if (decimals > TIDY_DECIMALS)
		decimals = TIDY_DECIMALS;
	if (decimals < 0)
		return round(x);
	static const double POWERS[TIDY_DECIMALS + 1] = { 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6 };
	return round(x * POWERS[decimals]) / POWERS[decimals] + 0.0;
}
