load ../../lib/helpers
# No store is asked: run once.

setup() {
  sandbox_setup
  # Seven weeks of a weekly pattern, and the seven days after them.
  awk 'BEGIN { print "sku,date,quantity"; for (d = 0; d < 49; d++) printf "A&B,%s,%d\n", strftime("%Y-%m-%d", 1514764800 + d * 86400, 1), 2 + d % 7 }' >history.csv
  ecom-forecast demand history.csv -m seasonal-naive -n 7 >forecast.jsonl
}

# well_formed FILE: an XML document; prints the number of its elements of that name
count_elements() {
  python3 -c 'import sys, xml.etree.ElementTree as e
print(len(e.parse(sys.argv[1]).findall(".//{http://www.w3.org/2000/svg}" + sys.argv[2])))' "$1" "$2"
}

@test "an SVG picture with history, mean and two bands" {
  ecom-forecast plot --history history.csv forecast.jsonl >a.svg
  # Two bands, two lines, the signs of two lines in the legend.
  assert_equal "$(count_elements a.svg path)" 6
  grep -q '>A&amp;B<' a.svg
  grep -q '>95 %<' a.svg
  grep -q '>50 %<' a.svg
  assert_exit 1 grep -qi nan a.svg
  # Thirty periods of history and the seven ahead: 36 strokes from x = 64 to 884.
  [ "$(grep -o 'stroke="#222222" stroke-width="1.6"[^>]*' a.svg | grep -o '[ML][0-9]' | wc -l)" = 30 ]
  ecom-forecast plot --history history.csv --last 10 forecast.jsonl >b.svg
  [ "$(grep -o 'stroke="#222222" stroke-width="1.6"[^>]*' b.svg | grep -o '[ML][0-9]' | wc -l)" = 10 ]
}

@test "characters, in dots and in letters" {
  assert_exit 0 ecom-forecast plot --history history.csv --as text -w 60 forecast.jsonl
  assert_line "A&B"
  assert_output --partial '⡇'
  assert_output --partial "2018-02-"
  # 18 rows: title, legend, 15 of the field, dates.
  assert_equal "${#lines[@]}" 18
  assert_exit 0 ecom-forecast plot --history history.csv --as ascii -w 60 --height 10 forecast.jsonl
  assert_equal "${#lines[@]}" 10
  ! grep -qP '[^\x00-\x7f]' <<<"$output"
}

@test "forecasts alone, without quantiles, of several series" {
  ecom-forecast plot forecast.jsonl >alone.svg
  assert_exit 1 grep -q history alone.svg
  jq -c 'del(.q, .sd)' forecast.jsonl | ecom-forecast plot >bare.svg
  assert_equal "$(count_elements bare.svg rect)" 1
  jq -c '., .sku = "C", .sku = "D"' forecast.jsonl >three.jsonl
  assert_exit 0 ecom-forecast plot --limit 2 three.jsonl
  assert_stderr --partial "1 more series are not drawn"
  assert_output --partial ">C<"
  refute_output_has ">D<"
}
refute_output_has() { ! grep -qF "$1" <<<"$output"; }

@test "where all bands are wider than wanted, the narrowest is drawn" {
  ecom-forecast demand history.csv -m seasonal-naive -n 7 --quantiles 0.005,0.01,0.5,0.99,0.995 | ecom-forecast plot >wide.svg
  grep -q '>98 %<' wide.svg
  assert_exit 1 grep -q '>99 %<' wide.svg
}

@test "nothing, one step, hours" {
  assert_exit 0 ecom-forecast plot </dev/null
  refute_output
  head -n 1 forecast.jsonl | ecom-forecast plot --history history.csv >one.svg
  count_elements one.svg path
  awk 'BEGIN { print "sku,date,quantity"; for (h = 0; h < 200; h++) printf "A,%s,%d\n", strftime("%Y-%m-%dT%H:00:00Z", 1514764800 + h * 3600, 1), h % 24 }' >hours.csv
  ecom-forecast demand --every hour -m naive -n 5 hours.csv >hours.jsonl
  ecom-forecast plot --every hour --history hours.csv hours.jsonl >hours.svg
  [ "$(grep -o 'stroke="#222222" stroke-width="1.6"[^>]*' hours.svg | grep -o '[ML][0-9]' | wc -l)" = 30 ]
}

@test "a missing history, a bad one, bad quantiles" {
  assert_exit 66 ecom-forecast plot --history none.csv forecast.jsonl
  printf 'sku,date,quantity\nA,2018-01-01,many\n' >bad.csv
  assert_exit 65 ecom-forecast plot --history bad.csv forecast.jsonl
  assert_stderr --partial "bad.csv:2"
  printf '%s\n' '{"sku":"A","step":1,"date":"2018-01-01","mean":1,"q":{"half":3}}' >bad.jsonl
  assert_exit 1 ecom-forecast plot bad.jsonl
  assert_stderr --partial "bad.jsonl:1: q:"
}
