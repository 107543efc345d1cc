load ../../lib/helpers

# poisson SKU LOCATION STEPS: daily demand of Poisson(5), as forecast records from 2018-02-01.
# Quantiles of sums: Poisson(35) 0.95 at 45, Poisson(70) 0.95 at 84, 0.99 at 90 (summed with 25 digits by mpmath).
poisson() {
  awk -v sku="$1" -v location="$2" -v steps="$3" 'BEGIN {
    for (i = 1; i <= steps; i++)
      printf "{\"sku\":\"%s\",\"location\":%s,\"origin\":\"2018-01-31\",\"step\":%d,\"date\":\"2018-02-%02d\",\"mean\":5,\"sd\":%.12g,\"total_sd\":%.12g}\n",
        sku, location == "" ? "null" : "\"" location "\"", i, i, sqrt(5), sqrt(5 * i) }'
}

# A shop with two locations; apples at both, with rules.
shop() {
  ecom-catalog import >/dev/null <<'CSV'
sku,name,price,currency,cost
apple,Apple,2.00,EUR,0.35
pear,Pear,2.00,EUR,
CSV
  sql "INSERT INTO location (location, priority, active) VALUES ('main', 1, 1), ('shop', 2, 1), ('old', 3, 0)"
  sql "INSERT INTO level (sku, location, on_hand, reserved, unavailable, incoming)
       VALUES ('apple', 'main', 30, 4, 1, 12), ('apple', 'shop', 6, 0, 0, 0), ('apple', 'old', 500, 0, 0, 0)"
  sql "INSERT INTO rule (sku, location, lead_time_days, supplier, pack, safety)
       VALUES ('apple', 'main', 7, 'orchard', 12, NULL), ('apple', 'shop', 5, 'wholesale', NULL, 3)"
}

@test "order up to the level that covers lead time and review, in whole packs, what is on order counted" {
  shop
  poisson apple main 14 >forecast.jsonl
  assert_exit 0 ecom-forecast reorder forecast.jsonl
  # 84 - (30 - 4 - 1 + 12) = 47: four packs of 12.
  assert_json '.sku == "apple" and .location == "main" and .supplier == "orchard" and .quantity == 48 and .cost == 16.8
    and .currency == "EUR" and .policy == "order-up-to" and .position == 37 and .lead_time_demand == 70 and .safety == 14 and .level == 84'
  assert_json '.reason | length == 4 and .[0] == "demand of 14 days from 2018-02-01 (lead time 7 by its rule, review 7): 70 expected, standard deviation 8.37"
    and .[2] == "position 37: on hand 30 - reserved 4 - unavailable 1 + incoming 12"
    and .[3] == "order up to 84: 47, rounded up to packs of 12: 48"'
  assert_line --partial '"cost":16.80,'
}

@test "the service level, lead time, review and pack of the options where no rule says" {
  unset ECOM_STORE
  poisson plum "" 20 >forecast.jsonl
  assert_exit 0 ecom-forecast reorder --service 0.99 --lead-time 4 --review 10 --pack 50 --levels /dev/null forecast.jsonl
  assert_json '.quantity == 100 and .level == 90 and .position == 0 and .cost == null and .supplier == null'
  assert_exit 0 ecom-forecast reorder --lead-time 0 --review 7 forecast.jsonl
  assert_json '.quantity == 45 and .level == 45 and .lead_time_demand == 35'
  assert_stderr --partial "neither a store nor --levels: stock counts as 0"
}

@test "a forecast without a location is for the stock and rules of all active ones" {
  shop
  poisson apple "" 14 >forecast.jsonl
  assert_exit 0 ecom-forecast reorder forecast.jsonl
  # 37 at main, 6 at shop, none of the closed one; longest lead time 7, pack 12, the first supplier: 84 - 43 = 41.
  assert_json '.location == null and .position == 43 and .quantity == 48 and .supplier == "orchard"'
}

@test "nothing to order is said only with --all" {
  shop
  sql "UPDATE level SET on_hand = 84 WHERE location = 'main'"
  sql "UPDATE level SET incoming = 5 WHERE location = 'main'"
  poisson apple main 14 >forecast.jsonl
  assert_exit 0 ecom-forecast reorder forecast.jsonl # 84 - 4 - 1 + 5 = 84
  refute_output
  assert_exit 0 ecom-forecast reorder --all forecast.jsonl
  assert_json '.quantity == 0 and .cost == 0 and .position == 84 and (.reason[-1] == "nothing to order")'
}

