load ../../lib/helpers
load ../../lib/polling

# Expected counts are the requests the server on 127.0.0.1 wrote down; times are by hand from --now.

setup() {
  sandbox_setup
  carrier_start
  carrier_adapter test
}
teardown() {
  servers_stop
  sandbox_teardown
}

parcels() { # NUMBER...
  local number
  for number in "$@"; do printf '{"shipment":"S%s","carrier":"test","number":"%s"}\n' "$number" "$number"; done |
    ecom-track add --now 2026-01-02 >/dev/null
}

# poll [OPTION...]: at 06:00 on 3 January, of the server
# shellcheck disable=SC2120 # assert_exit passes them
poll() {
  ecom-track poll --base-url "$base" --now 2026-01-03T06:00:00Z "$@"
}

# say NUMBER CODE HEADERS BODY: what the carrier answers next about it
say() {
  printf '%s %s %s\n' "$2" "$3" "$4" >>"carrier/$1"
}

@test "what is due is asked, once, and taken in, in silence" {
  parcels 1 2 3
  assert_exit 0 poll
  refute_output
  assert_equal "$stderr" ""
  assert_equal "$(asked | sort | cut -f 1,2)" $'GET\t/track/1\nGET\t/track/2\nGET\t/track/3'
  assert_equal "$(sql "SELECT count(*), min(status), max(status) FROM shipment")" "3|3|3"
  assert_equal "$(sql "SELECT count(*) FROM shipment_event")" 6
  assert_equal "$(sql "SELECT count(*) FROM polling WHERE lease_owner IS NOT NULL")" 0
  # In transit: three hours, give or take a tenth.
  assert_equal "$(sql "SELECT count(*) FROM polling WHERE next_poll_at - 1767420000000 BETWEEN 9720000 AND 11940000")" 3
  assert_exit 0 poll
  assert_equal "$(asked | wc -l)" 3
  assert_exit 0 ecom-track poll --base-url "$base" --now 2026-01-03T10:00:00Z
  assert_equal "$(asked | wc -l)" 6
  assert_equal "$(sql "SELECT count(*) FROM shipment_event")" 6
  assert_equal "$(sql "SELECT result, count FROM poll_total ORDER BY result")" $'found|3\nunchanged|3'
}

@test "a parcel that its carrier does not know yet is no error; one forgotten keeps its events" {
  parcels 1
  say 1 404 '{}' '{"error":"no such parcel"}'
  assert_exit 0 poll
  assert_equal "$(sql "SELECT status FROM shipment")" 0
  assert_equal "$(sql "SELECT absences FROM polling")" 1
  rm carrier/1
  assert_exit 0 ecom-track poll --base-url "$base" --now 2026-01-03T12:00:00Z
  assert_equal "$(sql "SELECT absences, (SELECT count(*) FROM shipment_event) FROM polling")" "0|2"
  say 1 404 '{}' '{}'
  for hour in 1 2 3 4; do ecom-track poll --base-url "$base" --now "2026-01-0$((3 + hour))T18:00:00Z"; done
  assert_equal "$(asked | wc -l)" 5
  assert_equal "$(sql "SELECT count(*) FROM shipment_event")" 2
  assert_equal "$(sql "SELECT count(*) FROM polling WHERE next_poll_at IS NULL")" 1
}

@test "Retry-After closes the carrier for all its parcels until then" {
  carrier_adapter test '{"in_flight":1}'
  parcels 1 2 3
  say 1 429 '{"Retry-After":"1800"}' '{}'
  assert_exit 0 poll
  assert_equal "$(asked | cut -f 1,2)" $'GET\t/track/1'
  assert_equal "$(sql "SELECT count(*) FROM polling WHERE lease_owner IS NULL")" 3
  assert_exit 0 ecom-track poll --base-url "$base" --now 2026-01-03T06:29:00Z
  assert_equal "$(asked | wc -l)" 1
  rm carrier/1
  assert_exit 0 ecom-track poll --base-url "$base" --now 2026-01-03T06:31:00Z
  assert_equal "$(asked | wc -l)" 4
}

