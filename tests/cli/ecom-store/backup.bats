load ../../lib/helpers

@test "a backup is a whole store of its own" {
  needs_sqlite
  ecom-catalog import sku=A name=Apple
  assert_exit 0 ecom-store backup copy.db
  refute_output
  assert_equal "$(ls copy.db*)" copy.db
  assert_equal "$(sqlite3 copy.db 'PRAGMA integrity_check; SELECT sku FROM product')" "$(printf 'ok\nA')"
  # A later one takes its place.
  ecom-catalog import sku=B name=Bread
  ecom-store backup copy.db
  assert_equal "$(sqlite3 copy.db 'SELECT COUNT(*) FROM product')" 2
  assert_exit 0 ecom-catalog list --store copy.db
}

@test "a backup while others write is of one moment" {
  needs_sqlite
  ecom-catalog import sku=A name=Apple
  ecom-stock location main
  for i in $(seq 300); do printf '{"sku":"A","location":"main","quantity":1,"reason":"delivery"}\n'; done >in
  ecom-stock receive --batch 1 in >/dev/null &
  for i in 1 2 3 4 5; do
    assert_exit 0 ecom-store backup copy.db
    assert_equal "$(sqlite3 copy.db 'SELECT COALESCE((SELECT on_hand FROM level), 0) = COUNT(*) FROM movement')" 1
  done
  wait $!
  assert_exit 0 ecom-store check --store copy.db
}

@test "what is no backup is not written over" {
  needs_sqlite
  echo text >letter
  assert_exit 73 ecom-store backup letter
  assert_equal "$(cat letter)" text
  sqlite3 other.db 'CREATE TABLE t (x)'
  assert_exit 73 ecom-store backup other.db
  assert_exit 73 ecom-store backup "$ECOM_STORE"
  assert_exit 73 ecom-store backup /nonexistent/copy.db
  assert_exit 0 ecom-store check
}

@test "a full disk leaves the former backup" {
  needs_sqlite
  ecom-store backup copy.db
  before=$(sha256sum <copy.db)
  for i in $(seq 2000); do printf '{"sku":"P%04d","name":"Product"}\n' "$i"; done | ecom-catalog import
  # Files may grow to 100 blocks of 1024 bytes, less than the store.
  assert_exit 74 bash -c 'ulimit -f 100; exec ecom-store backup copy.db'
  assert_equal "$(sha256sum <copy.db)" "$before"
  assert_equal "$(ls copy.db*)" copy.db
}

@test "backup wants one file" {
  assert_exit 64 ecom-store backup
  assert_exit 64 ecom-store backup a b
}

@test "a PostgreSQL store is backed up by pg_dump" {
  needs_postgresql
  assert_exit 78 ecom-store backup copy.db
  assert_stderr --partial pg_dump
  assert_exit 78 ecom-store restore copy.db
  assert_stderr --partial pg_restore
}
