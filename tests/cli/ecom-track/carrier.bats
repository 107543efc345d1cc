load ../../lib/helpers
load ../../lib/polling

setup() {
  sandbox_setup
  mkdir adapters
  export ECOM_CARRIERS="$PWD/adapters"
  carrier_adapter test '{}' '{"kind":"none"}' '.names = ["Test Express"]'
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
}
