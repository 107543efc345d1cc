load ../../lib/helpers

setup() {
  needs_sqlite
  sandbox_setup
  ecom-catalog import sku=A name=Apple
  ecom-store backup copy.db
}

skus() { sqlite3 "$1" 'SELECT sku FROM product ORDER BY sku' | paste -sd' '; }

@test "a backup becomes a store where there is none" {
  assert_exit 0 ecom-store restore --store new.db copy.db
  refute_output
  assert_equal "$(skus new.db)" A
  assert_exit 0 ecom-catalog import --store new.db sku=B name=Bread
  assert_exit 0 ecom-store check --store new.db
  assert_equal "$(skus copy.db)" A
}

@test "a store is replaced only by force, with all that its journal held" {
  # The last change stands in the WAL alone: a reader keeps it from being brought home.
  sqlite3 "$ECOM_STORE" 'BEGIN; SELECT sku FROM product;' '.shell ecom-catalog import sku=B name=Bread' >/dev/null
  assert_exit 78 ecom-store restore copy.db
  assert_stderr --partial --force
  assert_equal "$(skus "$ECOM_STORE")" 'A B'
  assert_exit 0 ecom-store restore --force copy.db
  assert_equal "$(skus "$ECOM_STORE")" A
  assert_equal "$(sqlite3 "$ECOM_STORE" 'PRAGMA integrity_check; PRAGMA journal_mode')" "$(printf 'ok\nwal')"
  assert_exit 0 ecom-store check
}

@test "a journal left behind by a removed store is not applied to the restored one" {
  # Killed: the WAL holds the second product, which the file does not.
  sqlite3 "$ECOM_STORE" 'BEGIN; SELECT sku FROM product;' '.shell ecom-catalog import sku=B name=Bread' \
    '.shell kill -9 $PPID' >/dev/null 2>&1 || true
  [ -s "$ECOM_STORE-wal" ]
  rm "$ECOM_STORE"
  assert_exit 78 ecom-store restore copy.db
  assert_stderr --partial -wal
  rm "$ECOM_STORE-wal"
  assert_exit 0 ecom-store restore copy.db
  assert_equal "$(skus "$ECOM_STORE")" A
}

@test "only a sound backup of ours is restored" {
  assert_exit 66 ecom-store restore --force absent.db
  echo text >letter
  assert_exit 78 ecom-store restore --force letter
  sqlite3 other.db 'CREATE TABLE t (x)'
  assert_exit 78 ecom-store restore --force other.db
  sqlite3 copy.db 'PRAGMA user_version = 999'
  assert_exit 78 ecom-store restore --force copy.db
  assert_stderr --partial 'newer program'
  assert_equal "$(skus "$ECOM_STORE")" A
  assert_exit 0 ecom-store check
}

@test "what is no store is not replaced, even by force" {
  sqlite3 other.db 'CREATE TABLE t (x)'
  assert_exit 78 ecom-store restore --force --store other.db copy.db
  assert_equal "$(sqlite3 other.db '.tables')" t
}

@test "an older backup is restored and then migrated" {
  rm copy.db
  sqlite3 copy.db 'PRAGMA application_id = 1162039117'
  assert_exit 0 ecom-store restore --store new.db copy.db
  assert_exit 78 ecom-catalog list --store new.db
  assert_stderr --partial migrate
  assert_exit 0 ecom-store migrate --store new.db
  assert_exit 0 ecom-catalog list --store new.db
}
