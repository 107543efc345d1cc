load ../../lib/helpers
# No store is asked: run once.

# Silver (1976), as computed by stockpyl with his simple method; a search over all multiples up to 10 finds 218.2515857 with 1,1,2,3,4 or less.
silver() {
  printf 'sku,supplier,order_cost,item_cost,demand,holding_cost\nA,acme,10,1.87,1736,0.2\nB,acme,,5.27,656,0.2\nC,acme,,7.94,558,0.2\nD,acme,,8.19,170,0.2\nE,acme,,8.87,142,0.2\n'
}

@test "Silver's example by Silver's method" {
  silver >silver.csv
  assert_exit 0 ecom-forecast joint --method simple silver.csv
  assert_json 'def near(x): (. - x) | fabs < 1e-9; map(.multiple) == [1,1,1,3,3] and all(.[]; .family == "acme" and (.cost | near(218.68632025498687)))
    and (.[0].quantity | near(488.4707307805676)) and (.[4].quantity | near(119.8666655026047)) and (.[0].cycle_days | near(0.2813771490671472 * 365))
    and (.[3].interval_days | near(3 * 0.2813771490671472 * 365))'
}

@test "the best costs no more, and less than ordering apart" {
  silver >silver.csv
  assert_exit 0 ecom-forecast joint silver.csv
  # sqrt(2 (10 + k) h D), summed over the five
  apart=$(awk -F, 'NR > 1 { s += sqrt(2 * (10 + $4) * $6 * $5) } END { printf "%.9f", s }' silver.csv)
  assert_json "(.[0].cost | . < 218.26 and . > 218.25) and ((.[0].apart - $apart) | fabs < 1e-8) and (.[0] | has(\"cover_days\") | not)"
}

@test "families apart, in order; options give what records lack" {
  run_in_pipe 'printf "sku,family,demand,on_hand\nA,z,1000,500\nB,y,1000,\nC,z,1000,1500\n" | ecom-forecast joint --order-cost 100 --item-cost 0 --holding-cost 20'
  assert_equal "$status" 0
  # B alone is the economic order quantity of 100; A and C share: T = sqrt(200 / 40000), and 2000 units last a year.
  assert_json 'map(.sku) == ["B","A","C"] and (.[0].quantity - 100 | fabs < 1e-9) and (.[0] | has("cover_days") | not) and ((.[1].cycle_days - 365 * 0.0707106781186548) | fabs < 1e-9)
    and .[1].cover_days == 365'
}

@test "what is no cost is rejected, what is missing is said" {
  run_in_pipe 'printf "sku,family,order_cost,item_cost,demand,holding_cost\nA,x,10,1,0,1\nB,x,10,-1,5,1\nC,x,0,1,5,1\nD,x,10,1,5,0\nE,x,10,1,5,1\nF,x,11,1,5,1\nG,w,,1,5,1\n" | ecom-forecast joint'
  assert_equal "$status" 1
  assert_json '.sku == "E" and .multiple == 1'
  assert_stderr --partial "stdin:2: demand: 0: expected a number above 0"
  assert_stderr --partial "stdin:3: item_cost: -1: expected 0 or more"
  assert_stderr --partial "stdin:4: order_cost: 0: expected a number above 0"
  assert_stderr --partial "stdin:5: holding_cost: 0: expected a number above 0"
  assert_stderr --partial "stdin:7: order_cost: 11: the family's was 10 before"
  assert_stderr --partial "order_cost: family w: what an order costs is missing"
}

@test "no records, no orders" {
  run_in_pipe 'printf "sku,item_cost,demand,holding_cost\n" | ecom-forecast joint'
  assert_equal "$status" 0
  refute_output
}
