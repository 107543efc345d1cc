/* ecom-forecast plot: forecasts and their history as pictures. */
#include <ecom/draw.h>
#include <ecom/forecast.h>

#include "verbs.h"

#define TERMINAL_COLUMNS 80
#define TERMINAL_ROWS	 18

enum { AS_AUTO, AS_SVG, AS_TEXT, AS_ASCII };
static const struct word AS_WORDS[] = { { "auto" }, { "svg" }, { "text" }, { "ascii" }, { NULL } };

struct plot_options {
	int as, every;
	const char *history;
	int64_t last, limit, width, height;
	bool own_end;
};

static const struct option OPTIONS[] = {
	{ "history", 0, OPTION_TEXT, "FILE", "the sales that the forecasts were made of",
	  offsetof(struct plot_options, history) },
	{ "as", 0, OPTION_WORD, "WHAT", "svg, text or ascii; auto = text on a terminal, else svg",
	  offsetof(struct plot_options, as), .initial = "auto", .words = AS_WORDS },
	{ "every", 'e', OPTION_WORD, "PERIOD", "period of the history; auto = by the dates",
	  offsetof(struct plot_options, every), .words = FORECAST_EVERY_WORDS, .initial = "auto" },
	{ "own-end", 0, OPTION_FLAG, NULL, "the history of each ends with its own last record, not with the last of all",
	  offsetof(struct plot_options, own_end) },
	{ "last", 0, OPTION_INT, "N", "periods of history shown; three times those forecast, at least 30, otherwise",
	  offsetof(struct plot_options, last), .min = 1, .max = 100000 },
	{ "limit", 0, OPTION_INT, "N", "series drawn at the most", offsetof(struct plot_options, limit),
	  .initial = "12", .min = 1, .max = 10000 },
	{ "width", 'w', OPTION_INT, "N", "columns in text, units in svg: the terminal's and 900 otherwise",
	  offsetof(struct plot_options, width), .min = 24, .max = 10000 },
	{ "height", 0, OPTION_INT, "N", "rows of a chart in text, units in svg: 18 and 280 otherwise",
	  offsetof(struct plot_options, height), .min = 6, .max = 10000 },
	{ NULL },
};

static enum status gather(struct run *run, void *record, struct error *err)
{
	if (!run->state)
		run->state = forecast_plot_new();
	return forecast_plot_add(run->state, record, err);
}

static void draw(struct run *run, const struct forecast_history *history)
{
	const struct plot_options *o = run->options;
	size_t columns = run_width(run);
	bool text = o->as == AS_AUTO ? columns > 0 : o->as != AS_SVG;
	struct draw_terminal terminal = { .columns = o->width ? (size_t)o->width : columns ? columns : TERMINAL_COLUMNS,
					  .rows = o->height ? (size_t)o->height : TERMINAL_ROWS,
					  .ascii = o->as == AS_ASCII,
					  .color = run_color(run) };
	struct forecast_plot_settings settings = { .terminal = text ? &terminal : NULL,
						   .width = o->width ? (double)o->width : 900,
						   .height = o->height ? (double)o->height : 280,
						   .limit = (size_t)o->limit,
						   .last = (size_t)o->last,
						   .every = o->every,
						   .own_end = o->own_end,
						   .zone = run->zone };
	struct buffer out = { 0 };
	size_t left = forecast_plot_draw(run->state, history, &settings, &out);

	if (out.length)
		run_print(run, out.data);
	buffer_free(&out);
	if (left)
		run_warn(run, "%zu more series are not drawn: --limit draws more, a filter before picks some", left);
}

static enum status finish(struct run *run, struct error *err)
{
	const struct plot_options *o = run->options;
	struct forecast_history *history = NULL;
	enum status status = STATUS_OK;

	if (o->history) {
		history = forecast_history_new();
		status = forecast_history_read(history, o->history, run->zone, err);
	}
	if (status == STATUS_OK && run->state)
		draw(run, history);
	forecast_history_free(history);
	forecast_plot_free(run->state);
	run->state = NULL;
	return status;
}

const struct verb VERB_PLOT = {
	.name = "plot",
	.help = "draw forecasts beside their history",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_NO_STORE,
	.options = OPTIONS,
	.options_size = sizeof(struct plot_options),
	.input = &forecast_type,
	.each = gather,
	.finish = finish,
};
