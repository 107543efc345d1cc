#!/usr/bin/env bash
# The benchmark on little input: it runs, its floor issues our statements, and 8 processes sell what there is and no more.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lib/tap.bash
. tests/lib/tap.bash
output=$(tests/bench/run.sh small 2>&1)
code=$?
wrong=$(grep WRONG <<<"$output")
[ "$code" -eq 0 ] || wrong+=$output
tap_none "make bench-small finds nothing wrong" "$wrong"
tap_none "it comes to its end" "$(tail -n 1 <<<"$output" | grep -v ' missed, 0 wrong; ')"
tap_done
