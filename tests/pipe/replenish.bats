load ../lib/helpers

# From a year of invoices to a purchase order, and would it have been a good one? The last 90 days of Online Retail walked again by the
# default policy and by the rule to order what was just sold. The service levels are picked so that the fill rates of the two can be
# compared: what is asked is how much stock the same fill costs, not which level to choose.

setup() {
  sandbox_setup
  skip_unless_data online_retail.csv.xz
  retail=$(cd "$BATS_TEST_DIRNAME/../../share/examples/retail" && pwd)
}

# history: units sold a day of what is a good (postage, samples and corrections have other stock codes)
history() {
  xz -dkc "$data" >whole.csv
  sqlite3 :memory: <<'SQL'
.mode csv
.import whole.csv raw
.headers on
SELECT StockCode AS sku, substr(InvoiceDate, 1, 10) AS date, SUM(CAST(Quantity AS INTEGER)) AS quantity FROM raw
WHERE InvoiceNo NOT LIKE 'C%' AND CAST(Quantity AS INTEGER) > 0 AND CAST(UnitPrice AS REAL) > 0 AND StockCode GLOB '[0-9][0-9][0-9][0-9][0-9]*'
GROUP BY 1, 2;
SQL
}

@test "replayed on the last 90 days: the same fill rate with less stock than the naive rule" {
  needs_sqlite
  history >history.csv
  run_in_pipe 'ecom-forecast replay history.csv --total --policy order-up-to,naive --service 0.93 --factor 2'
  assert_equal "$status" 0
  jq -r '"# \(.policy): fill rate \(.fill_rate * 10000 | round / 100) %, \(.orders) orders, \(.average_stock | round) units in stock"' <<<"$output" >&3
  assert_json '.[0].policy == "order-up-to" and .[1].policy == "naive" and .[0].demand == .[1].demand'
  assert_json '.[0].fill_rate >= .[1].fill_rate and .[0].average_stock < .[1].average_stock'
  # three times what was sold against a level of 0.982: the higher the fill rate, the more is saved
  run_in_pipe '{ ecom-forecast replay history.csv --total --policy naive --factor 3; ecom-forecast replay history.csv --total --policy order-up-to --service 0.982; }'
  jq -r '"# \(.policy): fill rate \(.fill_rate * 10000 | round / 100) %, \(.orders) orders, \(.average_stock | round) units in stock"' <<<"$output" >&3
  assert_json '.[1].fill_rate >= .[0].fill_rate and .[1].average_stock < 0.9 * .[0].average_stock'
}

@test "from orders to sales to forecasts to proposals to a purchase order in the store, and not twice" {
  rows=40001
  [ "$ECOM_TEST_STORE" = sqlite ] || rows=5001
  xz -dkc "$data" | head -n "$rows" >raw.csv || true
  "$retail/shape-products.sh" raw.csv | ecom-catalog import
  ecom-stock location main >/dev/null
  "$retail/shape-orders.sh" raw.csv >orders.csv
  ecom-order import --rejects refused.csv orders.csv -q >/dev/null || [ $? = 1 ]
  assert_equal "$(sql "SELECT SUM(incoming) FROM level")" ""

  run_in_pipe 'ecom-order sales --tz UTC | ecom-forecast demand --every day --model ses | tee forecast.jsonl | ecom-forecast reorder --service 0.93 |
    tee proposals.jsonl | mlr --ijsonl --ocsv cut -o -f sku,quantity | ecom-stock receive --expect --location main --reference PO-1 -q | wc -l'
  assert_equal "$status" 0
  assert_equal "$(jq -s 'length' proposals.jsonl)" "$((output))"
  [ "$((output))" -gt 500 ]
  assert_equal "$(sql "SELECT SUM(incoming) FROM level")" "$(jq -s 'map(.quantity) | add' proposals.jsonl)"
  assert_equal "$(sql "SELECT COUNT(*) FROM movement WHERE reference = 'PO-1'")" "$((output))"

  # what is on order counts: the same forecasts propose nothing more
  assert_exit 0 ecom-forecast reorder --service 0.93 forecast.jsonl
  refute_output
  assert_exit 0 ecom-store check
}
