load ../lib/helpers
load ../lib/tree

# Forecasts beside a store: what they are made of, and what is made of them.

# Four a day from 40, sold out on the tenth day; 40 more on the 21st. Each day's order is paid and shipped.
sell_out() {
  ecom-catalog import sku=A name=A price=5 currency=EUR
  ecom-stock location main >/dev/null
  for i in $(seq 0 9) $(seq 20 29); do
    day=$(date -u -d "2021-01-04 + $i day" +%F)
    [ $((i % 20)) != 0 ] || ecom-stock receive sku=A location=main quantity=40 --now "${day}T06:00:00Z" >/dev/null
    ecom-order create --now "${day}T10:00:00Z" <<<"{\"order\":\"O$i\",\"lines\":[{\"sku\":\"A\",\"quantity\":4}]}" >/dev/null
    ecom-order pay "O$i" --now "${day}T10:01:00Z" >/dev/null
    ecom-order ship "O$i" --now "${day}T11:00:00Z" >/dev/null
  done
}

@test "history from the store knows when there was nothing to sell" {
  sell_out
  # Piped, the ten days without stock are days without demand; from the store they are what is expected of them: 4.
  run_in_pipe 'ecom-order sales | ecom-forecast demand -n 1 -m moving-average'
  assert_json '.mean < 3'
  assert_exit 0 ecom-forecast demand --from-store -n 1 -m moving-average -v
  assert_json '.sku == "A" and .location == null and .mean == 4 and .origin == "2021-02-02"'
  assert_stderr --partial '10 periods out of stock'
  assert_exit 0 ecom-forecast demand --from-store --location-wise -n 1 -m moving-average
  assert_json '.location == "main" and .mean == 4'
  assert_exit 0 ecom-forecast backtest --from-store -m moving-average -n 2 --origins 1
  assert_json '.mase == 0'
  assert_exit 0 ecom-forecast explain --from-store
  assert_json '.[0].term == "level"'
  unset ECOM_STORE
  assert_exit 64 ecom-forecast demand --from-store
  assert_stderr --partial 'no store'
}

@test "a hierarchy: sums are not ordered" {
  tree
  printf 'sku,name,price,currency\n1,One,2.00,EUR\n2,Two,2.00,EUR\n3,Three,2.00,EUR\n4,Four,2.00,EUR\n' | ecom-catalog import >imported.jsonl
  sql "INSERT INTO location (location, priority, active) VALUES ('main', 1, 1), ('shop', 2, 1)"
  ecom-forecast demand tree.csv -n 14 | ecom-forecast reorder --all >want.jsonl
  ecom-forecast demand tree.csv -n 14 --hierarchy total,category --reconcile bottom-up | ecom-forecast reorder --all >got.jsonl
  [ "$(wc -l <want.jsonl)" = 8 ]
  cmp want.jsonl got.jsonl
}
