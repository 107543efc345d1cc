#!/usr/bin/env bats
# Webhooks and robots against a server that computes every signature itself.
load ../lib/helpers
load ../lib/npm
load ../cli/ecom-notify/shop

setup() {
  sandbox_setup
  server_start hook_server.py "$PWD"
  ECOM_SECRET_WEBHOOK_KEY="whsec_$(printf 0123456789abcdef01234567 | base64)"
  export ECOM_SECRET_WEBHOOK_KEY
  export ECOM_SECRET_DINGTALK_TOKEN=t ECOM_SECRET_DINGTALK_KEY=SECdingtalk ECOM_SECRET_FEISHU_HOOK=h ECOM_SECRET_FEISHU_KEY="feishu key"
  export ECOM_SECRET_WECOM_KEY=robot-1 ECOM_SECRET_TWILIO_ACCOUNT_SID=AC1 ECOM_SECRET_TWILIO_AUTH_TOKEN="twilio token" ECOM_SECRET_TWILIO_FROM=+15550100
  export ECOM_SECRET_NTFY_TOKEN=tk_ntfy ECOM_SECRET_GOTIFY_URL="http://127.0.0.1:$port" ECOM_SECRET_GOTIFY_TOKEN=app-token
}

teardown() {
  servers_stop
  sandbox_teardown
}

deliver() { ecom-notify deliver --base-url "http://127.0.0.1:$port" "$@"; }

# tell CHANNEL RECIPIENT [RULE]: an alert is queued there
tell() { low A | ecom-notify alert --rule "${3:-low}" --channel "$1" --to "$2" --lang zh >/dev/null; }
hook() { tell webhook "http://127.0.0.1:$port/hook" "$@"; }
state() { sql "SELECT state, attempts, last_error FROM outbox ORDER BY id"; }

@test "each robot takes what it is sent, signatures and all" {
  for channel in dingtalk feishu wecom twilio ntfy gotify; do tell "$channel" 15550199 "$channel"; done
  assert_exit 0 deliver
  assert_equal "$stderr" ""
  assert_equal "$(requests '.fault // "right"' | sort | uniq -c | awk '{print $1, $2}')" "6 right"
  assert_equal "$(requests 'select(.form) | .form.To + " " + .form.From')" "15550199 +15550100"
  assert_equal "$(requests 'select(.path == "/") | .body | fromjson | .topic + " " + .title')" "15550199 [ntfy] 新告警 1 条"
  requests 'select(.path == "/robot/send") | .body | fromjson | .text.content' | grep -q '^A  *main  *low  *1'
  assert_equal "$(sql "SELECT COUNT(*) FROM outbox WHERE state = 1")" 6
}

@test "a webhook is a CloudEvent with one signature for each key" {
  ECOM_SECRET_WEBHOOK_KEY+=" whsec_$(printf 'another key of 24 bytes.' | base64)"
  hook
  assert_exit 0 deliver --source urn:shop:1
  assert_equal "$(requests '.fault')" null
  assert_equal "$(requests '.headers["webhook-signature"]' | grep -o 'v1,' | wc -l)" 2
  assert_equal "$(requests '.headers["content-type"]')" "application/cloudevents+json; charset=UTF-8"
  requests '.body' | jq -e '.specversion == "1.0" and .source == "urn:shop:1" and .type == "alert.low" and .datacontenttype == "application/json"
    and .data.alerts[0].key == "A@main"' >/dev/null
  assert_equal "$(requests '.body | fromjson | .id')" "$(requests '.headers["webhook-id"]')"
}

@test "the package of the specification takes our signatures, and no others" {
  needs_npm standardwebhooks 1.0.0
  hook
  assert_exit 0 deliver
  NODE_PATH=$packages/node_modules run node -e '
    const { Webhook } = require("standardwebhooks"), r = JSON.parse(require("fs").readFileSync("requests.jsonl"));
    const w = new Webhook(process.env.ECOM_SECRET_WEBHOOK_KEY);
    console.log(w.verify(r.body, r.headers).type);
    try { w.verify(r.body + " ", r.headers) } catch (e) { console.log("refused") }'
  assert_equal "$output" $'alert.low\nrefused'
}

