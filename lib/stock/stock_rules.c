/* What a movement means: accounts and the levels they stand for. No store here. */
#include <strings.h>

#include "stock_impl.h"

static const char *const OUTSIDE[] = { "@supplier", "@customer", "@loss", "@adjust", "@transit" };

static const struct {
	const char *suffix;
	enum stock_account account;
} PARTS[] = {
	{ "unavailable", STOCK_UNAVAILABLE },
	{ "incoming", STOCK_INCOMING },
};

/* Reasons after which goods are gone, where others say that the books were wrong. */
static const struct word LOSSES[] = {
	{ "loss", "lost|shrinkage|丢失|损失" },
	{ "damaged", "damage|broken|breakage|损坏|报损" },
	{ "stolen", "theft|被盗" },
	{ "expired", "spoiled|spoilage|过期" },
	{ "destroyed", "scrapped|disposed|报废" },
	{ NULL, NULL },
};

static enum status bad_account(const char *name, const char *field, struct error *err)
{
	return error_reject(
		err, "bad_value", field,
		"no such account: \"%.100s\"; expected a location, LOCATION#unavailable, LOCATION#incoming, "
		"@supplier, @customer, @loss, @adjust or @transit",
		name);
}

static bool has_control(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || *s == 0x7f)
			return true;
	return false;
}

enum status stock_location_valid(const char *name, const char *field, struct error *err)
{
	if (!name || !*name || *name == '@' || strchr(name, '#') || strlen(name) > STOCK_LOCATION_MAX ||
	    has_control(name))
		return error_reject(
			err, "bad_value", field,
			"not the name of a location: \"%.100s\"; expected 1 to %d bytes without '#' and control "
			"characters, not beginning with '@'",
			name ? name : "", STOCK_LOCATION_MAX);
	return STATUS_OK;
}

enum status stock_place_parse(const char *name, const char *field, struct stock_place *out, struct error *err)
{
	out->account = STOCK_SHELF;
	out->location[0] = '\0';
	if (!name || !*name)
		return error_reject(err, "missing", field, "an account is needed, such as a location or @supplier");
	if (*name == '@') {
		out->account = STOCK_OUTSIDE;
		for (size_t i = 0; i < ARRAY_LENGTH(OUTSIDE); i++)
			if (text_same(name, OUTSIDE[i]))
				return STATUS_OK;
		return bad_account(name, field, err);
	}
	const char *mark = strchr(name, '#');
	size_t length = mark ? (size_t)(mark - name) : strlen(name);
	if (!length || length > STOCK_LOCATION_MAX)
		return bad_account(name, field, err);
	memcpy(out->location, name, length);
	out->location[length] = '\0';
	if (has_control(out->location))
		return bad_account(name, field, err);
	if (!mark)
		return STATUS_OK;
	for (size_t i = 0; i < ARRAY_LENGTH(PARTS); i++)
		if (text_same(mark + 1, PARTS[i].suffix)) {
			out->account = PARTS[i].account;
			return STATUS_OK;
		}
	return bad_account(name, field, err);
}

static struct stock_effect effect_of(const struct stock_place *place, int64_t quantity)
{
	struct stock_effect e = { .location = place->location };

	if (place->account == STOCK_INCOMING)
		e.incoming = quantity;
	else
		e.on_hand = quantity;
	if (place->account == STOCK_UNAVAILABLE)
		e.unavailable = quantity;
	e.from_shelf = place->account == STOCK_SHELF && quantity < 0;
	return e;
}

size_t stock_effects(const struct stock_place *from, const struct stock_place *to, int64_t quantity,
		     struct stock_effect effects[2])
{
	size_t n = 0;

	if (from->account != STOCK_OUTSIDE)
		effects[n++] = effect_of(from, -quantity);
	if (to->account != STOCK_OUTSIDE)
		effects[n++] = effect_of(to, quantity);
	if (n < 2)
		return n;
	int order = strcmp(from->location, to->location);
	if (order == 0) {
		effects[0].on_hand += effects[1].on_hand;
		effects[0].unavailable += effects[1].unavailable;
		effects[0].incoming += effects[1].incoming;
		return 1;
	}
	if (order > 0) {
		struct stock_effect later = effects[0];
		effects[0] = effects[1];
		effects[1] = later;
	}
	return 2;
}

bool stock_reason_is_loss(const char *reason)
{
	return word_index(LOSSES, reason) >= 0;
}

enum low_severity stock_severity(int64_t available, bool has_safety, int64_t safety)
{
	if (available <= 0)
		return LOW_OUT;
	return has_safety && available < safety ? LOW_CRITICAL : LOW_LOW;
}

bool stock_owner_is_order(const char *owner)
{
	return strncasecmp(owner, "order:", 6) == 0;
}

struct stock_variance stock_count_variance(int64_t on_hand, int64_t unavailable, int64_t counted)
{
	struct stock_variance v = { 0, 0 };

	if (counted >= unavailable) {
		v.shelf = counted - on_hand;
	} else {
		v.shelf = unavailable - on_hand;
		v.unavailable = counted - unavailable;
	}
	return v;
}
