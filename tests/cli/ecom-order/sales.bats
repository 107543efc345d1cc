load ../../lib/helpers
load shop

setup() {
  shop_setup
  ecom-order import <<'CSV'
order,status,placed_at,paid_at,sku,quantity,price,lines_discount
S1,paid,2025-03-01T10:00:00Z,2025-03-01T10:00:00Z,A,2,9.00,1.00
S1,,,,B,1,2.00,
S2,completed,2025-03-01T23:30:00Z,,A,1,9.00,
S3,cancelled,2025-03-02T10:00:00Z,,A,5,9.00,
S4,pending,2025-03-03T10:00:00Z,,A,7,9.00,
S5,returned,2025-03-03T10:00:00Z,,A,4,9.00,
S6,paid,2025-03-09T10:00:00Z,,A,1,9.00,
CSV
}

sales() { ecom-order sales "$@" -o csv -f sku,date,quantity,revenue --no-header | tr '\n' ' '; }

@test "demand per product and day: what was sold and kept" {
  # S1: 2 * 9.00 - 1.00 = 17.00; S2: 9.00; cancelled, pending and returned orders do not count
  assert_equal "$(sales)" "A,2025-03-01,3,26.00 A,2025-03-09,1,9.00 B,2025-03-01,1,2.00 "
  assert_equal "$(sales --include-pending --sku A)" "A,2025-03-01,3,26.00 A,2025-03-03,7,63.00 A,2025-03-09,1,9.00 "
  assert_equal "$(sales --since 2025-03-02)" "A,2025-03-09,1,9.00 "
  assert_equal "$(sales --until 2025-03-01T12:00:00Z)" "A,2025-03-01,2,17.00 B,2025-03-01,1,2.00 "
}

@test "days are those of the shop" {
  # half past eleven at night in UTC is the next morning in Shanghai
  assert_equal "$(sales --tz Asia/Shanghai --sku A)" "A,2025-03-01,2,17.00 A,2025-03-02,1,9.00 A,2025-03-09,1,9.00 "
}

@test "by week and month" {
  # 2025-03-01 is a Saturday, its Monday the 24th of February; the 9th a Sunday of the week of the 3rd
  assert_equal "$(sales --by week --sku A)" "A,2025-02-24,3,26.00 A,2025-03-03,1,9.00 "
  assert_equal "$(sales --by month --sku A)" "A,2025-03-01,4,35.00 "
}

@test "a currency has its own rows" {
  ecom-order import <<<'{"order":"J1","status":"paid","currency":"JPY","placed_at":"2025-03-01T10:00:00Z","lines":[{"sku":"A","quantity":1,"price":1500}]}'
  assert_equal "$(ecom-order sales --sku A --until 2025-03-02 -o csv -f quantity,revenue,currency --no-header | tr '\n' ' ')" "3,26.00,EUR 1,1500,JPY "
}

@test "by the locations that serve: the parts of a split line add up" {
  ecom-stock location second >/dev/null
  ecom-stock receive sku=A location=second quantity=5 >/dev/null
  # 10 at main, 5 at second: an order of 13 takes all of one and 3 of the other; 13 * 10.00 - 0.01 shared without loss
  ecom-order create --now 2026-03-01T10:00:00Z >/dev/null <<<'{"order":"W1","discount":0.01,"lines":[{"sku":"A","quantity":13}]}'
  ecom-order pay W1 >/dev/null
  assert_exit 0 ecom-order sales --location-wise --since 2026-01-01
  assert_json 'map(.quantity) | add == 13'
  assert_json 'map(.revenue * 100 | round) | add == 12999'
  assert_json 'map(.location) == ["main", "second"]'
  assert_exit 0 ecom-order sales --since 2026-01-01
  assert_json '.location == null and .quantity == 13 and .revenue == 129.99'
}

@test "the days of a shop on which its clocks change have 23 and 25 hours" {
  # Berlin, 2026: 29 March is from 28th 23:00 to 29th 22:00 UTC; 25 October from 24th 22:00 to 25th 23:00 UTC.
  {
    echo order,status,placed_at,sku,quantity,price
    for at in 03-28T22:59:59 03-28T23:00:00 03-29T00:59:59 03-29T01:00:00 03-29T21:59:59 03-29T22:00:00 \
      10-24T21:59:59 10-24T22:00:00 10-25T22:59:59 10-25T23:00:00; do
      echo "${at//:/.},paid,2026-${at}Z,C,1,1.00"
    done
  } >clocks.csv
  ecom-order import clocks.csv
  assert_equal "$(sales --sku C --tz Europe/Berlin)" "C,2026-03-28,1,1.00 C,2026-03-29,4,4.00 C,2026-03-30,1,1.00 \
C,2026-10-24,1,1.00 C,2026-10-25,2,2.00 C,2026-10-26,1,1.00 "
  assert_equal "$(sales --sku C --tz Europe/Berlin --since 2026-03-29 --until 2026-03-30)" 'C,2026-03-29,4,4.00 '
}
