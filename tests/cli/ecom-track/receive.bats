load ../../lib/helpers
load ../../lib/polling

# Signatures are made by openssl(1).

setup() {
  sandbox_setup
  mkdir adapters
  export ECOM_CARRIERS="$PWD/adapters" ECOM_SECRET_TEST_TOKEN=t0ken
  carrier_adapter test '{}' '{"kind":"none"}' '.secrets = ["token"] |
    .webhook = {"verify": {"kind": "digest", "hash": "sha256", "over": ["${body}", "/", "${secret.token}"], "encode": "hex", "header": "sign"},
      "answer": {"ok": true}}'
  ecom-track add shipment=S1 carrier=test number=1 --now 2026-01-02 >/dev/null
  body='{"id":"1","state":"T","events":[{"at":"2026-01-02T20:30:00+01:00","code":"T","text":"Departed"}]}'
}

# push BODY [SIGNATURE]
push() {
  local sign=${2-$(printf '%s' "$1/t0ken" | openssl dgst -sha256 -hex | sed 's/.*= //')}
  printf '%s' "$1" | REQUEST_METHOD=POST CONTENT_LENGTH=${#1} HTTP_SIGN=$sign ecom-track receive test --now 2026-01-03
}

@test "a signed message is taken in, and answered as its sender wants" {
  assert_exit 0 push "$body"
  assert_line $'Status: 200 OK\r'
  assert_line $'Content-Type: application/json\r'
  assert_line '{"ok":true}'
  assert_equal "$(sql "SELECT status FROM shipment")" 3
}

@test "the same message again has no effect, and the same answer" {
  push "$body" >/dev/null
  assert_exit 0 push "$body"
  assert_line '{"ok":true}'
  assert_equal "$(sql "SELECT count(*) FROM push")" 1
  assert_equal "$(sql "SELECT count(*) FROM shipment_event")" 1
}

# told NUMBER MESSAGE EVENT...: a message of its own, of events by their letters
told() {
  jq -nc --arg number "$1" --arg message "$2" '{id: $number, metadata: {messageId: $message}, events: ($ARGS.positional | map(
    {P: {at: "2026-01-01T08:00:00+01:00", code: "P", text: "Picked up"},
     T: {at: "2026-01-02T20:30:00+01:00", code: "T", text: "Departed"},
     D: {at: "2026-01-02T22:15:00+01:00", code: "D", text: "Delivered"}}[.]))}' --args "${@:3}"
}

@test "what is said again in another message, late, or out of order, ends in the same store" {
  events() { sql "SELECT at, code, text, status FROM shipment_event WHERE shipment = '$1' ORDER BY at"; }
  ecom-track add shipment=S2 carrier=test number=2 --now 2026-01-02 >/dev/null
  push "$(told 1 m1 P)" >/dev/null
  push "$(told 1 m2 P T)" >/dev/null
  push "$(told 1 m3 P T D)" >/dev/null
  # The last first, the first last, and each once more: as other messages, and as the same.
  push "$(told 2 n1 D T P)" >/dev/null
  push "$(told 2 n2 T P)" >/dev/null
  push "$(told 2 n3 T P)" >/dev/null
  push "$(told 2 n4 P)" >/dev/null
  push "$(told 2 n1 D T P)" >/dev/null
  assert_equal "$(events S2)" "$(events S1)"
  assert_equal "$(sql "SELECT COUNT(*) FROM shipment_event WHERE shipment = 'S2'")" 3
  assert_equal "$(sql "SELECT DISTINCT status FROM shipment")" 7
  assert_equal "$(sql "SELECT COUNT(*) FROM outbox WHERE topic LIKE '%delivered%' GROUP BY dedupe HAVING COUNT(*) > 1")" ''
  assert_equal "$(sql "SELECT COUNT(*) FROM outbox WHERE topic = 'shipment.delivered'")" 2
}

@test "a wrong signature is 401, and changes nothing" {
  assert_exit 0 push "$body" 00ff
  assert_line $'Status: 401 Unauthorized\r'
  assert_exit 0 push "$body" ''
  assert_line $'Status: 401 Unauthorized\r'
  assert_exit 0 push "${body/T/D} " "$(printf '%s' "$body/t0ken" | openssl dgst -sha256 -hex | sed 's/.*= //')"
  assert_line $'Status: 401 Unauthorized\r'
  assert_equal "$(sql "SELECT count(*) FROM shipment_event")" 0
}

@test "what cannot be read is 400" {
  assert_exit 0 push '{"id":'
  assert_line $'Status: 400 Bad Request\r'
  printf '%s' "$body" >body
  REQUEST_METHOD=POST CONTENT_LENGTH=x assert_exit 0 ecom-track receive test <body
  assert_line $'Status: 400 Bad Request\r'
  REQUEST_METHOD=POST CONTENT_LENGTH=1000 assert_exit 0 ecom-track receive test <body
  assert_line $'Status: 400 Bad Request\r'
}

@test "a probe is answered, another method is not" {
  REQUEST_METHOD=HEAD assert_exit 0 ecom-track receive test </dev/null
  assert_line $'Status: 200 OK\r'
  REQUEST_METHOD=DELETE assert_exit 0 ecom-track receive test </dev/null
  assert_line $'Status: 405 Method Not Allowed\r'
  REQUEST_METHOD=POST assert_exit 0 ecom-track receive nobody </dev/null
  assert_line $'Status: 404 Not Found\r'
}

@test "parcels that are not ours are passed over" {
  assert_exit 0 push "${body/\"1\"/\"99\"}"
  assert_line $'Status: 200 OK\r'
  assert_equal "$(sql "SELECT count(*) FROM shipment_event")" 0
}

@test "what a carrier pushes is in its own codes, whoever is asked about its parcels" {
  carrier_adapter hub '{}' '{"kind":"none"}' '.map = {"T": "exception"}'
  ecom-track carrier carrier=test adapter=hub >/dev/null
  assert_exit 0 push "$body"
  assert_equal "$(sql "SELECT status, adapter FROM shipment_event")" '3|test'
  assert_equal "$(sql "SELECT summary_status, summary_adapter FROM shipment")" '3|test'
  assert_exit 0 ecom-track remap
  refute_output
  # Nobody can be asked about them: the sender is to try again.
  rm adapters/hub.json
  assert_exit 0 push "${body/20:30/20:31}"
  assert_line --partial 'Status: 4'
  assert_equal "$(sql "SELECT count(*) FROM shipment_event")" 1
}
