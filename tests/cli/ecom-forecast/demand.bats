load ../../lib/helpers
load ../../lib/peak
load ../../lib/tree
# No store is asked: run once.

# The founding article's sales of five months, 100 to 300.
article() {
  printf 'sku,date,quantity\nA,2018-01-01,100\nA,2018-02-01,150\nA,2018-03-01,200\nA,2018-04-01,250\nA,2018-05-01,300\n' >article.csv
}

# days FIRST QUANTITY...: a daily history of SKU A
days() {
  local day=$1 quantity
  shift
  echo sku,date,quantity
  for quantity; do
    echo "A,$day,$quantity"
    day=$(date -u -d "$day + 1 day" +%F)
  done
}

@test "the article's examples, put right: regression 350, moving average 250" {
  article
  assert_exit 0 ecom-forecast demand article.csv --model regression --horizon 1
  assert_json '.mean == 350 and .model == "regression" and .origin == "2018-05-01" and .date == "2018-06-01" and .step == 1'
  assert_exit 0 ecom-forecast demand article.csv --model moving-average --window 3 --horizon 2
  assert_json 'map([.step, .date, .mean]) == [[1, "2018-06-01", 250], [2, "2018-07-01", 250]]'
}

@test "the period is inferred from the dates" {
  article
  assert_exit 0 ecom-forecast demand -v article.csv
  assert_stderr --partial "1 series by the month (inferred), until 2018-05-01; season 12, window 6, horizon 18"
  printf 'sku,date,quantity\nA,2018-03-31,1\nA,2018-06-30,2\n' >quarters.csv
  assert_exit 0 ecom-forecast demand -v quarters.csv -n 1
  assert_stderr --partial "by the quarter (inferred)"
  assert_json '.date == "2018-07-01"'
  printf 'sku,date,quantity\nA,2016-01-01,1\nA,2018-01-01,2\n' >years.csv
  assert_exit 0 ecom-forecast demand years.csv -n 1 -m naive
  assert_json '.date == "2019-01-01"'
  printf 'sku,date,quantity\nA,2018-01-06,1\nA,2018-01-20,2\n' >saturdays.csv
  assert_exit 0 ecom-forecast demand saturdays.csv -n 1 -m naive
  assert_json '.origin == "2018-01-20" and .date == "2018-01-27"'
  printf 'sku,date,quantity\nA,2018-01-06,1\nA,2018-01-09,2\n' >days.csv
  assert_exit 0 ecom-forecast demand -v days.csv -n 1
  assert_stderr --partial "by the day (inferred)"
}

@test "any order, JSON lines, a sales record and instants give the same forecasts" {
  days 2018-01-01 4 0 2 7 3 5 1 6 2 >a.csv
  ecom-forecast demand a.csv >want.jsonl
  { head -n 1 a.csv; tail -n +2 a.csv | sort -t , -k 3; } | ecom-forecast demand >shuffled.jsonl
  cmp want.jsonl shuffled.jsonl
  jq -Rsc 'split("\n")[1:-1][] | split(",") | {sku: .[0], location: null, date: .[1], quantity: (.[2] | tonumber), revenue: 9.90, currency: "EUR"}' a.csv |
    ecom-forecast demand >sales.jsonl 2>warnings
  cmp want.jsonl sales.jsonl
  [ ! -s warnings ]
  awk -F , 'NR > 1 { $2 = $2 "T23:30:00+01:00" } { print $1 "," $2 "," $3 }' a.csv | ecom-forecast demand --tz Europe/Berlin >instants.jsonl
  cmp want.jsonl instants.jsonl
  # Two records of one day are one day.
  { cat a.csv; echo A,2018-01-04,-3; echo A,2018-01-04,3; } | ecom-forecast demand >twice.jsonl
  cmp want.jsonl twice.jsonl
}

@test "gaps are zeros, and so is silence at the end" {
  printf 'sku,date,quantity\nA,2018-01-01,8\nA,2018-01-04,4\nB,2018-01-08,1\n' >gaps.csv
  assert_exit 0 ecom-forecast demand gaps.csv -m moving-average --window 100 -n 1
  # A: 8 0 0 4 0 0 0 0; B: its first day is the last.
  assert_json 'map([.sku, .origin, .mean]) == [["A", "2018-01-08", 1.5], ["B", "2018-01-08", 1]]'
}

@test "--own-end: each series from its own last record; without it, a warning that most are over" {
  # Three series of 5, 6 and 7 years of months, and one of a last year.
  awk 'BEGIN { print "sku,date,quantity"; srand(1); for (s = 5; s < 9; s++) for (m = 0; m < 12 * s; m++)
    printf "S%d,%d-%02d-01,%d\n", s, 2000 + int(m / 12), m % 12 + 1, 100 * (1 + 0.4 * sin(0.5236 * m)) * (0.9 + 0.2 * rand()) }' >years.csv
  assert_exit 0 ecom-forecast demand years.csv -n 2 -m seasonal-naive
  assert_stderr "ecom-forecast demand: 3 series have a quantity in every period, and then none up to 2007-12-01: forecast as no longer sold; with --own-end each is forecast from its own end"
  assert_json 'map(select(.sku != "S8").mean) | add == 0'
  assert_exit 0 ecom-forecast demand years.csv -n 2 -m seasonal-naive --own-end
  assert_equal "$stderr" ""
  # What came a year before.
  assert_equal "$(jq -r '[.sku, .origin, .date, .mean] | @csv' <<<"$output" | tr -d '"')" "$(awk -F , '{ of[$1, $2] = $3 }
    END { for (s = 5; s < 9; s++) for (m = 1; m < 3; m++) printf "S%d,%d-12-01,%d-%02d-01,%d\n", s, 1999 + s, 2000 + s, m, of["S" s, 1999 + s "-0" m "-01"] }' years.csv)"
  # By itself a series is forecast as among the others, but for what all of them tell of quantiles.
  ecom-forecast demand years.csv -m ets --own-end -o csv -f sku,date,mean,sd | grep -E 'sku|S6' >among
  grep -E 'sku|S6' years.csv | ecom-forecast demand -m ets -o csv -f sku,date,mean,sd >alone
  cmp among alone
  ecom-forecast backtest years.csv -n 6 -m ets --own-end -o csv -f sku,mase,rmsse | grep -E 'sku|S6' >among
  grep -E 'sku|S6' years.csv | ecom-forecast backtest -n 6 -m ets -o csv -f sku,mase,rmsse >alone
  cmp among alone
  assert_exit 64 ecom-forecast demand years.csv --own-end --hierarchy total
}

@test "--own-end: a month of days that is not over is left out, each by its own last day" {
  awk 'BEGIN { print "sku,date,quantity"; for (d = 0; d < 90; d++) { day = strftime("%F", 1546344000 + d * 86400, 1)
    print "A," day ",1"; if (d < 59) print "B," day ",2"; if (d < 70) print "C," day ",3" } }' >days.csv
  assert_exit 0 ecom-forecast demand days.csv --every month -n 1 -m naive --own-end -o csv -f sku,origin,date,mean
  assert_output $'sku,origin,date,mean\nA,2019-03-01,2019-04-01,31\nB,2019-02-01,2019-03-01,56\nC,2019-02-01,2019-03-01,84'
}

