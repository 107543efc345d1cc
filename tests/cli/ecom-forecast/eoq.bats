load ../../lib/helpers

# Snyder, Shen: Fundamentals of Supply Chain Theory, examples 3.1 and 3.8, as computed by stockpyl.
@test "the textbook's lot" {
  run_in_pipe 'printf "sku,demand,order_cost,holding_cost,backorder_cost\nA,1300,8,0.225,\nB,1300,8,0.225,5\n" | ecom-forecast eoq'
  assert_equal "$status" 0
  assert_json 'def near(x): (. - x) | fabs < 1e-9;
    (.[0] | .sku == "A" and (.quantity | near(304.0467800264368)) and (.cost | near(68.41052550594827)) and (has("backorders") | not))
    and (.[1] | (.quantity | near(310.8125551589646)) and (.cost | near(66.921363550973254))
         and (.backorders / .quantity | near(0.043062200956938)))'
}

# The founding article's: 100 an order, 1000 a year, 20 to hold: 100 units, ten orders, every 36.5 days.
@test "ten orders a year, from a unit cost and a rate" {
  assert_exit 0 ecom-forecast eoq sku=A demand=1000 order_cost=100 unit_cost=80 holding_rate=0.25
  assert_json '.quantity == 100 and .orders == 10 and .interval_days == 36.5 and .cost == 2000'
}

@test "options give what records lack, and not what they have" {
  run_in_pipe 'printf "sku,demand,holding_cost,order_cost\nA,1000,20,\nB,1000,20,400\n" | ecom-forecast eoq --order-cost 100'
  assert_equal "$status" 0
  assert_json 'map(.quantity) == [100, 200]'
}

@test "no demand, no orders" {
  assert_exit 0 ecom-forecast eoq sku=A demand=0 order_cost=100 holding_cost=20
  assert_json '.quantity == 0 and .orders == 0 and .interval_days == null'
}

@test "costs of nothing and missing costs are rejected, their neighbours not" {
  run_in_pipe 'printf "sku,demand,order_cost,holding_cost\nA,1000,0,20\nB,1000,100,\nC,-1,100,20\nD,1000,100,-3\nE,1000,100,20\n" | ecom-forecast eoq'
  assert_equal "$status" 1
  assert_json '.sku == "E"'
  assert_stderr --partial "stdin:2: order_cost: 0: expected a number above 0"
  assert_stderr --partial "stdin:3: holding_cost: is missing: give it, or both unit_cost and holding_rate"
  assert_stderr --partial "stdin:4: demand: -1: expected 0 or more"
  assert_stderr --partial "stdin:5: holding_cost: -3: expected a number above 0"
}
