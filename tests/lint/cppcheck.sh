#!/usr/bin/env bash
# cppcheck at an agreed set; what it gets wrong stands in cppcheck.suppress, each with its reason.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lib/tap.bash
. tests/lib/tap.bash
tap_none "cppcheck" "$(cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --max-configs=4 \
  --suppressions-list=tests/lint/cppcheck.suppress --suppress=missingIncludeSystem -D_GNU_SOURCE '-DECOM_VERSION="0"' --include=tests/lint/cppcheck.h \
  -j 2 -Iinclude -Icmd/common -Itests/lib --template='{file}:{line}: {id}: {message}' lib cmd tests/fault 2>&1)"
tap_done