@test "locations are series of their own" {
  printf 'sku,location,date,quantity\nA,main,2018-01-01,8\nA,shop,2018-01-01,4\nA,,2018-01-01,1\n' >locations.csv
  assert_exit 0 ecom-forecast demand locations.csv -n 1
  assert_json 'map([.location, .mean]) == [[null, 1], ["main", 8], ["shop", 4]]'
}

@test "--until ends the history; a series that begins later is left out, with a warning" {
  printf 'sku,date,quantity\nA,2018-01-01,8\nA,2018-01-02,4\nA,2018-01-03,100\nB,2018-01-03,1\n' >until.csv
  assert_exit 0 ecom-forecast demand until.csv --until 2018-01-02 -m moving-average -n 1
  assert_json '.sku == "A" and .mean == 6 and .origin == "2018-01-02"'
  assert_stderr "ecom-forecast demand: 1 series have no history up to 2018-01-02: not forecast"
}

@test "a month that is not over is left out" {
  { echo sku,date,quantity; for day in $(seq 0 69); do echo "A,$(date -u -d "2018-01-01 + $day day" +%F),1"; done; } >daily.csv # to 11 March
  assert_exit 0 ecom-forecast demand -v daily.csv --every month -m naive -n 1
  assert_json '.origin == "2018-02-01" and .date == "2018-03-01" and .mean == 28'
  assert_stderr --partial "the last month is not over on 2018-03-11 and was left out"
  assert_exit 0 ecom-forecast demand daily.csv --every month -m naive -n 1 --until 2018-02-28
  assert_json '.origin == "2018-02-01" and .mean == 28'
  # Months by the month are over.
  article
  assert_exit 0 ecom-forecast demand article.csv -m naive -n 1
  assert_json '.origin == "2018-05-01" and .mean == 300'
}

@test "quantiles: any list, ascending, never negative, whole for whole sales" {
  days 2018-01-01 0 0 3 0 1 0 0 5 0 0 2 0 0 0 1 >rare.csv
  assert_exit 0 ecom-forecast demand rare.csv -n 5
  assert_json 'all(.q | length == 9 and (to_entries | map(.value) | . == sort and .[0] >= 0 and all(. == floor)))'
  assert_json '.[0].q | keys_unsorted == ["0.005", "0.025", "0.165", "0.25", "0.5", "0.75", "0.835", "0.975", "0.995"]'
  assert_exit 0 ecom-forecast demand rare.csv -n 1 --quantiles 0.9,.5,0.90
  assert_json '.q | keys_unsorted == ["0.5", "0.9"]'
  days 2018-01-01 1.5 2.25 0.5 1 1.75 2 | ecom-forecast demand -m moving-average -n 1 >amounts.jsonl
  jq -e '.q["0.005"] > 0 and .q["0.5"] != (.q["0.5"] | floor)' amounts.jsonl
}

# Differences 2 -2 2 -2 2: s^2 = 4; a random walk's variance grows as h, that of the sum of 3 steps is 4 (1 + 4 + 9);
# with v = 5 degrees of freedom sd is sqrt(5/3) times that.
@test "naive: the error grows with the step" {
  days 2018-01-01 100 102 100 102 100 102 >walk.csv
  assert_exit 0 ecom-forecast demand walk.csv -m naive -n 3
  assert_json 'def near(x): (. - x) | fabs < 1e-5; (5 / 3 | sqrt) as $w
    | (.[0].sd | near(2 * $w)) and (.[2].sd | near((12 | sqrt) * $w)) and (.[2].total_sd | near((56 | sqrt) * $w))'
}

# 100 102 100 102 | 100 102: one origin two steps (a third of the history) before the end; the last period again is off by
# 2 and by 0, where two periods differ by 2 in the mean.
@test "each record tells the error over rolling origins, and the naive one's" {
  days 2018-01-01 100 102 100 102 100 102 >walk.csv
  assert_exit 0 ecom-forecast demand walk.csv -m naive -n 3
  assert_json 'length == 3 and all(.cv | .origins == 1 and .steps == 2 and .mase == 0.5 and .rmsse == 0.707107
    and .smape == ((200 / 202 * 1e6 | round) / 1e6) and .bias == 0.5 and .pinball > 0 and (.naive == del(.origins, .steps, .naive)))'
  days 2018-01-01 5 >one.csv
  assert_exit 0 ecom-forecast demand one.csv -n 1
  assert_json '.[0] | has("cv") | not'
  # Constant: nothing to scale by.
  days 2018-01-01 5 5 5 5 5 5 5 5 >same.csv
  assert_exit 0 ecom-forecast demand same.csv -n 1
  assert_json '.cv | .mase == null and .smape == 0'
}

@test "one sale, zeros, constants: a defined answer for every model" {
  local model
  echo 'sku,date,quantity
one,2018-01-10,4
zero,2018-01-01,0
same,2018-01-01,7' >flat.csv
  for day in 02 03 04 05 06 07 08 09 10; do printf 'zero,2018-01-%s,0\nsame,2018-01-%s,7\n' $day $day; done >>flat.csv
  for model in auto naive seasonal-naive moving-average ses holt damped theta optimised-theta ets ces ensemble regression weekly arima; do
    assert_exit 0 ecom-forecast demand flat.csv -m "$model" -n 2
    assert_json 'length == 6 and all(.mean != null and .sd != null and .total_sd != null and (.q | all(. != null)))'
    # One sale of 4 tells no error: the variance is taken as 2 * 4.
    assert_json '.[0] | .sku == "one" and .mean == 4 and .q["0.5"] >= 3 and .q["0.995"] > 8'
    assert_json '.[2] | .sku == "same" and .mean == 7 and .q["0.005"] == 7 and .q["0.995"] == 7'
    assert_json '.[4] | .sku == "zero" and .mean == 0 and .q["0.995"] == 0 and .sd == 0'
  done
}

@test "a model that needs more history gives way, and says so" {
  days 2018-01-01 4 6 >brief.csv
  assert_exit 0 ecom-forecast demand brief.csv -m seasonal-naive -n 1
  assert_json '.model == "moving-average" and .mean == 5'
}

@test "returns are netted, and never make demand negative" {
  days 2018-01-01 4 -9 6 >returns.csv
  assert_exit 0 ecom-forecast demand -v returns.csv -m moving-average -n 1
  assert_json '.mean - 10 / 3 | fabs < 1e-6' # 4 0 6
  assert_stderr --partial "1 periods with more returns than sales count as 0"
}

# 16,777,217 is the first whole number that a float does not hold; 123456789.123 has more digits than one.
@test "quantities are kept to the last unit" {
  days 2018-01-01 7 16777217 | ecom-forecast demand -m naive -n 1 >one.jsonl
  jq -e '.mean == 16777217' one.jsonl
  { days 2018-01-01 3 16777216; echo A,2018-01-02,1; } | ecom-forecast demand -m naive -n 1 >sum.jsonl
  jq -e '.mean == 16777217' sum.jsonl
  days 2018-01-01 123456789.123 7 | ecom-forecast demand -m moving-average --window 2 -n 1 >mean.jsonl
  jq -e '.mean == 61728398.0615' mean.jsonl
}

