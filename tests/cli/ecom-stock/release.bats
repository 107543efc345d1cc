load ../../lib/helpers

setup() {
  sandbox_setup
  printf 'sku,name\nA,Apple\nB,Bowl\n' | ecom-catalog import
  ecom-stock location main >/dev/null
  printf 'sku,quantity\nA,10\nB,10\n' | ecom-stock receive >/dev/null
  ecom-stock reserve web-1 sku=A quantity=4 --ttl 10m --now 2026-03-01T08:00:00Z >/dev/null
  ecom-stock reserve web-1 sku=B quantity=3 --ttl 20m --now 2026-03-01T08:00:00Z >/dev/null
  ecom-stock reserve phone sku=A quantity=2 --ttl 30m --now 2026-03-01T08:00:00Z >/dev/null
}

held() { sql "SELECT sku, reserved FROM level ORDER BY sku"; }

@test "all of an owner is given back, once" {
  assert_exit 0 ecom-stock release web-1
  assert_json 'map([.sku, .open, .state]) == [["A", 0, "released"], ["B", 0, "released"]]'
  assert_equal "$(held)" $'A|2\nB|0'
  assert_exit 0 ecom-stock release web-1
  refute_output
  assert_equal "$(held)" $'A|2\nB|0'
}

@test "only one SKU, or only a part of it" {
  assert_exit 0 ecom-stock release web-1 sku=A quantity=1
  assert_json '.open == 3 and .state == "held"'
  assert_exit 0 ecom-stock release owner=web-1 sku=B
  assert_equal "$(held)" $'A|5\nB|0'
  assert_exit 0 ecom-stock release web-1 sku=A quantity=99
  assert_equal "$(held)" $'A|2\nB|0'
}

@test "a star means all owners that begin so" {
  assert_exit 0 ecom-stock release 'web-*'
  assert_equal "$(held)" $'A|2\nB|0'
}

@test "--expired ends what is past its time, by the given clock, and nothing else" {
  assert_exit 0 ecom-stock release --expired --now 2026-03-01T08:09:59Z
  refute_output
  assert_exit 0 ecom-stock release --expired --now 2026-03-01T08:20:00Z
  assert_json 'map([.sku, .state]) == [["A", "expired"], ["B", "expired"]]'
  assert_equal "$(held)" $'A|2\nB|0'
  assert_exit 64 ecom-stock release --expired web-1
}

@test "a dry run gives nothing back" {
  assert_exit 0 ecom-stock release --expired --dry-run --now 2027-01-01T00:00:00Z
  assert_equal "${#lines[@]}" 3
  assert_equal "$(held)" $'A|6\nB|3'
}

@test "orders' claims end with their orders" {
  assert_exit 1 ecom-stock release order:1:1
  assert_stderr --partial ecom-order
}

@test "released goods can be had by another" {
  assert_exit 1 ecom-stock reserve late sku=A quantity=5
  ecom-stock release web-1 sku=A >/dev/null
  assert_exit 0 ecom-stock reserve late sku=A quantity=5
}
