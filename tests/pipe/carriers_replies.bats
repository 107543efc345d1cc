load ../lib/helpers
# No store is asked: run once.

# Replies of shapes that the saved ones do not have: other versions of an interface, members left out, words and codes of the carriers'
# documentation. Each is made up here, as short as it can be; what is expected is read off it by hand.

# try ADAPTER [OPTION...] <REPLY: exit and streams as assert_exit leaves them
try() {
  local adapter=$1
  shift
  cat >reply
  run_apart ecom-track adapter try "$adapter" reply "$@"
}

# told: status and substatus of each event, oldest first
told() { jq -r '.status + if .substatus then ":" + .substatus else "" end' <<<"$output" | paste -sd' '; }

# promise ADAPTER INSTANT <REPLY
promise() {
  local adapter=$1 instant=$2
  try "$adapter" --items
  assert_equal "$(jq -r .promised_at <<<"$output")" "$instant"
}

# refusal ADAPTER HTTP OUTCOME <REPLY
refusal() {
  local adapter=$1 http=$2 outcome=$3
  try "$adapter" --http "$http"
  [ "$status" -eq 1 ]
  refute_output
  assert_stderr --partial "adapter: $outcome"
}

@test "midnight is the day that was promised, by whatever clock; a time is a time" {
  # FedEx writes days as midnight of its own clock.
  local fedex='{"output": {"completeTrackResults": [{"trackResults": [{"trackingNumberInfo": {"trackingNumber": "1"}, %s}]}]}}'
  # shellcheck disable=SC2059 # a template
  {
    printf "$fedex" '"standardTransitTimeWindow": {"window": {"ends": "2026-03-05T00:00:00-06:00"}}' | promise fedex 2026-03-06T05:59:59Z
    printf "$fedex" '"standardTransitTimeWindow": {"window": {"ends": "2026-03-05T00:00:00-06:00"}},
      "dateAndTimes": [{"type": "SHIP", "dateTime": "2026-03-01T00:00:00-06:00"}, {"type": "ESTIMATED_DELIVERY", "dateTime": "2026-03-07T00:00:00-06:00"}],
      "estimatedDeliveryTimeWindow": {"window": {}}' | promise fedex 2026-03-08T05:59:59Z
    printf "$fedex" '"estimatedDeliveryTimeWindow": {"window": {"begins": "2026-03-05T08:00:00-06:00", "ends": "2026-03-05T12:00:00-06:00"}}' |
      promise fedex 2026-03-05T18:00:00Z
  }
  promise dhl-unified 2026-03-05T23:59:59Z <<<'{"shipments": [{"id": 1, "service": "express", "estimatedTimeOfDelivery": "2026-03-05T00:00:00Z"}]}'
  promise easypost 2026-03-05T23:59:59Z <<<'{"tracking_code": "1", "est_delivery_date": "2026-03-05T00:00:00Z"}'
  promise shippo 2026-03-05T14:30:00Z <<<'{"tracking_number": "1", "eta": "2026-03-05T14:30:00Z"}'
}

@test "UPS: the hour of a window belongs to the day that was promised last; one that came in is no promise" {
  local ups='{"trackResponse": {"shipment": [{"package": [{"trackingNumber": "1Z1", "deliveryDate": [%s], "deliveryTime": %s}]}]}}'
  # shellcheck disable=SC2059 # a template
  {
    printf "$ups" '{"type": "SDD", "date": "20260305"}' '{"type": "EDW", "startTime": "093000", "endTime": "133000"}' | promise ups 2026-03-05T13:30:00Z
    printf "$ups" '{"type": "SDD", "date": "20260305"}, {"type": "RDD", "date": "20260306"}' '{"type": "EOD", "endTime": ""}' | promise ups 2026-03-06T23:59:59Z
    printf "$ups" '{"type": "SDD", "date": "20260305"}, {"type": "RDD", "date": "20260306"}' '{"type": "CMT", "endTime": "120000"}' | promise ups 2026-03-06T12:00:00Z
    printf "$ups" '{"type": "DEL", "date": "20260305"}' '{"type": "DEL", "endTime": "133000"}' | promise ups null
  }
}

