/*
 * tap: the Test Anything Protocol for unit tests, without a plan up front.
 *
 *	int main(void)
 *	{
 *		ok(1 + 1 == 2, "one and one");
 *		return done_testing();
 *	}
 */
#ifndef TAP_H
#define TAP_H

#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_count, tap_failed;

__attribute__((format(printf, 2, 3))) static inline bool ok(bool pass, const char *format, ...)
{
	va_list arguments;

	tap_count++;
	if (!pass)
		tap_failed++;
	printf("%s %d - ", pass ? "ok" : "not ok", tap_count);
	va_start(arguments, format);
	vprintf(format, arguments);
	va_end(arguments);
	putchar('\n');
	fflush(stdout); /* a crash must not swallow what passed before it */
	return pass;
}

static inline bool is_int(long long got, long long want, const char *name)
{
	bool pass = ok(got == want, "%s", name);

	if (!pass)
		printf("#   got: %lld\n#  want: %lld\n", got, want);
	return pass;
}

/* Two NULLs are equal. */
static inline bool is_text(const char *got, const char *want, const char *name)
{
	bool same = got && want ? strcmp(got, want) == 0 : got == want;
	bool pass = ok(same, "%s", name);

	if (!pass)
		printf("#   got: %s\n#  want: %s\n", got ? got : "(NULL)", want ? want : "(NULL)");
	return pass;
}

/* A NAN is never within the tolerance. */
static inline bool is_real(double got, double want, double tolerance, const char *name)
{
	bool pass = ok(fabs(got - want) <= tolerance, "%s", name);

	if (!pass)
		printf("#   got: %.17g\n#  want: %.17g, give or take %g\n", got, want, tolerance);
	return pass;
}

/** done_testing(): print the plan; the exit code of the test. */
static inline int done_testing(void)
{
	printf("1..%d\n", tap_count);
	if (tap_failed)
		printf("# %d of %d failed\n", tap_failed, tap_count);
	return tap_failed || !tap_count;
}

#endif
