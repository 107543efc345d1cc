/* The records of notify. */
#include "notify_impl.h"

/* clang-format off */
const struct word NOTIFY_CHANNEL_WORDS[] = {
	[NOTIFY_MAIL] = { "mail", "邮件" },
	[NOTIFY_EXEC] = { "exec", NULL },
	[NOTIFY_EVENT] = { "event", NULL },
	{ NULL, NULL },
};

const struct word NOTIFY_STATE_WORDS[] = {
	[ALERT_FIRING] = { "firing", "告警" },
	[ALERT_OK] = { "ok", "正常" },
	{ NULL, NULL },
};

const struct word NOTIFY_MESSAGE_STATE_WORDS[] = {
	[MESSAGE_QUEUED] = { "queued", "待发送" },
	[MESSAGE_SENT] = { "sent", "已发送" },
	[MESSAGE_FAILED] = { "failed", "失败" },
	[MESSAGE_DEAD] = { "dead", NULL },
	[MESSAGE_CANCELLED] = { "cancelled", "已取消" },
	{ NULL, NULL },
};

#define KEY_MAX 4096

static const struct field SIGNAL_FIELDS[] = {
	[SIGNAL_SKU] = { "sku", FIELD_TEXT, 0, FIELD_AT(struct notify_signal, sku), "编码|货号", "the product: a key, with the location if there is one", .max = KEY_MAX },
	[SIGNAL_LOCATION] = { "location", FIELD_TEXT, 0, FIELD_AT(struct notify_signal, location), "仓库|库位", "its place: second part of the key", .max = KEY_MAX },
	[SIGNAL_ORDER] = { "order", FIELD_TEXT, 0, FIELD_AT(struct notify_signal, order), "订单号", "the order: the key where there is no sku", .max = KEY_MAX },
	[SIGNAL_SHIPMENT] = { "shipment", FIELD_TEXT, 0, FIELD_AT(struct notify_signal, shipment), NULL, "the shipment: the key where there is neither", .max = KEY_MAX },
	[SIGNAL_KEY] = { "key", FIELD_TEXT, 0, FIELD_AT(struct notify_signal, key), NULL, "the key where there is none of them", .max = KEY_MAX },
	[SIGNAL_SEVERITY] = { "severity", FIELD_TEXT, 0, FIELD_AT(struct notify_signal, severity), NULL, "how bad it is; a rise is told again: info, notice or low, warning, error or high, critical, out or emergency", .max = 64 },
	[SIGNAL_SUBJECT] = { "subject", FIELD_TEXT, 0, FIELD_AT(struct notify_signal, subject), NULL, "what it is about, for people", .max = KEY_MAX },
	[SIGNAL_REST] = { "record", FIELD_JSON, FIELD_REST, FIELD_AT(struct notify_signal, rest), NULL, "all other fields of the record, whatever their names, as one object" },
	{ NULL },
};
const struct record_type notify_signal_type = { "signal", "a record of any kind that should be told when it appears", sizeof(struct notify_signal), SIGNAL_FIELDS };

static const struct field ALERT_FIELDS[] = {
	[ALERT_RULE] = { "rule", FIELD_TEXT, 0, FIELD_AT(struct notify_alert, rule), NULL, "the rule that watches it" },
	[ALERT_KEY] = { "key", FIELD_TEXT, FIELD_KEY, FIELD_AT(struct notify_alert, key), NULL, "what is watched: SKU@location, an order, a shipment" },
	[ALERT_STATE] = { "state", FIELD_WORD, 0, FIELD_AT(struct notify_alert, state), NULL, "firing, or ok again", NOTIFY_STATE_WORDS },
	[ALERT_SINCE] = { "since", FIELD_INSTANT, 0, FIELD_AT(struct notify_alert, since), NULL, "when it became so" },
	[ALERT_SEVERITY] = { "severity", FIELD_TEXT, 0, FIELD_AT(struct notify_alert, severity), NULL, "how bad it is, in the words of its source" },
	[ALERT_SUBJECT] = { "subject", FIELD_TEXT, 0, FIELD_AT(struct notify_alert, subject), NULL, "what it is about, for people" },
	[ALERT_RECORD] = { "record", FIELD_JSON, 0, FIELD_AT(struct notify_alert, signal), NULL, "the record that was last seen, whole" },
	{ NULL },
};
const struct record_type notify_alert_type = { "alert", "whether something fires, and since when", sizeof(struct notify_alert), ALERT_FIELDS };

static const struct field MESSAGE_FIELDS[] = {
	{ "id", FIELD_INT, FIELD_KEY, FIELD_AT(struct notify_message, id), NULL, "number of the message", .min = 1, .max = INT64_MAX },
	{ "at", FIELD_INSTANT, 0, FIELD_AT(struct notify_message, at), NULL, "when it was queued" },
	{ "channel", FIELD_TEXT, 0, FIELD_AT(struct notify_message, channel), NULL, "how it goes out: mail, exec, or event (kept for whoever asks)" },
	{ "recipient", FIELD_TEXT, 0, FIELD_AT(struct notify_message, recipient), NULL, "to whom" },
	{ "topic", FIELD_TEXT, 0, FIELD_AT(struct notify_message, topic), NULL, "what it is about, such as order.paid or alert.low-stock" },
	{ "subject", FIELD_TEXT, 0, FIELD_AT(struct notify_message, subject), NULL, "its subject line, or the record it is about" },
	{ "state", FIELD_WORD, 0, FIELD_AT(struct notify_message, state), NULL, "failed: refused for good; dead: every try failed", NOTIFY_MESSAGE_STATE_WORDS },
	{ "attempts", FIELD_INT, 0, FIELD_AT(struct notify_message, attempts), NULL, "how often it was tried" },
	{ "next_try_at", FIELD_INSTANT, 0, FIELD_AT(struct notify_message, next_try_at), NULL, "when it is due, if queued" },
	{ "sent_at", FIELD_INSTANT, 0, FIELD_AT(struct notify_message, sent_at), NULL, "when it was sent" },
	{ "last_error", FIELD_TEXT, 0, FIELD_AT(struct notify_message, last_error), NULL, "why the last try failed" },
	{ NULL },
};
const struct record_type notify_message_type = { "message", "a message of the outbox", sizeof(struct notify_message), MESSAGE_FIELDS };
/* clang-format on */
