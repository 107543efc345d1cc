#!/usr/bin/env bats
# A courier that dies, or finds the disk full, at any write of the store: no message is lost, one that goes again has the id that it had, and the
# tries that are counted are those that were made, or one more: it is counted before it is made.
load ../lib/helpers
load ../lib/fault
load ../cli/ecom-notify/shop

setup() {
  sandbox_setup
  needs_sqlite
  needs_inject
  sendmail_that
  queue 3
  cp "$ECOM_STORE" fresh.db
}

deliver() { ecom-notify deliver --sendmail ./sendmail --now "$1"; }

# break_at ACTION: at some writes of the store; then it goes on
break_at() {
  local calls step
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
