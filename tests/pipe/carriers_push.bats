load ../lib/helpers

# What services push, through ecom-track receive with the adapters that come along. The bodies are made by jq of saved replies, which hold the
# same objects, and put into the frame that each service documents for a push; the signatures are made by openssl(1).

setup() {
  sandbox_setup
  skip_unless_data carriers
  replies=$data
}

digest() { openssl dgst "$@" -hex | sed 's/.*= //'; }
hmac() { openssl dgst -sha256 -hmac "$1" "${@:2}"; }

# received ADAPTER NUMBER EVENTS HEADER=VALUE...: the file body is taken in, once and for all; with any other signature it is refused.
received() {
  local adapter=$1 number=$2 events=$3
  shift 3
  ecom-track add shipment=S1 carrier="$adapter" number="$number" --now 2018-01-01 >/dev/null
  run env REQUEST_METHOD=POST CONTENT_LENGTH="$(stat -c %s body)" "${@/=*/=AAAA}" ecom-track receive "$adapter" --now 2026-12-01 <body
  assert_line $'Status: 401 Unauthorized\r'
  assert_equal "$(sql "SELECT count(*) FROM shipment_event")" 0
  run env REQUEST_METHOD=POST CONTENT_LENGTH="$(stat -c %s body)" "$@" ecom-track receive "$adapter" --now 2026-12-01 <body
  assert_line $'Status: 200 OK\r'
  assert_equal "$(sql "SELECT count(*) FROM shipment_event")" "$events"
}

@test "17TRACK: a digest of body and token" {
  jq -cj '{event: "TRACKING_UPDATED", data: .data.accepted[0]}' "$replies/17track/gettrackinfo_correios_2151.json" >body
  export ECOM_SECRET_17TRACK_TOKEN=t0ken
  received 17track AA123456789BR 3 HTTP_SIGN="$({ cat body; printf '/t0ken'; } | digest -sha256)"
}

@test "17TRACK: tracking stopped is no news of a parcel" {
  jq -cj . "$replies/17track/webhook_tracking_stopped.json" >body
  export ECOM_SECRET_17TRACK_TOKEN=t0ken
  received 17track AA123456789BR 0 HTTP_SIGN="$({ cat body; printf '/t0ken'; } | digest -sha256)"
}

@test "AfterShip: HMAC in base64" {
  jq -cj '{event: "tracking_update", msg: .data.trackings[0]}' "$replies/aftership/list_delivered_and_expired.json" >body
  export ECOM_SECRET_AFTERSHIP_WEBHOOK_SECRET=hush
  received aftership 1111111111111 11 HTTP_AFTERSHIP_HMAC_SHA256="$(hmac hush -binary body | base64)"
}

@test "EasyPost: HMAC in hexadecimal, behind a prefix; an event of something else is passed over" {
  jq -cj '{object: "Event", description: "tracker.updated", result: .trackers[0]}' "$replies/easypost/recorded_list.json" >body
  export ECOM_SECRET_EASYPOST_WEBHOOK_SECRET=hush
  received easypost 9400100208303109500782 2 HTTP_X_HMAC_SIGNATURE="hmac-sha256-hex=$(hmac hush -hex body | sed 's/.*= //')"
  jq -cj '.description = "batch.updated"' body >other
  mv other body
  run env REQUEST_METHOD=POST CONTENT_LENGTH="$(stat -c %s body)" \
    HTTP_X_HMAC_SIGNATURE="hmac-sha256-hex=$(hmac hush -hex body | sed 's/.*= //')" ecom-track receive easypost --now 2026-12-01 <body
  assert_line $'Status: 200 OK\r'
}

@test "Ship24: a bearer token; a probe by HEAD" {
  jq -cj . "$replies/ship24/webhook.json" >body
  export ECOM_SECRET_SHIP24_WEBHOOK_SECRET=hush
  received ship24 9400115901047177598206 1 HTTP_AUTHORIZATION='Bearer hush'
  REQUEST_METHOD=HEAD assert_exit 0 ecom-track receive ship24 </dev/null
  assert_line $'Status: 200 OK\r'
}

# form FIELD=FILE|VALUE...: a form, as browsers write it
form() { python3 -c 'import sys, urllib.parse as u; print(u.urlencode([tuple(a.split("=", 1)) for a in sys.argv[1:]]), end="")' "$@" >body; }

