load ../lib/helpers
# No store is asked: run once.

# The adapters that come along, held to what the carriers themselves say: saved replies of the real services and the samples of their
# documentation, and the carriers' own tables of codes. What a reply holds is counted by jq and python3 from the reply itself.

here=$BATS_TEST_DIRNAME/carriers

setup() {
  sandbox_setup
  skip_unless_data carriers
  replies=$data
}

# try ADAPTER REPLY [OPTION...]: exit and streams as assert_exit leaves them; 1 says that a parcel was not found, or no reply came.
try() {
  local adapter=$1 reply=$2
  shift 2
  run_apart ecom-track adapter try "$adapter" "$reply" "$@"
}

# what came out: one word of status and substatus for each event, in the order of time
told() { jq -r '.status + if .substatus then ":" + .substatus else "" end' <<<"$output" | paste -sd' '; }

# times of a reply as the carrier wrote them: of JSON by jq, of XML by python3's own reader
times_of() {
  case $1 in
  *.json) jq -r "[$2] | .[]" "$1" ;;
  *) python3 -c '
import sys, xml.etree.ElementTree as tree
name = lambda e: e.tag.split("}")[-1]
event, parts = sys.argv[2], sys.argv[3:]
for e in tree.parse(sys.argv[1]).getroot().iter():
    if name(e) == event or e.get("name") == event:
        of = {name(x): x for x in e.iter()}
        print(" ".join(e.get(p[1:]) if p[0] == "@" else " ".join(of[p].itertext()).strip() for p in parts))' "$1" $2 ;;
  esac
}

@test "the adapters that come along have no fault, and one stands for every carrier of the list" {
  assert_exit 0 ecom-track adapter check
  refute_output
  for id in ups fedex usps dhl-unified mydhl royalmail canadapost auspost laposte gls 17track aftership easypost ship24 kuaidi100 kdniao sf; do
    [ -e "$ECOM_ROOT/share/carriers/$id.json" ]
  done
}

@test "every event of every saved reply is read, and at the time the carrier wrote" {
  local n=0 adapter reply options filter
  while IFS='|' read -r adapter reply options filter; do
    [[ $adapter != '#'* ]] || continue
    # shellcheck disable=SC2086 # options are words
    try "$adapter" "$replies/$reply" $options
    [ "$status" -le 1 ]
    assert_equal "$reply: $(jq -r 'select(.fault) | .fault' <<<"$output")" "$reply: "
    assert_equal "$reply: $(jq -r '.raw_time' <<<"$output" | sort)" "$reply: $(times_of "$replies/$reply" "$filter" | sort)"
    n=$((n + 1))
  done <"$here/replies"
  [ "$n" -ge 25 ]
}

@test "what is no list of events is told by its outcome, with the carrier's words" {
  local adapter reply options outcome words
  while IFS='|' read -r adapter reply options outcome words; do
    # shellcheck disable=SC2086 # options are words
    try "$adapter" "$replies/$reply" $options
    [ "$status" -eq 1 ]
    refute_output
    [[ $stderr == *"$outcome"*"$words"* ]] || { printf '%s\n' "$reply"; sandbox_report; return 1; }
  done <"$here/outcomes"
}

@test "statuses of the saved replies, as their words say" {
  local adapter reply options want
  while IFS='|' read -r adapter reply options want; do
    # shellcheck disable=SC2086 # options are words
    try "$adapter" "$replies/$reply" $options
    assert_equal "$reply: $(told)" "$reply: $want"
  done <"$here/statuses"
}

@test "UPS: customs words beside another code, a word for a date" {
  try ups "$replies/ups/ok.json" --items
  assert_json '.promised_at == null and .status == "info_received" and .events == 1'
}

@test "FedEx: one number, two parcels, told apart by FedEx's own id" {
  try fedex "$replies/fedex/duplicate_numbers.json" --items
  assert_equal "$(jq -r '.identity' <<<"$output" | sort -u | wc -l)" 2
  assert_equal "$(jq -r '.number' <<<"$output" | sort -u)" "$(jq -r '.output.completeTrackResults[].trackingNumber' "$replies/fedex/duplicate_numbers.json")"
  assert_equal "$(jq -r '.events' <<<"$output" | paste -sd' ')" "$(jq -r '[.output.completeTrackResults[].trackResults[].scanEvents | length] | map(tostring) | join(" ")' "$replies/fedex/duplicate_numbers.json")"
}

@test "USPS: local time and offset as given, the instant of GMTTimestamp to the minute" {
  try usps "$replies/usps_v3/ok.json"
  assert_equal "$(jq -r '.at[0:16]' <<<"$output" | sort)" "$(jq -r '.trackingEvents[].GMTTimestamp[0:16]' "$replies/usps_v3/ok.json" | sort)"
  assert_json 'all(.[]; .offset == "-05:00" and .zone == "carrier")'
}

