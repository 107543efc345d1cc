#!/usr/bin/env bats
# A carrier behind a web server as others run it: nginx with TLS and HTTP/2, which lets eight requests in at once and five a second, and answers 429 with
# Retry-After to more.

load ../lib/helpers
load ../lib/polling
load ../lib/servers

setup() {
  sandbox_setup
  carrier_start 100
  mkdir nginx
  server_start nginx.sh "$PWD/nginx" "$(cat carrier/port)"
  # shellcheck disable=SC2154 # server_start sets it
  base=https://127.0.0.1:$port/busy
  carrier_adapter test '{"in_flight": 4}'
  seq 30 | sed 's/.*/{"shipment":"S&","carrier":"test","number":"&"}/' | ecom-track add --now 2026-01-02 >/dev/null
}

teardown() {
  servers_stop
  carrier_stop
  sandbox_teardown
}

@test "nginx says when it is too much: the account waits, and no parcel is lost or asked about twice" {
  export ECOM_CA=$PWD/nginx/cert.pem
  assert_exit 0 ecom-track poll -v --base-url "$base" --now 2026-01-03T06:00:00Z
  assert_stderr --partial "test: not asked for 2 s"
  local taken runs
  taken=$(wc -l <carrier/log)
  [ "$taken" -ge 8 ] && [ "$taken" -lt 30 ]
  # Two seconds without a request, less what was under way when nginx said so; or the run ended first.
  [ "$(cut -f 1 carrier/log | sort -n | awk 'NR > 1 && $1 - last > most { most = $1 - last } { last = $1 } END { print most + 0 }')" -ge 1500 ] ||
    [ "$taken" -lt 15 ]
  assert_equal "$(sql "SELECT count(*) FROM polling WHERE lease_owner IS NOT NULL")" 0
  for runs in $(seq 10 59); do
    assert_exit 0 ecom-track poll --base-url "$base" --now "2026-01-03T06:$runs:00Z"
    [ "$(wc -l <carrier/log)" -lt 30 ] || break
  done
  assert_equal "$(asked | cut -f 2 | sort -u | wc -l)" 30
  assert_equal "$(wc -l <carrier/log)" 30
  assert_equal "$(sql "SELECT count(*) FROM shipment WHERE status = 3")" 30
  assert_equal "$(sql "SELECT count FROM poll_total WHERE result = 'found'")" 30
  [ "$(sql "SELECT count FROM poll_total WHERE result = 'throttled'")" -ge 1 ]
  assert_equal "$(sql "SELECT count(*) FROM polling WHERE lease_owner IS NOT NULL")" 0
  [ "$(cat carrier/most)" -le 4 ]
}

@test "a certificate that nobody vouches for is no carrier" {
  assert_exit 69 ecom-track poll --strict --base-url "$base" --now 2026-01-03T06:00:00Z
  assert_equal "$(cat carrier/log)" ""
}
