#!/usr/bin/env bash
# lib/FLOORS is the law of who may include whom: a module uses only modules of lower floors; a program only include/ and cmd/common.
# Each file is asked what it includes itself: where all keep the law, what they include through others keeps it too.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lib/tap.bash
. tests/lib/tap.bash

# "file<TAB>file of this tree that it includes", as the compiler looks for it; of a system's header nothing
includes() {
  find lib include cmd -name '*.[ch]' | sort | xargs grep -HE '^#[[:blank:]]*include' | awk -F : '
    function exists(path) { if (!(path in known)) { known[path] = (getline line <path) >= 0; close(path) } return known[path] }
    {
      file = folder = $1
      sub(/[^\/]*$/, "", folder)
      name = $2
      quoted = name ~ /"/
      gsub(/^#[^"<]*["<]|[">].*/, "", name)
      path = folder name
      while (sub(/[^\/]+\/\.\.\//, "", path)) continue
      if (quoted && exists(path)) print file "\t" path
      else if (exists("include/" name)) print file "\t" "include/" name
      else if (exists("cmd/common/" name)) print file "\t" "cmd/common/" name
      else if (quoted) print file "\t" "no file " name
    }'
}
included=$(includes)

listed=$(awk '!/^#/ && NF { print $2 }' lib/FLOORS | sort)
present=$(find lib -mindepth 1 -maxdepth 1 -type d -printf '%f\n' | sort)
tap_none "every module has a floor, every floor its module" "$(diff <(echo "$listed") <(echo "$present") | grep '^[<>]')"

for module in $present; do
  tap_none "$module includes only lower floors" "$(awk -F '\t' -v module="$module" '
    function module_of(path) { sub(/^(include\/ecom|lib)\//, "", path); sub(/[.\/].*/, "", path); return path }
    FILENAME == "lib/FLOORS" { if ($0 !~ /^#/) { split($0, word, " "); floor[word[2]] = word[1] }; next }
    $1 !~ /^(include\/ecom|lib)\// || module_of($1) != module { next }
    { other = $2 ~ /^(include\/ecom|lib)\// ? module_of($2) : "" }
    other != module && (!(other in floor) || floor[other] >= floor[module]) { print $1 " includes " $2 " of floor " floor[other] }
    ' lib/FLOORS - <<<"$included")"
done

for program in cmd/*/; do
  tap_none "${program%/} includes only include/ and cmd/common" "$(awk -F '\t' -v own="$program" '
    index($1, own) == 1 && $2 !~ /^include\/ecom\// && $2 !~ /^cmd\/common\// && index($2, own) != 1 { print $1 " includes " $2 }' <<<"$included")"
done
tap_done
