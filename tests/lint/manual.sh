#!/usr/bin/env bash
# The manual pages are well formed.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lib/tap.bash
. tests/lib/tap.bash
for page in man/*.[157] "${ECOM_BUILD:-build}"/man/*.5; do
  [ -e "$page" ] || continue
  tap_none "${page##*/}: mandoc has no complaint" "$(mandoc -T lint -W warning "$page" 2>&1)"
  tap_none "${page##*/}: groff has no complaint" "$(groff -K utf8 -t -man -Tutf8 -rLL=100n -wall -z "$page" 2>&1)"
done
for program in cmd/ecom-*/main.c; do
  name=${program%/main.c}
  name=${name#cmd/}
  tap_none "$name has a page" "$([ -e "man/$name.1" ] || echo "man/$name.1 is missing")"
done
tap_done
