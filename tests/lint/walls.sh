#!/usr/bin/env bash
# A foreign library is seen by the one module that wraps it.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lib/tap.bash
. tests/lib/tap.bash

# wall HEADER FOLDER|FILE...: HEADER is included only there
wall() {
  local header=$1 found
  shift
  found=$(grep -rnE "#[[:space:]]*include[[:space:]]*[<\"]${header}[>\"]" --include='*.[ch]' lib cmd include)
  for folder in "$@"; do found=$(grep -v "^${folder}[/:]" <<<"$found"); done
  tap_none "$header only in ${*:-no folder}" "$found"
}
wall 'csv\.h' lib/format
wall 'sqlite3\.h' lib/store
wall 'libpq-fe\.h' lib/store
wall 'curl/[a-z]+\.h' lib/http/curl_impl.h
wall 'openssl/[a-z]+\.h' lib/http/crypto.c
wall 'expat\.h' lib/http/xml.c
wall 'pcre2\.h' lib/carrier/detect.c
wall 'xgboost/c_api\.h' lib/learn
wall 'libsvm/svm\.h' lib/learn
wall 'jansson\.h' lib
wall '\.\./.*'

found=$(grep -rnE '"[^"]*\b(SELECT .* FROM|INSERT INTO|UPDATE [a-z_]+ SET|DELETE FROM)\b' --include='*.[ch]' cmd)
tap_none "programs hold no SQL" "$found"
# Each noun's statements stand together, and beside them the questions of its check; where else, and why, says sql.allow: "file reason".
found=$(grep -rnE '"[^"]*\b(SELECT [a-z0-9_.(]|INSERT INTO|UPDATE [a-z_]+ SET|DELETE FROM)' --include='*.[ch]' lib |
  grep -vE '^lib/(store/|[a-z]+/[a-z_]*_(sql|check)\.c)' | grep -vFf <(awk '!/^#/ && NF { print $1 ":" }' tests/lint/sql.allow))
tap_none "statements stand in <noun>_sql.c and <noun>_check.c" "$found"
tap_done
