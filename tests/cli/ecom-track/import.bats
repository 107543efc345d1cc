load ../../lib/helpers

setup() {
  sandbox_setup
  ecom-track add shipment=P-1 carrier=ups number=1Z1 >/dev/null
  ecom-track add shipment=P-2 carrier=dhl number=D2 >/dev/null
}

status_of() { ecom-track list "$1" | jq -r .status; }

# report SHIPMENT AT STATUS...: one event
report() { ecom-track import shipment="$1" at="$2" status="$3" "${@:4}" >/dev/null; }

@test "an event is stored with its parcel, its offset and what it means" {
  assert_exit 0 ecom-track import number=1Z1 at=2026-01-05T09:07:00+01:00 status=已揽收 text=Hallo place=Hamburg country=DE lat=53.55 lng=9.99
  assert_json '. == [{shipment: "P-1", carrier: "ups", number: "1Z1", at: "2026-01-05T08:07:00Z", offset: "+01:00",
    status: "picked_up", substatus: null, code: null, text: "Hallo", place: "Hamburg", country: "DE", lat: 53.55, lng: 9.99,
    local: "2026-01-05T09:07:00", zone: "carrier", raw_time: "2026-01-05T09:07:00+01:00"}]'
  assert_equal "$(sql "SELECT utc_offset, status, place FROM shipment_event")" "3600|2|Hamburg"
  assert_equal "$(sql "SELECT status, shipped_at, last_event_at FROM shipment WHERE id = 'P-1'")" "2|1767600420000|1767600420000"
}

# The same instant said in five ways: 10:03 in China is 02:03 UTC.
@test "times are read with their own offset, the event's, or the shop's zone" {
  cat >in.csv <<'END'
shipment,at,offset,code
P-1,2026-01-05 10:03:00 +0800,,a
P-1,2026-01-05 10:03,+08:00,b
P-1,2026-01-05T02:03:00Z,,c
P-1,2026-01-05T02:03:00Z,+08:00,d
P-1,2026-01-05 10:03,,e
END
  assert_exit 0 ecom-track import in.csv --tz Asia/Shanghai
  assert_json 'map(.at) | unique == ["2026-01-05T02:03:00Z"]'
  assert_json 'map(.offset) == ["+08:00", "+08:00", null, "+08:00", null]'
  assert_exit 1 ecom-track import shipment=P-1 at=yesterday
  assert_stderr --partial "at:"
  assert_exit 1 ecom-track import shipment=P-1 at=2026-01-05 offset=Nowhere/City
  assert_stderr --partial "offset:"
}

@test "the same report again has no effect" {
  printf 'shipment,at,status,text\nP-1,2026-01-05T10:00:00Z,picked_up,x\nP-1,2026-01-06T10:00:00Z,in_transit,y\n' >in.csv
  ecom-track import in.csv --now 2026-01-06T12:00:00Z >first
  before=$(sql "SELECT (SELECT count(*) FROM shipment_event), (SELECT count(*) FROM audit), (SELECT count(*) FROM outbox)")
  assert_exit 0 ecom-track import in.csv --now 2026-01-07T12:00:00Z
  assert_equal "$output" "$(cat first)"
  assert_equal "$(sql "SELECT (SELECT count(*) FROM shipment_event), (SELECT count(*) FROM audit), (SELECT count(*) FROM outbox)")" "$before"
  echo 'P-1,2026-01-06T11:00:00Z,in_transit,z' >>in.csv
  assert_exit 0 ecom-track import in.csv --news
  assert_json 'map(.text) == ["z"]'
}

@test "an older event that comes late changes nothing" {
  report P-1 2026-01-06T10:00:00Z out_for_delivery
  report P-1 2026-01-05T10:00:00Z in_transit
  assert_equal "$(status_of P-1)" out_for_delivery
  assert_equal "$(sql "SELECT count(*) FROM shipment_event")" 2
}

@test "delivered stays delivered, but for an exception or a return" {
  report P-1 2026-01-05T10:00:00Z picked_up
  report P-1 2026-01-06T10:00:00Z delivered
  report P-1 2026-01-06T10:05:00Z in_transit
  assert_equal "$(status_of P-1)" delivered
  assert_equal "$(ecom-track list P-1 | jq -r .delivered_at)" 2026-01-06T10:00:00Z
  report P-1 2026-01-07T10:00:00Z exception substatus=damaged
  assert_equal "$(ecom-track list P-1 | jq -r '.status + ":" + .substatus')" exception:damaged
  report P-1 2026-01-08T10:00:00Z returning
  report P-1 2026-01-09T10:00:00Z returned
  assert_equal "$(status_of P-1)" returned
  assert_exit 0 ecom-store check
}

@test "a code that nobody knows is kept and changes nothing" {
  report P-1 2026-01-05T10:00:00Z in_transit
  assert_exit 0 ecom-track import shipment=P-1 at=2026-01-06T10:00:00Z code=XZ9
  assert_json '.status == "unknown" and .code == "XZ9"'
  assert_equal "$(status_of P-1)" in_transit
}

@test "a parcel that is not known is refused, or made" {
  printf 'carrier,number,at,status\nups,NEW,2026-01-05T10:00:00Z,picked_up\nups,1Z1,2026-01-05T10:00:00Z,picked_up\n' >in.csv
  assert_exit 1 ecom-track import in.csv --rejects bad.csv
  assert_json 'map(.shipment) == ["P-1"]'
  assert_equal "$(mlr --icsv --onidx cut -f reject_code bad.csv)" unknown_shipment
  assert_exit 0 ecom-track import bad.csv --create
  assert_json '.number == "NEW" and (.shipment | startswith("S-"))'
  assert_equal "$(sql "SELECT status FROM shipment WHERE number = 'NEW'")" 2
  assert_exit 0 ecom-track import shipment=P-9 at=2026-01-05T10:00:00Z status=picked_up --create
  assert_equal "$(status_of P-9)" picked_up
}