@test "FedEx: wishes say nothing of the parcel, whatever status stands beside them; a parcel led elsewhere was not attempted" {
  try fedex <<'END'
{"output": {"completeTrackResults": [{"trackResults": [{"trackingNumberInfo": {"trackingNumber": "1"}, "scanEvents": [
  {"date": "2026-03-05T19:00:00-05:00", "eventType": "RR", "exceptionCode": "A12", "eventDescription": "a wish", "derivedStatusCode": "IT"},
  {"date": "2026-03-05T18:00:00-05:00", "eventType": "HL", "exceptionCode": "", "eventDescription": "at the counter", "derivedStatusCode": "IT"},
  {"date": "2026-03-05T09:00:00-05:00", "eventType": "DE", "exceptionCode": "A13", "eventDescription": "to the counter", "derivedStatusCode": "DE"},
  {"date": "2026-03-05T08:00:00-05:00", "eventType": "HA", "exceptionCode": "A13", "eventDescription": "to the counter", "derivedStatusCode": "IT"},
  {"date": "2026-03-04T16:00:00-05:00", "eventType": "DE", "exceptionCode": "007", "eventDescription": "nobody there", "derivedStatusCode": "DE"},
  {"date": "2026-03-03T16:00:00-05:00", "eventType": "", "eventDescription": "on its way", "derivedStatusCode": "IT"},
  {"date": "2026-03-02T16:00:00-05:00", "eventType": "IP", "exceptionCode": "084", "eventDescription": "brought in", "derivedStatusCode": "PU"},
  {"date": "2026-03-01T00:00:00", "eventType": "OC", "eventDescription": "announced", "derivedStatusCode": "IN"}]}]}]}}
END
  assert_equal "$(told)" "info_received picked_up in_transit delivery_attempt:nobody_home in_transit:forwarded in_transit:forwarded available_for_pickup unknown"
  assert_stderr --partial 'not in the map: ["RR:A12","RR"]'
  refusal fedex 400 not_found <<<'{"errors": [{"code": "TRACKING.DATA.NOTFOUND", "message": "no such thing"}]}'
  refusal fedex 401 refused <<<'{"errors": [{"code": "NOT.AUTHORIZED.ERROR", "message": "no"}]}'
  refusal fedex 404 error <<<'{"errors": [{"code": "NOT.FOUND.ERROR", "message": "no such address"}]}'
}

@test "USPS: a Z behind the clock of the place is not UTC; promises as a date beside a time" {
  try usps <<'END'
{"trackingNumber": "1", "trackingEvents": [
  {"eventCode": "03", "eventType": "USPS in possession of item", "eventTimestamp": "2026-03-05T07:31:00Z", "eventCountry": null, "eventCity": "RICHMOND", "eventState": "VA"},
  {"eventCode": "GX", "eventType": "Shipping Label Created", "eventTimestamp": "2026-03-04T18:00:00Z", "GMTTimestamp": "2026-03-04T23:00:21.041Z"},
  {"eventCode": "GX", "eventType": "Shipping Label Created", "eventTimestamp": "2026-03-03T18:00:00", "GMTOffset": "-7:00"}]}
END
  assert_equal "$(jq -r '[.local, .offset, .zone] | map(tostring) | join(" ")' <<<"$output")" "2026-03-03T18:00:00 -07:00 carrier
2026-03-04T18:00:00 -05:00 carrier
2026-03-05T07:31:00 null place"
  promise usps 2026-03-06T21:00:00Z <<<'{"trackingNumber": "1", "expectedDeliveryDate": "2026-03-06", "expectedDeliveryTime": "9:00 PM"}'
  promise usps 2026-03-06T23:59:59Z <<<'{"trackingNumber": "1", "expectedDeliveryDate": "2026-03-06", "expectedDeliveryTime": "End of Day"}'
}

@test "Royal Mail: a window of whole instants, of times beside a day, of a day alone; the number is the barcode's" {
  local reply='{"mailPieces": {"mailPieceId": "0A1", "summary": {"oneDBarcode": "AB123456785GB"}, "estimatedDelivery": %s}}'
  # shellcheck disable=SC2059 # a template
  {
    printf "$reply" '{"date": "2026-07-06T00:00:00+00:00", "endOfEstimatedWindow": "2026-07-06T11:00:00+01:00"}' | promise royalmail 2026-07-06T10:00:00Z
    printf "$reply" '{"date": "2026-07-06", "endOfEstimatedWindow": "11:00:00+01:00"}' | promise royalmail 2026-07-06T10:00:00Z
    printf "$reply" '{"date": "2026-07-06"}' >day
  }
  promise royalmail 2026-07-06T22:59:59Z <day
  assert_json '.number == "AB123456785GB"'
}

@test "Australia Post: words of the day of delivery, and faults by the code of either name" {
  try auspost <<'END'
{"tracking_results": [{"tracking_id": "1", "consignment": {"status": "Delivered in Full", "events": [
    {"location": "MEL", "description": "Item Delivered", "date": "2026-03-05T14:35:07+11:00"}, {"location": "MEL", "description": "On Board for Delivery", "date": "2026-03-05T09:50:05+11:00"}]},
  "trackable_items": [{"article_id": "1", "status": "Item Delivered", "events": [{"description": "With Australia Post for delivery today", "date": "2026-03-05T06:08:51+11:00"}]}]}]}
END
  assert_equal "$(told)" "out_for_delivery out_for_delivery delivered"
  refusal auspost 429 throttled <<<'{"errors": [{"error_code": "API_002", "error_name": "Too many requests", "message": "Too many requests"}]}'
  refusal auspost 200 throttled <<<'{"errors": [{"code": "API_002", "name": "Too many requests"}]}'
  refusal auspost 400 not_found <<<'{"errors": [{"code": "51104", "name": "INVALID_TRACKING_ID"}]}'
  try auspost --items <<<'{"tracking_results": [{"tracking_id": "1", "errors": [{"code": "51101", "name": "TOO_MANY_AP_TRACKING_IDS"}]}]}'
  assert_json '.outcome == "error"'
}

