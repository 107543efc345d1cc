#!/usr/bin/env bats
# Events become messages, each once, to whoever subscribed.
load ../../lib/helpers
load shop

subscribe() { ecom-notify subscribe --now 2026-01-05T00:00:00Z "$@"; }
# shellcheck disable=SC2120 # assert_exit passes arguments
deliver() { ecom-notify deliver --sendmail ./sendmail --exec ./take --from shop@example.com --now 2026-01-05T12:00:00Z "$@"; }

setup() {
  sandbox_setup
  sendmail_that
  printf '#!/bin/sh\ncat >>lines.jsonl\n' >take && chmod +x take
}

@test "a subscription is made, changed, listed, ended; what is not given stays" {
  assert_exit 0 subscribe 'shipment.*' lang=zh quiet=22:00-07:00 zone=Asia/Shanghai
  assert_json '.channel == "mail" and .recipient == "customer" and .enabled and .since == "2026-01-05T00:00:00Z"'
  assert_exit 0 ecom-notify subscribe 'shipment.*' enabled=no
  assert_json '.enabled == false and .lang == "zh" and .since == "2026-01-05T00:00:00Z"'
  assert_exit 0 ecom-notify subscribe --list
  assert_json '.topic == "shipment.*" and .quiet == "22:00-07:00"'
  assert_exit 0 ecom-notify subscribe --delete 'shipment.*'
  assert_exit 1 ecom-notify subscribe --delete 'shipment.*'
  assert_exit 0 ecom-notify subscribe --list
  refute_output
}

@test "nonsense is refused" {
  assert_exit 1 subscribe 'ship*ment'
  assert_exit 1 subscribe x recipient=nobody
  assert_exit 1 subscribe x channel=Mail
  assert_exit 1 subscribe x quiet=22-7
  assert_exit 1 subscribe x quiet=25:00-07:00
  assert_exit 1 subscribe x zone=Nowhere/Land
  assert_exit 1 subscribe x lang=../en
  assert_exit 1 subscribe x channel=webhook recipient=ftp://example.com
  assert_exit 1 subscribe x recipient=$'a@b.c\nBcc: x@example.com'
  assert_equal "$(sql "SELECT COUNT(*) FROM subscription")" 0
}

@test "an order's event becomes a mail to its customer, once" {
  subscribe order.created >/dev/null
  order 1001 ann@example.com
  assert_exit 0 deliver
  grep -qx 'To: ann@example.com' mail.txt
  grep -qx 'Subject: We have received your order 1001' mail.txt
  grep -qx 'Total: 1.00 USD' mail.txt
  assert_exit 0 deliver
  assert_equal "$(mails)" 1
  # The event itself is still there for whoever asks.
  assert_equal "$(sql "SELECT COUNT(*) FROM outbox WHERE channel = 'event' AND state = 0")" 1
}

@test "every status of a parcel has its words in both languages" {
  subscribe 'shipment.*' >/dev/null
  subscribe 'shipment.*' recipient=li@example.com lang=zh >/dev/null
  for word in pending info_received picked_up in_transit out_for_delivery available_for_pickup delivery_attempt delivered exception returning returned cancelled expired; do
    [ -e "$ECOM_ROOT/share/templates/shipment.$word.en.txt" ]
    parcel "$word" "$word" ',"place":"Köln"'
    assert_exit 0 deliver
  done
  assert_equal "$(sql "SELECT COUNT(*) FROM outbox WHERE state = 1")" 26
  assert_equal "$(sql "SELECT COUNT(DISTINCT subject) FROM outbox WHERE state = 1")" 26
  assert_equal "$(sql "SELECT subject FROM outbox WHERE topic = 'shipment.delivered' AND recipient = 'li@example.com'")" "您的包裹 S-1 已签收"
  # What the carrier did not say has no line.
  run ! grep -q 'They say' mail.txt
  assert_equal "$(sql "SELECT payload FROM outbox WHERE topic = 'shipment.delivered' AND recipient = 'ann@example.com' AND channel = 'mail'" | jq -r .body | grep -c 'Where: *Köln')" 1
}

