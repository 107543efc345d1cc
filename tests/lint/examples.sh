#!/usr/bin/env bash
# The commands in the EXAMPLES of the manual run, and end as they say. tests/README.md has the rules.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lib/tap.bash
. tests/lib/tap.bash
root=$PWD
sandbox=$(mktemp -d)
trap 'rm -rf "$sandbox"' EXIT
build=$(realpath -m "${ECOM_BUILD:-build}")
for name in "${!ECOM_@}"; do unset "$name"; done
export PATH=$sandbox/bin:$build/bin:$PATH TZ=UTC LC_ALL=C.UTF-8 HOME=$sandbox TMPDIR=$sandbox

# commands PAGE: "LINE<TAB>COMMAND" for each, its continuation lines joined, roff's escapes undone
commands() {
  awk '
    /^\.SH/ { examples = /EXAMPLES/ }
    /^\.EX/ { block = examples }
    /^\.EE/ { block = 0 }
    !block { next }
    /^\$ / { if (command != "") print command; command = FNR "\t" substr($0, 3); next }
    /^> / && command ~ /\\e$/ { sub(/ *\\e$/, " ", command); command = command substr($0, 3); next }
    { if (command != "") print command; command = "" }
    END { if (command != "") print command }' "$1" |
    sed "s/\\\\-/-/g; s/\\\\(aq/'/g; s/\\\\(dq/\"/g; s/\\\\(ti/~/g; s/\\\\(ha/^/g; s/\\\\(ga/\`/g; s/\\\\f[BIRP]//g; s/\\\\&//g; s/\\\\e/\\\\/g"
}

# A sendmail(1) that keeps what it is given.
mkdir "$sandbox/bin"
printf '#!/bin/sh\n{ echo "sendmail $*"; cat; } >>"%s/mail.txt"\n' "$sandbox" >"$sandbox/bin/sendmail"
chmod +x "$sandbox/bin/sendmail"

for page in man/*.[157]; do
  [ -e "$page" ] || continue
  commands "$page" >"$sandbox/commands"
  [ -s "$sandbox/commands" ] || continue
  rm -rf "$sandbox/work" "$sandbox"/store.db*
  cp -r share/examples "$sandbox/work"
  export ECOM_STORE=$sandbox/store.db
  if ! share/examples/load.sh >"$sandbox/out" 2>&1; then
    tap_fail "$page: the sample shop" <"$sandbox/out"
    continue
  fi
  cd "$sandbox/work" || exit 1
  while IFS=$'\t' read -r -u 3 line command; do
    want=0
    [[ ! $command =~ \#\ exit\ ([0-9]+)$ ]] || want=${BASH_REMATCH[1]}
    timeout 60 bash -o pipefail -c "$command" >"$sandbox/out" 2>&1 </dev/null
    got=$?
    if [ "$got" -eq "$want" ]; then
      tap_pass "$page:$line: ${command:0:100}"
    else
      { echo "exit $got, wanted $want, of: $command"; head -n 20 "$sandbox/out"; } | tap_fail "$page:$line"
    fi
  done 3<"$sandbox/commands"
  cd "$root" || exit 1
done
[ "$tap_count" -gt 0 ] || tap_fail "examples to run" <<<"the manual has none"
tap_done
