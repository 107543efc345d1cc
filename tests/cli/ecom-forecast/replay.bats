load ../../lib/helpers
# No store is asked: run once.

setup() {
  sandbox_setup
  unset ECOM_STORE
}

# steady SKU DAYS QUANTITY: so much every day from 2018-01-01 on
steady() { awk -v sku="$1" -v n="$2" -v q="$3" 'BEGIN { for (i = 0; i < n; i++) print sku "," strftime("%Y-%m-%d", 1514764800 + i * 86400, 1) "," q }'; }

# The same walk in awk: up to factor x the demand of the last L + R days, at every R-th day; lost sales.
walk() {
  awk -F, -v L="$1" -v R="$2" -v factor="$3" -v days="$4" -v warm="$5" 'NR > 1 { y[NR - 2] = $3; n = NR - 1 }
    END {
      start = n - days; begin = start - warm; P = L + R
      for (t = begin; t < n; t++) {
        on_hand += due[t]; ordered -= due[t]
        if ((t - begin) % R == 0) {
          S = 0
          for (j = t - P; j < t; j++) if (j >= 0) S += y[j]
          S = int(factor * S) < factor * S ? int(factor * S) + 1 : factor * S
          if (t == begin) on_hand = S
          q = S - on_hand - ordered
          if (q > 0) { ordered += q; if (L == 0) { on_hand += q; ordered -= q } else due[t + L] += q; if (t >= start) orders++ }
        }
        served = y[t] < on_hand ? y[t] : on_hand; on_hand -= served
        if (t >= start) { demand += y[t]; delivered += served; stock += on_hand }
      }
      printf "%d %d %.6f %d\n", demand, delivered, stock / days, orders
    }' history.csv
}

@test "the naive rule, walked day by day, is what awk walks" {
  { echo sku,date,quantity; awk 'BEGIN { srand(7); for (i = 0; i < 200; i++) print "a," strftime("%Y-%m-%d", 1514764800 + i * 86400, 1) "," int(12 * rand() * rand()) }'; } >history.csv
  for try in '7 7 1 60 28' '3 5 1.5 90 16' '0 1 1 30 2' '14 7 0.8 100 42'; do
    read -r lead review factor days warm <<<"$try"
    # shellcheck disable=SC2086 # words
    read -r demand delivered stock orders <<<"$(walk $try)"
    assert_exit 0 ecom-forecast replay --policy naive --lead-time "$lead" --review "$review" --factor "$factor" --days "$days" --warm-up "$warm" --total history.csv
    assert_json ".demand == $demand and .delivered == $delivered and .orders == $orders and ((.average_stock - $stock) | fabs) < 0.00001"
  done
}

# 5 a day without fail. Up to the 70 of 14 days the stock ends each week at 0 on the day before the next receipt, 7 days of 5 at most:
# the mean of 30, 25, ... 0 is 15. A policy that forecasts it exactly does the same.
@test "what is sold evenly needs no more than it sells" {
  { echo sku,date,quantity; steady even 120 5; } >history.csv
  assert_exit 0 ecom-forecast replay --policy order-up-to,naive --days 84 --service 0.5 history.csv
  assert_json 'length == 4 and all(.fill_rate == 1 and .demand == 420 and .average_stock == 15 and .cycle_service == 1)'
  assert_json 'map(.policy) == ["order-up-to","naive","order-up-to","naive"] and .[0].sku == "even" and .[2].sku == null and .[2].series == 1'
}

@test "costs are those of stock and orders" {
  { echo sku,date,quantity,price; steady even 120 5 | sed 's/$/,2.00/'; } >history.csv
  # 15 of stock: 365 x 0.10 a year / 365 x 84 days x 15; 12 orders of 7
  assert_exit 0 ecom-forecast replay --policy naive --days 84 --holding-cost 36.5 --order-cost 7 --total history.csv
  assert_json '.orders == 12 and .order_cost == 84 and .holding_cost == 126 and .total_cost == 210 and .average_value == 30'
  # a quarter of the price of 2 a year: 15 x 0.5 x 84 / 365 = 1.7260274
  assert_exit 0 ecom-forecast replay --policy naive --days 84 --total history.csv
  assert_json '.holding_cost > 1.726027 and .holding_cost < 1.726028'
}

@test "what is short is lost, or delivered later" {
  # nothing for 60 days, then 10 a day: the naive rule has none, and learns it a week later
  { echo sku,date,quantity; steady burst 60 0; steady burst 90 10 | tail -n 30; } >history.csv
  assert_exit 0 ecom-forecast replay --policy naive --lead-time 1 --review 1 --days 30 --warm-up 10 --total history.csv
  # day 1 and 2 are lost: 10 seen on the second morning are there on the third; the position of two days is full from then on
  assert_json '.demand == 300 and .delivered == 280 and .lost == 20'
  assert_exit 0 ecom-forecast replay --policy naive --lead-time 1 --review 1 --days 30 --warm-up 10 --backorders --total history.csv
  assert_json '.delivered < 280 and .demand == 300'
}

@test "a service level that is asked for is held on demand that keeps its law" {
  # Poisson(4) by the product of uniforms (Knuth), 40 SKUs of 300 days
  awk 'BEGIN { srand(11); print "sku,date,quantity"; for (s = 1; s <= 40; s++) for (i = 0; i < 300; i++) {
    k = -1; p = 1; do { k++; p *= rand() } while (p > exp(-4)); print "s" s "," strftime("%Y-%m-%d", 1514764800 + i * 86400, 1) "," k } }' >history.csv
  assert_exit 0 ecom-forecast replay --policy order-up-to,naive --service 0.95 --days 140 --total history.csv
  assert_json '.[0].cycle_service > 0.92 and .[0].cycle_service < 0.98 and .[0].fill_rate > .[1].fill_rate'
  assert_exit 0 ecom-forecast replay --policy order-up-to --service 0.98 --service-type fill --days 140 --total history.csv
  assert_json '.fill_rate > 0.97 and .fill_rate < 0.99'
}