@test "reorder-point waits until the position is down to it" {
  unset ECOM_STORE
  poisson plum "" 14 >forecast.jsonl
  printf 'sku,on_hand\nplum,46\n' >above.csv
  printf 'sku,on_hand\nplum,45\n' >at.csv
  assert_exit 0 ecom-forecast reorder --policy reorder-point --levels above.csv forecast.jsonl
  refute_output
  assert_exit 0 ecom-forecast reorder --policy reorder-point --levels at.csv forecast.jsonl
  assert_json '.quantity == 39 and .policy == "reorder-point" and (.reason[-1] == "reorder point 45: order up to 84: 39")'
}

@test "the rule's safety stock is the least" {
  unset ECOM_STORE
  printf 'sku,safety,lead_time_days\nplum,20,7\n' >rules.csv
  poisson plum "" 14 >forecast.jsonl
  assert_exit 0 ecom-forecast reorder --levels /dev/null --rules rules.csv forecast.jsonl
  assert_json '.level == 90 and .safety == 20 and .quantity == 90'
}

@test "levels and rules from files stand in for the store's" {
  shop
  poisson apple main 14 >forecast.jsonl
  printf 'sku,location,on_hand,reserved,unavailable,incoming\napple,main,80,0,0,0\n' >levels.csv
  printf 'sku,location,pack\napple,main,5\n' >rules.csv
  assert_exit 0 ecom-forecast reorder --levels levels.csv --rules rules.csv forecast.jsonl
  assert_json '.position == 80 and .quantity == 5 and .supplier == null and .cost == 1.75'
  assert_exit 66 ecom-forecast reorder --levels nowhere.csv forecast.jsonl
  printf 'sku,location,on_hand\napple,main,many\n' >broken.csv
  assert_exit 65 ecom-forecast reorder --levels broken.csv forecast.jsonl
  assert_stderr --partial "broken.csv:2"
}

@test "what demand prints, as CSV or JSON, in any order and interleaved, gives the same proposals" {
  for day in $(seq 0 59); do date -u -d "2018-01-01 + $day day" +%F; done >dates
  awk 'BEGIN { print "sku,date,quantity" } { print "a," $1 "," (NR * 7) % 5; print "b," $1 "," (NR * NR) % 11 }' dates >history.csv
  unset ECOM_STORE
  ecom-forecast demand history.csv -o csv | ecom-forecast reorder -q >csv.jsonl
  ecom-forecast demand history.csv | sort -t : -k 7 | tac | ecom-forecast reorder -q >json.jsonl
  cmp csv.jsonl json.jsonl
  assert_equal "$(jq -r .sku csv.jsonl | paste -sd ' ')" "a b"
}

@test "weekly and monthly steps: a step that is cut counts by its days" {
  unset ECOM_STORE
  printf '%s\n' '{"sku":"w","step":1,"date":"2018-02-05","mean":70,"sd":0}' '{"sku":"w","step":2,"date":"2018-02-12","mean":140,"sd":0}' >weeks.jsonl
  assert_exit 0 ecom-forecast reorder --levels /dev/null --lead-time 7 --review 2 weeks.jsonl
  assert_json '.lead_time_demand == 110 and .quantity == 110'
  # February has 28 days, March 31.
  printf '%s\n' '{"sku":"m","step":1,"date":"2018-02-01","mean":280,"sd":0}' '{"sku":"m","step":2,"date":"2018-03-01","mean":310,"sd":0}' >months.jsonl
  assert_exit 0 ecom-forecast reorder --levels /dev/null --lead-time 59 --review 0 months.jsonl
  assert_json '.lead_time_demand == 590'
  assert_exit 1 ecom-forecast reorder --levels /dev/null --lead-time 60 --review 0 months.jsonl
  assert_exit 0 ecom-forecast reorder --levels /dev/null --from 2018-02-15 --lead-time 14 --review 1 months.jsonl
  assert_json '.lead_time_demand == 150'
}

