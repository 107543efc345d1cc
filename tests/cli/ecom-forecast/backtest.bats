load ../../lib/helpers
# No store is asked: run once.

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

# 4 8 4 8 | 4 8: the last period again, 8, is off by 4 and 0. The scales of the history before, no whole season of 7 in it:
# a period differs from the next by 4. sMAPE: 200 * 4 / 12 and 0. Without a season Naive2 is the naive forecast.
@test "scores as worked out by hand" {
  days 2018-01-01 4 8 4 8 4 8 >walk.csv
  assert_exit 0 ecom-forecast backtest walk.csv -m naive -n 2 --origins 1
  assert_json '.sku == "A" and .model == "naive" and .series == 1 and .forecasts == 2
    and .mase == 0.5 and .rmsse == 0.707107 and .smape == 33.333333 and .bias == 0.5 and .owa == 1 and .coverage == 1'
  assert_exit 0 ecom-forecast backtest walk.csv -m naive -n 2 --origins 1 --by-step
  assert_json 'map([.step, .forecasts, .mase, .smape]) == [[1, 1, 1, 66.666667], [2, 1, 0, 0]]'
}

# Two origins a step apart: 4 8 4 | 8 | 4 | 8 forecast from 4, then from 8: errors 4 and 4 as to 8 and 4, then 4 and 8.
@test "origins, a step apart" {
  days 2018-01-01 4 8 4 8 4 8 >walk.csv
  assert_exit 0 ecom-forecast backtest walk.csv -m naive -n 2 --origins 2 --step 1
  # From 4 8 4 8: 8 8 against 4 8; from 4 8 4: 4 4 against 8 4: one period in two is off by 4.
  assert_json '.forecasts == 4 and .mase == 0.5 and .bias == 0'
}

@test "a summary is the mean over series, models in the order asked for" {
  { days 2018-01-01 4 8 4 8 4 8; days 2018-01-01 5 5 5 5 5 6 | tail -n +2 | sed 's/^A/B/'; } >two.csv
  assert_exit 0 ecom-forecast backtest two.csv -m moving-average,naive -n 2 --origins 1 --summary
  # B is constant before the end: no scale, no mase. Its smape from 5: 0 and 200 / 11, in the mean 9.090909.
  assert_json '(map(.model) == ["moving-average", "naive"]) and (.[1] | .sku == null and .series == 2 and .forecasts == 4
    and .mase == 0.5 and (.smape - (100 / 3 + 100 / 11) / 2 | fabs < 1e-5))'
  assert_exit 0 ecom-forecast backtest two.csv -m moving-average,naive -n 2 --origins 1
  assert_json 'map([.model, .sku]) == [["moving-average", "A"], ["moving-average", "B"], ["naive", "A"], ["naive", "B"]]'
}

@test "nothing after an origin is known to the models before it" {
  days 2018-01-01 4 8 4 8 4 8 4 8 4 8 1000 1000 >jump.csv
  assert_exit 0 ecom-forecast backtest jump.csv -m auto,ses,regression,moving-average -n 2 --origins 1
  assert_json 'all(.bias < -90 and .coverage == 0)' # forecasts of about 6, off by some 994, of a scale of at most 8
}

@test "the same bytes for any number of threads" {
  { echo sku,date,quantity
    awk 'BEGIN { srand(7); for (s = 0; s < 30; s++) for (t = 0; t < 56; t++) printf "S%d,2018-%02d-%02d,%d\n", s, 1 + t / 28, 1 + t % 28, 9 * rand() }'
  } >panel.csv
  ecom-forecast backtest panel.csv -n 7 -j 1 >one
  ecom-forecast backtest panel.csv -n 7 -j 3 >three
  cmp one three
  assert_equal "$(wc -l <one)" 90
}

# Learners are asked of a panel of 10,000 days and more: each origin learns anew from what came before it.
@test "a panel that learners are asked of, from two origins" {
  { echo sku,date,quantity
    awk 'BEGIN { srand(3); for (t = 0; t < 1300; t++) for (s = 0; s < 8; s++)
      printf "S%d,%s,%d\n", s, strftime("%F", 1514808000 + 86400 * t, 1), (20 + 3 * (t % 7)) * rand() }'
  } >panel.csv
  assert_exit 0 ecom-forecast backtest panel.csv -m auto,pooled -n 7 --origins 2
  assert_json 'length == 16 and all(.forecasts == 14 and .mase > 0)'
}