@test "a falling trend does not go below nothing" {
  days 2018-01-01 50 41 30 19 12 0 >falling.csv
  assert_exit 0 ecom-forecast demand falling.csv -m regression -n 3
  assert_json '.[2].mean == 0 and .[2].q["0.005"] == 0 and all(.q | all(. >= 0))'
}

@test "auto takes the model with the least rolling error" {
  { echo sku,date,quantity
    for t in $(seq 0 55); do
      day=$(date -u -d "2018-01-01 + $t day" +%F)
      echo "line,$day,$((100 + 5 * t + t % 2))"
      echo "week,$day,$(((t % 7) * (t % 7) * 10))"
    done; } >mixed.csv
  assert_exit 0 ecom-forecast demand mixed.csv -n 7
  assert_json 'map(select(.step == 1) | [.sku, .model]) == [["line", "regression"], ["week", "seasonal-naive"]]'
  assert_json 'map(select(.sku == "week") | .mean) == [0, 10, 40, 90, 160, 250, 360]'
}

# 10 a day, 30 under promotion, one day out of stock: without the two the base is 10, and a promotion three times that.
promoted() {
  echo sku,date,quantity,promotion,in_stock
  for t in $(seq 0 55); do
    day=$(date -u -d "2018-01-01 + $t day" +%F)
    case $((t % 8)) in
      3) echo "A,$day,30,yes," ;;
      6) [ $t = 30 ] && echo "A,$day,0,no,no" || echo "A,$day,10,," ;;
      *) echo "A,$day,10,no,yes" ;;
    esac
  done
  echo A,2018-02-27,,yes,
}

@test "promotions are taken out and put back, days out of stock are no zeros" {
  promoted >promoted.csv
  assert_exit 0 ecom-forecast demand -v promoted.csv -n 3 -m moving-average
  assert_json 'map(.mean) == [10, 30, 10] and all(.sd == 0)'
  assert_stderr --partial "1 periods out of stock count as what is expected of them"
  # A sale on a day that ran out counts, where it is more than expected.
  { promoted; echo A,2018-02-26,50,,no; } >sold.csv
  assert_exit 0 ecom-forecast demand sold.csv -n 1 -m naive
  assert_json '.origin == "2018-02-26" and .mean == 150' # the promoted 27th: three times 50
}

# Every other day 2 (interval 2), or 1 and 30 in turn; every day 5, or 1 and 30 in turn.
@test "the class of demand" {
  { echo sku,date,quantity
    for t in $(seq 0 15); do
      day=$(date -u -d "2018-01-01 + $t day" +%F)
      echo "intermittent,$day,$((t % 2 * 2))
lumpy,$day,$((t % 2 ? t % 4 == 1 ? 1 : 30 : 0))
smooth,$day,5
erratic,$day,$((t % 2 ? 1 : 30))"
    done; } >classes.csv
  assert_exit 0 ecom-forecast demand classes.csv -n 1
  assert_json 'length == 4 and all(.sku == .class)'
}

@test "--sum and --lead-time: one record for several periods" {
  days 2018-01-01 100 102 100 102 100 102 >walk.csv
  assert_exit 0 ecom-forecast demand walk.csv -m naive --sum 3
  # s^2 = 4, the sum's variance 4 (1 + 4 + 9), widened for 5 degrees of freedom.
  assert_json '.step == 1 and .periods == 3 and .date == "2018-01-07" and .mean == 306
    and (.sd - (56 * 5 / 3 | sqrt) | fabs < 1e-5) and .total_sd == .sd and .q["0.5"] >= 304 and .q["0.5"] <= 307'
  assert_exit 0 ecom-forecast demand walk.csv -m naive --lead-time 3
  assert_json '.periods == 3'
  article
  assert_exit 0 ecom-forecast demand article.csv -m naive --lead-time 31 # June and a day of July
  assert_json '.periods == 2 and .mean == 600'
  assert_exit 64 ecom-forecast demand article.csv --sum 3 --horizon 4
  assert_exit 64 ecom-forecast demand article.csv --sum 0
}

# One sale of 4 tells no error: the variance is 8, twice the mean, a negative binomial of size 4: P(0) = (4/8)^4.
@test "--pmf: the whole distribution" {
  days 2018-01-01 4 >one.csv
  assert_exit 0 ecom-forecast demand one.csv -m naive --sum 1 --pmf
  assert_json '.pmf | .from == 0 and .p[0] == 0.0625 and (.p | add - 1 | fabs < 1e-7) and all(.p[]; . >= 0)'
  days 2018-01-01 0 0 0 >zero.csv
  assert_exit 0 ecom-forecast demand zero.csv --sum 2 --pmf
  assert_json '.pmf == {from: 0, p: [1]} and .mean == 0'
  days 2018-01-01 1.5 2.5 | ecom-forecast demand --sum 2 --pmf >amounts.jsonl
  jq -e 'has("pmf") | not' amounts.jsonl
  # 0.2^334 of the level is left: so little that its square is none.
  days 2018-01-01 4 9 >gone.csv
  assert_exit 0 ecom-forecast demand gone.csv --every day --until 2018-12-01 -m ses --alpha 0.8 --sum 7 --pmf
  assert_json '.mean == 0 and .q["0.5"] == 0 and (.pmf | .from == 0 and .p[0] == 0.5 and (.p | add - 1 | fabs < 1e-7))'
}

@test "hours: asked for, or inferred from times on the hour" {
  { echo sku,date,quantity; for hour in $(seq 0 71); do printf 'A,2018-01-%02dT%02d:00:00Z,%d\n' $((1 + hour / 24)) $((hour % 24)) $((hour % 24)); done; } >hours.csv
  assert_exit 0 ecom-forecast demand -v hours.csv -m seasonal-naive -n 30
  assert_stderr --partial "by the hour (inferred), until 2018-01-03; season 24, window 168, horizon 30"
  assert_json 'map(.mean) == [range(30) | . % 24]'
  assert_json '(.[0] | [.date, .at]) == ["2018-01-04", "2018-01-04T00:00:00Z"] and .[25].at == "2018-01-05T01:00:00Z"'
  assert_exit 0 ecom-forecast demand hours.csv -m naive -n 1 --tz Asia/Shanghai
  assert_json '.date == "2018-01-04" and .at == "2018-01-04T00:00:00Z"'
  printf 'sku,date,quantity\nA,2018-01-01T10:20:00Z,1\nA,2018-01-01T10:40:00Z,2\nA,2018-01-01T13:00:00Z,4\n' >few.csv
  assert_exit 0 ecom-forecast demand few.csv --every hour -m moving-average -n 1
  assert_json '.mean == 1.75 and .at == "2018-01-01T14:00:00Z"' # 3 0 0 4
  assert_exit 0 ecom-forecast demand few.csv -m naive -n 1
  assert_json '.mean == 7 and (has("at") | not)'
}

