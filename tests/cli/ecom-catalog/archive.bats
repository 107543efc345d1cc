load ../../lib/helpers

@test "an archived product cannot be bought and comes back" {
  ecom-catalog import sku=A name=Apple price=1 currency=EUR
  assert_exit 0 ecom-catalog archive A --actor ann
  assert_equal "$(sql "SELECT status FROM product")" 2
  assert_exit 1 ecom-catalog get A --at 2026-01-01
  assert_stderr --partial archived
  assert_equal "$(sql "SELECT actor, before, after FROM audit ORDER BY id DESC LIMIT 1")" \
    'ann|{"status":"active"}|{"status":"archived"}'
  ecom-catalog archive A
  assert_equal "$(sql "SELECT COUNT(*) FROM audit")" 2 # once is once
  ecom-catalog archive --restore A
  assert_equal "$(sql "SELECT status FROM product")" 1
}

@test "an unknown product cannot be archived" {
  assert_exit 1 ecom-catalog archive NOPE
  assert_stderr --partial 'no product "NOPE"'
}