@test "a carrier that fails is left alone for 1, 2, 4 minutes; the third time somebody hears of it" {
  carrier_adapter test '{"in_flight":1}'
  parcels 1
  say 1 500 '{}' 'oops'
  assert_exit 0 poll
  assert_equal "$stderr" ""
  assert_exit 0 ecom-track poll --base-url "$base" --now 2026-01-03T06:00:40Z
  assert_equal "$(asked | wc -l)" 1
  assert_exit 0 ecom-track poll --base-url "$base" --now 2026-01-03T06:01:30Z
  assert_equal "$(asked | wc -l)" 2
  assert_exit 0 ecom-track poll --base-url "$base" --now 2026-01-03T06:03:00Z
  assert_equal "$(asked | wc -l)" 2
  assert_exit 69 ecom-track poll --base-url "$base" --now 2026-01-03T06:04:00Z
  assert_stderr --partial "test cannot be reached"
  assert_equal "$(sql "SELECT failures FROM carrier_account")" 3
  rm carrier/1
  assert_exit 0 ecom-track poll --base-url "$base" --now 2026-01-03T06:20:00Z
  assert_equal "$(sql "SELECT failures, closed_until FROM carrier_account")" "0|0"
}

@test "nobody listens: the same as a failure" {
  parcels 1
  servers_stop
  assert_exit 0 ecom-track poll --base-url http://127.0.0.1:9 --now 2026-01-03
  assert_equal "$(sql "SELECT result FROM poll_total")" failed
  assert_exit 69 ecom-track poll --strict --base-url http://127.0.0.1:9 --now 2026-01-03T01:00:00Z
}

@test "a budget holds over runs" {
  carrier_adapter test '{"per_day":4,"day_starts":"00:00Z"}'
  parcels 1 2 3 4 5 6
  assert_exit 0 poll --limit 3
  assert_equal "$(asked | wc -l)" 3
  assert_exit 0 poll -v
  assert_equal "$(asked | wc -l)" 4
  assert_exit 0 poll
  assert_equal "$(asked | wc -l)" 4
  assert_equal "$(sql "SELECT count(*) FROM polling WHERE lease_owner IS NOT NULL")" 0
  assert_exit 0 ecom-track poll --base-url "$base" --now 2026-01-04T00:00:01Z
  assert_equal "$(asked | wc -l)" 8
}

@test "a quota that is too small stretches the intervals, and says so once a day" {
  carrier_adapter test '{"per_day":2,"day_starts":"00:00Z"}'
  parcels 1 2 3 4
  assert_exit 0 poll
  assert_stderr --partial "4 requests are due before its day ends, and 2 are left"
  # Twice three hours.
  assert_equal "$(sql "SELECT count(*) FROM polling WHERE next_poll_at - 1767420000000 BETWEEN 19440000 AND 23880000")" 2
  assert_exit 0 poll
  assert_equal "$stderr" ""
}

@test "no more requests in a second than the carrier allows" {
  carrier_adapter test '{"per_second":5}'
  parcels 1 2 3 4 5 6 7 8 9 10 11 12
  # The sixth would begin when a second is over. (Every window is looked at in tests/unit/poll.)
  assert_exit 0 poll --max-seconds 1
  [ "$(asked | wc -l)" -le 5 ]
  assert_exit 0 poll
  assert_equal "$(asked | wc -l)" 12
}

@test "no parcel is asked about more often in a day than its carrier bears" {
  carrier_adapter test '{"per_shipment_day":2}'
  parcels 1
  say 1 200 '{}' '{"id":"1","state":"O","events":[{"at":"2026-01-03T05:00:00Z","code":"O","text":"Out"}]}'
  for hour in 00 06 12 18 23; do
    sql "UPDATE polling SET next_poll_at = 0" >/dev/null
    ecom-track poll --base-url "$base" --now "2026-01-03T$hour:30:00Z"
  done
  assert_equal "$(asked | wc -l)" 2
  ecom-track poll --base-url "$base" --now 2026-01-04T00:30:00Z
  assert_equal "$(asked | wc -l)" 3
}

