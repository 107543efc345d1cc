load ../../lib/helpers

# parcel ID STATUS AT [FIELD=VALUE...]: one with one event
parcel() {
  ecom-track add shipment="$1" carrier="${carrier:-ups}" number="N$1" ${promised:+promised_at=$promised} >/dev/null
  ecom-track import shipment="$1" status="$2" at="$3" "${@:4}" >/dev/null
}

kinds() { jq -r '[.shipment, .kind, .severity, .since] | join(" ")' <<<"$output"; }

@test "each trouble is a record, with its severity and since when" {
  parcel A in_transit 2026-01-09T10:00:00Z substatus=delayed
  parcel B delivery_attempt 2026-01-09T11:00:00Z substatus=nobody_home
  parcel C in_transit 2026-01-09T12:00:00Z substatus=customs
  parcel D exception 2026-01-09T13:00:00Z substatus=lost
  parcel E exception 2026-01-09T14:00:00Z substatus=damaged
  parcel F exception 2026-01-09T15:00:00Z
  parcel G returning 2026-01-09T16:00:00Z
  parcel H in_transit 2026-01-09T17:00:00Z
  parcel I delivered 2026-01-09T17:00:00Z
  assert_exit 0 ecom-track exceptions --now 2026-01-10
  assert_equal "$(kinds)" "A delayed warning 2026-01-09T10:00:00Z
B attempted warning 2026-01-09T11:00:00Z
C customs warning 2026-01-09T12:00:00Z
D lost critical 2026-01-09T13:00:00Z
E damaged critical 2026-01-09T14:00:00Z
F exception error 2026-01-09T15:00:00Z
G returning error 2026-01-09T16:00:00Z"
  assert_exit 0 ecom-track exceptions --now 2026-01-10 --kind lost,破损
  assert_equal "$(jq -r .shipment <<<"$output" | paste -sd,)" D,E
  assert_exit 64 ecom-track exceptions --kind gone
  assert_stderr --partial "delayed, attempted"
}

# Five days after the 4th at 10:00 is the 9th at 10:00.
@test "a parcel is silent after so many days" {
  parcel A in_transit 2026-01-04T10:00:00Z
  assert_exit 0 ecom-track exceptions --now 2026-01-09T09:59:59Z
  refute_output
  assert_exit 0 ecom-track exceptions --now 2026-01-09T10:00:00Z
  assert_json '.kind == "silent" and .since == "2026-01-04T10:00:00Z" and .reason == "nothing was heard for 5 days"'
  assert_exit 0 ecom-track exceptions --now 2026-01-09T10:00:00Z --silent 0s
  refute_output
  assert_exit 0 ecom-track exceptions --now 2026-01-05T10:00:00Z --silent 1d
  assert_json '.kind == "silent"'
}

@test "a breached promise is one beside other troubles" {
  promised=2026-01-08T12:00:00Z parcel A delivery_attempt 2026-01-08T10:00:00Z
  promised=2026-01-08T12:00:00Z parcel B delivered 2026-01-08T13:00:00Z
  carrier=dhl promised=2026-01-09T12:00:00Z parcel C in_transit 2026-01-08T13:00:00Z
  assert_exit 0 ecom-track exceptions --now 2026-01-09
  assert_equal "$(kinds)" "A attempted warning 2026-01-08T10:00:00Z
A promise_breached error 2026-01-08T12:00:00Z"
  assert_exit 0 ecom-track exceptions --now 2026-01-10 --carrier dhl
  assert_equal "$(kinds)" "C promise_breached error 2026-01-09T12:00:00Z"
}

@test "an alert tells each once" {
  parcel A exception 2026-01-09T13:00:00Z substatus=lost
  parcel B delivery_attempt 2026-01-09T13:00:00Z
  alert() { ecom-track exceptions --now "$1" | ecom-notify alert --rule parcels --key shipment,kind --to a@example.com --now "$1"; }
  assert_equal "$(alert 2026-01-10 | jq -r '[.key, .state, .severity] | join(" ")' | sort | paste -sd,)" \
    "A@lost firing critical,B@attempted firing warning"
  assert_equal "$(alert 2026-01-10T01:00:00Z)" ""
  ecom-track import shipment=B status=delivered at=2026-01-10T02:00:00Z >/dev/null
  assert_equal "$(alert 2026-01-10T03:00:00Z | jq -r '[.key, .state] | join(" ")')" "B@attempted ok"
  assert_equal "$(sql "SELECT count(*) FROM outbox WHERE channel = 'mail'")" 1
}

@test "nothing is wrong in an empty shop" {
  assert_exit 0 ecom-track exceptions
  refute_output
}
