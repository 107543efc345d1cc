#!/usr/bin/env bash
# make bench-track: how fast carriers are asked and their answers taken in, against a server of our own on 127.0.0.1.
#
#   tests/bench/track/run.sh [small]
#
# Lines and exit code as in tests/bench/forecast/run.sh. The bound of polling is what 20 requests in flight and 20 ms of latency
# allow; its peer is xargs -P 20 with curl in the same run.
set -u
cd "$(dirname "$0")/../../.." || exit 1

ECOM_BUILD=$(realpath "${ECOM_BUILD:-build}")
export PATH=$ECOM_BUILD/bin:$PATH LC_ALL=C TZ=UTC
unset ECOM_STORE
parcels=10000 kills=200 replies=20000 small=''
[ "${1:-}" != small ] || parcels=500 kills=3 replies=500 small=yes
work=$(mktemp -d "${TMPDIR:-/tmp}/ecom-bench.XXXXXX") || exit 1
cleanup() {
  [ -z "${server:-}" ] || kill "$server" 2>/dev/null
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
missed=0 wrong=0

# figure WHAT VALUE BOUND [NOTE]: BOUND is "<= X" or ">= X"
figure() {
  local verdict=ok
  if [ -z "$small" ] && ! awk -v v="$2" -v b="$3" 'BEGIN { split(b, p, " "); exit !(p[1] == "<=" ? v <= p[2] + 0 : v >= p[2] + 0) }'; then
    verdict=MISSED
    missed=$((missed + 1))
  fi
  printf '  %-62s %10s  %-12s %-6s %s\n' "$1" "$2" "$3" "$verdict" "${4:-}"
}
exact() {
  local verdict=ok
  if [ "$2" != "$3" ]; then
    verdict=WRONG
    wrong=$((wrong + 1))
  fi
  printf '  %-62s %10s  = %-10s %s\n' "$1" "$2" "$3" "$verdict"
}
seconds_since() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.3f", b - a }'; }
quotient() { awk -v a="$1" -v b="$2" -v f="${3:-%.2f}" 'BEGIN { printf f, a / b }'; }

reply='{"id":"x","state":"T","events":[{"at":"2026-01-02T08:00:00+01:00","code":"P","text":"Picked up","city":"Berlin"},{"at":"2026-01-02T20:30:00+01:00","code":"T","text":"Departed","city":"Hamburg"}]}'

adapters() {
  mkdir -p "$work/adapters"
  export ECOM_CARRIERS=$work/adapters
  for id in one two three four five; do
    cat >"$work/adapters/$id.json" <<END
{"adapter": 1, "id": "$id", "title": "Test", "base": {"prod": "https://carrier.example.com"}, "secrets": [], "limits": {}, "auth": {"kind": "none"},
 "operations": {"fetch": {"request": {"method": "GET", "url": "\${base}/track/\${number}"},
  "reply": {"items": "", "status": "/state", "events": "/events/*",
   "event": {"time": [{"at": "/at"}], "code": "/code", "text": "/text", "place": {"city": "/city"}}}}},
 "map": {"P": "picked_up", "T": "in_transit"}}
END
  done
}

start_server() {
  [ ! -e "$work/stdin" ] || rm "$work/stdin" "$work/said"
  mkfifo "$work/stdin"
  "$ECOM_BUILD/bench/track/server" 20 "$reply" <"$work/stdin" >"$work/said" &
  server=$!
  exec 7>"$work/stdin"
  for _ in $(seq 200); do [ -s "$work/said" ] && break; sleep 0.02; done
  base="http://127.0.0.1:$(head -1 "$work/said")"
}
stop_server() { # asked, most: the requests and the most at once
  exec 7>&-
  wait "$server"
  server=''
  read -r asked most < <(tail -1 "$work/said")
}

fresh_store() {
  export ECOM_STORE=$work/$1.db
  ecom-store init >/dev/null
  awk -v n="$2" 'BEGIN { split("one two three four five", c, " ")
    for (i = 1; i <= n; i++) printf "{\"shipment\":\"S%d\",\"carrier\":\"%s\",\"number\":\"N%d\"}\n", i, c[i % 5 + 1], i }' |
    ecom-track add --now 2026-01-02 >/dev/null
}

