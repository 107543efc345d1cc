load ../../lib/helpers

# near GOT-FILTER WANT TOLERANCE: of the one record in $output
near() {
  assert_json "[.[0] | $1][0] - $2 | fabs < $3"
}

@test "the article's examples, put right: Poisson .1404, gamma-mixed .1190" {
  assert_exit 0 ecom-forecast arrivals --rate 5 --exactly 3
  near '.exactly["3"]' 0.140374 1e-6
  assert_json '.model == "poisson" and .mean == 5'
  assert_exit 0 ecom-forecast arrivals --rate 5 --shape 2 --exactly 3 --at-least 10
  near '.exactly["3"]' 0.118998 1e-6
  near '.at_least["10"]' 0.133348 1e-6
  assert_json '.model == "negative-binomial"'
}

# R 4.2: var/mean, pchisq, and uniroot of the score in the size: 0.3817640.
@test "counts with gaps that vary more than Poisson's: negative binomial" {
  printf 'date,count\n2018-01-05,20\n2018-01-01,3\n2018-01-02,7\n' >counts.csv
  assert_exit 0 ecom-forecast arrivals counts.csv
  assert_json '.periods == 5 and .count == 30 and .rate == 6 and .variance == 69.5 and .every == "1d"'
  near .dispersion 11.583333 1e-5
  near .p 4.198e-9 1e-11
  near .shape 0.3817640 1e-6
  assert_json '.model == "negative-binomial" and (.reason | test("more than"))'
  assert_exit 0 ecom-forecast arrivals counts.csv --for 1w --at-least 100
  # R: pnbinom(99, size = 7 * 0.3817640, mu = 42, lower = FALSE)
  near '.at_least["100"]' 0.0362884 1e-6
  assert_json '.stretch == 7 and .mean == 42'
}

# R: D = 0.1714286, 2 * pchisq(7 * D, 7) = 0.0181462
@test "counts that vary less: renewal; as Poisson's do: poisson" {
  printf 'date,count\n' >even.csv
  day=1
  for n in 12 9 11 10 8 10 9 11; do printf '2018-01-%02d,%d\n' "$((day++))" "$n"; done >>even.csv
  assert_exit 0 ecom-forecast arrivals even.csv
  near .p 0.0181462 1e-6
  near .shape 5.833333 1e-5
  assert_json '.model == "renewal"'
  printf 'date,count\n2018-01-01,3\n2018-01-02,7\n2018-01-03,5\n2018-01-04,4\n' >plain.csv
  assert_exit 0 ecom-forecast arrivals plain.csv
  assert_json '.model == "poisson" and .shape == null and (.reason | test(" as Poisson"))'
  assert_exit 0 ecom-forecast arrivals plain.csv --model negative-binomial
  assert_json '.model == "negative-binomial" and .reason == "asked for"'
}

@test "instants: intervals, periods by the span, the zone's days" {
  printf 'at\n2018-01-01T00:30:00Z\n2018-01-01T10:30:00Z\n2018-01-01T01:30:00Z\n2018-01-01T02:30:00Z\n' >instants.csv
  assert_exit 0 ecom-forecast arrivals instants.csv
  # intervals 1 1 8 hours: mean 10/3, sd 4.041452 (n - 1 = 2)
  near .cv 1.2124356 1e-6
  assert_json '.every == "1h" and .periods == 11 and .count == 4'
  assert_exit 0 ecom-forecast arrivals instants.csv --every 1d --tz -01:00
  assert_json '.periods == 2 and .count == 4' # half past midnight is the day before
  assert_exit 0 ecom-forecast arrivals instants.csv --every 1d --since 2017-12-25 --until 2018-01-04
  assert_json '.periods == 10 and .rate == 0.4'
}

