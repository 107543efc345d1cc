/* Receivers in logs: enough to tell which, not who. */
#include "notify_impl.h"

bool notify_is_phone(const char *text)
{
	size_t digits = 0;

	for (const char *p = text; *p; p++) {
		if (*p >= '0' && *p <= '9')
			digits++;
		else if (!strchr("+-() .", *p))
			return false;
	}
	return digits >= 7;
}

static void mask_address(const char *address, size_t length, struct buffer *out)
{
	const char *at = memchr(address, '@', length);
	uint32_t point;

	if (!at) {
		buffer_add(out, address, length);
		return;
	}
	buffer_add(out, address, at == address ? 0 : text_next(address, &point));
	buffer_text(out, "***");
	buffer_add(out, at, (size_t)(address + length - at));
}

const char *notify_mask(const char *recipient, struct arena *arena)
{
	struct buffer out = { 0 };
	const char *scheme = strstr(recipient, "://"), *text;

	buffer_text(&out, "");
	if (!text_valid(recipient, strlen(recipient))) {
		buffer_text(&out, "***");
	} else if (scheme) {
		const char *host = scheme + 3, *user = strchr(host, '@');
		size_t length;

		if (user && user < host + strcspn(host, "/?#"))
			host = user + 1;
		length = strcspn(host, "/?#");
		buffer_add(&out, recipient, (size_t)(scheme + 3 - recipient));
		buffer_add(&out, host, length);
		buffer_text(&out, host[length] ? "/..." : "");
	} else if (notify_is_phone(recipient)) {
		buffer_printf(&out, "***%s", recipient + strlen(recipient) - 4);
	} else {
		for (const char *p = recipient; *p;) {
			size_t length = strcspn(p, ",");

			mask_address(p, length, &out);
			p += length;
			if (*p == ',') {
				buffer_char(&out, ',');
				p++;
			}
		}
	}
	text = arena_copy(arena, out.data, out.length);
	buffer_free(&out);
	return text;
}
