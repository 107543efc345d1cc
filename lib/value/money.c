#include "value_impl.h"

#include <stdlib.h>

__extension__ typedef __int128 wide;

static const int64_t POWERS[] = { 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000 };

enum status money_from_amount(struct amount a, const char *currency, int64_t *minor, struct error *err)
{
	int decimals = currency_decimals(currency);
	char shown[VALUE_SHOWN_SIZE], text[AMOUNT_TEXT_SIZE];
	int64_t units;

	if (decimals < 0)
		return error_reject(err, "bad_currency", "", "%s: a currency code of ISO 4217 such as EUR was expected",
				    value_shown(shown, currency ? currency : ""));
	if (a.scale > decimals) {
		int64_t divisor = POWERS[a.scale - decimals];

		if (a.units % divisor)
			return error_reject(err, "too_precise", "", "%s: %s has %d decimals", amount_print(text, a),
					    currency, decimals);
		*minor = a.units / divisor;
		return STATUS_OK;
	}
	if (!number_multiply(a.units, POWERS[decimals - a.scale], &units) || units > AMOUNT_MAX || units < -AMOUNT_MAX)
		return error_reject(err, "too_large", "", "%s: more than the 17 digits of an amount in %s",
				    amount_print(text, a), currency);
	*minor = units;
	return STATUS_OK;
}

struct amount money_amount(int64_t minor, const char *currency)
{
	int decimals = currency_decimals(currency);

	/* Two is what all but some thirty currencies have; an unknown one is refused before it gets here. */
	return (struct amount) { .units = minor, .scale = decimals < 0 ? 2 : decimals };
}

bool money_times(int64_t minor, int64_t quantity, int64_t *out)
{
	int64_t product;

	if (!number_multiply(minor, quantity, &product) || product > AMOUNT_MAX || product < -AMOUNT_MAX)
		return false;
	*out = product;
	return true;
}

/* What rounding down took from a share. */
struct remainder {
	wide size;
	size_t index;
};

static int by_remainder(const void *a, const void *b)
{
	const struct remainder *x = a, *y = b;

	if (x->size != y->size)
		return x->size < y->size ? 1 : -1;
	return x->index < y->index ? -1 : x->index > y->index;
}

void money_share(int64_t total, const int64_t *weights, size_t n, int64_t *shares)
{
	wide magnitude = total < 0 ? -(wide)total : total, sum = 0, left = magnitude;
	struct remainder *remainders;
	size_t i;

	if (!n)
		return;
	for (i = 0; i < n; i++)
		sum += weights[i];
	if (!sum) {
		for (i = 0; i < n; i++)
			shares[i] = i ? 0 : total;
		return;
	}
	remainders = memory_zero(n, sizeof(*remainders));
	for (i = 0; i < n; i++) {
		wide product = magnitude * weights[i], share = product / sum;

		remainders[i] = (struct remainder) { .size = product % sum, .index = i };
		left -= share;
		shares[i] = (int64_t)(total < 0 ? -share : share);
	}
	/* The remainders add up to ${left} times the sum, so fewer than ${n} units are left over. */
	if (left) {
		qsort(remainders, n, sizeof(*remainders), by_remainder);
		for (i = 0; (wide)i < left; i++)
			shares[remainders[i].index] += total < 0 ? -1 : 1;
	}
	memory_free(remainders);
}

int64_t money_ratio(int64_t minor, int64_t numerator, int64_t denominator)
{
	wide product = (wide)minor * numerator, by = denominator, quotient, rest;

	if (!denominator)
		return 0;
	if (by < 0) {
		product = -product;
		by = -by;
	}
	quotient = product / by;
	rest = product % by;
	if (rest * 2 >= by)
		quotient++;
	else if (rest * 2 <= -by)
		quotient--;
	if (quotient > INT64_MAX)
		return INT64_MAX;
	return quotient < INT64_MIN ? INT64_MIN : (int64_t)quotient;
}
