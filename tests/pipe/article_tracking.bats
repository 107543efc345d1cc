load ../lib/helpers
load ../lib/polling

# The founding article's six steps of tracking (its section 3.4.3), told as one day after the other: a shop in Shenzhen, an order in two parcels.
# The article's own program kept one row for each order, wrote over it, and never made the first (5.3): a trajectory of one point, no
# second parcel. Times are by hand: 18:00 in China is 10:00 UTC.

setup() {
  sandbox_setup
  carrier_start
  printf '#!/bin/sh\ncat >>mail.txt; echo "=== end" >>mail.txt\n' >sendmail && chmod +x sendmail
}
teardown() {
  servers_stop
  sandbox_teardown
}

# event AT CODE TEXT CITY: as the carrier says it
event() { jq -cn --arg at "$1+08:00" --arg code "$2" --arg text "$3" --arg city "$4" '{$at, $code, $text, $city, country: "CN"}'; }
# says NUMBER EVENT...: what the carrier answers from now on
says() { printf '200 {} %s\n' "$(printf '%s\n' "${@:2}" | jq -sc --arg id "$1" '{id: $id, events: .}')" >"carrier/$1"; }
poll() { ecom-track poll --base-url "$base" --now "$1"; }
deliver() { ecom-notify deliver --sendmail ./sendmail --from shop@example.com --now "$1"; }
subjects() { grep '^Subject:' mail.txt; }
status_of() { ecom-track list "$1" | jq -r .status; }

@test "six steps: connected, parsed, stored, kept up to date, told, drawn" {
  ecom-catalog import sku=TEA name=Tea price=20.00 currency=CNY
  ecom-stock location main >/dev/null
  ecom-stock receive sku=TEA location=main quantity=10 reason=delivery >/dev/null
  echo '{"order":"1001","email":"li@example.com","lines":[{"sku":"TEA","quantity":3}]}' | ecom-order create --now 2026-01-01 >/dev/null
  ecom-order pay 1001 --now 2026-01-01T01:00:00Z >/dev/null
  ecom-notify subscribe 'shipment.*' --now 2026-01-01 >/dev/null
  echo '{"order":"1001","carrier":"toy","number":"T1","parts":[{"line":1,"quantity":2}]}' | ecom-order ship --now 2026-01-02T01:00:00Z >/dev/null
  echo '{"order":"1001","carrier":"toy","number":"T2","parts":[{"line":1,"quantity":1}]}' | ecom-order ship --now 2026-01-02T01:30:00Z >/dev/null

  # 1. The carrier's interface is connected: one file of data, which is checked.
  carrier_adapter toy
  assert_exit 0 ecom-track adapter check adapters/toy.json

  # 2. What it answers is parsed: carrier, number, status, and where and when.
  picked=$(event 2026-01-02T10:00:00 P 已揽收 深圳)
  moving=$(event 2026-01-02T18:00:00 T 运输中 广州)
  says T1 "$picked"
  curl -s "$base/track/T1" >reply.json
  assert_exit 0 ecom-track adapter try adapters/toy.json <reply.json
  assert_json '.carrier == "toy" and .number == "T1" and .status == "picked_up" and .at == "2026-01-02T02:00:00Z" and .place == "深圳"'

  # 3. It is stored: two parcels, each with its events; the order follows. Asking again adds nothing.
  says T2 "$picked"
  assert_exit 0 poll 2026-01-02T03:00:00Z
  assert_equal "$(ecom-track list 1001 | jq -r '[.shipment, .carrier, .number, .status] | join(" ")')" "1001-1 toy T1 picked_up
1001-2 toy T2 picked_up"
  assert_exit 0 ecom-track show 1001-1 -o jsonl
  assert_json '.at == "2026-01-02T02:00:00Z" and .offset == "+08:00" and .local == "2026-01-02T10:00:00" and .code == "P" and .text == "已揽收"'
  assert_equal "$(ecom-order get 1001 | jq -r .status)" shipped

  # 4. It is kept up to date, whenever a parcel is due; what came before stays.
  says T1 "$picked" "$moving"
  assert_exit 0 poll 2026-01-02T11:00:00Z
  assert_equal "$(status_of 1001-1),$(status_of 1001-2)" in_transit,picked_up
  assert_equal "$(sql "SELECT shipment, count(*) FROM shipment_event GROUP BY shipment ORDER BY shipment")" "1001-1|2
1001-2|1"

  # 5. The customer is told of each new status, once, however often the carrier repeats it.
  assert_exit 0 deliver 2026-01-02T11:01:00Z
  grep -q '^To: .*li@example.com' mail.txt
  told=$(subjects | wc -l)
  assert_exit 0 poll 2026-01-02T16:00:00Z
  assert_exit 0 deliver 2026-01-02T16:01:00Z
  assert_equal "$(subjects | wc -l)" "$told"
  says T1 "$picked" "$moving" "$(event 2026-01-03T09:00:00 O 派送中 北京)" "$(event 2026-01-03T11:00:00 D 已签收 北京)"
  assert_exit 0 poll 2026-01-03T04:00:00Z
  assert_exit 0 deliver 2026-01-03T04:01:00Z
  assert_equal "$(subjects | tail -n 1)" "Subject: Your parcel 1001-1 is delivered"
  assert_equal "$(subjects | grep -c 'out for delivery')" 0 # it came with the news of the arrival
  assert_equal "$(ecom-order get 1001 | jq -r .status)" partially_delivered
  says T2 "$picked" "$(event 2026-01-04T11:00:00 D 已签收 北京)"
  assert_exit 0 poll 2026-01-04T04:00:00Z
  assert_equal "$(ecom-order get 1001 | jq -r .status)" delivered

  # 6. Its way is drawn: every station, the newest first, each in the time of its place.
  assert_exit 0 ecom-track show 1001-1 --width 80 --now 2026-01-04
  assert_equal "$(grep -oE '已揽收|运输中|派送中|已签收' <<<"$output" | uniq | paste -sd' ')" "已签收 派送中 运输中 已揽收"
  assert_output --partial "11:00"
  refute_line --partial "03:00"
  ecom-track show 1001-1 --html --now 2026-01-04 >way.html
  grep -q '<svg' way.html
  grep -q '已签收' way.html
  assert_exit 0 ecom-store check
}
