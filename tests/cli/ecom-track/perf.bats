load ../../lib/helpers

# parcel ID CARRIER SHIPPED PROMISED FROM TO STATUS AT: two events
parcel() {
  ecom-track add shipment="$1" carrier="$2" number="N$1" shipped_at="$3" ${4:+promised_at=$4} >/dev/null
  ecom-track import shipment="$1" at="$3" status=picked_up country="$5" >/dev/null
  ecom-track import shipment="$1" at="$8" status="$7" country="$6" >/dev/null
}

# Of ups: 1, 2, 4 and 5 days, and one that came back. By hand: mean 3, median 3, the 90th percentile of R's quantile(c(1,2,4,5), 0.9)
# is 4.7. Promised are four; P1 kept it, P2 was late by a day, P5 came back, P4's second promise was kept and its first was not.
setup() {
  sandbox_setup
  parcel P1 ups 2026-01-01 2026-01-03 DE FR delivered 2026-01-02
  parcel P2 ups 2026-01-01 2026-01-02 DE FR delivered 2026-01-03
  parcel P3 ups 2026-02-01 "" DE DE delivered 2026-02-05
  parcel P4 ups 2026-02-01 2026-02-03 DE DE in_transit 2026-02-02
  ecom-track add shipment=P4 promised_at=2026-02-08 details.service=express >/dev/null
  ecom-track import shipment=P4 at=2026-02-06 status=delivered country=DE >/dev/null
  parcel P5 ups 2026-01-01 2026-01-03 DE FR returned 2026-01-20
  parcel P6 ups 2026-01-01 2026-01-03 DE FR in_transit 2026-01-20
  parcel P7 dhl 2026-01-01 "" DE DE delivered 2026-01-02T12:00:00Z
}

@test "shares and days, by carrier" {
  assert_exit 0 ecom-track perf
  assert_json '. == [
    {carrier: "dhl", parcels: 1, delivered: 1, undelivered: 0, promised: 0, on_time: null, on_time_first: null,
     mean_days: 1.5, median_days: 1.5, p90_days: 1.5},
    {carrier: "ups", parcels: 5, delivered: 4, undelivered: 1, promised: 4, on_time: 0.5, on_time_first: 0.25,
     mean_days: 3, median_days: 3, p90_days: 4.7}]'
}

@test "by lane, month and service" {
  assert_exit 0 ecom-track perf --by lane --carrier ups
  assert_json 'map([.lane, .parcels, .delivered]) == [["DE-DE", 2, 2], ["DE-FR", 3, 2]]'
  assert_exit 0 ecom-track perf --by month,carrier
  assert_json 'map([.carrier, .month, .parcels]) == [["dhl", "2026-01", 1], ["ups", "2026-01", 3], ["ups", "2026-02", 2]]'
  assert_exit 0 ecom-track perf --by service
  assert_json 'map([.service, .parcels]) == [["?", 5], ["express", 1]]'
  assert_exit 0 ecom-track perf --since 2026-02-01 --until 2026-03-01
  assert_json '.parcels == 2'
  assert_exit 64 ecom-track perf --by colour
}

@test "no finished parcel, no record" {
  assert_exit 0 ecom-track perf --carrier nobody
  refute_output
}
