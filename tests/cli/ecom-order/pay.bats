load ../../lib/helpers
load shop

setup() { shop_setup; }

# reservations of an order: state|open (0 held, 1 allocated)
claims() { sql "SELECT state, open FROM reservation WHERE owner LIKE 'order:$1:%' ORDER BY id"; }

@test "what is due, captured, makes the order paid and its hold an allocation" {
  order_one T1 A 2
  assert_equal "$(claims T1)" "0|2"
  assert_exit 0 ecom-order pay T1
  assert_json '.status == "paid" and .payment_status == "paid"'
  assert_equal "$(claims T1)" "1|2"
  assert_equal "$(sql "SELECT amount, provider, reference, status FROM payment")" "2000|manual|manual:T1:1|1"
  assert_equal "$(sql "SELECT expires_at FROM sale")" ""
  assert_equal "$(sql "SELECT dedupe FROM outbox WHERE topic = 'order.paid'")" "order.paid:T1"
}

@test "half the money is not the money" {
  order_one T1 A 2
  assert_exit 0 ecom-order pay T1 --amount 5.00 --reference r1
  assert_json '.status == "pending" and .payment_status == "partially_paid"'
  assert_equal "$(claims T1)" "0|2"
  assert_exit 0 ecom-order pay T1 --amount 15.00 --reference r2
  assert_json '.status == "paid" and .payment_status == "paid"'
}

@test "more than the money shows" {
  order_one T1 A 2
  assert_exit 0 ecom-order pay T1 --amount 25.00 --reference r1
  assert_json '.status == "paid" and .payment_status == "overpaid"'
  assert_exit 0 ecom-order get T1
  assert_json '.due == -5 and .paid == 25'
}

@test "the same payment again has no second effect, the same reference otherwise is refused" { # article, fault 27
  order_one T1 A 2
  order_one T2 A 2
  body='{"order":"T1","amount":20.00,"provider":"bank","reference":"r1"}'
  ecom-order pay <<<"$body" >first
  ecom-order pay <<<"$body" >second
  cmp first second
  assert_equal "$(sql "SELECT COUNT(*), SUM(amount) FROM payment")" "1|2000"
  assert_equal "$(sql "SELECT paid FROM sale WHERE id = 'T1'")" 2000
  assert_equal "$(sql "SELECT COUNT(*) FROM sale_event WHERE event = 'pay'")" 1
  assert_exit 1 ecom-order pay --rejects bad.jsonl <<<'{"order":"T2","amount":20.00,"provider":"bank","reference":"r1"}'
  assert_equal "$(jq -r .code bad.jsonl)" exists
  ecom-order ship T1 >/dev/null
  ecom-order pay <<<"$body" >/dev/null # the provider repeats itself late
  assert_equal "$(sql "SELECT COUNT(*) FROM payment")" 1
}

@test "a failed payment pays nothing" { # article, fault 27
  order_one T1 A 2
  assert_exit 0 ecom-order pay T1 --status failed --provider bank --reference r1
  assert_json '.status == "pending" and .payment_status == "failed"'
  assert_exit 0 ecom-order pay T1 --status authorized --provider bank --reference r2
  assert_json '.status == "pending" and .payment_status == "authorized"'
  assert_exit 0 ecom-order pay T1 --status voided --provider bank --reference r2
  assert_json '.status == "pending" and .payment_status == "voided"'
  assert_exit 0 ecom-order pay T1 --status captured --provider bank --reference r3
  assert_json '.status == "paid" and .payment_status == "paid"'
}

@test "a refund is never more than what is there" {
  order_one T1 A 2
  ecom-order pay T1 >/dev/null
  assert_exit 1 ecom-order pay T1 --status refunded --amount 20.01 --reference b1 --rejects bad.jsonl
  assert_exit 0 ecom-order pay T1 --status refunded --amount 5.00 --reference b1
  assert_json '.payment_status == "partially_refunded" and .status == "paid"'
  assert_exit 1 ecom-order pay T1 --status refunded --amount 15.01 --reference b2
  assert_exit 0 ecom-order pay T1 --status refunded --amount 15.00 --reference b2
  assert_json '.payment_status == "refunded"'
  assert_exit 0 ecom-store check
}

@test "the currency is the order's, the amount is positive, the order exists" {
  order_one T1 A 2
  assert_exit 1 ecom-order pay T1 --amount 20 --currency USD
  assert_stderr --partial 'is USD, but order T1 is in EUR'
  assert_exit 1 ecom-order pay T1 --amount 0
  assert_exit 1 ecom-order pay T1 --amount 1.999
  assert_exit 1 ecom-order pay NOPE
  assert_stderr --partial 'no order "NOPE"'
  assert_equal "$(sql "SELECT COUNT(*) FROM payment")" 0
}

@test "money for an order that is no more is refused, and says what to do" {
  order_one T1 A 2
  ecom-order cancel T1 >/dev/null
  assert_exit 1 ecom-order pay T1 --amount 20 --reference r1
  assert_stderr --partial 'order T1 is cancelled; pay is possible from pending; refund the payment at its provider'
  assert_equal "$(sql "SELECT COUNT(*) FROM payment")" 0
}

@test "an order that costs nothing is paid by saying so" {
  ecom-order create >/dev/null <<<'{"order":"T1","discount":10.00,"lines":[{"sku":"A","quantity":1}]}'
  assert_exit 0 ecom-order pay T1
  assert_json '.status == "paid" and .payment_status == "paid"'
  assert_equal "$(sql "SELECT COUNT(*) FROM payment")" 0
}

@test "payments pile up to what can be counted, and no further" {
  order_one T1 A 2
  order_one T2 A 1
  for i in $(seq 1 120); do
    printf '{"order":"T1","amount":"999999999999999.99","status":"authorized","reference":"r%d"}\n' "$i"
  done >authorized.jsonl
  sed 's/authorized/captured/' authorized.jsonl >captured.jsonl
  sed 's/authorized/voided/; s/T1/T2/; s/"r\([0-9]\)/"v\1/' authorized.jsonl >voided.jsonl
  # 10^17 - 1 minor units is the most an amount has: one such payment of each kind, and the next is refused.
  for kind in authorized captured voided; do
    run_apart ecom-order pay - <$kind.jsonl
    [ "$status" -eq 1 ]
    assert_stderr --regexp 'stdin:2: amount: with it the payments of order T[12] are more than can be counted'
  done
  assert_equal "$(sql "SELECT sale, status, COUNT(*) FROM payment GROUP BY sale, status ORDER BY 1, 2")" \
    "$(printf 'T1|0|1\nT1|1|1\nT2|4|1')"
  assert_equal "$(sql "SELECT paid FROM sale WHERE id = 'T1'")" 99999999999999999
  assert_exit 0 ecom-order get T1 T2
  assert_exit 0 ecom-store check
}
