/* The records of notify. */
#include "notify_impl.h"

/* clang-format off */
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
	{ "channel", FIELD_TEXT, 0, FIELD_AT(struct notify_message, channel), NULL, "how it goes out: mail, webhook, exec, the id of a channel, or event (kept for whoever asks)" },
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

#define CHANNEL_HELP "mail, webhook, exec, or the id of a channel (ecom-channel(5))"
#define QUIET_HELP "hours of the day in which nothing is sent, such as 22:00-07:00"

static const struct field SUBSCRIPTION_FIELDS[] = {
	[SUBSCRIPTION_TOPIC] = { "topic", FIELD_TEXT, FIELD_KEY | FIELD_REQUIRED, FIELD_AT(struct notify_subscription, topic), "主题", "which events: shipment.delivered, shipment.*, *", .max = 200 },
	[SUBSCRIPTION_CHANNEL] = { "channel", FIELD_TEXT, 0, FIELD_AT(struct notify_subscription, channel), "渠道", CHANNEL_HELP "; mail if not given", .max = 64 },
	[SUBSCRIPTION_RECIPIENT] = { "recipient", FIELD_TEXT, 0, FIELD_AT(struct notify_subscription, recipient), "收件人", "to whom: a mail address, a URL, a phone, any name; customer: whom the event is about", .max = 2000 },
	[SUBSCRIPTION_ENABLED] = { "enabled", FIELD_BOOL, 0, FIELD_AT(struct notify_subscription, enabled), NULL, "no: it rests" },
	[SUBSCRIPTION_TEMPLATE] = { "template", FIELD_TEXT, 0, FIELD_AT(struct notify_subscription, template), "模板", "name of the template, instead of the topic's", .max = 64 },
	[SUBSCRIPTION_LANG] = { "lang", FIELD_TEXT, 0, FIELD_AT(struct notify_subscription, lang), "语言", "language of the template: en if not given", .max = 16 },
	[SUBSCRIPTION_ZONE] = { "zone", FIELD_TEXT, 0, FIELD_AT(struct notify_subscription, zone), "时区", "zone of the receiver, for the quiet hours; UTC if not given", .max = 64 },
	[SUBSCRIPTION_QUIET] = { "quiet", FIELD_TEXT, 0, FIELD_AT(struct notify_subscription, quiet), "免打扰", QUIET_HELP, .max = 16 },
	[SUBSCRIPTION_SINCE] = { "since", FIELD_INSTANT, 0, FIELD_AT(struct notify_subscription, since), NULL, "events from here on; when it was made, if not given" },
	{ NULL },
};
const struct record_type notify_subscription_type = { "subscription", "who wants to hear of which events", sizeof(struct notify_subscription), SUBSCRIPTION_FIELDS };

static const struct field RECEIVER_FIELDS[] = {
	[RECEIVER_CHANNEL] = { "channel", FIELD_TEXT, 0, FIELD_AT(struct notify_receiver, channel), "渠道", CHANNEL_HELP "; mail if not given", .max = 64 },
	[RECEIVER_RECIPIENT] = { "recipient", FIELD_TEXT, FIELD_KEY | FIELD_REQUIRED, FIELD_AT(struct notify_receiver, recipient), "收件人", "a mail address, a URL, a phone, any name", .max = 2000 },
	[RECEIVER_ALLOWED] = { "allowed", FIELD_BOOL, 0, FIELD_AT(struct notify_receiver, allowed), NULL, "no: it gets nothing more, by its own wish or because it is gone" },
	[RECEIVER_REASON] = { "reason", FIELD_TEXT, 0, FIELD_AT(struct notify_receiver, reason), NULL, "why not", .max = 400 },
	[RECEIVER_LANG] = { "lang", FIELD_TEXT, 0, FIELD_AT(struct notify_receiver, lang), "语言", "language, before that of the subscription", .max = 16 },
	[RECEIVER_ZONE] = { "zone", FIELD_TEXT, 0, FIELD_AT(struct notify_receiver, zone), "时区", "zone, before that of the subscription", .max = 64 },
	[RECEIVER_QUIET] = { "quiet", FIELD_TEXT, 0, FIELD_AT(struct notify_receiver, quiet), "免打扰", QUIET_HELP, .max = 16 },
	[RECEIVER_ACCOUNT] = { "account", FIELD_TEXT, 0, FIELD_AT(struct notify_receiver, account), NULL, "whose secrets are used, instead of the channel's", .max = 64 },
	[RECEIVER_SINCE] = { "since", FIELD_INSTANT, 0, FIELD_AT(struct notify_receiver, since), NULL, "when it was last changed" },
	{ NULL },
};
const struct record_type notify_receiver_type = { "receiver", "what is known of who gets messages", sizeof(struct notify_receiver), RECEIVER_FIELDS };

static const struct field SNOOZE_FIELDS[] = {
	[SNOOZE_RULE] = { "rule", FIELD_TEXT, FIELD_KEY | FIELD_REQUIRED, FIELD_AT(struct notify_snooze, rule), NULL, "the rule of which nothing is told", .max = 64 },
	[SNOOZE_KEY] = { "key", FIELD_TEXT, 0, FIELD_AT(struct notify_snooze, key), NULL, "the one alert of it; none: all", .max = KEY_MAX },
	[SNOOZE_UNTIL] = { "until", FIELD_INSTANT, 0, FIELD_AT(struct notify_snooze, until), NULL, "when it ends; none: it has" },
	{ NULL },
};
const struct record_type notify_snooze_type = { "snooze", "a while in which nothing is told of an alert, or of all of a rule", sizeof(struct notify_snooze), SNOOZE_FIELDS };
/* clang-format on */
