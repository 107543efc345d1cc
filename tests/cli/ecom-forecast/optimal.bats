load ../../lib/helpers
# No store is asked: run once.

# P. Zipkin, Operations Research 56 (2008): Poisson demand of 5, h = 1, p = 4.
@test "the published optimum for lead times of one to four periods" {
  for lead in 1 2 3 4; do echo "{\"sku\":\"L$lead\",\"mean\":5,\"lead_time\":$lead}"; done >zipkin.jsonl
  assert_exit 0 ecom-forecast optimal --holding-cost 1 --shortage-cost 4 zipkin.jsonl
  assert_json 'map(.cost * 100 | round / 100) == [4.04, 4.4, 4.6, 4.73]'
  assert_json 'map(.sku) == ["L1", "L2", "L3", "L4"] and all(has("order") | not)'
}

@test "what to order now, for what is there and on its way" {
  printf 'sku,mean,lead_time,stock,arriving\nempty,5,2,0,[0]\ndue,5,2,0,[5]\nfull,5,2,30,[0]\n' >now.csv
  assert_exit 0 ecom-forecast optimal --holding-cost 1 --shortage-cost 4 now.csv
  assert_json '.[0].order > .[1].order and .[1].order > .[2].order and .[2].order == 0 and .[1].arriving == [5]'
}

@test "the policy as a table of states" {
  assert_exit 0 ecom-forecast optimal sku=A mean=2 lead_time=2 holding_cost=1 shortage_cost=9 --table
  assert_json 'length > 20 and all(.order >= 0 and (.arriving | length) == 1) and ([.[] | [.stock, .arriving]] | unique | length) == length'
  # More on the shelf never orders more.
  assert_json 'group_by(.arriving) | all(sort_by(.stock) | map(.order) | . == (sort | reverse))'
}

# One unit or none with even chances, a lead time of one period, h = 1, p = 3, one unit ordered where the shelf is empty. Full: cost 1/2 (kept
# half the time), then empty half the time; empty: 3/2, then full. Full 2/3 of the time: 2/3 1/2 + 1/3 3/2 = 5/6.
@test "probabilities may be given" {
  assert_exit 0 ecom-forecast optimal sku=A 'pmf=[0.5,0.5]' lead_time=1 holding_cost=1 shortage_cost=3 stock=0
  assert_json '.order == 1 and (.cost - 5 / 6 | fabs) < 1e-6'
  assert_exit 0 ecom-forecast optimal sku=A 'pmf=[0.5,0.5]' lead_time=1 holding_cost=1 shortage_cost=3 stock=1
  assert_json '.order == 0'
}

@test "bad questions are rejected with what was expected" {
  printf 'sku,mean,sd,pmf,lead_time,holding_cost,shortage_cost\nA,-1,,,1,1,4\nB,5,,,1,0,4\nC,5,,,1,1,0\nD,,,,1,1,4\nE,,,"[0.5,0.4]",1,1,4\nF,100,,,9,1,4\nG,9000,,,1,1,4\nH,5,,,1,1,4\nI,5,,,0,1,4\n' >bad.csv
  assert_exit 1 ecom-forecast optimal bad.csv
  assert_json 'map(.sku) == ["H"]'
  assert_stderr --partial "bad.csv:2: mean: -1: expected a number from 0"
  assert_stderr --partial "bad.csv:3: holding_cost: 0: expected a number above 0"
  assert_stderr --partial "bad.csv:4: shortage_cost: 0: expected a number above 0"
  assert_stderr --partial "bad.csv:5: mean: is missing: give mean (and sd), or pmf"
  assert_stderr --partial "bad.csv:6: pmf: expected a list of probabilities that add up to 1, not to 0.9"
  assert_stderr --partial "bad.csv:7: lead_time: more than 20000000 states"
  assert_stderr --partial "bad.csv:8: mean: demand beyond 4095 units"
  assert_stderr --partial "bad.csv:10: lead_time:"
}

@test "no demand, nothing to order" {
  assert_exit 0 ecom-forecast optimal sku=A mean=0 lead_time=2 holding_cost=1 shortage_cost=4 stock=0
  assert_json '.cost == 0 and .order == 0'
}
