load ../../lib/helpers

@test "info counts what the store holds" {
  for i in 1 2 3; do printf '{"sku":"P%s","name":"Product"}\n' $i; done | ecom-catalog import
  ecom-stock location main
  ecom-stock location shop
  for i in 1 2; do printf '{"sku":"P%s","location":"main","quantity":5,"reason":"delivery"}\n' $i; done | ecom-stock receive >/dev/null
  assert_exit 0 ecom-store info
  assert_json '.products == 3 and .locations == 2 and .movements == 2 and .orders == 0 and .shipments == 0 and .queued == 0'
  assert_json ".driver == \"$ECOM_TEST_STORE\" and .version >= 1 and (.application | startswith(\"ecom \"))"
}

@test "the size and the engine are those that the engine tells" {
  assert_exit 0 ecom-store info
  if [ "$ECOM_TEST_STORE" = sqlite ]; then
    assert_equal "$(jq .size_bytes <<<"$output")" "$(stat -c %s "$ECOM_STORE")"
    assert_equal "$(jq -r .engine <<<"$output")" "SQLite $(sqlite3 :memory: 'SELECT sqlite_version()')"
  else
    assert_json '.size_bytes > 0'
    assert_equal "$(jq -r .engine <<<"$output")" "PostgreSQL $(sql 'SHOW server_version' | cut -d' ' -f1)"
  fi
}

@test "info as a table, some fields only" {
  assert_exit 0 ecom-store info -o csv -f driver,products
  assert_output "$(printf 'driver,products\n%s,0' "$ECOM_TEST_STORE")"
}

@test "a PostgreSQL server that is not there: exit 69; a driver that is not there: exit 78" {
  assert_exit 69 ecom-store info --store "postgresql:///shop?host=$PWD/nowhere"
  assert_stderr --partial PostgreSQL
  ECOM_MODULES=$PWD/nowhere assert_exit 78 ecom-store info --store "postgresql:///shop?host=$PWD/nowhere"
  assert_stderr --partial "$PWD/nowhere/postgres.so"
}

@test "a password in the URL is not shown" {
  assert_exit 69 ecom-store info --store "postgresql://ann:se6ret@127.0.0.1:1/shop"
  [[ $stderr != *se6ret* ]]
}

@test "a store keeps to its schema of the server" {
  needs_postgresql
  sql 'CREATE SCHEMA second'
  second="$ECOM_STORE&options=-csearch_path%3Dsecond"
  assert_exit 66 ecom-store info --store "$second"
  assert_exit 0 ecom-store init --store "$second"
  ecom-catalog import --store "$second" sku=A name=Apple
  assert_exit 0 ecom-store info
  assert_json '.products == 0'
  assert_equal "$(sql 'SELECT sku FROM second.product')" A
}

@test "a database with tables of someone else's is no store" {
  needs_postgresql
  sql 'DROP SCHEMA public CASCADE' 2>/dev/null
  sql 'CREATE SCHEMA public'
  sql 'CREATE TABLE setting (name TEXT, value TEXT)'
  assert_exit 78 ecom-store info
  assert_exit 78 ecom-store init
  assert_equal "$(sql "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'")" 1
}