@test "tries go by the schedule, with one id; Retry-After puts them off" {
  hook
  printf '%s\n' '{"status":500}' '{"status":503,"headers":{"Retry-After":"900"}}' '{"status":302,"headers":{"Location":"/other"}}' >answers
  now=$(($(date +%s) + 1)) # not before it was queued
  assert_exit 0 deliver --now "$(date -u -d "@$now" +%FT%TZ)"
  assert_equal "$(sql "SELECT next_try_at - ${now}000 FROM outbox")" 5000
  now=$((now + 5))
  assert_exit 0 deliver --now "$(date -u -d "@$now" +%FT%TZ)"
  # Five minutes by the schedule, fifteen as the receiver asks.
  assert_equal "$(sql "SELECT next_try_at - ${now}000 FROM outbox")" 900000
  now=$((now + 900))
  sql "UPDATE outbox SET next_try_at = 0"
  assert_exit 0 deliver
  assert_equal "$(sql "SELECT last_error FROM outbox")" "HTTP 302: redirects are not followed"
  sql "UPDATE outbox SET next_try_at = 0"
  assert_exit 0 deliver
  assert_equal "$(requests '.headers["webhook-id"] + .body' | sort -u | wc -l)" 1
  assert_equal "$(state | cut -d'|' -f1,2)" "1|4"
}

@test "410 ends it: nothing more is sent there, and what waits is cancelled" {
  hook one
  hook two
  printf '%s\n' '{"status":410}' >answers
  assert_exit 1 deliver
  assert_stderr --partial "to http://127.0.0.1:$port/... (alert.one) was given up: HTTP 410: it wants no more"
  assert_equal "$(sql "SELECT state FROM outbox ORDER BY id")" $'2\n4'
  assert_exit 0 ecom-notify recipient --list
  assert_json '.allowed == false and .channel == "webhook"'
}

@test "429 closes the account for all its messages, others go on" {
  hook one
  hook two
  tell wecom desk three
  printf '%s\n' '{"status":429,"headers":{"Retry-After":"30"}}' >answers
  assert_exit 0 deliver
  assert_equal "$(sql "SELECT topic, state, attempts FROM outbox ORDER BY id")" $'alert.one|0|1\nalert.two|0|0\nalert.three|1|1'
  sql "UPDATE pace SET ends_at = 0"
  sql "UPDATE outbox SET next_try_at = 0"
  assert_exit 0 deliver
  assert_equal "$(sql "SELECT COUNT(*) FROM outbox WHERE state = 1")" 3
}

@test "no more in a minute than the robot takes, whoever sends" {
  for i in $(seq 1 25); do sql "INSERT INTO outbox (at, channel, recipient, topic, dedupe, subject, payload, next_try_at) VALUES (1, 'wecom', 'desk', 't', 'd$i', 's$i', '{\"body\":\"b\"}', 1)"; done
  now=2026-01-05T12:00:00Z
  deliver --now "$now" & first=$!
  deliver --now "$now" & second=$!
  wait "$first" && wait "$second"
  assert_equal "$(requests .path | wc -l)" 20
  assert_exit 0 deliver --now 2026-01-05T12:00:59Z
  assert_equal "$(requests .path | wc -l)" 20
  assert_exit 0 deliver --now 2026-01-05T12:01:00Z
  assert_equal "$(requests .path | wc -l)" 25
}

@test "a robot's own words decide, not its HTTP 200" {
  tell wecom desk
  printf '%s\n' '{"status":200,"body":{"errcode":45009,"errmsg":"api freq out of limit"}}' '{"status":200,"body":{"errcode":40058,"errmsg":"invalid Request Parameter"}}' >answers
  assert_exit 0 deliver
  assert_equal "$(state)" "0|1|HTTP 200: 45009 api freq out of limit"
  sql "UPDATE pace SET ends_at = 0"
  sql "UPDATE outbox SET next_try_at = 0"
  assert_exit 1 deliver
  assert_equal "$(state)" "2|2|HTTP 200: 40058 invalid Request Parameter"
}

@test "a robot that does not know us is a fault of the configuration, and costs no try" {
  tell dingtalk desk
  ECOM_SECRET_DINGTALK_KEY=wrong assert_exit 78 deliver
  assert_stderr --partial "dingtalk refuses us: HTTP 200: 310000 sign not match"
  assert_equal "$(sql "SELECT state, attempts FROM outbox WHERE lease_until IS NULL")" "0|0"
  assert_exit 0 deliver
}

