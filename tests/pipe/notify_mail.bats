#!/usr/bin/env bats
# Mail by SMTP to a real server; what arrived is read by Python's email package.
load ../lib/helpers
load ../cli/ecom-notify/shop

setup() {
  sandbox_setup
  /usr/bin/python3 -c 'import aiosmtpd' 2>/dev/null || skip "python3-aiosmtpd is not installed"
  server_start smtp_server.py "$PWD"
}

teardown() {
  servers_stop
  sandbox_teardown
}

deliver() { ecom-notify deliver --smtp "smtp://127.0.0.1:$port" --from 'Läden, Söhne <shop@example.com>' "$@"; }

# tell RECIPIENTS [RULE]
tell() { printf '{"sku":"A","name":"马克杯","note":".dot"}\n' | ecom-notify alert --rule "${2:-low}" --to "$1" --lang zh --now 2026-01-05T12:00:00Z >/dev/null; }

@test "a mail arrives as it was meant, for each of its recipients" {
  tell 'ann@example.com, bob@example.com'
  assert_exit 0 deliver
  assert_equal "$(jq -r '.from + " " + (.to | join(" "))' 1.json)" "shop@example.com ann@example.com bob@example.com"
  /usr/bin/python3 -c '
import email, email.policy, sys
m = email.message_from_binary_file(open("1.eml", "rb"), policy=email.policy.default)
print(m["subject"]); print(m["from"].addresses[0].display_name); print(len(m["to"].addresses)); print(m.defects); sys.stdout.write(m.get_content())' >read.txt
  assert_equal "$(sed -n 1,4p read.txt)" $'[low] 新告警 1 条\nLäden, Söhne\n2\n[]'
  assert_equal "$(tail -n +5 read.txt)" "$(sql "SELECT payload FROM outbox" | jq -r .body)"
}

@test "4xx is tried again, 5xx is not, and neither holds others up" {
  tell later@example.com one
  tell nobody@example.com two
  tell ann@example.com three
  assert_exit 1 deliver
  assert_stderr --partial "message 2 to n***@example.com (alert.two) was given up"
  assert_equal "$(sql "SELECT topic, state FROM outbox ORDER BY id")" $'alert.one|0\nalert.two|2\nalert.three|1'
}

@test "a server that cannot be reached is no fault of the message" {
  tell ann@example.com
  assert_exit 0 ecom-notify deliver --smtp smtp://127.0.0.1:1 --from shop@example.com
  assert_equal "$(sql "SELECT state, attempts FROM outbox")" "0|1"
  assert_exit 78 ecom-notify deliver --smtp smtp://127.0.0.1:1 --from '' --now 2100-01-01
  assert_exit 78 ecom-notify deliver --smtp "smtp://127.0.0.1:$port" --smtp-user shop --from shop@example.com --now 2100-01-01
  assert_stderr --partial "the secret smtp.password is missing"
}

@test "an event of a parcel reaches the customer, through the store, the template and the server" {
  ecom-notify subscribe 'shipment.*' lang=zh --now 2026-01-05T00:00:00Z >/dev/null
  parcel 1 out_for_delivery
  parcel 2 delivered
  assert_exit 0 deliver --now 2026-01-05T12:00:00Z
  [ ! -e 2.eml ]
  assert_equal "$(/usr/bin/python3 -c '
import email, email.policy
print(email.message_from_binary_file(open("1.eml", "rb"), policy=email.policy.default)["subject"])')" "您的包裹 S-1 已签收"
}
