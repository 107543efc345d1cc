#!/usr/bin/env bash
# A function fits two screens at the very most, a file can be read in one go.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lib/tap.bash
. tests/lib/tap.bash
mapfile -t sources < <(find lib cmd include tests -name '*.[ch]' | sort)
tap_none "functions of at most 80 lines" "$(awk '
  FNR == 1 { head = ""; start = 0 }
  /^\{/ { start = FNR; next }
  /^\}/ { if (start && FNR - start - 1 > 80) print FILENAME ":" start ": " FNR - start - 1 " lines: " head; start = 0; next }
  !start && /^[A-Za-z_].*\(/ { head = $0 }' "${sources[@]}")"
tap_none "files of at most 600 lines" "$(awk '
  function check() { if (lines > 600) print file ": " lines " lines" }
  FNR == 1 { check(); file = FILENAME } { lines = FNR } END { check() }' "${sources[@]}")"
tap_done
