/* ecom-forecast backtest: models judged by what they would have forecast. */
#include <ecom/draw.h>
#include <ecom/forecast.h>
#include <math.h>
#include <string.h>

#include "shared.h"

#define MODELS_MOST 32
#define PLOT_COLUMNS 80 /* where there is no terminal to ask */
#define PLOT_ROWS    18
#define PLOT_WIDTH   900
#define PLOT_HEIGHT  360

struct backtest_options {
	struct texts models;
	int every;
	int64_t horizon, origins, step, season, window, until, jobs;
	double alpha, interval;
	struct texts quantiles;
	bool summary, by_step, plot, own_end;
	const char *calendar;
	bool from_store, by_location;
};

static const struct option OPTIONS[] = {
	{ "models", 'm', OPTION_TEXTS, "LIST", "as --model of demand", offsetof(struct backtest_options, models),
	  .initial = "auto,naive,seasonal-naive" },
	{ "every", 'e', OPTION_WORD, "PERIOD", "period of history and forecast; auto = by the dates",
	  offsetof(struct backtest_options, every), .words = FORECAST_EVERY_WORDS, .initial = "auto" },
	{ "horizon", 'n', OPTION_INT, "N", "periods ahead; as of demand otherwise",
	  offsetof(struct backtest_options, horizon), .min = 1, .max = 3660 },
	{ "origins", 0, OPTION_INT, "N", "ends of history to forecast from", offsetof(struct backtest_options, origins),
	  .initial = "3", .min = 1, .max = 1000 },
	{ "step", 0, OPTION_INT, "N", "periods from one end to the next; the horizon otherwise",
	  offsetof(struct backtest_options, step), .min = 1, .max = 100000 },
	{ "summary", 0, OPTION_FLAG, NULL, "one record a model: the mean over all series",
	  offsetof(struct backtest_options, summary) },
	{ "by-step", 0, OPTION_FLAG, NULL, "a record for each step ahead", offsetof(struct backtest_options, by_step) },
	{ "plot", 0, OPTION_FLAG, NULL, "draw the error by the step ahead, a line a model, in place of records",
	  offsetof(struct backtest_options, plot) },
	{ "interval", 0, OPTION_REAL, "P", "whose coverage is told", offsetof(struct backtest_options, interval),
	  .initial = "0.95" },
	{ "season", 0, OPTION_INT, "N", "periods of a season; as of demand otherwise",
	  offsetof(struct backtest_options, season), .min = 1, .max = 100000 },
	{ "window", 0, OPTION_INT, "N", "periods of the moving average; as of demand otherwise",
	  offsetof(struct backtest_options, window), .min = 1, .max = 100000 },
	{ "alpha", 0, OPTION_REAL, "X", "share of the newest in exponential smoothing, 0 to 1; the best otherwise",
	  offsetof(struct backtest_options, alpha) },
	{ "quantiles", 0, OPTION_TEXTS, "LIST", "levels whose loss is told",
	  offsetof(struct backtest_options, quantiles),
	  .initial = "0.005,0.025,0.165,0.25,0.5,0.75,0.835,0.975,0.995" },
	{ "calendar", 0, OPTION_TEXT, "FILE", "days out of the ordinary, known ahead: date, name, lead, lag",
	  offsetof(struct backtest_options, calendar) },
	{ "from-store", 0, OPTION_FLAG, NULL, "history is what the store's orders and ledger tell; no input is read",
	  offsetof(struct backtest_options, from_store) },
	{ "location-wise", 0, OPTION_FLAG, NULL, "with --from-store, by the locations that serve the orders",
	  offsetof(struct backtest_options, by_location) },
	{ "until", 0, OPTION_DAY, "DATE", "last day of history; the last date of all series otherwise",
	  offsetof(struct backtest_options, until) },
	{ "own-end", 0, OPTION_FLAG, NULL, "each series ends with its own last record, not with the last of all",
	  offsetof(struct backtest_options, own_end) },
	{ "jobs", 'j', OPTION_INT, "N", "threads; as many as there are processors otherwise",
	  offsetof(struct backtest_options, jobs), .min = 1, .max = 1024 },
	{ NULL },
};

struct settings {
	struct forecast_backtest backtest;
	struct number_levels levels;
	int models[MODELS_MOST];
};

static enum status read_models(const struct texts *names, struct settings *s, struct error *err)
{
	struct buffer known = { 0 };

	for (size_t i = 0; i < names->count; i++) {
		int model = word_index(FORECAST_MODEL_WORDS, names->items[i]);
		if (model < 0) {
			word_list(FORECAST_MODEL_WORDS, &known);
			error_set(err, STATUS_USAGE, "bad_value", "models", "\"%.40s\": expected some of: %s",
				  names->items[i], known.data);
			buffer_free(&known);
			return STATUS_USAGE;
		}
		if (s->backtest.n_models == MODELS_MOST)
			return error_set(err, STATUS_USAGE, "bad_value", "models", "more than %d models", MODELS_MOST);
		s->models[s->backtest.n_models++] = model;
	}
	s->backtest.models = s->models;
	return STATUS_OK;
}

static enum status read_settings(const struct run *run, struct settings *s, struct error *err)
{
	const struct backtest_options *o = run->options;
	enum status status = history_check(o->alpha, &o->quantiles, &s->levels, err);

