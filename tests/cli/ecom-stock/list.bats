load ../../lib/helpers

setup() {
  sandbox_setup
  printf 'sku,name\nA,Apple\nB,Bowl\nC,Cup\n' | ecom-catalog import
  printf 'location\nmain\nshop\n' | ecom-stock location >/dev/null
  printf 'sku,location,quantity\nA,main,10\nA,shop,2\nB,shop,5\n' | ecom-stock receive --now 2026-01-10T00:00:00Z >/dev/null
}

@test "levels of a SKU, with what can be sold of it" {
  ecom-stock move sku=A from=main to='main#unavailable' quantity=1 >/dev/null
  ecom-stock reserve web-1 sku=A quantity=3 location=main >/dev/null
  ecom-stock rule A location=main floor=2 >/dev/null
  ecom-stock receive --expect sku=A location=main quantity=7 >/dev/null
  assert_exit 0 ecom-stock list A --location main
  assert_json '.on_hand == 10 and .unavailable == 1 and .reserved == 3 and .incoming == 7'
  assert_json '.floor == 2 and .available == 4' # 10 - 1 - 3 - 2
}

@test "all levels in the order of SKU and location, those of nothing only with --all" {
  ecom-stock move sku=B from=shop to=@customer quantity=5 >/dev/null
  assert_exit 0 ecom-stock list -o csv -f sku,location,on_hand
  assert_output $'sku,location,on_hand\nA,main,10\nA,shop,2'
  assert_exit 0 ecom-stock list --all -o csv -f sku,location,on_hand
  assert_output $'sku,location,on_hand\nA,main,10\nA,shop,2\nB,shop,0'
  assert_exit 0 ecom-stock list B -o csv -f on_hand --no-header
  assert_output 0
  assert_exit 0 ecom-stock list --location shop -o csv -f sku --no-header
  assert_output A
}

@test "a SKU that is not in the catalog is told, one that never had stock is not" {
  assert_exit 0 ecom-stock list C
  refute_output
  assert_exit 1 ecom-stock list A NOPE
  assert_equal "${#lines[@]}" 2
  assert_stderr --partial NOPE
  assert_exit 1 ecom-stock list --location moon
  assert_stderr --partial 'no such location'
}

@test "the stock of another time is the sum of the movements until then" {
  ecom-stock move sku=A from=main to=@customer quantity=4 --now 2026-02-01T00:00:00Z >/dev/null
  ecom-stock receive --expect sku=A location=main quantity=3 --now 2026-02-02T00:00:00Z >/dev/null
  assert_exit 0 ecom-stock list A --as-of 2026-01-31 --location main
  assert_json '.on_hand == 10 and .incoming == 0 and .reserved == null and .available == null'
  assert_exit 0 ecom-stock list A --as-of 2026-02-01 --location main
  assert_json '.on_hand == 6 and .incoming == 0'
  assert_exit 0 ecom-stock list --as-of 2026-02-03 -o csv -f sku,location,on_hand,incoming --no-header
  assert_output $'A,main,6,3\nA,shop,2,0\nB,shop,5,0'
  assert_exit 0 ecom-stock list --as-of 2026-01-09
  refute_output
}
