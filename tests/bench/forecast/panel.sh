# bench_panel: a whole shop forecast and ordered for: 30,000 made-up daily series of 450 days, CSV in, the default model with nine
# quantiles, a reorder policy out; the processor time of each part, and the memory of the largest.
# shellcheck shell=bash disable=SC2154 # bin, bench, work, small: run.sh
bench_panel() {
  local series=30000 took demand reorder kilobytes
  [ -z "$small" ] || series=300
  heading "$series daily series of 450 days: CSV to proposals"
  "$bench/forecast/generate_history" "$series" 450 >"$work/panel.csv" || return 1
  # shellcheck disable=SC2016 # expanded by the inner shell
  took=$(seconds bash -c '"$1/ecom-forecast" demand "$2" --lead-time 14 -q | "$1/ecom-forecast" reorder -q --all --lead-time 7 --review 7 -o csv' - "$bin" "$work/panel.csv")
  exact "proposals" "$(($(wc -l <"$work/discard") - 1))" "$series"
  figure "demand of the next 14 days | reorder, seconds" "$took" "<= 60" "<= 5"
  demand=$(seconds "$bin/ecom-forecast" demand "$work/panel.csv" -n 28)
  figure "demand, each of 28 days with nine quantiles, seconds" "$demand" - -
  mv "$work/discard" "$work/steps.jsonl"
  reorder=$(seconds "$bin/ecom-forecast" reorder -q --all -o csv "$work/steps.jsonl")
  figure "reorder from these, seconds" "$reorder" - -
  "$bin/ecom-forecast" demand "$work/panel.csv" --lead-time 14 -j 1 >"$work/one.jsonl"
  "$bin/ecom-forecast" demand "$work/panel.csv" --lead-time 14 >"$work/all.jsonl"
  exact "the same bytes from one thread" "$(cmp "$work/one.jsonl" "$work/all.jsonl" && echo same)" same
  if [ -x /usr/bin/time ]; then
    kilobytes=$(/usr/bin/time -f %M "$bin/ecom-forecast" demand "$work/panel.csv" --lead-time 14 2>&1 >"$work/discard" | tail -n 1)
    figure "memory of demand, MB" "$(quotient "$kilobytes" 1024 %.0f)" "<= 1024" -
  fi
  rm -f "$work/panel.csv" "$work/steps.jsonl"
}
parts+=(panel)
