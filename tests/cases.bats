#!/usr/bin/env bats
# Golden cases: cases/<topic>/<nnnn>/{cmd,...,expout,experr,exit}. tests/README.md says what they are, make bless writes them anew.

load lib/helpers

# run_case FOLDER: the answers of its cmd, in ./out ./err ./code
run_case() {
  rm -rf case
  cp -r "$1" case
  store_fresh
  local code=0
  (cd case && bash -o pipefail ./cmd) >out 2>err </dev/null || code=$?
  # What a case says of its folder must not depend on where it ran.
  sed -i "s|$PWD/case|CASE|g; s|$BATS_TEST_TMPDIR|TMP|g" out err
  echo "$code" >code
}

# keep FILE GOLDEN NOTHING: GOLDEN becomes FILE, or goes away when FILE is NOTHING
keep() {
  if [ "$(cat "$1")" = "$3" ]; then rm -f "$2"; else cp "$1" "$2"; fi
}

@test "golden cases answer as they did" {
  local folder failed=0
  for folder in "$ECOM_ROOT"/tests/cases/*/*/; do
    [ -e "$folder/cmd" ] || continue
    run_case "$folder"
    if [ -n "${ECOM_BLESS:-}" ]; then
      cp out "$folder/expout"
      keep err "$folder/experr" ''
      keep code "$folder/exit" 0
      continue
    fi
    for pair in expout:out experr:err exit:code; do
      golden=$folder/${pair%:*}
      [ -e "$golden" ] || { golden=none; [ "$pair" = exit:code ] && echo 0 >none || : >none; }
      diff -u --label "${folder#"$ECOM_ROOT/"}${pair%:*}" --label now "$golden" "${pair#*:}" || failed=$((failed + 1))
    done
  done
  [ "$failed" -eq 0 ]
}
