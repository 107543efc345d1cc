#!/usr/bin/env bats
# A carrier behind a web server as others run it: nginx with TLS and HTTP/2, which lets eight requests in at once, then one in ten seconds, and
# answers 429 with Retry-After to more.

load ../lib/helpers
load ../lib/polling

setup() {
  sandbox_setup
  carrier_start 20
  mkdir nginx
  server_start nginx.sh "$PWD/nginx" "$port"
  base=https://127.0.0.1:$port
  carrier_adapter test '{"in_flight": 4}'
  seq 16 | sed 's/.*/{"shipment":"S&","carrier":"test","number":"&"}/' | ecom-track add --now 2026-01-02 >/dev/null
}

teardown() {
  servers_stop
  sandbox_teardown
}

# left: parcels in the hands of a run
left() { sql "SELECT count(*) FROM polling WHERE lease_owner IS NOT NULL"; }

@test "nginx says when it is too much: the account waits, and no parcel is lost or asked about twice" {
  export ECOM_CA=$PWD/nginx/cert.pem
  assert_exit 0 ecom-track poll -v --base-url "$base/busy" --now 2026-01-03T06:00:00Z
  assert_stderr --partial "test: not asked for 2 s"
  local taken
  taken=$(wc -l <carrier/log)
  [ "$taken" -ge 8 ] && [ "$taken" -lt 16 ]
  assert_equal "$(left)" 0
  assert_equal "$(sql "SELECT count FROM poll_total WHERE result = 'found'")" "$taken"
  [ "$(sql "SELECT count FROM poll_total WHERE result = 'throttled'")" -ge $((16 - taken)) ]
  # Later there is room for all of them. (Authorities may also be named as curl(1) has it.)
  unset ECOM_CA
  export CURL_CA_BUNDLE=$PWD/nginx/cert.pem
  assert_exit 0 ecom-track poll --base-url "$base/app" --now 2026-01-03T07:00:00Z
  assert_equal "$(asked | cut -f 2 | sort -u | wc -l)" 16
  assert_equal "$(wc -l <carrier/log)" 16
  assert_equal "$(sql "SELECT count(*) FROM shipment WHERE status = 3")" 16
  assert_equal "$(sql "SELECT count FROM poll_total WHERE result = 'found'")" 16
  assert_equal "$(left)" 0
  [ "$(cat carrier/most)" -le 4 ]
}

@test "a certificate that nobody vouches for is no carrier" {
  assert_exit 69 ecom-track poll --strict --base-url "$base/busy" --now 2026-01-03T06:00:00Z
  assert_equal "$(cat carrier/log)" ""
}
