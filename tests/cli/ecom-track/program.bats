load ../../lib/helpers

# What ecom-store check finds of parcels, and what the program does with terminals and with others beside it.

setup() {
  sandbox_setup
  ecom-catalog import sku=A name=Apple price=2.00 currency=EUR
  ecom-stock location main >/dev/null
  ecom-stock receive sku=A location=main quantity=10 reason=delivery >/dev/null
  echo '{"order":"1001","lines":[{"sku":"A","quantity":2}]}' | ecom-order create >/dev/null
  ecom-order pay 1001 >/dev/null
  ecom-order ship order=1001 carrier=ups >/dev/null
  ecom-track import shipment=1001-1 at=2026-01-05T10:00:00Z status=picked_up >/dev/null
  ecom-track import shipment=1001-1 at=2026-01-06T10:00:00Z status=delivered >/dev/null
}

# finds CHECK SUBJECT: ecom-store check reports that
finds() {
  assert_exit 1 ecom-store check
  assert_json "any(.check == \"$1\" and .subject == \"$2\")"
}

@test "a sound store has no finding" {
  assert_exit 0 ecom-store check
  refute_output
}

@test "a status that is not what the events say is found" {
  sql "UPDATE shipment SET status = 3, delivered_at = NULL"
  finds shipment_status 1001-1
  assert_json 'map(select(.check == "shipment_status")) | .[0] | .expected == "delivered" and .actual == "in_transit"'
  finds shipment_order_status 1001-1
}

@test "what travels of a line that is not there is found" {
  sql "INSERT INTO shipment_line (shipment, line, quantity) VALUES ('1001-1', 9, 1)"
  finds shipment_line_order 1001-1
}

@test "more units in parcels than were shipped are found" {
  sql "UPDATE shipment_line SET quantity = 3"
  finds shipment_line_quantity 1001/1
}

@test "a wrong instant of the last event is found" {
  sql "UPDATE shipment SET last_event_at = 1"
  finds shipment_instants 1001-1
}

# script(1) lends a terminal of 60 columns.
@test "on a terminal the drawing has its width and colour; NO_COLOR has none" {
  script -qc true /dev/null >/dev/null 2>&1 || skip "no pseudo-terminal to be had"
  run script -qc "stty cols 60; TERM=xterm ecom-track show 1001-1" /dev/null
  [[ $output == *$'\033[32m'* ]]
  while IFS= read -r line; do
    [ "${#line}" -le 60 ]
  done < <(sed 's/\x1b\[[0-9]*m//g; s/\r//' <<<"$output")
  run script -qc "stty cols 60; TERM=xterm NO_COLOR=1 ecom-track show 1001-1" /dev/null
  [[ $output == *"delivered"* && $output != *$'\033['* ]]
}

# Four imports of the same forty events at once: each is stored once, and the status is the last one's.
@test "imports beside each other store each event once" {
  ecom-track add shipment=P carrier=ups >/dev/null
  {
    echo shipment,at,status,code
    for n in $(seq 10 49); do echo "P,2026-01-05T10:$n:00Z,$([ "$n" = 49 ] && echo out_for_delivery || echo in_transit),$n"; done
  } >events.csv
  for n in 1 2 3 4; do ecom-track import --batch 3 events.csv >"out.$n" 2>"err.$n" & done
  wait
  assert_equal "$(cat err.*)" ""
  assert_equal "$(sql "SELECT COUNT(*) FROM shipment_event WHERE shipment = 'P'")" 40
  assert_equal "$(sql "SELECT status FROM shipment WHERE id = 'P'")" 4
  assert_exit 0 ecom-store check
}
