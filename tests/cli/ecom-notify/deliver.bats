#!/usr/bin/env bats
# Delivery: at least once, each message by one courier, retried by schedule.
load ../../lib/helpers
load shop

# shellcheck disable=SC2120 # assert_exit passes arguments
deliver() { ecom-notify deliver --sendmail ./sendmail "$@"; }

@test "a due message is handed to sendmail once, silently" {
  sendmail_that
  queue 1
  assert_exit 0 deliver --from 'Corner Shop <shop@example.com>' --now 2026-01-05T12:00:00Z
  refute_output
  assert_equal "$stderr" ""
  assert_exit 0 deliver
  assert_equal "$(mails)" 1
  assert_exit 0 ecom-notify list
  assert_json '.state == "sent" and .attempts == 1 and .sent_at == "2026-01-05T12:00:00Z"'
}

@test "another program reads the mail as it was meant" {
  sendmail_that
  printf '{"sku":"A","name":"马克杯 = ok","note":"%0100d"}\n' 7 | alert --lang zh --now 2026-01-05T12:00:00Z >/dev/null
  assert_exit 0 deliver --from 'Läden, Söhne <shop@example.com>'
  # Python's email package is the second opinion.
  tail -n +2 mail.txt | python3 -c '
import email, email.policy, sys
m = email.message_from_binary_file(sys.stdin.buffer, policy=email.policy.default)
print(m["subject"]); print(m["from"].addresses[0].display_name, m["from"].addresses[0].addr_spec); print(m["to"]); print(m["date"].datetime.isoformat())
print(m.defects); sys.stdout.write(m.get_content())' >read.txt
  assert_equal "$(sed -n 1,5p read.txt)" $'[low] 新告警 1 条\nLäden, Söhne shop@example.com\nbuyer@example.com\n2026-01-05T12:00:00+00:00\n[]'
  assert_equal "$(tail -n +6 read.txt)" "$(sql "SELECT payload FROM outbox" | jq -r .body)"
  [ "$(awk '{ if (length > longest) longest = length } END { print longest }' mail.txt)" -le 78 ]
}

@test "failures are tried again by the schedule, then given up" {
  sendmail_that 'echo "greylisted" >&2' 'exit 75'
  queue 1
  at=$(date -u -d 2026-01-05T12:00:00Z +%s)
  # At once, then after 5 s, 5 min, 30 min, 2 h, 5 h: no word of it.
  for wait in 0 5 300 1800 7200 18000; do
    if [ "$wait" -gt 0 ]; then
      assert_exit 0 deliver --now "$(date -u -d @$((at + wait - 1)) +%FT%TZ)"
    fi
    at=$((at + wait))
    before=$(mails)
    assert_exit 0 deliver --now "$(date -u -d @$at +%FT%TZ)"
    assert_equal "$stderr" ""
    assert_equal "$(mails)" $((before + 1))
  done
  assert_exit 0 ecom-notify list
  assert_json '.state == "queued" and .attempts == 6 and .last_error == "exit 75: greylisted"'
  # The last try, 10 h later.
  assert_exit 1 deliver --now "$(date -u -d @$((at + 36000)) +%FT%TZ)"
  assert_stderr --partial "given up: exit 75: greylisted"
  assert_equal "$(ecom-notify list | jq -r .state)" dead
  assert_exit 0 deliver
  assert_equal "$(mails)" 7
  # Every try was the same text, Message-ID included.
  assert_equal "$(grep '^Message-ID' mail.txt | sort -u | wc -l)" 1
}