# 87,648 hours: 20 by day, 5 by night and 12 more at noon, half of all at weekends, each third hour one more. 2013-01-01 is a Tuesday.
@test "ten years by the hour: forecast and classified in bounded time and memory" {
  awk 'BEGIN { print "sku,date,quantity"
    for (i = 0; i < 87648; i++) { hour = i % 24; day = int(i / 24)
      printf "A,%s,%d\n", strftime("%Y-%m-%dT%H:00:00Z", 1356998400 + i * 3600, 1),
        ((hour < 8 ? 5 : 20) + (hour == 12 ? 12 : 0)) * ((day + 1) % 7 > 4 ? 0.5 : 1) + (i % 3 == 0) } }' >hours.csv
  assert_exit 0 timeout 120 bash -c "$(declare -f peak_kib); peak_kib ecom-forecast demand hours.csv --every hour --jobs 1"
  # The last is 2022-12-31; 48 hours of a Sunday and a Monday: at 03:00, at noon, at 20:00, as they always were.
  assert_json 'length == 48 and all(.mean > 0 and .sd >= 0 and .q["0.025"] <= .mean + 1 and .q["0.975"] >= .mean - 1)'
  assert_json '[.[3, 12, 20, 27, 36, 44].mean] as $said | [2.5, 16, 10, 5, 32, 20] | [., $said] | transpose | all((.[0] - .[1] | fabs) < 1.5)'
  [ -n "${ECOM_TEST_SANITIZE:-}" ] || [ "$(cat peak)" -lt 204800 ]
  assert_exit 0 timeout 120 bash -c "$(declare -f peak_kib); peak_kib ecom-forecast classify hours.csv --every hour"
  assert_json ".periods == 87648 and .total == $(awk -F , '{ sum += $3 } END { print sum }' hours.csv) and .class == \"smooth\""
  [ -n "${ECOM_TEST_SANITIZE:-}" ] || [ "$(cat peak)" -lt 204800 ]
}

@test "rows without a quantity tell of days ahead and are no history" {
  printf 'sku,date,quantity,price,promotion\nA,2018-01-01,4,9.5,no\nA,2018-01-02,6,9.5,no\nA,2018-01-03,,8,yes\n' >ahead.csv
  assert_exit 0 ecom-forecast demand ahead.csv -m naive -n 1
  assert_json '.origin == "2018-01-02" and .date == "2018-01-03" and .mean == 6'
  printf 'sku,date,quantity,price\nA,2018-01-01,4,-1\nA,2018-01-01,,\nA,2018-01-01,4,0\n' >prices.csv
  assert_exit 1 ecom-forecast demand prices.csv -m naive -n 1
  assert_json '.mean == 4'
  assert_stderr --partial "prices.csv:2: price: -1: expected a number from 0"
  assert_stderr --partial "prices.csv:3: quantity: is missing"
}

@test "the same bytes for any number of threads, in every format" {
  { echo sku,location,date,quantity
    awk 'BEGIN { srand(7); for (s = 0; s < 40; s++) for (t = 0; t < 60; t++) printf "S%d,L%d,2018-%02d-%02d,%d\n", s % 20, s / 20, 1 + t / 28, 1 + t % 28, 9 * rand() }'
  } >panel.csv
  for format in jsonl csv table; do
    ecom-forecast demand panel.csv -n 3 -j 1 -o $format >one
    ecom-forecast demand panel.csv -n 3 -j 2 -o $format >two
    ecom-forecast demand panel.csv -n 3 -j 7 -o $format >seven
    cmp one two
    cmp one seven
  done
  assert_equal "$(wc -l <one)" 121
}

@test "no history, no forecasts" {
  run_in_pipe 'printf "sku,date,quantity\n" | ecom-forecast demand'
  assert_equal "$status" 0
  refute_output
  run_in_pipe 'ecom-forecast demand </dev/null'
  assert_equal "$status" 0
}

@test "bad records are rejected one by one" {
  printf 'sku,date,quantity\nA,2018-02-30,1\nA,2018-01-01,many\n,2018-01-01,1\nA,2018-01-02,1000000000000000000\nA,2018-01-02,3\n' >bad.csv
  assert_exit 1 ecom-forecast demand bad.csv -n 1 --rejects rejects.csv
  assert_json '.mean == 3'
  assert_equal "$(wc -l <rejects.csv)" 5
  assert_stderr --partial "4 of 5 records rejected"
}

@test "bad options are refused" {
  assert_exit 64 ecom-forecast demand --model oracle
  days 2018-01-01 4 6 >brief.csv
  assert_exit 64 ecom-forecast demand brief.csv --alpha 1.5
  assert_exit 64 ecom-forecast demand brief.csv --quantiles 0.5,1
  assert_exit 64 ecom-forecast demand brief.csv --horizon 0
  assert_exit 64 ecom-forecast demand --alpha 1.5 </dev/null
}

# The yearly series of the M3 competition: the published sMAPE of the naive method, 17.880 (Makridakis, Hibon 2000, table of
# NAIVE2, which has no season to adjust in yearly data), and awk on the raw files.
@test "M3: naive as published" {
  skip_unless_data m3.tar.xz
  tar xJf "$data" m3/m3_train.csv m3/m3_test.csv m3/m3_info.csv
  awk -F , 'FILENAME ~ /info/ { gsub(/"/, ""); if ($3 == "YEARLY") yearly[$1] = 1; next }
    $1 in yearly { for (i = 2; i <= NF; i++) print $1 "," 2000 - NF + i "-01-01," $i }' m3/m3_info.csv m3/m3_train.csv >years.csv
  sed -i '1i sku,date,quantity' years.csv
  ecom-forecast demand years.csv -m naive -n 6 -o csv -f sku,step,mean >forecast.csv
  assert_equal "$(awk -F , 'function abs(x) { return x < 0 ? -x : x }
    FILENAME ~ /test/ { for (i = 2; i <= NF; i++) actual[$1, i - 1] = $i; next }
    FNR > 1 { a = actual[$1, $2]; sum += 200 * abs(a - $3) / (a + $3); n++ }
    END { printf "%d %.3f", n, sum / n }' m3/m3_test.csv forecast.csv)" "3870 17.880"
}

# 280 stores' series by the day, the last 28 days held out: seasonal naive by awk on the raw file.
@test "tiny M5: seasonal naive as awk finds it" {
  skip_unless_data tiny_m5.tar.xz
  tar xJf "$data"
  awk -F , 'NR > 1 { print $1 "," $4 "," $7 "," $6 }' tiny-m5/tiny_m5.csv >history.csv
  sed -i '1i sku,location,date,quantity' history.csv
  last=$(awk -F , 'NR > 1 && $3 > last { last = $3 } END { print last }' history.csv)
  until=$(date -u -d "$last - 28 day" +%F)
  ecom-forecast demand history.csv -m seasonal-naive --until "$until" -o csv -f sku,location,date,mean >forecast.csv
  assert_equal "$(awk -F , 'FNR > 1 { n++; sum += $4; series[$1, $2] = 1 } END { print n, length(series), sum }' forecast.csv)" \
    "$(awk -F , -v until="$until" -v from="$(date -u -d "$until - 6 day" +%F)" '
      FNR > 1 { series[$1, $2] = 1; if ($3 >= from && $3 <= until) sum += 4 * $4 }
      END { print length(series) * 28, length(series), sum }' history.csv)"
}