@test "a number alone is enough where only one carrier has it" {
  ecom-track add shipment=P-3 carrier=ups number=D2 >/dev/null
  assert_exit 1 ecom-track import number=D2 at=2026-01-05T10:00:00Z status=picked_up
  assert_stderr --partial "carrier: several carriers have a parcel D2"
  assert_exit 0 ecom-track import number=D2 carrier=ups at=2026-01-05T10:00:00Z status=picked_up
  assert_json '.shipment == "P-3"'
  assert_exit 0 ecom-track import number=1Z1 at=2026-01-05T10:00:00Z status=picked_up
  assert_json '.carrier == "ups"'
}

# Thirteen events of one parcel, mixed with those of another, in batches of five.
@test "a whole past at once is told in one message for each parcel" {
  {
    echo shipment,at,status
    for day in 01 02 03 04 05 06 07 08 09 10 11 12; do
      echo "P-1,2026-01-${day}T10:00:00Z,$([ $((10#$day % 2)) = 0 ] && echo in_transit || echo out_for_delivery)"
      echo "P-2,2026-01-${day}T11:00:00Z,in_transit"
    done
    echo P-1,2026-01-13T10:00:00Z,delivered
  } >in.csv
  ecom-track import in.csv --batch 5 --now 2026-01-14T00:00:00Z --tell-within 30d >/dev/null
  assert_equal "$(sql "SELECT topic, subject FROM outbox WHERE topic LIKE 'shipment.%' ORDER BY subject")" "shipment.delivered|P-1
shipment.in_transit|P-2"
  report P-2 2026-01-14T01:00:00Z delivered --now 2026-01-14T02:00:00Z
  assert_equal "$(sql "SELECT count(*) FROM outbox WHERE subject = 'P-2'")" 2
}

# The newest event of P-1 is 14 hours old, that of P-2 is 61.
@test "old news are told to nobody" {
  printf 'shipment,at,status\nP-1,2026-01-13T10:00:00Z,delivered\nP-2,2026-01-11T11:00:00Z,delivered\n' >in.csv
  ecom-track import in.csv --now 2026-01-14T00:00:00Z >/dev/null
  assert_equal "$(sql "SELECT topic, subject FROM outbox")" "shipment.delivered|P-1"
  ecom-track import shipment=P-2 at=2026-01-14T01:00:00Z status=exception --now 2026-01-14T02:00:00Z --tell-within 0s >/dev/null
  assert_equal "$(sql "SELECT count(*) FROM outbox")" 1
}

@test "an order follows its parcels" {
  ecom-catalog import sku=A name=Apple price=2.00 currency=EUR
  ecom-stock location main >/dev/null
  ecom-stock receive sku=A location=main quantity=10 reason=delivery >/dev/null
  echo '{"order":"1001","lines":[{"sku":"A","quantity":2}]}' | ecom-order create >/dev/null
  ecom-order pay 1001 >/dev/null
  ecom-order ship order=1001 carrier=ups >/dev/null
  report 1001-1 2026-01-05T10:00:00Z in_transit
  assert_equal "$(ecom-order get 1001 | jq -r .status)" shipped
  report 1001-1 2026-01-06T10:00:00Z delivered
  assert_equal "$(ecom-order get 1001 | jq -r .status)" delivered
  assert_equal "$(sql "SELECT delivered FROM sale_line")" 2
  assert_exit 0 ecom-store check
}

@test "a delivery entered by hand is not undone by older events" {
  ecom-catalog import sku=A name=Apple price=2.00 currency=EUR
  ecom-stock location main >/dev/null
  ecom-stock receive sku=A location=main quantity=10 reason=delivery >/dev/null
  echo '{"order":"1001","lines":[{"sku":"A","quantity":2}]}' | ecom-order create >/dev/null
  ecom-order pay 1001 >/dev/null
  ecom-order ship order=1001 carrier=ups >/dev/null
  ecom-order deliver 1001 at=2026-01-06T10:00:00Z >/dev/null
  report 1001-1 2026-01-05T10:00:00Z in_transit
  assert_equal "$(status_of 1001-1)" delivered
  assert_exit 0 ecom-store check
}

@test "what cannot be is refused, and its neighbours are taken" {
  cat >in.csv <<'END'
shipment,at,status,lat
P-1,2026-01-05T10:00:00Z,picked_up,91
P-1,2026-01-05T10:00:00Z,teleported,
,2026-01-05T10:00:00Z,picked_up,
P-1,2026-01-05T11:00:00Z,picked_up,53.5
END
  assert_exit 1 ecom-track import in.csv
  assert_json 'length == 1 and .[0].at == "2026-01-05T11:00:00Z"'
  assert_stderr --partial "in.csv:2: lat:"
  assert_stderr --partial "in.csv:3: status:"
  assert_stderr --partial "in.csv:4: shipment:"
}

@test "a dry run changes nothing" {
  assert_exit 0 ecom-track import shipment=P-1 at=2026-01-05T10:00:00Z status=delivered --dry-run
  assert_equal "$(sql "SELECT count(*) FROM shipment_event")" 0
  assert_equal "$(status_of P-1)" pending
}
