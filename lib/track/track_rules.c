/* What events come to. Pure: no store, no clock. */
#include "track_impl.h"

int track_stage(int status)
{
	switch (status) {
	case SHIPMENT_INFO_RECEIVED:
		return 1;
	case SHIPMENT_PICKED_UP:
		return 2;
	case SHIPMENT_IN_TRANSIT:
		return 3;
	case SHIPMENT_OUT_FOR_DELIVERY:
	case SHIPMENT_AVAILABLE_FOR_PICKUP:
	case SHIPMENT_DELIVERY_ATTEMPT:
		return 4;
	case SHIPMENT_DELIVERED:
		return 5;
	default:
		return 0;
	}
}

bool track_is_finished(int status)
{
	return status == SHIPMENT_DELIVERED || status == SHIPMENT_RETURNED || status == SHIPMENT_CANCELLED;
}

static bool is_moving(int status)
{
	return track_stage(status) >= 2 || status == SHIPMENT_RETURNING || status == SHIPMENT_RETURNED;
}

/* A carrier's label data may reach us after its first scan: that is no step back. */
static bool is_announcement(int status)
{
	return status == SHIPMENT_PENDING || status == SHIPMENT_INFO_RECEIVED;
}

/* Does the parcel set out again? After an arrival the same number is a return, or a carrier's number used anew. */
static bool begins_leg(int current, int status)
{
	return (current == SHIPMENT_DELIVERED || current == SHIPMENT_RETURNED) &&
	       (status == SHIPMENT_PICKED_UP || status == SHIPMENT_INFO_RECEIVED);
}

/* Does an event change where the parcel stands? */
static bool is_significant(int current, int status)
{
	if (status == SHIPMENT_UNKNOWN)
		return false;
	if (current < 0 || begins_leg(current, status))
		return true;
	if (current == SHIPMENT_DELIVERED)
		return status == SHIPMENT_RETURNING || status == SHIPMENT_EXCEPTION || status == SHIPMENT_RETURNED;
	if (current == SHIPMENT_RETURNED)
		return status == SHIPMENT_RETURNING || status == SHIPMENT_EXCEPTION;
	if (is_announcement(status))
		return is_announcement(current) && status >= current;
	return true;
}

static void step(struct track_state *state, const struct track_fact *fact, size_t index)
{
	if (state->shipped_at == INSTANT_NONE && is_moving(fact->status))
		state->shipped_at = fact->at;
	if (!is_significant(state->status, fact->status))
		return;
	if (begins_leg(state->status, fact->status))
		state->leg = index;
	if (fact->status == SHIPMENT_DELIVERED && state->status != SHIPMENT_DELIVERED)
		state->delivered_at = fact->at;
	state->status = fact->status;
	state->decided = index;
}

struct track_state track_derive(const struct track_fact *facts, size_t n, int64_t delivered_at)
{
	struct track_state state = {
		.status = -1, .decided = TRACK_NOTHING, .shipped_at = INSTANT_NONE, .delivered_at = INSTANT_NONE
	};
	const struct track_fact known = { delivered_at, SHIPMENT_DELIVERED };
	bool missing = delivered_at != INSTANT_NONE;
	for (size_t i = 0; missing && i < n; i++)
		missing = facts[i].status != SHIPMENT_DELIVERED;
	for (size_t i = 0; i < n; i++) {
		if (missing && facts[i].at > delivered_at) {
			step(&state, &known, TRACK_NOTHING);
			missing = false;
		}
		step(&state, &facts[i], i);
	}
	if (missing)
		step(&state, &known, TRACK_NOTHING);
	return state;
}
