#!/usr/bin/env bash
# The textbook instances of stockpyl: how far the filters are from what is published.
parts+=(instances)

bench_instances() {
  local folder
  heading "70 textbook instances of stockpyl (expected values: tests/lib/inventory_instances.py)"
  folder=$(unpacked inventory_instances) || return 0
  python3 tests/lib/inventory_instances.py "$(find "$folder" -name '*.json')" "$bench/forecast/instances" >"$work/instances"
  figure "checked, of 70" "$(grep -c $'\tchecked\t' "$work/instances")" ">= 59" -
  figure "largest relative error" "$(awk -F '\t' '$2 == "checked" && $3 > worst + 0 { worst = $3 } END { print worst + 0 }' "$work/instances")" "<= 1e-6" "<= 1e-9"
  awk -F '\t' '$2 != "checked" { print "  " $1 ": " $2 " " $3 }' "$work/instances"
}
