load ../../lib/helpers
# No store is asked: run once.

# series SKU QUANTITY...: a daily history from 2018-01-01 on
series() {
  local sku=$1
  shift
  paste -d , <(yes "$sku" | head -n $#) <(seq -f '2018-01-01 + %g day' 0 $(($# - 1)) | date -u -f - +%F) <(printf '%s\n' "$@")
}

@test "the numbers of a series" {
  { echo sku,date,quantity; series A 1 0 2 0 3 0 4 0 1 0 2 0 3 0 4 0; } >gaps.csv
  assert_exit 0 ecom-forecast classify gaps.csv
  # By hand: 20 units in 16 days, 8 of them with demand; sizes 1 2 3 4 twice: variance 10/7, over 2.5 squared
  assert_json '.sku == "A" and .location == null and .from == "2018-01-01" and .periods == 16 and .total == 20 and .mean == 1.25'
  assert_json '.adi == 2 and .cv2 == 0.228571 and .class == "intermittent"'
  # sum of squares 60 - 16 * 1.25^2 = 35; sqrt(35 / 15) = 1.527525; over the mean 1.22202
  assert_json '.sd == 1.527525 and .cv == 1.22202 and .xyz == "Z"'
  assert_json '.value == 20 and .share == 1 and .abc == "A" and .outliers == [] and .stockouts == []'
}

@test "classes, by how often and how much" {
  { echo sku,date,quantity; series smooth 4 5 6 5 4 5 6 5; series erratic 1 20 1 2 1 30 1 1
    series lumpy 1 0 0 20 0 0 1 1; series intermittent 2 0 0 2 0 3 0 0; series none 0 0 0 0 0 0 0 0; } >classes.csv
  assert_exit 0 ecom-forecast classify classes.csv
  assert_json 'all(.sku == .class)'
  assert_json 'map(select(.sku == "none"))[0] | .adi == null and .cv2 == null and .cv == null and .abc == "C" and .xyz == "Z" and .mean == 0'
}

@test "ABC by units, by revenue where there are prices, with cuts of one's own" {
  printf 'sku,date,quantity\nA,2018-01-01,60\nB,2018-01-01,25\nC,2018-01-01,12\nD,2018-01-01,3\n' >units.csv
  assert_exit 0 ecom-forecast classify units.csv
  # before A 0, before B 0.60, before C 0.85, before D 0.97
  assert_json 'map([.sku, .abc, .share]) == [["A", "A", 0.6], ["B", "A", 0.25], ["C", "B", 0.12], ["D", "C", 0.03]]'
  assert_exit 0 ecom-forecast classify units.csv --abc 0.5,0.7
  assert_json 'map(.abc) == ["A", "B", "C", "C"]'
  printf 'sku,date,quantity,price\nA,2018-01-01,60,1\nB,2018-01-01,25,1\nC,2018-01-01,12,1\nD,2018-01-01,3,1000\n' >revenue.csv
  assert_exit 0 ecom-forecast classify revenue.csv
  # D holds 0.97 of all
  assert_json 'map([.sku, .abc, .value]) == [["A", "C", 60], ["B", "C", 25], ["C", "C", 12], ["D", "A", 3000]]'
  assert_exit 0 ecom-forecast classify revenue.csv --by quantity
  assert_json 'map(.abc) == ["A", "A", "B", "C"]'
}

@test "XYZ, with cuts of one's own" {
  { echo sku,date,quantity; series A 10 10 11 9; series B 10 1 16 10; } >xyz.csv
  assert_exit 0 ecom-forecast classify xyz.csv
  # B: mean 9.25, sd sqrt((0.5625 + 68.0625 + 45.5625 + 0.5625) / 3) = 6.184658, cv 0.668612
  assert_json 'map([.sku, .xyz]) == [["A", "X"], ["B", "Y"]] and .[1].cv == 0.668612'
  assert_exit 0 ecom-forecast classify xyz.csv --xyz 0.05,0.6
  assert_json 'map(.xyz) == ["Y", "Z"]'
}

@test "outliers and stretches without stock are named by their dates" {
  # 40 days of 10 to 12, one of 90, five of none
  { echo sku,date,quantity; series A 10 11 12 10 11 12 10 11 12 10 11 12 10 90 12 10 11 12 10 11 0 0 0 0 0 12 10 11 12 10 11 12 10 11 12 10 11 12 10 11; } >odd.csv
  assert_exit 0 ecom-forecast classify odd.csv --season 1
  assert_json '.outliers[0] == {"date": "2018-01-14", "quantity": 90}'
  assert_json '.stockouts == [{"from": "2018-01-21", "until": "2018-01-25", "periods": 5}]'
}

@test "trend and season strength by the week" {
  # 12 weeks that rise by 2 a week, Saturdays twice as much: both strong
  local d quantities=()
  for ((d = 0; d < 84; d++)); do quantities+=($((20 + d / 7 * 2 + (d % 7 == 5 ? 20 : 0)))); done
  { echo sku,date,quantity; series A "${quantities[@]}"; } >weeks.csv
  assert_exit 0 ecom-forecast classify weeks.csv
  assert_json '.trend > 0.95 and .season > 0.95 and .class == "smooth"'
  assert_exit 0 ecom-forecast classify weeks.csv --every week
  assert_json '.season == null and .periods == 12'
}

@test "any number of threads, any order, the same records" {
  awk 'BEGIN { print "sku,location,date,quantity"; for (s = 1; s <= 40; s++) for (d = 1; d <= 28; d++)
    printf "S%d,L%d,2018-02-%02d,%d\n", s, s % 3, d, ((s * d * 7919) % 11) * (d % 3) }' >many.csv
  ecom-forecast classify many.csv --jobs 1 >one
  ecom-forecast classify many.csv --jobs 3 >three
  { head -n 1 many.csv; tail -n +2 many.csv | sort -t , -k 4; } | ecom-forecast classify >shuffled
  cmp one three
  cmp one shuffled
  [ "$(wc -l <one)" -eq 40 ]
}

@test "bad input: nothing, one day, returns, fractions, wrong cuts" {
  assert_exit 0 ecom-forecast classify - <<<'sku,date,quantity'
  refute_output
  printf 'sku,date,quantity\nA,2018-01-01,7\nB,2018-01-01,-3\nC,2018-01-01,0.25\n' >odd.csv
  assert_exit 0 ecom-forecast classify odd.csv
  assert_json 'map([.sku, .periods, .sd, .class]) == [["A", 1, null, "smooth"], ["B", 1, null, "none"], ["C", 1, null, "smooth"]]'
  [[ $output != *[Nn]a[Nn]* ]]
  assert_exit 64 ecom-forecast classify odd.csv --abc 0.9,0.5
  assert_stderr --partial "expected two numbers from 0 to 1, the smaller first"
  assert_exit 64 ecom-forecast classify odd.csv --xyz 1
  assert_exit 1 ecom-forecast classify - <<<$'sku,date,quantity\nA,2018-01-01,1e99'
}

@test "as CSV and as a table" {
  printf 'sku,date,quantity\nA,2018-01-01,7\nA,2018-01-02,9\n' >a.csv
  assert_exit 0 ecom-forecast classify a.csv -o csv -f sku,class,abc,xyz,outliers
  assert_output $'sku,class,abc,xyz,outliers\nA,smooth,A,X,[]'
  assert_exit 0 ecom-forecast classify a.csv -o table -f sku,class,mean
  assert_output --partial smooth
}
