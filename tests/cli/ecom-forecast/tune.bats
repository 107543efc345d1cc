load ../../lib/helpers
# No store is asked: run once.

# Snyder, Shen, example 4.7: Poisson demand of 6, h = 1, p = 4: base stock 8 costs 3.5701; with 5 an order (4,10) costs 8.0341.
@test "textbook policies are found again" {
  assert_exit 0 ecom-forecast tune sku=A mean=6 lead_time=0 holding_cost=1 shortage_cost=4 --unmet backorder
  assert_json '.policy == "base-stock" and .level == 8 and (.cost - 3.5701 | fabs) < 4 * .cost_error'
  assert_exit 0 ecom-forecast tune sku=A mean=6 lead_time=0 holding_cost=1 shortage_cost=4 order_cost=5 --unmet backorder
  assert_json '.policy == "min-max" and (.point - 4 | fabs) <= 1 and (.level - 10 | fabs) <= 1 and (.cost - 8.0341 | fabs) < 4 * .cost_error'
}

@test "lost sales: a cap, close to the optimum, better than plain base stock" {
  assert_exit 0 ecom-forecast optimal sku=A mean=5 lead_time=3 holding_cost=1 shortage_cost=4
  best=$(jq .cost <<<"$output")
  assert_exit 0 ecom-forecast tune sku=A mean=5 lead_time=3 holding_cost=1 shortage_cost=4
  assert_json ".policy == \"capped-base-stock\" and .cap > 0 and .cost < $best * 1.03 and .cost > $best * 0.98"
  assert_exit 0 ecom-forecast tune sku=A mean=5 lead_time=3 holding_cost=1 shortage_cost=4 --policy base-stock
  assert_json ".cap == null and .cost > $best * 1.06"
}

@test "a fill rate takes the place of a cost of shortage" {
  assert_exit 0 ecom-forecast tune sku=A mean=5 sd=4 lead_time=4 lead_time_sd=1.5 holding_cost=1 --fill-rate 0.97 --unmet backorder --review 2
  assert_json '.fill_rate > 0.965 and .fill_rate < 0.985'
  assert_exit 1 ecom-forecast tune sku=A mean=5 lead_time=4 holding_cost=1
  assert_stderr --partial "shortage_cost: expected a number above 0, or a fill rate to reach"
  assert_exit 64 ecom-forecast tune sku=A mean=5 lead_time=4 holding_cost=1 --fill-rate 1
}

@test "lots" {
  assert_exit 0 ecom-forecast tune sku=A mean=5 lead_time=2 holding_cost=1 shortage_cost=9 order_cost=40 --policy lots --unmet backorder
  # About the economic lot, sqrt(2 40 5 / 1) = 20.
  assert_json '.policy == "lots" and .lot >= 14 and .lot <= 28 and .level == null and (.orders * .lot - 5 | fabs) < 0.3'
}

@test "the same for any number of threads, other numbers for another seed" {
  ecom-forecast tune sku=A mean=5 lead_time=3 holding_cost=1 shortage_cost=4 --jobs 1 >one.jsonl
  ecom-forecast tune sku=A mean=5 lead_time=3 holding_cost=1 shortage_cost=4 --jobs 3 >three.jsonl
  cmp one.jsonl three.jsonl
  ecom-forecast tune sku=A mean=5 lead_time=3 holding_cost=1 shortage_cost=4 --seed 2 >other.jsonl
  ! cmp -s one.jsonl other.jsonl
}

@test "no demand, a lead time of none, bad costs" {
  assert_exit 0 ecom-forecast tune sku=A mean=0 lead_time=2 holding_cost=1 shortage_cost=4
  assert_json '.cost == 0 and .fill_rate == 1'
  printf 'sku,mean,lead_time,lead_time_sd,holding_cost,shortage_cost\nA,5,2,-1,1,4\nB,5,2,,-1,4\nC,5,300,,1,4\nD,5,0,,1,4\n' >bad.csv
  assert_exit 1 ecom-forecast tune bad.csv
  assert_json '.sku == "D"'
  assert_stderr --partial "bad.csv:2: lead_time_sd: -1: expected a number from 0"
  assert_stderr --partial "bad.csv:3: holding_cost: -1: expected a number above 0"
  assert_stderr --partial "bad.csv:4: lead_time:"
}