# Quantiles of normal(40, 5^2) are 40 + 5 z; of equal steps the sum has variance 2 * 25: 80 + 1.645 * 7.07 = 91.6.
@test "quantiles alone tell the spread" {
  unset ECOM_STORE
  q='{"0.05":31.7757,"0.5":40,"0.95":48.2243}'
  printf '%s\n' "{\"sku\":\"n\",\"step\":1,\"date\":\"2018-02-01\",\"mean\":40,\"q\":$q}" "{\"sku\":\"n\",\"step\":2,\"date\":\"2018-02-02\",\"mean\":40,\"q\":$q}" >q.jsonl
  assert_exit 0 ecom-forecast reorder --levels /dev/null --lead-time 2 --review 0 q.jsonl
  assert_json '.level == 92'
}

@test "a forecast that is too short, has a gap, or begins too late is refused; its neighbours are not" {
  unset ECOM_STORE
  { poisson brief "" 10; poisson gap "" 14 | sed 5d; poisson good "" 14; } >mixed.jsonl
  assert_exit 1 ecom-forecast reorder --levels /dev/null mixed.jsonl
  assert_json '.sku == "good" and .quantity == 84'
  assert_stderr --partial "brief: the forecast reaches 10 of the 14 days of lead time and review: make it with a longer horizon"
  assert_stderr --partial "gap: step 5 is missing"
  poisson late "" 14 >late.jsonl
  assert_exit 1 ecom-forecast reorder --levels /dev/null --from 2018-01-15 late.jsonl
  assert_stderr --partial "late: the forecast begins on 2018-02-01, after 2018-01-15"
}

@test "bad records: nothing of the spread, a step twice, broken quantiles" {
  unset ECOM_STORE
  printf '%s\n' '{"sku":"a","step":1,"date":"2018-02-01","mean":5,"sd":1}' '{"sku":"a","step":1,"date":"2018-02-01","mean":5,"sd":1}' \
    '{"sku":"b","step":1,"date":"2018-02-01","mean":5}' '{"sku":"c","step":1,"date":"2018-02-01","mean":5,"q":{"1.5":3,"0.5":2}}' \
    '{"sku":"d","step":1,"date":"2018-02-01","mean":-5,"sd":1}' >bad.jsonl
  assert_exit 1 ecom-forecast reorder --levels /dev/null --lead-time 1 --review 0 bad.jsonl
  assert_json '.sku == "a"'
  assert_stderr --partial "bad.jsonl:2: step: step 1 of this SKU and location came before"
  assert_stderr --partial "bad.jsonl:3: q: nothing tells how uncertain the forecast is"
  assert_stderr --partial "bad.jsonl:4: q: \"1.5\": 3: expected a level between 0 and 1 and a number"
  assert_stderr --partial "bad.jsonl:5: mean: -5: expected a number from 0 to 1e+12"
}

@test "a SKU that the store does not know is refused" {
  shop
  { poisson nut "" 14; poisson pear "" 14; } >forecast.jsonl
  assert_exit 1 ecom-forecast reorder forecast.jsonl
  assert_json '.sku == "pear" and .quantity == 84 and .cost == null and (has("currency") | not)'
  assert_stderr --partial "nut: is not in the catalog"
}

@test "bad options are refused, with and without input" {
  unset ECOM_STORE
  poisson plum "" 14 >forecast.jsonl
  for options in '--service 1' '--service 0' '--service 95' '--pack 0' '--lead-time -1' '--policy guess'; do
    # shellcheck disable=SC2086 # two words
    assert_exit 64 ecom-forecast reorder $options forecast.jsonl
  done
  assert_exit 64 ecom-forecast reorder --service 1 /dev/null
}

@test "no forecasts, no proposals" {
  run_in_pipe 'ecom-forecast reorder </dev/null'
  assert_equal "$status" 0
  refute_output
}

# 200 SKUs: more than one lookup of the store.
@test "many SKUs are looked up together" {
  { echo sku,name,cost,currency; for i in $(seq 200); do echo "s$i,n,1.00,EUR"; done; } | ecom-catalog import
  sql "INSERT INTO location (location) VALUES ('main')"
  sql "INSERT INTO level (sku, location, on_hand) SELECT sku, 'main', CAST(substr(sku, 2) AS INTEGER) FROM product"
  for i in $(seq 200); do poisson "s$i" "" 14; done >forecast.jsonl
  assert_exit 0 ecom-forecast reorder forecast.jsonl
  assert_json 'length == 83 and all(.quantity == 84 - (.sku[1:] | tonumber) and .position == (.sku[1:] | tonumber) and .cost == .quantity)'
}
