load ../../lib/helpers
load ../../lib/polling

setup() {
  sandbox_setup
  mkdir adapters
  export ECOM_CARRIERS="$PWD/adapters"
  carrier_adapter test
  ecom-track add shipment=S1 carrier=test number=1 --now 2026-01-02 >/dev/null
  jq -nc '{shipment: "S1", body: {id: "1", state: "T", events: [{at: "2026-01-02T08:00:00Z", code: "T", text: "a"},
    {at: "2026-01-02T09:00:00Z", code: "?!", text: "b"}]}}' | ecom-track ingest --now 2026-01-03 >/dev/null
}

@test "the state of tracking" {
  assert_exit 0 ecom-track metrics --now 2026-01-04
  assert_line 'ecom_track_shipments{status="in_transit"} 1'
  assert_line 'ecom_track_shipments{status="delivered"} 0'
  assert_line 'ecom_track_polls_total{carrier="test",result="found"} 1'
  assert_line 'ecom_track_last_success_timestamp_seconds 1767398400.000'
  assert_line 'ecom_track_unmapped_codes 1'
  assert_line 'ecom_track_due 1'
  assert_line --partial 'ecom_track_outbox{state="queued"}'
}

@test "totals only grow" {
  jq -nc '{shipment: "S1", http: 404}' | ecom-track ingest --now 2026-01-03 >/dev/null
  jq -nc '{shipment: "S1", http: 404}' | ecom-track ingest --now 2026-01-03 >/dev/null
  assert_exit 0 ecom-track metrics
  assert_line 'ecom_track_polls_total{carrier="test",result="not_found"} 2'
  assert_line 'ecom_track_polls_total{carrier="test",result="found"} 1'
}

@test "a file is replaced in one step" {
  echo old >m.prom
  ln m.prom other
  assert_exit 0 ecom-track metrics -o m.prom
  refute_output
  assert_equal "$(cat other)" old
  assert_equal "$(grep -c '^# TYPE' m.prom)" 6
  assert_equal "$(find . -name 'm.prom*' | wc -l)" 1
}

@test "promtool finds nothing wrong" {
  command -v promtool >/dev/null || skip "promtool (Debian package prometheus) is not installed"
  ecom-track metrics >m.prom
  promtool check metrics <m.prom
}

@test "a carrier's odd name is escaped" {
  sql "INSERT INTO poll_total VALUES ('a\"b\\c', 'found', 1, 1)" >/dev/null
  assert_exit 0 ecom-track metrics
  assert_line 'ecom_track_polls_total{carrier="a\"b\\c",result="found"} 1'
}