# 5 a day, 7 days from look to look and 7 to wait: 35 a week. In packs of 20 from 50 units on: 60 at a time. At most 60 on hand and
# ordered: each week begins with 25 or 35 in turn, by 60 less what the last began with, and sells no more: 60 of 70.
@test "orders are limited as those of reorder are: minimum, packs, maximum" {
  { echo sku,date,quantity; steady even 200 5; } >history.csv
  assert_exit 0 ecom-forecast replay --policy order-up-to,naive --days 84 --service 0.5 --pack 20 --minimum 50 history.csv --total
  assert_json 'all(.ordered % 60 == 0 and .ordered / .orders == 60 and .fill_rate == 1)'
  assert_exit 0 ecom-forecast replay --policy order-up-to,naive --days 84 --warm-up 28 --service 0.5 --maximum 60 history.csv --total
  assert_json 'all((.fill_rate - 6 / 7 | fabs) < 1e-6 and .ordered / .orders == 30)'
  # Rounded down to packs of 40, the 35 of a week are none.
  assert_exit 0 ecom-forecast replay --policy naive --days 84 --pack 40 --round down history.csv --total
  assert_json '.ordered % 40 == 0 and .fill_rate < 1'
}

# b / (b + h R / 365) = 0.95 with h = 365 / 7 a year and b = 19: a week of holding costs 1.
@test "a price on running out is a service, as in reorder" {
  awk 'BEGIN { srand(4); print "sku,date,quantity"; for (s = 1; s <= 5; s++) for (i = 0; i < 200; i++) print "s" s "," strftime("%Y-%m-%d", 1514764800 + i * 86400, 1) "," int(9 * rand() * rand()) }' >history.csv
  ecom-forecast replay --policy order-up-to --service-type cost --shortage-cost 19 --holding-cost 52.142857142857146 history.csv | jq -c '[.sku, .fill_rate, .orders, .average_stock]' >cost.jsonl
  ecom-forecast replay --policy order-up-to --service 0.95 history.csv | jq -c '[.sku, .fill_rate, .orders, .average_stock]' | cmp - cost.jsonl
}

@test "any number of threads gives the same bytes, and lead times that are drawn the same ones" {
  awk 'BEGIN { srand(5); print "sku,date,quantity"; for (s = 1; s <= 20; s++) for (i = 0; i < 200; i++) print "s" s "," strftime("%Y-%m-%d", 1514764800 + i * 86400, 1) "," int(9 * rand() * rand()) }' >history.csv
  policies=order-up-to,reorder-point,fixed-quantity,periodic-reorder-point,base-stock,naive,cover
  ecom-forecast replay --policy $policies --lead-time-sd 3 --jobs 1 history.csv >one.jsonl
  { head -n 1 history.csv; tail -n +2 history.csv | tac; } >backwards.csv
  ecom-forecast replay --policy $policies --lead-time-sd 3 --jobs 3 backwards.csv >three.jsonl
  cmp one.jsonl three.jsonl
  assert_equal "$(wc -l <one.jsonl)" 147
  ecom-forecast replay --policy $policies --lead-time-sd 3 --seed 2 history.csv >other.jsonl
  assert_exit 1 cmp -s one.jsonl other.jsonl
  assert_equal "$(jq -s 'map(select(.fill_rate == null or .fill_rate > 1 or .average_stock < 0)) | length' one.jsonl)" 0
}

@test "histories that tell little: one day, all zeros, younger than the walk" {
  printf '%s\n' sku,date,quantity one,2018-03-01,5 zero,2018-01-01,0 young,2018-02-25,3 back,2018-02-01,-4 back,2018-02-02,2 end,2018-03-02,1 >history.csv
  assert_exit 0 ecom-forecast replay --policy order-up-to,naive,reorder-point history.csv
  assert_json 'all(.fill_rate == null or (.fill_rate >= 0 and .fill_rate <= 1)) and map(select(.sku == "zero" and .policy == "naive"))[0].demand == 0'
  assert_exit 0 ecom-forecast replay history.csv --until 2017-01-01 --total
  assert_json 'all(.series == 0 and .fill_rate == null)'
  assert_exit 0 ecom-forecast replay </dev/null
  refute_output
  assert_exit 1 ecom-forecast replay --total <<<$'sku,date,quantity,price\na,2018-01-01,,2\na,2018-01-01,1e15,2'
  assert_stderr --partial 'what was sold is replayed'
  assert_stderr --partial 'expected a number of at most'
}

@test "bad options are refused" {
  echo sku,date,quantity >history.csv
  echo a,2018-01-01,1 >>history.csv
  for options in '--service 1' '--service-type cost' '--policy guess' '--factor -1' '--lead-time 0 --review 0' '--alpha 2' '--lead-time-sd -1' \
    '--service-type cost --shortage-cost 1' '--service-type cost --holding-cost 1' '--order-cost -1' '--holding-cost -1' '--days 0' '--pack 0' '--model guess'; do
    # shellcheck disable=SC2086 # words
    assert_exit 64 ecom-forecast replay $options history.csv
  done
}
