load ../../lib/helpers
# No store is asked: run once.

# Values of Snyder, Shen: Fundamentals of Supply Chain Theory, as computed by stockpyl 0bae176 unless it says otherwise.

@test "normal demand, examples 4.3 and 4.4" {
  assert_exit 0 ecom-forecast newsvendor sku=A mean=50 sd=8 overage_cost=0.18 underage_cost=0.70
  assert_json 'def near(x): (. - x) | fabs < 1e-9; .[0] | (.quantity | near(56.603955927433887)) and (.cost | near(1.997605193176645))
    and (.ratio | near(0.7 / 0.88)) and (.service | near(0.7 / 0.88)) and (has("profit") | not)
    and (.cost | near(0)) == false and ((.left - .short) | near(6.603955927433887))'
  assert_exit 0 ecom-forecast newsvendor sku=A mean=50 sd=8 holding_cost=0.18 stockout_cost=0.70 quantity=40
  assert_json '.[0] | (.cost - 7.356131552870388 | fabs) < 1e-9 and .quantity == 40'
  assert_exit 0 ecom-forecast newsvendor sku=A mean=50 sd=8 --overage-cost 0.18 --underage-cost 0.70 --lead-time 4
  assert_json '.[0] | (.quantity - 264.7668943741548 | fabs) < 1e-9 and (.cost - 4.466781004149578 | fabs) < 1e-9'
}

@test "a price, what a unit costs and what is left brings, example 4.2 and problem 4.3(b)" {
  printf 'sku,mean,sd,price,unit_cost,salvage\nA,50,8,1,0.3,0.12\nB,50,10,7,2.5,1.5\n' >papers.csv
  assert_exit 0 ecom-forecast newsvendor papers.csv
  assert_json 'def near(x): (. - x) | fabs < 1e-9; (.[0] | (.quantity | near(56.603955927433887)) and (.profit | near(33.002394806823354)))
    and (.[1] | (.quantity | near(59.084578685373856)) and (.profit | near(210.4768082523147)))'
}

@test "Poisson, lognormal and listed demand, examples and problems 4.7, 4.8" {
  # Lognormal with mu 6, sigma 0.3: mean exp(6.045), sd mean sqrt(exp(0.09) - 1).
  awk 'BEGIN { m = exp(6.045); printf "sku,mean,sd,distribution,pmf,overage_cost,underage_cost\nA,6,,poisson,,1,4\nB,18,,,,200,270\nC,%.17g,%.17g,lognormal,,1,0.1765\n", m, m * sqrt(exp(0.09) - 1)
    print "D,,,,\"{\"\"1\"\":0.25,\"\"2\"\":0.05,\"\"3\"\":0.1,\"\"4\"\":0.2,\"\"5\"\":0.15,\"\"6\"\":0.1,\"\"7\"\":0.1,\"\"8\"\":0.05}\",500000,1000000" }' >demand.csv
  assert_exit 0 ecom-forecast newsvendor demand.csv
  assert_json 'def near(x): ((. - x) / x) | fabs < 1e-9; (.[0] | .quantity == 8 and (.cost | near(3.570106945770946)))
    and (.[1] | .quantity == 19 and (.cost | near(786.0884409351115)))
    and (.[2] | (.quantity | near(295.6266448071368)) and ((.cost - 29.442543582135290) | fabs < 1e-5))
    and (.[3] | .quantity == 5 and (.cost | near(1225000)))'
}

@test "a service or a fill rate to be reached" {
  # z(0.95) = 1.6448536; an exponential demand of mean 10 is met to 1 - exp(-x/10).
  assert_exit 0 ecom-forecast newsvendor sku=A mean=100 sd=10 service=0.95
  assert_json '.[0] | (.quantity - 116.448536269515 | fabs) < 1e-9 and .ratio == null and .cost == null'
  assert_exit 0 ecom-forecast newsvendor sku=A mean=10 distribution=exponential fill_rate=0.9
  assert_json '.[0] | (.quantity - 10 * (10 | log) | fabs) < 1e-9 and (.short - 1 | fabs) < 1e-9 and (.service - 0.9 | fabs) < 1e-12'
}

@test "forecasts are such records" {
  run_in_pipe 'printf "sku,date,quantity\nA,2018-01-01,3\nA,2018-01-08,5\nA,2018-01-15,4\n" | ecom-forecast demand -n 2 | ecom-forecast newsvendor --service 0.9'
  assert_equal "$status" 0
  assert_equal "$stderr" ""
  assert_json 'length == 2 and all(.[]; .sku == "A" and .quantity > 4)'
}

@test "certain demand, tiny and huge" {
  assert_exit 0 ecom-forecast newsvendor sku=A mean=7 sd=0 overage_cost=1 underage_cost=2
  assert_json '.[0] | .quantity == 7 and .cost == 0 and .fill_rate == 1'
  assert_exit 0 ecom-forecast newsvendor sku=A mean=1e12 overage_cost=1 underage_cost=1
  assert_json '.[0] | (.quantity - 1e12 | fabs) < 10 and .cost > 0'
  assert_exit 0 ecom-forecast newsvendor sku=A mean=1e-9 overage_cost=1 underage_cost=2
  assert_json '.[0] | .quantity == 0'
  assert_exit 0 ecom-forecast newsvendor sku=A 'pmf=[0,0,0.25,0.75]' service=0.5
  assert_json '.[0] | .quantity == 3 and .left == 0.25'
  assert_exit 0 ecom-forecast newsvendor sku=A 'pmf={"0":1}' service=0.5
  assert_json '.[0] | .quantity == 0 and .fill_rate == null and .short == 0'
}

@test "what cannot be weighed is rejected" {
  reject() {
    local want=$1
    shift
    assert_exit 1 ecom-forecast newsvendor sku=A "$@"
    assert_stderr --partial "$want"
  }
  reject "mean: is missing: give it, or a pmf" service=0.9
  reject "mean: 0: expected a number above 0 for a poisson distribution" mean=0 service=0.9
  reject "sd: is missing: a gamma distribution needs it" mean=3 distribution=gamma service=0.9
  reject "sd: 1: expected more than the square root of the mean for a negative-binomial distribution" mean=3 sd=1 distribution=negative-binomial service=0.9
  reject "sd: -1: expected 0 or more" mean=3 sd=-1 service=0.9
  reject "underage_cost: nothing to choose by" mean=3
  reject "overage_cost: 0: expected a number above 0" mean=3 overage_cost=0 underage_cost=1
  reject "price: 1: expected more than the unit cost" mean=3 price=1 unit_cost=1
  reject "salvage: 2: expected less than the unit cost" mean=3 price=4 unit_cost=1 salvage=2
  reject "service: 1: expected a number above 0 and below 1" mean=3 service=1
  reject "fill_rate: 0: expected a number above 0 and below 1" mean=3 fill_rate=0
  reject "lead_time: -1: expected periods from 0" mean=3 service=0.9 lead_time=-1
  reject "lead_time: 2: expected 0 with a lognormal" mean=3 sd=1 distribution=uniform service=0.9 lead_time=2
  reject "pmf: the probabilities sum to 0.5: expected 1" 'pmf={"1":0.5}' service=0.9
  reject "pmf: \"x\": 1: expected a quantity and its probability" 'pmf={"x":1}' service=0.9
  reject "pmf: expected an object" pmf=3 service=0.9
  reject "pmf: expected a list of probabilities that add up to 1, not to 0.9" 'pmf=[0.5,0.4]' service=0.9
}
