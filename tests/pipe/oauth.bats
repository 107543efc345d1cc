#!/usr/bin/env bats
# Tokens of a real OAuth 2.0 server, the npm package oauth2-mock-server: signed, and good for as long as they say. Its clock is the test's, so that they end
# without anybody waiting.

load ../lib/helpers
load ../lib/npm
load ../lib/polling

SECRET='s3cr3t/=&:ü'

setup() {
  sandbox_setup
  needs_npm oauth2-mock-server 8.2.3
  mkdir -p adapters issuer
  jq -nc --arg secret "$SECRET" '{client: "basic", id: "shop one", $secret, now: "2026-01-03T06:00:00Z", lifetime: 3600, scope: "tracking"}' >issuer/rules
  server_start oauth_server.mjs "$packages" "$PWD/issuer"
  base=http://127.0.0.1:$port
  export ECOM_CARRIERS="$PWD/adapters" ECOM_SECRET_TEST_CLIENT_ID="shop one" ECOM_SECRET_TEST_CLIENT_SECRET="$SECRET"
}

teardown() {
  servers_stop
  sandbox_teardown
}

# parcels COUNT CLIENT: as many, of an adapter whose credentials go that way
parcels() {
  carrier_adapter test '{}' '{"kind": "oauth2", "token_url": "${base}/token", "client": "'"$2"'", "scope": "tracking"}' \
    '.secrets = ["client_id", "client_secret"]'
  seq "$1" | sed 's/.*/{"shipment":"S&","carrier":"test","number":"&"}/' | ecom-track add --now 2026-01-02 >/dev/null
}

# rules JQ: the server goes by other rules from now on
rules() {
  jq -c "$1" issuer/rules >issuer/new
  mv issuer/new issuer/rules
}

# poll_at EXIT TIME: on 3 January, for us and for the server; every parcel is due
poll_at() {
  rules ".now = \"2026-01-03T$2Z\""
  sql "UPDATE polling SET next_poll_at = 0"
  assert_exit "$1" ecom-track poll -v --base-url "$base" --now "2026-01-03T$2Z"
  keeps_quiet
}

# What is said has no secret, as it is or in a header, and no token; what is stored has no secret.
keeps_quiet() {
  local token hidden
  token=$(sql "SELECT token FROM carrier_account")
  for hidden in s3cr3t "$(printf 'shop one:%s' "$SECRET" | base64 -w 0)" ${token:+"$token"}; do
    [[ $output$stderr != *"$hidden"* ]] || { echo "said: $hidden"; return 1; }
  done
  if grep -rqs s3cr3t "$BATS_TEST_TMPDIR" --include='*.db*'; then
    echo "the secret is in the store"
    return 1
  fi
}

# What was asked and how it was answered, counted.
asked() {
  cut -d ' ' -f 1,2 issuer/log | sort | uniq -c | awk '{ print $2, $3 ": " $1 }'
}

# The adapter's credentials in a header, or in the body: twenty parcels and a second run on one token, and the next when it has ended.
tokens_of() {
  rules ".client = \"$1\""
  parcels 20 "$1"
  poll_at 0 06:00:00
  assert_equal "$(asked)" $'token 200: 1\ntrack 200: 20'
  assert_equal "$(cut -d ' ' -f 4 issuer/log | sort -u | sed '/^$/d')" "$(sql "SELECT token FROM carrier_account")"
  poll_at 0 06:50:00
  assert_equal "$(asked)" $'token 200: 1\ntrack 200: 40'
  # It ends at seven, and is given up a minute early: nothing is refused.
  poll_at 0 06:59:30
  assert_equal "$(asked)" $'token 200: 2\ntrack 200: 60'
  assert_equal "$(sql "SELECT count(*) FROM shipment_event")" 20
}

@test "one token serves many parcels and two runs, and the next comes before it ends: id and secret in a header" {
  tokens_of basic
}

@test "the same with id and secret in the body" {
  tokens_of body
}

@test "tokens that last less than the minute that others are given up early are used while they last" {
  rules '.lifetime = 50'
  parcels 3 basic
  poll_at 0 06:00:00
  poll_at 0 06:02:00
  assert_equal "$(asked)" $'token 200: 2\ntrack 200: 6'
}

@test "a token that is refused before its time is renewed once, and nothing is lost" {
  parcels 20 basic
  poll_at 0 06:00:00
  # The server's clock runs ahead of ours: what it signed has ended there.
  rules '.now = "2026-01-03T08:00:00Z"'
  sql "UPDATE polling SET next_poll_at = 0"
  assert_exit 0 ecom-track poll -v --base-url "$base" --now 2026-01-03T06:30:00Z
  keeps_quiet
  assert_equal "$(asked | sed -n '1,2p')" $'token 200: 2\ntrack 200: 40'
  assert_equal "$(sql "SELECT count(*) FROM polling WHERE lease_owner IS NOT NULL")" 0
  assert_equal "$(sql "SELECT closed_until FROM carrier_account")" 0
}

@test "a refusal that comes after the token was renewed does not end the new one, whose text is the same" {
  parcels 5 basic
  rules '.refused = {"1": 0, "2": 900}'
  poll_at 0 06:00:00
  assert_equal "$(asked)" $'token 200: 2\ntrack 200: 5\ntrack 401: 2'
  assert_equal "$(grep -c . issuer/log)" 9
  assert_equal "$(cut -d ' ' -f 4 issuer/log | sort -u | sed '/^$/d' | wc -l)" 1
  assert_equal "$(sql "SELECT count(*) FROM shipment_event")" 5
}

@test "a new token that is refused too closes the account, not what was under way with the old one" {
  parcels 5 basic
  rules '.scope = "everything"'
  poll_at 77 06:00:00
  assert_stderr --partial "test refuses us (HTTP 401: the scope is not everything)"
  assert_equal "$(asked | head -n 1)" "token 200: 2"
  # Each parcel with either token, at most.
  [ "$(grep -c ^track issuer/log)" -le 10 ]
  cp issuer/log before
  poll_at 0 06:10:00
  cmp issuer/log before
  assert_equal "$(sql "SELECT count(*) FROM polling WHERE lease_owner IS NOT NULL")" 0
  rules '.scope = "tracking"'
  assert_exit 0 ecom-track carrier --resume test --now 2026-01-03T06:20:00Z
  poll_at 0 06:20:00
  assert_equal "$(sql "SELECT count(*) FROM shipment_event")" 5
}

@test "a secret that the server does not take closes the account at once" {
  parcels 5 body
  poll_at 77 06:00:00
  assert_stderr --partial "test refuses us (HTTP 401, and no token: invalid_client)"
  assert_equal "$(asked)" 'token 401: 1'
}
