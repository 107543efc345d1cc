/* What numbers of a record may be. */
#include "replenish_impl.h"

enum status replenish_above_zero(double value, const char *field, struct error *err)
{
	if (value > 0)
		return STATUS_OK;
	return error_reject(err, "bad_value", field, "%g: expected a number above 0", value);
}

enum status replenish_not_below_zero(double value, const char *field, struct error *err)
{
	if (value >= 0)
		return STATUS_OK;
	return error_reject(err, "bad_value", field, "%g: expected 0 or more", value);
}
