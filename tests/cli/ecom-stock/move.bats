load ../../lib/helpers

setup() {
  sandbox_setup
  ecom-catalog import sku=A name=Apple
  printf 'location\nmain\nshop\n' | ecom-stock location >/dev/null
  ecom-stock receive sku=A location=main quantity=10 >/dev/null
}

@test "a move takes from one location and gives to the other" {
  assert_exit 0 ecom-stock move sku=A from=main to=shop quantity=4
  assert_json '.from == "main" and .to == "shop" and .quantity == 4 and .reason == "move"'
  assert_equal "$(sql "SELECT location, on_hand FROM level ORDER BY location")" $'main|6\nshop|4'
}

@test "a move to the unavailable part leaves the goods on hand" {
  ecom-stock move sku=A from=main to='main#unavailable' quantity=3 >/dev/null
  assert_exit 0 ecom-stock list A
  assert_json '.on_hand == 10 and .unavailable == 3 and .available == 7'
  ecom-stock move sku=A from='main#unavailable' to=main quantity=1 >/dev/null
  assert_exit 0 ecom-stock list A
  assert_json '.on_hand == 10 and .unavailable == 2 and .available == 8'
}

@test "goods on the road are in @transit" {
  ecom-stock move sku=A from=main to=@transit quantity=4 reference=T-1 >/dev/null
  ecom-stock move sku=A from=@transit to=shop quantity=3 reference=T-1 >/dev/null
  ecom-stock move sku=A from=@transit to=@loss quantity=1 reference=T-1 >/dev/null
  assert_equal "$(sql "SELECT location, on_hand FROM level ORDER BY location")" $'main|6\nshop|3'
  assert_exit 0 ecom-store check
}

@test "an announcement is withdrawn by moving it back" {
  ecom-stock receive --expect sku=A location=main quantity=5 reference=PO-1 >/dev/null
  ecom-stock move sku=A from='main#incoming' to=@supplier quantity=5 reference=PO-1 >/dev/null
  assert_equal "$(sql "SELECT incoming FROM level")" 0
  assert_exit 0 ecom-stock receive sku=A location=main quantity=5 reference=PO-1
  assert_json '.from == "@supplier"'
}

@test "more than is there, or is free, is refused" {
  assert_exit 1 ecom-stock move sku=A from=main to=shop quantity=11
  assert_stderr --partial 'wanted 11, available 10'
  ecom-stock reserve web-1 sku=A quantity=8 >/dev/null
  assert_exit 1 ecom-stock move sku=A from=main to=shop quantity=3
  assert_stderr --partial 'wanted 3, available 2'
  assert_exit 1 ecom-stock move sku=A from=shop to=main quantity=1
  assert_exit 1 ecom-stock move sku=A from='main#incoming' to=main quantity=1
  assert_equal "$(sql "SELECT COUNT(*) FROM movement")" 1
}

@test "accounts that do not exist are refused, as is a move to itself" {
  assert_exit 1 ecom-stock move sku=A from=main to=moon quantity=1
  assert_stderr --partial 'no such location'
  assert_exit 1 ecom-stock move sku=A from=main to=@moon quantity=1
  assert_exit 1 ecom-stock move sku=A from=main to='main#moon' quantity=1
  assert_exit 1 ecom-stock move sku=A from=main to=main quantity=1
  assert_exit 1 ecom-stock move sku=A from=main quantity=1
  assert_equal "$(sql "SELECT on_hand FROM level")" 10
}

@test "moves to and fro at the same time neither block nor lose" {
  ecom-stock move sku=A from=main to=shop quantity=5 >/dev/null
  yes 'A,1' | head -n 60 | { echo sku,quantity; cat; } >in.csv
  for i in 1 2; do
    ecom-stock move in.csv --from main --to shop --batch 5 >/dev/null 2>&1 &
    ecom-stock move in.csv --from shop --to main --batch 5 >/dev/null 2>&1 &
  done
  wait
  assert_equal "$(sql "SELECT SUM(on_hand) FROM level")" 10
  assert_exit 0 ecom-store check
}
