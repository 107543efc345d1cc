#!/usr/bin/env bats
# Saved replies of real carriers through ecom-track ingest: twice, shuffled, and with halves of them in between, they end in the same store as
# once in order.

load ../lib/helpers

setup() {
  sandbox_setup
  skip_unless_data carriers
  replies=$data
}

# What the store says in the end, without the times of taking in.
told() {
  sql "SELECT shipment, at, status, code, text, place FROM shipment_event ORDER BY 1, 2, 3, 4, 5, 6"
  sql "SELECT id, status, substatus, delivered_at FROM shipment ORDER BY 1"
}

# parcels and answers: every saved reply that tells of events is an answer about its parcel, whose number it may leave out
collect() {
  local adapter reply options number n=0
  declare -A parcel
  while IFS='|' read -r adapter reply options _; do
    [[ $adapter != '#'* ]] || continue
    # shellcheck disable=SC2086 # options are words
    ecom-track adapter try "$adapter" "$replies/$reply" $options >events 2>/dev/null || true
    [ -s events ] || continue
    number=$(jq -r --arg reply "$reply" '.number // $reply' events | head -n 1)
    if [ -z "${parcel[$adapter $number]:-}" ]; then
      n=$((n + 1))
      parcel[$adapter $number]=S$n
      jq -nc '$ARGS.named' --arg shipment "S$n" --arg carrier "$adapter" --arg number "$number" >>parcels
    fi
    jq -nc '$ARGS.named' --arg shipment "${parcel[$adapter $number]}" --rawfile body "$replies/$reply" >>answers
  done <"$BATS_TEST_DIRNAME/carriers/replies"
}

@test "replies taken in twice, shuffled and cut end in the same store" {
  collect
  [ "$(wc -l <answers)" -ge 25 ]
  ecom-track add parcels --now 2015-01-01 >/dev/null
  assert_exit 0 ecom-track ingest answers --now 2026-11-01
  told >once
  [ "$(grep -c . once)" -gt 30 ]
  store_fresh
  ecom-track add parcels --now 2015-01-01 >/dev/null
  { jq -c '.body |= .[:length / 2 | floor]' answers; cat answers answers; } |
    shuf --random-source=<(yes) >mixed
  run_apart ecom-track ingest mixed --now 2026-11-01
  [ "$status" -le 1 ]
  told >mixed_end
  diff once mixed_end
}
