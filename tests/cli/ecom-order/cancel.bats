load ../../lib/helpers
load shop

setup() {
  shop_setup
  ecom-order create >/dev/null <<<'{"order":"T1","shipping":5.00,"lines":[{"sku":"A","quantity":4},{"sku":"B","quantity":2}]}'
}

@test "a cancelled order gives its stock back, once" {
  assert_exit 0 ecom-order cancel T1 --reason "changed my mind"
  assert_json '.status == "cancelled"'
  assert_equal "$(level A)$(level B)" "10|010|0"
  assert_exit 1 ecom-order cancel T1
  assert_stderr --partial 'order T1 is cancelled; cancel is possible from pending, paid, on_hold'
  assert_equal "$(level A)$(level B)" "10|010|0"
  assert_equal "$(sql "SELECT reason FROM sale_event WHERE event = 'cancel'")" "changed my mind"
  assert_equal "$(sql "SELECT COUNT(*) FROM outbox WHERE topic = 'order.cancelled'")" 1
  assert_exit 0 ecom-store check
}

@test "a paid order that is cancelled notes what is to be refunded" {
  ecom-order pay T1 >/dev/null # 4 * 10.00 + 2 * 2.50 + 5.00
  assert_exit 0 ecom-order cancel T1
  assert_json '.status == "cancelled" and .payment_status == "overpaid"'
  assert_equal "$(level A)$(level B)" "10|010|0"
  assert_equal "$(sql "SELECT reference FROM sale_event WHERE event = 'cancel'")" "refund due: 50.00 EUR"
  assert_equal "$(sql "SELECT payload FROM outbox WHERE topic = 'order.cancelled'" | jq .refund_due)" 50
  assert_exit 0 ecom-order pay T1 --status refunded
  assert_json '.payment_status == "refunded"'
}

@test "units of a line are cancelled; the rest ships" {
  ecom-order pay T1 >/dev/null
  assert_exit 0 ecom-order cancel <<<'{"order":"T1","parts":[{"line":1,"quantity":1},{"line":2}]}'
  assert_json '.status == "paid" and .payment_status == "overpaid"'
  assert_equal "$(level A)$(level B)" "10|310|0"
  assert_equal "$(ecom-order get T1 | jq .due)" -15 # 10.00 + 2 * 2.50
  assert_exit 1 ecom-order cancel <<<'{"order":"T1","parts":[{"line":1,"quantity":4}]}'
  assert_stderr --partial '4 of line 1, of which 3 are open'
  assert_exit 0 ecom-order ship T1
  assert_json '.status == "shipped"'
  assert_equal "$(level A)$(level B)" "7|010|0"
  assert_exit 0 ecom-store check
}

@test "cancelling the last units cancels the order" {
  ecom-order cancel >/dev/null <<<'{"order":"T1","parts":[{"line":1}]}'
  assert_exit 0 ecom-order cancel <<<'{"order":"T1","parts":[{"line":2}]}'
  assert_json '.status == "cancelled"'
  assert_equal "$(sql "SELECT dedupe FROM outbox WHERE topic = 'order.cancelled' ORDER BY id" | tr '\n' ' ')" \
    "order.cancelled:T1:4 order.cancelled:T1 "
}

@test "what was captured may be enough for what is left" {
  ecom-order pay T1 --amount 45.00 --reference r1 >/dev/null # of 50.00
  assert_exit 0 ecom-order cancel <<<'{"order":"T1","parts":[{"line":2}]}'
  assert_json '.status == "paid" and .payment_status == "paid"'
  assert_equal "$(sql "SELECT state FROM reservation WHERE owner = 'order:T1:1'")" 1
  assert_exit 0 ecom-store check
}

@test "what has left is not cancelled" {
  ecom-order pay T1 >/dev/null
  ecom-order ship >/dev/null <<<'{"order":"T1","parts":[{"line":2}]}'
  assert_exit 1 ecom-order cancel T1
  assert_stderr --partial 'order T1 is partially_shipped; cancel is possible from pending, paid, on_hold; goods that have left come back as a return'
  assert_equal "$(level A)" "10|4"
}

@test "two cancel at once: one does" {
  for i in 1 2 3 4; do ecom-order cancel T1 >"out.$i" 2>/dev/null & done
  wait
  assert_equal "$(cat out.* | wc -l)" 1
  assert_equal "$(level A)$(level B)" "10|010|0"
}
