#!/usr/bin/env bash
# clang-tidy with the set in .clang-tidy: slower than the other lints, so under `make lint-deep`. Operands: the files to read; all without.
set -u
cd "$(dirname "$0")/../../.." || exit 1
# shellcheck source=tests/lib/tap.bash
. tests/lib/tap.bash
mapfile -t files < <(if [ $# -gt 0 ]; then printf '%s\n' "$@"; else find lib cmd -name '*.c' | sort; fi)
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
# shellcheck disable=SC2016 # for the shell that xargs starts
printf '%s\n' "${files[@]}" | xargs -P 2 -I {} sh -c '
  clang-tidy --quiet "$1" -- -std=c11 -D_GNU_SOURCE -DECOM_VERSION=\"0\" -Iinclude -Icmd/common -I/usr/include/postgresql \
    2>/dev/null >"$0/$(echo "$1" | tr / .)"' "$out" {}
for file in "${files[@]}"; do
  # A finding is a line "file:line:column: error: text [check,...]"; what follows it shows the place.
  tap_none "$file" "$(awk -v file="$file" '
    NR == FNR { if ($1 == file) allowed[$2]; next }
    / (error|warning): / { check = $0; sub(/.*\[/, "", check); sub(/[],].*/, "", check); shown = !(check in allowed) }
    shown' tests/lint/deep/clang-tidy.allow "$out/${file//\//.}")"
done
tap_done
