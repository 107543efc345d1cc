#!/usr/bin/env bats
# Messages of the outbox.
load ../../lib/helpers
load shop

@test "the newest message comes first" {
  low A | ecom-notify alert --rule one --to a@example.com --now 2026-01-05T12:00:00Z
  low A | ecom-notify alert --rule two --channel event --now 2026-01-05T12:01:00Z
  assert_exit 0 ecom-notify list
  assert_json 'map(.topic) == ["alert.two", "alert.one"] and all(.state == "queued" and .attempts == 0 and .sent_at == null)'
  assert_json '.[1].recipient == "a@example.com" and .[1].at == "2026-01-05T12:00:00Z" and .[1].subject == "[one] 1 new"'
}

@test "filters by state, topic, channel and number" {
  low A | ecom-notify alert --rule one --to a@example.com
  low A | ecom-notify alert --rule two --channel event
  low A | ecom-notify alert --rule three --channel exec
  sql "UPDATE outbox SET state = 4 WHERE topic = 'alert.three'"
  assert_exit 0 ecom-notify list --state cancelled
  assert_json '.topic == "alert.three"'
  assert_exit 0 ecom-notify list --topic alert.one
  assert_json '.channel == "mail"'
  assert_exit 0 ecom-notify list --channel event
  assert_json '.topic == "alert.two"'
  assert_exit 0 ecom-notify list -n 1
  assert_json '.topic == "alert.three"'
  assert_exit 0 ecom-notify list --state sent
  refute_output
}

@test "the event of an order is kept for whoever asks" {
  ecom-catalog import sku=A name=Apple price=1 currency=USD
  ecom-stock location main >/dev/null
  ecom-stock receive sku=A location=main quantity=3 reason=delivery >/dev/null
  printf '{"customer":"c","currency":"USD","lines":[{"sku":"A","quantity":1}]}\n' | ecom-order create >/dev/null
  assert_exit 0 ecom-notify list --channel event
  assert_json '.topic | startswith("order.")'
}
