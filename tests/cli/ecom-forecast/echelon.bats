load ../../lib/helpers
# No store is asked: run once.

# Snyder, Shen: example 6.5, as computed by stockpyl 0bae176: 2 sqrt(2) + sqrt(6) + 3.
@test "guaranteed service in a tree" {
  printf '%s\n' stage,supplies,lead_time,holding_cost,mean,sd,service_time,inbound_time \
    1,3,2,1,,,,1 3,'"2, 4"',1,2,,,, 2,,1,3,0,1,, 4,,1,3,0,1,1, >tree.csv
  assert_exit 0 ecom-forecast echelon --safety-factor 1 tree.csv
  assert_json 'map(.service_time) == [0,0,0,1] and map(.inbound_time) == [1,0,0,0] and (.[0].total - (2 * (2 | sqrt) + (6 | sqrt) + 3) | fabs < 1e-12)
    and (map(.cost) | add) - .[0].total < 1e-12 and .[3].safety == 0
    and ((.[0].apart - ((2 | sqrt) * (3 | sqrt) + 2 * (2 | sqrt) + 3 + 3)) | fabs < 1e-12)'
}

@test "levels cover the demand that passes through" {
  run_in_pipe 'printf "stage,sku,supplies,lead_time,holding_cost,mean,sd\nplant,A,north south,4,1,,\nnorth,A,,1,3,20,3\nsouth,A,,1,3,30,4\nshop,B,,9,1,10,2\n" | ecom-forecast echelon --safety-factor 2'
  assert_equal "$status" 0
  # The plant sees 50 a period with a deviation of 5; a stage alone covers its lead time.
  assert_json 'map(.sku) == ["A","A","A","B"] and .[0].service_time == 0 and .[0].safety == 2 * 5 * 2 and .[0].level == 4 * 50 + 20
    and .[1].level == 20 + 6 and .[3].safety == 12 and .[3].level == 90 + 12 and .[3].total == 12'
}

# Shang, Song (2003), table 1, row 1: levels, and cost to three digits.
@test "a row of stages, Poisson demand" {
  run_in_pipe 'printf "stage,supplies,lead_time,holding_cost,mean,stockout_cost\n4,3,0.25,0.25,,\n3,2,0.25,0.5,,\n2,1,0.25,0.75,,\n1,,0.25,1,16,9\n" | ecom-forecast echelon --method serial'
  assert_equal "$status" 0
  assert_json 'map(.stage) == ["1","2","3","4"] and map(.level) == [8,13,18,22] and (.[0].total - 12.687897827903896 | fabs < 1e-9) and .[0].safety == 4'
}

@test "pooled locations: the square-root law" {
  printf 'stage,lead_time,holding_cost,mean,sd\nN,4,2,10,5\nS,4,2,10,5\nE,4,2,10,5\nW,4,2,10,5\n' >shops.csv
  assert_exit 0 ecom-forecast echelon --pool --safety-factor 2 shops.csv
  assert_json '.[0] | .safety == 40 and .level == 200 and .total == 80 and .apart == 160 and .stage == null'
  assert_exit 0 ecom-forecast echelon --pool --safety-factor 2 --correlation 1 shops.csv
  assert_json '.[0] | .total == .apart'
  assert_exit 1 ecom-forecast echelon --pool --correlation -0.5 shops.csv
  assert_stderr --partial "correlation: -0.5: 4 demands cannot all be so correlated"
}

@test "what is no tree, no row, or missing" {
  refuse() {
    local want=$1 options=$2
    shift 2
    printf '%s\n' stage,supplies,lead_time,holding_cost,mean,sd,stockout_cost "$@" >stages.csv
    # shellcheck disable=SC2086 # words
    assert_exit 1 ecom-forecast echelon $options stages.csv
    assert_stderr --partial "$want"
  }
  refuse "supplies: x: there is no such stage" "" a,x,1,1,,, b,,1,2,5,1,
  refuse "supplies: a: expected a tree, which has one link less than stages" "" a,a,1,1,5,1,
  refuse "supplies: expected a tree, without circles" "" a,b,1,1,5,1, b,a,1,1,5,1, c,,1,1,5,1,
  refuse "supplies: 2 stages and 0 links: expected them to hang together" "" a,,1,1,5,1, b,,1,1,5,1,
  refuse "lead_time: a: 1.5: expected whole periods" "" a,,1.5,1,5,1,
  refuse "sd: no stage has a demand of its own" "" a,,1,1,,,
  refuse "sd: a: is missing beside its mean" "" a,,1,1,5,,
  refuse "stage: a came before: one record each" "" a,,1,1,5,1, a,,1,1,5,1,
  refuse "supplies: expected a row" "-m serial" a,"b c",1,1,,, b,,1,2,5,1,9 c,,1,2,5,1,9
  refuse "holding_cost: a: 2: expected more than what it costs at its supplier" "-m serial" b,a,1,2,,, a,,1,2,5,1,9
  refuse "stockout_cost: a: is missing" "-m serial" a,,1,2,5,1,
  refuse "lead_time: -1: expected periods from 0" "" a,,-1,2,5,1,
  assert_exit 64 ecom-forecast echelon --service 1 stages.csv
  assert_stderr --partial "service: 1: expected a probability from 0.5 to below 1"
}
