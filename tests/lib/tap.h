/*
 * tap: the Test Anything Protocol for unit tests, without a plan at the start.
 *
 *	int main(void)
 *	{
 *		is_int(quantity_add(2, 2), 4, "two and two");
 *		return done_testing();
 *	}
 *
 * Each check returns whether it held, so that a test can stop where going on
 * makes no sense: `if (!ok(p, "found")) return done_testing();`.
 */
#ifndef TAP_H
#define TAP_H

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static int tap_count, tap_failed;

__attribute__((format(printf, 4, 0))) static inline bool tap_result(bool passed, const char *file, int line,
								    const char *format, va_list ap)
{
	tap_count++;
	printf("%sok %d - ", passed ? "" : "not ", tap_count);
	vprintf(format, ap);
	putchar('\n');
	if (!passed) {
		tap_failed++;
		printf("#   at %s:%d\n", file, line);
	}
	/* A crash in the next step must not lose this line. */
	fflush(stdout);
	return passed;
}

__attribute__((format(printf, 4, 5))) static inline bool tap_ok(bool passed, const char *file, int line,
								const char *format, ...)
{
	va_list ap;

	va_start(ap, format);
	tap_result(passed, file, line, format, ap);
	va_end(ap);
	return passed;
}

static inline bool tap_is_int(int64_t got, int64_t want, const char *file, int line, const char *name)
{
	bool passed = tap_ok(got == want, file, line, "%s", name);

	if (!passed)
		printf("#   got  %" PRId64 "\n#   want %" PRId64 "\n", got, want);
	return passed;
}

static inline bool tap_is_text(const char *got, const char *want, const char *file, int line, const char *name)
{
	bool same = got && want ? strcmp(got, want) == 0 : got == want;
	bool passed = tap_ok(same, file, line, "%s", name);

	if (!passed)
		printf("#   got  %s\n#   want %s\n", got ? got : "(null)", want ? want : "(null)");
	return passed;
}

/* Two NANs are equal: "no value" is an answer. */
static inline bool tap_is_real(double got, double want, double tolerance, const char *file, int line,
			       const char *name)
{
	bool near = isnan(want) ? isnan(got) : got == want || fabs(got - want) <= tolerance;
	bool passed = tap_ok(near, file, line, "%s", name);

	if (!passed)
		printf("#   got  %.17g\n#   want %.17g within %g\n", got, want, tolerance);
	return passed;
}

/* ok(condition, format, ...) */
#define ok(condition, ...)                  tap_ok((condition), __FILE__, __LINE__, __VA_ARGS__)
#define is_int(got, want, name)             tap_is_int((got), (want), __FILE__, __LINE__, (name))
#define is_text(got, want, name)            tap_is_text((got), (want), __FILE__, __LINE__, (name))
#define is_real(got, want, tolerance, name) tap_is_real((got), (want), (tolerance), __FILE__, __LINE__, (name))

/* skip(reason): one check that could not be made here. */
#define skip(reason) printf("ok %d # skip %s\n", ++tap_count, (reason))

/* note(format, ...): a line for whoever reads the log. */
#define note(...) (printf("# "), printf(__VA_ARGS__), putchar('\n'))

/* The plan, at the end, proves that the test ran to its end. */
static inline int done_testing(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed || !tap_count ? 1 : 0;
}

#endif
