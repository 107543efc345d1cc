/* The method of Teunter, Syntetos and Babai: the chance of demand smoothed every period, its size whenever there is
 * some, so that an item nobody wants any more fades. */
#include "intermittent.h"

/* The grid of the M5 benchmarks. The chances have a lane more than they need. */
#define SIZES	9
#define CHANCES 8
static const double SIZE_GRID[SIZES] = { 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.8 };
static const double CHANCE_GRID[CHANCES] = { 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.3 };

/* alpha, beta: of sizes and of chances. */
enum { FIRST_SIZE = INTERMITTENT_OWN, FIRST_CHANCE };

/* Where all pairs stand: sums of p^2 since the last demand, and squared errors. */
struct grid {
	double size[SIZES], chance[CHANCES], idle[CHANCES], squares[SIZES][CHANCES];
};

/* Between two demands the size stays, so the squares of the errors are its own times the sum of those of the chance:
 * only a demand has to look at all pairs. */
static void settle_idle(struct grid *g)
{
	for (int i = 0; i < SIZES; i++)
		for (int k = 0; k < CHANCES; k++)
			g->squares[i][k] += g->size[i] * g->size[i] * g->idle[k];
	for (int k = 0; k < CHANCES; k++)
		g->idle[k] = 0;
}

static void take_demand(struct grid *g, double y)
{
	for (int i = 0; i < SIZES; i++) {
		for (int k = 0; k < CHANCES; k++) {
			double error = y - g->size[i] * g->chance[k];
			g->squares[i][k] += g->size[i] * g->size[i] * g->idle[k] + error * error;
		}
		g->size[i] += SIZE_GRID[i] * (y - g->size[i]);
	}
	for (int k = 0; k < CHANCES; k++) {
		g->idle[k] = 0;
		g->chance[k] += CHANCE_GRID[k] * (1 - g->chance[k]);
	}
}

static void search(const double *y, size_t n, struct series_fit *fit)
{
	struct grid g = { 0 };
	double least = INFINITY;
	for (int i = 0; i < SIZES; i++)
		g.size[i] = fit->parameter[FIRST_SIZE];
	for (int k = 0; k < CHANCES; k++)
		g.chance[k] = fit->parameter[FIRST_CHANCE];
	for (size_t t = 0; t < n; t++) {
		if (y[t] > 0) {
			take_demand(&g, y[t]);
			continue;
		}
		for (int k = 0; k < CHANCES; k++) {
			g.idle[k] += g.chance[k] * g.chance[k];
			g.chance[k] -= CHANCE_GRID[k] * g.chance[k];
		}
	}
	settle_idle(&g);
	/* Where equal but for rounding, the smaller constants: the flatter rate. */
	for (int i = 0; i < SIZES; i++) {
		for (int k = 0; k < CHANCES; k++) {
			if (!(g.squares[i][k] < least * (1 - 1e-12)))
				continue;
			least = g.squares[i][k];
			fit->alpha = SIZE_GRID[i];
			fit->beta = CHANCE_GRID[k];
		}
	}
}

/* Rates before each period; returned is that after the last. */
static double rates(const struct series_fit *fit, const double *y, size_t n, double *rate)
{
	double size = fit->parameter[FIRST_SIZE], chance = fit->parameter[FIRST_CHANCE];
	for (size_t t = 0; t < n; t++) {
		rate[t] = size * chance;
		if (y[t] > 0) {
			/* Fitted to none, run over some: the first that came. */
			size = size > 0 ? size + fit->alpha * (y[t] - size) : y[t];
			chance += fit->beta * (1 - chance);
		} else {
			chance -= fit->beta * chance;
		}
	}
	return size * chance;
}

static size_t tsb_room(const struct series_history *history, size_t h)
{
	(void)h;
	return history->n;
}

static void tsb_fit(const struct series_history *history, const struct series_settings *settings, double *room,
		    struct series_fit *fit)
{
	const double *y = history->y;
	size_t n = history->n;
	double count = 0, sum = 0;
	for (size_t t = 0; t < n; t++) {
		count += y[t] > 0;
		sum += intermittent_demand(y[t]);
	}
	*fit = (struct series_fit) { .model = &SERIES_TSB, .n = n, .alpha = settings->alpha, .beta = settings->alpha };
	fit->parameter[FIRST_SIZE] = count > 0 ? sum / count : 0;
	fit->parameter[FIRST_CHANCE] = count / (double)n;
	if (isnan(settings->alpha))
		search(y, n, fit);
	rates(fit, y, n, room);
	series_intermittent_spread(history, room, fit->beta, fit);
}

static void tsb_forecast(const struct series_fit *fit, const struct series_history *history, size_t h, double *room,
			 struct series_path *out)
{
	series_intermittent_path(fit, rates(fit, history->y, history->n, room), h, out);
}

const struct series_model SERIES_TSB = {
	"tsb",	      "chance times size of demand, each smoothed", series_intermittent_minimum, tsb_room, tsb_fit,
	tsb_forecast,
	.constants_stay = true,
};
