load ../../lib/helpers

# Six orders; by hand: pending is left after 1 2 3 1 days for paid, after 4 for cancelled, and not after 9; paid after 2 1 days for
# shipped, 2 for cancelled, and not after 2; shipped after 6 for done, and not after 5.
orders() {
  cat <<'CSV'
order,status,at
A,pending,2018-01-01
A,paid,2018-01-02
A,shipped,2018-01-04
A,done,2018-01-10
B,pending,2018-01-01
B,cancelled,2018-01-05
C,pending,2018-01-03
C,paid,2018-01-05
C,shipped,2018-01-06
D,pending,2018-01-06
D,paid,2018-01-09
E,pending,2018-01-02
F,pending,2018-01-04
F,paid,2018-01-05
F,cancelled,2018-01-07
CSV
}

matrix() {
  cat <<'CSV'
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
}

@test "the article's matrix, put right: steps to the end 5.079, 4.444, 3.333" {
  matrix >matrix.csv
  assert_exit 0 ecom-forecast flow matrix.csv
  assert_json 'map(select(.kind == "state") | [.state, (.steps * 1000 | round)]) == [["待支付", 5079], ["已支付", 4444], ["已发货", 3333], ["已完成", 0]]'
  assert_json 'map(select(.kind == "transition" and .state == "已发货" and .to == "已完成"))[0].probability == 0.3'
  assert_json 'map(select(.kind == "state") | .ends["已完成"]) == [1, 1, 1, 1]'
}

@test "counts make a matrix too; rows that do not add up are refused" {
  printf 'from,to,count\na,b,3\na,c,1\nb,c,5\n' >counts.csv
  assert_exit 0 ecom-forecast flow counts.csv --show transitions
  assert_json 'map([.state, .to, .count, .probability]) == [["a", "b", 3, 0.75], ["a", "c", 1, 0.25], ["b", "c", 5, 1]]'
  # Wilson 1927, three of four: R's prop.test(3, 4, correct = FALSE)
  assert_json '(.[0].low - 0.3006 | fabs < 1e-4) and (.[0].high - 0.9544 | fabs < 1e-4)'
  printf 'from,to,probability\na,b,0.5\na,c,0.4\n' >bad.csv
  assert_exit 65 ecom-forecast flow bad.csv
  assert_stderr --partial 'add up to 0.9'
}

@test "a history: shares, orders that are open, time in a state" {
  orders >orders.csv
  assert_exit 0 ecom-forecast flow orders.csv --now 2018-01-11
  assert_json 'map(select(.kind == "transition") | [.state, .to, .count, .probability]) ==
    [["pending", "paid", 4, 0.8], ["pending", "cancelled", 1, 0.2], ["paid", "shipped", 2, 0.666667], ["paid", "cancelled", 1, 0.333333], ["shipped", "done", 1, 1]]'
  # Pending: there 4/6, 3/6, 2/6, 1/6 after 1 2 3 4 days, and the last one still after 9: mean 1 + 4/6 + 3/6 + 2/6 + 5/6.
  assert_json 'map(select(.state == "pending" and .kind == "state"))[0] | .count == 6 and .open == 1 and .days == 3.333333
    and .q == {"0.5": 2, "0.8": 4, "0.95": null}'
  # Paid: shipped after a day of four, then 2 of 3 leave: shipped 1/4 + 1/4, cancelled 1/4.
  assert_json 'map(select(.state == "paid" and .kind == "state"))[0] | .days == 1.75 and .steps == 1.666667 and .days_to_end == 5.75
    and .ends == {"done": 0.666667, "cancelled": 0.333333}'
  assert_json 'map(select(.state == "pending" and .kind == "state"))[0] | .days_to_end - (10 / 3 + 0.8 * 5.75) | fabs < 1e-5'
}

@test "input in any order, what order history prints, and the store itself" {
  orders >orders.csv
  ecom-forecast flow orders.csv --now 2018-01-11 --show transitions | sort >want.jsonl
  { head -n 1 orders.csv; tail -n +2 orders.csv | shuf --random-source=orders.csv; } | ecom-forecast flow --now 2018-01-11 --show transitions | sort >got.jsonl
  cmp want.jsonl got.jsonl
  ecom-catalog import sku=A name=Apple price=2 currency=EUR
  ecom-stock location main
  ecom-stock receive sku=A location=main quantity=9 reason=delivery
  for n in 1 2 3; do
    ecom-order create --now "2018-01-0${n}T00:00:00Z" <<<"{\"order\":\"O$n\",\"currency\":\"EUR\",\"lines\":[{\"sku\":\"A\",\"quantity\":1}]}"
  done >/dev/null
  ecom-order cancel O3 --now 2018-01-05T00:00:00Z >/dev/null
  assert_exit 0 ecom-forecast flow --orders --now 2018-01-11 --show states
  assert_json 'map([.state, .count, .open]) == [["pending", 3, 2], ["cancelled", null, null]]'
  echo "$output" >store.jsonl
  run_in_pipe 'ecom-order history O1 O2 O3 | ecom-forecast flow --now 2018-01-11 --show states'
  assert_equal "$stderr" ""
  assert_equal "$output" "$(cat store.jsonl)"
  assert_exit 64 env -u ECOM_STORE ecom-forecast flow --orders
}

