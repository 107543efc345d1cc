/* What must never be in the books of polling. Limits are the adapters', which a check of the store does not know. */
#include "poll_impl.h"

static const struct journal_query CHECKS[] = {
	{ "polling_lease",
	  FINDING_ERROR,
	  "a parcel in the hands of a run has an owner and an end of that",
	  { "SELECT shipment, 'lease_until', NULL, COALESCE(CAST(lease_until AS TEXT), lease_owner) FROM polling"
	    " WHERE (lease_until IS NULL) <> (lease_owner IS NULL) ORDER BY shipment",
	    true } },
	{ "polling_counts",
	  FINDING_ERROR,
	  "nothing was counted less than never",
	  { "SELECT shipment, 'day_polls', NULL, CAST(day_polls AS TEXT) FROM polling"
	    " WHERE day_polls < 0 OR failures < 0 OR absences < 0 ORDER BY shipment",
	    true } },
	{ "polling_remembered",
	  FINDING_ERROR,
	  "what replies gave to be said again is a JSON object",
	  { "SELECT shipment, 'remembered', NULL, remembered FROM polling WHERE remembered NOT LIKE '{%}' ORDER BY shipment",
	    true } },
	{ "account_token",
	  FINDING_ERROR,
	  "a token has an end",
	  { "SELECT id, 'token_until', NULL, CAST(token_until AS TEXT) FROM carrier_account"
	    " WHERE token IS NOT NULL AND token_until <= 0 ORDER BY id",
	    true } },
	{ "account_reason",
	  FINDING_ERROR,
	  "an account that was closed says why",
	  { "SELECT id, 'reason', NULL, CAST(closed_until AS TEXT) FROM carrier_account"
	    " WHERE closed_until > 0 AND reason IS NULL ORDER BY id",
	    true } },
	{ "budget_account",
	  FINDING_ERROR,
	  "what was asked was asked of an account that is known",
	  { "SELECT DISTINCT b.account, 'account', NULL, b.account FROM budget b"
	    " WHERE NOT EXISTS (SELECT 1 FROM carrier_account a WHERE a.id = b.account) ORDER BY b.account",
	    true } },
	{ "budget_used",
	  FINDING_ERROR,
	  "no more is given back to a budget than was taken",
	  { "SELECT account, 'used', NULL, CAST(used AS TEXT) FROM budget WHERE used < 0 ORDER BY account, span, slot",
	    true } },
	{ "poll_total_count",
	  FINDING_ERROR,
	  "a result that is counted came about",
	  { "SELECT carrier || '/' || result, 'count', NULL, CAST(count AS TEXT) FROM poll_total WHERE count < 1"
	    " ORDER BY carrier, result",
	    true } },
};

enum status poll_check(struct store *s, journal_report *report, void *ctx, struct error *err)
{
	return journal_query_all(s, CHECKS, ARRAY_LENGTH(CHECKS), report, ctx, err);
}
