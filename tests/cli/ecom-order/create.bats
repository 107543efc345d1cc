load ../../lib/helpers
load shop

setup() { shop_setup; }

@test "an order is priced, held and told of in one transaction" {
  assert_exit 0 ecom-order create --now 2026-03-01T10:00:00Z <<'JSON'
{"order":"T1","email":"buyer@example.com","shipping":4.90,"lines":[{"sku":"A","quantity":2},{"sku":"B","quantity":3}]}
JSON
  # 2 * 10.00 + 3 * 2.50 = 27.50; + 4.90
  assert_json '.order == "T1" and .status == "pending" and .subtotal == 27.50 and .total == 32.40 and .currency == "EUR"'
  assert_json '.payment_status == "unpaid" and .fulfilment_status == "unfulfilled" and .return_status == "none"'
  assert_json '.lines | map(.total) == [20, 7.5]'
  assert_equal "$(level A)" "10|2"
  assert_equal "$(level B)" "10|3"
  assert_equal "$(sql "SELECT topic, dedupe, recipient FROM outbox")" "order.created|order.created:T1|buyer@example.com"
  assert_equal "$(sql "SELECT event, from_status, to_status FROM sale_event")" "create||0"
  assert_equal "$(sql "SELECT COUNT(*) FROM audit WHERE kind = 'order' AND subject = 'T1'")" 1
  # lives for 60 minutes: 2026-03-01T11:00:00Z
  assert_equal "$(sql "SELECT expires_at FROM sale")" "$(($(date -ud 2026-03-01T11:00:00Z +%s) * 1000))"
}

@test "an order without a number gets one that nobody has" { # article, fault 17
  order_one 1002 A 1
  assert_exit 0 ecom-order create <<'JSON'
{"lines":[{"sku":"A","quantity":1}]}
{"lines":[{"sku":"A","quantity":1}]}
JSON
  assert_json 'map(.order) == ["1001", "1003"]'
}

@test "an order has one key, and its lines refer to it" { # article, fault 18
  order_one T1 A 1
  assert_equal "$(sql "SELECT s.id, l.line FROM sale s JOIN sale_line l ON l.sale = s.id")" "T1|1"
  run sql "INSERT INTO sale SELECT * FROM sale"
  [ "$status" -ne 0 ]
  foreign='' && [ "$ECOM_TEST_STORE" = postgresql ] || foreign='PRAGMA foreign_keys = ON;'
  run sql "$foreign INSERT INTO sale_line (sale, line, sku, quantity, price, discount, tax, total) VALUES ('NOPE', 1, 'A', 1, 1, 0, 0, 1)"
  [ "$status" -ne 0 ]
}

@test "what is not there is not sold: all or nothing, every short line told" { # article, faults 19 and 25
  assert_exit 1 ecom-order create <<'JSON'
{"lines":[{"sku":"A","quantity":25},{"sku":"C","quantity":1},{"sku":"B","quantity":11}]}
JSON
  assert_stderr --partial 'A: wanted 25, available 10'
  assert_stderr --partial 'B: wanted 11, available 10'
  assert_equal "$(level A)$(level B)$(level C)" "10|010|010|0"
  assert_equal "$(sql "SELECT (SELECT COUNT(*) FROM sale) + (SELECT COUNT(*) FROM sale_line) + (SELECT COUNT(*) FROM outbox)")" 0
}

@test "the same product on two lines is summed before it is checked" {
  assert_exit 1 ecom-order create <<'JSON'
{"lines":[{"sku":"A","quantity":6},{"sku":"A","quantity":6}]}
JSON
  assert_stderr --partial 'wanted 12, available 10'
}

@test "every fault of the lines is told at once, by line" { # article, faults 20 and 21
  assert_exit 1 ecom-order create <<'JSON'
{"lines":[{"sku":"A","quantity":0},{"sku":"B","quantity":1},{"sku":"NOPE","quantity":3},{"sku":"C","quantity":-1}]}
JSON
  assert_stderr --partial 'lines[0].quantity'
  assert_stderr --partial 'lines[2].sku: no product "NOPE"'
  assert_stderr --partial 'lines[3].quantity'
  assert_stderr --partial '3 faults'
  assert_equal "$(level A)$(level B)$(level C)" "10|010|010|0"
}

