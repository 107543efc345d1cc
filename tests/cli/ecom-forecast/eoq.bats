load ../../lib/helpers
# No store is asked: run once.

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

# Snyder, Shen: examples 3.6 and 3.7 and problem 3.12, as computed by stockpyl (its cost is with the goods).
@test "quantity discounts, of all units and incremental" {
  printf '%s\n' sku,demand,order_cost,holding_rate,breaks,discount \
    'A,1300,8,0.3,"0:0.75, 400:0.72, 800:0.68",all-units' 'B,1300,8,0.3,0:0.75 400:0.72 800:0.68,incremental' \
    'C,182500,2250,0.25,0:1490;1200:1220;2400:1100,' 'D,182500,2250,0.25,0:1490;1200:1220;2400:1100,incremental' >lots.csv
  assert_exit 0 ecom-forecast eoq lots.csv
  assert_json 'def near(x): (. - x) | fabs < 1e-9 * x; map(.total = .cost + .goods)
    | .[0].quantity == 800 and .[0].price == 0.68 and (.[0].total | near(978.60))
    and (.[1].quantity | near(304.0467800264368)) and (.[1].total | near(1043.4105255059483))
    and .[2].quantity == 2400 and (.[2].total | near(201251093.75))
    and (.[3].quantity | near(28553.06065428)) and (.[3].total | near(208678591.67992835))'
}

# Problem 3.22 likewise, and the cost of a lot that is not the best.
@test "a finite production rate, a given quantity" {
  assert_exit 0 ecom-forecast eoq sku=A demand=80 order_cost=4 holding_cost=0.08 --production-rate 110
  assert_json '.[0] | (.quantity - 171.2697677155351 | fabs < 1e-10) and (.cost - 3.736794931975310 | fabs < 1e-12)'
  assert_exit 0 ecom-forecast eoq sku=A demand=1300 order_cost=8 holding_cost=0.225 quantity=250
  assert_json '.[0] | (.cost - 69.725 | fabs < 1e-12) and .quantity == 250'
  # 100 at 1 and 50 at 0.5 is what 150 cost by the piece.
  assert_exit 0 ecom-forecast eoq sku=A demand=150 order_cost=8 holding_cost=1 unit_cost=1 breaks=100:0.5 discount=incremental quantity=150
  assert_json '.goods == 125 and .cost == 8 + 75'
}

@test "breaks that are none" {
  for breaks in 400 400:x x:1 '400:0.7 300:0.6' '400:0.7 500:0.8' -1:3; do
    assert_exit 1 ecom-forecast eoq sku=A demand=1300 order_cost=8 holding_rate=0.3 unit_cost=0.75 "breaks=$breaks"
    assert_stderr --partial "breaks: "
  done
  assert_exit 1 ecom-forecast eoq sku=A demand=1300 order_cost=8 holding_rate=0.3 breaks=400:0.7
  assert_stderr --partial "unit_cost: is missing: give it, or begin the breaks with 0:PRICE"
  assert_exit 1 ecom-forecast eoq sku=A demand=80 order_cost=8 holding_cost=1 production_rate=80
  assert_stderr --partial "production_rate: 80: expected more than the demand of 80"
  assert_exit 1 ecom-forecast eoq sku=A demand=80 order_cost=8 holding_cost=1 quantity=0
  assert_stderr --partial "quantity: 0: expected a number above 0"
  assert_exit 1 ecom-forecast eoq sku=A demand=80 order_cost=8 holding_cost=1 backorder_cost=3 breaks=0:1 discount=incremental
  assert_stderr --partial "backorder_cost: cannot be weighed against incremental breaks"
}
