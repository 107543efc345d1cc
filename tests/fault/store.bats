#!/usr/bin/env bats
# A store that is not one, not ours, too new, not writable, or in use.

load ../lib/helpers

teardown() {
  # A folder that was made read-only could not be removed.
  chmod -R u+w .
  sandbox_teardown
}

@test "a store from a newer version is left alone: exit 78" {
  needs_sqlite
  ecom-catalog import sku=A name=Apple
  sqlite3 "$ECOM_STORE" 'PRAGMA user_version = 9999'
  before=$(sha256sum <"$ECOM_STORE")
  for command in 'ecom-catalog list' 'ecom-catalog import sku=B name=Bread' 'ecom-store migrate' 'ecom-store info'; do
    # shellcheck disable=SC2086 # a command and its operands
    assert_exit 78 $command
    [ -n "$stderr" ]
  done
  assert_equal "$(sha256sum <"$ECOM_STORE")" "$before"
}

@test "a database of someone else's, a text, a folder, nothing at all: said so, and not touched" {
  needs_sqlite
  sqlite3 other.db 'CREATE TABLE product (sku TEXT); PRAGMA application_id = 4242'
  echo 'not a database, but longer than the header of one: ................................................' >text.db
  mkdir folder.db
  for store in other.db text.db folder.db; do
    sum=$(find $store -type f -exec sha256sum {} +)
    assert_exit 78 ecom-catalog list --store $store
    assert_stderr --partial $store
    assert_exit 78 ecom-catalog import --store $store sku=A name=Apple
    assert_equal "$(find $store -type f -exec sha256sum {} +)" "$sum"
  done
  assert_exit 66 ecom-catalog list --store absent.db
  assert_stderr --partial absent.db
  [ ! -e absent.db ]
}

@test "a store that is read-only can be read, and says what it is when written to" {
  needs_sqlite
  ecom-catalog import sku=A name=Apple
  user=()
  if [ "$(id -u)" -eq 0 ]; then
    user=(setpriv --reuid nobody --regid nogroup --clear-groups)
    "${user[@]}" test -x "$ECOM_BUILD/bin/ecom-catalog" || skip "nobody may not read the build"
    chmod a+rx "$BATS_RUN_TMPDIR" "$(dirname "$BATS_RUN_TMPDIR")"
  fi
  mkdir read-only
  cp "$ECOM_STORE" read-only/store.db
  chmod 444 read-only/store.db
  chmod 555 read-only
  assert_exit 0 "${user[@]}" ecom-catalog list --store read-only/store.db
  assert_json '.sku == "A"'
  assert_exit 77 "${user[@]}" ecom-catalog import --store read-only/store.db sku=B name=Bread
  assert_stderr --partial read-only/store.db
}

@test "programs that write at once wait for each other: all is taken, nothing twice" {
  ecom-stock location main
  ecom-catalog import sku=A name=Apple
  for writer in 1 2 3 4; do
    seq 1 25 | sed "s/.*/{\"sku\":\"A\",\"location\":\"main\",\"quantity\":1,\"reason\":\"delivery\",\"key\":\"$writer-&\"}/" >"in.$writer"
    (ecom-stock receive --batch 1 "in.$writer" >"out.$writer" 2>"err.$writer"; echo $? >"code.$writer") &
  done
  wait
  assert_equal "$(cat code.*)" "$(printf '0\n0\n0\n0')"
  assert_equal "$(cat err.*)" ''
  assert_equal "$(cat out.* | wc -l)" 100
  assert_equal "$(sql "SELECT on_hand FROM level WHERE sku = 'A'")" 100
  assert_equal "$(sql "SELECT COUNT(*) FROM movement")" 100
  assert_exit 0 ecom-store check
}

@test "imports of different columns at once: neither takes back what the other wrote" {
  ecom-catalog import sku=A name=Start price=1 currency=EUR
  (for i in $(seq 2 151); do echo "{\"sku\":\"A\",\"price\":$i}"; done | ecom-catalog import --batch 1 2>err.1) &
  (for i in $(seq 2 151); do echo "{\"sku\":\"A\",\"name\":\"Name $i\"}"; done | ecom-catalog import --batch 1 2>err.2) &
  wait
  assert_equal "$(cat err.1 err.2)" ''
  assert_equal "$(sql "SELECT name, price FROM product")" 'Name 151|15100'
  # Each change was made to what the change before it left: 1 -> 2 -> 3 ... 151.
  sql "SELECT before || ' ' || after FROM audit WHERE before LIKE '%price%' ORDER BY id" |
    jq -r '.price' | paste - - | awk '$1 + 1 != $2 || $2 != NR + 1 { print NR ": " $0 }' >broken
  assert_equal "$(cat broken)" ''
}

@test "rules and locations changed field by field at once keep every field" {
  ecom-catalog import sku=A name=Apple
  ecom-stock location main name=Start >/dev/null
  ecom-stock rule A reorder_point=1 safety=1 >/dev/null
  changes() { seq 2 101 | sed "s/.*/${2/@/\&}/" | ecom-stock "$1" --batch 1 - >/dev/null; }
  changes rule '{"sku":"A","reorder_point":@}' 2>err.1 &
  changes rule '{"sku":"A","safety":@}' 2>err.2 &
  changes location '{"location":"main","name":"Name @"}' 2>err.3 &
  changes location '{"location":"main","priority":@}' 2>err.4 &
  wait
  assert_equal "$(cat err.*)" ''
  # Of each field, every change was made to what the change before it had left.
  for field in reorder_point safety name priority; do
    sql "SELECT before || ' ' || after FROM audit WHERE kind IN ('rule', 'location') AND before IS NOT NULL ORDER BY id" |
      jq -r "select(has(\"$field\")) | .$field" | paste - - | awk -F '\t' '$1 != $2' >$field.changes
    awk -F '\t' 'NR > 1 && $1 != left { print } { left = $2 }' $field.changes >$field.broken
    assert_equal "$(cat $field.broken)" ''
    assert_equal "$(wc -l <$field.changes)" 100
  done
}

@test "no store named: exit 78, and what to do about it" {
  run_apart env -u ECOM_STORE ecom-catalog list
  [ "$status" -eq 78 ] || [ "$status" -eq 64 ]
  assert_stderr --partial ECOM_STORE
}