@test "a newer word on a parcel takes the place of one that was not sent" {
  subscribe 'shipment.*' >/dev/null
  sendmail_that 'exit 75'
  parcel 1 out_for_delivery
  assert_exit 0 deliver
  sendmail_that
  parcel 2 delivered
  assert_exit 0 deliver
  assert_exit 0 deliver --now 2026-01-05T18:00:00Z
  assert_equal "$(sql "SELECT topic, state, last_error FROM outbox WHERE channel = 'mail' ORDER BY id")" \
    $'shipment.out_for_delivery|4|a newer message took its place\nshipment.delivered|1|'
  assert_equal "$(grep -c 'is delivered' mail.txt)" 1
}

@test "programs get every event, each after the one before" {
  subscribe 'shipment.*' channel=exec recipient=erp >/dev/null
  printf '#!/bin/sh\nexit 75\n' >take
  parcel 1 out_for_delivery
  parcel 2 delivered
  assert_exit 0 deliver
  assert_equal "$(sql "SELECT attempts FROM outbox WHERE channel = 'exec' ORDER BY id")" $'1\n0'
  printf '#!/bin/sh\ncat >>lines.jsonl\n' >take
  assert_exit 0 deliver --now 2026-01-05T12:00:05Z
  assert_equal "$(jq -r '[.topic, .attempt, .payload.number] | join(" ")' lines.jsonl)" $'shipment.out_for_delivery 2 1Z\nshipment.delivered 1 1Z'
}

@test "what is old, or was before the subscription, is not told" {
  parcel 1 picked_up
  ecom-notify subscribe 'shipment.*' --now 2026-01-05T12:00:00.001Z >/dev/null
  assert_exit 0 deliver --now 2026-01-05T12:00:01Z
  event 2 shipment.in_transit S-2 '{"shipment":"S-2","carrier":"ups","at":"2026-01-01T00:00:00Z"}' ann@example.com
  sql "UPDATE outbox SET at = at + 10 WHERE dedupe = 'event:2'"
  assert_exit 0 deliver --now 2026-01-05T12:00:02Z
  assert_equal "$(mails)" 0
  assert_equal "$(sql "SELECT COUNT(*) FROM outbox WHERE spread_at IS NULL")" 0
  event 3 shipment.in_transit S-2 '{"shipment":"S-2","carrier":"ups","at":"2026-01-01T00:00:00Z"}' ann@example.com
  sql "UPDATE outbox SET at = at + 10 WHERE dedupe = 'event:3'"
  assert_exit 0 deliver --fresh 30d
  assert_equal "$(mails)" 1
}

@test "quiet hours are kept by the receiver's clock" {
  subscribe 'shipment.*' quiet=22:00-07:00 zone=Asia/Shanghai >/dev/null
  parcel 1 in_transit
  # 23:30 there; seven o'clock there is 23:00 UTC.
  assert_exit 0 deliver --now 2026-01-05T15:30:00Z
  assert_exit 0 deliver --now 2026-01-05T22:59:59Z
  assert_equal "$(mails)" 0
  assert_exit 0 deliver --now 2026-01-05T23:00:00Z
  assert_equal "$(mails)" 1
}

# news ID PARCEL STATUS [RECIPIENT]: of one of several parcels, at 23:30 in Shanghai
news() {
  event "$1" "shipment.$3" "$2" "{\"shipment\":\"$2\",\"carrier\":\"ups\",\"number\":\"N$2\",\"status\":\"$3\",\"at\":\"2026-01-05T11:00:00Z\"}" "${4-ann@example.com}"
}

