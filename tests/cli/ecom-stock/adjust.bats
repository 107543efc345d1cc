load ../../lib/helpers

setup() {
  sandbox_setup
  ecom-catalog import sku=A name=Apple
  ecom-stock location main >/dev/null
  ecom-stock receive sku=A quantity=10 >/dev/null
}

@test "a reason is required" {
  assert_exit 1 ecom-stock adjust sku=A quantity=1
  assert_stderr --partial reason
  assert_exit 1 ecom-stock adjust sku=A quantity=1 reason=
  assert_equal "$(sql "SELECT COUNT(*) FROM movement WHERE reason <> 'receipt'")" 0
}

@test "found goods come from @adjust, missing ones go there, lost ones to @loss" {
  ecom-stock adjust sku=A quantity=2 reason=found >/dev/null
  ecom-stock adjust sku=A quantity=-1 reason="typing error" >/dev/null
  ecom-stock adjust sku=A quantity=-3 reason=broken >/dev/null
  assert_equal "$(sql "SELECT source, target, quantity FROM movement WHERE id > 1 ORDER BY id")" $'@adjust|main|2\nmain|@adjust|1\nmain|@loss|3'
  assert_equal "$(sql "SELECT on_hand FROM level")" 8 # 10 + 2 - 1 - 3
}

@test "what is reserved cannot be written off, and the message says what could" {
  ecom-stock reserve web-1 sku=A quantity=7 >/dev/null
  assert_exit 1 ecom-stock adjust sku=A quantity=-4 reason=stolen
  assert_stderr --partial 'wanted 4, available 3'
  assert_exit 0 ecom-stock adjust sku=A quantity=-3 reason=stolen
}

@test "unavailable goods are thrown away from their part" {
  ecom-stock move sku=A from=main to='main#unavailable' quantity=4 reason=damaged >/dev/null
  assert_exit 0 ecom-stock adjust sku=A location='main#unavailable' quantity=-4 reason=destroyed
  assert_equal "$(sql "SELECT on_hand, unavailable FROM level")" "6|0"
}

@test "nothing to adjust is refused" {
  assert_exit 1 ecom-stock adjust sku=A quantity=0 reason=x
  assert_exit 1 ecom-stock adjust sku=A quantity=-0 reason=x
  assert_exit 1 ecom-stock adjust sku=A quantity=1000000000000000000 reason=x
  assert_equal "$(sql "SELECT on_hand FROM level")" 10
}

@test "the movement tells who changed the quantity" {
  ecom-stock adjust sku=A quantity=-1 reason=sample reference=memo-3 --actor carol --now 2026-04-05T06:07:08Z >/dev/null
  assert_exit 0 ecom-stock ledger A --actor carol
  assert_json '.reason == "sample" and .reference == "memo-3" and .at == "2026-04-05T06:07:08Z"'
}
