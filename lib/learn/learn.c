/* Learners by name: where they come from, and what is done to their columns. */
#include "learn_impl.h"

struct learn_model {
	const struct learn_driver *driver;
	void *state;
	size_t columns;
	float *middle, *scale; /* of each column; NULL: taken as they are */
};

static const struct {
	const struct learn_driver *own;
	const char *module, *symbol; /* of those that are not */
	size_t rows;
} KINDS[LEARN_KINDS] = {
	[LEARN_FOREST] = { NULL, "xgboost", "learn_forest", 200000 },
	[LEARN_BOOSTED_TREES] = { NULL, "xgboost", "learn_boosted_trees", 120000 },
	[LEARN_SUPPORT_VECTORS] = { NULL, "libsvm", "learn_support_vectors", 4000 },
	[LEARN_NETWORK] = { &LEARN_NETWORK_DRIVER, NULL, NULL, 60000 },
	[LEARN_TREES] = { &LEARN_TREES_DRIVER, NULL, NULL, 400000 },
};

size_t learn_rows_most(enum learn_kind kind)
{
	return KINDS[kind].rows;
}

static enum status find_driver(enum learn_kind kind, const char *modules, const struct learn_driver **out,
			       struct error *err)
{
	const void *driver = KINDS[kind].own;
	enum status status = STATUS_OK;

	if (!driver)
		status = module_open(modules, KINDS[kind].module, KINDS[kind].symbol, LEARN_ABI, &driver, err);
	*out = driver;
	return status;
}

/* Middle and scale of each column, unknown cells left out. */
static void measure_columns(struct learn_model *m, const struct learn_table *t)
{
	m->middle = memory_zero(2 * m->columns, sizeof *m->middle);
	m->scale = m->middle + m->columns;
	for (size_t k = 0; k < m->columns; k++) {
		double sum = 0, squares = 0, count = 0;
		for (size_t i = 0; i < t->rows; i++) {
			double x = t->x[i * t->columns + k];
			if (isnan(x))
				continue;
			sum += x;
			squares += x * x;
			count++;
		}
		double mean = count > 0 ? sum / count : 0, variance = count > 0 ? squares / count - mean * mean : 0;
		m->middle[k] = (float)mean;
		m->scale[k] = variance > 1e-12 ? (float)(1 / sqrt(variance)) : 0;
	}
}

/* A copy with every column centred; the unknown stands in the middle. */
static float *centre(const struct learn_model *m, const float *x, size_t rows)
{
	float *out = memory_alloc(rows * m->columns * sizeof *out);

	for (size_t i = 0; i < rows * m->columns; i++) {
		size_t k = i % m->columns;
		out[i] = isnan(x[i]) ? 0 : fmaxf(-8, fminf(8, (x[i] - m->middle[k]) * m->scale[k]));
	}
	return out;
}

/* Both tables after each other. */
static struct learn_table join(const struct learn_table *a, const struct learn_table *b, float **room)
{
	size_t rows = a->rows + b->rows;
	float *x = *room = memory_alloc(rows * (a->columns + 2) * sizeof *x);
	float *y = x + rows * a->columns, *weight = a->weight && b->weight ? y + rows : NULL;

	memcpy(x, a->x, a->rows * a->columns * sizeof *x);
	memcpy(x + a->rows * a->columns, b->x, b->rows * b->columns * sizeof *x);
	memcpy(y, a->y, a->rows * sizeof *y);
	memcpy(y + a->rows, b->y, b->rows * sizeof *y);
	if (weight) {
		memcpy(weight, a->weight, a->rows * sizeof *y);
		memcpy(weight + a->rows, b->weight, b->rows * sizeof *y);
	}
	return (struct learn_table) { x, y, weight, rows, a->columns };
}

static enum status run_driver(struct learn_model *m, const struct learn_table *table, const struct learn_table *check,
			      const struct learn_settings *settings, struct error *err)
{
	char message[256] = "";
	size_t effort = 0;
	struct learn_table both;
	float *room = NULL;

	if (check && check->rows > 0) {
		if (!m->driver->settled) {
			void *trial = m->driver->train(table, check, settings, &effort, message, sizeof message);
			if (!trial)
				return error_set(err, STATUS_BUG, "learner", "", "%s", message);
			m->driver->free(trial);
		}
		both = join(table, check, &room);
		m->state = m->driver->train(&both, NULL, settings, &effort, message, sizeof message);
	} else {
		m->state = m->driver->train(table, NULL, settings, &effort, message, sizeof message);
	}
	memory_free(room);
	return m->state ? STATUS_OK : error_set(err, STATUS_BUG, "learner", "", "%s", message);
}

enum status learn_train(enum learn_kind kind, const struct learn_table *table, const struct learn_table *check,
			const struct learn_settings *settings, struct learn_model **out, struct error *err)
{
	const struct learn_driver *driver;
	enum status status = find_driver(kind, settings->modules, &driver, err);

	*out = NULL;
	if (status != STATUS_OK)
		return status;
	struct learn_model *m = memory_zero(1, sizeof *m);
	m->driver = driver;
	m->columns = table->columns;
	if (driver->centred) {
		measure_columns(m, table);
		struct learn_table own = *table, other = check ? *check : (struct learn_table) { 0 };
		own.x = centre(m, table->x, table->rows);
		other.x = check ? centre(m, check->x, check->rows) : NULL;
		status = run_driver(m, &own, check ? &other : NULL, settings, err);
		memory_free((void *)own.x);
		memory_free((void *)other.x);
	} else {
		status = run_driver(m, table, check, settings, err);
	}
	if (status == STATUS_OK)
		*out = m;
	else
		learn_free(m);
	return status;
}

void learn_predict(const struct learn_model *m, const float *x, size_t rows, float *out)
{
	float *centred = m->middle ? centre(m, x, rows) : NULL;

	m->driver->predict(m->state, centred ? centred : x, rows, m->columns, out);
	memory_free(centred);
	for (size_t i = 0; i < rows; i++)
		out[i] = out[i] > 0 ? out[i] : 0;
}

void learn_free(struct learn_model *m)
{
	if (!m)
		return;
	if (m->state)
		m->driver->free(m->state);
	memory_free(m->middle);
	memory_free(m);
}