bench_poll() {
  local bound took curl start peak
  printf '\n%d due parcels of 5 carriers at one host, 20 ms, 20 in flight\n' "$parcels"
  fresh_store poll "$parcels"
  start_server
  start=$EPOCHREALTIME
  /usr/bin/time -f %M -o "$work/peak" ecom-track poll --base-url "$base" --now 2026-01-03 || wrong=$((wrong + 1))
  took=$(seconds_since "$start")
  peak=$(tail -1 "$work/peak")
  stop_server
  bound=$(quotient "$((parcels * 20))" 20000 %.3f)
  exact "requests" "$asked" "$parcels"
  exact "events" "$(sqlite3 "$ECOM_STORE" 'SELECT COUNT(*) FROM shipment_event')" "$((2 * parcels))"
  figure "in flight at once" "$most" "<= 20"
  figure "time against the bound" "$(quotient "$took" "$bound")" "<= 1.3" "$took s of $bound s"
  figure "peak memory, MiB" "$(quotient "$peak" 1024 %.1f)" "<= 64"
  start_server
  start=$EPOCHREALTIME
  seq "$((parcels / 10))" | xargs -P 20 -I{} curl -s -o /dev/null "$base/track/N{}"
  curl=$(seconds_since "$start")
  stop_server
  figure "time a request against xargs -P 20 curl, which stores nothing" "$(quotient "$took" "$curl" | awk '{ print $1 / 10 }')" "<= 1.0" \
    "curl: $curl s for a tenth of them"
}

bench_ingest() {
  local start took
  printf '\n%d replies parsed and stored, batches of 200, synchronous=FULL\n' "$replies"
  fresh_store ingest "$replies"
  awk -v n="$replies" -v r="$reply" 'BEGIN { for (i = 1; i <= n; i++) printf "{\"shipment\":\"S%d\",\"http\":200,\"body\":%s}\n", i, r }' >"$work/answers"
  start=$EPOCHREALTIME
  taskset -c 0 ecom-track ingest "$work/answers" --now 2026-01-03 >"$work/out"
  took=$(seconds_since "$start")
  exact "events" "$(sqlite3 "$ECOM_STORE" 'SELECT COUNT(*) FROM shipment_event')" "$((2 * replies))"
  figure "replies a second on one core, all of them news" "$(quotient "$replies" "$took" %.0f)" ">= 5000"
  start=$EPOCHREALTIME
  taskset -c 0 ecom-track ingest "$work/answers" --now 2026-01-03T06:00:00Z >"$work/out"
  took=$(seconds_since "$start")
  figure "replies a second on one core, none of them news" "$(quotient "$replies" "$took" %.0f)" ">= 5000"
}

# killed DAY TIMES: that many runs of one day, eleven minutes apart, so that the leases of the dead are over. What the server
# was asked is held against the limits and against the books.
killed() {
  local i
  start_server
  for ((i = 0; i < $2; i++)); do
    ecom-track poll -q --base-url "$base" --now "$(date -u -d "$1 00:00Z + $((i * 11)) min" +%FT%TZ)" &
    sleep "0.$(printf %02d $((RANDOM % 30)))"
    kill -9 $! 2>/dev/null
    wait $! 2>/dev/null
  done
  stop_server
  exact "requests of $1 ($asked), beyond 150 for each account" "$((asked > 750 ? asked - 750 : 0))" 0
  exact "requests of $1 that stand in no book" \
    "$(sqlite3 "$ECOM_STORE" "SELECT MAX(0, $asked - COALESCE(SUM(used), 0)) FROM budget WHERE span = 3")" 0
}

bench_kill() {
  printf '\n%d runs killed at moments of chance\n' "$kills"
  sed -i 's/"limits": {}/"limits": {"per_day": 150, "day_starts": "00:00Z"}/' "$work"/adapters/*.json
  fresh_store kill 300
  RANDOM=11
  killed 2026-01-03 "$((kills / 2))"
  killed 2026-01-04 "$((kills - kills / 2))"
  start_server
  ecom-track poll -q --base-url "$base" --now 2026-01-06
  ecom-track poll -q --base-url "$base" --now 2026-01-07
  stop_server
  exact "events" "$(sqlite3 "$ECOM_STORE" 'SELECT COUNT(*) FROM shipment_event')" 600
  exact "messages, each once" "$(sqlite3 "$ECOM_STORE" "SELECT COUNT(*) - COUNT(DISTINCT dedupe) FROM outbox")" 0
  exact "findings of the check" "$(ecom-store check | wc -l)" 0
  exact "days on which an account was asked more than 150 times" \
    "$(sqlite3 "$ECOM_STORE" 'SELECT COUNT(*) FROM budget WHERE span = 3 AND used > 150')" 0
}

adapters
bench_poll
bench_ingest
bench_kill
echo
[ "$wrong" -eq 0 ] || { echo "$wrong wrong"; exit 1; }
[ "$missed" -eq 0 ] || echo "$missed missed"
[ "$missed" -eq 0 ] || [ -z "${BENCH_STRICT:-}" ]
