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

# Levels of Poisson sums, with 25 digits by mpmath: quantiles at 0.95 of Poisson(35) 45 and (70) 84.
@test "every policy has its point and level, by the textbook's letters too" {
  unset ECOM_STORE
  poisson plum "" 14 >forecast.jsonl
  for try in order-up-to:84:null:84 R,S:84:null:84 base-stock:45:null:45 S-1,S:45:null:45 reorder-point:84:45:84 s,S:84:45:84 \
    fixed-quantity:80:45:70 r,Q:80:45:70 periodic-reorder-point:119:84:119 R,s,S:119:84:119; do
    IFS=: read -r policy level point quantity <<<"$try"
    assert_exit 0 ecom-forecast reorder --policy "$policy" --levels /dev/null forecast.jsonl
    assert_json ".level == $level and .point == $point and .quantity == $quantity"
  done
  # 35 of Q, as much as a week sells: two lots bring 0 above 45; with lots of 50 one does
  assert_exit 0 ecom-forecast reorder --policy fixed-quantity --lot 50 --levels /dev/null forecast.jsonl
  assert_json '.quantity == 50 and .lot == 50 and (.reason[-1] == "reorder point 45: lots of 50: 50")'
}

# The loss of Poisson at a level, E max(D - S, 0), summed term by term here: the least S whose losses over 14 days less
# those over 7 are at most 5 % of the 35 units of a week.
@test "a fill rate is the share of units delivered at once" {
  unset ECOM_STORE
  poisson plum "" 14 >forecast.jsonl
  want=$(awk 'function loss(m, s,  k, p, sum) { p = exp(-m); for (k = 1; k <= 400; k++) { p *= m / k; if (k > s) sum += (k - s) * p } return sum }
    BEGIN { for (s = 1; (loss(70, s) - loss(35, s)) / 35 > 0.05; s++); printf "%d %.3f\n", s, 1 - (loss(70, s) - loss(35, s)) / 35 }')
  assert_exit 0 ecom-forecast reorder --service-type fill --levels /dev/null forecast.jsonl
  assert_json ".level == ${want% *} and .fill == ${want#* }"
  assert_json '.reason[1] == "\(.level) deliver 95 % of units at once: safety stock \(.safety)"'
}

# A unit short costs 1.65, one held for a week 0.25 x 0.35 x 7 / 365 = 0.001678: the ratio is 0.99898.
# Poisson(70) at 0.99898 is 97 (pmf summed by the test below the level).
@test "as much as pays: the newsvendor's ratio of margin and holding" {
  shop
  poisson apple shop 14 >forecast.jsonl
  want=$(awk 'BEGIN { r = 1.65 / (1.65 + 0.25 * 0.35 * 7 / 365); p = sum = exp(-70); for (k = 0; sum < r; ) { k++; p *= 70 / k; sum += p } print k }')
  assert_exit 0 ecom-forecast reorder --service-type cost --lead-time 7 --rules /dev/null forecast.jsonl
  assert_json ".level == $want"
  assert_exit 1 ecom-forecast reorder --service-type cost --holding-rate 0 --rules /dev/null forecast.jsonl
  assert_stderr --partial "nothing tells what holding a unit costs"
  poisson pear shop 14 >pear.jsonl
  assert_exit 1 ecom-forecast reorder --service-type cost --rules /dev/null pear.jsonl
  assert_stderr --partial "nothing tells what a unit short costs"
}

# The variance grows by (5 a day x 2 days)^2 = 100 to 170: negative binomial of mean 70 and size 49: its 0.95 quantile by R's
# qnbinom(0.95, size = 49, mu = 70) is 92.
@test "a lead time that varies asks for more" {
  unset ECOM_STORE
  poisson plum "" 14 >forecast.jsonl
  assert_exit 0 ecom-forecast reorder --lead-time-sd 2 --levels /dev/null forecast.jsonl
  assert_json '.level == 92 and .demand_sd == 13.038'
}

@test "minimum, packs, maximum and shelf life, and the way of rounding" {
  unset ECOM_STORE
  poisson plum "" 14 >forecast.jsonl
  printf 'sku,on_hand\nplum,50\n' >levels.csv # 34 are missing
  while read -r options quantity; do
    # shellcheck disable=SC2086 # words
    assert_exit 0 ecom-forecast reorder --all --levels levels.csv ${options//_/ } forecast.jsonl
    assert_json ".quantity == $quantity"
  done <<'TRY'
--pack_12 36
--pack_12_--round_down 24
--pack_12_--round_nearest 36
--pack_20_--round_nearest 40
--pack_100_--round_down 0
--minimum_40 40
--minimum_40_--pack_12 48
--minimum_40_--pack_12_--round_down 48
--maximum_84 34
--maximum_80 30
--maximum_80_--pack_12 24
--maximum_80_--minimum_40 0
--maximum_60_--pack_12 0
--maximum_40 0
--shelf-life_6 15
TRY
  # 35 of the lead time and 6 days of 5: 65
  assert_exit 0 ecom-forecast reorder --levels levels.csv --shelf-life 6 forecast.jsonl
  assert_json '.reason[-1] == "order up to 84: 34, no more than a position of 65, which sells within its shelf life: 15"'
  assert_exit 0 ecom-forecast reorder --levels levels.csv --minimum 40 --pack 12 forecast.jsonl
  assert_json '.reason[-1] == "order up to 84: 34, raised to the minimum of 40, rounded up to packs of 12: 48"'
}

@test "the rule's own terms come before the options" {
  shop
  ecom-stock rule apple location=shop lead_time_sd=2 lead_time_days=7 safety= review_days=7 minimum_order=100 maximum_stock=300 pack=1 --blank clear >/dev/null
  poisson apple shop 14 >forecast.jsonl
  assert_exit 0 ecom-forecast reorder --lead-time 1 --review 1 --minimum 1 --maximum 5 forecast.jsonl
  assert_json '.level == 92 and .quantity == 100 and .reason[0] == "demand of 14 days from 2018-02-01 (lead time 7 with a standard deviation of 2 by its rule, review 7): 70 expected, standard deviation 13.04"'
  ecom-stock rule apple location=shop maximum_stock=50 >/dev/null
  assert_exit 0 ecom-forecast reorder --all forecast.jsonl
  assert_json '.quantity == 0'
}

# 1825 a year. 78 at 0.35: 638.75 + holding 0.0875 x 39 = 642.16; 200 at 0.30: 547.5 + 0.075 x 100 = 555; 5000 at 0.29: 529.25 + 181.25.
@test "a price break is taken where a year costs less with it" {
  shop
  poisson apple shop 14 >forecast.jsonl
  ecom-stock rule apple location=shop lead_time_days=7 safety= "price_breaks=200:0.30, 5000:0.29" --blank clear >/dev/null
  assert_exit 0 ecom-forecast reorder forecast.jsonl
  assert_json '.quantity == 200 and .cost == 60 and .reason[-2] == "from 200 on a unit costs 0.30: a year of orders costs least so"'
  ecom-stock rule apple location=shop price_breaks=200:cheap >/dev/null
  assert_exit 1 ecom-forecast reorder forecast.jsonl
  assert_stderr --partial 'apple at shop: "200:cheap": expected quantities and unit costs'
}

@test "drafts that are not sent yet count as on order: the same proposals are not made twice" {
  shop
  poisson apple main 14 >forecast.jsonl
  ecom-forecast reorder forecast.jsonl >drafts.jsonl
  assert_exit 0 ecom-forecast reorder --drafts drafts.jsonl forecast.jsonl
  refute_output
  assert_exit 0 ecom-forecast reorder --all --drafts drafts.jsonl forecast.jsonl
  assert_json '.position == 85 and .quantity == 0 and (.reason[2] | endswith("+ incoming 12 + drafts 48"))'
}

# Three items of one supplier, 5 a day each; 84 to reach.
@test "a supplier's minimum extends the cover of all its items by the same days" {
  unset ECOM_STORE
  for sku in a b c; do poisson $sku "" 14; done >forecast.jsonl
  printf 'sku,supplier,lead_time_days\na,orchard,7\nb,orchard,7\nc,orchard,7\n' >rules.csv
  printf 'sku,on_hand\na,80\nb,86\nc,200\n' >levels.csv
  printf 'supplier,minimum_quantity\norchard,40\n' >suppliers.csv
  # 4 of a; with t days more 4 + 5t of a and 5t - 2 of b: 40 at t = 3.8
  assert_exit 0 ecom-forecast reorder --levels levels.csv --rules rules.csv --suppliers suppliers.csv forecast.jsonl
  assert_json 'map({sku, quantity}) == [{"sku":"a","quantity":24},{"sku":"b","quantity":18}]'
  assert_json '.[1].reason[-2:] == ["4 days more of cover to reach the minimum of orchard", "order 18"]'
  printf 'supplier,minimum_quantity\norchard,100000\n' >suppliers.csv
  assert_exit 0 ecom-forecast reorder --levels levels.csv --rules rules.csv --suppliers suppliers.csv forecast.jsonl
  assert_json '.quantity == 4 and (.reason[-1] == "the minimum of orchard is not reached with a year of cover more")'
  printf 'sku,on_hand\na,84\nb,86\nc,200\n' >levels.csv # nobody needs anything: no order goes out
  assert_exit 0 ecom-forecast reorder --levels levels.csv --rules rules.csv --suppliers suppliers.csv forecast.jsonl
  refute_output
}

@test "an item that is nearly due joins an order of its supplier" {
  unset ECOM_STORE
  for sku in a b c; do poisson $sku "" 14; done >forecast.jsonl
  printf 'sku,supplier\na,orchard\nb,orchard\nc,orchard\n' >rules.csv
  printf 'sku,on_hand\na,45\nb,55\nc,56\n' >levels.csv # the point is 45: b is 2 days away
  assert_exit 0 ecom-forecast reorder --policy reorder-point --can-order 2 --levels levels.csv --rules rules.csv forecast.jsonl
  assert_json 'map({sku, quantity}) == [{"sku":"a","quantity":39},{"sku":"b","quantity":29}]'
  assert_json '.[1].reason[-2] == "joins the order of orchard, 2 days before its own"'
}

# Worth of a unit: price - cost. dear earns 1 on 9, cheap 9 on 1: cheap is bought first, and dear with what is left: 6 x 9 = 54.
@test "a budget goes where the next money is worth most" {
  printf 'sku,name,price,cost,currency\ncheap,C,10,1,EUR\ndear,D,10,9,EUR\n' | ecom-catalog import
  for sku in cheap dear; do poisson $sku "" 14; done >forecast.jsonl
  assert_exit 0 ecom-forecast reorder --budget 140 forecast.jsonl
  assert_json '.[0].sku == "cheap" and .[0].quantity == 84 and .[1].quantity == 6 and (map(.cost) | add) == 138 and .[0].score > .[1].score'
  assert_json '.[1].reason[-2:] == ["the budget pays for 6 of 84", "order 6"]'
  assert_exit 0 ecom-forecast reorder --budget 0 forecast.jsonl
  refute_output
  assert_exit 0 ecom-forecast reorder --budget 100000 forecast.jsonl
  assert_json 'map(.quantity) == [84, 84]'
  assert_exit 64 ecom-forecast reorder --budget -5 forecast.jsonl
  unset ECOM_STORE
  assert_exit 1 ecom-forecast reorder --budget 100 --levels /dev/null forecast.jsonl
  assert_stderr --partial "a budget needs the product's cost"
}

@test "a cost of nothing gives a defined answer" {
  printf 'sku,name,price,cost,currency\nfree,F,10,0,EUR\n' | ecom-catalog import
  poisson free "" 14 >forecast.jsonl
  for options in '' '--budget 0' '--policy fixed-quantity --order-cost 5' '--policy s,S --order-cost 0 --holding-rate 0'; do
    # shellcheck disable=SC2086 # words
    assert_exit 0 ecom-forecast reorder $options forecast.jsonl
    assert_json '.quantity > 0 and .cost == 0 and .score == 0'
  done
  assert_exit 1 ecom-forecast reorder --service-type cost forecast.jsonl
}

@test "a whole distribution, or quantiles of a sum, take the place of mean and spread" {
  unset ECOM_STORE
  # nine weeks in ten nothing, else 20: the 0.95 quantile is 20, the 0.85 quantile 0
  printf '%s\n' '{"sku":"x","step":1,"date":"2018-02-01","periods":14,"origin":"2018-01-31","mean":2,"sd":6,"pmf":{"from":0,"p":[0.9,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0.1]}}' \
    '{"sku":"x","step":1,"date":"2018-02-01","periods":7,"origin":"2018-01-31","mean":1,"sd":4}' >pmf.jsonl
  assert_exit 0 ecom-forecast reorder --levels /dev/null pmf.jsonl
  assert_json '.level == 20 and .service == 1 and .lead_time_demand == 2 and .demand_sd == 6'
  assert_exit 0 ecom-forecast reorder --service 0.85 --all --levels /dev/null pmf.jsonl
  assert_json '.level == 2' # no less than the mean
  printf '%s\n' '{"sku":"y","step":1,"date":"2018-02-01","periods":14,"mean":10,"sd":3,"q":{"0.1":4,"0.5":9,"0.9":16,"0.95":30,"0.99":60}}' >q.jsonl
  assert_exit 0 ecom-forecast reorder --levels /dev/null --lead-time 14 --review 0 q.jsonl
  assert_json '.level == 30'
  # the last level said twice: no slope to go on by, so mean and spread are all there is
  sed 's/"0.99":60/"0.99":60,"0.990":60/' q.jsonl >twice.jsonl
  assert_exit 0 ecom-forecast reorder --levels /dev/null --lead-time 14 --review 0 twice.jsonl
  assert_json '.lead_time_demand == 10 and .demand_sd == 3'
  for pmf in '{"from":0,"p":[0.5,0.4]}' '{"from":-1,"p":[1]}' '{"from":0,"p":[]}' '{"p":[2,-1]}' '[]'; do
    assert_exit 1 ecom-forecast reorder --levels /dev/null <<<'{"sku":"z","step":1,"date":"2018-02-01","periods":14,"mean":1,"pmf":'"$pmf"'}'
    assert_stderr --partial 'chances that sum to 1'
  done
}

@test "stock below nothing, and numbers past all shelves" {
  unset ECOM_STORE
  poisson plum "" 14 >forecast.jsonl
  printf 'sku,on_hand\nplum,-20\n' >levels.csv
  assert_exit 0 ecom-forecast reorder --levels levels.csv forecast.jsonl
  assert_json '.position == -20 and .quantity == 104'
  assert_exit 0 ecom-forecast reorder --levels levels.csv --pack 1000000000000 forecast.jsonl
  assert_json '.quantity == 1000000000000'
  assert_exit 0 ecom-forecast reorder --levels levels.csv --service 0.999999999999 --service-type fill forecast.jsonl
  assert_json '.level > 84 and .level < 200'
  for options in '--lead-time-sd -1' '--order-cost -1' '--holding-rate x' '--shortage-cost -1' '--round sideways' '--service-type luck' '--minimum -1'; do
    # shellcheck disable=SC2086 # words
    assert_exit 64 ecom-forecast reorder $options forecast.jsonl
  done
}
