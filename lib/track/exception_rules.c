/* What is wrong with a parcel. Pure: no store, no clock. */
#include "track_impl.h"

#include <string.h>

/* By the word that says more than the status. */
static const struct {
	const char *substatus;
	int kind, severity;
	const char *reason;
} BY_SUBSTATUS[] = {
	{ "customs", TRACK_CUSTOMS, TRACK_WARNING, "waits at customs" },
	{ "customs_info", TRACK_CUSTOMS, TRACK_ERROR, "customs asks for information" },
	{ "customs_duty", TRACK_CUSTOMS, TRACK_ERROR, "customs asks for duty" },
	{ "delayed", TRACK_DELAYED, TRACK_WARNING, "is delayed" },
	{ "weather", TRACK_DELAYED, TRACK_WARNING, "is delayed by the weather" },
	{ "misrouted", TRACK_DELAYED, TRACK_WARNING, "took a wrong way" },
	{ "lost", TRACK_LOST, TRACK_CRITICAL, "is lost" },
	{ "destroyed", TRACK_LOST, TRACK_CRITICAL, "was destroyed" },
	{ "damaged", TRACK_DAMAGED, TRACK_CRITICAL, "is damaged" },
	{ "address", TRACK_TROUBLED_OTHERWISE, TRACK_ERROR, "has a bad address" },
	{ "refused", TRACK_TROUBLED_OTHERWISE, TRACK_ERROR, "was refused" },
	{ "held", TRACK_TROUBLED_OTHERWISE, TRACK_ERROR, "is held" },
	{ "security", TRACK_TROUBLED_OTHERWISE, TRACK_ERROR, "is held for security" },
	{ "payment_due", TRACK_TROUBLED_OTHERWISE, TRACK_ERROR, "waits for a payment" },
};

static struct track_exception make(const struct trouble_facts *f, int kind, int severity, int64_t since,
				   const char *reason)
{
	struct track_exception e;
	record_clear(&track_exception_type, &e);
	e.shipment = f->row->id;
	e.order = f->row->sale;
	e.carrier = f->row->carrier;
	e.number = f->row->number;
	e.kind = kind;
	e.severity = severity;
	e.since = since;
	e.reason = reason;
	e.status = f->row->status;
	e.substatus = f->row->substatus;
	e.promised_at = f->row->promised_at;
	e.last_event_at = f->row->last_event_at;
	record_mark_all(&track_exception_type, &e);
	return e;
}

/* An attempt stays one whatever its reason; elsewhere the substatus says the kind. */
static bool by_status(const struct trouble_facts *f, struct track_exception *out)
{
	const struct shipment_row *row = f->row;
	int64_t since = f->since == INSTANT_NONE ? row->last_event_at : f->since;
	switch (row->status) {
	case SHIPMENT_DELIVERY_ATTEMPT:
		*out = make(f, TRACK_ATTEMPTED, TRACK_WARNING, since, "could not be delivered");
		return true;
	case SHIPMENT_RETURNING:
		*out = make(f, TRACK_RETURNING, TRACK_ERROR, since, "is on its way back");
		return true;
	case SHIPMENT_EXPIRED:
		*out = make(f, TRACK_EXPIRED, TRACK_ERROR, row->expired_at, "was given up: nothing was heard");
		return true;
	default:
		break;
	}
	for (size_t i = 0; row->substatus && i < ARRAY_LENGTH(BY_SUBSTATUS); i++)
		if (text_same(BY_SUBSTATUS[i].substatus, row->substatus) &&
		    (row->status == SHIPMENT_EXCEPTION || BY_SUBSTATUS[i].kind != TRACK_TROUBLED_OTHERWISE)) {
			*out = make(f, BY_SUBSTATUS[i].kind, BY_SUBSTATUS[i].severity, since, BY_SUBSTATUS[i].reason);
			return true;
		}
	if (row->status == SHIPMENT_EXCEPTION)
		*out = make(f, TRACK_TROUBLED_OTHERWISE, TRACK_ERROR, since, "needs somebody to see to it");
	return row->status == SHIPMENT_EXCEPTION;
}

static int64_t last_heard(const struct shipment_row *row)
{
	return row->last_event_at != INSTANT_NONE ? row->last_event_at : row->shipped_at;
}

size_t track_troubles(const struct trouble_facts *f, const struct track_limits *limits, struct track_exception *out,
		      struct arena *arena)
{
	const struct shipment_row *row = f->row;
	int64_t heard = last_heard(row);
	size_t n = 0;
	if (track_is_finished(row->status))
		return 0;
	n += by_status(f, &out[n]);
	if (limits->silent_ms > 0 && row->status != SHIPMENT_EXPIRED && heard != INSTANT_NONE &&
	    limits->now - heard >= limits->silent_ms)
		out[n++] = make(f, TRACK_SILENT, TRACK_WARNING, heard,
				arena_printf(arena, "nothing was heard for %lld days",
					     (long long)((limits->now - heard) / DAY_MS)));
	if (row->promised_at != INSTANT_NONE && row->promised_at < limits->now)
		out[n++] = make(f, TRACK_PROMISE_BREACHED, TRACK_ERROR, row->promised_at,
				"was not delivered by the promised time");
	if (f->ambiguous)
		out[n++] = make(f, TRACK_AMBIGUOUS_NUMBER, TRACK_ERROR, row->changed_at,
				"the carrier has several parcels of this number: say identity, or details.country");
	return n;
}