	if (status == STATUS_OK && !(o->interval > 0 && o->interval < 1))
		status = error_set(err, STATUS_USAGE, "bad_value", "interval",
				   "%g: expected a probability above 0 and below 1", o->interval);
	if (status != STATUS_OK)
		return status;
	s->backtest = (struct forecast_backtest) { .settings = { .every = o->every,
								 .horizon = o->horizon,
								 .season = o->season,
								 .window = o->window,
								 .alpha = o->alpha,
								 .until = o->until,
								 .own_end = o->own_end,
								 .zone = run->zone,
								 .jobs = (size_t)o->jobs,
								 .levels = &s->levels },
						   .origins = (size_t)o->origins,
						   .step = (size_t)o->step,
						   .interval = o->interval,
						   .summary = o->summary || o->plot,
						   .by_step = o->by_step || o->plot };
	return read_models(&o->models, s, err);
}

static enum status gather(struct run *run, void *record, struct error *err)
{
	struct settings settings;
	enum status status = run->state ? STATUS_OK : read_settings(run, &settings, err);

	return status == STATUS_OK ? history_gather(run, record, err) : status;
}

static void emit(void *ctx, const struct forecast_score *s)
{
	run_emit(ctx, s);
}

/* The error by the step ahead, as it comes: model after model, step after step. */
struct curves {
	size_t count;
	const char *names[MODELS_MOST];
	struct buffer steps[MODELS_MOST], errors[MODELS_MOST]; /* doubles */
};

static void keep_point(void *ctx, const struct forecast_score *s)
{
	struct curves *c = ctx;
	double step = (double)s->step;

	if (c->count == 0 || strcmp(c->names[c->count - 1], s->model) != 0)
		c->names[c->count++] = s->model;
	buffer_add(&c->steps[c->count - 1], &step, sizeof step);
	buffer_add(&c->errors[c->count - 1], &s->mase, sizeof s->mase);
}

static void draw_curves(struct run *run, const struct curves *c)
{
	struct draw_line lines[MODELS_MOST];
	struct draw_chart chart = { .title = "Mean absolute scaled error by the step ahead",
				    .lines = lines,
				    .n_lines = c->count,
				    .mark = NAN };
	struct draw_terminal terminal = { .columns = run_width(run) ? run_width(run) : PLOT_COLUMNS,
					  .rows = PLOT_ROWS,
					  .color = run_color(run) };
	struct buffer out = { 0 };

	for (size_t i = 0; i < c->count; i++)
		lines[i] = (struct draw_line) { .name = c->names[i],
						.style = i < DRAW_COLORS ? DRAW_SOLID : DRAW_DASHED,
						.color = (enum draw_color)(i % DRAW_COLORS),
						.x = (const double *)(const void *)c->steps[i].data,
						.y = (const double *)(const void *)c->errors[i].data,
						.n = c->steps[i].length / sizeof(double) };
	if (run_width(run))
		draw_text(&chart, &terminal, &out);
	else
		draw_svg(&chart, 1, PLOT_WIDTH, PLOT_HEIGHT, &out);
	run_print(run, out.data);
	buffer_free(&out);
}

static void plot(struct run *run, struct settings *settings, struct forecast_plan *plan)
{
	struct curves curves = { 0 };

	settings->backtest.each = keep_point;
	settings->backtest.ctx = &curves;
	forecast_backtest(run->state, &settings->backtest, plan);
	if (curves.count)
		draw_curves(run, &curves);
	for (size_t i = 0; i < curves.count; i++) {
		buffer_free(&curves.steps[i]);
		buffer_free(&curves.errors[i]);
	}
}

static enum status judge(struct run *run, struct error *err)
{
	struct settings settings;
	struct forecast_plan plan;
	enum status status = read_settings(run, &settings, err);
	const struct backtest_options *o = run->options;

	if (status == STATUS_OK && run->state)
		status = history_calendar(run, o->calendar, err);
	if (status == STATUS_OK && run->state) {
		settings.backtest.each = emit;
		settings.backtest.progress = o->plot ? NULL : history_progress;
		settings.backtest.ctx = run;
		if (o->plot)
			plot(run, &settings, &plan);
		else
			forecast_backtest(run->state, &settings.backtest, &plan);
		history_tell(run, &plan);
	}
	forecast_history_free(run->state);
	run->state = NULL;
	return status;
}

static enum status from_store(struct run *run, struct error *err)
{
	return history_load(run, ((const struct backtest_options *)run->options)->by_location, judge, err);
}

static bool is_from_store(const struct run *run)
{
	return ((const struct backtest_options *)run->options)->from_store;
}

const struct verb VERB_BACKTEST = {
	.name = "backtest",
	.help = "judge models by what they would have forecast",
	.operands_help = "[FILE...]",
	.operands = OPERANDS_FILES,
	.store = VERB_READS_AT_ONCE,
	.options = OPTIONS,
	.options_size = sizeof(struct backtest_options),
	.input = &forecast_sale_type,
	.output = &forecast_score_type,
	.pass = HISTORY_PASS,
	.each = gather,
	.finish = judge,
	.run = from_store,
	.at_once = is_from_store,
};
