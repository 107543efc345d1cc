#!/usr/bin/env bats
# A receipt that is killed at any point: what it had printed was durable, and the same file again, by its keys, moves nothing twice.

load ../lib/helpers
load ../lib/fault

setup() {
  needs_inject
  sandbox_setup
  ecom-catalog import sku=A name=Apple
  ecom-stock location main
  seq 1 60 | sed 's/.*/{"sku":"A","location":"main","quantity":&,"reason":"delivery","key":"k&"}/' >in.jsonl
  if [ "$ECOM_TEST_STORE" = sqlite ]; then call="write"; else call="send"; fi
  export INJECT_ONLY=store.db
}

# quantity|key of every movement, in order
movements() { sql "SELECT quantity, key FROM movement ORDER BY id"; }

@test "kill -9 at any write: what was printed is there, and again by the same keys is once" {
  seq 1 60 | sed 's/.*/&|k&/' >expected
  calls=$(inject_calls "$call" ecom-stock receive in.jsonl --batch 10 --dry-run)
  calls=$((calls * 2))
  killed=0
  for n in $(inject_steps "$calls" 60); do
    store_fresh
    ecom-catalog import sku=A name=Apple
    ecom-stock location main >/dev/null
    inject "$call:$n:kill" ecom-stock receive in.jsonl --batch 10 -o jsonl >printed 2>errors && code=0 || code=$?
    [ "$code" -eq 0 ] || [ "$code" -eq 137 ] || { echo "kill at $n: exit $code"; cat errors; return 1; }
    [ "$code" -eq 0 ] || killed=$((killed + 1))
    # Whole batches of ten, and no line printed that is not stored.
    movements >stored
    stored=$(wc -l <stored) printed=$(wc -l <printed)
    [ $((stored % 10)) -eq 0 ]
    head -n "$stored" expected | diff - stored
    [ "$printed" -le "$stored" ]
    jq -r '"\(.quantity)|\(.key)"' printed | diff <(head -n "$printed" expected) -
    # Again: the same answers, and the sum of 1 to 60 on hand.
    assert_exit 0 ecom-stock receive in.jsonl --batch 10 -o jsonl
    head -n "$printed" <<<"$output" | diff printed -
    movements | diff expected -
    assert_equal "$(sql "SELECT on_hand FROM level")" 1830
  done
  [ "$killed" -ge 5 ]
}

@test "kill -9 by the clock, twenty times over, then to the end: everything once" {
  seq 1 2000 | sed 's/.*/{"sku":"A","location":"main","quantity":1,"reason":"delivery","key":"k&"}/' >many.jsonl
  for i in $(seq 1 20); do
    kill9_after "0.0$((i * 7 % 10))" ecom-stock receive many.jsonl --batch 20 >/dev/null 2>&1 || true
  done
  assert_exit 0 ecom-stock receive many.jsonl --batch 20
  assert_equal "${#lines[@]}" 2000
  assert_equal "$(sql "SELECT COUNT(*), COUNT(DISTINCT key) FROM movement")" '2000|2000'
  assert_equal "$(sql "SELECT on_hand FROM level")" 2000
  assert_exit 0 ecom-store check
}
