/* Shared inside learn, and with its modules. */
#ifndef LEARN_IMPL_H
#define LEARN_IMPL_H

#include <ecom/learn.h>
#include <math.h>
#include <string.h>

/*
 * A way to learn. ${effort} is its one choice (rounds of boosting, stiffness, epochs): found by ${check} where that is
 * given, else taken as it is (0: the habit).
 */
#define LEARN_ABI 2
struct learn_driver {
	int abi;
	bool centred; /* wants columns of mean 0 and deviation 1, and nothing unknown */
	bool settled; /* has nothing to choose: a check is more to learn from */
	/* NULL: it failed, and says why in ${message} */
	void *(*train)(const struct learn_table *table, const struct learn_table *check, const struct learn_settings *settings,
		       size_t *effort, char *message, size_t message_size);
	void (*predict)(const void *state, const float *x, size_t rows, size_t columns, float *out);
	void (*free)(void *state);
};
extern const struct learn_driver LEARN_NETWORK_DRIVER, LEARN_TREES_DRIVER;
/* What the modules show. */
__attribute__((visibility("default"))) extern const struct learn_driver learn_forest;
__attribute__((visibility("default"))) extern const struct learn_driver learn_boosted_trees;
__attribute__((visibility("default"))) extern const struct learn_driver learn_support_vectors;

#endif
