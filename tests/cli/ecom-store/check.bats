load ../../lib/helpers

@test "a store in order has no findings" {
  ecom-catalog import sku=A name=Apple price=1 currency=EUR
  ecom-stock location main
  ecom-stock receive sku=A location=main quantity=5 reason=delivery >/dev/null
  assert_exit 0 ecom-store check
  refute_output
}

@test "a level that is not the sum of its movements is found" {
  ecom-catalog import sku=A name=Apple
  ecom-stock location main
  ecom-stock receive sku=A location=main quantity=5 reason=delivery >/dev/null
  sql "UPDATE level SET on_hand = 7"
  assert_exit 1 ecom-store check
  assert_equal "$(jq -r 'select(.field == "on_hand") | "\(.severity) \(.expected) \(.actual)"' <<<"$output")" 'error 5 7'
}

@test "a damaged message and a damaged key are found" {
  ecom-catalog import sku=A name=Apple
  sql "INSERT INTO outbox (at, channel, recipient, topic, dedupe, payload, next_try_at) VALUES (1, 'mail', 'a@example.com', 't', 'd', '{', 1)"
  sql "INSERT INTO idempotency (verb, key, digest, answer, at) VALUES ('v', 'k', 'x', '', 1)"
  assert_exit 1 ecom-store check
  assert_equal "$(jq -r .check <<<"$output" | sort | paste -sd' ')" 'key_digest outbox_payload'
}

@test "books of polling that contradict themselves are found, each by its name" {
  for i in 1 2 3; do ecom-track add shipment=S$i carrier=test number=$i >/dev/null; done
  sql "INSERT INTO polling (shipment, carrier, since, next_poll_at) VALUES ('S1', 'test', 0, 0), ('S2', 'test', 0, 0), ('S3', 'test', 0, 0)"
  sql "INSERT INTO carrier_account (id) VALUES ('test'), ('other')"
  sql "INSERT INTO budget (account, span, slot, used) VALUES ('test', 3, 1, 7)"
  sql "INSERT INTO poll_total (carrier, result, count, last_at) VALUES ('test', 'found', 1, 0)"
  assert_exit 0 ecom-store check
  sql "UPDATE polling SET lease_until = 99 WHERE shipment = 'S1'"
  sql "UPDATE polling SET day_polls = -1 WHERE shipment = 'S2'"
  sql "UPDATE polling SET remembered = 'x' WHERE shipment = 'S3'"
  sql "UPDATE carrier_account SET token = 't' WHERE id = 'test'"
  sql "UPDATE carrier_account SET closed_until = 5 WHERE id = 'other'"
  sql "UPDATE budget SET used = -1"
  sql "INSERT INTO budget (account, span, slot, used) VALUES ('nobody', 0, 1, 1)"
  sql "UPDATE poll_total SET count = 0"
  assert_exit 1 ecom-store check
  assert_equal "$(jq -r '"\(.check) \(.subject) \(.actual)"' <<<"$output" | sort)" "account_reason other 5
account_token test 0
budget_account nobody nobody
budget_used test -1
poll_total_count test/found 0
polling_counts S2 -1
polling_lease S1 99
polling_remembered S3 x"
}

@test "a row whose parent is gone is found" {
  ecom-catalog import sku=A name=Apple
  ecom-stock location main
  ecom-stock receive sku=A location=main quantity=5 reason=delivery >/dev/null
  if [ "$ECOM_TEST_STORE" = sqlite ]; then
    sqlite3 "$ECOM_STORE" "PRAGMA foreign_keys = OFF; DELETE FROM product"
  else
    sql "SET session_replication_role = replica; DELETE FROM product"
  fi
  assert_exit 1 ecom-store check
  assert_equal "$(jq -r 'select(.check == "integrity") | .subject' <<<"$output" | sort -u | paste -sd' ')" 'level movement'
}

@test "a missing guard of the ledger is found" {
  if [ "$ECOM_TEST_STORE" = sqlite ]; then
    sqlite3 "$ECOM_STORE" "DROP TRIGGER movement_no_update"
  else
    sql "DROP TRIGGER movement_append_only ON movement"
  fi
  assert_exit 1 ecom-store check
  assert_json 'length == 1 and .[0].check == "integrity" and (.[0].reason | contains("movement") or contains("append-only"))'
}

@test "a damaged page of the file is found" {
  needs_sqlite
  for i in $(seq 1000); do printf '{"sku":"P%04d","name":"Product"}\n' "$i"; done | ecom-catalog import
  sqlite3 "$ECOM_STORE" 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
  page=$(sqlite3 "$ECOM_STORE" "SELECT pageno FROM dbstat WHERE name = 'product' AND pagetype = 'leaf' LIMIT 1")
  printf '\377%.0s' $(seq 200) | dd of="$ECOM_STORE" bs=1 seek=$(((page - 1) * 4096)) conv=notrunc status=none
  run_apart ecom-store check
  [ "$status" -ne 0 ]
  [[ $output == *integrity* ]]
}

@test "check while others write sees one moment" {
  ecom-catalog import sku=A name=Apple
  ecom-stock location main
  for i in $(seq 300); do printf '{"sku":"A","location":"main","quantity":1,"reason":"delivery"}\n'; done >in
  ecom-stock receive --batch 1 in >/dev/null &
  for i in 1 2 3 4 5; do assert_exit 0 ecom-store check; done
  wait $!
  assert_equal "$(sql "SELECT on_hand FROM level")" 300
}
