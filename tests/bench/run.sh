#!/usr/bin/env bash
# make bench: how fast and how big, as ratios against a peer in the same run. Absolute times of a machine say little.
#
#   tests/bench/run.sh [small]
#
# Each line: what, ratio, its bound, ok or MISSED, median milliseconds of both, peak memory of ours. What stands before
# the bound is "ours is so many times as fast" for >=, "ours takes so many times as long" for <=. "small" runs all of it on
# little input, without bounds on time. Exits 0 when a bound is missed, unless BENCH_STRICT=1; always 1 when a result
# is wrong. ECOM_BUILD names the build, BENCH_ONLY a regular expression of the sections to run.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lib/postgres.bash
. tests/lib/postgres.bash

ECOM_BUILD=$(realpath "${ECOM_BUILD:-build}")
bin=$ECOM_BUILD/bin bench=$ECOM_BUILD/bench
export LC_ALL=C TZ=UTC ECOM_ACTOR=bench
unset ECOM_STORE
if [ "${1:-}" = small ]; then
  small=yes products=10000 orders=1000 singles=100 rounds=1 rounds_long=1
else
  small='' products=1000000 orders=10000 singles=400 rounds=7 rounds_long=5
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/ecom-bench.XXXXXX") || exit 1
server=
finish() {
  postgres_stop "$server"
  rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

missed=0 wrong=0

# --- lines

heading() { printf '\n%s\n' "$1"; }
# report WHAT RATIO BOUND OURS_MS PEER_MS KIB: a bound such as ">= 0.5", "<= 1.5", or "-" for none
report() {
  local verdict=''
  if [ -z "$small" ] && [ "$3" != - ]; then
    if awk -v ratio="$2" -v bound="${3#??}" -v how="${3%% *}" 'BEGIN { exit !(how == ">=" ? ratio >= bound : ratio <= bound) }'; then
      verdict=ok
    else
      verdict=MISSED
      missed=$((missed + 1))
    fi
  fi
  printf '  %-58s %7s  %-8s %-6s %9s %9s %8s\n' "$1" "$2" "$3" "$verdict" "$4" "$5" "$6"
}
# exact WHAT GOT WANT [NOTE]: no matter of speed: it is so, or it is wrong
exact() {
  local verdict=ok
  if [ "$2" != "$3" ]; then
    verdict=WRONG
    wrong=$((wrong + 1))
  fi
  printf '  %-58s %7s  %-8s %-6s %s\n' "$1" "$2" "= $3" "$verdict" "${4:-}"
}

# pair ROUNDS REPEAT BEFORE COMMAND...: measures; then ms N, ratio N and kib N tell of the Nth command, from 0
pair() {
  "$bench/pair" "$@" >"$work/pair" || {
    echo "run.sh: the measurement failed" >&2
    exit 1
  }
}
ms() { awk -v n="$1" 'NR == n + 1 { printf "%.1f\n", $1 }' "$work/pair"; }
ratio() { awk -v n="$1" 'NR == n + 1 { printf "%.2f\n", $2 }' "$work/pair"; }
kib() { awk -v n="$1" 'NR == n + 1 { print $3 }' "$work/pair"; }
# per_second COUNT MS
per_second() { awk -v n="$1" -v ms="$2" 'BEGIN { printf "%.0f\n", n * 1000 / ms }'; }
section() { [[ $1 =~ ${BENCH_ONLY:-.} ]]; }

# --- the stores

# opening FILE: receipts for the SKUs that orders are about
opening() {
  echo sku,location,quantity,reason
  awk 'BEGIN { for (i = 0; i < 2000; i++) printf "SKU-%07d,main,1000000,opening\n", i }'
}
stock_store() {
  "$bin/ecom-stock" location -s "$1" location=main >"$work/out" || exit 1
  opening | "$bin/ecom-stock" receive -s "$1" -i csv >"$work/out" || exit 1
}
prepare() {
  "$bench/generate_products" "$products" >"$work/products.csv"
  "$bench/generate_products" 10000 >"$work/few.csv"
  "$bench/generate_orders" "$orders" >"$work/orders.jsonl"
  "$bench/generate_orders" "$orders" keys >"$work/keyed.jsonl"
  "$bench/generate_orders" "$singles" >"$work/singles.jsonl"
  "$bench/generate_orders" "$singles" keys >"$work/keyed-singles.jsonl"
  "$bin/ecom-store" init -s "$work/empty.db" --currency EUR || exit 1
  # The peer's types: a price in a STRICT table is a REAL.
  sqlite3 "$work/peer-empty.db" 'CREATE TABLE product (sku TEXT PRIMARY KEY, name TEXT, description TEXT, category TEXT,
    price REAL, currency TEXT, cost REAL, barcode TEXT, weight_g INTEGER, status TEXT) STRICT'
  cp "$work/empty.db" "$work/small.db"
  "$bin/ecom-catalog" import -s "$work/small.db" "$work/few.csv" || exit 1
  stock_store "$work/small.db"
}

# --- what is measured

