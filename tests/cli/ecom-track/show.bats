load ../../lib/helpers

setup() {
  sandbox_setup
  ecom-track add shipment=P-1 carrier=ups number=1Z1 promised_at=2026-01-08 >/dev/null
  cat >events.csv <<'END'
shipment,at,status,text,place,country
P-1,2026-01-05T09:07:00+01:00,picked_up,Picked up,Hamburg,DE
P-1,2026-01-06T23:30:00+08:00,in_transit,到达深圳,深圳,CN
END
  ecom-track import events.csv >/dev/null
}

# Drawn by hand: 2026-01-05 is a Monday by date(1); between the two events lie 31 h 23 min.
@test "the way of a parcel is drawn, newest first" {
  assert_exit 0 ecom-track show P-1 --now 2026-01-09T00:00:00Z
  assert_output "P-1 · ups 1Z1
in transit 2026-01-06 23:30 +08:00 · promised 2026-01-08 00:00 +00:00 · late by 1 d · last heard 2 d 8 h ago

●━━━━━━━━━━━━━━━●━━━━━━━━━━━●────────────○──────────────────○
info received   picked up   in transit   out for delivery   delivered

Tue 2026-01-06
  23:30 +08:00  ● in transit             到达深圳 · 深圳, CN
                │ 1 d 7 h
Mon 2026-01-05
  09:07 +01:00  ● picked up              Picked up · Hamburg, DE"
}

@test "with ASCII only, and in a narrow place" {
  assert_exit 0 ecom-track show P-1 --ascii --width 40 --now 2026-01-09T00:00:00Z
  [ -z "$(LC_ALL=C tr -d '\n -~' <<<"$output")" ]
  [ "$(awk '{ if (length($0) > m) m = length($0) } END { print m }' <<<"$output")" -le 40 ]
  assert_line --partial "o=====o=====o-----.-----."
}

@test "asked for records, it gives the events" {
  assert_exit 0 ecom-track show P-1 -o jsonl
  assert_json 'map(.status) == ["picked_up", "in_transit"] and map(.offset) == ["+01:00", "+08:00"]'
  assert_exit 0 ecom-track show P-1 -o csv -f at,status
  assert_output "at,status
2026-01-05T08:07:00Z,picked_up
2026-01-06T15:30:00Z,in_transit"
}

@test "what it prints as records can be taken in again, without effect" {
  run_in_pipe 'ecom-track show P-1 -o csv | ecom-track import --news'
  assert_equal "$status" 0
  refute_output
  assert_equal "$(sql "SELECT count(*) FROM shipment_event")" 2
}

@test "parcels are found by number and by order, and from a list" {
  assert_exit 0 ecom-track show 1Z1
  assert_line --partial "P-1 · ups 1Z1"
  run_in_pipe 'ecom-track list | ecom-track show'
  assert_equal "$status" 0
  assert_line --partial "P-1 · ups 1Z1"
  assert_exit 1 ecom-track show NOPE P-1
  assert_line --partial "P-1 · ups 1Z1"
  assert_stderr --partial 'no parcel, order or number "NOPE"'
}

@test "nothing is painted where there is no terminal" {
  assert_exit 0 ecom-track show P-1
  [[ $output != *$'\033'* ]]
}

@test "the timeline as a picture" {
  assert_exit 0 ecom-track show P-1 --svg --now 2026-01-09T00:00:00Z
  python3 -c 'import sys, xml.etree.ElementTree as t; t.fromstring(sys.stdin.read())' <<<"$output"
  for text in "in transit 2026-01-06 23:30 +08:00" "late by 1 d" "到达深圳" "Tue 2026-01-06" "1 d 7 h"; do
    assert_output --partial ">$text<"
  done
  assert_exit 0 ecom-track show P-1 --geojson
  assert_json '.features | map(.geometry.type) == ["Point", "Point", "LineString"]'
  assert_exit 0 ecom-track show P-1 --html
  assert_output --partial "<!DOCTYPE html>"
}

@test "a locale without UTF-8 gets ASCII" {
  LC_ALL=C assert_exit 0 ecom-track show P-1
  [ -z "$(LC_ALL=C tr -d '\n -~' <<<"$output")" ]
  LC_ALL='' LANG=de_DE.utf8 assert_exit 0 ecom-track show P-1
  assert_line --partial "━━━"
}

# The parcel is of January: what its number saw in 2024 was another's.
@test "what was set aside is printed with its reason" {
  mkdir adapters
  export ECOM_CARRIERS=$PWD/adapters
  cat >adapters/toy.json <<'END'
{"adapter": 1, "id": "toy", "title": "Toy", "base": {"prod": "https://carrier.example.com"}, "auth": {"kind": "none"},
 "operations": {"fetch": {"request": {"method": "GET", "url": "${base}/${number}"}, "reply": {"items": "", "number": "/id",
  "events": "/events/*", "event": {"time": [{"at": "/at"}], "code": "/code", "text": "/text"}}}}, "map": {"D": "delivered", "T": "in_transit"}}
END
  ecom-track add shipment=A carrier=toy number=T1 shipped_at=2026-01-05 >/dev/null
  jq -cn '{shipment: "A", http: 200, body: {id: "T1", events: [{at: "2024-05-01T10:00:00Z", code: "D", text: "old"},
    {at: "string", code: "T", text: "bad"}, {at: "2026-01-06T10:00:00Z", code: "T", text: "new"}]}}' |
    ecom-track ingest --now 2026-01-07 >/dev/null
  assert_equal "$(ecom-track show A -o jsonl | jq -r .text)" new
  assert_equal "$(ecom-track show A --aside -o jsonl | jq -r '.text + " " + .aside' | sort)" "bad bad_event
old before_shipping"
}
