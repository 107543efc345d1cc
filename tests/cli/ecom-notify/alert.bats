#!/usr/bin/env bats
# Edge-triggered alerts: what is told, and what is not told again.
load ../../lib/helpers
load shop

@test "a record that appears is told once, in one message" {
  low A B C >now.jsonl
  assert_exit 0 alert now.jsonl --now 2026-01-05T12:00:00Z
  assert_json 'length == 3 and map(.key) == ["A@main", "B@main", "C@main"] and all(.state == "firing")'
  assert_json '.[0].record.available == 1 and .[0].since == "2026-01-05T12:00:00Z"'
  assert_exit 0 alert now.jsonl --now 2026-01-05T12:15:00Z
  refute_output
  assert_equal "$stderr" ""
  assert_equal "$(sql "SELECT COUNT(*), MAX(topic), MAX(recipient) FROM outbox")" "1|alert.low|buyer@example.com"
}

@test "79 runs of a flapping record send one mail" {
  # A is there in every odd run only, 15 minutes apart, and held for an hour.
  for i in $(seq 1 79); do
    at=$((1767614400 + i * 900))
    if [ $((i % 2)) = 1 ]; then low A B; else low B; fi | alert --hold 1h --clear --now "$(date -u -d @$at +%FT%TZ)" >>out.jsonl
  done
  assert_equal "$(jq -r .key out.jsonl)" $'A@main\nB@main'
  assert_equal "$(sql "SELECT COUNT(*) FROM outbox")" 1
}

@test "gone for as long as is held, it is ok; then it fires anew" {
  low A B | alert --now 2026-01-05T12:00:00Z
  run_in_pipe "printf '{\"sku\":\"B\",\"location\":\"main\"}\n' | ecom-notify alert --rule low --to buyer@example.com --hold 1h --now 2026-01-05T12:59:59Z"
  refute_output
  assert_exit 0 alert --hold 1h --now 2026-01-05T13:00:00Z sku=B location=main
  assert_json '.key == "A@main" and .state == "ok" and .since == "2026-01-05T13:00:00Z"'
  assert_exit 0 alert --now 2026-01-05T14:00:00Z sku=A location=main
  assert_json 'map(.key + " " + .state) == ["A@main firing", "B@main ok"]'
  # The first message, and the one about A's second time; nothing was asked about what is ok.
  assert_equal "$(sql "SELECT COUNT(*) FROM outbox")" 2
}

@test "what is ok again is told when asked" {
  low A | alert --now 2026-01-05T12:00:00Z
  low B | alert --clear --now 2026-01-05T12:15:00Z
  assert_equal "$(sql "SELECT subject FROM outbox ORDER BY id")" $'[low] 1 new\n[low] 1 new'
  body=$(sql "SELECT payload FROM outbox ORDER BY id DESC LIMIT 1" | jq -r .body)
  assert_equal "$(grep -E '^(state|ok|firing)' <<<"$body" | awk '{print $1, $2}')" $'state sku\nok A\nfiring B'
  low A | alert --now 2026-01-05T12:30:00Z
  alert --clear --clear-empty --now 2026-01-05T12:45:00Z </dev/null
  assert_equal "$(sql "SELECT subject FROM outbox ORDER BY id DESC LIMIT 1")" "[low] 1 ok again"
}

@test "a rise in severity is told, a fall is not" {
  assert_exit 0 alert sku=A severity=low
  assert_exit 0 alert sku=A severity=critical
  assert_json '.severity == "critical"'
  assert_exit 0 alert sku=A severity=low
  refute_output
  assert_exit 0 alert sku=A severity=out
  assert_json '.state == "firing"'
  assert_equal "$(sql "SELECT COUNT(*) FROM outbox")" 3
}

@test "an empty input clears only what was not seen for an hour" {
  low A | alert --now 2026-01-05T12:00:00Z
  run_in_pipe 'ecom-notify alert --rule low --to b@example.com --now 2026-01-05T12:59:59Z </dev/null'
  refute_output
  run_in_pipe 'ecom-notify alert --rule low --to b@example.com --now 2026-01-05T13:00:00Z </dev/null'
  assert_json '.state == "ok"'
}

