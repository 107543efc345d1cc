# shellcheck shell=bash
# The Test Anything Protocol for lints and other shell tests: the plan stands at the end, and proves that the script ran to its end.

tap_count=0
tap_failed=0

# tap_pass NAME
tap_pass() {
  tap_count=$((tap_count + 1))
  printf 'ok %d - %s\n' "$tap_count" "$1"
}

# tap_fail NAME: what is wrong, on standard input
tap_fail() {
  tap_count=$((tap_count + 1))
  tap_failed=$((tap_failed + 1))
  printf 'not ok %d - %s\n' "$tap_count" "$1"
  sed 's/^/#   /'
}

# tap_none NAME FINDINGS: passes when there are no findings
tap_none() {
  if [ -z "$2" ]; then
    tap_pass "$1"
  else
    tap_fail "$1" <<<"$2"
  fi
}

# tap_skip NAME REASON
tap_skip() {
  tap_count=$((tap_count + 1))
  printf 'ok %d - %s # skip %s\n' "$tap_count" "$1" "$2"
}

# The last line of every script: prints the plan; its status is the script's.
tap_done() {
  printf '1..%d\n' "$tap_count"
  [ "$tap_failed" -eq 0 ]
}
