load ../../lib/helpers

# A: on time. B: late, under way. C: delivered after the promise. D: never promised, silent. E: not promised until later.
setup() {
  sandbox_setup
  cat >parcels.csv <<'END'
shipment,carrier,number,shipped_at,promised_at
A,ups,N1,2026-01-01,2026-01-05
B,dhl,N2,2026-01-02,2026-01-05
C,ups,N3,2026-01-03,2026-01-05
D,dhl,N4,2026-01-04,
E,dhl,N5,2026-01-05,2026-01-20
END
  ecom-track add parcels.csv >/dev/null
  cat >events.csv <<'END'
shipment,at,status
A,2026-01-04T10:00:00Z,delivered
B,2026-01-09T10:00:00Z,in_transit
C,2026-01-06T10:00:00Z,delivered
D,2026-01-05T10:00:00Z,exception
E,2026-01-09T20:00:00Z,picked_up
END
  ecom-track import events.csv >/dev/null
}

ids() { jq -r .shipment <<<"$output" | paste -sd' '; }
lists() {
  local want=$1
  shift
  assert_exit 0 ecom-track list --now 2026-01-10T00:00:00Z "$@"
  assert_equal "$(ids)" "$want"
}

@test "shipments come in the order of their ids" {
  lists "A B C D E"
  lists "A B" --limit 2
}

@test "filters narrow the list" {
  lists "A C" --carrier ups
  lists "A C D" --status delivered,异常
  lists "C D E" --since 2026-01-03
  lists "B" --carrier dhl --status in_transit
  assert_exit 64 ecom-track list --status lost
}

@test "late: past the promise and not there, or there after it" {
  lists "B C" --late
  assert_exit 0 ecom-track list --late --now 2026-02-01T00:00:00Z
  assert_equal "$(ids)" "B C E"
  assert_exit 0 ecom-track list --late --now 2026-01-04T00:00:00Z
  assert_equal "$(ids)" "C"
}

@test "stale: under way and silent" {
  lists "D" --stale 3d
  lists "B D" --stale 13h
}

@test "operands are shipments, orders or numbers" {
  lists "B A" B N1
  ecom-catalog import sku=X name=X price=1 currency=EUR
  ecom-stock location main >/dev/null
  ecom-stock receive sku=X location=main quantity=1 reason=delivery >/dev/null
  echo '{"order":"1001","lines":[{"sku":"X","quantity":1}]}' | ecom-order create >/dev/null
  ecom-track add shipment=D order=1001 >/dev/null
  lists "D" 1001
  lists "D" --order 1001
  assert_exit 1 ecom-track list NOPE
  assert_stderr --partial 'no parcel, order or number "NOPE"'
}