@test "DHL: what Parcel Germany tells in detail stands before its two letters, and those before the five words" {
  try dhl-unified <<'END'
{"shipments": [{"id": "1", "service": "parcel-de", "events": [
  {"timestamp": "2026-03-07T12:00:00", "statusCode": "delivered", "status": "ZU", "statusDetailed": "DLVRD_ACCPK_ZU", "description": "taken out"},
  {"timestamp": "2026-03-05T12:33:00", "statusCode": "transit", "status": "LA", "statusDetailed": "HLDCC_LDPCK_LA", "description": "in the locker"},
  {"timestamp": "2026-03-05T08:34:00", "statusCode": "transit", "status": "PO", "statusDetailed": "LDTMV_PCKST_PO", "description": "on the van"},
  {"timestamp": "2026-03-04T08:34:00", "statusCode": "transit", "status": "EE", "statusDetailed": "NOVEL_NOVEL_EE", "description": "there"},
  {"timestamp": "2026-03-03T08:34:00", "statusCode": "transit", "status": "??", "description": "somewhere"},
  {"timestamp": "2026-03-02T08:34:00", "statusCode": "novel", "status": "??", "description": "what"}]}]}
END
  assert_equal "$(told)" "unknown in_transit in_transit out_for_delivery available_for_pickup:locker_or_shop delivered:locker_or_shop"
}

@test "a refusal closes whatever its body is; 200 alone says nothing" {
  refusal aftership 403 refused <<<'{"meta": {"code": 40300, "message": "no"}, "data": {}}'
  refusal aftership 200 error <<<'{"meta": {"code": 40300, "message": "no"}, "data": {}}'
  refusal 17track 401 refused <<<'{"message": "Unauthorized"}'
  refusal 17track 200 error <<<'{"code": 0, "data": {"errors": [{"code": -18010013, "message": "the data are wrong"}]}}'
  refusal canadapost 403 refused <<<'<messages xmlns="x"><message><code>XX9</code><description>no</description></message></messages>'
  refusal trackingmore 403 refused <<<'{"meta": {"code": 4444, "message": "no"}}'
  refusal kdniao 200 throttled <<<'{"Success": false, "Reason": "查询次数超限"}'
}

@test "La Poste: prepared with trouble, papers for the customs, late" {
  try laposte <<'END'
{"returnCode": 200, "shipment": {"idShip": "6A1", "event": [{"code": "DI3", "label": "late", "date": "2026-03-05T08:00:00+01:00"},
  {"code": "ID0", "label": "papers", "date": "2026-03-04T08:00:00+01:00"}, {"code": "DR2", "label": "trouble", "date": "2026-03-03T08:00:00+01:00"}]}}
END
  assert_equal "$(told)" "info_received:delayed in_transit:customs in_transit:delayed"
}

@test "UPS: the summary by a code alone; SF: what the second word of state says; Ship24: a day without a time" {
  try ups --items <<<'{"trackResponse": {"shipment": [{"package": [{"trackingNumber": "1Z1", "currentStatus": {"code": "011"}, "activity": null}]}]}}'
  assert_json '.status == "delivered" and .events == 0'
  try sf <<'END'
{"success": true, "msgData": {"routeResps": [{"mailNo": "SF1", "routes": [
  {"acceptTime": "2026-03-05 08:00:00", "opCode": "99999", "remark": "a", "firstStatusName": "运送中", "secondaryStatusName": "清关中"},
  {"acceptTime": "2026-03-06 08:00:00", "opCode": "99999", "remark": "b", "firstStatusName": "派送中", "secondaryStatusName": "派送中"},
  {"acceptTime": "2026-03-07 08:00:00", "opCode": "99999", "remark": "c"}]}]}}
END
  assert_equal "$(told)" "in_transit:customs out_for_delivery unknown"
  try ship24 <<<'{"data": {"trackings": [{"tracker": {"trackingNumber": "1"}, "events": [{"occurrenceDatetime": "2026-03-05T00:00:00", "hasNoTime": true, "status": "a", "statusMilestone": "in_transit"}]}]}}'
  assert_json '.local == "2026-03-05T00:00:00" and .status == "in_transit"'
}
