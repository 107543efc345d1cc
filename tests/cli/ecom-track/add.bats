load ../../lib/helpers

setup() {
  sandbox_setup
  ecom-catalog import sku=A name=Apple price=2.00 currency=EUR
  ecom-stock location main >/dev/null
  ecom-stock receive sku=A location=main quantity=10 reason=delivery >/dev/null
  echo '{"order":"1001","lines":[{"sku":"A","quantity":2}]}' | ecom-order create --now 2026-01-05 >/dev/null
  ecom-order pay 1001 --now 2026-01-05 >/dev/null
}

@test "a parcel of an order is numbered by it" {
  assert_exit 0 ecom-track add order=1001 carrier=ups number=1Z1 promised_at=2026-01-09
  assert_json '. == [{shipment: "1001-1", order: "1001", carrier: "ups", number: "1Z1", status: "pending", substatus: null,
    shipped_at: null, promised_at: "2026-01-09T00:00:00Z", delivered_at: null}]'
  assert_exit 0 ecom-track add order=1001 carrier=ups number=1Z2
  assert_json '.shipment == "1001-2"'
  assert_equal "$(sql "SELECT count(*) FROM audit WHERE kind = 'shipment'")" 2
}

@test "a parcel without an order has a number of its own" {
  assert_exit 0 ecom-track add carrier=ups number=1Z1
  first=$(jq -r .shipment <<<"$output")
  [[ $first == S-* ]]
  assert_exit 0 ecom-track add number=1Z1
  assert_json ".shipment == \"$first\" and .carrier == \"ups\""
  assert_exit 0 ecom-track add carrier=dhl number=1Z1
  assert_json ".shipment != \"$first\""
  assert_exit 1 ecom-track add number=1Z1
  assert_stderr --partial "several carriers"
}

@test "what is not given stays" {
  ecom-track add shipment=P-1 carrier=ups number=1Z1 shipped_at=2026-01-05 >/dev/null
  assert_exit 0 ecom-track add shipment=P-1 promised_at=2026-01-09
  assert_json '.number == "1Z1" and .carrier == "ups" and .shipped_at == "2026-01-05T00:00:00Z" and .promised_at == "2026-01-09T00:00:00Z"'
  before=$(sql "SELECT count(*) FROM audit")
  ecom-track add shipment=P-1 promised_at=2026-01-09 >/dev/null
  assert_equal "$(sql "SELECT count(*) FROM audit")" "$before"
}

@test "what cannot be is refused" {
  assert_exit 1 ecom-track add shipment=P-1 order=NOPE
  assert_stderr --partial 'order: no order "NOPE"'
  ecom-track add shipment=P-1 carrier=ups number=1Z1 order=1001 >/dev/null
  assert_exit 1 ecom-track add shipment=P-2 carrier=ups number=1Z1
  assert_stderr --partial "number: 1Z1 is the number of parcel P-1"
  echo '{"order":"1002","lines":[{"sku":"A","quantity":1}]}' | ecom-order create >/dev/null
  assert_exit 1 ecom-track add shipment=P-1 order=1002
  assert_stderr --partial "belongs to order 1001"
  assert_exit 1 ecom-track add carrier=ups
  assert_equal "$(sql "SELECT count(*) FROM shipment")" 1
}

@test "an order learns what its parcel went through before it was known" {
  ecom-track add shipment=P-1 carrier=ups number=1Z1 >/dev/null
  ecom-track import number=1Z1 at=2026-01-06T10:00:00Z status=picked_up >/dev/null
  assert_equal "$(sql "SELECT status FROM sale")" 1
  assert_exit 0 ecom-track add shipment=P-1 order=1001
  assert_equal "$(ecom-order get 1001 | jq -r .status)" shipped
  assert_exit 0 ecom-store check
}

@test "a list can be piped back in, and changes nothing" {
  ecom-track add shipment=P-1 carrier=ups number=1Z1 >/dev/null
  before=$(ecom-track list)
  run_in_pipe 'ecom-track list -o csv | ecom-track add'
  assert_equal "$status" 0
  assert_equal "$stderr" ""
  assert_equal "$(ecom-track list)" "$before"
}
