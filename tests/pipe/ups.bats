#!/usr/bin/env bats
# UPS as UPS itself describes it: @stoplight/prism-cli serves UPS's OpenAPI file on 127.0.0.1, refuses a request that the file does not
# allow, and answers with UPS's own sample.

load ../lib/helpers
load ../lib/npm

# prism_start SPEC: sets base
prism_start() {
  local _
  needs_npm @stoplight/prism-cli 5.14.2
  timeout 600 node "$packages/node_modules/@stoplight/prism-cli/dist/index.js" mock -p 0 "$1" >prism.log 2>&1 3>&- &
  prism_pid=$!
  for _ in $(seq 1200); do
    grep -q 'listening on' prism.log && break
    sleep 0.1
  done
  base=$(sed -n 's/.*listening on \(http[^ ]*\).*/\1/p' prism.log)
  [ -n "$base" ] || { cat prism.log; return 1; }
}

teardown() {
  [ -z "${prism_pid:-}" ] || { kill "$prism_pid" && wait "$prism_pid"; } 2>/dev/null || true
  sandbox_teardown
}

@test "UPS's own specification takes our request, and we its answer" {
  skip_unless_data openapi
  # The sample's number is "string". The mock does not know the folder that the file's servers stand in.
  sed 's|^  "/track/v1|  "/api/track/v1|' "$data/Tracking.yaml" >tracking.yaml
  prism_start tracking.yaml
  ecom-track add shipment=S1 carrier=ups number=string shipped_at=2026-01-01 --now 2026-01-02 >/dev/null
  jq -nc '{operation: "token", adapter: "ups", http: 200, body: {access_token: "abc", expires_in: "14399"}}' |
    ecom-track ingest --now 2026-01-03 >/dev/null
  export ECOM_SECRET_UPS_CLIENT_ID=me ECOM_SECRET_UPS_CLIENT_SECRET=secret
  assert_exit 0 ecom-track poll -v --base-url "$base" --now 2026-01-03
  assert_equal "$(sql "SELECT result, count FROM poll_total ORDER BY result")" "found|1"
  [ "$(sql "SELECT count(*) FROM shipment_event")" -ge 1 ]
}
