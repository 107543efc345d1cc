load ../../lib/helpers

setup() {
  sandbox_setup
  printf 'sku,name\nA,Apple\nB,Bowl\n' | ecom-catalog import
  printf 'location\nmain\nshop\n' | ecom-stock location >/dev/null
}

@test "rules are read from a file and changed field by field" {
  printf 'sku,location,reorder_point,target,lead_time_days,supplier,pack,safety\nA,main,10,40,7,Acme,6,4\nB,main,3,,,,,\n' >in.csv
  assert_exit 0 ecom-stock rule - <in.csv
  assert_exit 0 ecom-stock rule A location=main target=50
  assert_json '.reorder_point == 10 and .target == 50 and .lead_time_days == 7 and .supplier == "Acme" and .pack == 6 and .safety == 4'
  assert_equal "$(sql "SELECT sku, reorder_point, target FROM rule ORDER BY sku")" $'A|10|50\nB|3|'
}

@test "listed, all or by SKU" {
  ecom-stock rule A location=shop reorder_point=1 >/dev/null
  ecom-stock rule A location=main reorder_point=2 >/dev/null
  ecom-stock rule B location=main reorder_point=3 >/dev/null
  assert_exit 0 ecom-stock rule --list -o csv -f sku,location,reorder_point --no-header
  assert_output $'A,main,2\nA,shop,1\nB,main,3'
  assert_exit 0 ecom-stock rule --list B
  assert_json '.reorder_point == 3'
}

@test "the floor is kept with the level and never sold" {
  ecom-stock receive sku=A location=main quantity=5 >/dev/null
  assert_exit 0 ecom-stock rule A location=main floor=2
  assert_equal "$(sql "SELECT floor FROM level")" 2
  assert_exit 1 ecom-stock reserve web-1 sku=A quantity=4
  assert_exit 0 ecom-stock reserve web-1 sku=A quantity=3
  assert_exit 0 ecom-stock rule B location=main floor=1
  assert_equal "$(sql "SELECT on_hand, floor FROM level WHERE sku = 'B'")" '0|1'
}

@test "a blank keeps, or clears when asked" {
  ecom-stock rule A location=main reorder_point=2 supplier=Acme target=9 >/dev/null
  ecom-stock rule A location=main supplier= target= >/dev/null
  assert_equal "$(sql "SELECT supplier, target FROM rule")" 'Acme|9'
  assert_exit 0 ecom-stock rule A location=main supplier= target= --blank clear
  assert_json '.supplier == null and .target == null and .reorder_point == 2'
}

@test "every change is in the audit trail, with before and after" {
  ecom-stock rule A location=main reorder_point=2 --actor ann >/dev/null
  ecom-stock rule A location=main reorder_point=2 --actor bob >/dev/null
  ecom-stock rule A location=main reorder_point=5 --actor bob >/dev/null
  ecom-stock rule --delete A location=main --actor eve >/dev/null
  assert_equal "$(sql "SELECT actor, subject FROM audit WHERE kind = 'rule' ORDER BY id")" $'ann|A@main\nbob|A@main\neve|A@main'
  assert_equal "$(sql "SELECT before FROM audit WHERE actor = 'bob'" | jq .reorder_point)" 2
  assert_equal "$(sql "SELECT after FROM audit WHERE actor = 'bob'" | jq .reorder_point)" 5
  assert_equal "$(sql "SELECT COUNT(*) FROM rule")" 0
}

@test "what makes no sense is refused" {
  assert_exit 1 ecom-stock rule A location=main reorder_point=10 target=5
  assert_stderr --partial 'below the reorder point'
  assert_exit 1 ecom-stock rule A location=main pack=0
  assert_exit 1 ecom-stock rule NOPE location=main reorder_point=1
  assert_exit 1 ecom-stock rule A location=moon reorder_point=1
  assert_exit 1 ecom-stock rule --delete A location=main
  assert_stderr --partial 'no rule'
  assert_equal "$(sql "SELECT COUNT(*) FROM rule")" 0
}

@test "a listing waits for no writer" {
  needs_sqlite
  ecom-stock location main >/dev/null
  exec 8>>"$ECOM_STORE.lock"
  flock 8 # as a writer holds it
  assert_exit 0 timeout 50 ecom-stock rule --list
  exec 8>&-
}

@test "the terms of replenishment are kept field by field, and shown where there are any" {
  ecom-stock rule A location=main reorder_point=2 >/dev/null
  assert_exit 0 ecom-stock rule --list
  refute_line --partial lead_time_sd
  refute_line --partial price_breaks
  assert_exit 0 ecom-stock rule A location=main lead_time_sd=1.5 review_days=7 minimum_order=12 maximum_stock=90 shelf_life_days=30 price_breaks=100:0.90,500:0.80
  assert_exit 0 ecom-stock rule A location=main minimum_order=24
  assert_json '.lead_time_sd == 1.5 and .review_days == 7 and .minimum_order == 24 and .maximum_stock == 90 and .shelf_life_days == 30 and .price_breaks == "100:0.90,500:0.80"'
  assert_equal "$(sql "SELECT lead_time_sd, minimum_order, price_breaks FROM rule")" '1.5|24|100:0.90,500:0.80'
  assert_exit 0 ecom-stock rule A location=main lead_time_sd= price_breaks= --blank clear
  assert_json '.review_days == 7'
  refute_line --partial lead_time_sd
  assert_exit 1 ecom-stock rule A location=main lead_time_sd=-1
  assert_stderr --partial 'expected days from 0'
  assert_exit 1 ecom-stock rule A location=main shelf_life_days=0
}
