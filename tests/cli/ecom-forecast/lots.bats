load ../../lib/helpers
# No store is asked: run once.

# Snyder, Shen: example 3.9 and a problem with prices, as computed by stockpyl 0bae176.
weeks() {
  printf 'sku,date,quantity\nA,2018-01-22,70\nA,2018-01-01,90\nA,2018-01-08,100\nA,2018-01-15,80\nA,2018-01-08,20\n' >weeks.csv
}

@test "the least cost, dates in any order, two records of a date summed" {
  weeks
  assert_exit 0 ecom-forecast lots --order-cost 500 --holding-cost 2 weeks.csv
  assert_json 'map([.period, .date, .quantity, .covers, .cost, .total]) == [[1,"2018-01-01",210,2,740,1380],[3,"2018-01-15",150,2,640,1380]]'
}

@test "the other rules" {
  weeks
  # By hand: 500 + 2 (120 + 2 80) + 500.
  assert_exit 0 ecom-forecast lots -m silver-meal --order-cost 500 --holding-cost 2 weeks.csv
  assert_json 'map(.quantity) == [290, 70] and .[0].total == 1560'
  assert_exit 0 ecom-forecast lots -m lot-for-lot --order-cost 500 --holding-cost 2 weeks.csv
  assert_json 'map(.quantity) == [90, 120, 80, 70] and .[0].total == 2000'
  assert_exit 0 ecom-forecast lots -m fixed-period --order-cost 500 --holding-cost 2 weeks.csv
  assert_json 'map(.quantity) == [210, 150]'
  assert_exit 0 ecom-forecast lots -m fixed-period --periods 3 --order-cost 500 --holding-cost 2 weeks.csv
  assert_json 'map(.quantity) == [290, 70]'
}

@test "prices that change, numbered periods, a gap that needs nothing" {
  run_in_pipe 'printf "sku,period,quantity,unit_cost\nA,1,400,3\nA,2,500,1\nA,3,500,4\nA,4,1100,6\nA,5,900,6\n" | ecom-forecast lots --order-cost 100 --holding-cost 0.1'
  assert_equal "$status" 0
  assert_json 'map(.quantity) == [400, 3000] and (.[0].total - 4940 | fabs < 1e-9)'
  run_in_pipe 'printf "sku,period,quantity\nA,10,5\nA,13,5\n" | ecom-forecast lots --order-cost 20 --holding-cost 1'
  assert_json 'length == 1 and .[0].covers == 4 and .[0].cost == 35'
}

@test "forecasts are needs" {
  run_in_pipe 'printf "sku,date,quantity\nA,2018-01-01,3\nA,2018-01-08,5\nA,2018-01-15,4\n" | ecom-forecast demand -n 4 | ecom-forecast lots --order-cost 1e6 --holding-cost 1'
  assert_equal "$status" 0
  assert_equal "$stderr" ""
  assert_json 'length == 1 and .[0].covers == 4 and .[0].date == "2018-01-22"'
}

@test "what is missing or below nothing" {
  run_in_pipe 'printf "sku,period,quantity,order_cost,holding_cost,unit_cost\nA,1,-1,5,1,\nB,,3,5,1,\nC,1,3,5,1,\nC,2,3,6,1,\nD,1,3,,1,\nE,1,3,5,1,2\nE,2,3,5,1,\nF,1,3,5,1,\nF,9000000,3,5,1,\nG,1,0,5,1,\n" | ecom-forecast lots'
  assert_equal "$status" 1
  assert_json 'map(.sku) == ["C"]'
  assert_stderr --partial "stdin:2: quantity: -1: expected 0 or more"
  assert_stderr --partial "stdin:3: period: is missing: give it, or a date"
  assert_stderr --partial "stdin:5: order_cost: 6: this SKU and location had 5 before"
  assert_stderr --partial "order_cost: D: no record says it"
  assert_stderr --partial "unit_cost: E: is missing in period 2, but not in others"
  assert_stderr --partial "period: F: 1 to 9000000: expected at most 100000 periods"
}
