load ../../lib/helpers
load shop

setup() {
  shop_setup
  ecom-order create >/dev/null <<<'{"order":"T1","email":"buyer@example.com","lines":[{"sku":"A","quantity":4},{"sku":"B","quantity":1}]}'
}

@test "paid orders from a pipe leave the house" {
  order_one T2 C 1
  ecom-order pay T1 T2 >/dev/null
  order_one T3 C 1
  run_in_pipe 'ecom-order list --status paid | ecom-order ship --carrier ups'
  assert_equal "$status" 0
  assert_equal "$stderr" ""
  assert_equal "$(jq -sc 'map([.order, .status, .fulfilment_status]) | sort' <<<"$output")" \
    '[["T1","shipped","shipped"],["T2","shipped","shipped"]]'
  assert_equal "$(level A)$(level B)$(level C)" "6|09|09|1" # T3 still holds one C
  assert_equal "$(sql "SELECT sku, source, target, quantity, reference FROM movement WHERE target = '@customer' AND sku = 'A'")" \
    "A|main|@customer|4|T1-1"
  assert_equal "$(sql "SELECT id, carrier, status FROM shipment WHERE sale = 'T1'")" "T1-1|ups|0"
  assert_equal "$(sql "SELECT dedupe FROM outbox WHERE topic = 'order.shipped' AND dedupe LIKE '%T1%'")" "order.shipped:T1:T1-1"
}

@test "an order with its lines in the pipe means the order, not the lines" {
  ecom-order pay T1 >/dev/null
  ecom-order ship >/dev/null <<<'{"order":"T1","parts":[{"line":1,"quantity":3}]}'
  run_in_pipe 'ecom-order list --lines | ecom-order ship'
  assert_equal "$status" 0
  assert_equal "$(level A)$(level B)" "6|09|0"
}

@test "parts ship one after another" {
  ecom-order pay T1 >/dev/null
  assert_exit 0 ecom-order ship <<<'{"order":"T1","carrier":"ups","number":"1Z1","parts":[{"line":1,"quantity":1}]}'
  assert_json '.status == "partially_shipped" and .fulfilment_status == "partially_shipped"'
  assert_equal "$(level A)" "9|3"
  assert_exit 0 ecom-order ship <<<'{"order":"T1","carrier":"ups","number":"1Z2","parts":[{"line":1},{"line":2}]}'
  assert_json '.status == "shipped"'
  assert_equal "$(sql "SELECT shipment, line, quantity FROM shipment_line ORDER BY shipment, line" | tr '\n' ' ')" \
    "T1-1|1|1 T1-2|1|3 T1-2|2|1 "
  assert_exit 1 ecom-order ship T1
  assert_stderr --partial 'order T1 is shipped; ship is possible from paid, partially_shipped, partially_delivered'
  assert_exit 0 ecom-store check
}

@test "CSV: parts as rows" {
  ecom-order pay T1 >/dev/null
  assert_exit 0 ecom-order ship -i csv <<'CSV'
order,carrier,line,quantity
T1,ups,1,2
T1,ups,2,1
CSV
  assert_json '.status == "partially_shipped"'
  assert_equal "$(level A)$(level B)" "8|29|0"
}

@test "what is not open does not ship, and nothing of the parcel does" {
  ecom-order pay T1 >/dev/null
  assert_exit 1 ecom-order ship <<<'{"order":"T1","parts":[{"line":2,"quantity":1},{"line":1,"quantity":5},{"line":7}]}'
  assert_stderr --partial 'parts[1].quantity: 5 of line 1, of which 4 are open'
  assert_stderr --partial 'parts[2].line: order T1 has no line 7'
  assert_equal "$(level A)$(level B)" "10|410|1"
  assert_equal "$(sql "SELECT COUNT(*) FROM shipment")" 0
}

@test "an unpaid order does not ship" {
  assert_exit 1 ecom-order ship T1
  assert_stderr --partial 'order T1 is pending; ship is possible from paid, partially_shipped, partially_delivered; it is not paid'
}

@test "one tracking number is one parcel" {
  order_one T2 C 1
  ecom-order pay T1 T2 >/dev/null
  ecom-order ship T1 --carrier ups --number 1Z1 >/dev/null
  assert_exit 1 ecom-order ship T2 --carrier ups --number 1Z1
  assert_stderr --partial 'ups 1Z1 is parcel T1-1 already'
  assert_equal "$(level C)" "10|1"
}

@test "the same key ships once" {
  ecom-order pay T1 >/dev/null
  body='{"order":"T1","key":"s1","parts":[{"line":1,"quantity":1}]}'
  ecom-order ship <<<"$body" >first
  ecom-order ship <<<"$body" >second
  cmp first second
  assert_equal "$(level A)" "9|3"
}