@test "a secret that is missing is told before the first message is taken, and never shown" {
  hook
  tell gotify desk two
  unset ECOM_SECRET_GOTIFY_TOKEN
  assert_exit 78 deliver
  assert_stderr --partial "the secret gotify.token is missing"
  assert_equal "$(requests .path)" ""
  assert_exit 0 deliver --channel webhook
  ECOM_SECRET_WEBHOOK_KEY=hush
  hook three
  assert_exit 78 deliver --channel webhook
  [[ $stderr != *hush* ]]
  printf 'gotify.token = app-token\n' >secrets
  chmod 644 secrets
  assert_exit 78 deliver --channel gotify --secrets secrets
  assert_stderr --partial "chmod 600"
  chmod 600 secrets
  assert_exit 0 deliver --channel gotify --secrets secrets
}

@test "a receiver can have an account, with secrets of its own" {
  tell wecom warehouse
  assert_exit 0 ecom-notify recipient warehouse --channel wecom account=wecom-2
  assert_exit 78 deliver
  assert_stderr --partial "wecom-2.key"
  ECOM_SECRET_WECOM_2_KEY=robot-1 ECOM_SECRET_WECOM_KEY=wrong assert_exit 0 deliver
}

@test "a text that is too long for the robot is cut at a character" {
  printf '{"sku":"A","note":"%s"}\n' "$(printf '马%.0s' $(seq 1 30))" >one.jsonl
  for i in $(seq 1 60); do sed "s/\"A\"/\"A$i\"/" one.jsonl; done | ecom-notify alert --rule long --channel wecom --to desk >/dev/null
  assert_exit 0 deliver
  assert_equal "$(requests '.fault // "right"')" right
  requests '.body | fromjson | .text.content' | tail -c 4 | grep -q '\.\.\.'
}

@test "a courier killed between sending and marking: the same again, after its lease" {
  hook
  printf '%s\n' '{"status":204,"wait":600}' >answers
  now=$(date -u -d '+1 hour' +%FT%TZ) # a clock that stands: the lease does not end while the test is slow
  ecom-notify deliver --now "$now" &
  courier=$!
  # The request is there, its answer is not.
  for _ in $(seq 1 2400); do [ ! -s requests.jsonl ] || break; sleep 0.05; done
  kill -9 "$courier"
  wait "$courier" || true
  assert_equal "$(sql "SELECT state, attempts FROM outbox")" "0|1"
  assert_exit 0 deliver --now "$now"
  assert_equal "$(requests .path | wc -l)" 1
  sql "UPDATE outbox SET lease_until = 1"
  assert_exit 0 deliver
  assert_equal "$(requests '.headers["webhook-id"] + .body' | sort | uniq -c | awk '{print $1}')" 2
  assert_equal "$(state | cut -d'|' -f1,2)" "1|2"
}

@test "a service of one's own, signed as Kuaidi100 has it" {
  mkdir mine
  cat >mine/courier.json <<'JSON'
{"channel":1,"id":"courier","title":"A courier","base":"https://courier.example","secrets":["key","customer"],
 "values":[{"name":"param","json":{"text":"${message.subject}","to":"${message.recipient}"}},
  {"name":"sign","digest":"md5","over":["${param}","${secret.key}","${secret.customer}"],"encode":"HEX"}],
 "request":{"method":"POST","url":"${base}/hook","form":{"customer":"${secret.customer}","sign":"${sign}","param":"${param}"}},
 "reply":{"when":[{"http":200,"then":"sent"}]}}
JSON
  export ECOM_CHANNELS=$PWD/mine ECOM_SECRET_COURIER_KEY=k ECOM_SECRET_COURIER_CUSTOMER=c
  tell courier desk
  printf '%s\n' '{"status":200}' >answers
  assert_exit 0 deliver
  assert_equal "$(python3 -c '
import hashlib, json, urllib.parse
form = dict(urllib.parse.parse_qsl(json.load(open("requests.jsonl"))["body"]))
print(form["sign"] == hashlib.md5((form["param"] + "k" + "c").encode()).hexdigest().upper(), json.loads(form["param"])["to"])')" "True desk"
}