@test "a profile has a rate for each slot that was watched" {
  printf 'date,count\n2018-01-01,4\n2018-01-08,6\n2018-01-10,3\n' >week.csv # Monday, Monday, Wednesday
  assert_exit 0 ecom-forecast arrivals week.csv --profile weekday
  assert_json 'map([.slot, .periods, .rate]) == [["Mon", 2, 5], ["Tue", 2, 0], ["Wed", 2, 1.5], ["Thu", 1, 0], ["Fri", 1, 0], ["Sat", 1, 0], ["Sun", 1, 0]]'
  printf 'at\n2018-01-01T09:10:00Z\n2018-01-01T09:20:00Z\n2018-01-02T09:20:00Z\n2018-01-02T10:20:00Z\n' >hours.csv
  assert_exit 0 ecom-forecast arrivals hours.csv --profile hour --for 1h
  assert_json 'map(select(.count > 0) | [.slot, .periods, .rate]) == [["09", 2, 1.5], ["10", 2, 0.5]]'
  assert_exit 0 ecom-forecast arrivals hours.csv --profile week
  assert_json 'map(select(.count > 0) | [.slot, .count]) == [["Mon 09", 2], ["Tue 09", 1], ["Tue 10", 1]] and length == 26'
}

@test "the store's orders, and what order list prints of them" {
  ecom-catalog import sku=A name=Apple price=2 currency=EUR
  ecom-stock location main
  ecom-stock receive sku=A location=main quantity=9 reason=delivery
  for day in 01 02 04; do
    printf '{"order":"O%s","currency":"EUR","placed_at":"2018-01-%sT10:00:00Z","lines":[{"sku":"A","quantity":1}]}\n' "$day" "$day"
  done | ecom-order create >orders.jsonl
  assert_exit 0 ecom-forecast arrivals --orders --every 1d
  assert_json '.periods == 4 and .count == 3 and .rate == 0.75'
  ecom-order list >list.jsonl
  assert_exit 0 ecom-forecast arrivals list.jsonl --every 1d
  assert_json '.periods == 4 and .count == 3'
  assert_exit 64 env -u ECOM_STORE ecom-forecast arrivals --orders
}

@test "nothing, one period, zeros" {
  run_in_pipe 'printf "date,count\n" | ecom-forecast arrivals'
  assert_equal "$status" 0
  refute_output
  run_in_pipe 'printf "date,count\n" | ecom-forecast arrivals --since 2018-01-01 --until 2018-01-08'
  assert_json '.periods == 7 and .count == 0 and .rate == 0 and .every == "1d"'
  run_in_pipe 'printf "date,count\n2018-01-01,7\n" | ecom-forecast arrivals'
  assert_json '.model == "poisson" and .mean == 7 and .dispersion == null and (.reason | test("one period"))'
  run_in_pipe 'printf "date,count\n2018-01-01,0\n2018-01-02,0\n" | ecom-forecast arrivals --at-least 1 --model negative-binomial'
  assert_json '.rate == 0 and .at_least["1"] == 0 and .q["0.99"] == 0'
  run_in_pipe 'printf "date,count\n2018-01-01,5\n2018-01-02,5\n2018-01-03,5\n2018-01-04,5\n2018-01-05,5\n2018-01-06,5\n" | ecom-forecast arrivals'
  assert_json '.model == "renewal" and .variance == 0 and .q["0.5"] == 5 and .q["0.99"] == 5'
  run_in_pipe 'printf "at\n2018-01-01T09:00:00Z\n2018-01-01T09:00:00Z\n2018-01-01T09:00:00Z\n" | ecom-forecast arrivals'
  assert_json '.count == 3 and .periods == 1 and .cv == null'
}

@test "bad records are rejected one by one, bad options refused" {
  printf 'date,count\n2018-01-01,-1\n2018-01-01,1.5\n2018-02-30,1\n2018-01-02,3\n' >bad.csv
  assert_exit 1 ecom-forecast arrivals bad.csv
  assert_json '.count == 3'
  assert_exit 64 ecom-forecast arrivals --rate -1
  assert_exit 64 ecom-forecast arrivals --shape 2
  assert_exit 64 ecom-forecast arrivals --rate 2 --shape 0
  assert_exit 64 ecom-forecast arrivals --rate 2 --model renewal
  assert_exit 64 ecom-forecast arrivals --rate 2 --quantiles 1
  assert_exit 64 ecom-forecast arrivals --rate 2 --exactly 1.5
  assert_exit 64 ecom-forecast arrivals bad.csv --profile hour --every 1d
  assert_exit 64 ecom-forecast arrivals bad.csv --since 2018-01-02 --until 2018-01-01
}