@test "the price is the catalog's of the order's time, unless the input's are asked for" { # article, fault 22
  ecom-catalog price A price=12.00 --now 2026-03-01T00:00:00Z >/dev/null
  line='"lines":[{"sku":"A","quantity":1,"price":0.01}]'
  assert_exit 0 ecom-order create <<<"{$line}"
  assert_json '.total == 12'
  assert_exit 0 ecom-order create <<<"{\"placed_at\":\"2026-02-01T00:00:00Z\",$line}"
  assert_json '.total == 10'
  assert_exit 0 ecom-order create --price-from input <<<"{$line}"
  assert_json '.total == 0.01'
}

@test "lines share an order's discount to the cent" {
  assert_exit 0 ecom-order create <<'JSON'
{"discount":1.00,"lines":[{"sku":"B","quantity":1},{"sku":"B","quantity":1},{"sku":"B","quantity":1}]}
JSON
  # thirds of 1.00: 0.34 + 0.33 + 0.33
  assert_json '.discount == 1 and .total == 6.5'
  assert_json '.lines | map(.discount) == [0.34, 0.33, 0.33]'
  assert_json '.lines | map(.total) | add * 100 | round == 650'
}

@test "tax is added to the prices, and shared by what each line is worth" {
  assert_exit 0 ecom-order create <<'JSON'
{"tax":2.50,"lines":[{"sku":"A","quantity":1},{"sku":"B","quantity":1}]}
JSON
  # 10.00 : 2.50 = 4 : 1, so 2.00 and 0.50
  assert_json '.tax == 2.5 and .total == 15'
  assert_json '.lines | map(.tax) == [2, 0.5]'
}

@test "the discount of an order includes those of its lines" {
  assert_exit 0 ecom-order create <<'JSON'
{"discount":1.50,"lines":[{"sku":"A","quantity":1,"discount":1.00},{"sku":"A","quantity":1}]}
JSON
  # 0.50 are left to share over 9.00 and 10.00: 0.2368.. and 0.2631.., so 0.24 and 0.26
  assert_json '.discount == 1.5'
  assert_json '.lines | map(.discount) == [1.24, 0.26]'
  assert_exit 1 ecom-order create <<<'{"discount":0.50,"lines":[{"sku":"A","quantity":1,"discount":1.00}]}'
  assert_stderr --partial 'less than the lines name together'
}

@test "totals that are given must be what the parts make" {
  assert_exit 1 ecom-order create --rejects bad.jsonl <<<'{"total":9.99,"lines":[{"sku":"A","quantity":1}]}'
  assert_equal "$(jq -r .code bad.jsonl)" total_mismatch
  assert_exit 0 ecom-order create <<<'{"total":10.00,"subtotal":10,"lines":[{"sku":"A","quantity":1,"total":10.00}]}'
}

@test "asking again for the same order has no second effect" { # article, fault 24
  body='{"order":"T1","lines":[{"sku":"A","quantity":3}]}'
  ecom-order create <<<"$body" >first
  ecom-order create <<<"$body" >second
  ecom-order create <<<"$body" >third
  cmp first second
  cmp first third
  assert_equal "$(level A)" "10|3"
  assert_exit 1 ecom-order create --rejects bad.jsonl <<<'{"order":"T1","lines":[{"sku":"A","quantity":4}]}'
  assert_equal "$(jq -r .code bad.jsonl)" exists
  assert_equal "$(sql "SELECT COUNT(*) FROM outbox")" 1
}

