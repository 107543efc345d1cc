load ../../lib/helpers
load ../../lib/polling

setup() {
  sandbox_setup
  mkdir adapters
  export ECOM_CARRIERS="$PWD/adapters"
  carrier_adapter test '{}' '{"kind":"none"}' '.names = ["Test Express"]'
}

teardown() {
  servers_stop
  sandbox_teardown
}

@test "a carrier is served by the adapter of its name" {
  ecom-track add carrier='test express' number=1 >/dev/null
  assert_exit 0 ecom-track carrier 'test express'
  assert_json '.carrier == "test express" and .adapter == "test" and .account == "test" and .sandbox == false'
}

@test "or by the one that is said, with an account of its own" {
  assert_exit 0 ecom-track carrier carrier=other adapter=test account=second base=https://example.org sandbox=true
  assert_json '.adapter == "test" and .account == "second" and .base == "https://example.org" and .sandbox == true'
  assert_exit 0 ecom-track carrier carrier=other sandbox=false
  assert_json '.account == "second" and .base == "https://example.org" and .sandbox == false'
  assert_exit 1 ecom-track carrier carrier=other adapter=nope
  assert_stderr --partial 'no adapter "nope"'
  assert_exit 1 ecom-track carrier nobody
}

@test "one is paused, and resumed" {
  assert_exit 0 ecom-track carrier test --pause 2d --reason "moving house" --now 2026-01-03
  assert_json '.paused_until == "2026-01-05T00:00:00Z" and .reason == "moving house"'
  assert_exit 0 ecom-track carrier test --resume --now 2026-01-03
  assert_json '.paused_until == null and .reason == null'
}

@test "the list says what is asked about" {
  ecom-track add carrier=test number=1 --now 2026-01-02 >/dev/null
  ecom-track carrier test >/dev/null
  assert_exit 0 ecom-track carrier --list --now 2026-01-03
  assert_json 'length == 1 and .[0].parcels == 0'
  jq -nc '{number: "1", carrier: "test", http: 404}' | ecom-track ingest --now 2026-01-03 >/dev/null
  assert_exit 0 ecom-track carrier --list --now 2026-01-03T08:00:00Z
  assert_json '.[0].parcels == 1 and .[0].due == 1'
}

@test "all secrets are there, or the first that is not is named" {
  carrier_adapter test '{}' '{"kind":"basic","user":"${secret.user}","password":"${secret.password}"}' '.secrets = ["user", "password"]'
  export ECOM_SECRET_TEST_USER=me
  assert_exit 1 ecom-track carrier --test test
  assert_stderr --partial "test.password is missing"
  (umask 077; echo 'test.password = x' >secrets)
  assert_exit 0 ecom-track carrier --test test --secrets secrets
  # Without a number nobody is asked: each question counts.
  assert_json '.carrier == "test" and .tested == "secrets"'
  assert_exit 64 ecom-track carrier --test
  assert_exit 1 ecom-track carrier --test nobody
}

@test "a token is fetched, and is the one that poll uses" {
  carrier_start
  carrier_adapter test '{"per_day":3,"day_starts":"00:00Z"}' '{"kind":"oauth2","token_url":"${base}/token","client":"basic"}' '.secrets = ["client_id","client_secret"]'
  export ECOM_SECRET_TEST_CLIENT_ID=me ECOM_SECRET_TEST_CLIENT_SECRET=s3cr3t
  ecom-track add carrier=test number=1 --now 2026-01-02 >/dev/null
  try() { ecom-track carrier --test test --base-url "$base" --now 2026-01-03T06:00:00Z "$@"; }
  assert_exit 77 try
  assert_stderr --partial "test refuses us (HTTP 401, and no token: invalid_client)"
  echo 3600 >carrier/token
  assert_exit 0 try
  assert_json '.tested == "token" and .closed_until == null'
  assert_exit 0 ecom-track poll --base-url "$base" --now 2026-01-03T06:00:00Z
  assert_equal "$(asked | cut -f 1,2)" $'POST\t/token\nPOST\t/token\nGET\t/track/1'
  # All three are of the day's budget.
  assert_exit 75 try
  assert_stderr --partial "the budget of test is spent: not before 2026-01-04T00:00:00Z"
  assert_equal "$(asked | wc -l)" 3
  run ! grep -rq s3cr3t "$BATS_TEST_TMPDIR" --include='store.db*'
}

@test "with a number the carrier is asked about it, and nothing of the answer is kept" {
  carrier_start
  carrier_adapter test '{}' '{"kind":"header","name":"Key","value":"${secret.key}"}' '.secrets = ["key"] |
    .operations.fetch.reply.when += [{"http": 403, "then": "refused"}]'
  export ECOM_SECRET_TEST_KEY=s3cr3t
  ecom-track add carrier=test number=1 --now 2026-01-02 >/dev/null
  try() { ecom-track carrier --test test --base-url "$base" --now 2026-01-03T06:00:00Z -v --number "$@"; }
  assert_exit 0 try 1
  assert_json '.tested == "found"'
  assert_stderr --partial "1: found, 2 events"
  echo '404 {} {"error":"no such parcel"}' >carrier/2
  assert_exit 0 try 2
  assert_json '.tested == "not_found"'
  echo '403 {} {"error":"no such key"}' >carrier/3
  assert_exit 77 try 3
  assert_stderr --partial "test refuses us (no such key)"
  echo '500 {} {}' >carrier/4
  assert_exit 69 try 4
  echo '429 {"Retry-After":"600"} {}' >carrier/5
  assert_exit 75 try 5
  # Ten minutes from six o'clock.
  assert_equal "$(sql "SELECT closed_until >= 1767420600000 FROM carrier_account" | sed 's/^t$/1/')" 1
  assert_equal "$(asked | grep -c s3cr3t)" 5
  assert_equal "$(sql "SELECT COUNT(*) FROM shipment_event")" 0
}