# received_form ADAPTER NUMBER EVENTS FIELD SIGNATURE_FIELD SIGNATURE, with the message in the file message
received_form() {
  ecom-track add shipment=S1 carrier="$1" number="$2" --now 2018-01-01 >/dev/null
  form "$4=$(cat message)" "$5=${6/?/-}"
  run env REQUEST_METHOD=POST CONTENT_TYPE=application/x-www-form-urlencoded CONTENT_LENGTH="$(stat -c %s body)" \
    ecom-track receive "$1" --now 2026-12-01 <body
  assert_line $'Status: 401 Unauthorized\r'
  form "$4=$(cat message)" "$5=$6"
  run env REQUEST_METHOD=POST CONTENT_TYPE=application/x-www-form-urlencoded CONTENT_LENGTH="$(stat -c %s body)" \
    ecom-track receive "$1" --now 2026-12-01 <body
  assert_line $'Status: 200 OK\r'
  assert_equal "$(sql "SELECT count(*) FROM shipment_event")" "$3"
}

@test "Kuaidi100: a form with a digest of the message and a salt, answered as it must be" {
  jq -cj '{status: "polling", message: "", lastResult: .}' "$replies/kuaidi100/ok_resultv2_4.json" >message
  export ECOM_SECRET_KUAIDI100_SALT=salt
  received_form kuaidi100 YT0000000000001 "$(jq '.data | length' "$replies/kuaidi100/ok_resultv2_4.json")" \
    param sign "$({ cat message; printf 'salt'; } | digest -md5 | tr a-f A-F)"
  assert_equal "$(grep -F returnCode <<<"$output" | jq -c '[.result, .returnCode]')" '[true,"200"]'
}

@test "KDNiao: base64 of the digest in hexadecimal" {
  jq -cj '{PushTime: "2026-01-01 00:00:00", Count: "1", Data: [.]}' "$replies/kdniao/ok.json" >message
  export ECOM_SECRET_KDNIAO_APP_KEY=key
  received_form kdniao 638650888018 4 RequestData DataSign "$(printf %s "$({ cat message; printf 'key'; } | digest -md5)" | base64)"
  assert_equal "$(grep -F Success <<<"$output" | jq .Success)" true
}

@test "TrackingMore: the signature is of the time, and holds for ten minutes" {
  printf %s '{"code":200,"message":"Success","data":{"tracking_number":"TM1","courier_code":"usps","delivery_status":"transit",
    "origin_info":{"trackinfo":[{"checkpoint_date":"2026-11-30T10:00:00-05:00","tracking_detail":"Arrived","checkpoint_delivery_status":"transit"}]}}}' >body
  export ECOM_SECRET_TRACKINGMORE_API_KEY=key
  local now old
  now=$(date -u -d 2026-12-01 +%s)
  old=$((now - 3600))
  received trackingmore TM1 1 HTTP_SIGNATURE="$(printf %s "$now" | hmac key -hex | sed 's/.*= //')" HTTP_TIMESTAMP="$now"
  run env REQUEST_METHOD=POST CONTENT_LENGTH="$(stat -c %s body)" HTTP_TIMESTAMP="$old" \
    HTTP_SIGNATURE="$(printf %s "$old" | hmac key -hex | sed 's/.*= //')" ecom-track receive trackingmore --now 2026-12-01 <body
  assert_line $'Status: 401 Unauthorized\r'
}

@test "UPS Track Alert: one activity a message" {
  printf %s '{"trackingNumber":"1Z999AA10123456784","localActivityDate":"20261130","localActivityTime":"101500","gmtActivityDate":"20261130",
    "gmtActivityTime":"151500","activityLocation":{"city":"ATLANTA","stateProvince":"GA","postalCode":"30301","country":"US"},
    "activityStatus":{"type":"D","code":"FS","description":"DELIVERED"},"scheduledDeliveryDate":"20261130"}' >body
  export ECOM_SECRET_UPS_PUSH_CREDENTIAL=agreed
  received ups 1Z999AA10123456784 1 HTTP_CREDENTIAL=agreed
  assert_equal "$(ecom-track list -o json | jq -r .status)" delivered
}
