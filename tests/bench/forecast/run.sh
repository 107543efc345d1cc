#!/usr/bin/env bash
# make bench-forecast: how near the truth, and how fast, against R's forecast package and published results in the same run.
#
#   tests/bench/forecast/run.sh [small]
#
# Each line: what, the value, what it must be, what it aims at, a verdict (aim, must or MISSED), a note. Each part stands in a file
# beside this one and registers itself; "small" runs all of it on little input, without bounds. Exits 0 when a bound is missed,
# unless BENCH_STRICT=1; always 1 when a result is wrong. ECOM_BUILD names the build, BENCH_ONLY a regular expression of
# the parts to run. Data sets are looked for in $ECOM_TEST_DATA, or shared/data beside the project; a part without them says so.
set -u
cd "$(dirname "$0")/../../.." || exit 1

ECOM_BUILD=$(realpath "${ECOM_BUILD:-build}")
# shellcheck disable=SC2034 # the parts use them
bin=$ECOM_BUILD/bin bench=$ECOM_BUILD/bench small=''
[ "${1:-}" != small ] || small=yes
export LC_ALL=C TZ=UTC PATH=$ECOM_BUILD/bin:$PATH
unset ECOM_STORE
work=$(mktemp -d "${TMPDIR:-/tmp}/ecom-bench.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
missed=0 wrong=0

heading() {
  printf '\n%s\n  %-62s %10s  %-12s %-12s\n' "$1" "" value must aim
}
within() { awk -v value="$1" -v bound="$2" 'BEGIN { split(bound, b, " ")
  if (b[1] == ">=") exit !(value >= b[2] + 0)
  if (b[1] == "<=") exit !(value <= b[2] + 0)
  split(bound, b, /\.\./); exit !(value >= b[1] + 0 && value <= b[2] + 0) }'; }
# figure WHAT VALUE MUST AIM [NOTE]: bounds are ">= X", "<= X", "LOW..HIGH", or "-" for none
figure() {
  local verdict=''
  if ! [[ $2 =~ ^-?[0-9.]+(e-?[0-9]+)?$ ]]; then
    verdict=WRONG # no number
    wrong=$((wrong + 1))
  elif [ -z "$small" ]; then
    if [ "$4" != - ] && within "$2" "$4"; then
      verdict=aim
    elif [ "$3" != - ] && within "$2" "$3"; then
      verdict=must
    elif [ "$3" != - ]; then
      verdict=MISSED
      missed=$((missed + 1))
    fi
  fi
  printf '  %-62s %10s  %-12s %-12s %-6s %s\n' "$1" "$2" "$3" "$4" "$verdict" "${5:-}"
}
# exact WHAT GOT WANT: it is so, or it is wrong
exact() {
  local verdict=ok
  if [ "$2" != "$3" ]; then
    verdict=WRONG
    wrong=$((wrong + 1))
  fi
  printf '  %-62s %10s  %-12s %-12s %s\n' "$1" "$2" "= $3" - "$verdict"
}
# unpacked NAME: the folder of a data set NAME.tar.xz, unpacked once; fails, saying so, where it is absent
unpacked() {
  local archive=${ECOM_TEST_DATA:-../shared/data}/$1.tar.xz
  if [ ! -e "$archive" ]; then
    echo "  the data set $1 is not here: skipped" >&2
    return 1
  fi
  [ -d "$work/$1" ] || { mkdir "$work/$1" && tar xJf "$archive" -C "$work/$1"; } || return 1
  echo "$work/$1"
}
# have_r: R's forecast package is installed
have_r() { command -v Rscript >/dev/null && Rscript -e 'library(forecast)' >/dev/null 2>&1; }
# seconds COMMAND...: how long it takes; what it prints is thrown away
seconds() {
  local start=$EPOCHREALTIME
  "$@" >"$work/discard" || return 1
  awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.3f\n", b - a }'
}
larger() { awk -v a="$1" -v b="$2" 'BEGIN { print (a + 0 > b + 0) ? a : b }'; }
quotient() { awk -v a="$1" -v b="$2" -v format="${3:-%.2f}" 'BEGIN { printf format "\n", a / b }'; }

parts=()
for file in tests/bench/forecast/*.sh; do
  # shellcheck source=/dev/null
  [ "$file" = tests/bench/forecast/run.sh ] || . "$file"
done
for part in "${parts[@]}"; do
  [[ $part =~ ${BENCH_ONLY:-.} ]] || continue
  "bench_$part"
done
echo
echo "$missed missed, $wrong wrong; $(nproc) processors, $(awk -F ': ' '/model name/ { print $2; exit }' /proc/cpuinfo), load average $(cut -d ' ' -f 1-3 /proc/loadavg)"
[ "$wrong" -eq 0 ] && { [ "${BENCH_STRICT:-}" != 1 ] || [ "$missed" -eq 0 ]; }
