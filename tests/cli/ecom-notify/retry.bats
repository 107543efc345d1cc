#!/usr/bin/env bats
# Dead letters: listed, and revived by hand.
load ../../lib/helpers
load shop

@test "the dead are listed, piped, and go out with the id that they had" {
  sendmail_that 'exit 67'
  queue 2
  assert_exit 1 ecom-notify deliver --sendmail ./sendmail
  run_in_pipe 'ecom-notify list --state failed | ecom-notify retry'
  assert_equal "$status" 0
  assert_json 'length == 2 and all(.state == "queued" and .attempts == 0)'
  sendmail_that
  assert_exit 0 ecom-notify deliver --sendmail ./sendmail
  assert_equal "$(grep '^Message-ID' mail.txt | sort | uniq -c | awk '{print $1}')" $'2\n2'
}

@test "only what was given up or cancelled" {
  queue 1
  id=$(sql "SELECT id FROM outbox")
  assert_exit 1 ecom-notify retry "$id"
  assert_stderr --partial "is queued; expected failed, dead or cancelled"
  assert_exit 1 ecom-notify retry 999
  assert_stderr --partial "there is no message 999"
  assert_exit 0 ecom-notify cancel "$id"
  assert_exit 0 ecom-notify retry "$id"
  assert_json '.state == "queued"'
}
