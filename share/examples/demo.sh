#!/bin/bash
# A shop's day from a pipe, on a store of its own that is thrown away afterwards. Every command is shown before it runs.
set -euo pipefail
examples=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/ecom-demo.XXXXXX")
trap 'rm -rf "$work"' EXIT
cp "$examples"/*.csv "$examples"/*.jsonl "$work"
cd "$work"
export ECOM_STORE=$work/shop.db ECOM_ACTOR=demo

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  bold=$'\e[1m' green=$'\e[32m' plain=$'\e[0m'
else
  bold='' green='' plain=''
fi

say() { printf '\n%s# %s%s\n' "$green" "$1" "$plain"; }

# run [-N] COMMAND-LINE: show it, run it; -N is the exit code expected instead of 0.
run() {
  local want=0 got=0
  case $1 in -[0-9]*) want=${1#-} && shift ;; esac
  printf '%s$ %s%s\n' "$bold" "$1" "$plain"
  bash -o pipefail -c "$1" || got=$?
  [ "$got" = "$want" ] || { printf 'demo: exit %s, expected %s\n' "$got" "$want" >&2 && exit 1; }
}

say 'A store is one file. It knows the shop'\''s time zone and currency.'
run 'ecom-store init --zone Europe/Berlin --currency EUR'
run 'ecom-catalog import products.csv'
run 'ecom-catalog price < prices-usd.csv | tail -n 2'
run 'ecom-stock location -o table < locations.csv'

say 'Goods arrive. The same delivery note twice counts once: its lines carry keys.'
run 'ecom-stock receive receipt-po-118.csv --now 2025-11-30T16:00:00Z | wc -l'
run 'ecom-stock receive receipt-po-118.csv --now 2025-11-30T16:00:00Z | wc -l'
run 'ecom-stock rule < rules.csv | wc -l'
run 'ecom-stock list TEA-GRN-100 TRAY-STONE -o table'
run 'ecom-catalog search 茶壶 -o table -f sku,name,price,currency'
run 'ecom-catalog search "stone*" -o table -f sku,name,price,currency'

say 'Orders come in. Prices are the catalog'\''s; an order is taken whole or not at all. One asks for too much.'
run -1 'ecom-order create --now 2025-12-01T18:00:00Z --ttl 1d --rejects refused.jsonl < orders.jsonl > taken.jsonl'
run 'jq -r .error refused.jsonl'
run 'ecom-order list --limit 6 -o table -f order,status,payment_status,customer,currency,total,placed_at'
run 'ecom-stock available TRAY-STONE --explain -o table'

say 'Some are paid, paid ones are shipped, and the parcels report.'
run "head -n 16 taken.jsonl | jq -c '{order}' | ecom-order pay --now 2025-12-01T19:00:00Z -o csv -f order,status,payment_status,total | tail -n 3"
run 'ecom-order list --status paid | ecom-order ship --carrier ups --now 2025-12-02T07:30:00Z -o csv -f order,status,fulfilment_status | tail -n 3'
run 'ecom-track import events.csv -o csv | wc -l'
run 'ecom-track show W-1001-1 --now 2025-12-04T15:00:00Z'
run 'ecom-order history W-1001 -o table'

say 'Those who did not pay within the day lose their hold, once.'
run 'ecom-order expire --now 2025-12-02T20:00:00Z -o csv -f order,status | tail -n 3'
run 'ecom-order list --status expired -o csv -f order,status | tail -n 3'

say 'A count on the shelf finds one cup less. Who changed what stands in the ledger.'
run 'ecom-stock count sku=CUP-POR-W location=shop quantity=1 expected=2 --now 2025-12-02T20:30:00Z -o table'
run 'ecom-stock ledger CUP-POR-W -o table -f at,sku,from,to,quantity,reason,actor'

say 'What will sell, and what to buy for it.'
run 'ecom-forecast demand --horizon 14 --quantiles 0.5,0.95 -o csv -f sku,model,date,mean,q < history.csv | sed -n 1,4p'
run 'ecom-forecast demand --horizon 28 < history.csv | ecom-forecast reorder | tee proposals.jsonl | wc -l'
run 'jq -r "[.sku, .supplier, .quantity, .lead_time_demand, .safety] | @csv" proposals.jsonl | sed -n 1,5p'

say 'What runs low is told once, not at every run.'
run 'ecom-stock low -o table -f sku,location,available,reorder_point,shortage,severity | sed -n 1,6p'
run 'ecom-stock low | ecom-notify alert --rule low-stock --to buyer@example.com | wc -l'
run 'ecom-stock low | ecom-notify alert --rule low-stock --to buyer@example.com | wc -l'
run 'ecom-notify list -o table -f topic,channel,recipient,state,subject | sed -n 1,5p'

say 'Everything adds up.'
run 'ecom-store check'
run 'ecom-store info -o table'
