load ../../lib/helpers
load ../../lib/polling

setup() {
  sandbox_setup
  mkdir adapters
  export ECOM_CARRIERS="$PWD/adapters"
  carrier_adapter test
  printf '%s\n' '{"shipment":"S1","carrier":"test","number":"1"}' '{"shipment":"S2","carrier":"test","number":"2"}' |
    ecom-track add --now 2026-01-02 >/dev/null
}

reply='{"id":"1","state":"T","events":[{"at":"2026-01-02T08:00:00+01:00","code":"P","text":"Picked up"},{"at":"2026-01-02T20:30:00+01:00","code":"T","text":"Departed"}]}'

# ingest JQ: one answer about S1, as JQ changes it
ingest() {
  jq -nc --argjson body "$reply" '{shipment: "S1", http: 200, body: $body} | '"$1" | ecom-track ingest --now 2026-01-03
}

@test "an answer is JSON, or the text of it" {
  assert_exit 0 ingest .
  assert_json '. == [{shipment: "S1", carrier: "test", number: "1", result: "found", status: "in_transit", events: 2,
    next_poll_at: .[0].next_poll_at, message: null}]'
  assert_exit 0 ingest '.body |= tojson'
  assert_json '.result == "unchanged" and .events == 0'
  assert_equal "$(sql "SELECT count(*) FROM shipment_event")" 2
}

@test "whose it is, is said by shipment, shipments, or number and carrier" {
  assert_exit 0 ingest 'del(.shipment) + {number: "1", carrier: "TEST"}'
  assert_json '.shipment == "S1"'
  assert_exit 0 ingest 'del(.shipment) + {shipments: ["S1"]}'
  assert_exit 1 ingest 'del(.shipment) + {number: "nope"}'
  assert_stderr --partial 'no parcel has the number "nope"'
  assert_exit 1 ingest 'del(.shipment)'
  assert_exit 1 ingest '.shipment = "nope"'
  assert_exit 1 ingest 'del(.shipment) + {shipments: [1]}'
  assert_exit 1 ingest '.adapter = "nope"'
  assert_stderr --partial 'no adapter serves "nope"'
}

@test "what is no answer does no harm" {
  assert_exit 0 ingest '.http = 404'
  assert_json '.result == "not_found"'
  assert_exit 0 ingest '.body = "<html>"'
  assert_json '.result == "error"'
  assert_exit 0 ingest '.http = 0 | del(.body)'
  assert_json '.result == "failed"'
  assert_exit 0 ingest '.http = 429 | .retry_after = 60'
  assert_json '.result == "throttled"'
  assert_equal "$(sql "SELECT closed_until FROM carrier_account")" 1767398460000
  assert_exit 1 ingest '.http = 1000'
  assert_equal "$(sql "SELECT count(*) FROM shipment_event")" 0
}

@test "the order follows, and people are told once" {
  ecom-catalog import sku=A name=Apple price=2.00 currency=EUR
  ecom-stock location main >/dev/null
  ecom-stock receive sku=A location=main quantity=10 reason=delivery >/dev/null
  echo '{"order":"1001","lines":[{"sku":"A","quantity":2}]}' | ecom-order create --now 2026-01-01 >/dev/null
  ecom-order pay 1001 --now 2026-01-01 >/dev/null
  ecom-track add shipment=S1 order=1001 >/dev/null
  assert_exit 0 ingest .
  assert_equal "$(ecom-order get 1001 | jq -r .status)" shipped
  ingest . >/dev/null
  assert_equal "$(sql "SELECT count(*) FROM outbox WHERE topic LIKE 'shipment.%'")" 1
}

@test "any order of the same answers, any number of times, ends in the same store" {
  for i in $(seq 20); do
    jq -nc --arg i "$i" '{shipment: ("S" + (($i | tonumber) % 2 + 1 | tostring)), body: {id: "x", state: "T", events: [
      range(0; ($i | tonumber) % 5 + 1) | {at: "2026-01-02T0\(.):00:00Z", code: "T", text: "Step \(["one","two","three","four","five"][.])"}]}}'
  done >answers
  ecom-track ingest answers --now 2026-01-03 >/dev/null
  once=$(sql "SELECT shipment, at, status, code, text FROM shipment_event ORDER BY shipment, at")
  { shuf --random-source=<(yes 1) answers; cat answers; } | ecom-track ingest --now 2026-01-03 >/dev/null
  assert_equal "$(sql "SELECT shipment, at, status, code, text FROM shipment_event ORDER BY shipment, at")" "$once"
}
