#!/usr/bin/env bash
# Every shell script, known by its first line or its name, is clean for shellcheck.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lib/tap.bash
. tests/lib/tap.bash
while IFS= read -r file; do
  case $file in
  *.sh | *.bash | *.bats) ;;
  *) head -c 64 "$file" | grep -qE '^#!.*(/| )(ba)?sh( |$)' || continue ;;
  esac
  # SC2154, SC2034: what a file that is sourced, or bats, sets. SC1010: Miller has a word "then". SC2128: bats has an array lines, other scripts a number. SC2030, SC2031: bats runs each test in a subshell of its own.
  tap_none "$file" "$(shellcheck -x -S warning -e SC2154,SC2034,SC2030,SC2031,SC1010,SC2128 "$file" 2>&1)"
done < <(git ls-files -co --exclude-standard)
tap_done
