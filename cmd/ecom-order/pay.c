/* ecom-order pay: payments as their providers report them. */
#include "verbs.h"

static const struct option OPTIONS[] = {
	{ "amount", 0, OPTION_FIELD, "AMOUNT", "what was paid; what is due if absent" },
	{ "currency", 0, OPTION_FIELD, "CODE", "must be the order's" },
	{ "provider", 0, OPTION_FIELD, "NAME", "through whom; \"manual\" if absent" },
	{ "reference", 0, OPTION_FIELD, "TEXT", "the provider's own number" },
	{ "status", 0, OPTION_FIELD, "WORD", "authorized, captured (if absent), refunded, failed, voided" },
	{ "at", 0, OPTION_FIELD, "TIME", "when; now if absent" },
	{ NULL },
};

static enum status pay(struct run *run, void *record, struct error *err)
{
	struct change change = run_change(run, record);
	struct order order;
	return emit_order(run, order_pay(&change, record, &order, err), &order);
}

const struct verb VERB_PAY = {
	.name = "pay",
	.help = "record payments; what is fully paid is allocated its stock",
	.operands_help = "[ORDER...]",
	.operands = OPERANDS_KEYS,
	.store = VERB_WRITES,
	.options = OPTIONS,
	.input = &payment_type,
	.output = &order_type,
	.each = pay,
};
