load ../../lib/helpers
load shop

setup() { shop_setup; }

@test "unpaid orders past their time expire, once, and give their stock back" {
  order_one T1 A 4 --now 2026-03-01T10:00:00Z --ttl 30m
  order_one T2 A 1 --now 2026-03-01T10:20:00Z --ttl 30m
  order_one T3 A 2 --now 2026-03-01T10:00:00Z --ttl 30m
  ecom-order pay T3 --now 2026-03-01T10:05:00Z >/dev/null
  assert_exit 0 ecom-order expire --now 2026-03-01T10:29:59Z
  refute_output
  assert_exit 0 ecom-order expire --now 2026-03-01T10:30:00Z
  assert_json 'map([.order, .status]) == [["T1", "expired"]]'
  assert_equal "$(level A)" "10|3"
  assert_exit 0 ecom-order expire --now 2026-03-01T10:30:00Z
  refute_output
  assert_equal "$(level A)" "10|3"
  assert_equal "$(sql "SELECT state FROM reservation WHERE owner = 'order:T1:1'")" 4
  assert_equal "$(sql "SELECT dedupe FROM outbox WHERE topic = 'order.expired'")" "order.expired:T1"
  assert_exit 0 ecom-store check
}

@test "older than: whatever their own time" {
  order_one T1 A 4 --now 2026-03-01T10:00:00Z --no-expiry
  assert_exit 0 ecom-order expire --now 2026-03-08T10:00:00Z
  refute_output
  assert_exit 0 ecom-order expire --older-than 7d --now 2026-03-08T10:00:01Z
  assert_json '.order == "T1"'
}

@test "hundreds at once, and none of them twice from several cron jobs" {
  for i in $(seq 250); do echo "{\"lines\":[{\"sku\":\"G\",\"quantity\":1}]}"; done >orders.jsonl
  ecom-catalog import sku=G name=Glass price=1 currency=EUR
  ecom-stock receive sku=G location=main quantity=250 >/dev/null
  ecom-order create --now 2026-03-01T10:00:00Z <orders.jsonl >/dev/null
  for i in 1 2 3; do ecom-order expire --now 2026-03-02T00:00:00Z >"out.$i" & done
  wait
  assert_equal "$(cat out.* | wc -l)" 250
  assert_equal "$(level G)" "250|0"
  assert_equal "$(sql "SELECT COUNT(*) FROM sale_event WHERE event = 'expire'")" 250
}

@test "a dry run changes nothing" {
  order_one T1 A 4 --now 2026-03-01T10:00:00Z
  assert_exit 0 ecom-order expire --now 2026-03-02T00:00:00Z --dry-run
  assert_json '.status == "expired"'
  assert_equal "$(status_of T1)" 0
  assert_equal "$(level A)" "10|4"
}
