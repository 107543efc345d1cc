#!/usr/bin/env bash
# Each header compiles alone, with both compilers.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lib/tap.bash
. tests/lib/tap.bash
for header in include/ecom/*.h cmd/common/*.h lib/*/*.h; do
  found=
  for compiler in gcc clang; do
    found+=$(printf '#include "%s"\n' "$header" |
      $compiler -std=c11 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wno-unused-function -Werror \
        -Iinclude -Icmd/common -I/usr/include/postgresql -I. -fsyntax-only -x c - 2>&1)
  done
  tap_none "$header" "$found"
done
tap_done
