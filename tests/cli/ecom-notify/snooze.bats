#!/usr/bin/env bats
# Snoozes, and telling anew.
load ../../lib/helpers
load shop

at() { local now=2026-01-$1; shift; alert --now "$now" "$@"; }

@test "what is snoozed is not told, and told after it if it is still so" {
  assert_exit 0 ecom-notify snooze low key=A@main --for 2d --now 2026-01-05T12:00:00Z
  assert_json '.rule == "low" and .key == "A@main" and .until == "2026-01-07T12:00:00Z"'
  low A B >now.jsonl
  assert_exit 0 at 05T13:00:00Z now.jsonl
  assert_json '.key == "B@main"'
  assert_exit 0 at 07T11:59:59Z now.jsonl
  refute_output
  assert_exit 0 at 07T12:00:00Z now.jsonl
  assert_json '.key == "A@main" and .since == "2026-01-05T13:00:00Z"'
  assert_exit 0 at 07T13:00:00Z now.jsonl
  refute_output
  assert_equal "$(sql "SELECT COUNT(*) FROM outbox")" 2
}

@test "what came and went meanwhile is not told at all" {
  assert_exit 0 ecom-notify snooze low --for 1d --now 2026-01-05T12:00:00Z
  low A | at 05T13:00:00Z
  at 05T15:00:00Z --clear --clear-empty </dev/null
  at 06T15:00:00Z --clear --clear-empty </dev/null
  assert_equal "$(sql "SELECT COUNT(*) FROM outbox")" 0
  low A | at 06T16:00:00Z >fired.jsonl
  assert_equal "$(jq -r .key fired.jsonl)" A@main
}

@test "that it is over is told after the snooze to whom it was told that it began" {
  low A | at 05T12:00:00Z >/dev/null
  ecom-notify snooze low --for 1d --now 2026-01-05T12:30:00Z >/dev/null
  at 05T13:00:00Z --clear --clear-empty </dev/null >held.jsonl
  [ ! -s held.jsonl ]
  at 06T13:00:00Z --clear --clear-empty </dev/null >told.jsonl
  assert_equal "$(jq -r '.key + " " + .state' told.jsonl)" "A@main ok"
  assert_equal "$(sql "SELECT subject FROM outbox ORDER BY id DESC LIMIT 1")" "[low] 1 ok again"
}

@test "a snooze is ended by hand, and listed while it lasts" {
  low A >now.jsonl
  ecom-notify snooze low --for 9d --now 2026-01-05T12:00:00Z >/dev/null
  assert_exit 0 ecom-notify snooze --list --now 2026-01-06T12:00:00Z
  assert_json '.rule == "low" and .key == null'
  assert_exit 0 at 05T13:00:00Z now.jsonl
  refute_output
  assert_exit 0 ecom-notify snooze low --end --now 2026-01-05T14:00:00Z
  assert_exit 0 ecom-notify snooze --list --now 2026-01-05T14:00:00Z
  refute_output
  assert_exit 0 at 05T15:00:00Z now.jsonl
  assert_json '.key == "A@main"'
}

@test "rearmed, what fires is told once more; alerts can be piped in" {
  low A B >now.jsonl
  at 05T12:00:00Z now.jsonl >/dev/null
  run_in_pipe 'ecom-notify alert --list | head -1 | ecom-notify snooze --rearm'
  assert_equal "$status" 0
  assert_exit 0 at 05T13:00:00Z now.jsonl
  assert_json '.key == "A@main"'
  assert_equal "$(sql "SELECT COUNT(*) FROM outbox")" 2
  assert_exit 1 ecom-notify snooze other --rearm
  assert_exit 64 ecom-notify snooze low
  assert_exit 64 ecom-notify snooze low --for 1d --end
}
