load ../lib/helpers
# No store is asked: run once.

# The worked examples of the founding article (its sections 4 and 5.2), put right; ecom-models(7) tells what it said instead. Expected is
# what the comments work out by hand, or R, where named.

# Five months of sales: 50 + 50 x month.
sales() {
  printf 'sku,date,quantity\nA,2018-01-01,100\nA,2018-02-01,150\nA,2018-03-01,200\nA,2018-04-01,250\nA,2018-05-01,300\n'
}

# 4.1.1: sum of (x - 3)(y - 200) = 500, of (x - 3)^2 = 10: slope 50; 200 - 50 x 3 = 50; month 6: 50 + 50 x 6.
@test "regression: slope 50, intercept 50, month 6 is 350" {
  run_in_pipe "$(declare -f sales); sales | ecom-forecast demand --model regression --horizon 3"
  assert_equal "$status" 0
  assert_json '.[0].mean == 350 and .[1].mean - .[0].mean == 50 and .[0].mean - 6 * (.[1].mean - .[0].mean) == 50'
  assert_json 'map(.sd) == [0, 0, 0]' # the months lie on the line
}

# 5.2.3, predict_stock: regressed on themselves, sales give the number of the month asked for: predict(6) = 6. On time they give its sales,
# at whatever height they start.
@test "what will sell is regressed on time, not on itself" {
  run_in_pipe "$(declare -f sales); sales | awk -F, -v OFS=, 'NR > 1 { \$3 += 1000 } 1' | ecom-forecast demand --model regression --horizon 1"
  assert_equal "$status" 0
  assert_json '.mean == 1350'
}

# (100 + 150 + 200) / 3; nothing of month 4 is known when it is forecast.
@test "moving average: month 4 is 150" {
  run_in_pipe "$(declare -f sales); sales | ecom-forecast demand --model moving-average --window 3 --until 2018-03-31 --horizon 1"
  assert_equal "$status" 0
  assert_json '.date == "2018-04-01" and .mean == 150'
}

# sqrt(2 x 100 x 1000 / 20) = 100; ten orders a year, 365 / 10 days apart.
@test "economic order quantity: 100, every 36.5 days" {
  assert_exit 0 ecom-forecast eoq sku=A demand=1000 order_cost=100 holding_cost=20
  assert_json '.quantity == 100 and .orders == 10 and .interval_days == 36.5 and .cost == 2000'
}

# (1000 + 2000) / 3000 of a year. Ordered together every sqrt(2 x 100 / (20 x 3000)) years at a cost of sqrt(2 x 100 x 20 x 3000), apart at
# sqrt(2 x 100 x 20 x 1000) + sqrt(2 x 100 x 20 x 2000).
@test "joint stock: 1.00 years of cover, and what ordering together saves" {
  run_in_pipe 'printf "sku,demand,on_hand\nA,1000,1000\nB,2000,2000\n" | ecom-forecast joint --order-cost 100 --item-cost 0 --holding-cost 20'
  assert_equal "$status" 0
  assert_json 'map(.cover_days / 365) == [1, 1]'
  assert_json 'map(.multiple) == [1, 1] and ((.[0].cycle_days - 365 / (300 | sqrt)) | fabs < 1e-9)'
  assert_json '((.[0].cost - (12000000 | sqrt)) | fabs < 1e-9) and ((.[0].apart - (4000000 | sqrt) - (8000000 | sqrt)) | fabs < 1e-9)'
}

# 125 / 6 x exp(-5).
@test "Poisson, 5 a day: three with a probability of .1404" {
  assert_exit 0 ecom-forecast arrivals --rate 5 --exactly 3
  assert_json '(.[0].exactly["3"] * 10000 | round) == 1404'
}

# 4 (2/7)^2 (5/7)^3: a Poisson rate that varies as a gamma distribution of shape 2 and mean 5; its variance 5 + 25 / 2. The article's formula
# adds up to 0.4.
@test "gamma process, 5 a day, shape 2: three with a probability of .1190; a distribution" {
  assert_exit 0 ecom-forecast arrivals --rate 5 --shape 2 --exactly "$(seq -s , 0 63)"
  assert_json '(.[0].exactly["3"] * 10000 | round) == 1190'
  assert_json '[.[0].exactly[]] | add | . > 0.99995 and . < 1.00005'
  assert_json '(.[0].exactly | to_entries | map((.key | tonumber - 5) as $d | .value * $d * $d) | add) as $variance | $variance > 17.49 and $variance < 17.51'
}

# Expected steps, from the last state back: 1 / .3; (1 + .5 x 3.333) / .6; (1 + .5 x 4.444 + .1 x 3.333) / .7.
@test "order states: shipped to done .3, expected steps 5.079 4.444 3.333" {
  cat >matrix.csv <<'CSV'
from,to,probability
待支付,待支付,0.3
待支付,已支付,0.5
待支付,已发货,0.1
待支付,已完成,0.1
已支付,已支付,0.4
已支付,已发货,0.5
已支付,已完成,0.1
已发货,已发货,0.7
已发货,已完成,0.3
已完成,已完成,1
CSV
  assert_exit 0 ecom-forecast flow matrix.csv
  assert_json 'map(select(.state == "已发货" and .to == "已完成").probability) == [0.3]'
  assert_json 'map(select(.kind == "state" and .steps > 0) | .steps * 1000 | round) == [5079, 4444, 3333]'
}

# 4.3.1 averages words. After two days under way, as the first parcel was, the second is delivered to the door next; after its last event the first has no
# next state at all.
@test "parcel states are not averaged: each has a next one, and an end" {
  printf 'shipment,status,at\nP1,运输中,2018-01-01\nP1,运输中,2018-01-02\nP1,配送中,2018-01-03\nP1,配送中,2018-01-04\nP1,已送达,2018-01-05\nP2,运输中,2018-01-05\n' >events.csv
  assert_exit 0 ecom-forecast flow events.csv --now 2018-01-06
  assert_json 'map(select(.kind == "state") | [.state, .steps, .days_to_end]) == [["运输中", 2, 4], ["配送中", 1, 2], ["已送达", 0, 0]]'
  assert_exit 0 ecom-forecast flow events.csv --now 2018-01-06 --show open
  assert_json '.order == "P2" and .next == {"配送中": 1} and .ends == {"已送达": 1}'
}
