load ../lib/helpers

# Real orders of a marketplace and the way of their parcels: catalog, order history, tracking. What must come out is computed
# from the raw files by sqlite3. Money in cents.

setup() {
  sandbox_setup
  skip_unless_data olist_sample8135.tar.xz
  tar xJf "$data"
  raw=$PWD/$(dirname "$(find . -name olist_orders_dataset.csv)")
  shape=$(cd "$BATS_TEST_DIRNAME/../../share/examples/olist" && pwd)
  sqlite3 raw.db <<SQL
.mode csv
.import $raw/olist_orders_dataset.csv o
.import $raw/olist_order_items_dataset.csv i
.import $raw/olist_products_dataset.csv p
CREATE TABLE orders AS
  SELECT order_id AS id, order_status AS status, order_delivered_carrier_date AS shipped, order_delivered_customer_date AS delivered,
    order_estimated_delivery_date AS promised
  FROM o;
CREATE TABLE items AS
  SELECT order_id AS id, CAST(ROUND(price * 100) AS INTEGER) AS price, CAST(ROUND(freight_value * 100) AS INTEGER) AS freight FROM i;
SQL
}

ask() { sqlite3 raw.db "$1"; }

load_shop() {
  "$shape/shape-products.sh" "$raw" | ecom-catalog import
  "$shape/shape-orders.sh" "$raw" | ecom-order import
  "$shape/shape-parcels.sh" "$raw" | ecom-track add >parcels.jsonl
  "$shape/shape-events.sh" "$raw" | ecom-track import >events.jsonl
}

# everything that an import could change
stored() {
  local table
  for table in product sale sale_line sale_event payment shipment shipment_line shipment_event audit outbox; do
    sql "SELECT '$table', COUNT(*) FROM $table"
  done
  ecom-track list | sha256sum
  ecom-order list --lines | sha256sum
}

@test "orders, items, money, parcels and delays agree; a second time changes nothing" {
  load_shop

  # the sample holds 8,135 orders and 8,365 items; all products, and the one for orders without items
  assert_equal "$(sql "SELECT COUNT(*) FROM sale")" 8135
  assert_equal "$(sql "SELECT COUNT(*) FROM sale_line WHERE sku <> 'no-item'")" 8365
  assert_equal "$(sql "SELECT COUNT(*) FROM product")" "$(ask "SELECT COUNT(*) + 1 FROM p")"
  assert_equal "$(sql "SELECT COUNT(*) FROM sale_line WHERE sku = 'no-item'")" \
    "$(ask "SELECT COUNT(*) FROM orders WHERE id NOT IN (SELECT id FROM items)")"

  # canceled 625 and unavailable 609; shipped 1,107; approved 2, invoiced 314, processing 301
  assert_equal "$(ecom-order list | jq -r .status | sort | uniq -c | awk '{ print $2, $1 }')" "cancelled 1234
delivered 5172
paid 617
pending 5
shipped 1107"

  assert_equal "$(sql "SELECT SUM(subtotal), SUM(shipping), SUM(total) FROM sale")" \
    "$(ask "SELECT SUM(price), SUM(freight), SUM(price + freight) FROM items")"
  assert_equal "$(sql "SELECT SUM(total) FROM sale WHERE status = 10")" \
    "$(ask "SELECT SUM(price + freight) FROM items JOIN orders USING (id) WHERE status IN ('canceled', 'unavailable')")"

  # whatever was handed over or delivered is a parcel; one that was handed over after its delivery is on a second way
  assert_equal "$(sql "SELECT COUNT(*) FROM shipment")" \
    "$(ask "SELECT COUNT(*) FROM orders WHERE shipped <> '' OR status = 'delivered'")"
  assert_equal "$(ecom-track list --status delivered | wc -l)" \
    "$(ask "SELECT COUNT(*) FROM orders WHERE (delivered <> '' AND delivered >= shipped) OR (status = 'delivered' AND delivered = '')")"
  assert_equal "$(ecom-track list --status picked_up | wc -l)" \
    "$(ask "SELECT COUNT(*) FROM orders WHERE shipped <> '' AND (shipped > delivered AND delivered <> '' OR delivered = '' AND status <> 'delivered')")"
  assert_equal "$(wc -l <events.jsonl)" "$(ask "SELECT SUM((shipped <> '') + (shipped <> '' AND delivered <> '')) FROM orders")"

  # late by what had happened before anything was due, and by what never came
  late="SELECT COUNT(*) FROM orders WHERE delivered > promised AND delivered <> ''"
  assert_equal "$(ecom-track list --late --now 2016-01-01T00:00:00Z | wc -l)" "$(ask "$late")"
  assert_equal "$(ecom-track list --late --now 2018-08-01T00:00:00Z | wc -l)" \
    "$(ask "$late OR shipped <> '' AND delivered = '' AND status <> 'delivered' AND promised < '2018-08-01 00:00:00'")"
  assert_equal "$(ecom-track list --late --now 2016-01-01T00:00:00Z | jq -r .order | sort | sha256sum)" \
    "$(ask "SELECT id FROM orders WHERE delivered > promised AND delivered <> '' ORDER BY id" | sha256sum)"

  # a message for each parcel that the orders' own history had not told of already, none for its stations before
  assert_equal "$(sql "SELECT COUNT(*) FROM outbox WHERE topic LIKE 'shipment.%'")" \
    "$(sql "SELECT COUNT(DISTINCT subject) FROM outbox WHERE topic LIKE 'shipment.%'")"

  assert_exit 0 ecom-store check
  refute_output

  stored >before
  cp events.jsonl first.jsonl
  load_shop
  stored >after
  diff before after
  diff first.jsonl events.jsonl
  run_in_pipe "'$shape/shape-events.sh' '$raw' | ecom-track import --news"
  refute_output
  assert_exit 0 ecom-store check
}
