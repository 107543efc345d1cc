/* The fields of polling's records. */
#include "poll_impl.h"

const struct word POLL_OPERATION_WORDS[] = { { "fetch" }, { "register" }, { "token" }, { NULL } };

static const struct field CARRIER_FIELDS[] = {
	{ "carrier", FIELD_TEXT, FIELD_KEY | FIELD_REQUIRED, FIELD_AT(struct poll_carrier, carrier), "name",
	  "as shipments name it" },
	{ "adapter", FIELD_TEXT, 0, FIELD_AT(struct poll_carrier, adapter), NULL,
	  "the adapter that serves it; none: nobody does" },
	{ "account", FIELD_TEXT, 0, FIELD_AT(struct poll_carrier, account), NULL,
	  "whose secrets and budget are used; the adapter's id, if not said" },
	{ "base", FIELD_TEXT, 0, FIELD_AT(struct poll_carrier, base), NULL, "address in place of the adapter's own" },
	{ "sandbox", FIELD_BOOL, 0, FIELD_AT(struct poll_carrier, sandbox), NULL, "the carrier's place for trying" },
	{ "paused_until", FIELD_INSTANT, 0, FIELD_AT(struct poll_carrier, paused_until), NULL, "paused by the shop" },
	{ "closed_until", FIELD_INSTANT, 0, FIELD_AT(struct poll_carrier, closed_until), NULL,
	  "not asked before, for what its replies said" },
	{ "reason", FIELD_TEXT, 0, FIELD_AT(struct poll_carrier, reason), NULL, "of either, in words" },
	{ "parcels", FIELD_INT, 0, FIELD_AT(struct poll_carrier, parcels), NULL, "parcels that are asked about" },
	{ "due", FIELD_INT, 0, FIELD_AT(struct poll_carrier, due), NULL, "of them now" },
	{ "tested", FIELD_TEXT, 0, FIELD_AT(struct poll_carrier, tested), NULL,
	  "of carrier --test, how far it went: secrets, token, found or not_found" },
	{ NULL },
};
const struct record_type poll_carrier_type = { "carrier", "who is asked about a carrier's parcels",
					       sizeof(struct poll_carrier), CARRIER_FIELDS };

static const struct field REQUEST_FIELDS[] = {
	{ "operation", FIELD_WORD, 0, FIELD_AT(struct poll_request, operation), NULL, "what is asked", POLL_OPERATION_WORDS },
	{ "adapter", FIELD_TEXT, 0, FIELD_AT(struct poll_request, adapter), NULL, "the adapter that made it" },
	{ "account", FIELD_TEXT, 0, FIELD_AT(struct poll_request, account), NULL, "whose secrets and budget it uses" },
	{ "carrier", FIELD_TEXT, 0, FIELD_AT(struct poll_request, carrier), NULL, "carrier of the parcels" },
	{ "shipments", FIELD_JSON, 0, FIELD_AT(struct poll_request, shipments), NULL,
	  "ids of the parcels, a JSON array: to be handed back with the answer" },
	{ "method", FIELD_TEXT, 0, FIELD_AT(struct poll_request, method), NULL, "of HTTP" },
	{ "url", FIELD_TEXT, 0, FIELD_AT(struct poll_request, url), NULL, "whole, with its query" },
	{ "headers", FIELD_JSON, 0, FIELD_AT(struct poll_request, headers), NULL, "a JSON object of texts" },
	{ "body", FIELD_TEXT, 0, FIELD_AT(struct poll_request, body), NULL, "as it is to be sent" },
	{ "expires_at", FIELD_INSTANT, 0, FIELD_AT(struct poll_request, expires_at), NULL,
	  "the parcels are leased until then" },
	{ NULL },
};
const struct record_type poll_request_type = { "poll_request", "a request to a carrier, for another HTTP client",
					       sizeof(struct poll_request), REQUEST_FIELDS };

static const struct field ANSWER_FIELDS[] = {
	{ "shipments", FIELD_JSON, 0, FIELD_AT(struct poll_answer, shipments), NULL, "ids of the parcels, a JSON array" },
	{ "shipment", FIELD_TEXT, 0, FIELD_AT(struct poll_answer, shipment), NULL, "id of the one parcel" },
	{ "carrier", FIELD_TEXT, 0, FIELD_AT(struct poll_answer, carrier), NULL, "of the parcel, beside number" },
	{ "number", FIELD_TEXT, 0, FIELD_AT(struct poll_answer, number), "tracking_number", "the carrier's number" },
	{ "adapter", FIELD_TEXT, 0, FIELD_AT(struct poll_answer, adapter), NULL,
	  "the adapter that reads it; that of the parcel's carrier, if not said" },
	{ "account", FIELD_TEXT, 0, FIELD_AT(struct poll_answer, account), NULL, "whose token it is; operation token only" },
	{ "operation", FIELD_WORD, 0, FIELD_AT(struct poll_answer, operation), NULL, "what was asked; fetch, if not said",
	  POLL_OPERATION_WORDS },
	{ "http", FIELD_INT, 0, FIELD_AT(struct poll_answer, http), "http_code|status_code",
	  "HTTP status of the reply; 0: there was none; 200, if not said", NULL, NULL, 0, 999 },
	{ "body", FIELD_JSON, 0, FIELD_AT(struct poll_answer, body), "reply",
	  "the reply: a text, or JSON as it came" },
	{ "retry_after", FIELD_INT, 0, FIELD_AT(struct poll_answer, retry_after), NULL,
	  "seconds, of the header of this name", NULL, NULL, 0, 31536000 },
	{ "rest", FIELD_JSON, FIELD_REST, FIELD_AT(struct poll_answer, rest), NULL, "other fields are passed over" },
	{ NULL },
};
const struct record_type poll_answer_type = { "poll_answer", "a carrier's answer, from another HTTP client",
					      sizeof(struct poll_answer), ANSWER_FIELDS };

static const struct field OUTCOME_FIELDS[] = {
	{ "shipment", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct poll_outcome, shipment), NULL, "the parcel" },
	{ "carrier", FIELD_TEXT, 0, FIELD_AT(struct poll_outcome, carrier), NULL, "its carrier" },
	{ "number", FIELD_TEXT, 0, FIELD_AT(struct poll_outcome, number), NULL, "the carrier's number" },
	{ "result", FIELD_TEXT, 0, FIELD_AT(struct poll_outcome, result), NULL,
	  "found, unchanged, not_found, registered, error, throttled, refused, failed, token" },
	{ "status", FIELD_WORD, 0, FIELD_AT(struct poll_outcome, status), NULL, "of the shipment", SHIPMENT_STATUS_WORDS },
	{ "events", FIELD_INT, 0, FIELD_AT(struct poll_outcome, events), NULL, "that were not known before" },
	{ "next_poll_at", FIELD_INSTANT, 0, FIELD_AT(struct poll_outcome, next_poll_at), NULL,
	  "when it is asked about again" },
	{ "message", FIELD_TEXT, 0, FIELD_AT(struct poll_outcome, message), NULL, "what the carrier says, in words" },
	{ NULL },
};
const struct record_type poll_outcome_type = { "poll_outcome", "what became of a parcel that was asked about",
					       sizeof(struct poll_outcome), OUTCOME_FIELDS };
