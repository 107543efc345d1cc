#include "sample.h"
#include "tap.h"

/* Orders with lines, from CSV rows and from JSON; each is said as its JSON, a rejected one as "line!code field". */

static struct reader_options options;

static const char *read_orders(const char *text)
{
	static struct buffer out;
	struct error err = { 0 };
	struct arena arena = { 0 };
	struct order order;
	struct reader *r;
	enum status status;
	int fd = input(text, strlen(text));

	buffer_clear(&out);
	buffer_text(&out, "");
	reader_open(&r, fd, "orders", &ORDER, &options, &err);
	while ((status = reader_next(r, &arena, &order, &err)) == STATUS_OK || status == STATUS_REJECTED) {
		static const int FIELDS[] = { 0, 2, 7, 10 };

		if (status == STATUS_OK)
			record_json(&ORDER, &order, FIELDS, 4, &out);
		else
			buffer_printf(&out, "%ld!%s %s", order.record.line, err.code, err.field);
		buffer_char(&out, '\n');
	}
	if (status != STATUS_END)
		buffer_printf(&out, "=%d %s %s", status, err.code, err.message);
	reader_close(r);
	arena_free(&arena);
	close(fd);
	return out.data;
}

#define ORDER_1                                                                                                        \
	"{\"order\":\"1\",\"customer\":\"Ann\",\"total\":5.00,\"lines\":["                                              \
	"{\"line\":null,\"sku\":\"A\",\"quantity\":2,\"price\":1.50,\"total\":null},"                                   \
	"{\"line\":null,\"sku\":\"B\",\"quantity\":1,\"price\":2.00,\"total\":null}]}\n"
#define ORDER_2                                                                                                        \
	"{\"order\":\"2\",\"customer\":null,\"total\":null,\"lines\":["                                                 \
	"{\"line\":null,\"sku\":\"A\",\"quantity\":3,\"price\":null,\"total\":null}]}\n"

static void test_gathering(void)
{
	is_text(read_orders("order,customer,total,sku,quantity,price\n"
			    "1,Ann,5.00,A,2,1.50\n1,Ann,5.00,B,1,2.00\n2,,,A,3,\n"),
		ORDER_1 ORDER_2, "rows of one key are one order");
	is_text(read_orders("order,customer,total,sku,quantity,price\n1,Ann,5.00,A,2,1.50\n,,,B,1,2.00\n2,,,A,3,\n"),
		ORDER_1 ORDER_2, "a blank key goes on with the order");
	is_text(read_orders("order,sku,quantity\n1,A,1\n2,B,1\n1,C,1\n"),
		"{\"order\":\"1\",\"customer\":null,\"total\":null,\"lines\":[{\"line\":null,\"sku\":\"A\",\"quantity\":1,"
		"\"price\":null,\"total\":null}]}\n"
		"{\"order\":\"2\",\"customer\":null,\"total\":null,\"lines\":[{\"line\":null,\"sku\":\"B\",\"quantity\":1,"
		"\"price\":null,\"total\":null}]}\n"
		"{\"order\":\"1\",\"customer\":null,\"total\":null,\"lines\":[{\"line\":null,\"sku\":\"C\",\"quantity\":1,"
		"\"price\":null,\"total\":null}]}\n",
		"only consecutive rows are gathered");
	is_text(read_orders("order,total,sku,quantity,lines_total\n1,9.00,A,1,9.00\n"),
		"{\"order\":\"1\",\"customer\":null,\"total\":9.00,\"lines\":[{\"line\":null,\"sku\":\"A\",\"quantity\":1,"
		"\"price\":null,\"total\":9.00}]}\n",
		"total is the order's, lines_total the line's");
	is_text(read_orders("order,customer\n1,Ann\n1,Bob\n"),
		"{\"order\":\"1\",\"customer\":\"Ann\",\"total\":null,\"lines\":null}\n"
		"{\"order\":\"1\",\"customer\":\"Bob\",\"total\":null,\"lines\":null}\n",
		"without columns of lines each row is a record");
	is_text(read_orders("order,sku,quantity\n1,,\n"),
		"{\"order\":\"1\",\"customer\":null,\"total\":null,\"lines\":null}\n", "blank cells are no line");
}

static void test_faults(void)
{
	is_text(read_orders("order,customer,sku,quantity\n1,Ann,A,1\n1,Bob,B,1\n2,,A,1\n"),
		"3!conflict customer\n"
		"{\"order\":\"2\",\"customer\":null,\"total\":null,\"lines\":[{\"line\":null,\"sku\":\"A\",\"quantity\":1,"
		"\"price\":null,\"total\":null}]}\n",
		"rows that contradict each other");
	is_text(read_orders("order,sku,quantity\n1,A,1\n1,B\n1,C,1\n"), "3!ragged \n", "a bad row refuses its whole order");
	is_text(read_orders("order,sku,quantity\n1,A,0\n1,B,1\n"), "2!bad_value quantity\n", "so does a bad first row");
	is_text(read_orders("order,sku,quantity\n1,A,1\n1,B,\n"), "2!missing lines[1].quantity\n", "a missing field of a line");
	is_text(read_orders("order,sku\n1,A\n"), "=65 missing_column missing column quantity; found: order, sku",
		"a missing column of the lines");
	is_text(read_orders("customer,note\nAnn,x\n"), "=65 missing_column missing column order; found: customer, note",
		"a missing required column");
	is_text(read_orders("{\"order\":\"1\",\"lines\":[{\"sku\":\"A\",\"quantity\":1},{\"sku\":\"B\",\"quantity\":1.5}]}"),
		"1!bad_value lines[1].quantity\n", "the place of a bad value in a list");
	is_text(read_orders("{\"order\":\"1\",\"lines\":{\"sku\":\"A\"}}"), "1!bad_value lines\n", "a list that is none");
	is_text(read_orders("{\"order\":\"1\",\"lines\":[5]}"), "1!bad_value lines[0]\n", "an item that is none");
	is_text(read_orders("{\"order\":\"1\",\"total\":1234567890123.456}"), "1!too_precise total\n", "16 digits");
	is_text(read_orders("{\"order\":\"1\",\"total\":123456789012.3450}"),
		"{\"order\":\"1\",\"customer\":null,\"total\":123456789012.3450,\"lines\":null}\n", "15 digits and a zero");
}

