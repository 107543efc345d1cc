load ../../lib/helpers
load shop

setup() { shop_setup; }

@test "a delivered order is completed, any other is not" {
  order_one T1 A 1
  assert_exit 1 ecom-order complete T1
  assert_stderr --partial 'order T1 is pending; complete is possible from delivered'
  ecom-order pay T1 >/dev/null
  ecom-order ship T1 >/dev/null
  ecom-order deliver T1 >/dev/null
  run_in_pipe 'ecom-order list --status delivered | ecom-order complete'
  assert_equal "$status" 0
  assert_json '.status == "completed"'
  assert_exit 1 ecom-order complete T1
  assert_equal "$(sql "SELECT COUNT(*) FROM outbox WHERE dedupe = 'order.completed:T1'")" 1
}