bench_import() {
  local fresh
  heading "Import of $products products from CSV into an empty store"
  # What the run before left to be written must not fall on the next one.
  fresh="cd $work && rm -f ours.db* floor.db* peer.db* && cp empty.db ours.db && cp empty.db floor.db && cp peer-empty.db peer.db && sync -f ."
  pair $rounds_long 1 "$fresh" "$bin/ecom-catalog import -s $work/ours.db $work/products.csv" \
    "$bench/floor_import $work/floor.db $work/products.csv" \
    "sqlite3 $work/peer.db -cmd '.mode csv' '.import --skip 1 $work/products.csv product'"
  report "against a floor of libcsv and one prepared upsert" "$(ratio 1)" ">= 0.5" "$(ms 0)" "$(ms 1)" "$(kib 0)"
  report "against sqlite3 .import into a STRICT table" "$(ratio 2)" ">= 1.0" "$(ms 0)" "$(ms 2)" "$(kib 0)"
  report "peak memory in MiB" "$(awk -v k="$(kib 0)" 'BEGIN { printf "%.1f\n", k / 1024 }')" "<= 64" - - "$(kib 0)"
  # The last command of a round was the peer: the store is made once more, for what follows.
  "$bin/ecom-catalog" import -s "$work/ours.db" "$work/products.csv" || exit 1
  exact "products in the store" "$(sqlite3 "$work/ours.db" 'SELECT COUNT(*) FROM product')" "$products"
}

# Needs the store of bench_import.
bench_again() {
  local first
  heading "The same store of $products products"
  first=$(ms 0)
  pair 3 1 "" "$bin/ecom-catalog import -s $work/ours.db $work/products.csv"
  report "second import, nothing changed, against the first" "$(awk -v a="$first" -v b="$(ms 0)" 'BEGIN { printf "%.2f\n", a / b }')" \
    - "$(ms 0)" "$first" "$(kib 0)"
  exact "rows of the audit after it" "$(sqlite3 "$work/ours.db" 'SELECT COUNT(*) FROM audit')" "$products"
  stock_store "$work/ours.db"
  pair 3 1 "" "$bin/ecom-catalog export -s $work/ours.db -o csv" "mlr --icsv --ocsv cat $work/products.csv"
  report "export as CSV against mlr cat of the same file" "$(ratio 1)" - "$(ms 0)" "$(ms 1)" "$(kib 0)"
  pair 1 1 "" "$bin/ecom-store check -s $work/ours.db" "sqlite3 $work/ours.db 'PRAGMA integrity_check'"
  report "ecom-store check against PRAGMA integrity_check" "$(ratio 1)" - "$(ms 0)" "$(ms 1)" "$(kib 0)"
  memory_line "list" "$bin/ecom-catalog list -s STORE"
  memory_line "export" "$bin/ecom-catalog export -s STORE -o csv"
}
# memory_line WHAT COMMAND: peak memory on the large store against that on a store of 10,000 products
memory_line() {
  local large
  pair 1 1 "" "${2/STORE/$work/ours.db}"
  large=$(kib 0)
  pair 1 1 "" "${2/STORE/$work/small.db}"
  report "memory of $1 against that at 10000 products" "$(awk -v a="$large" -v b="$(kib 0)" 'BEGIN { printf "%.2f\n", a / b }')" \
    "<= 1.5" - - "$large"
}

bench_start() {
  local store select="select sku,location,on_hand,reserved,unavailable,incoming from level where sku=\"SKU-0000500\""
  heading "Start-up: ecom-stock list of one SKU against sqlite3 with a select"
  for store in ours small; do
    [ -e "$work/$store.db" ] || continue
    pair $((rounds * 3)) 20 "" "sqlite3 $work/$store.db '$select'" "$bin/ecom-stock list -s $work/$store.db SKU-0000500"
    report "a store of $(sqlite3 "$work/$store.db" 'SELECT COUNT(*) FROM product') products" "$(ratio 1)" "<= 1.5" \
      "$(ms 1)" "$(ms 0)" "$(kib 1)"
  done
}