@test "an empty input clears at once with --clear-empty" {
  low A | alert --now 2026-01-05T12:00:00Z
  run_in_pipe 'ecom-notify alert --rule low --to b@example.com --clear-empty --now 2026-01-05T12:00:01Z </dev/null'
  assert_json '.state == "ok"'
}

@test "a rejected record, a part of the input, or an input that breaks off clears nothing" {
  low A B | alert
  run_in_pipe '{ echo "{\"sku\":\"A\",\"location\":\"main\"}"; echo "{\"note\":\"no key\"}"; } | ecom-notify alert --rule low --to b@example.com'
  assert_equal "$status" 1
  refute_output
  assert_stderr --partial "expected sku, order, shipment or key"
  assert_exit 0 alert --partial sku=A location=main
  refute_output
  run_in_pipe 'printf "[{\"sku\":\"C\"}" | ecom-notify alert --rule low --to b@example.com'
  assert_equal "$status" 65
  assert_equal "$(ecom-notify alert --list | jq -r '.key + " " + .state')" $'A@main firing\nB@main firing'
}

@test "records of any kind, from JSON or CSV, are kept whole" {
  printf 'order,total,note\n7,2.50,"a, b"\n' >in.csv
  assert_exit 0 alert in.csv
  assert_json '.key == "7" and .record == {order: "7", total: "2.50", note: "a, b"}'
  printf '{"carrier":"ups","number":"1Z","days":3.10,"record":{"deep":[1]}}\n' >in.jsonl
  assert_exit 0 ecom-notify alert --rule late --to b@example.com --key carrier,number in.jsonl
  assert_json '.key == "ups@1Z" and .record.record.deep == [1]'
  assert_line --partial '"days":3.10'
}

@test "states are kept for each rule, and listed" {
  low A | alert
  low A | ecom-notify alert --rule other --channel event
  assert_exit 0 ecom-notify alert --list
  assert_json 'map(.rule) == ["low", "other"]'
  assert_exit 0 ecom-notify alert --list --rule other
  assert_json '.rule == "other"'
}

@test "the message is in the language asked for, its table aligned" {
  printf '{"sku":"A","name":"马克杯","left":1}\n{"sku":"BB","name":"cup","left":20}\n' | alert --lang zh
  assert_equal "$(sql "SELECT subject FROM outbox")" "[low] 新告警 2 条"
  # Han characters are two columns wide.
  sql "SELECT payload FROM outbox" | jq -r .body >body.txt
  grep -qxF 'sku  name    left' body.txt
  grep -qxF 'A    马克杯  1' body.txt
  grep -qxF 'BB   cup     20' body.txt
}

@test "nothing can be slipped into the head of the mail" {
  assert_exit 64 ecom-notify alert --rule low --to $'b@example.com\nBcc: x@example.com' sku=A
  assert_exit 64 ecom-notify alert --rule low --to b@example.com --subject $'hello\r\nBcc: x@example.com' sku=A
  assert_exit 64 ecom-notify alert --rule $'low\nBcc: x@example.com' --to b@example.com sku=A
  assert_exit 64 ecom-notify alert --rule low --to 'nobody' sku=A
  assert_equal "$(sql "SELECT COUNT(*) FROM outbox")" 0
}

@test "a dry run shows what would be told, and keeps nothing" {
  assert_exit 0 alert --dry-run sku=A
  assert_json '.state == "firing"'
  assert_equal "$(sql "SELECT (SELECT COUNT(*) FROM outbox) + (SELECT COUNT(*) FROM alert)")" 0
}

@test "the rule and the recipient must be named" {
  assert_exit 64 ecom-notify alert --to b@example.com sku=A
  assert_stderr --partial "--rule"
  assert_exit 64 ecom-notify alert --rule low sku=A
  assert_stderr --partial "--to"
}

@test "a store check finds alerts that contradict themselves" {
  assert_exit 0 alert sku=A
  assert_exit 0 ecom-store check
  sql "UPDATE alert SET seen_at = since - 1, generation = 0"
  assert_exit 1 ecom-store check
  assert_json 'map(.check) | sort == ["alert_generation", "alert_since"]'
}

# level N: the one thing that is watched stands at N
level() { printf '{"sku":"A","location":"main","available":%s}\n' "$1"; }

