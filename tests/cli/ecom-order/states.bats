load ../../lib/helpers

@test "the table of transitions, without a store" {
  unset ECOM_STORE
  assert_exit 0 ecom-order states
  assert_json 'any(.[]; .from == "pending" and .event == "pay" and .to == "paid")'
  assert_json 'all(.[]; .from != "cancelled" and .from != "expired" and .from != "returned")'
  assert_json 'map(select(.event == "cancel") | .from) | unique == ["on_hold", "paid", "pending"]'
  assert_json 'group_by([.from, .event, .to]) | all(.[]; length == 1)'
}
