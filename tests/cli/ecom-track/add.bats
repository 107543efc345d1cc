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
  assert_exit 0 ecom-track add order=1001 carrier=ups number=1Z1 promised_at=2026-01-09 --now 2026-01-06
  assert_json '. == [{shipment: "1001-1", order: "1001", carrier: "ups", number: "1Z1", status: "pending", substatus: null,
    shipped_at: null, promised_at: "2026-01-09T00:00:00Z", delivered_at: null, first_promised_at: "2026-01-09T00:00:00Z",
    changed_at: "2026-01-06T00:00:00Z"}]'
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

@test "what a carrier asks for beside the number is kept and joined" {
  assert_exit 0 ecom-track add shipment=P-1 carrier=sf number=SF1 phone=6789 details='{"note":"x","floor":3}'
  assert_json '.details == {phone: "6789", note: "x", floor: "3"}'
  assert_exit 0 ecom-track add shipment=P-1 details.postal=518000
  assert_json '.details == {phone: "6789", note: "x", floor: "3", postal: "518000"}'
  echo '{"shipment":"P-1","details":{"note":null,"service":"express"}}' >in.json
  assert_exit 0 ecom-track add in.json
  assert_json '.details == {phone: "6789", floor: "3", postal: "518000", service: "express"}'
  assert_exit 0 ecom-track list P-1
  assert_json '.details.phone == "6789"'
  assert_exit 1 ecom-track add shipment=P-1 details='{"a":[1]}'
  assert_stderr --partial "details: a: a text was expected"
}

@test "the first promise is kept beside the latest" {
  ecom-track add shipment=P-1 carrier=ups number=1Z1 promised_at=2026-01-09 >/dev/null
  assert_exit 0 ecom-track add shipment=P-1 promised_at=2026-01-12
  assert_json '.first_promised_at == "2026-01-09T00:00:00Z" and .promised_at == "2026-01-12T00:00:00Z"'
  assert_exit 0 ecom-track list
  assert_json '.[0].first_promised_at == "2026-01-09T00:00:00Z"'
}

# python-fedex #17, EasyPost's documentation: numbers come back.
@test "a number is used again when its parcel is long finished" {
  ecom-track add shipment=P-1 carrier=ups number=1Z1 shipped_at=2025-06-01 >/dev/null
  ecom-track import shipment=P-1 at=2025-06-03T10:00:00Z status=delivered >/dev/null
  assert_exit 1 ecom-track add shipment=P-2 carrier=ups number=1Z1 shipped_at=2025-06-20
  assert_stderr --partial "number: 1Z1 is the number of parcel P-1"
  echo '{"order":"1002","lines":[{"sku":"A","quantity":1}]}' | ecom-order create >/dev/null
  assert_exit 0 ecom-track add shipment=P-2 carrier=ups number=1Z1 shipped_at=2026-01-05 order=1002
  assert_exit 0 ecom-track add carrier=ups number=1Z1
  assert_json '.shipment == "P-2"'
  ecom-track import carrier=ups number=1Z1 at=2026-01-06T10:00:00Z status=in_transit >/dev/null
  assert_equal "$(sql "SELECT id, status, generation FROM shipment ORDER BY id")" "P-1|7|0
P-2|3|1"
  assert_exit 0 ecom-track list 1Z1
  assert_json '.shipment == "P-2"'
  assert_exit 0 ecom-store check
  # An order that ships with it now has a parcel of its own; one whose number is in use does not.
  assert_exit 1 ecom-order ship order=1001 carrier=ups number=1Z1 at=2026-01-07
  ecom-track import shipment=P-2 at=2026-01-08T10:00:00Z status=delivered >/dev/null
  assert_exit 0 ecom-order ship order=1001 carrier=ups number=1Z1 at=2026-09-07
  assert_equal "$(sql "SELECT generation FROM shipment WHERE sale = '1001'")" 2
  assert_exit 0 ecom-store check
}

@test "another order's parcel of the same number is another parcel, when the first is long finished" {
  ecom-track add order=1001 carrier=ups number=1Z1 shipped_at=2025-06-01 >/dev/null
  ecom-track import number=1Z1 at=2025-06-03T10:00:00Z status=delivered >/dev/null
  echo '{"order":"1002","lines":[{"sku":"A","quantity":1}]}' | ecom-order create >/dev/null
  assert_exit 1 ecom-track add order=1002 carrier=ups number=1Z1 --now 2025-06-10
  assert_stderr --partial "belongs to order 1001"
  assert_exit 0 ecom-track add order=1001 carrier=ups number=1Z1 --now 2026-01-05
  assert_json '.shipment == "1001-1"'
  assert_exit 0 ecom-track add order=1002 carrier=ups number=1Z1 --now 2026-01-05
  assert_json '.shipment == "1002-1"'
}

# 1Z 999 AA1 01 2345 6784 is UPS's own example; 28780946887 has the digit 2 by Luhn's rule and by FedEx's.
@test "the carrier is found by how the number looks" {
  assert_exit 0 ecom-track add number=1Z999AA10123456784
  assert_json '.carrier == "ups"'
  assert_exit 1 ecom-track add number=287809468872
  assert_stderr --partial "fedex or purolator"
  assert_exit 0 ecom-track add number=287809468872 carrier=purolator
  assert_exit 0 ecom-track add number=287809468872 promised_at=2026-01-09
  assert_json '.carrier == "purolator"'
  assert_exit 0 ecom-track add number=XYZ
  assert_json '.carrier == "other"'
}

@test "a carrier that the number speaks against is warned of" {
  assert_exit 0 ecom-track add number=1Z999AA10123456784 carrier=fedex
  assert_stderr --partial "does not look like a number of fedex, but of ups"
  assert_exit 0 ecom-track add number=1Z999AA10123456784 carrier=17track
  assert_stderr ""
}