@test "between two thresholds it stays as it was" {
  for value in 12 9 6 5 6 9 10 9 4; do
    level "$value" | alert --value available --on 5 --off 10 --clear | jq -r --arg v "$value" '$v + " " + .state'
  done >told.txt
  assert_equal "$(cat told.txt)" $'5 firing\n10 ok\n4 firing'
  for value in 1 8 9 7 5; do
    level "$value" | alert --rule hot --value available --on 9 --off 5 --clear | jq -r --arg v "$value" '$v + " " + .state'
  done >told.txt
  assert_equal "$(cat told.txt)" $'9 firing\n5 ok'
  assert_exit 1 alert --value available --on 5 --off 10 sku=A
  assert_stderr --partial "expected a number"
  assert_exit 64 alert --value available --on 5 --off 5 sku=A
  assert_exit 64 alert --value available --on 5 sku=A
  assert_exit 64 alert --on 5 --off 6 sku=A
}

@test "what goes on firing is told again after so long" {
  low A >now.jsonl
  for at in 05T12:00 05T23:00 06T11:59 06T12:00 06T13:00 07T12:00; do
    alert --again 1d --now "2026-01-$at:00Z" now.jsonl | jq -r --arg at "$at" '$at'
  done >told.txt
  assert_equal "$(cat told.txt)" $'05T12:00\n06T12:00\n07T12:00'
  assert_equal "$(sql "SELECT COUNT(*) FROM outbox")" 3
}

@test "at most one message in the time of a digest, about all that changed" {
  low A | alert --digest 1h --now 2026-01-05T12:00:00Z >/dev/null
  low A B | alert --digest 1h --now 2026-01-05T12:15:00Z >/dev/null
  low A B C | alert --digest 1h --now 2026-01-05T12:30:00Z >/dev/null
  low A B C | alert --digest 1h --now 2026-01-05T13:00:00Z >told.jsonl
  assert_equal "$(jq -r .key told.jsonl)" $'B@main\nC@main'
  assert_equal "$(sql "SELECT subject FROM outbox ORDER BY id")" $'[low] 1 new\n[low] 2 new'
}

@test "in quiet hours nothing is told; after them what is still so, together" {
  low A B | alert --quiet 22:00-07:00 --tz Asia/Shanghai --now 2026-01-05T14:00:00Z >/dev/null
  low B C | alert --quiet 22:00-07:00 --tz Asia/Shanghai --now 2026-01-05T22:59:00Z >/dev/null
  assert_equal "$(sql "SELECT COUNT(*) FROM outbox")" 0
  low B C | alert --quiet 22:00-07:00 --tz Asia/Shanghai --now 2026-01-05T23:00:00Z >told.jsonl
  assert_equal "$(jq -r .key told.jsonl)" $'B@main\nC@main'
  assert_equal "$(sql "SELECT subject FROM outbox")" "[low] 2 new"
  assert_exit 64 alert --quiet never sku=A
}

@test "of several runs at once that see the same, one tells it" {
  runs=()
  # On PostgreSQL nobody writes before all of them have begun.
  if [[ $ECOM_STORE == postgresql:* ]]; then
    coproc HOLDER { psql -qAt "$ECOM_STORE"; }
    echo "BEGIN; LOCK TABLE alert IN SHARE ROW EXCLUSIVE MODE; SELECT 'held';" >&"${HOLDER[1]}"
    read -r _ <&"${HOLDER[0]}"
  fi
  for run in 1 2 3; do
    low A{1..20} "OF-$run" | alert --partial --now 2026-01-05T12:00:00Z >"$run.jsonl" &
    runs+=($!)
  done
  if [[ $ECOM_STORE == postgresql:* ]]; then
    for _ in {1..300}; do
      [ "$(sql "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")" != 3 ] || break
      sleep 0.1
    done
    printf 'COMMIT;\n\\q\n' >&"${HOLDER[1]}"
  fi
  for run in "${runs[@]}"; do wait "$run"; done
  assert_equal "$(cat ./[1-3].jsonl | jq -r .key | sort | uniq -c | awk '$1 != 1')" ''
  assert_equal "$(cat ./[1-3].jsonl | wc -l)" 23
  assert_equal "$(sql "SELECT COUNT(*) FROM outbox WHERE payload LIKE '%A7@main%'")" 1
}
