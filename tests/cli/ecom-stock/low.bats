load ../../lib/helpers

setup() {
  sandbox_setup
  printf 'sku,name\nA,Apple\nB,Bowl\nC,Cup\nD,Dish\n' | ecom-catalog import
  printf 'location\nmain\nshop\n' | ecom-stock location >/dev/null
  printf 'sku,location,quantity\nA,main,10\nB,main,6\nC,main,3\n' | ecom-stock receive >/dev/null
  printf 'sku,location,reorder_point,target,lead_time_days,supplier,safety\nA,main,9,40,7,Acme,4\nB,main,6,20,5,Acme,4\nC,main,8,20,,,4\nD,main,0,,,,\n' |
    ecom-stock rule - >/dev/null
}

@test "what is at or below its reorder point, and how badly" {
  assert_exit 0 ecom-stock low
  # A: 10 > 9. B: 6 = 6, safety 4. C: 3 < 4. D: nothing at all.
  assert_json 'map([.sku, .available, .severity, .shortage]) == [["B", 6, "low", 14], ["C", 3, "critical", 17], ["D", 0, "out", 0]]'
  assert_json '.[0].supplier == "Acme" and .[0].lead_time_days == 5 and .[0].reorder_point == 6 and .[0].target == 20'
}

@test "reserved, unavailable and kept back stock does not count" {
  ecom-stock reserve web-1 sku=A quantity=1 >/dev/null
  assert_exit 0 ecom-stock low A
  assert_json '.available == 9 and .shortage == 31' # 40 - 9
  ecom-stock release web-1 >/dev/null
  assert_exit 0 ecom-stock low A
  refute_output
  ecom-stock rule A location=main floor=1 >/dev/null
  assert_exit 0 ecom-stock low A
  assert_json '.available == 9'
}

@test "what is on its way is shown, and counts with --position: no second order for the same lack" {
  ecom-stock receive --expect sku=C location=main quantity=5 reference=PO-1 >/dev/null
  ecom-stock receive --expect sku=B location=main quantity=1 reference=PO-1 >/dev/null
  assert_exit 0 ecom-stock low C
  assert_json '.incoming == 5 and .available == 3'
  assert_exit 0 ecom-stock low --position -o csv -f sku,shortage --no-header
  assert_output $'C,12\nD,0' # C: 3 + 5 = 8 is at 8, 20 - 8 missing; B: 6 + 1 > 6
}

@test "an archived product is not ordered again" {
  ecom-catalog archive C >/dev/null
  assert_exit 0 ecom-stock low C
  refute_output
}

@test "one location, and one that does not exist" {
  ecom-stock rule A location=shop reorder_point=1 >/dev/null
  assert_exit 0 ecom-stock low --location shop
  assert_json '.sku == "A" and .location == "shop" and .severity == "out"'
  assert_exit 1 ecom-stock low --location moon
}

@test "more promised than is there is told even without a rule" {
  ecom-stock rule --delete A location=main >/dev/null
  ecom-stock reserve web-1 sku=A quantity=10 >/dev/null
  ecom-stock count sku=A location=main quantity=7 >/dev/null
  assert_exit 0 ecom-stock low A
  assert_json '.available == -3 and .severity == "out" and .reorder_point == null and .shortage == 3'
}
