# shellcheck shell=bash
# Stand-ins for sendmail(1), and signals to alert on.

# sendmail_that LINE...: ./sendmail keeps what it is given in mail.txt, then does the lines of shell.
sendmail_that() {
  {
    printf '#!/bin/sh\n{ echo "sendmail $*"; cat; } >>mail.txt\n'
    printf '%s\n' "$@"
  } >sendmail
  chmod +x sendmail
}

# mails: how many were handed over
mails() {
  if [ -e mail.txt ]; then grep -c '^sendmail -t -i$' mail.txt; else echo 0; fi
}

# low SKU...: signals as ecom-stock low prints them
low() {
  local sku
  for sku; do printf '{"sku":"%s","location":"main","available":1,"severity":"low"}\n' "$sku"; done
}

# alert OPTION...: with the rule and the recipient of all tests
alert() { ecom-notify alert --rule low --to buyer@example.com "$@"; }

# queue N: that many mails are due at 12:00
queue() {
  local i
  for ((i = 1; i <= $1; i++)); do
    low "Q$i" | ecom-notify alert --rule "rule-$i" --to buyer@example.com --now 2026-01-05T12:00:00Z >/dev/null
  done
}
