load ../../lib/helpers
load shop

setup() {
  shop_setup
  ecom-order create >/dev/null <<<'{"order":"T1","lines":[{"sku":"A","quantity":4},{"sku":"B","quantity":1}]}'
  ecom-order pay T1 >/dev/null
}

@test "an order is delivered when all its parcels are" {
  ecom-order ship >/dev/null <<<'{"order":"T1","parts":[{"line":1}]}'
  assert_exit 0 ecom-order deliver T1 --shipment T1-1 --at 2026-03-01T10:00:00Z
  assert_json '.status == "partially_delivered" and .fulfilment_status == "partially_delivered"'
  ecom-order ship T1 >/dev/null
  assert_exit 0 ecom-order deliver T1
  assert_json '.status == "delivered" and .fulfilment_status == "delivered"'
  assert_equal "$(sql "SELECT line, delivered FROM sale_line ORDER BY line" | tr '\n' ' ')" "1|4 2|1 "
  assert_equal "$(sql "SELECT delivered_at FROM shipment WHERE id = 'T1-1'")" "$(($(date -ud 2026-03-01T10:00:00Z +%s) * 1000))"
  assert_equal "$(sql "SELECT COUNT(*) FROM outbox WHERE topic = 'order.delivered'")" 1
  assert_exit 0 ecom-store check
}

@test "what has not left cannot arrive, and arrives once" {
  assert_exit 1 ecom-order deliver T1
  assert_stderr --partial 'order T1 is paid; deliver is possible from partially_shipped, shipped, partially_delivered'
  ecom-order ship T1 >/dev/null
  assert_exit 1 ecom-order deliver T1 --shipment NOPE
  assert_stderr --partial 'no parcel NOPE'
  ecom-order deliver T1 >/dev/null
  assert_exit 1 ecom-order deliver T1
  assert_stderr --partial 'order T1 is delivered'
}
