/* What the SVG pictures of parcels are made of. */
#include "picture_impl.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

void track_svg_style(struct buffer *out)
{
	buffer_text(out,
		    "<style>.ecom{font-family:system-ui,-apple-system,'Segoe UI','Noto Sans','Noto Sans CJK SC',sans-serif;fill:#1f2933}"
		    ".ecom .page{fill:#fff}.ecom .small{font-size:11px}.ecom .text{font-size:13px}.ecom .head{font-size:17px}"
		    ".ecom .bold{font-weight:600}.ecom .faint{fill:#667380}.ecom .plain{fill:#1f5fa8}.ecom .good{fill:#1a7f4b}"
		    ".ecom .warn{fill:#a86100}.ecom .bad{fill:#bf3627}.ecom .rule{stroke:#d3dae0}.ecom .todo{fill:#d3dae0}"
		    ".ecom .sea{fill:#e3edf4}.ecom .land{fill:#faf8f3;stroke:#faf8f3;stroke-width:.5}"
		    ".ecom .border{fill:none;stroke:#cfd4d3;stroke-width:.8}.ecom .casing{fill:none;stroke:#fff;stroke-width:5;stroke-opacity:.7}"
		    ".ecom .route{fill:none;stroke:#1f5fa8;stroke-width:2.2;stroke-linejoin:round}.ecom .guess{stroke-dasharray:2 5}"
		    ".ecom .on{fill:#fff}.ecom .halo{stroke:#fff;stroke-width:3.5;stroke-linejoin:round;paint-order:stroke}"
		    ".ecom .ring{stroke:#fff;stroke-width:1.5}"
		    "@media(prefers-color-scheme:dark){.ecom{fill:#e4e9ee}.ecom .page{fill:#14191f}.ecom .faint{fill:#98a5b1}"
		    ".ecom .plain{fill:#6cb2f5}.ecom .good{fill:#4cc38a}.ecom .warn{fill:#f0b04a}.ecom .bad{fill:#ff8a7d}"
		    ".ecom .rule{stroke:#39434d}.ecom .todo{fill:#39434d}.ecom .sea{fill:#1b2733}.ecom .land{fill:#303a43;stroke:#303a43}"
		    ".ecom .border{stroke:#4b5763}.ecom .casing{stroke:#14191f}.ecom .route{stroke:#6cb2f5}.ecom .on{fill:#0e1216}"
		    ".ecom .halo{stroke:#14191f}.ecom .ring{stroke:#14191f}}</style>\n");
}

static void begin(double width, double height, const char *title, struct buffer *out)
{
	buffer_printf(out,
		      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" width=\"%.0f\" height=\"%.0f\" role=\"img\" "
		      "class=\"ecom\">\n<title>",
		      width, height, width, height);
	draw_escaped(out, title);
	buffer_text(out, "</title>\n<metadata>Places: GeoNames (geonames.org), CC BY 4.0. Land and borders: Natural Earth.</metadata>\n");
	track_svg_style(out);
	buffer_printf(out, "<rect class=\"page\" width=\"%.0f\" height=\"%.0f\"/>\n", width, height);
}

static void end(struct buffer *out)
{
	buffer_text(out, "</svg>\n");
}

/* Shares of the size that letters take in the usual sans serifs. */
double track_letters(const char *text, size_t length, double size)
{
	double width = 0;
	uint32_t point;
	for (size_t at = 0, bytes; at < length; at += bytes) {
		bytes = text_next(text + at, &point);
		size_t columns = text_width(text + at, bytes);
		bool broad = (point >= 'A' && point <= 'Z') || point == 'm' || point == 'w';
		bool slim = strchr("iljt.,:;'| !()", (int)point) && point < 0x80;
		width += columns == 0 ? 0 : columns == 2 ? 1.02 : broad ? 0.7 : slim ? 0.33 : 0.57;
	}
	return width * size;
}

static double size_of(const char *class)
{
	return strstr(class, "small") ? 11 : strstr(class, "head") ? 17 : 13;
}

void track_svg_text(struct buffer *out, double x, double y, const char *class, const char *text, double room)
{
	double size = size_of(class) * (strstr(class, "bold") ? 1.05 : 1);
	size_t length = strlen(text), end = 0;
	uint32_t point;
	buffer_printf(out, "<text x=\"%.1f\" y=\"%.1f\" class=\"%s\">", x, y, class);
	if (track_letters(text, length, size) > room) {
		for (size_t bytes; end < length; end += bytes) {
			bytes = text_next(text + end, &point);
			if (track_letters(text, end + bytes, size) > room - size)
				break;
		}
	} else {
		end = length;
	}
	struct buffer part = { 0 };
	buffer_add(&part, text, end);
	draw_escaped(out, part.data ? part.data : "");
	buffer_text(out, end < length ? "…</text>\n" : "</text>\n");
	buffer_free(&part);
}

const char *track_mood_class(enum track_mood mood)
{
	static const char *const CLASSES[] = { [TRACK_PLAIN] = "plain", [TRACK_GOOD] = "good", [TRACK_WARN] = "warn", [TRACK_BAD] = "bad" };
	return CLASSES[mood];
}

void track_svg_head(const struct track_way *way, const struct track_picture *how, double width, const char *extra, struct buffer *out,
		    struct arena *arena)
{
	const struct shipment *s = way->shipment;
	struct track_state state;
	struct track_remark remarks[TRACK_REMARKS];
	struct buffer line = { 0 };
	track_reached(s, way->events, way->n, &state, arena);
	size_t n = track_remarks(s, state.decided == TRACK_NOTHING ? NULL : &way->events[state.decided], way->n ? &way->events[way->n - 1] : NULL,
				 how->now, how->zone, remarks, arena);
	buffer_printf(&line, "%s%s%s%s%s", s->carrier ? s->carrier : "", s->carrier && s->number ? " " : "", s->number ? s->number : "",
		      s->order ? " · order " : "", s->order ? s->order : "");
	track_svg_text(out, 16, 26, "head bold", s->shipment, width / 2);
	double x = 16 + fmin(track_letters(s->shipment, strlen(s->shipment), 18.5), width / 2) + 14;
	track_svg_text(out, x, 26, "text faint", line.data, width - 16 - x);
	x = 16;
	double room = width - 32 - (extra ? track_letters(extra, strlen(extra), 13) + 12 : 0);
	for (size_t i = 0; i < n && x < room; i++) {
		char class[32];
		snprintf(class, sizeof class, "text %s%s", i && remarks[i].mood == TRACK_PLAIN ? "faint" : track_mood_class(remarks[i].mood),
			 i ? "" : " bold");
		track_svg_text(out, x, 48, class, remarks[i].text, room + 16 - x);
		x += track_letters(remarks[i].text, strlen(remarks[i].text), i ? 13 : 13.7) + 14;
	}
	if (extra) {
		buffer_printf(out, "<g text-anchor=\"end\">");
		track_svg_text(out, width - 16, 48, "text faint", extra, width);
		buffer_text(out, "</g>\n");
	}
	buffer_free(&line);
}

void track_svg_parcels(const struct track_way *ways, size_t n, const struct track_picture *how, double width,
		       track_draw_parcel *draw, struct buffer *out)
{
	struct arena arena = { 0 };
	struct buffer body = { 0 };
	double height = 0;

	for (size_t i = 0; i < n; i++)
		height += draw(&ways[i], how, height, &body, &arena);
	begin(width, height, n ? ways[0].shipment->shipment : "", out);
	buffer_add(out, body.data ? body.data : "", body.length);
	end(out);
	buffer_free(&body);
	arena_free(&arena);
}
