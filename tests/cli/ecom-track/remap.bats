load ../../lib/helpers

# A carrier of this test's own, whose map says what its argument says.
adapter() {
  mkdir -p adapters
  jq -n --argjson map "$1" '{adapter: 1, id: "toy", title: "Toy", base: {prod: "http://127.0.0.1:1"}, secrets: [], auth: {kind: "none"},
    operations: {fetch: {request: {method: "GET", url: "${base}/${number}"},
      reply: {format: "json", items: [""], number: "/number", events: ["/events/*"],
        event: {time: [{at: ["/at"]}], code: ["/code"], text: ["/text"]}}}}, map: $map}' >adapters/toy.json
  ecom-track adapter check adapters/toy.json
}

setup() {
  sandbox_setup
  export ECOM_CARRIERS=$PWD/adapters
  ecom-catalog import sku=A name=Apple price=2.00 currency=EUR
  ecom-stock location main >/dev/null
  ecom-stock receive sku=A location=main quantity=10 reason=delivery >/dev/null
  echo '{"order":"1001","lines":[{"sku":"A","quantity":2}]}' | ecom-order create >/dev/null
  ecom-order pay 1001 >/dev/null
  ecom-order ship order=1001 carrier=toy number=T1 at=2026-01-05 >/dev/null
  ecom-track import shipment=1001-1 at=2026-01-05T10:00:00Z code=P text=p >/dev/null
  ecom-track import shipment=1001-1 at=2026-01-06T10:00:00Z code=D text=d >/dev/null
  ecom-track import shipment=1001-1 at=2026-01-06T09:00:00Z code=X text=x status=in_transit >/dev/null
}

status_of() { ecom-track list 1001-1 | jq -r '[.status, .substatus, .delivered_at // "-"] | join(" ")'; }

@test "a map that learns a code brings shipments and orders up to it" {
  adapter '{"P":"picked_up"}'
  assert_equal "$(status_of)" "in_transit  -"
  assert_exit 0 ecom-track remap --dry-run
  refute_output
  assert_equal "$(ecom-track unmapped | jq -r .code | sort | paste -sd,)" D,P
  adapter '{"P":"picked_up","D":["delivered","signed"]}'
  assert_exit 0 ecom-track remap --dry-run
  assert_json '.shipment == "1001-1" and .status == "delivered"'
  assert_equal "$(status_of)" "in_transit  -"
  assert_exit 0 ecom-track remap -v
  assert_json '.status == "delivered" and .substatus == "signed"'
  assert_stderr --partial "2 events mean something else"
  assert_equal "$(status_of)" "delivered signed 2026-01-06T10:00:00Z"
  assert_equal "$(ecom-order get 1001 | jq -r .status)" delivered
  assert_exit 0 ecom-track unmapped
  refute_output
  assert_equal "$(sql "SELECT count(*) FROM outbox WHERE topic LIKE 'shipment.%'")" 0
  assert_exit 0 ecom-track remap
  refute_output
  assert_exit 0 ecom-store check
}

@test "what a map unlearns is taken back, but an order does not go back" {
  adapter '{"P":"picked_up","D":"delivered"}'
  ecom-track remap >/dev/null
  assert_equal "$(ecom-order get 1001 | jq -r .status)" delivered
  adapter '{"P":"picked_up","D":"out_for_delivery"}'
  assert_exit 0 ecom-track remap --carrier toy
  assert_json '.status == "out_for_delivery" and .delivered_at == null'
  assert_equal "$(ecom-order get 1001 | jq -r .status)" delivered
}

@test "who wants to be told says so, and other carriers are left alone" {
  adapter '{"D":"delivered"}'
  assert_exit 0 ecom-track remap --carrier ups
  refute_output
  assert_exit 0 ecom-track remap --tell-within 2d --now 2026-01-07
  assert_equal "$(sql "SELECT topic FROM outbox WHERE topic LIKE 'shipment.%'")" shipment.delivered
}

# hub MAP: an aggregator, whose replies have a summary in its own codes
hub() {
  adapter '{"S":"exception"}'
  jq --argjson map "$1" '.id = "hub" | .title = "Hub" | .operations.fetch.reply.status = "/state" | .map = $map' adapters/toy.json >adapters/hub.json
  ecom-track adapter check adapters/hub.json
}

@test "a summary means what it means to the adapter that the shop says serves the carrier" {
  hub '{"S":"in_transit"}'
  ecom-track carrier carrier=toy adapter=hub >/dev/null
  ecom-track add shipment=S2 carrier=toy number=T2 --now 2026-01-05 >/dev/null
  jq -nc '{shipment: "S2", http: 200, body: {number: "T2", state: "S", events: []}}' | ecom-track ingest --now 2026-01-06 >/dev/null
  assert_equal "$(ecom-track list S2 | jq -r .status)" in_transit
  # To "toy" an S is an exception.
  assert_exit 0 ecom-track remap
  assert_equal "$(ecom-track list S2 | jq -r .status)" in_transit
  hub '{"S":"out_for_delivery"}'
  assert_exit 0 ecom-track remap
  assert_json 'map(select(.shipment == "S2")) | length == 1 and .[0].status == "out_for_delivery"'
}

@test "another adapter since: a summary is still the former one's, whether it came with events or without" {
  hub '{"S":"in_transit","E":"picked_up"}'
  ecom-track carrier carrier=toy adapter=hub >/dev/null
  ecom-track add shipment=S2 carrier=toy number=T2 --now 2026-01-05 >/dev/null
  jq -nc '{shipment: "S2", http: 200, body: {number: "T2", state: "S", events: [{at: "2026-01-05T10:00:00Z", code: "E", text: "e"}]}}' |
    ecom-track ingest --now 2026-01-06 >/dev/null
  ecom-track add shipment=S3 carrier=toy number=T3 --now 2026-01-05 >/dev/null
  jq -nc '{shipment: "S3", http: 200, body: {number: "T3", state: "S", events: []}}' | ecom-track ingest --now 2026-01-06 >/dev/null
  ecom-track carrier carrier=toy adapter=toy >/dev/null
  for map in '{}' '{"S":"exception"}'; do
    adapter "$map"
    assert_exit 0 ecom-track remap
    assert_equal "$(sql "SELECT id, summary_status, summary_adapter FROM shipment WHERE id IN ('S2', 'S3') ORDER BY id")" $'S2|3|hub\nS3|3|hub' # in_transit
  done
  # What the one that serves it now says is its own.
  adapter '{"S":"exception"}'
  jq '.operations.fetch.reply.status = "/state"' adapters/toy.json >changed.json && mv changed.json adapters/toy.json
  jq -nc '{shipment: "S3", http: 200, body: {number: "T3", state: "S", note: 1, events: []}}' | ecom-track ingest --now 2026-01-07 >/dev/null
  assert_equal "$(sql "SELECT summary_status, summary_adapter FROM shipment WHERE id = 'S3'")" '8|toy'
}
