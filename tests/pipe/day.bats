load ../lib/helpers

# The pipelines of README and ecom(7), on the sample shop.

setup() {
  sandbox_setup
  examples=$(cd "$BATS_TEST_DIRNAME/../../share/examples" && pwd)
  cp "$examples"/*.csv "$examples"/*.jsonl .
  ecom-stock location <locations.csv >/dev/null
}

stock_the_shop() {
  ecom-catalog import products.csv
  ecom-catalog price <prices-usd.csv >/dev/null
  ecom-stock receive receipt-po-118.csv >/dev/null
  ecom-stock rule <rules.csv >/dev/null
}

@test "ecom-catalog import products.csv --rejects bad.csv" {
  { cat products.csv && echo 'BAD-1,Too precise,Gifts,1.999,EUR,,,,,'; } >with-bad.csv
  assert_exit 1 ecom-catalog import with-bad.csv --rejects bad.csv
  assert_equal "$(sql "SELECT COUNT(*) FROM product")" "$(($(wc -l <products.csv) - 1))"
  assert_equal "$(mlr --icsv --onidx cut -o -f sku,code,line bad.csv)" 'BAD-1 too_precise 42'
}

@test "ecom-stock receive po-118.csv, twice" {
  ecom-catalog import products.csv
  cp receipt-po-118.csv po-118.csv
  assert_exit 0 ecom-stock receive po-118.csv
  first=$output
  assert_exit 0 ecom-stock receive po-118.csv
  assert_equal "$output" "$first"
  assert_equal "$(sql "SELECT SUM(on_hand) FROM level")" "$(mlr --icsv --onidx stats1 -a sum -f quantity po-118.csv)"
}

@test "ecom-order create < orders.jsonl | jq: all but the one that asks for too much" {
  stock_the_shop
  run_in_pipe "ecom-order create --ttl 1d < orders.jsonl | jq -r 'select(.status==\"pending\") | .order'"
  assert_equal "$status" 1
  assert_equal "$output" "$(jq -r .order orders.jsonl | grep -v W-1025)"
  assert_stderr --partial 'TRAY-STONE'
  # what is reserved is what was ordered
  assert_equal "$(sql "SELECT SUM(reserved) FROM level")" \
    "$(jq -s '[.[] | select(.order != "W-1025") | .lines[].quantity] | add' orders.jsonl)"
  # prices by hand: W-1001 is one large tin at 9.90; W-1002 three green teas at 9.90
  assert_equal "$(sql "SELECT total FROM sale WHERE id IN ('W-1001', 'W-1002') ORDER BY id" | paste -sd' ')" "990 2970"
}

@test "ecom-order list --status paid | ecom-order ship --carrier ups" {
  stock_the_shop
  ecom-order create --ttl 1d <orders.jsonl >taken.jsonl || true
  head -n 5 taken.jsonl | jq -r .order | xargs ecom-order pay >/dev/null
  run_in_pipe 'ecom-order list --status paid | ecom-order ship --carrier ups'
  assert_equal "$status" 0
  assert_equal "$(sql "SELECT COUNT(*), MIN(carrier) FROM shipment")" "5|ups"
  assert_equal "$(sql "SELECT SUM(quantity) FROM movement WHERE target = '@customer'")" \
    "$(head -n 5 orders.jsonl | jq -s '[.[].lines[].quantity] | add')"
  run_in_pipe 'ecom-order list --status paid | ecom-order ship --carrier ups' # nothing is left to ship
  assert_equal "$status|$output" "0|"
  ecom-store check
}

@test "ecom-order sales | ecom-forecast demand | ecom-forecast reorder | tee proposals" {
  stock_the_shop
  mlr --icsv --ojsonl put -q 'emit1 {"order": "H" . NR, "placed_at": $date . "T12:00:00Z", "status": "completed", "currency": "EUR",
    "lines": [{"sku": $sku, "quantity": $quantity, "price": 1}]}' history.csv | ecom-order import
  # the sales are the history again, to the unit
  ecom-order sales --since 2018-01-01 --tz UTC -o csv -f sku,date,quantity | mlr --icsv --ocsv sort -f sku,date >sales.csv
  diff sales.csv <(mlr --icsv --ocsv sort -f sku,date history.csv)
  run_in_pipe 'ecom-order sales --since 2018-01-01 | ecom-forecast demand --horizon 28 | ecom-forecast reorder | tee proposals.csv'
  assert_equal "$status" 0
  assert_json 'length > 0 and all(.[]; .quantity > 0 and .supplier != null)'
  cmp proposals.csv <(echo "$output")
}

@test "ecom-stock low | ecom-notify alert: speaks when a state changes, not at every run" {
  stock_the_shop
  ecom-stock adjust sku=MUG-RED location=main quantity=-4 reason=broken >/dev/null
  for run in 1 2 3; do
    ecom-stock low | ecom-notify alert --rule low-stock --to buyer@example.com >alerts.$run
  done
  assert_equal "$(wc -l <alerts.1)" "$(ecom-stock low | wc -l)"
  [ -s alerts.1 ]
  [ ! -s alerts.2 ] && [ ! -s alerts.3 ]
  assert_equal "$(sql "SELECT COUNT(*) FROM outbox WHERE channel = 'mail'")" 1
}

@test "the day of the demo" {
  needs_sqlite
  unset ECOM_STORE
  assert_exit 0 "$examples/demo.sh"
  assert_line --partial 'ecom-store check'
}