@test "a token is fetched once, kept, and fetched anew when it is refused" {
  carrier_adapter test '{}' '{"kind":"oauth2","token_url":"${base}/token","client":"basic"}' '.secrets = ["client_id","client_secret"]'
  parcels 1 2 3
  export ECOM_SECRET_TEST_CLIENT_ID=me ECOM_SECRET_TEST_CLIENT_SECRET=s3cr3t
  echo 3600 >carrier/token
  assert_exit 0 poll
  assert_equal "$(asked | grep -c /token)" 1
  assert_equal "$(asked | grep -c 'Bearer token-1')" 3
  assert_exit 0 ecom-track poll --base-url "$base" --now 2026-01-03T09:50:00Z
  assert_equal "$(asked | grep -c /token)" 2
  # It is refused before its time is over: once more, and then it works.
  assert_equal "$(sql "UPDATE carrier_account SET token = 'stale', token_until = 9999999999999")" ""
  sql "UPDATE polling SET next_poll_at = 0" >/dev/null
  assert_exit 0 ecom-track poll --base-url "$base" --now 2026-01-03T09:55:00Z --jobs 1
  assert_equal "$(asked | grep -c /token)" 3
  assert_equal "$(sql "SELECT count(*) FROM polling WHERE next_poll_at > 1767420000000")" 3
  run ! grep -rq s3cr3t "$BATS_TEST_TMPDIR" --include='store.db*'
}

@test "credentials that do not do stop the account, and the exit code says so" {
  carrier_adapter test '{}' '{"kind":"oauth2","token_url":"${base}/token","client":"basic"}' '.secrets = ["client_id","client_secret"]'
  export ECOM_SECRET_TEST_CLIENT_ID=me ECOM_SECRET_TEST_CLIENT_SECRET=s3cr3t
  parcels 1 2 3
  assert_exit 77 poll
  assert_stderr --partial "test refuses us"
  refute_line --partial s3cr3t
  [[ $stderr != *s3cr3t* ]]
  assert_equal "$(asked | wc -l)" 1
  assert_exit 0 poll
  assert_equal "$(asked | wc -l)" 1
  echo 3600 >carrier/token
  assert_exit 0 ecom-track carrier --resume test
  assert_exit 0 ecom-track poll --base-url "$base" --now 2026-01-03T06:01:00Z
  assert_equal "$(sql "SELECT count(*) FROM shipment_event")" 6
}

@test "a secret that is missing is told by its name" {
  carrier_adapter test '{}' '{"kind":"header","name":"Key","value":"${secret.api_key}"}' '.secrets = ["api_key"]'
  parcels 1
  poll || true
  assert_equal "$(asked | wc -l)" 0
  ECOM_SECRET_TEST_API_KEY=k assert_exit 0 ecom-track poll --base-url "$base" --now 2026-01-04
  assert_equal "$(asked | cut -f 3)" k
}

@test "a file of secrets that others can read is refused" {
  parcels 1
  echo 'test.api_key = k' >secrets
  chmod 644 secrets
  assert_exit 78 poll --secrets secrets
  chmod 600 secrets
  assert_exit 0 poll --secrets secrets
}

@test "register, then fetch; what is not accepted is asked again later" {
  carrier_adapter test '{"batch":40}' '{"kind":"none"}' '
    .operations.register = {"request": {"method": "POST", "url": "${base}/register", "json": [{"$each": "${number}"}]},
      "reply": {"items": "/accepted/*", "number": "/id", "rejected": {"items": "/rejected/*", "number": "/id", "message": "/error"}}} |
    .operations.fetch.needs = "register" |
    .operations.fetch.request = {"method": "POST", "url": "${base}/batch", "json": [{"$each": "${number}"}]} |
    .operations.fetch.reply.items = "/parcels/*"'
  parcels 1 2 BAD3
  assert_exit 0 poll
  assert_equal "$(asked | cut -f 2 | sort | uniq -c | tr -s ' ')" $' 1 /batch\n 1 /register'
  assert_equal "$(sql "SELECT count(*) FROM shipment WHERE status = 3")" 2
  assert_equal "$(sql "SELECT shipment, failures FROM polling WHERE registered_at IS NULL")" "SBAD3|1"
  assert_equal "$(sql "SELECT count(*) FROM polling WHERE lease_owner IS NOT NULL")" 0
}

