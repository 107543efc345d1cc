load ../../lib/helpers
load ../../lib/polling

setup() {
  sandbox_setup
  carrier_start
  carrier_adapter test '{"per_day":3}' '{"kind":"header","name":"Key","value":"${secret.api_key}"}' '.secrets = ["api_key"]'
  export ECOM_SECRET_TEST_API_KEY=k3y
  printf '%s\n' '{"shipment":"S1","carrier":"test","number":"1"}' '{"shipment":"S2","carrier":"test","number":"2"}' | ecom-track add >/dev/null
}
teardown() {
  servers_stop
  sandbox_teardown
}

@test "each request is printed once: its parcel is leased, its budget is taken" {
  assert_exit 0 ecom-track due --base-url "$base" --limit 1 --now 2026-01-03
  assert_json 'length == 1 and .[0] == {operation: "fetch", adapter: "test", account: "test", carrier: "test", shipments: ["S1"], method: "GET",
    url: "'"$base"'/track/1", headers: {Key: "***"}, body: null, expires_at: "2026-01-03T00:10:00Z"}'
  assert_exit 0 ecom-track due --base-url "$base" --now 2026-01-03
  assert_json 'length == 1 and .[0].shipments == ["S2"]'
  assert_exit 0 ecom-track due --base-url "$base" --now 2026-01-03T00:09:59Z
  refute_output
  assert_equal "$(sql "SELECT sum(used) FROM budget")" 2
  # The leases are over, and one request is left of the day.
  assert_exit 0 ecom-track due --base-url "$base" --now 2026-01-03T00:10:01Z
  assert_json 'length == 1'
}

@test "secrets are printed on demand only" {
  assert_exit 0 ecom-track due --base-url "$base" --with-secrets
  assert_json '.[0].headers.Key == "k3y"'
}

@test "with another client between, the same comes of it" {
  ecom-track due --base-url "$base" --with-secrets --now 2026-01-03 | while read -r request; do
    body=$(curl -s -H "Key: $(jq -r .headers.Key <<<"$request")" "$(jq -r .url <<<"$request")")
    jq -c --arg body "$body" '. + {http: 200, body: $body}' <<<"$request"
  done >answers
  assert_exit 0 ecom-track ingest answers --now 2026-01-03
  assert_json 'length == 2 and all(.[]; .result == "found" and .events == 2 and .status == "in_transit")'
  assert_equal "$(sql "SELECT count(*) FROM polling WHERE lease_until IS NULL AND next_poll_at > 1767398400000")" 2
}

@test "where a token is needed, it is asked for first" {
  carrier_adapter test '{}' '{"kind":"oauth2","token_url":"${base}/token","client":"basic"}' '.secrets = ["client_id","client_secret"]'
  export ECOM_SECRET_TEST_CLIENT_ID=me ECOM_SECRET_TEST_CLIENT_SECRET=s
  assert_exit 0 ecom-track due --with-secrets --now 2026-01-03
  assert_json 'length == 1 and .[0].operation == "token" and .[0].url == "https://carrier.example.com/token"'
  printf '%s' "$output" | jq -c '. + {http: 200, body: {access_token: "abc", expires_in: 3600}}' >token
  assert_exit 0 ecom-track ingest token --now 2026-01-03
  assert_json '.result == "token"'
  assert_exit 0 ecom-track due --with-secrets --now 2026-01-03
  assert_json 'length == 2 and .[0].headers.Authorization == "Bearer abc"'
}