@test "DHL: a number that is a JSON number; no offset is not taken for UTC" {
  try dhl-unified "$replies/dhl_unified/ok.json"
  assert_json '.number == "7777777770" and .local == "2018-03-02T07:53:47" and .at == null and .zone == "place"'
  try dhl-unified "$replies/dhl_unified/ok.json" --items
  assert_json '.promised_at == "2018-08-03T22:00:00Z" and .identity == "express:7777777770"'
}

@test "17TRACK: taken and refused numbers in one reply; known before is done; an unheard-of sub-status counts as its status" {
  try 17track "$replies/17track/register_mixed.json" --operation register --items
  assert_json '.[0].outcome == "done" and .[0].remembered.carrier_code == "2151" and .[1].outcome == "not_found"'
  try 17track "$replies/17track/register_already_registered.json" --operation register --items
  assert_json '.outcome == "done"'
  try 17track "$replies/17track/gettrackinfo_yanwen_190012.json" --items
  assert_json '.[0].outcome == "found" and .[1].outcome == "unregistered"'
  try 17track "$replies/17track/gettrackinfo_correios_2151.json"
  assert_json '.[-1].zone == "sibling" and .[0].offset == "-03:00" and .[0].lat == -23.55052'
}

@test "Kuaidi100: out, in the locker, taken back, out again, delivered: in that order" {
  try kuaidi100 "$replies/kuaidi100/ok_resultv2_4.json"
  assert_equal "$(jq -r '.code' <<<"$output" | tail -5 | paste -sd' ')" "5 0 501 5 304"
  assert_json 'all(.[]; .offset == "+08:00") and .[0].lng == 113.380238'
}

@test "EasyPost: a tracker and a list of trackers; AfterShip: one and many" {
  try easypost "$replies/easypost/recorded_create_pre_transit.json" --items
  assert_json 'length == 1'
  try easypost "$replies/easypost/recorded_list.json" --items
  assert_equal "$(jq -r .number <<<"$output")" "$(jq -r '.trackers[].tracking_code' "$replies/easypost/recorded_list.json")"
  try aftership "$replies/aftership/recorded_get.json" --items
  assert_json 'length == 1 and .[0].status == "pending"'
  try aftership "$replies/aftership/list_delivered_and_expired.json" --items
  assert_equal "$(jq -r '.status' <<<"$output" | paste -sd' ')" "delivered expired expired"
}

@test "Canada Post: zones by their names" {
  try canadapost "$replies/canadapost/ok.xml"
  assert_json 'all(.[]; .offset == "-05:00") and .[0].at == "2011-02-01T12:59:52Z"'
}

# Of these two there is no saved reply: what follows has the shape that their documentation gives.

@test "MyDHL: date, time and offset in three members; days that are not over" {
  cat >mydhl.json <<'END'
{"shipments": [{"shipmentTrackingNumber": "1234567890", "status": "Success", "estimatedDeliveryDate": "2026-01-09",
  "events": [
    {"date": "2026-01-05", "time": "18:30:00", "GMTOffset": "+01:00", "typeCode": "PU", "description": "Shipment picked up",
     "serviceArea": [{"code": "BER", "description": "Berlin - Germany"}]},
    {"date": "2026-01-07", "time": "23:30:00", "GMTOffset": "-05:00", "typeCode": "RR", "description": "Customs clearance status updated",
     "serviceArea": [{"code": "NYC", "description": "New York - USA"}]},
    {"date": "2026-01-08", "time": "09:15:00", "GMTOffset": "-05:00", "typeCode": "OK", "description": "Delivered"}]}]}
END
  try mydhl mydhl.json
  assert_equal "$(jq -r '.at' <<<"$output" | paste -sd' ')" "2026-01-05T17:30:00Z 2026-01-08T04:30:00Z 2026-01-08T14:15:00Z"
  assert_equal "$(told)" "picked_up in_transit:customs delivered"
  assert_json '.[0].place == "Berlin - Germany"'
  echo '{"title": "Not Found", "detail": "No shipments found", "status": 404, "instance": "/shipments"}' >none.json
  try mydhl none.json --http 404
  [[ $stderr == *not_found* ]]
}

