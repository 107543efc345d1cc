#!/usr/bin/env bash
# Every shell script, known by its first line or its name, is clean for shellcheck.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lib/tap.bash
. tests/lib/tap.bash

scripts() {
  git ls-files -coz --exclude-standard | xargs -0 awk '
    FNR == 1 { if (FILENAME ~ /\.(sh|bash|bats)$/ || /^#!.*(\/| )(ba)?sh( |$)/) print FILENAME; nextfile }' 2>/dev/null | sort
}
mapfile -t files < <(scripts)

# All in one process, which says of each finding in which file it is.
# SC2154, SC2034: what a file that is sourced, or bats, sets. SC1010: Miller has a word "then". SC2128: bats has an array lines, other scripts a number. SC2030, SC2031: bats runs each test in a subshell of its own.
declare -A found=()
while IFS= read -r line; do
  found[${line%%:*}]+=$line$'\n'
done < <(shellcheck -f gcc -x -S warning -e SC2154,SC2034,SC2030,SC2031,SC1010,SC2128 "${files[@]}" 2>&1)

for file in "${files[@]}"; do
  tap_none "$file" "${found[$file]-}"
  unset "found[$file]"
done
tap_none "shellcheck has nothing else to say" "${found[*]}"
tap_done
