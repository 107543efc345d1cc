load ../../lib/helpers
load shop

setup() { shop_setup; }

@test "every move is remembered, with who and when" { # article, fault 28
  order_one T1 A 2 --now 2026-03-01T10:00:00Z --actor web
  ecom-order pay T1 --now 2026-03-01T10:05:00Z --actor bank >/dev/null
  ecom-order ship T1 --now 2026-03-02T10:00:00Z --actor ann >/dev/null
  assert_exit 0 ecom-order history T1
  assert_json 'map([.at, .event, .from, .to, .actor]) == [
    ["2026-03-01T10:00:00Z", "create", null, "pending", "web"],
    ["2026-03-01T10:05:00Z", "pay", "pending", "paid", "bank"],
    ["2026-03-02T10:00:00Z", "ship", "paid", "shipped", "ann"]]'
  run sql "UPDATE sale_event SET event = 'cancel'"
  [ "$status" -ne 0 ]
}

@test "no such order" {
  assert_exit 1 ecom-order history NOPE
}
