#!/usr/bin/env bats
# The units of share/systemd, as systemd itself reads them.

load ../lib/helpers
# No store is asked: run once.

@test "systemd finds nothing wrong with the units" {
  command -v systemd-analyze >/dev/null || skip "systemd-analyze is not installed"
  mkdir units
  # The programs stand where the build has put them, not yet in /usr/local.
  for unit in "$ECOM_ROOT"/share/systemd/*; do
    sed "s|/usr/local/bin/|$ECOM_BUILD/bin/|" "$unit" >"units/${unit##*/}"
  done
  run_apart systemd-analyze verify --man=no units/*
  # Of the machine's own units it may complain too: only ours are looked at.
  assert_equal "$(grep -F "$PWD/units" <<<"$stderr" || true)" ""
  [ "$status" -eq 0 ] || run ! grep -q ecom- <<<"$stderr"
}

@test "every unit with a timer is hardened" {
  for unit in "$ECOM_ROOT"/share/systemd/*.service; do
    grep -q '^ProtectSystem=strict' "$unit"
    grep -q '^NoNewPrivileges=yes' "$unit"
    [ -e "${unit%.service}.timer" ]
  done
}
