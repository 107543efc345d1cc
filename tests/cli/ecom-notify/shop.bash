# shellcheck shell=bash
# Stand-ins for sendmail(1), and signals to alert on.

# shellcheck source=tests/lib/servers.bash
. "$ECOM_ROOT/tests/lib/servers.bash"

# sendmail_that LINE...: ./sendmail keeps what it is given in mail.txt, then does the lines of shell.
sendmail_that() {
  {
    printf '#!/bin/sh\n{ echo "sendmail $*"; cat; } >>mail.txt\n'
    printf '%s\n' "$@"
  } >sendmail
  chmod +x sendmail
}

# mails: how many were handed over
mails() {
  if [ -e mail.txt ]; then grep -c '^sendmail -t -i$' mail.txt; else echo 0; fi
}

# low SKU...: signals as ecom-stock low prints them
low() {
  local sku
  for sku; do printf '{"sku":"%s","location":"main","available":1,"severity":"low"}\n' "$sku"; done
}

# alert OPTION...: with the rule and the recipient of all tests
alert() { ecom-notify alert --rule low --to buyer@example.com "$@"; }

# queue N: that many mails are due at 12:00
queue() {
  local i
  for ((i = 1; i <= $1; i++)); do
    low "Q$i" | ecom-notify alert --rule "rule-$i" --to buyer@example.com --now 2026-01-05T12:00:00Z >/dev/null
  done
}

# order N EMAIL: an order, and with it the event order.created
order() {
  [ -e sku ] || { ecom-catalog import sku=A name=Apple price=1 currency=USD && ecom-stock location main && ecom-stock receive sku=A location=main quantity=99 reason=delivery; } >sku
  printf '{"order":"%s","customer":"c","email":"%s","currency":"USD","lines":[{"sku":"A","quantity":1}]}\n' "$1" "$2" | ecom-order create --now "${3:-2026-01-05T12:00:00Z}" >/dev/null
}

# event ID TOPIC SUBJECT PAYLOAD [RECIPIENT]: an event as other programs write it
event() {
  sql "INSERT INTO outbox (at, channel, recipient, topic, dedupe, subject, payload, next_try_at) VALUES (1767614400000, 'event', '${5-}', '$2', 'event:$1', '$3', '$4', 1767614400000)"
}

# parcel ID STATUS: the event that a parcel has a new status, at noon
parcel() {
  event "$1" "shipment.$2" S-1 "{\"shipment\":\"S-1\",\"order\":\"1001\",\"carrier\":\"ups\",\"number\":\"1Z\",\"status\":\"$2\",\"at\":\"2026-01-05T11:00:00Z\"${3-}}" ann@example.com
}

# requests FILTER: of jq, over what the receiver was sent
requests() { if [ -e requests.jsonl ]; then jq -r "$1" requests.jsonl; fi; }