@test "demand with gaps: the models for it forecast a rate" {
  days 2018-01-01 0 0 3 0 1 0 0 0 4 2 0 0 5 0 0 0 1 0 0 2 >gaps.csv
  # R 4.2.2: sizes and intervals smoothed from their means by 0.1 (see intermittent_test.c), rounded to six decimals
  for model in croston:0.885234 sba:0.840972 tsb:0.893882 adida:0.934496 imapa:0.909512; do
    assert_exit 0 ecom-forecast demand gaps.csv -m "${model%:*}" -n 3
    assert_json "map(.mean) == [range(3) | ${model#*:}] and .[0].model == \"${model%:*}\""
  done
}

@test "hours: the day and the week in them" {
  # Busy from 8 to 20, on weekends half as much: what repeats itself goes on.
  awk 'BEGIN { print "sku,date,quantity"
    for (h = 0; h < 672; h++) { day = int(h / 24); hour = h % 24
      printf "A,2018-01-%02dT%02d:00:00Z,%d\n", day + 1, hour, (hour < 8 || hour > 20 ? 10 : 60 + hour) * (day % 7 > 4 ? 0.5 : 1) } }' >hours.csv
  assert_exit 0 ecom-forecast demand hours.csv --every hour --model multi-season
  # From Monday 2018-01-29 on, 48 hours: at 03:00 10, at 12:00 72.
  assert_json 'length == 48 and .[0].model == "multi-season" and (.[3].mean - 10 | fabs) < 0.2 and (.[12].mean - 72 | fabs) < 1 and (.[36].mean - 72 | fabs) < 1'
}

@test "a category beside the sales" {
  printf 'sku,date,quantity,category\nA,2018-01-01,3,x\nB,2018-01-02,4,y\nA,2018-01-02,3,x\n' >categories.csv
  assert_exit 0 ecom-forecast demand categories.csv --model naive --horizon 1
  assert_json 'map(.mean) == [3, 4]'
}

# many SERIES DAYS: sales of SKUs in two categories and two locations, twice as much on Saturdays, half as much again on promotion,
# by a generator of chance (Park, Miller 1988); the promotions of the 7 days after are told
many() {
  awk -v series="$1" -v days="$2" 'function chance() { state = state * 16807 % 2147483647; return state / 2147483647 }
    BEGIN { state = 20260101; print "sku,location,date,quantity,promotion,category"
      for (s = 0; s < series; s++) for (d = 0; d < days + 7; d++) {
        promotion = int(d / 7 + s) % 3 == 0
        mean = (2 + s % 5) * (d % 7 == 5 ? 2 : 1) * (promotion ? 1.5 : 1)
        quantity = 0; for (p = chance(); p > exp(-mean); p *= chance()) quantity++
        printf "S%02d,%s,%s,%s,%s,%s\n", s / 2, s % 2 ? "east" : "west", strftime("%F", 1514764800 + d * 86400, 1),
          d < days ? quantity : "", promotion ? "yes" : "no", s % 4 < 2 ? "C1" : "C2" } }'
}

@test "a group: what its series have in common forecasts each of them" {
  many 40 84 >many.csv
  assert_exit 0 ecom-forecast demand many.csv --horizon 7
  # 2018-03-26 is a Monday. Saturdays double, promotions lift by half, and the level is 2 + s % 5: with a twentieth to spare.
  assert_json 'map(.model) | unique == ["pooled"]'
  jq -s '[group_by(.sku + .location)[] | sort_by(.step) | .[5].mean / .[1].mean] | add / length' <<<"$output" >saturday
  awk '{ exit !($1 > 1.9 && $1 < 2.1) }' saturday
  jq -s '[.[] | select(.step == 2) | .mean] | add' <<<"$output" >tuesday
  # Week 12: on promotion are 0, 3, 6 ... of 40 series: sum of (2 + s % 5) (1.5 or 1) = 160 + 28.5 = 188.5
  awk -v want="$(awk 'BEGIN { for (s = 0; s < 40; s++) sum += (2 + s % 5) * ((12 + s) % 3 == 0 ? 1.5 : 1); print sum }')" \
    '{ exit !($1 / want > 0.94 && $1 / want < 1.06) }' tuesday
  # The same for any number of threads, and in any order of records.
  ecom-forecast demand many.csv --horizon 7 --jobs 1 >one.jsonl
  { head -n 1 many.csv; tail -n +2 many.csv | sort -t , -k 4,4 -k 1,3; } | ecom-forecast demand --horizon 7 --jobs 3 >three.jsonl
  cmp one.jsonl three.jsonl
}

@test "a group: a SKU that is new in a location is forecast from the others" {
  { many 16 84; for day in 23 24 25; do echo "S00,north,2018-03-$day,$((day - 22)),no,C1"; done; } >many.csv
  assert_exit 0 ecom-forecast demand many.csv --horizon 7 --model pooled
  assert_json '[.[] | select(.location == "north")] | length == 7 and all(.mean > 0 and .mean < 6) and .[5].mean > 1.5 * .[1].mean'
  # Fewer than eight series are no group: another model takes over.
  many 4 84 | ecom-forecast demand --horizon 7 --model pooled >few.jsonl
  jq -es 'map(.model) | unique == ["moving-average"]' few.jsonl
}

# Twelve series that jump on every fifteenth day, which no model of one series with a week's season knows and trees see at once.
@test "a calendar that is only noise is not believed, whatever it makes of the past" {
  # 24 series by the week, two of each week of the year, no season: each is its level times the sum of four numbers up to 1,
  # so that the last eight weeks, kept back, lie in 95 of 100 where 95 are told. All have the dates of one another.
  awk 'BEGIN { print "sku,date,quantity"; srand(1); for (s = 0; s < 24; s++) for (w = 0; w < 96; w++)
    printf "S%02d,%s,%d\n", s, strftime("%Y-%m-%d", 1546819200 + w * 604800, 1), (400 + 50 * s) * (0.4 + 0.3 * (rand() + rand() + rand() + rand())) }' >noise.csv
  awk -F , 'NR == 1 || $2 < "2020-09-14"' noise.csv | ecom-forecast demand --horizon 8 --quantiles 0.025,0.975 >forecast.jsonl
  jq -es 'length == 192 and all(.model | contains("pooled") | not)' forecast.jsonl
  jq -r '[.sku, .date, .q["0.025"], .q["0.975"]] | @csv' forecast.jsonl | tr -d '"' |
    awk -F , 'FNR == NR { came[$1, $2] = $3; next } { n++; inside += came[$1, $2] >= $3 && came[$1, $2] <= $4 }
      END { exit !(n == 192 && inside > 0.92 * n && inside < 0.99 * n) }' noise.csv -
}

