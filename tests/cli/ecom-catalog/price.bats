load ../../lib/helpers

setup() {
  sandbox_setup
  ecom-catalog import sku=A name=Apple price=10.00 currency=EUR --now 2026-01-01T00:00:00Z
}

price_at() { ecom-catalog get A --at "$1" "${@:2}" -o csv -f price --no-header; }

@test "a lasting price takes over, and the former one is remembered" {
  assert_exit 0 ecom-catalog price A price=12.00 --now 2026-03-01T00:00:00Z
  assert_json '.price == 12 and .from == "2026-03-01T00:00:00Z" and .to == null'
  assert_equal "$(price_at 2026-02-28)" 10.00
  assert_equal "$(price_at 2026-03-01)" 12.00
  assert_equal "$(price_at 2025-06-01)" 10.00 # before the first: the earliest known
}

@test "a planned price takes over by itself" {
  ecom-catalog price A price=11.00 from=2026-06-01 --now 2026-03-01T00:00:00Z
  assert_equal "$(price_at 2026-05-31T23:59:59Z)" 10.00
  assert_equal "$(price_at 2026-06-01)" 11.00
}

@test "a campaign goes before the lasting prices while it lasts, also when these change" {
  ecom-catalog price A price=8.00 from=2026-11-20 to=2026-11-30 --now 2026-11-01T00:00:00Z
  ecom-catalog import sku=A price=10.50 --now 2026-11-25T00:00:00Z
  assert_equal "$(price_at 2026-11-19)" 10.00
  assert_equal "$(price_at 2026-11-20)" 8.00
  assert_equal "$(price_at 2026-11-29T23:59:59Z)" 8.00
  assert_equal "$(price_at 2026-11-30)" 10.50
}

@test "prices in two currencies stand side by side" {
  ecom-catalog price A price=11.00 currency=USD --now 2026-01-02T00:00:00Z
  assert_equal "$(price_at 2026-02-01 --currency USD)" 11.00
  assert_equal "$(price_at 2026-02-01)" 10.00
  assert_exit 1 ecom-catalog get A --currency JPY
  assert_stderr --partial 'no price in JPY'
}

@test "what cannot be a price is refused" {
  assert_exit 1 ecom-catalog price A price=19.999
  assert_exit 1 ecom-catalog price A price=-1
  assert_exit 1 ecom-catalog price NOPE price=1
  assert_stderr --partial 'no product "NOPE"'
  assert_exit 1 ecom-catalog price A price=1 from=2026-02-02 to=2026-02-01
  assert_exit 1 ecom-catalog price A price=1 from=2026-02-30
  assert_exit 1 ecom-catalog price A
}

@test "--list shows former, standing, planned and dated prices" {
  ecom-catalog price A price=12.00 --now 2026-03-01T00:00:00Z
  ecom-catalog price A price=9.00 from=2026-12-01 to=2026-12-08 --now 2026-03-01T00:00:00Z
  assert_exit 0 ecom-catalog price --list A -o csv -f price,from,to
  assert_output "price,from,to
10.00,2026-01-01T00:00:00Z,2026-03-01T00:00:00Z
12.00,2026-03-01T00:00:00Z,
9.00,2026-12-01T00:00:00Z,2026-12-08T00:00:00Z"
}
