load ../../lib/helpers
load shop

setup() { shop_setup; }

@test "an order with all that belongs to it" {
  order_one T1 A 2
  ecom-order pay T1 --amount 5 --provider bank --reference r1 >/dev/null
  ecom-order pay T1 --amount 15 --provider bank --reference r2 >/dev/null
  ecom-order ship T1 --carrier ups --number 1Z1 >/dev/null
  assert_exit 0 ecom-order get T1
  assert_json '.status == "shipped" and .paid == 20 and .due == 0 and .refunded == 0'
  assert_json '.payments | map([.reference, .amount, .status]) == [["r1", 5, "captured"], ["r2", 15, "captured"]]'
  assert_json '.shipments | map([.shipment, .carrier, .number]) == [["T1-1", "ups", "1Z1"]]'
  assert_json '.lines | map([.sku, .quantity, .shipped, .delivered]) == [["A", 2, 2, 0]]'
}

@test "no such order" {
  assert_exit 1 ecom-order get NOPE
  assert_stderr --partial 'no order "NOPE"'
}

@test "what was got can be given to another store, and is the same there" {
  ecom-order create >/dev/null <<<'{"order":"T1","discount":1.00,"tax":0.50,"shipping":2,"lines":[{"sku":"A","quantity":1,"discount":0.10},{"sku":"B","quantity":3}]}'
  ecom-order get T1 >one
  run_in_pipe 'ecom-order create <one'
  assert_equal "$status" 0
  assert_equal "$stderr" ""
  assert_equal "$(jq -c '[.total, .tax, (.lines | map(.total))]' <<<"$output")" "$(jq -c '[.total, .tax, (.lines | map(.total))]' one)"
}