@test "the same key and body give the same answer, another body is refused" {
  body='{"key":"k1","lines":[{"sku":"A","quantity":3}]}'
  ecom-order create <<<"$body" >first
  ecom-order pay 1001 >/dev/null
  ecom-order create <<<"$body" >second
  cmp first second
  assert_equal "$(level A)" "10|3"
  assert_exit 1 ecom-order create <<<'{"key":"k1","lines":[{"sku":"A","quantity":1}]}'
}

@test "an order is asked again for after its price changed: it is the same order" {
  body='{"order":"T1","lines":[{"sku":"A","quantity":1}]}'
  ecom-order create <<<"$body" >first
  ecom-catalog price A price=99.00 >/dev/null
  ecom-order create <<<"$body" >second
  cmp first second
  ecom-catalog archive A >/dev/null
  ecom-order create <<<"$body" >third
  cmp first third
}

@test "CSV: rows of one order are its lines" {
  assert_exit 0 ecom-order create <<'CSV'
order,customer,sku,quantity
T1,ann,A,1
T1,ann,B,2
T2,bob,C,1
CSV
  assert_json 'map([.order, .customer, (.lines | length), .total]) == [["T1", "ann", 2, 15], ["T2", "bob", 1, 3.33]]'
}

@test "a rejected order leaves its neighbours alone" { # article, fault 23
  assert_exit 1 ecom-order create --rejects bad.jsonl <<'JSON'
{"order":"T1","lines":[{"sku":"A","quantity":1}]}
{"order":"T2","lines":[{"sku":"A","quantity":1},{"sku":"B","quantity":99}]}
{"order":"T3","lines":[{"sku":"A","quantity":1}]}
JSON
  assert_equal "$(sql "SELECT id FROM sale ORDER BY id" | tr '\n' ' ')" "T1 T3 "
  assert_equal "$(level A)" "10|2"
  assert_equal "$(jq -r '.order + " " + .code' bad.jsonl)" "T2 short"
}

@test "eight processes, four thousand attempts, the last thousand units" { # article, fault 26
  ecom-catalog import sku=F name=Flash price=1.00 currency=EUR
  ecom-stock receive sku=F location=main quantity=1000 >/dev/null
  yes '{"lines":[{"sku":"F","quantity":1}]}' | head -500 >orders.jsonl
  pids=()
  for i in 1 2 3 4 5 6 7 8; do
    ecom-order create --batch 20 --rejects "bad.$i" <orders.jsonl >"sold.$i" 2>"err.$i" &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do
    code=0
    wait "$pid" || code=$?
    [ "$code" -le 1 ] # 75 would be "try again later"
  done
  assert_equal "$(cat sold.* | wc -l)" 1000
  assert_equal "$(cat bad.? | jq -r .code | sort | uniq -c | tr -s ' ')" " 3000 short"
  assert_equal "$(level F)" "1000|1000"
  assert_equal "$(cat sold.* | jq -r .order | sort -u | wc -l)" 1000
  assert_exit 0 ecom-store check
}

@test "without an expiry an order waits for ever" {
  order_one T1 A 1 --no-expiry
  assert_equal "$(sql "SELECT expires_at FROM sale")" ""
  order_one T2 A 1 --ttl 15m --now 2026-03-01T00:00:00Z
  assert_equal "$(sql "SELECT expires_at - placed_at FROM sale WHERE id = 'T2'")" 900000
}

@test "an order's currency is its own, else the shop's" {
  assert_exit 1 ecom-order create <<<'{"currency":"USD","lines":[{"sku":"A","quantity":1}]}'
  assert_stderr --partial 'no price in USD'
  assert_exit 0 ecom-order create --price-from input <<<'{"currency":"JPY","lines":[{"sku":"A","quantity":2,"price":150}]}'
  assert_json '.currency == "JPY" and .total == 300'
  assert_exit 1 ecom-order create --price-from input <<<'{"currency":"JPY","lines":[{"sku":"A","quantity":2,"price":1.50}]}'
  assert_exit 1 ecom-order create <<<'{"currency":"XXQ","lines":[{"sku":"A","quantity":1}]}'
}