static void test_json_columns(void)
{
	is_text(read_orders("order,lines\n1,\"[{\"\"sku\"\":\"\"A\"\",\"\"quantity\"\":2}]\"\n"),
		"{\"order\":\"1\",\"customer\":null,\"total\":null,\"lines\":[{\"line\":null,\"sku\":\"A\",\"quantity\":2,"
		"\"price\":null,\"total\":null}]}\n",
		"a list as JSON in a cell");
}

static struct column_map *map_of(const char *text)
{
	struct column_map *map = NULL;
	struct error err = { 0 };
	char path[64];
	int fd = input(text, strlen(text));

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	if (column_map_read(&map, path, &err) != STATUS_OK)
		printf("# %s\n", err.message);
	close(fd);
	return map;
}

static void test_map(void)
{
	struct column_map *map = map_of("# a shop's columns\nInvoiceNo = order\nName=customer\nCountry = -\n\"7.50\" = total\n"
					"StockCode = sku\nQuantity = quantity\n");
	static const char WANT[] =
		"{\"order\":\"1\",\"customer\":\"Ann\",\"total\":7.50,\"lines\":[{\"line\":null,\"sku\":\"A\",\"quantity\":2,"
		"\"price\":null,\"total\":null}]}\n";

	options.map = map;
	is_text(read_orders("InvoiceNo,Name,Country,StockCode,Quantity\n1,Ann,UK,A,2\n"), WANT, "a column map");
	is_text(read_orders("{\"InvoiceNo\":\"1\",\"Name\":\"Ann\",\"Country\":1,\"total\":3,\"lines\":[{\"sku\":\"A\","
			    "\"quantity\":2}]}"),
		WANT, "a column map over JSON");
	is_text(read_orders("{\"InvoiceNo\":}\n"), "1!bad_json \n", "malformed JSON under a column map");
	column_map_free(map);
	map = map_of("x = nonsense\n");
	options.map = map;
	is_text(read_orders("order,x\n1,2\n"), "=78 bad_map the column map names nonsense, which is no field of a order",
		"a map to no field");
	options.map = NULL;
	column_map_free(map);
	ok(map_of("no equals sign\n") == NULL, "a map that is none");
	ok(map_of("\"open = order\n") == NULL, "a constant without its end");
}

static int reported;
static char last_reported[64];

static void note_unknown(void *ctx, const char *file, long line, const char *name)
{
	(void)ctx;
	(void)file;
	(void)line;
	reported++;
	snprintf(last_reported, sizeof last_reported, "%s", name);
}

static void test_unknown(void)
{
	static const struct record_type *const PASS[] = { &PLAIN, NULL };

	options.unknown = note_unknown;
	read_orders("order,wat\n1,2\n3,4\n");
	is_int(reported, 1, "an unknown column is told once");
	is_text(last_reported, "wat", "by its name");
	read_orders("{\"order\":\"1\",\"x\":1,\"a\":1}\n{\"order\":\"1\",\"x\":1}\n");
	is_int(reported, 3, "an unknown key is told once");
	options.pass = PASS;
	read_orders("{\"order\":\"1\",\"b\":1,\"error\":\"e\",\"code\":\"c\",\"line\":1}\n");
	is_int(reported, 3, "fields of types to pass and of rejects are not told");
	options.pass = NULL;
	options.unknown = NULL;
}

static void test_defaults(void)
{
	struct order defaults;
	struct error err;
	struct arena arena = { 0 };

	record_clear(&ORDER, &defaults);
	record_set(&ORDER, &defaults, record_field_index(&ORDER, "order"), "77", &options.rules, &arena, &err);
	options.defaults = &defaults;
	is_text(read_orders("customer\nAnn\n"), "{\"order\":\"77\",\"customer\":\"Ann\",\"total\":null,\"lines\":null}\n",
		"a default stands in for a required column");
	is_text(read_orders("{\"customer\":\"Ann\"}\n{\"order\":\"1\"}\n"),
		"{\"order\":\"77\",\"customer\":\"Ann\",\"total\":null,\"lines\":null}\n"
		"{\"order\":\"1\",\"customer\":null,\"total\":null,\"lines\":null}\n",
		"and for a missing key; the input comes first");
	options.defaults = NULL;
	arena_free(&arena);
}

int main(void)
{
	test_gathering();
	test_faults();
	test_json_columns();
	test_map();
	test_unknown();
	test_defaults();
	return done_testing();
}
