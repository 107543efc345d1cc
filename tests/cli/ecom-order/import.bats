load ../../lib/helpers
load shop

setup() { shop_setup; }

at() { echo "$(($(date -ud "$1" +%s) * 1000))"; }

history_csv() {
  cat <<'CSV'
order,status,customer,placed_at,paid_at,shipped_at,delivered_at,cancelled_at,carrier,number,sku,quantity,price
H1,delivered,ann,2025-01-01T10:00:00Z,2025-01-01T11:00:00Z,2025-01-02T10:00:00Z,2025-01-05T10:00:00Z,,ups,1Z1,A,2,9.00
H1,,,,,,,,,,B,1,2.00
H2,cancelled,bob,2025-01-03T10:00:00Z,,,,2025-01-03T12:00:00Z,,,A,1,9.00
H3,shipped,cid,2025-01-04T10:00:00Z,2025-01-04T10:05:00Z,2025-01-05T10:00:00Z,,,ups,1Z3,C,3,3.00
H4,pending,dee,2025-01-05T10:00:00Z,,,,,,,A,1,9.00
CSV
}

@test "orders come in as they were" {
  assert_exit 0 ecom-order import <<<"$(history_csv)"
  refute_output
  # 2 * 9.00 + 2.00; 9.00; 3 * 3.00; 9.00 in cents
  assert_equal "$(sql "SELECT id, status, total, paid, stock FROM sale ORDER BY id" | tr '\n' ' ')" \
    "H1|6|2000|2000|0 H2|10|900|0|0 H3|4|900|900|0 H4|0|900|0|0 "
  assert_equal "$(sql "SELECT event, at FROM sale_event WHERE sale = 'H1' ORDER BY id" | tr '\n' ' ')" \
    "create|$(at 2025-01-01T10:00:00Z) pay|$(at 2025-01-01T11:00:00Z) ship|$(at 2025-01-02T10:00:00Z) deliver|$(at 2025-01-05T10:00:00Z) "
  assert_equal "$(sql "SELECT id, carrier, number, status, shipped_at, delivered_at FROM shipment ORDER BY id" | tr '\n' ' ')" \
    "H1-1|ups|1Z1|7|$(at 2025-01-02T10:00:00Z)|$(at 2025-01-05T10:00:00Z) H3-1|ups|1Z3|0|$(at 2025-01-05T10:00:00Z)| "
  assert_equal "$(level A)$(level B)$(level C)" "10|010|010|0"
  assert_equal "$(sql "SELECT COUNT(*) FROM outbox")" 0
  assert_exit 0 ecom-store check
}

@test "the same again changes nothing, something else under the same number is refused" {
  history_csv | ecom-order import
  sum() { sql "SELECT (SELECT COUNT(*) FROM sale), (SELECT COUNT(*) FROM sale_line), (SELECT COUNT(*) FROM sale_event), (SELECT COUNT(*) FROM payment), (SELECT COUNT(*) FROM shipment), (SELECT COUNT(*) FROM audit)"; }
  before=$(sum)
  assert_exit 0 ecom-order import <<<"$(history_csv)"
  assert_equal "$(sum)" "$before"
  assert_exit 1 ecom-order import --rejects bad.csv <<<"$(history_csv | sed -e 's/A,2,9.00/A,3,9.00/' -e 's/^H3,shipped/H3,paid/' -e 's/1Z3//')"
  assert_equal "$(sum)" "$before"
  assert_equal "$(mlr --icsv --ojsonl cut -f order,code bad.csv | jq -r 'select(.order != "") | .order + " " + .code' | sort -u)" \
    "$(printf 'H1 exists\nH3 exists')"
}

@test "an imported order goes on with the tools, and its import may be repeated" {
  history_csv | ecom-order import
  ecom-order deliver H3 >/dev/null
  ecom-order complete H1 >/dev/null
  assert_exit 0 ecom-order import <<<"$(history_csv)"
  assert_equal "$(status_of H3)$(status_of H1)" 67
  assert_exit 0 ecom-store check
}

@test "stock applied: shipped goods are gone, open ones reserved, cancelled ones neither" {
  assert_exit 0 ecom-order import --stock apply <<<"$(history_csv)"
  assert_equal "$(level A)$(level B)$(level C)" "8|19|07|0"
  assert_equal "$(sql "SELECT at, reference FROM movement WHERE target = '@customer' AND sku = 'C'")" "$(at 2025-01-05T10:00:00Z)|H3-1"
  assert_exit 0 ecom-order import --stock apply <<<"$(history_csv)"
  assert_equal "$(level A)$(level B)$(level C)" "8|19|07|0"
  assert_exit 0 ecom-store check
}

@test "the status follows from the instants where it is not said" {
  ecom-order import <<'JSON'
{"order":"J1","placed_at":"2025-01-01T00:00:00Z","lines":[{"sku":"A","quantity":1,"price":1}]}
{"order":"J2","placed_at":"2025-01-01T00:00:00Z","paid_at":"2025-01-02T00:00:00Z","lines":[{"sku":"A","quantity":1,"price":1}]}
{"order":"J3","placed_at":"2025-01-01T00:00:00Z","completed_at":"2025-01-09T00:00:00Z","lines":[{"sku":"A","quantity":1,"price":1}]}
JSON
  assert_equal "$(sql "SELECT status FROM sale ORDER BY id" | tr '\n' ' ')" "0 1 7 "
  # what nobody knows is put where the move before it was
  assert_equal "$(sql "SELECT COUNT(DISTINCT at) FROM sale_event WHERE sale = 'J3'")" 2
}