@test "what quiet hours held back about several parcels comes in one message" {
  subscribe 'shipment.*' quiet=22:00-07:00 zone=Asia/Shanghai >/dev/null
  subscribe 'shipment.*' channel=exec recipient=erp >/dev/null
  news 1 S-1 out_for_delivery
  news 2 S-2 in_transit
  news 3 S-1 delivered
  news 4 S-3 exception
  news 5 S-4 delivered bob@example.com
  assert_exit 0 deliver --now 2026-01-05T15:30:00Z
  assert_equal "$(mails) $(wc -l <lines.jsonl)" "0 5"
  sendmail_that 'exit 75'
  assert_exit 0 deliver --now 2026-01-05T23:00:00Z
  # It is due and not sent yet: what is newer waits for it.
  news 6 S-2 delivered
  sendmail_that
  mv mail.txt before.txt
  assert_exit 0 deliver --now 2026-01-05T23:00:01Z
  assert_equal "$(mails)" 0
  assert_exit 0 deliver --now 2026-01-05T23:00:06Z
  assert_equal "$(grep '^Subject' mail.txt | sort)" "$(printf 'Subject: %s\n' 'News of 3 parcels' 'Your parcel S-2 is delivered' 'Your parcel S-4 is delivered')"
  assert_equal "$(grep -A 5 'News of' before.txt | head -n 1)" "$(grep 'News of' mail.txt)"
  assert_equal "$(sed -n 's/^- //p' mail.txt)" $'Your parcel S-2 is under way\nYour parcel S-1 is delivered\nYour parcel S-3 has met a problem'
  # Each with all of its own text.
  assert_equal "$(grep -c '^Carrier:  ups N' mail.txt)" 5
  assert_equal "$(sql "SELECT payload FROM outbox WHERE topic = 'several.shipment'" | jq -c '[.data.count, .data.messages[].shipment]')" '[3,"S-2","S-1","S-3"]'
  assert_equal "$(sql "SELECT state, count(*) FROM outbox WHERE channel = 'mail' GROUP BY state ORDER BY state")" $'1|3\n4|4'
  assert_exit 0 deliver --now 2026-01-06T12:00:00Z
  assert_equal "$(mails)" 3
}

@test "three couriers at once, when quiet hours end, tell each parcel once" {
  subscribe 'shipment.*' quiet=22:00-07:00 zone=Asia/Shanghai >/dev/null
  for n in {1..60}; do
    printf "%s (1767614400000, 'event', 'r%s@example.com', 'shipment.delivered', 'event:%s', 'S-%s', '%s', 1767614400000)" \
      "${comma-}" $((n % 15)) "$n" "$n" "{\"shipment\":\"S-$n\",\"carrier\":\"ups\",\"number\":\"N$n.\",\"at\":\"2026-01-05T11:00:00Z\"}"
    comma=,
  done >events
  sql "INSERT INTO outbox (at, channel, recipient, topic, dedupe, subject, payload, next_try_at) VALUES $(cat events)"
  assert_exit 0 deliver --now 2026-01-05T15:30:00Z
  assert_equal "$(mails)" 0
  # Each courier has letters of its own, lest they be written into one another.
  couriers=()
  for courier in 1 2 3; do
    mkdir "$courier"
    (cd "$courier" && sendmail_that && deliver --now 2026-01-05T23:00:00Z) &
    couriers+=($!)
  done
  for courier in "${couriers[@]}"; do wait "$courier"; done
  # Every parcel is in one letter: those of 15 receivers, four each, told together.
  assert_equal "$(cat ./[123]/mail.txt | grep -o '^Carrier: *ups N[0-9]*' | sort | uniq -c | awk '{ print $1 }' | uniq -c | xargs)" "60 1"
  assert_equal "$(sql "SELECT state, count(*) FROM outbox WHERE channel = 'mail' GROUP BY state ORDER BY state")" $'1|15\n4|60'
}

@test "one message for several is of one family, language and channel; without a template for it they come one by one" {
  mkdir mine
  printf 'Subject: {shipment} de\n\n{carrier}\n' >mine/shipment.de.txt
  export ECOM_TEMPLATES=$PWD/mine
  subscribe '*' quiet=22:00-07:00 zone=Asia/Shanghai lang=zh >/dev/null
  subscribe 'shipment.*' recipient=team@example.com quiet=22:00-07:00 zone=Asia/Shanghai lang=de >/dev/null
  order 1001 ann@example.com 2026-01-05T15:00:00Z
  order 1002 ann@example.com 2026-01-05T15:00:00Z
  news 1 S-1 delivered
  news 2 S-2 delivered
  assert_exit 0 deliver --now 2026-01-05T15:30:00Z
  assert_exit 0 deliver --now 2026-01-05T23:00:00Z
  assert_equal "$(sql "SELECT recipient, subject FROM outbox WHERE state = 1 AND channel = 'mail' ORDER BY 1, 2")" \
    $'ann@example.com|2 个包裹有新动态\nann@example.com|2 个订单有新动态\nteam@example.com|S-1 de\nteam@example.com|S-2 de'
}

