#!/usr/bin/env bats
# What is known of receivers: consent, language, quiet hours.
load ../../lib/helpers
load shop

# shellcheck disable=SC2120 # assert_exit passes arguments
deliver() { ecom-notify deliver --sendmail ./sendmail --now 2026-01-05T12:00:00Z "$@"; }

@test "who wants nothing gets nothing, also not what is queued" {
  sendmail_that
  ecom-notify subscribe 'shipment.*' --now 2026-01-05T00:00:00Z >/dev/null
  parcel 1 picked_up
  sendmail_that 'exit 75'
  deliver
  assert_exit 0 ecom-notify recipient ann@example.com allowed=no reason=unsubscribed
  assert_json '.allowed == false and .channel == "mail" and .reason == "unsubscribed"'
  assert_equal "$(sql "SELECT state, last_error FROM outbox WHERE channel = 'mail'")" "4|unsubscribed"
  parcel 2 delivered
  assert_exit 0 deliver --now 2026-01-05T13:00:00Z
  assert_equal "$(sql "SELECT COUNT(*) FROM outbox WHERE channel = 'mail'")" 1
  # Allowed again, the next event is told.
  assert_exit 0 ecom-notify recipient ann@example.com allowed=yes
  assert_json '.allowed and .reason == null'
  parcel 3 returned
  sendmail_that
  assert_exit 0 deliver
  assert_equal "$(mails)" 2
}

@test "the receiver's language and hours go before the subscription's" {
  sendmail_that
  ecom-notify subscribe 'shipment.*' lang=en quiet=08:00-20:00 --now 2026-01-05T00:00:00Z >/dev/null
  ecom-notify recipient ann@example.com lang=zh quiet=03:00-04:00 zone=+08:00 >/dev/null
  parcel 1 delivered
  assert_exit 0 deliver
  assert_equal "$(sql "SELECT subject, state FROM outbox WHERE channel = 'mail'")" "您的包裹 S-1 已签收|1"
}

@test "all are listed; nonsense is refused" {
  ecom-notify recipient --channel webhook https://example.com/hook account=erp >/dev/null
  ecom-notify recipient ann@example.com lang=zh >/dev/null
  assert_exit 0 ecom-notify recipient --list
  assert_json 'map(.recipient) == ["ann@example.com", "https://example.com/hook"] and .[1].account == "erp"'
  assert_exit 1 ecom-notify recipient nobody
  assert_exit 1 ecom-notify recipient a@example.com account='a b'
  assert_exit 1 ecom-notify recipient a@example.com quiet=7-8
}
