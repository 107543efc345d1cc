/*
 * Formulas that no verb asks for, by lines on standard input: a word and its numbers; prints what follows from them.
 *
 *	build/bench/forecast/instances <<<'up-to 6 5 1 4'
 */
#include <ecom/inventory.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBERS 8

static void print_policy(struct inventory_optimum p)
{
	printf("%.17g %.17g %.17g\n", p.reorder, p.target, p.cost);
}

static void print_lot(struct inventory_lot lot)
{
	printf("%.17g %.17g\n", lot.quantity, lot.cost);
}

static struct inventory_demand family(enum inventory_distribution distribution, double mean, double variance)
{
	return (struct inventory_demand) { .family = distribution, .mean = mean, .variance = variance };
}

static bool answer(const char *word, const double *x)
{
	struct inventory_demand poisson = family(INVENTORY_POISSON, x[0], x[0]);
	struct inventory_demand lead = family(INVENTORY_NORMAL, x[0] * x[2], x[1] * x[1] * x[2]);
	struct inventory_demand poisson_lead = family(INVENTORY_POISSON, x[0] * x[1], x[0] * x[1]);

	if (strcmp(word, "up-to") == 0) { /* mean K h p */
		print_policy(inventory_up_to_best(&poisson, &poisson, x[1], x[2], x[3]));
	} else if (strcmp(word, "power") == 0) { /* mean deviation K h p */
		print_policy(inventory_up_to_power(x[0], x[0], x[1], x[2], x[3], x[4]));
	} else if (strcmp(word, "iterated") == 0) { /* rate deviation lead K h p */
		print_policy(inventory_reorder_iterated(x[0], &lead, x[3], x[4], x[5]));
	} else if (strcmp(word, "reorder") == 0) { /* rate lead K h p */
		print_policy(inventory_reorder_best(x[0], &poisson_lead, x[2], x[3], x[4]));
	} else if (strcmp(word, "disrupted") == 0) { /* demand K h p fails recovers */
		print_lot(inventory_lot_disrupted(x[0], x[1], x[2], x[3], x[4], x[5]));
	} else if (strcmp(word, "disrupted-level") == 0) { /* demand h p fails recovers */
		double cost, level = inventory_level_disrupted(x[0], x[1], x[2], x[3], x[4], &cost);
		printf("%.17g %.17g\n", level, cost);
	} else if (strcmp(word, "yield-added") == 0) { /* demand K h mean deviation */
		print_lot(inventory_lot_yield_added(x[0], x[1], x[2], x[3], x[4]));
	} else if (strcmp(word, "yield-multiplied") == 0) { /* likewise */
		print_lot(inventory_lot_yield_multiplied(x[0], x[1], x[2], x[3], x[4]));
	} else {
		return false;
	}
	return true;
}

int main(void)
{
	char line[512];

	while (fgets(line, sizeof line, stdin)) {
		double numbers[NUMBERS] = { 0 };
		char *rest, *word = strtok_r(line, " \n", &rest), *number;
		for (size_t n = 0; word && n < NUMBERS && (number = strtok_r(NULL, " \n", &rest)); n++)
			numbers[n] = strtod(number, NULL);
		if (!word || !answer(word, numbers)) {
			fprintf(stderr, "instances: unknown question %s\n", word ? word : "");
			return 1;
		}
	}
	return 0;
}
