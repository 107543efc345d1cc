#!/usr/bin/env bash
# The manual pages are well formed.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lib/tap.bash
. tests/lib/tap.bash
for page in man/*.[157]; do
  [ -e "$page" ] || continue
  tap_none "$page: mandoc has no complaint" "$(mandoc -T lint -W warning "$page" 2>&1)"
  tap_none "$page: groff has no complaint" "$(groff -man -Tutf8 -wall -z "$page" 2>&1)"
  tap_none "$page: nothing wider than 100 columns" "$(mandoc -T utf8 -O width=80 "$page" | col -b 2>/dev/null | awk 'length($0) > 100')"
done
for program in cmd/ecom-*/main.c; do
  name=${program%/main.c}
  name=${name#cmd/}
  tap_none "$name has a page" "$([ -e "man/$name.1" ] || echo "man/$name.1 is missing")"
done
tap_done