@test "two runs at once share the work" {
  servers_stop
  rm -r carrier
  carrier_start 20
  mapfile -t numbers < <(seq 200)
  parcels "${numbers[@]}"
  poll 3>&- &
  one=$!
  poll 3>&- &
  wait "$one" "$!"
  assert_equal "$(asked | wc -l)" 200
  assert_equal "$(sql "SELECT count(*) FROM shipment_event")" 400
}

@test "what has a tag is not said again" {
  parcels 1
  say 1 200 '{"ETag":"\"v1\""}' '{"id":"1","state":"T","events":[{"at":"2026-01-02T08:00:00Z","code":"T","text":"Under way"}]}'
  assert_exit 0 poll
  sql "UPDATE polling SET next_poll_at = 0" >/dev/null
  assert_exit 0 ecom-track poll --base-url "$base" --now 2026-01-03T10:00:00Z
  assert_equal "$(sql "SELECT result, count FROM poll_total ORDER BY result")" $'found|1\nunchanged|1'
}

@test "what a run would ask, without asking" {
  carrier_adapter test '{}' '{"kind":"header","name":"Key","value":"${secret.api_key}"}' '.secrets = ["api_key"]'
  parcels 1 2
  ECOM_SECRET_TEST_API_KEY=k3y assert_exit 0 poll --dry-run
  assert_json 'length == 2 and .[0].url == "'"$base"'/track/1" and .[0].headers.Key == "***"'
  assert_equal "$(sql "SELECT count(*) FROM polling")" 0
  assert_equal "$(cat carrier/log)" ""
}

@test "parcels that nobody serves, that are over, or paused, are let alone" {
  ecom-track add carrier=nobody number=1 >/dev/null
  ecom-track add carrier=test number=2 >/dev/null
  ecom-track import carrier=test number=2 at=2026-01-01 status=delivered >/dev/null
  assert_exit 0 poll
  assert_equal "$stderr" ""
  parcels 3
  ecom-track carrier --pause 2d --reason "moving" test --now 2026-01-03 >/dev/null
  assert_exit 0 poll
  assert_equal "$(cat carrier/log)" ""
  assert_exit 0 poll -v
  assert_stderr --partial "nobody"
}

@test "an answer nobody can read is tried again, and hurts no other" {
  parcels 1 2
  say 1 200 '{}' '{"id": 1, "events": 7'
  assert_exit 0 poll
  assert_equal "$(sql "SELECT shipment, failures FROM polling ORDER BY shipment")" $'S1|1\nS2|0'
  assert_equal "$(sql "SELECT count(*) FROM shipment_event")" 2
}

@test "a faulty adapter is told, and the others work" {
  echo '{"adapter": 1' >adapters/other.json
  parcels 1
  ecom-track add carrier=other number=7 >/dev/null
  assert_exit 0 poll
  assert_stderr --partial "other.json"
  assert_equal "$(asked | wc -l)" 1
}

@test "carriers that share the room in flight spend of their days what they ask, and no more" {
  local id
  for id in one two three; do
    carrier_adapter "$id" '{"per_day":4000}'
    seq 40 | awk -v id="$id" '{ printf "{\"shipment\":\"%s-%d\",\"carrier\":\"%s\",\"number\":\"%s%d\"}\n", id, $1, id, id, $1 }' | ecom-track add --now 2026-01-02 >/dev/null
  done
  assert_exit 0 poll
  assert_equal "$(asked | wc -l)" 120
  # By the server's own log: forty each
  assert_equal "$(sql "SELECT account, SUM(used) FROM budget WHERE span = 3 GROUP BY account ORDER BY account")" $'one|40\nthree|40\ntwo|40'
}
