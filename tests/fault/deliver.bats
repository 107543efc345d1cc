#!/usr/bin/env bats
# A courier that dies, or finds the disk full or the store in other hands, at any write of the store: no message is lost, one that goes again has
# the id that it had, and the tries that are counted are those that were made, or one more: it is counted before it is made.
load ../lib/helpers
load ../lib/fault
load ../cli/ecom-notify/shop

setup() {
  sandbox_setup
  sendmail_that
  queue 3
}

deliver() { ecom-notify deliver --sendmail ./sendmail --now "$@"; }

# break_at ACTION: at some writes of the store; then it goes on
break_at() {
  local calls step
  needs_sqlite
  needs_inject
  cp "$ECOM_STORE" fresh.db
  export INJECT_ONLY=store.db
  calls=$(inject_calls write ecom-notify deliver --sendmail ./sendmail --now 2026-01-05T12:00:00Z)
  for step in 1 $((calls / 4)) $((calls / 2)) $((calls * 3 / 4)) "$calls"; do
    rm -f mail.txt "$ECOM_STORE"*
    cp fresh.db "$ECOM_STORE"
    inject "write:$step$1" ecom-notify deliver --sendmail ./sendmail --now 2026-01-05T12:00:00Z >/dev/null 2>&1 || true
    assert_exit 0 deliver 2026-01-05T13:00:00Z
    assert_equal "$(sql "SELECT COUNT(*) FROM outbox WHERE state = 1")" 3
    assert_equal "$(grep '^Message-ID' mail.txt | sort -u | wc -l)" 3
    tried=$(sql "SELECT SUM(attempts) FROM outbox") sent=$(mails)
    [ "$tried" -ge "$sent" ] && [ "$tried" -le $((sent + 1)) ] && [ "$sent" -le 4 ]
  done
}

@test "killed at a write" { break_at :kill; }

@test "killed in the middle of a write" { break_at :tear; }

@test "a disk that is full from a write on" { break_at +:ENOSPC; }

# writer_start: somebody else at the store, who does what is written to the file orders; what comes of it is read from the file answers.
writer_start() {
  mkfifo orders answers
  if [ "$ECOM_TEST_STORE" = postgresql ]; then
    psql -qtA -d "$ECOM_STORE" <orders >answers 3>&- &
    lock='BEGIN; LOCK TABLE outbox IN EXCLUSIVE MODE; SELECT 1;'
  else
    sqlite3 "$ECOM_STORE" <orders >answers 3>&- &
    lock='BEGIN IMMEDIATE; SELECT 1;'
  fi
  writer=$!
  exec 8>orders 9<answers
  export lock
}

writer_end() {
  echo 'COMMIT;' >orders
  exec 8>&- 9<&-
  wait "$writer"
}

# states: of the messages; nothing else is changed by a writer who only holds the lock
states() { sql "SELECT state, attempts FROM outbox ORDER BY id" | paste -sd' '; }

@test "a store that others write to before a message is taken: later, and nothing was tried" {
  writer_start
  echo "$lock" >orders
  read -r _ <&9
  assert_exit 75 deliver 2026-01-05T12:00:00Z --wait 1s
  assert_equal "$(mails) $(states)" '0 0|0 0|0 0|0'
  writer_end
  assert_exit 0 deliver 2026-01-05T12:00:00Z
  assert_equal "$(mails) $(states)" '3 1|1 1|1 1|1'
}

@test "a store that others write to when a message was handed over: it is not said to be sent, and goes again with the id that it had" {
  writer_start
  # Once it has the mail, the lock is another's.
  sendmail_that 'echo "$lock" >orders' 'read -r _ <answers'
  assert_exit 75 deliver 2026-01-05T12:00:00Z --wait 1s
  assert_equal "$(mails) $(states)" '1 0|1 0|0 0|0'
  writer_end
  sendmail_that
  # The first one's lease has ended then.
  assert_exit 0 deliver 2026-01-05T12:03:00Z
  assert_equal "$(mails) $(states)" '4 1|2 1|1 1|1'
  assert_equal "$(grep '^Message-ID' mail.txt | sort | uniq -c | awk '{ print $1 }' | sort | paste -sd' ')" '1 1 2'
}
