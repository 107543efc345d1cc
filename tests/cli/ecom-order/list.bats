load ../../lib/helpers
load shop

setup() {
  shop_setup
  order_one T1 A 1 --now 2026-03-01T10:00:00Z
  order_one T2 B 1 --now 2026-03-02T10:00:00Z
  order_one T3 A 2 --now 2026-03-03T10:00:00Z
  ecom-order pay T2 T3 >/dev/null
  ecom-order ship T3 >/dev/null
}

orders() { ecom-order list "$@" -o csv -f order --no-header | tr '\n' ' '; }

@test "newest first, by status, time, product, number" {
  assert_equal "$(orders)" "T3 T2 T1 "
  assert_equal "$(orders --status paid)" "T2 "
  assert_equal "$(orders --status pending,shipped)" "T3 T1 "
  assert_equal "$(orders --status 已发货)" "T3 "
  assert_equal "$(orders --since 2026-03-02)" "T3 T2 "
  assert_equal "$(orders --since 2026-03-02 --until 2026-03-03)" "T2 "
  assert_equal "$(orders --sku A)" "T3 T1 "
  assert_equal "$(orders --limit 2)" "T3 T2 "
  assert_equal "$(orders --sku A --limit 1)" "T3 "
  assert_exit 64 ecom-order list --status nonsense
  assert_stderr --partial 'pending, paid'
}

@test "by customer and channel" {
  ecom-order create >/dev/null <<<'{"order":"T4","customer":"ann","channel":"web","lines":[{"sku":"C","quantity":1}]}'
  assert_equal "$(orders --customer ann)" "T4 "
  assert_equal "$(orders --channel web --customer ann --sku C)" "T4 "
  assert_equal "$(orders --channel desk)" ""
}

@test "lines on request" {
  assert_exit 0 ecom-order list --status shipped
  assert_json '.lines == null'
  assert_exit 0 ecom-order list --status shipped --lines
  assert_json '.lines | map([.sku, .quantity, .shipped]) == [["A", 2, 2]]'
}

@test "an order has all its lines, however many" {
  jq -nc '{order: "T9", lines: [range(120) | {sku: "A", quantity: 1, line: (120 - .), price: 1}]}' |
    ecom-order import
  assert_exit 0 ecom-order list --limit 1 --lines
  assert_json '.order == "T9" and (.lines | length) == 120 and .lines[0].line == 1 and .total == 120'
}
