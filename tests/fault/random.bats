#!/usr/bin/env bats
# A busy shop: three processes at once receive, move, count, reserve, sell, ship, cancel and expire at random. Whatever
# they did, the books balance: told by ecom-store check, and by sums that are written down here a second time.

load ../lib/helpers

# none WHAT QUERY: no row may come back.
none() {
  local rows
  rows=$(sql "$2")
  [ -z "$rows" ] || { printf '%s (seed %s):\n%s\n' "$1" "$seed" "$rows"; return 1; }
}

# signed ACCOUNTS: units into and out of the accounts that the condition names
signed() {
  echo "(SELECT COALESCE(SUM(quantity), 0) FROM movement m WHERE m.sku = l.sku AND m.target $1)
    - (SELECT COALESCE(SUM(quantity), 0) FROM movement m WHERE m.sku = l.sku AND m.source $1)"
}

load_shop() {
  for sku in A B C D E; do echo "$sku,Product $sku,10.00,EUR"; done | sed '1i sku,name,price,currency' | ecom-catalog import
  ecom-stock location main >/dev/null
  ecom-stock location shop priority=50 >/dev/null
  seed=${ECOM_TEST_SEED:-$(($(date +%s) % 1000000))}
  echo "seed $seed (ECOM_TEST_SEED repeats it)"
  for worker in 1 2 3; do
    (python3 "$ECOM_ROOT/tests/fault/random_load.py" "$((seed * 10 + worker))" 8 >"done.$worker" 2>"err.$worker" || echo failed >>"err.$worker") &
  done
  wait
  # Chance alone may leave out one of the ways an order can go (a slow machine does less in the time): one of each.
  ecom-catalog import sku=SURE name=Sure price=1 currency=EUR
  ecom-stock receive sku=SURE location=main quantity=4 >/dev/null
  for order in SHIPPED CANCELLED LATE; do
    ecom-order create --ttl 1s <<<"{\"order\":\"$order\",\"lines\":[{\"sku\":\"SURE\",\"quantity\":1}]}" >/dev/null
    [ $order = LATE ] || ecom-order pay "$order" >/dev/null
  done
  ecom-stock reserve owner=web-sure sku=SURE quantity=1 expires_at=2099-01-01 >/dev/null
  ecom-order ship SHIPPED >/dev/null
  ecom-order cancel CANCELLED >/dev/null
  ecom-order expire --now "$(date -u -d '+1 hour' +%FT%TZ)" >/dev/null
}

@test "the books balance after a random day of three processes at once" {
  load_shop
  assert_equal "$(cat err.1 err.2 err.3)" ''
  cat done.1 done.2 done.3
  # Something of everything happened, or the sums below say nothing.
  for event in create pay ship cancel expire; do
    [ "$(sql "SELECT COUNT(*) FROM sale_event WHERE event = '$event'")" -gt 0 ] || { echo "no $event (seed $seed)"; return 1; }
  done
  [ "$(sql "SELECT COUNT(*) FROM reservation WHERE owner LIKE 'web-%'")" -gt 0 ]

  # A count may find less than is promised, which is told; nothing else may be.
  run_apart ecom-store check
  assert_json 'all(.check == "level_oversold" and .severity == "warning")'
  none "a level below zero, or promised more than there is" "SELECT * FROM level WHERE on_hand < 0 OR reserved < 0
    OR unavailable < 0 OR incoming < 0"
  none "a level that its movements do not make" "SELECT * FROM (SELECT l.sku, l.location, l.on_hand,
    $(signed "IN (l.location, l.location || '#unavailable')") AS moved, l.unavailable,
    $(signed "= l.location || '#unavailable'") AS apart FROM level l) t WHERE on_hand <> moved OR unavailable <> apart"
  none "a level that does not count its reservations" "SELECT l.sku, l.location, l.reserved FROM level l WHERE l.reserved <>
    (SELECT COALESCE(SUM(open), 0) FROM reservation r WHERE r.sku = l.sku AND r.location = l.location)"
  none "an order that claims other units than it still has to ship" "SELECT * FROM (SELECT s.id, s.status, l.line,
    CASE WHEN s.status IN (0, 1, 2, 3, 5) THEN l.quantity - l.cancelled - l.shipped ELSE 0 END AS owed,
    (SELECT COALESCE(SUM(open), 0) FROM reservation r WHERE r.owner = 'order:' || s.id || ':' || l.line) AS claimed
    FROM sale s JOIN sale_line l ON l.sale = s.id) t WHERE owed <> claimed"
  none "an unpaid order with an allocation, or a paid one with a hold that ends" "SELECT s.id, s.status, r.state, r.expires_at
    FROM sale s JOIN reservation r ON r.owner LIKE 'order:' || s.id || ':%' WHERE r.open > 0
    AND (r.state <> CASE WHEN s.status = 0 THEN 0 ELSE 1 END OR (s.status <> 0 AND r.expires_at IS NOT NULL))"
  none "units sold that did not leave" "SELECT * FROM (SELECT l.sku, l.shipped,
    (SELECT SUM(quantity) FROM movement m WHERE m.sku = l.sku AND m.target = '@customer') AS gone
    FROM (SELECT sku, SUM(shipped) AS shipped FROM sale_line GROUP BY sku) l) t WHERE shipped <> COALESCE(gone, 0)"
  none "a parcel that holds other units than its line shipped" "SELECT * FROM (SELECT l.sale, l.line, l.shipped,
    (SELECT COALESCE(SUM(p.quantity), 0) FROM shipment_line p JOIN shipment h ON h.id = p.shipment
    WHERE h.sale = l.sale AND p.line = l.line) AS packed FROM sale_line l) t WHERE shipped <> packed"
  none "money that was not counted" "SELECT s.id, s.paid FROM sale s WHERE s.paid <>
    (SELECT COALESCE(SUM(amount), 0) FROM payment p WHERE p.sale = s.id AND p.status = 1)"
  none "a history that does not end where its order is" "SELECT s.id, s.status FROM sale s WHERE s.status <>
    (SELECT e.to_status FROM sale_event e WHERE e.sale = s.id ORDER BY e.id DESC LIMIT 1)"
}