@test "by the month half of the forecast is the calendar of all, where all have one" {
  # A season of 1.5 in April and 0.5 in October times a level, and months out of the ordinary.
  awk 'BEGIN { print "sku,date,quantity"; srand(3); for (s = 0; s < 12; s++) for (m = 0; m < 84; m++)
    printf "S%02d,%d-%02d-01,%d\n", s, 2016 + int(m / 12), m % 12 + 1, (20 + 10 * s) * (1 + 0.5 * sin(6.2832 * m / 12)) * (rand() > 0.9 ? 2.5 : 0.9 + 0.2 * rand()) }' >months.csv
  assert_exit 0 ecom-forecast demand months.csv --horizon 12
  assert_json 'length == 144 and all(.model == "ensemble+pooled")'
  assert_json '(map(.cv.mase) | add) < (map(.cv.naive.mase) | add)'
  assert_json '(map(select(.date == "2023-04-01").mean) | add) > 2 * (map(select(.date == "2023-10-01").mean) | add)'
  ecom-forecast demand months.csv --horizon 12 --jobs 1 >one.jsonl
  ecom-forecast demand months.csv --horizon 12 --jobs 3 >three.jsonl
  cmp one.jsonl three.jsonl
  assert_exit 0 ecom-forecast demand months.csv --sum 3
  assert_json 'length == 12 and all(.model | startswith("ensemble+pooled"))'
  assert_exit 0 ecom-forecast backtest months.csv --horizon 6 --summary --models auto,ensemble
  assert_json 'length == 2'
}

@test "no quantile is below that of a lower level, however few errors lie far out" {
  # Spikes in the last half year only, which the variance has hardly seen: many errors beyond 0.975, few beyond 0.995.
  awk 'BEGIN { print "sku,date,quantity"; srand(3); for (s = 0; s < 120; s++) for (m = 0; m < 60; m++)
    printf "S%03d,%d-%02d-01,%d\n", s, 2018 + int(m / 12), m % 12 + 1, (400 + 5 * s) * (m > 53 && rand() < 0.08 ? 1.6 : 0.97 + 0.06 * rand()) }' >spikes.csv
  assert_exit 0 ecom-forecast demand spikes.csv --horizon 2 --model ses
  assert_json 'length == 240 and all([.q | to_entries[] | [(.key | tonumber), .value]] | sort | map(.[1]) | . == sort)'
  assert_json 'all(.q["0.995"] > .q["0.975"])'
}

paydays() { # [DAYS]
  awk -v days="${1:-300}" 'BEGIN { print "sku,date,quantity"; srand(4); for (s = 0; s < 12; s++) for (d = 0; d < days; d++) {
    day = 1514764800 + d * 86400; dom = strftime("%d", day, 1) + 0
    printf "S%02d,%s,%d\n", s, strftime("%Y-%m-%d", day, 1), (5 + s) * (dom > 15 && dom < 21 ? 4 : 1) + int(rand() * 3) } }'
}

@test "learners join where they help, and say so" {
  paydays >paydays.csv
  assert_exit 0 ecom-forecast demand paydays.csv -n 28 --learners boosted-trees
  assert_json 'all(.model | endswith("+boosted-trees"))'
  # The history ends on 27 October: the 16th to 20th of November are higher, for every series.
  assert_json 'group_by(.sku) | all((map(select(.date >= "2018-11-16" and .date <= "2018-11-20").mean) | add / 5) > 1.5 * (map(select(.date >= "2018-11-05" and .date <= "2018-11-12").mean) | add / 8))'
  assert_exit 0 ecom-forecast demand paydays.csv -n 28 --learners network --alone
  assert_json 'all(.model == "network" and .mean >= 0 and .sd >= 0)'
  ecom-forecast demand paydays.csv -n 28 --learners network --jobs 1 >one.jsonl
  ecom-forecast demand paydays.csv -n 28 --learners network --jobs 3 >three.jsonl
  cmp one.jsonl three.jsonl
}

@test "trees join a panel by the day by habit, unless told not to" {
  # Three and a half years of twelve series: 15,600 days.
  paydays 1300 >paydays.csv
  assert_exit 0 ecom-forecast demand paydays.csv -n 28 --quantiles 0.025,0.975 -v
  assert_stderr --partial "with trees the error over the last horizons is 0."
  assert_json 'all(.model | endswith("+trees"))'
  # The history ends on 23 July 2021: pay days come from 16 to 20 August, after the first three weeks of the horizon.
  assert_json 'group_by(.sku) | all((map(select(.date >= "2021-08-16" and .date <= "2021-08-20").mean) | add / 5) > 2 * (map(select(.date >= "2021-08-03" and .date <= "2021-08-12").mean) | add / 10))'
  assert_json 'all(.cv | .origins == 3 and .rmsse < .naive.rmsse)'
  ecom-forecast demand paydays.csv -n 28 --quantiles 0.025,0.975 --jobs 1 >one.jsonl
  ecom-forecast demand paydays.csv -n 28 --quantiles 0.025,0.975 --learners trees --jobs 3 >three.jsonl
  cmp one.jsonl three.jsonl
  ecom-forecast demand paydays.csv -n 28 --learners none >none.jsonl
  ecom-forecast demand paydays.csv -n 28 --model seasonal-naive >named.jsonl
  jq -es 'all(.model | endswith("+trees") | not)' none.jsonl
  jq -es 'all(.model == "seasonal-naive")' named.jsonl
  assert_exit 64 ecom-forecast demand paydays.csv --learners none,trees
  assert_exit 64 ecom-forecast demand paydays.csv --learners none --alone
}

@test "a product that has run out stays so, whatever learners expect" {
  # The first of twelve sells nothing in its last fortnight, which happened to none of them before. It sold 180 in four weeks.
  paydays 1300 | awk -F , '$1 == "S00" && $2 > "2021-07-09" { $3 = 0 } 1' OFS=, >out.csv
  assert_exit 0 ecom-forecast demand out.csv -n 28 --quantiles 0.5
  assert_json 'all(.model | endswith("+trees"))'
  assert_json '[.[] | select(.sku == "S00").mean] | add < 2'
  assert_json '[.[] | select(.sku == "S01").mean] | add > 150'
}

@test "learners that cannot: too little history, no such one, no library" {
  days 2018-01-01 4 0 2 7 3 5 1 6 2 >a.csv
  ecom-forecast demand a.csv >want.jsonl
  ecom-forecast demand a.csv --learners network >got.jsonl
  cmp want.jsonl got.jsonl
  assert_exit 64 ecom-forecast demand a.csv --learners oracle
  assert_stderr --partial "expected forest, boosted-trees, support-vectors, network, trees, or none alone"
  assert_exit 64 ecom-forecast demand a.csv --alone
  paydays >paydays.csv
  ECOM_MODULES=/nowhere assert_exit 78 ecom-forecast demand paydays.csv --learners forest
  assert_stderr --partial "the module xgboost.so cannot be opened"
}

# near(X): within what six decimals of eight parts may differ
NEAR='def near(x): (. - x) | fabs < 1e-5;'

