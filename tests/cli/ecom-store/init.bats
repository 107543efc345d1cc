load ../../lib/helpers

# empty_store: ECOM_STORE names where a store may be made, and none is.
empty_store() {
  if [ "$ECOM_TEST_STORE" = postgresql ]; then
    sql 'DROP SCHEMA public CASCADE' 2>/dev/null
    sql 'CREATE SCHEMA public'
  else
    rm "$ECOM_STORE"
  fi
}

@test "init makes a store that every program can open" {
  empty_store
  assert_exit 66 ecom-catalog list
  assert_exit 0 ecom-store init --zone Asia/Shanghai --currency CNY
  refute_output
  assert_equal "$(sql "SELECT name, value FROM setting WHERE name IN ('zone', 'currency') ORDER BY name")" \
    "$(printf 'currency|CNY\nzone|Asia/Shanghai')"
  assert_exit 0 ecom-catalog import sku=A name=Apple price=1
  assert_equal "$(sql "SELECT currency FROM product")" CNY
  assert_exit 0 ecom-store check
}

@test "init leaves an existing store alone" {
  ecom-catalog import sku=A name=Apple
  assert_exit 78 ecom-store init
  assert_equal "$(sql "SELECT sku FROM product")" A
}

@test "init refuses a zone or a currency that is none, and makes nothing" {
  empty_store
  assert_exit 64 ecom-store init --zone Mars/Olympus
  assert_stderr --partial Mars/Olympus
  assert_exit 64 ecom-store init --currency EURO
  assert_stderr --partial EURO
  assert_exit 66 ecom-store info
}

@test "of several that init at once one makes the store" {
  empty_store
  for i in 1 2 3 4; do
    { ecom-store init 2>"err.$i" && echo 0 >"code.$i" || echo $? >"code.$i"; } &
  done
  wait
  assert_equal "$(sort code.* | uniq -c | awk '{ print $1 "x" $2 }' | paste -sd' ')" '1x0 3x78'
  assert_exit 0 ecom-store check
}

@test "a store is made whole or not at all" {
  needs_sqlite
  rm "$ECOM_STORE"
  for wait in 0 0.001 0.002 0.003 0.005 0.008; do
    ecom-store init &
    sleep "$wait"
    kill -9 $! 2>/dev/null || true
    wait $! 2>/dev/null || true
    if [ -e "$ECOM_STORE" ]; then
      ecom-store check
      rm "$ECOM_STORE"
    fi
  done
}

@test "init where nothing can be made" {
  needs_sqlite
  assert_exit 73 ecom-store init --store /nonexistent/store.db
  assert_exit 78 ecom-store init --store .
  echo text >letter
  assert_exit 78 ecom-store init --store letter
  assert_equal "$(cat letter)" text
}
