/* What a product becomes when a record comes in. */
#include <string.h>

#include "catalog/catalog_impl.h"
#include "tap.h"

static const struct product_row NEW = { .price = -1, .cost = -1, .weight_g = -1, .status = PRODUCT_ACTIVE };

static struct product given(const char *sku)
{
	struct product p;
	record_clear(&product_type, &p);
	p.sku = sku;
	record_mark(&p, PRODUCT_SKU);
	return p;
}

static void set_name(struct product *p, const char *name)
{
	p->name = name;
	record_mark(p, PRODUCT_NAME);
}

static void set_price(struct product *p, int64_t units, int scale, const char *currency)
{
	p->price = (struct amount) { units, scale };
	record_mark(p, PRODUCT_PRICE);
	if (currency) {
		p->currency = currency;
		record_mark(p, PRODUCT_CURRENCY);
	}
}

static void refused(const struct product_row *stored, const struct product *p, const char *shop, const char *code,
		    const char *field, const char *name)
{
	struct product_row row;
	struct error err = { 0 };
	is_int(catalog_merge(stored, p, shop, &row, &err), STATUS_REJECTED, name);
	is_text(err.code, code, "its code");
	is_text(err.field, field, "its field");
}

static void test_new(void)
{
	struct product p = given("A");
	struct product_row row;
	struct error err = { 0 };
	refused(&NEW, &p, "EUR", "missing", "name", "a new product needs a name");
	set_name(&p, "Apple");
	is_int(catalog_merge(&NEW, &p, "EUR", &row, &err), STATUS_OK, "a name is enough");
	is_int(row.price, -1, "without a price it has none");
	is_int(row.status, PRODUCT_ACTIVE, "and is active");
	set_price(&p, 1990, 2, NULL);
	is_int(catalog_merge(&NEW, &p, "EUR", &row, &err), STATUS_OK, "a price in the shop's currency");
	is_int(row.price, 1990, "in minor units");
	is_text(row.currency, "EUR", "the shop's");
	refused(&NEW, &p, "", "missing", "currency", "a price needs a currency from somewhere");
	set_price(&p, 19999, 3, "EUR");
	refused(&NEW, &p, "", "too_precise", "price", "19.999 EUR");
	set_price(&p, 19900, 3, "EUR");
	is_int(catalog_merge(&NEW, &p, "", &row, &err), STATUS_OK, "19.900 is 19.90");
	is_int(row.price, 1990, "exactly");
	set_price(&p, 500, 0, "JPY");
	is_int(catalog_merge(&NEW, &p, "EUR", &row, &err), STATUS_OK, "yen have no decimals");
	is_int(row.price, 500, "so 500 is 500");
	set_price(&p, -1, 2, "EUR");
	refused(&NEW, &p, "EUR", "bad_value", "price", "a negative price");
	set_price(&p, 1, 2, "EUX");
	refused(&NEW, &p, "EUR", "bad_currency", "currency", "a currency that is none");
}

static void test_change(void)
{
	struct product_row stored = NEW, row;
	struct product p = given("A");
	struct error err = { 0 };
	struct buffer json = { 0 };
	stored.exists = true;
	stored.sku = "A";
	stored.name = "Apple";
	stored.category = "Fruit";
	stored.price = 120;
	stored.currency = "EUR";
	is_int(catalog_merge(&stored, &p, "EUR", &row, &err), STATUS_OK, "a record with nothing but the SKU");
	ok(catalog_same(&stored, &row), "changes nothing");
	p.record.cleared = UINT64_C(1) << PRODUCT_CATEGORY;
	is_int(catalog_merge(&stored, &p, "EUR", &row, &err), STATUS_OK, "a field cleared");
	is_text(row.category, NULL, "is empty");
	ok(!catalog_same(&stored, &row), "which is a change");
	catalog_difference(&row, &stored, &json);
	is_text(json.data, "{\"category\":\"Fruit\"}", "the audit knows what was before");
	buffer_clear(&json);
	catalog_difference(&stored, &row, &json);
	is_text(json.data, "{\"category\":null}", "and after");
	buffer_free(&json);
	p.record.cleared = 0;
	p.currency = "USD";
	record_mark(&p, PRODUCT_CURRENCY);
	refused(&stored, &p, "EUR", "missing", "price", "a new currency needs a new price");
	p = given("A");
	p.attributes = "[1]";
	record_mark(&p, PRODUCT_ATTRIBUTES);
	refused(&stored, &p, "EUR", "bad_value", "attributes", "attributes are an object");
}

int main(void)
{
	test_new();
	test_change();
	return done_testing();
}
