#!/usr/bin/env bats
# Messages taken back before they are sent.
load ../../lib/helpers
load shop

@test "a queued message is taken back" {
  sendmail_that
  queue 2
  id=$(sql "SELECT MIN(id) FROM outbox")
  assert_exit 0 ecom-notify cancel "$id" --actor ann
  assert_json '.state == "cancelled" and .last_error == "cancelled by ann"'
  assert_exit 0 ecom-notify deliver --sendmail ./sendmail
  assert_equal "$(mails)" 1
}

@test "not what is sent, nor what a courier has in hand" {
  sendmail_that
  queue 2
  assert_exit 0 ecom-notify deliver --sendmail ./sendmail -n 1
  assert_exit 1 ecom-notify cancel "$(sql "SELECT id FROM outbox WHERE state = 1")"
  assert_stderr --partial "is sent; expected queued"
  sql "UPDATE outbox SET lease_until = 9999999999999 WHERE state = 0"
  assert_exit 1 ecom-notify cancel "$(sql "SELECT id FROM outbox WHERE state = 0")"
  assert_stderr --partial "a courier has it in hand"
}