@test "a field that is missing names template, line and field, holds no other event up, and loses nothing" {
  mkdir mine
  printf 'Subject: Parcel {shipment}\n\nHello,\nfrom {sender}.\n' >mine/shipment.exception.en.txt
  export ECOM_TEMPLATES=$PWD/mine
  subscribe 'shipment.*' >/dev/null
  parcel 1 exception
  event 2 shipment.delivered S-2 '{"shipment":"S-2","carrier":"ups","at":"2026-01-05T11:00:00Z"}' bob@example.com
  assert_exit 1 deliver
  assert_stderr --partial "(shipment.exception) cannot be told: shipment.exception.en.txt:4: {sender}: the message has no such field"
  assert_equal "$(mails)" 1
  printf 'Subject: Parcel {shipment}\n\nfrom {sender?}\n' >mine/shipment.exception.en.txt
  assert_exit 0 deliver
  assert_equal "$(mails)" 2
}

@test "values cannot slip anything into the head of a mail" {
  subscribe 'x' >/dev/null
  printf 'Subject: {name}\n\n{name}\n' >x.en.txt
  export ECOM_TEMPLATES=$PWD
  event 1 x X '{"name":"a\r\nBcc: eve@example.com"}' ann@example.com
  assert_exit 0 deliver
  run ! grep -q '^Bcc' <(sed '/^$/q' mail.txt)
}

@test "a parcel's news reach the customer of its order" {
  subscribe 'shipment.*' >/dev/null
  order 1001 ann@example.com
  ecom-track add order=1001 carrier=ups number=1Z999AA10123456784 --now 2026-01-05T12:00:00Z >/dev/null
  printf '{"number":"1Z999AA10123456784","at":"2026-01-05T12:30:00Z","status":"out_for_delivery","place":"Köln"}\n' |
    ecom-track import --now 2026-01-05T13:00:00Z >/dev/null
  assert_exit 0 deliver --now 2026-01-05T13:05:00Z
  grep -qx 'To: ann@example.com' mail.txt
  grep -qx 'Subject: Your parcel 1001-1 comes today' mail.txt
}

@test "a customer's phone is found with the parcel, and stands in no event, hook or log" {
  subscribe 'shipment.*' channel=exec recipient=customer >/dev/null
  subscribe 'shipment.*' channel=exec recipient=erp >/dev/null
  subscribe 'shipment.*' >/dev/null
  assert_exit 1 subscribe 'shipment.*' channel=webhook recipient=customer
  printf '%s\n' '{"number":"N1","phone":"+4915550100"}' '{"number":"N2","phone":"0100"}' '{"number":"N3","details":{"email":"li@example.com"}}' |
    jq -c '. + {shipment: .number, carrier: "ups"}' | ecom-track add --now 2026-01-05T11:00:00Z >/dev/null
  for number in N1 N2 N3; do printf '{"number":"%s","at":"2026-01-05T11:30:00Z","status":"delivered"}\n' $number; done |
    ecom-track import --now 2026-01-05T11:40:00Z >/dev/null
  printf '#!/bin/sh\nexit 75\n' >take
  assert_exit 0 deliver -v
  assert_stderr --partial 'to ***0100 (shipment.delivered) is tried again later'
  [[ $stderr != *5550* ]]
  printf '#!/bin/sh\ncat >>lines.jsonl\n' >take
  assert_exit 0 deliver --now 2026-01-05T13:00:00Z
  assert_equal "$(jq -r '.recipient + " " + .subject' lines.jsonl | sort)" $'+4915550100 N1\nerp N1\nerp N2\nerp N3'
  assert_equal "$(grep '^To' mail.txt)" "To: li@example.com"
  assert_equal "$(sql "SELECT count(*) FROM outbox WHERE payload LIKE '%5550%' OR (channel = 'event' AND recipient <> '')")" 0
}
