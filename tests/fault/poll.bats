#!/usr/bin/env bats
# ecom-track poll, killed at moments of chance by SIGKILL: no event is lost, none comes twice, nobody hears of anything twice, and no
# more is asked than the carrier allows. The counts are those of a server that writes down what it is asked.

load ../lib/helpers
load ../lib/fault
load ../lib/polling

teardown() {
  servers_stop
  sandbox_teardown
}

@test "killed at any moment, a run loses nothing, doubles nothing, and keeps to the budget" {
  carrier_start 20
  carrier_adapter test '{"in_flight":3,"per_day":45,"day_starts":"00:00Z"}'
  for number in $(seq 20); do echo "{\"shipment\":\"S$number\",\"carrier\":\"test\",\"number\":\"$number\"}"; done |
    ecom-track add --now 2026-01-02T00:00:00Z >/dev/null
  RANDOM=7
  killed=0
  # Eleven minutes apart, so that the leases of the dead are over.
  for minute in $(seq 0 11 99); do
    kill9_after "0.$((RANDOM % 40 + 10))" ecom-track poll -q --base-url "$base" --now "2026-01-02T0$((minute / 60)):$(printf %02d $((minute % 60))):00Z" || killed=$((killed + 1))
    [ "$(wc -l <carrier/log)" -le 45 ]
  done
  assert_exit 0 ecom-store check
  assert_exit 0 ecom-track poll -q --base-url "$base" --now 2026-01-03T02:00:00Z
  assert_exit 0 ecom-track poll -q --base-url "$base" --now 2026-01-04T02:00:00Z
  assert_equal "$(sql "SELECT count(*), count(DISTINCT shipment) FROM shipment_event")" "40|20"
  assert_equal "$(sql "SELECT count(*) FROM outbox WHERE topic LIKE 'shipment.%' GROUP BY dedupe HAVING count(*) > 1")" ""
  assert_equal "$(sql "SELECT count(*), count(DISTINCT dedupe) FROM outbox WHERE topic LIKE 'shipment.%'")" "20|20"
  assert_equal "$(sql "SELECT count(*) FROM polling WHERE lease_owner IS NOT NULL")" 0
  [ "$(wc -l <carrier/log)" -le 135 ]
}
