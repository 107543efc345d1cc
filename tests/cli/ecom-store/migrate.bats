load ../../lib/helpers

@test "a store of this version needs no migration" {
  ecom-store migrate >first
  run_apart ecom-store migrate
  [ "$status" -eq 0 ]
  assert_json '.from == .to and .backup == null and .from >= 1'
}

@test "an older store is refused by name, migrated after a backup, and works" {
  needs_sqlite
  # A store of version 0 is one that is marked as ours and holds nothing; 1162039117 is "ECOM".
  rm "$ECOM_STORE"
  sqlite3 "$ECOM_STORE" 'PRAGMA application_id = 1162039117; PRAGMA journal_mode = WAL' >/dev/null
  assert_exit 78 ecom-catalog list
  assert_stderr --partial 'ecom-store migrate'
  assert_exit 0 ecom-store migrate
  assert_json '.from == 0 and .to >= 1'
  backup=$(jq -r .backup <<<"$output")
  assert_equal "$(sqlite3 "$backup" 'PRAGMA integrity_check; PRAGMA user_version')" "$(printf 'ok\n0')"
  assert_exit 0 ecom-catalog import sku=A name=Apple
  assert_exit 0 ecom-store check
}

@test "a newer store is not touched" {
  if [ "$ECOM_TEST_STORE" = sqlite ]; then
    sqlite3 "$ECOM_STORE" 'PRAGMA user_version = 999'
  else
    sql "UPDATE setting SET value = '999' WHERE name = 'schema'"
  fi
  for command in migrate info check; do
    assert_exit 78 ecom-store $command
    assert_stderr --partial 'newer program'
  done
}

@test "what is no store is not migrated" {
  needs_sqlite
  sqlite3 other.db 'CREATE TABLE t (x)'
  assert_exit 78 ecom-store migrate --store other.db
  assert_exit 66 ecom-store migrate --store absent.db
}
