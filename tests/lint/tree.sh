#!/usr/bin/env bash
# What the tree may not contain.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lib/tap.bash
. tests/lib/tap.bash

# without BRE [PATHSPEC...]: no line of the tree says that. The brackets in the patterns keep this file from matching itself.
without() {
  local name=$1 pattern=$2
  shift 2
  tap_none "$name" "$(git grep -nIE --untracked "$pattern" -- "$@" | cut -c 1-200)"
}
code=('*.c' '*.h' '*.sh' '*.bash' '*.bats' '*.awk' '*.sql' '*.md' '*.mk' Makefile man completions tests/run)
without "no trailing blanks" '[[:blank:]]+$' "${code[@]}"
without "no marks of unfinished work" '\b(TO[D]O|FIX[M]E|HAC[K])\b|\bXX[X]:' "${code[@]}" share
without "no paths of a machine" '(^|[^A-Za-z0-9_.$}])/(wor[k]|roo[t]|hom[e]/[a-z]+)/' .
without "no registry or mirror hosts" '(deb\.debia[n]\.org|pypi\.or[g]|npmj[s]\.|crates\.i[o]|ghcr\.i[o]|docker\.i[o])' .
without "no keys or passwords" '(BEGIN [A-Z ]*PRIVATE KE[Y]|AKI[A][0-9A-Z]{12}|ghp[_][A-Za-z0-9]{20})' .
tap_none "tabs indent C, blanks the shell" "$(git grep -nIE --untracked '^    +[^ *]' -- '*.c' '*.h'; git grep -nP --untracked '^\t' -- '*.bash' '*.bats' 'tests/lint/*.sh')"
tap_none "every file ends in a newline" "$(git grep -lIz --untracked '' -- . | xargs -0 -r perl -e '
  for (@ARGV) { open my $file, "<", $_ or next; seek $file, -1, 2; print "$_\n" if getc $file ne "\n" }')"
# But for the towns of the world.
tap_none "no file above 256 KiB" "$(git ls-files -co --exclude-standard -z -- . ':!share/places.tsv' | xargs -0 -r du -k 2>/dev/null | awk '$1 > 256 { print $2 ": " $1 " KiB" }')"
tap_none "no build product is tracked" "$(git ls-files | grep -E '\.(o|a|so|db|db-wal|db-shm|gz|pyc)$|^build')"
tap_none "the continuous check is what README.md says" "$([ -x .ci/run ] && grep -qx 'make deps check' .ci/run || echo .ci/run
  [ ! -e README.md ] || grep -q 'make deps check' README.md || echo README.md)"
tap_done
