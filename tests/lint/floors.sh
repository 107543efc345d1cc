#!/usr/bin/env bash
# lib/FLOORS is the law of who may include whom: a module uses only modules of lower floors; a program only include/ and cmd/common.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lib/tap.bash
. tests/lib/tap.bash

# includes SOURCE...: "source<TAB>file of this tree that it includes", also through others
includes() {
  gcc -std=c11 -D_GNU_SOURCE -MM -Iinclude -Icmd/common -I/usr/include/postgresql "$@" |
    awk '{ sub(/\\$/, ""); for (i = 1; i <= NF; i++) if ($i ~ /:$/) source = ""; else if (source == "") source = $i; else print source "\t" $i }'
}

listed=$(awk '!/^#/ && NF { print $2 }' lib/FLOORS | sort)
present=$(find lib -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort)
tap_none "every module has a floor, every floor its module" "$(diff <(echo "$listed") <(echo "$present") | grep '^[<>]')"

for module in $present; do
  sources=$(find "lib/$module" -name '*.c')
  [ -n "$sources" ] || continue
  # shellcheck disable=SC2086 # a list of files
  tap_none "$module includes only lower floors" "$(includes $sources | awk -F '\t' -v module="$module" '
    FILENAME == "lib/FLOORS" { if ($0 !~ /^#/) { split($0, word, " "); floor[word[2]] = word[1] }; next }
    match($2, /^(include\/ecom|lib)\//) {
      other = substr($2, RLENGTH + 1)
      sub(/[.\/].*/, "", other)
      if (other != module && !(floor[other] < floor[module])) print $1 " includes " $2 " of floor " floor[other]
    }' lib/FLOORS -)"
done

for program in cmd/*/; do
  program=${program%/}
  sources=$(find "$program" -name '*.c')
  [ -n "$sources" ] || continue
  # shellcheck disable=SC2086 # a list of files
  tap_none "$program includes only include/ and cmd/common" "$(includes $sources | awk -F '\t' -v own="$program/" '
    $2 !~ /^include\/ecom\// && $2 !~ /^cmd\/common\// && index($2, own) != 1 { print $1 " includes " $2 }')"
done
tap_done
