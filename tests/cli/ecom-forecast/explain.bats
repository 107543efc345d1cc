load ../../lib/helpers
# No store is asked: run once.

# 140 days from Monday 2021-01-04: a price of 8 or 10, promotions, a pay day every 30 days that the day before feels too,
# Saturdays 10 above the other days, and (37 i mod 11) in place of chance.
paydays() {
  awk 'BEGIN { print "sku,date,quantity,price,promotion"
    for (i = 0; i < 140; i++) {
      price = i % 40 < 25 ? 10 : 8; promotion = i % 17 < 3; event = i % 30 == 20; eve = i % 30 == 19
      print "A," strftime("%Y-%m-%d", (18631 + i) * 86400, 1) "," 200 + 10 * (i % 7 == 5) - 6 * (price == 10) + 25 * promotion \
        + 50 * event + 15 * eve + i * 37 % 11 "," price "," promotion
    } }' >sales.csv
  awk 'BEGIN { print "date,name,lead"
    for (i = 20; i <= 140; i += 30) print strftime("%Y-%m-%d", (18631 + i) * 86400, 1) ",payday,1" }' >calendar.csv
}

@test "the terms of the regression are those of R" {
  paydays
  assert_exit 0 ecom-forecast explain sales.csv --calendar calendar.csv
  # R 4.2: lm(y ~ tue + ... + sun + log(price) + promotion + eve + event); confint; robust: residuals / (1 - hatvalues) in
  # the sandwich (HC3)
  assert_json 'map(.term) == ["level", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "price", "promotion",
    "payday-1", "payday"]'
  assert_json 'map(.coefficient) == [259.544637, 0.485538, 0.3, 0.785538, 0.05, 10.377442, 0.527544, -26.456975, 25.002039, 18.161913, 46.354858]'
  assert_json 'map(.error) == [5.775476, 1.007431, 1.001326, 1.007431, 1.001326, 1.004998, 1.005412, 2.579029, 0.682866, 1.453895, 1.630811]'
  assert_json 'map(.robust_error) == [5.956066, 1.037765, 1.037548, 1.01665, 1.022206, 0.992512, 1.054891, 2.658256, 0.713955, 0.948262, 0.871072]'
  assert_json '.[0] | .low == 248.117717 and .high == 270.971557 and .sku == "A" and .periods == 140'
  assert_json 'map(select(.term == "price"))[0] | .low == -31.559647 and .high == -21.354304'
}

@test "an event ahead is in the forecast" {
  paydays
  # The day after the last of history is a pay day: level, Monday, price 10, event
  assert_exit 0 ecom-forecast demand sales.csv --calendar calendar.csv -m regression -n 2
  assert_json 'map(.date) == ["2021-05-24", "2021-05-25"]'
  # 259.544637 - 26.456975 ln 10 + 46.354858 = 244.980; a Tuesday, without: 199.111
  assert_json 'map(.mean * 1000 | round) == [244980, 199111]'
  assert_exit 0 ecom-forecast backtest sales.csv --calendar calendar.csv -m regression --summary
  with=$(jq .rmsse <<<"$output")
  assert_exit 0 ecom-forecast backtest sales.csv -m regression --summary
  jq -e --argjson with "$with" '.rmsse > 1.5 * $with' <<<"$output"
  # also by learners, who ask for nothing but columns
  assert_exit 0 ecom-forecast demand sales.csv --calendar calendar.csv -n 2 --learners network
}

@test "months have their names, a long season its turns" {
  awk 'BEGIN { print "sku,date,quantity"
    for (i = 0; i < 48; i++) printf "A,20%02d-%02d-01,%d\n", 17 + int(i / 12), i % 12 + 1, 100 + 50 * (i % 12 == 6) + i * 7 % 5 }' >months.csv
  assert_exit 0 ecom-forecast explain months.csv
  assert_json 'map(select(.term == "july"))[0].coefficient | . > 45 and . < 55'
  awk 'BEGIN { print "sku,date,quantity"
    for (i = 0; i < 156; i++) printf "A,%s,%.3f\n", strftime("%Y-%m-%d", (18631 + 7 * i) * 86400, 1), 100 + 30 * sin(2 * 3.14159265358979 * (i + 1) / 52) + i * 7 % 5 }' >weeks.csv
  assert_exit 0 ecom-forecast explain weeks.csv
  assert_json 'map(select(.term == "sine-1"))[0].coefficient | . > 29 and . < 31'
}

@test "what cannot be explained is told of; nothing is nothing" {
  printf 'sku,date,quantity\nA,2021-01-01,3\n' >one.csv
  assert_exit 0 ecom-forecast explain one.csv
  refute_output
  assert_stderr --partial '1 series are too short for a regression'
  assert_exit 0 ecom-forecast explain </dev/null
  refute_output
  awk 'BEGIN { print "sku,date,quantity"; for (i = 1; i < 29; i++) printf "A,2021-01-%02d,5\n", i }' >constant.csv
  assert_exit 0 ecom-forecast explain constant.csv
  assert_json 'map(select(.term == "level"))[0] | .coefficient == 5 and .low == 5 and .high == 5'
}

@test "a calendar that cannot be read" {
  paydays
  assert_exit 66 ecom-forecast explain sales.csv --calendar nowhere.csv
  printf 'date,name\n2021-01-01,new year\n2021-13-01,nothing\n' >bad.csv
  assert_exit 65 ecom-forecast explain sales.csv --calendar bad.csv
  assert_stderr --partial 'bad.csv:3'
  # 33 names: 16 days before, 16 after and the day itself
  printf 'date,name,lead,lag\n2021-01-01,a,16,16\n' >many.csv
  assert_exit 65 ecom-forecast demand sales.csv --calendar many.csv
  assert_stderr --partial 'at most 32 names'
}

@test "an event counts in the period that holds it, an hour as well as a month" {
  printf 'date,name\n2021-01-05,fair\n' >fair.csv
  awk 'BEGIN { print "sku,date,quantity"
    for (i = 0; i < 24 * 12; i++) printf "A,2021-01-%02dT%02d:00:00Z,%d\n", int(i / 24) + 1, i % 24, 10 + 20 * (int(i / 24) == 4) + i * 7 % 3 }' >hours.csv
  assert_exit 0 ecom-forecast explain hours.csv --calendar fair.csv --every hour
  assert_json 'map(select(.term == "fair"))[0].coefficient | . > 19 and . < 21'
  awk 'BEGIN { print "sku,date,quantity"
    for (i = 0; i < 24; i++) printf "A,20%02d-%02d-01,%d\n", 20 + int(i / 12), i % 12 + 1, 100 + 40 * (i == 12) + i * 7 % 5 }' >months.csv
  assert_exit 0 ecom-forecast explain months.csv --calendar fair.csv
  assert_json 'map(select(.term == "fair"))[0].coefficient | . > 36 and . < 44'
}