@test "too short, constant, zero: no scores rather than wrong ones" {
  days 2018-01-01 5 >one.csv
  assert_exit 0 ecom-forecast backtest one.csv -n 1
  refute_output
  days 2018-01-01 0 0 0 0 0 0 >zero.csv
  assert_exit 0 ecom-forecast backtest zero.csv -n 2 -m naive,auto
  assert_json 'length == 2 and all(.mase == null and .owa == null and .pinball == null and .smape == 0 and .coverage == 1)'
  run_in_pipe 'ecom-forecast backtest </dev/null'
  assert_equal "$status" 0
  refute_output
}

@test "a period out of stock is held against no model" {
  { days 2018-01-01 4 8 4 8 4 | sed '1s/$/,in_stock/; 2,$s/$/,yes/'; echo A,2018-01-06,0,no; } >short.csv
  assert_exit 0 ecom-forecast backtest short.csv -m naive -n 2 --origins 1
  assert_json '.forecasts == 1 and .mase == 1'
}

@test "bad options are refused" {
  days 2018-01-01 4 6 >brief.csv
  assert_exit 64 ecom-forecast backtest brief.csv -m naive,oracle
  assert_stderr --partial '"oracle": expected some of: auto, naive'
  assert_exit 64 ecom-forecast backtest brief.csv --interval 1
  assert_exit 64 ecom-forecast backtest brief.csv --origins 0
  assert_exit 64 ecom-forecast backtest brief.csv --quantiles 2
}

# The yearly series of the M3 competition with their ends held out, naive: sMAPE and MASE by awk.
@test "M3: the last six years, as awk finds them" {
  skip_unless_data m3.tar.xz
  tar xJf "$data" m3/m3_train.csv m3/m3_info.csv
  awk -F , 'FILENAME ~ /info/ { gsub(/"/, ""); if ($3 == "YEARLY") yearly[$1] = 1; next }
    $1 in yearly { for (i = 2; i <= NF; i++) print $1 "," 2000 - NF + i "-01-01," $i }' m3/m3_info.csv m3/m3_train.csv >years.csv
  sed -i '1i sku,date,quantity' years.csv
  assert_exit 0 ecom-forecast backtest years.csv -m naive -n 6 --origins 1 --summary
  assert_json ". as \$got | [$(awk -F , 'function abs(x) { return x < 0 ? -x : x }
    NR == 1 { next } $1 != last { series(); n = 0; last = $1 } { y[++n] = $3 } END { series(); printf "%.6f,%.6f", smape / count, mase / count }
    function series(   i, scale, a, f, s) { if (n < 7) return; f = y[n - 6]; for (i = 2; i <= n - 6; i++) scale += abs(y[i] - y[i - 1]) / (n - 7)
      for (i = n - 5; i <= n; i++) { s += 200 * abs(y[i] - f) / (y[i] + f) / 6; a += abs(y[i] - f) / 6 }
      smape += s; mase += a / scale; count++ }' years.csv)] as \$want
    | (\$got[0].smape - \$want[0] | fabs < 1e-4) and (\$got[0].mase - \$want[1] | fabs < 1e-4) and \$got[0].owa == 1"
}

@test "--plot draws the error by the step, a line a model" {
  awk 'BEGIN { print "sku,date,quantity"; for (d = 0; d < 84; d++) printf "A,%s,%d\n", strftime("%Y-%m-%d", 1514764800 + d * 86400, 1), 5 + d % 7 + d % 3 }' >week.csv
  ecom-forecast backtest week.csv -m naive,seasonal-naive -n 7 --origins 2 --plot >plot.svg
  python3 -c 'import sys, xml.etree.ElementTree as e; e.parse("plot.svg")'
  grep -q '>naive<' plot.svg
  grep -q '>seasonal-naive<' plot.svg
  # Two lines of seven steps: each path begins once and goes on six times.
  assert_equal "$(grep 'stroke-width="1.6"' plot.svg | sed 's/.* d="//' | tr -dc ML | fold -w 7 | sort -u)" MLLLLLL
  run grep -ci nan plot.svg
  assert_output 0
  ecom-forecast backtest --plot </dev/null >none.svg
  [ ! -s none.svg ]
}