@test "the counters of the lines say how far an order got" {
  assert_exit 0 ecom-order import <<'JSON'
{"order":"P1","status":"partially_shipped","placed_at":"2025-01-01T00:00:00Z","lines":[{"sku":"A","quantity":3,"price":1,"shipped":1},{"sku":"B","quantity":1,"price":1}]}
{"order":"P2","status":"partially_delivered","placed_at":"2025-01-01T00:00:00Z","lines":[{"sku":"A","quantity":3,"price":1,"delivered":2}]}
{"order":"P3","status":"partially_returned","placed_at":"2025-01-01T00:00:00Z","lines":[{"sku":"A","quantity":3,"price":1,"returned":1}]}
JSON
  assert_exit 0 ecom-store check
  assert_equal "$(sql "SELECT shipment, quantity FROM shipment_line ORDER BY shipment" | tr '\n' ' ')" "P1-1|1 P2-1|2 P2-2|1 P3-1|3 "
  assert_exit 1 ecom-order import --rejects bad.jsonl <<'JSON'
{"order":"Q1","status":"partially_shipped","placed_at":"2025-01-01T00:00:00Z","lines":[{"sku":"A","quantity":3,"price":1}]}
{"order":"Q2","status":"shipped","placed_at":"2025-01-01T00:00:00Z","lines":[{"sku":"A","quantity":3,"price":1,"shipped":4}]}
{"order":"Q3","status":"pending","paid_at":"2025-01-01T00:00:00Z","lines":[{"sku":"A","quantity":3,"price":1}]}
JSON
  assert_equal "$(jq -r .code bad.jsonl | tr '\n' ' ')" "state bad_value state "
}

@test "a bad order does not take its neighbours along" {
  assert_exit 1 ecom-order import --rejects bad.jsonl <<'JSON'
{"order":"J1","lines":[{"sku":"A","quantity":1,"price":1}]}
{"order":"J2","lines":[{"sku":"A","quantity":1,"price":1},{"sku":"NOPE","quantity":1,"price":1}]}
{"lines":[{"sku":"A","quantity":1,"price":1}]}
{"order":"J4","total":2.00,"lines":[{"sku":"A","quantity":1,"price":1}]}
{"order":"J5","lines":[{"sku":"A","quantity":1,"price":1}]}
{"order":"J5","lines":[{"sku":"A","quantity":2,"price":1}]}
JSON
  assert_equal "$(jq -r .code bad.jsonl | tr '\n' ' ')" "unknown_sku missing total_mismatch exists "
  assert_equal "$(sql "SELECT id FROM sale ORDER BY id" | tr '\n' ' ')" "J1 J5 "
}

@test "an archived product has a history; a missing price is the catalog's of then" {
  ecom-catalog price A price=12.00 --now 2026-03-01T00:00:00Z >/dev/null
  ecom-order import <<<'{"order":"J1","placed_at":"2026-02-01T00:00:00Z","lines":[{"sku":"A","quantity":1}]}'
  assert_equal "$(sql "SELECT total FROM sale")" 1000
  ecom-catalog archive B
  assert_exit 0 ecom-order import <<<'{"order":"J2","currency":"EUR","lines":[{"sku":"B","quantity":1,"price":1}]}'
}

@test "statuses in Chinese" {
  ecom-order import <<'CSV'
订单号,订单状态,下单时间,货号,数量,单价
Z1,已发货,2025-01-01,A,1,5.00
Z2,待支付,2025-01-02,A,1,5.00
CSV
  assert_equal "$(sql "SELECT status FROM sale ORDER BY id" | tr '\n' ' ')" "4 0 "
}

@test "orders of hundreds of lines in one transaction, their stock applied" {
  # What a savepoint keeps of pages to undo must not be taken for a full disk once it has grown and been cut back.
  needs_sqlite
  awk 'BEGIN { print "sku,name"; for (i = 0; i < 2000; i++) print "S" i ",N" }' | ecom-catalog import
  ecom-stock location main >/dev/null
  awk 'BEGIN { print "sku,location,quantity"; for (i = 0; i < 2000; i++) print "S" i ",main,100000" }' | ecom-stock receive >/dev/null
  awk 'BEGIN { print "order,status,placed_at,currency,sku,quantity,price"
    for (o = 0; o < 30; o++) for (l = 0; l <= o * 371 % 900; l++)
      print "H" o ",completed,2026-01-01,EUR,S" (o * 53 + l * 17) % 2000 ",1,1.00" }' >orders.csv
  assert_exit 0 ecom-order import --stock apply orders.csv
  assert_equal "$(sql "SELECT COUNT(*) FROM sale_line")" "$(($(wc -l <orders.csv) - 1))"
  assert_equal "$(sql "SELECT SUM(quantity) FROM movement WHERE target = '@customer'")" "$(($(wc -l <orders.csv) - 1))"
}