@test "what sendmail refuses for good is not tried again, and holds no other up" {
  sendmail_that 'grep -q rule-1 mail.txt && [ "$(grep -c ^sendmail mail.txt)" = 1 ] && exit 67' 'exit 0'
  queue 3
  assert_exit 1 deliver
  assert_stderr --partial "exit 67"
  assert_equal "$(sql "SELECT state FROM outbox ORDER BY id")" $'2\n1\n1'
  assert_exit 0 deliver
  assert_equal "$(mails)" 3
  # Revived, it goes out with the Message-ID that it had.
  assert_exit 0 deliver --retry "$(sql "SELECT id FROM outbox WHERE state = 2")"
  assert_equal "$(ecom-notify list --state sent | wc -l)" 3
  assert_equal "$(grep '^Message-ID' mail.txt | sort | uniq -d | wc -l)" 1
  assert_exit 1 deliver --retry 999
  assert_stderr --partial "there is no message 999"
}

@test "a retry is told with -v only" {
  sendmail_that 'exit 69'
  queue 1
  assert_exit 0 deliver -v
  assert_stderr --partial "tried again later: exit 69"
}

@test "two couriers at once send each message once" {
  sendmail_that
  queue 12
  deliver & first=$!
  deliver & second=$!
  wait "$first"
  wait "$second"
  assert_equal "$(mails)" 12
  assert_equal "$(grep '^Message-ID' mail.txt | sort -u | wc -l)" 12
  assert_equal "$(sql "SELECT COUNT(*), MAX(attempts) FROM outbox WHERE state = 1")" "12|1"
}

@test "a courier killed between sending and marking: sent again with the same Message-ID, after its lease" {
  # sendmail ends its parent, once the mail is out.
  sendmail_that 'kill -9 $PPID'
  queue 1
  run -137 deliver --now 2026-01-05T12:00:00Z
  sendmail_that
  assert_exit 0 deliver --now 2026-01-05T12:01:00Z
  assert_equal "$(mails)" 1
  assert_exit 0 deliver --now 2026-01-05T12:03:00Z
  assert_equal "$(mails)" 2
  assert_equal "$(grep '^Message-ID' mail.txt | sort -u | wc -l)" 1
  assert_equal "$(sql "SELECT state, attempts FROM outbox")" "1|2"
}

@test "a message with a line end in its address or subject is refused, not sent" {
  sendmail_that
  queue 2
  sql "UPDATE outbox SET recipient = 'a@example.com
Bcc: x@example.com' WHERE topic = 'alert.rule-1'"
  sql "UPDATE outbox SET subject = 'x
Bcc: x@example.com' WHERE topic = 'alert.rule-2'"
  assert_exit 1 deliver
  assert_equal "$(mails)" 0
  assert_equal "$(sql "SELECT state FROM outbox ORDER BY id")" $'2\n2'
}

@test "a command that cannot be started is a fault of the configuration, and costs no try" {
  queue 1
  assert_exit 78 ecom-notify deliver --sendmail ./missing
  assert_stderr --partial "./missing"
  assert_equal "$(sql "SELECT state, attempts FROM outbox WHERE lease_until IS NULL")" "0|0"
  assert_exit 78 ecom-notify deliver --from 'nobody'
}

@test "exec gets a line of JSON, events only when asked for" {
  low A | ecom-notify alert --rule one --channel exec --to desk >/dev/null
  low A | ecom-notify alert --rule two --channel event >/dev/null
  printf '#!/bin/sh\ncat >>lines.jsonl\n' >take && chmod +x take
  assert_exit 0 ecom-notify deliver --exec ./take
  assert_equal "$(jq -r '[.topic, .recipient, .attempt, .payload.alerts[0].key] | join(" ")' lines.jsonl)" "alert.one desk 1 A@main"
  assert_exit 64 ecom-notify deliver --channel event
  assert_exit 0 ecom-notify deliver --channel event --exec ./take
  assert_equal "$(jq -r .topic lines.jsonl)" $'alert.one\nalert.two'
}

@test "ECOM_SENDMAIL and ECOM_FROM stand in for the options; a limit is kept" {
  sendmail_that
  queue 3
  export ECOM_SENDMAIL="./sendmail" ECOM_FROM=shop@example.com
  assert_exit 0 ecom-notify deliver -n 2
  assert_equal "$(mails)" 2
  grep -qx 'From: shop@example.com' mail.txt
}