@test "a hierarchy: parts add up to wholes at every step, whatever the method" {
  tree
  local method
  for method in weighted bottom-up top-down trace mint; do
    assert_exit 0 ecom-forecast demand tree.csv --hierarchy total,category,location --reconcile "$method" -n 9
    assert_json "$NEAR"' group_by(.step) | length == 9 and all(
      map(select(.node == null)) as $leaves | map(select(.node == "location")) as $places | map(select(.node == "category")) as $groups
      | ($leaves | length == 8) and ($places | length == 4) and ($groups | map(.sku) == ["category:CUP", "category:TEA"])
      and (map(select(.node == "total")) | length == 1 and .[0].sku == "total" and (.[0].mean | near($leaves | map(.mean) | add) and near($groups | map(.mean) | add)))
      and ($groups | all(. as $g | .mean | near($places | map(select(.sku | startswith($g.sku + "/")).mean) | add)))
      and ($places[0] | .sku == "category:CUP/location:main" and (.mean | near($leaves | map(select(.location == "main" and (.sku == "2" or .sku == "4")).mean) | add)))
      and all(.mean >= 0 and .sd > 0))'
  done
}

@test "a hierarchy: series come first, as they do alone; then the sums, without a location" {
  tree
  ecom-forecast demand tree.csv -n 3 >alone.jsonl
  ecom-forecast demand tree.csv -n 3 --hierarchy location --reconcile bottom-up >both.jsonl
  head -n 24 both.jsonl | cmp alone.jsonl -
  tail -n +25 both.jsonl | jq -se 'map([.sku, .location, .node, .step]) == [range(2) as $l | (1, 2, 3) | [["location:main", "location:shop"][$l], null, "location", .]]'
}

@test "a hierarchy: top-down, the total is that of the summed history, shared out by the forecasts" {
  tree
  awk -F , 'NR == 1 { print "sku,date,quantity"; next } { q[$4] += $5 } END { for (d in q) print "all," d "," q[d] }' tree.csv >sum.csv
  ecom-forecast demand sum.csv -n 5 | jq -s 'map([.mean, .sd])' >want.json
  ecom-forecast demand tree.csv -n 5 --hierarchy total --reconcile top-down >got.jsonl
  jq -s 'map(select(.node == "total") | [.mean, .sd])' got.jsonl | cmp want.json -
  ecom-forecast demand tree.csv -n 5 | jq -s --slurpfile got got.jsonl -e "$NEAR"'
    group_by(.step) | all((map(.mean) | add) as $all | all(. as $alone | $got | map(select(.step == $alone.step))
      | (map(select(.node == "total").mean)[0] * $alone.mean / $all) as $want
      | map(select(.sku == $alone.sku and .location == $alone.location).mean)[0] | near($want)))'
}

# Of two parts and their whole, whose errors are independent and have the variances a, b and w, least squares gives the first
# a / (a + b + w) of what the whole is more than both.
@test "a hierarchy: weighted, what is amiss is shared out by variance" {
  awk 'BEGIN { print "sku,date,quantity"; for (d = 1; d <= 28; d++) { printf "A,2018-01-%02d,%d\nB,2018-01-%02d,%d\n", d, 20 + d * 7 % 5, d, 30 + d + d * 3 % 11 } }' >two.csv
  local model=(-m ses -n 2 --hierarchy total)
  ecom-forecast demand two.csv "${model[@]}" --reconcile bottom-up | jq -s . >up.json
  ecom-forecast demand two.csv "${model[@]}" --reconcile top-down | jq -s . >down.json
  ecom-forecast demand two.csv "${model[@]}" | jq -se --slurpfile up up.json --slurpfile down down.json "$NEAR"'
    $up[0] as $up | $down[0] as $down | . as $got | [0, 1] | all(. as $i
      | ([0, 2, 4] | map($up[. + $i].sd | . * .)) as $v | ($down[4 + $i].mean - $up[4 + $i].mean) as $gap
      | ($gap | fabs > 0.001) and all(0, 1; . as $leaf | $got[2 * $leaf + $i].mean | near($up[2 * $leaf + $i].mean + $gap * $v[$leaf] / ($v | add))))
    and ($got | map(.sd)) == ($up | map(.sd))'
}

@test "a hierarchy: the same bytes for any number of threads" {
  tree
  for method in weighted trace; do
    ecom-forecast demand tree.csv --hierarchy location,category,total --reconcile $method --jobs 1 >one.jsonl
    ecom-forecast demand tree.csv --hierarchy total,location,category --reconcile $method --jobs 3 >three.jsonl
    cmp one.jsonl three.jsonl
  done
}

@test "a hierarchy: series without a category, a location or a history; zeros; days out of stock" {
  printf 'sku,location,category,date,quantity,in_stock\nA,,,2018-01-01,4,yes\nA,,,2018-01-02,0,no\nA,,,2018-01-03,4,yes\nB,main,TEA,2018-01-01,0,yes\nC,main,TEA,2018-01-09,7,yes\n' >odd.csv
  assert_exit 0 ecom-forecast demand odd.csv --hierarchy category,location --until 2018-01-03 -m moving-average -n 1
  # The day out of stock counts as 4; C begins later.
  assert_json 'map([.sku, .mean]) == [["A", 4], ["B", 0], ["category:", 4], ["category:/location:", 4], ["category:TEA", 0], ["category:TEA/location:main", 0]]'
  printf 'sku,date,quantity\nA,2018-01-01,0\n' >zero.csv
  for method in weighted bottom-up top-down trace; do
    assert_exit 0 ecom-forecast demand odd.csv --hierarchy total,category --reconcile $method -n 2
    assert_json 'all(.mean != null and .mean >= 0 and .sd != null and (.q | all(. != null)))'
    assert_exit 0 ecom-forecast demand zero.csv --hierarchy total --reconcile $method -n 1
    assert_json 'map([.sku, .mean, .sd]) == [["A", 0, 0], ["total", 0, 0]]'
  done
  echo sku,date,quantity >none.csv
  assert_exit 0 ecom-forecast demand none.csv --hierarchy total
  refute_output
}

@test "a hierarchy: sums of periods add up too" {
  tree
  assert_exit 0 ecom-forecast demand tree.csv --hierarchy total,category --sum 5
  assert_json "$NEAR"' length == 11 and all(.periods == 5) and (map(select(.node == null).mean) | add) as $all | map(select(.node == "total").mean)[0] | near($all)'
}

@test "a hierarchy: levels and methods there are not are refused" {
  tree
  assert_exit 64 ecom-forecast demand tree.csv --hierarchy total,sku
  assert_stderr --partial '"sku": expected total, category or location'
  assert_exit 64 ecom-forecast demand tree.csv --hierarchy total --reconcile middle-out
  awk 'BEGIN { print "sku,date,quantity"; for (i = 0; i <= 500; i++) print i ",2018-01-01,1" }' >many.csv
  assert_exit 64 ecom-forecast demand many.csv --hierarchy total --reconcile trace
  assert_stderr --partial 'trace takes the covariance of at most 500 series, here are 501'
  assert_exit 0 ecom-forecast demand many.csv --hierarchy total -n 1
}

