#!/usr/bin/env bash
# Exact and searched policies where unmet demand is lost: Poisson demand of 5 a period, h = 1.
parts+=(policy)

# The optimum as published (Zipkin 2008: 4.40 4.60 4.73 for p = 4) and found by plain value iteration to a span of 2e-3.
policy_optima='2 4 4.396
2 9 6.094
2 19 7.665
3 4 4.598
3 9 6.532
3 19 8.363
4 4 4.728
4 9 6.836
4 19 8.887'

bench_policy() {
  local lead shortage known best cost total=0 worst=0 gap worst_gap=0 tuning=0 took question
  heading "Lost sales, Poisson(5), h = 1: the exact optimum, and capped base stock found by simulation"
  while read -r lead shortage known; do
    question=(sku=A mean=5 lead_time="$lead" holding_cost=1 shortage_cost="$shortage")
    took=$(seconds ecom-forecast optimal "${question[@]}")
    best=$(jq .cost "$work/discard")
    total=$(awk -v a="$total" -v b="$took" 'BEGIN { print a + b }')
    worst=$(larger "$worst" "$(awk -v a="$best" -v b="$known" 'BEGIN { printf "%.4f\n", (a > b) ? a - b : b - a }')")
    took=$(seconds ecom-forecast tune "${question[@]}" --jobs 1)
    tuning=$(larger "$tuning" "$took")
    # What the found policy costs, on twenty times as long a path.
    cost=$(ecom-forecast tune "${question[@]}" --periods "$([ -n "$small" ] && echo 65536 || echo 2097152)" | jq .cost)
    gap=$(awk -v a="$cost" -v b="$best" 'BEGIN { printf "%.2f\n", 100 * (a / b - 1) }')
    worst_gap=$(larger "$gap" "$worst_gap")
  done <<<"$policy_optima"
  figure "lead times 2 to 4, nine cases: farthest from the known optimum" "$worst" "<= 0.001" "<= 0.001"
  figure "all nine, seconds in all" "$total" "<= 2" -
  figure "capped base stock by simulation: largest gap, per cent" "$worst_gap" "<= 1.5" "<= 0.7"
  figure "its search, slowest of the nine, seconds" "$tuning" "<= 0.1" -
  [ -n "$small" ] || figure "lead time 6, p = 4 (1,343,488 states), seconds" \
    "$(seconds ecom-forecast optimal sku=A mean=5 lead_time=6 holding_cost=1 shortage_cost=4)" - "<= 10" "cost $(jq .cost "$work/discard")"
}
