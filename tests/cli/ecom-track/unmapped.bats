load ../../lib/helpers

@test "codes without a meaning are counted, and forgotten when they have one" {
  ecom-track add shipment=A carrier=ups number=1 >/dev/null
  ecom-track add shipment=B carrier=ups number=2 >/dev/null
  ecom-track add shipment=C carrier=dhl number=3 >/dev/null
  report() { ecom-track import shipment="$1" at="$2" code="$3" "${@:4}" >/dev/null; }
  report A 2026-01-05T10:00:00Z X9 text=what
  report A 2026-01-05T10:00:00Z X9 text=what
  report B 2026-01-06T10:00:00Z X9 text=what
  report B 2026-01-07T10:00:00Z X9 text=what
  report C 2026-01-05T10:00:00Z Y1
  report C 2026-01-05T11:00:00Z Z1 status=in_transit
  assert_exit 0 ecom-track unmapped
  assert_json '. == [{carrier: "ups", code: "X9", events: 3, shipments: 2, first_at: "2026-01-05T10:00:00Z",
    last_at: "2026-01-07T10:00:00Z", text: "what"},
    {carrier: "dhl", code: "Y1", events: 1, shipments: 1, first_at: "2026-01-05T10:00:00Z", last_at: "2026-01-05T10:00:00Z",
    text: null}]'
  report C 2026-01-05T10:00:00Z Y1 status=picked_up
  assert_exit 0 ecom-track unmapped --carrier dhl
  refute_output
  # All that is known of A is a code that nobody knows; C moved.
  assert_equal "$(ecom-track list | jq -r .status | paste -sd,)" unknown,unknown,in_transit
}
