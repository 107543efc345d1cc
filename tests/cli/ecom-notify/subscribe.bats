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
