load ../../lib/helpers

setup() {
  sandbox_setup
  printf 'sku,name\nA,Apple\nB,Bowl\n' | ecom-catalog import
  printf 'location\nmain\nshop\n' | ecom-stock location >/dev/null
  ecom-stock receive sku=A location=main quantity=10 reference=PO-1 --actor ann --now 2026-01-01T00:00:00Z >/dev/null
  ecom-stock receive sku=B location=shop quantity=5 --actor bob --now 2026-01-02T00:00:00Z >/dev/null
  ecom-stock move sku=A from=main to=shop quantity=3 --actor bob --now 2026-01-03T00:00:00Z >/dev/null
  ecom-stock adjust sku=A location=main quantity=-1 reason=broken --actor ann --now 2026-01-04T00:00:00Z >/dev/null
}

quantities() { ecom-stock ledger -o csv -f quantity --no-header "$@" | tr '\n' ' '; }

@test "movements, oldest first" {
  assert_exit 0 ecom-stock ledger
  assert_json 'map([.sku, .from, .to, .quantity]) == [["A","@supplier","main",10],["B","@supplier","shop",5],["A","main","shop",3],["A","main","@loss",1]]'
  assert_json 'map(.id) == (map(.id) | sort)'
}

@test "filtered by SKU, place, time, reason, reference and actor" {
  assert_equal "$(quantities A)" '10 3 1 '
  assert_equal "$(quantities --location shop)" '5 3 '
  assert_equal "$(quantities A --location shop)" '3 '
  assert_equal "$(quantities --since 2026-01-02 --until 2026-01-04)" '5 3 '
  assert_equal "$(quantities --reason broken)" '1 '
  assert_equal "$(quantities --reference PO-1)" '10 '
  assert_equal "$(quantities --actor bob)" '5 3 '
  assert_equal "$(quantities --actor bob A)" '3 '
  assert_equal "$(quantities --limit 2)" '3 1 '
  assert_equal "$(quantities A B --limit 1)" '1 5 '
}

@test "a running balance of one SKU at one location" {
  assert_exit 0 ecom-stock ledger A --location main --balance -o csv -f quantity,balance --no-header
  assert_output $'10,10\n3,7\n1,6' # 10, 10 - 3, 7 - 1
  assert_exit 0 ecom-stock ledger A --location main --balance --since 2026-01-04 -o csv -f balance --no-header
  assert_output 6
  assert_exit 64 ecom-stock ledger --balance
  assert_exit 64 ecom-stock ledger A --balance
}

@test "an unknown SKU is told" {
  assert_exit 1 ecom-stock ledger NOPE
  assert_stderr --partial 'not in the catalog'
}

@test "the ledger cannot be rewritten" {
  run sql "UPDATE movement SET quantity = 1"
  [ "$status" -ne 0 ]
  run sql "DELETE FROM movement"
  [ "$status" -ne 0 ]
  assert_equal "$(quantities)" '10 5 3 1 '
}