@test "Australia Post: articles below a result, and results that are errors" {
  cat >auspost.json <<'END'
{"tracking_results": [
  {"tracking_id": "7XX1000", "errors": [{"code": "ESB-10001", "name": "Invalid tracking ID", "message": "Invalid tracking ID"}]},
  {"tracking_id": "7XX1001", "status": "Delivered", "trackable_items": [{"article_id": "7XX1001010", "product_type": "eParcel", "status": "Delivered",
    "events": [
      {"location": "KEW VIC", "description": "Delivered - Left in a safe place", "date": "2026-01-21T11:04:27+11:00"},
      {"location": "KEW VIC", "description": "Attempted delivery - being carded to Australia\n\t\tPost outlet", "date": "2026-01-20T09:00:00+11:00"},
      {"location": "SYDNEY NSW", "description": "Arrived awaiting clearance (Inbound)", "date": "2026-01-19T16:09:03+11:00"}]}]}]}
END
  try auspost auspost.json
  assert_equal "$(told)" "in_transit:customs delivery_attempt delivered"
  try auspost auspost.json --items
  assert_equal "$(jq -r '.number + " " + .outcome' <<<"$output" | paste -sd,)" "7XX1000 not_found,7XX1001 found"
}

@test "both archives: every reply is read, nothing set aside" {
  local adapter reply options count n=0
  skip_unless_data tracking_karrio_a.tar.xz
  tar xJf "$data"
  skip_unless_data tracking_jkeen_aftership_17track.tar.xz
  tar xJf "$data"
  while IFS='|' read -r adapter reply options count; do
    [[ $adapter != '#'* ]] || continue
    # shellcheck disable=SC2086 # options are words
    try "$adapter" "tracking/$reply" $options
    [ "$status" -le 1 ]
    assert_equal "$reply: $(jq -r 'select(.fault) | .fault' <<<"$output")" "$reply: "
    assert_equal "$reply: $(grep -c . <<<"$output")" "$reply: $count"
    n=$((n + 1))
  done <"$here/archives"
  [ "$n" -ge 40 ]
}

# codes of a carrier's table, a line each, that the adapter's map does not know, but for those in the list beside, which stand there with
# reasons; and what stands in the list although the map or no table knows it
unmapped() {
  local adapter=$1
  sort -u >codes
  jq -r '.map | keys[]' "$ECOM_ROOT/share/carriers/$adapter.json" | sort >known
  sed '/^#/d; s/ .*//' "$here/unmapped-$adapter" | sort >allowed
  comm -23 codes known | comm -3 - allowed
}

@test "no code of the carriers' tables is forgotten: it is mapped, or its reason stands in a list" {
  skip_unless_data code_tables
  local t=$data
  # UPS: three digits, and types; the two-letter codes of exceptions fall back to their type
  run unmapped ups < <(awk -F'\t' 'FNR > 1 { print ($1 ~ /^[0-9]+$/ ? sprintf("%03d", $1) : $1) }' "$t/ups-status-code.tsv" "$t/ups-activity-type.tsv")
  assert_equal "$output" ""
  run unmapped fedex < <(awk -F'\t' '$1 == "Movement" || $1 == "Regulatory" { print $2 }' "$t/fedex-code.tsv")
  assert_equal "$output" ""
  run unmapped mydhl < <(awk -F'\t' '$1 == "express" && $2 !~ /^[0-9]/ { print $2 }' "$t/dhl-status.tsv")
  assert_equal "$output" ""
  run unmapped dhl-unified < <(awk -F'\t' 'FNR > 1 { print $1 ":" $2 }' "$t/dhl-status.tsv")
  assert_equal "$output" ""
  run unmapped hermes-de < <(awk -F';' 'FNR > 1 && length($2) == 4 { print $2 }' "$t/hermes-de-event.csv")
  assert_equal "$output" ""
  run unmapped dhl-parcel-de < <(awk -F';' 'FNR > 1 { print $3 }' "$t/dhl-parcel-de-ice-ric.csv")
  assert_equal "$output" ""
}

@test "a code that is in no table stays unknown, and is named" {
  jq '.trackResponse.shipment[0].package[0].activity[0].status |= {"type": "Q", "code": "QQ", "statusCode": "999", "description": "A new word"}' \
    "$replies/ups/ok.json" >new.json
  try ups new.json
  assert_json '.status == "unknown" and .native == ["999", "Q:QQ", "Q"]'
  assert_stderr --partial 'not in the map: ["999","Q:QQ","Q"]'
}

@test "the table for review: carrier, native code, canonical word" {
  assert_exit 0 ecom-track adapter codes
  assert_json 'length > 3000 and all(.[]; .carrier and .code and .status)'
  assert_json 'map(select(.carrier == "ups" and .code == "011"))[0].status == "delivered"'
  # no carrier's code is said to be delivered whose own words say that it is not: a few, by hand
  assert_json 'map(select(.carrier == "mydhl" and (.code == "CC" or .code == "RT" or .code == "DS")) | .status) | sort == ["available_for_pickup", "exception", "returning"]'
}