# traced COMMAND...: the statements of the second order, as the program begins them
traced() {
  LD_PRELOAD=$bench/trace.so "$@" 2>&1 >"$work/out" |
    awk '/^statement: SAVEPOINT/ { n++ } n == 2 { print } /^statement: RELEASE/ && n == 2 { exit }'
}
bench_orders() {
  local name title bound="" fresh="cp $work/small.db $work/ours.db" n batch
  heading "Orders of 2 lines, synchronous=FULL, against a floor of the same statements on prepared handles"
  head -n 3 "$work/keyed.jsonl" >"$work/three.jsonl"
  cp "$work/small.db" "$work/ours.db" && cp "$work/small.db" "$work/floor.db"
  traced "$bin/ecom-order" create -s "$work/ours.db" "$work/three.jsonl" >"$work/of-ours"
  traced "$bench/floor_order" "$work/floor.db" 3 100 keys >"$work/of-floor"
  if [ ! -s "$work/of-ours" ]; then echo 'nothing traced' >"$work/of-ours"; fi
  exact "statements in which the floor differs from ours" "$(diff "$work/of-ours" "$work/of-floor" | grep -c '^[<>]')" 0 \
    "of $(wc -l <"$work/of-ours") for an order with a key"
  while read -r name n batch bound title; do
    pair $rounds 1 "$fresh" "$bin/ecom-order create -s $work/ours.db --batch $batch $work/$name.jsonl" \
      "$bench/floor_order $work/ours.db $n $batch $([[ $name != keyed* ]] || echo keys)"
    report "$title" "$(ratio 1)" ">= $bound" "$(ms 0)" "$(ms 1)" "$(kib 0)"
  done <<END
orders $orders 100 0.5 $orders orders, 100 to a transaction
keyed $orders 100 0.5 the same with idempotency keys
singles $singles 1 0.8 $singles orders, one to a transaction
keyed-singles $singles 1 0.8 the same with idempotency keys
END
  pair $rounds_long 1 "$fresh" "$bin/ecom-order create -s $work/ours.db --batch 1 $work/singles.jsonl" \
    "$bin/ecom-order create -s $work/ours.db --batch 20 $work/singles.jsonl" \
    "$bin/ecom-order create -s $work/ours.db --batch 100 $work/singles.jsonl"
  n=0
  for batch in 1 20 100; do
    report "orders/s at --batch $batch: $(per_second "$singles" "$(ms $n)"), times that at 1" \
      "$(awk -v r="$(ratio $n)" 'BEGIN { printf "%.2f\n", 1 / r }')" - "$(ms $n)" "$(ms 0)" "$(kib $n)"
    n=$((n + 1))
  done
}

# flash STORE: 8 processes want 4,000 units of which there are 1,000
flash() {
  local i started took codes
  "$bin/ecom-store" init -s "$1" --currency EUR &&
    "$bin/ecom-catalog" import -s "$1" sku=LAST name=Last price=9.90 currency=EUR &&
    "$bin/ecom-stock" location -s "$1" location=main >"$work/out" &&
    "$bin/ecom-stock" receive -s "$1" sku=LAST location=main quantity=1000 reason=opening >"$work/out" || exit 1
  started=${EPOCHREALTIME/./}
  for i in 1 2 3 4 5 6 7 8; do
    (
      "$bin/ecom-order" create -s "$1" --batch 1 -q --rejects "$work/rejects.$i" "$work/last.jsonl" >"$work/sold.$i" 2>"$work/errors.$i"
      echo $? >"$work/exit.$i"
    ) &
  done
  wait
  took=$(((${EPOCHREALTIME/./} - started) / 1000))
  exact "orders sold" "$(cat "$work"/sold.* | wc -l)" 1000 "$took ms, $(per_second 4000 $took) attempts/s, $(per_second 1000 $took) sold/s"
  codes=$(cat "$work"/rejects.* | jq -r .code | sort | uniq -c | awk '{ print $2 "=" $1 }' | paste -sd,)
  exact "refused, by code" "$codes" short=3000
  exact "exit codes" "$(sort -u "$work"/exit.* | paste -sd,)" 1
  exact "left to sell" "$("$bin/ecom-stock" available -s "$1" LAST | jq .available | paste -sd,)" 0
  exact "findings of ecom-store check" "$("$bin/ecom-store" check -s "$1" | wc -l)" 0
  rm -f "$work"/rejects.* "$work"/sold.* "$work"/exit.* "$work"/errors.*
}
bench_flash() {
  local settings='-c fsync=on -c full_page_writes=on -c synchronous_commit=on'
  for i in {1..500}; do echo '{"lines":[{"sku":"LAST","quantity":1}]}'; done >"$work/last.jsonl"
  heading "The last 1,000 units of a SKU: 8 processes, 4,000 orders of one unit, one to a transaction, on SQLite"
  flash "$work/flash.db"
  heading "The same on PostgreSQL ($settings)"
  if ! postgres_bin >/dev/null; then
    echo "  skipped: its programs are not installed"
    return
  fi
  # shellcheck disable=SC2086 # several words
  server=$(postgres_start $settings) || exit 1
  postgres_sql "$server" postgres 'CREATE DATABASE flash' || exit 1
  flash "$(postgres_url "$server" flash)"
}

prepare
printf '  %-58s %7s  %-8s %-6s %9s %9s %8s\n' '' ratio bound '' 'ours ms' 'peer ms' 'peak KiB'
if section import; then
  bench_import
  if section again; then bench_again; fi
fi
if section start; then bench_start; fi
rm -f "$work"/ours.db* "$work"/floor.db* "$work"/peer.db*
if section orders; then bench_orders; fi
if section flash; then bench_flash; fi
printf '\n%d missed, %d wrong; %d processors, %s, load average %s, SQLite %s\n' "$missed" "$wrong" "$(nproc)" \
  "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(cut -d' ' -f1-3 /proc/loadavg)" "$(sqlite3 --version | cut -d' ' -f1)"
[ "$wrong" -eq 0 ] && { [ "$missed" -eq 0 ] || [ "${BENCH_STRICT:-0}" != 1 ]; }