@test "open orders: since when, what is next, where they end; those that are stuck" {
  orders >orders.csv
  assert_exit 0 ecom-forecast flow orders.csv --now 2018-01-08T12:00:00Z --show open --ends done,cancelled
  assert_json 'map([.order, .state, .days]) == [["A", "shipped", 4.5], ["C", "shipped", 2.5], ["D", "pending", 2.5], ["E", "pending", 6.5]]'
  # D, pending for two days and a half: the only one that stayed longer was cancelled on the fourth; that D is paid is not known yet.
  assert_json '.[2].next == {"cancelled": 1} and .[2].q["0.5"] == 4 and .[2].ends == {"cancelled": 1}'
  assert_exit 0 ecom-forecast flow orders.csv --now 2018-01-11 --show open
  assert_json 'map(select(.order == "C"))[0] | .since == "2018-01-06T00:00:00Z" and .days == 5 and .next == {"done": 1} and .q["0.5"] == 6'
  assert_json 'map(select(.order == "E"))[0] | .next == null and .q["0.5"] == null'
  assert_exit 0 ecom-forecast flow orders.csv --now 2018-01-11 --stuck 0.7
  assert_json 'length == 1 and (.[0] | .order == "E" and .days == 9 and .limit_days == 4)'
  # 0.9 of them never left within the days that were seen: nothing to measure by.
  assert_exit 0 ecom-forecast flow orders.csv --now 2018-01-11 --stuck 0.95
  refute_output
}

@test "parcels' events are a history too" {
  printf 'shipment,at,status,place\nS1,2018-01-01,picked_up,Berlin\nS1,2018-01-02,in_transit,Paris\nS1,2018-01-03,in_transit,Lyon\nS1,2018-01-05,delivered,Lyon\nS2,2018-01-03,picked_up,Berlin\n' >events.csv
  assert_exit 0 ecom-forecast flow events.csv --now 2018-01-03T12:00:00Z --show open
  assert_json 'map(select(.order == "S2"))[0] | .next == {"in_transit": 1}'
  # Two reports of one state are one stay.
  assert_exit 0 ecom-forecast flow events.csv --now 2018-01-08 --show states
  assert_json 'map(select(.state == "in_transit"))[0] | .count == 1 and .days == 3'
}

@test "ends may be named; what cannot end says so" {
  orders >orders.csv
  assert_exit 0 ecom-forecast flow orders.csv --now 2018-01-11 --ends shipped,cancelled --show states
  assert_json 'map(select(.state == "paid"))[0] | .steps == 1 and .ends == {"shipped": 0.666667, "cancelled": 0.333333}'
  assert_exit 0 ecom-forecast flow orders.csv --now 2018-01-11 --ends done --show states
  assert_json 'map(select(.state == "cancelled"))[0] | .steps == null and .ends == null'
  assert_json 'map(select(.state == "pending"))[0] | .steps == null and .days_to_end == null and .ends == {"done": 0.533333}'
}

@test "nothing, one order, one instant have an answer" {
  run_in_pipe 'ecom-forecast flow </dev/null'
  assert_equal "$status" 0
  refute_output
  run_in_pipe 'printf "order,status,at\nA,new,2018-01-01\n" | ecom-forecast flow --now 2018-01-02'
  assert_json '.kind == "state" and .state == "new" and .steps == 0'
  run_in_pipe 'printf "order,status,at\nA,new,2018-01-01\nA,new,2018-01-01\nA,old,2018-01-01\n" | ecom-forecast flow --now 2018-01-02 --show states'
  assert_json '.[0].days == 0 and .[0].q["0.5"] == 0 and .[0].steps == 1'
  run_in_pipe 'printf "order,status,at\nA,new,2018-01-05\n" | ecom-forecast flow --now 2018-01-02'
  assert_equal "$status" 0
}

@test "bad records are rejected one by one, bad options refused" {
  printf 'order,status,at,from,probability\nA,,2018-01-01,,\nA,new,,,\n,new,,,\nA,new,2018-01-01,,\n,new,,old,0.5\n' >bad.csv
  assert_exit 1 ecom-forecast flow bad.csv --now 2018-01-02
  assert_json '.state == "new"'
  assert_stderr --partial "4 of 5 records rejected"
  printf 'from,to,probability\na,b,1.5\na,b,-1\na,b,1\n' >range.csv
  assert_exit 1 ecom-forecast flow range.csv --show transitions
  assert_json '.probability == 1'
  assert_exit 64 ecom-forecast flow bad.csv --stuck 1
  assert_exit 64 ecom-forecast flow bad.csv --quantiles 0
  assert_exit 64 ecom-forecast flow bad.csv --show everything
}
