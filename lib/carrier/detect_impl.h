/* Shared by lib/carrier/detect*.c only. */
#ifndef CARRIER_DETECT_IMPL_H
#define CARRIER_DETECT_IMPL_H

#include <ecom/base.h>

enum detect_kind { DETECT_NO_CHECK, DETECT_MOD10, DETECT_LUHN, DETECT_MOD7, DETECT_S10, DETECT_MOD37_36, DETECT_WEIGHTS };
#define DETECT_WEIGHTS_MOST 32
struct detect_check {
	enum detect_kind kind;
	int even, odd; /* multipliers of mod10, by place from nought */
	bool from_end;
	int weights[DETECT_WEIGHTS_MOST], modulo[2];
	size_t n_weights;
};

/** carrier_check_digit(check, serial, digit): is ${digit} the check digit of ${serial}? Both without blanks, letters as capitals. */
bool carrier_check_digit(const struct detect_check *check, const char *serial, char digit);

#endif