# Ten items sold all along, thirty launched from the fortieth day on, which sell twice as much in their first four days: 8 and 4 a day
# in category A, 16 and 8 in B; all of it until 2018-03-31. N is two days old, O was only named, for the third day to come.
launches() {
  awk 'function day(t) { return strftime("%Y-%m-%d", 1514764800 + t * 86400, 1) }
    BEGIN { print "sku,date,quantity,price,category"
      for (t = 0; t < 90; t++) for (i = 0; i < 10; i++) print "old" i "," day(t) ",5,2,A"
      for (i = 0; i < 30; i++) for (t = 40 + i % 10; t < 90; t++)
        print "new" i "," day(t) "," (t - 40 - i % 10 < 4 ? 2 : 1) * (i % 2 ? 8 : 4) ",2," (i % 2 ? "B" : "A")
      for (t = 88; t < 90; t++) print "N," day(t) ",16,2,B"
      print "O," day(92) ",,2,A" }'
}

@test "new items: by the launches of others, drawn to what they sold themselves" {
  launches >launches.csv
  assert_exit 0 ecom-forecast demand launches.csv --every day -n 7
  # Two more days of 16, then 8: not the 16 that it sold so far. Of one that was only named, 8 a day in category A from its day on.
  assert_json 'map(select(.sku == "N")) | map(.model) | unique == ["launch"]'
  assert_json '[16, 16, 8, 8, 8, 8, 8] as $want | map(select(.sku == "N").mean) | [., $want] | transpose | all((.[0] / .[1] - 1 | fabs) < 0.1)'
  assert_json '[0, 0, 8, 8, 8, 8, 4] as $want | map(select(.sku == "O").mean) | [., $want] | transpose | all((.[0] - .[1] | fabs) <= 0.2 * .[1])'
  assert_json 'map(select(.sku == "O"))[0] | .model == "launch" and .date == "2018-04-01" and .q["0.5"] == 0'
  # Those that have been there for longer are not new.
  assert_json 'map(select(.sku == "new0" or .sku == "old0").model) | index("launch") == null'
  # Any order, any number of threads.
  { head -n 1 launches.csv; tail -n +2 launches.csv | shuf --random-source=launches.csv; } | ecom-forecast demand --every day -n 7 -j 3 >shuffled.jsonl
  ecom-forecast demand launches.csv --every day -n 7 -j 1 | cmp - shuffled.jsonl
  # Of fewer than twenty nothing is learnt: what was never sold is not forecast.
  grep -v new1 launches.csv | grep -v new2 >few.csv
  assert_exit 0 ecom-forecast demand few.csv --every day -n 7
  assert_json 'map(.model) | index("launch") == null'
  assert_json 'map(.sku) | index("O") == null and index("N") != null'
}

# Levels drawn by a power law, demand by Poisson's (Knuth): of each of fifty items two days are told, and what came of it is known to awk.
@test "new items: nearer than the mean of their first days" {
  awk 'function poisson(mean,   k, p) { k = -1; p = 1; do { k++; p *= rand() } while (p > exp(-mean)); return k }
    function day(t) { return strftime("%Y-%m-%d", 1514764800 + t * 86400, 1) }
    BEGIN { srand(12); print "sku,date,quantity" >"history.csv"
      for (t = 0; t < 120; t++) print "old," day(t) "," poisson(4) >"history.csv"
      for (i = 0; i < 150; i++) { level = 0.5 / (0.05 + rand()); start = i < 100 ? 40 + i % 30 : 118
        for (t = start; t < start + 16; t++) { y = poisson(level * (t - start < 4 ? 2 : 1))
          if (t < 120) print "item" i "," day(t) "," y >"history.csv"; else came["item" i] += y; if (t < 120) seen["item" i] += y } }
      for (i = 100; i < 150; i++) print "item" i, came["item" i], seen["item" i] / 2 * 14 >"came.txt" }'
  ecom-forecast demand history.csv --every day --sum 14 --quantiles 0.025,0.975 >new.jsonl
  assert_equal "$(jq -r 'select(.model == "launch") | [.sku, .mean, .q["0.025"], .q["0.975"]] | @tsv' new.jsonl | awk '
    FNR == NR { came[$1] = $2; mean[$1] = $3; next }
    $1 in came { n++; e = $2 - came[$1]; ours += e * e; e = mean[$1] - came[$1]; theirs += e * e; inside += came[$1] >= $3 && came[$1] <= $4 }
    END { print n, (ours < 0.5 * theirs) ? "nearer" : ours / theirs, (inside >= 0.86 * n) ? "covered" : inside / n }' came.txt -)" "50 nearer covered"
}

# 150 items with demand in three of ten months, sizes geometric: of the sum of the next three months 0.95 of all must be within the
# quantile of 0.95 (150 of them: 0.9 to 0.99 by chance), and the chances add up and have its mean. What comes is known to awk.
@test "the demand of a lead time: the distribution that held in the past, where there are series enough to ask" {
  awk 'BEGIN { srand(21); print "sku,date,quantity" >"sparse.csv"
    for (s = 0; s < 150; s++) { sum = 0
      for (t = 0; t < 51; t++) { size = 0; if (rand() < 0.3) { size = 1; while (rand() < 0.6) size++ }
        if (t < 48) printf "s%d,%d-%02d-01,%d\n", s, 2014 + int(t / 12), t % 12 + 1, size >"sparse.csv"; else sum += size }
      print "s" s, sum >"came.txt" } }'
  assert_exit 0 ecom-forecast demand sparse.csv --sum 3 --quantiles 0.5,0.95 --pmf
  assert_json 'length == 150 and (map(select(.model | endswith("+lead"))) | length >= 100) and all(.periods == 3 and .q["0.5"] <= .q["0.95"])'
  assert_json 'all((.pmf.p | add - 1 | fabs) < 1e-6) and
    (map(select(.model | endswith("+lead"))) | all(.mean as $mean | .pmf as $f | [$f.p | to_entries[] | .value * (.key + $f.from)] | add - $mean | fabs < 0.01))'
  assert_equal "$(jq -r '[.sku, .q["0.95"]] | @tsv' <<<"$output" | awk 'FNR == NR { came[$1] = $2; next } { n++; within += came[$1] <= $2 }
    END { print n, (within / n >= 0.9 && within / n <= 0.99) ? "covered" : within / n }' came.txt -)" "150 covered"
  # Of fewer than a hundred none is asked; nor where a model is named, or the horizon is told step by step.
  assert_exit 0 ecom-forecast demand sparse.csv --sum 3 --model tsb
  assert_json 'map(.model) | unique == ["tsb"]'
  head -n 2000 sparse.csv | ecom-forecast demand --sum 3 >few.jsonl
  jq -se 'map(.model | endswith("+lead")) | any | not' few.jsonl
  # Nor does the number of threads matter.
  ecom-forecast demand sparse.csv --sum 3 -j 1 >one.jsonl
  ecom-forecast demand sparse.csv --sum 3 -j 3 | cmp - one.jsonl
}
