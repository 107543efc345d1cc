load ../../lib/helpers

@test "a location is made from an operand, and changed field by field" {
  assert_exit 0 ecom-stock location main name="Main warehouse" priority=10
  assert_json '.location == "main" and .name == "Main warehouse" and .priority == 10 and .active == true'
  assert_exit 0 ecom-stock location main active=no
  assert_equal "$(sql "SELECT name, priority, active FROM location")" "Main warehouse|10|0"
}

@test "locations are read from a file, and listed by who serves first" {
  printf 'location,name,priority\nshop,Shop,20\nmain,Main,10\nold,Closed,1\n' | assert_exit 0 ecom-stock location
  ecom-stock location old active=false >/dev/null
  assert_exit 0 ecom-stock location --list -o csv -f location,active
  assert_output $'location,active\nmain,true\nshop,true\nold,false'
}

@test "an unchanged location writes no audit; a changed one tells before and after" {
  ecom-stock location main priority=5 --actor ann >/dev/null
  ecom-stock location main priority=5 --actor bob >/dev/null
  assert_equal "$(sql "SELECT actor, verb FROM audit WHERE kind = 'location'")" "ann|stock location"
  ecom-stock location main priority=6 --actor bob >/dev/null
  assert_equal "$(sql "SELECT before FROM audit WHERE actor = 'bob'" | jq -c '.priority')" 5
  assert_equal "$(sql "SELECT after FROM audit WHERE actor = 'bob'" | jq -c '.priority')" 6
}

@test "a name that could be mistaken for an account is refused" {
  local name
  for name in 'main#incoming' '@loss' ''; do
    assert_exit 1 ecom-stock location location="$name"
    assert_stderr --partial location
  done
  assert_equal "$(sql "SELECT COUNT(*) FROM location")" 0
}

@test "a blank name is kept, or cleared when asked" {
  ecom-stock location main name=Main >/dev/null
  ecom-stock location main name= >/dev/null
  assert_equal "$(sql "SELECT name FROM location")" Main
  assert_exit 0 ecom-stock location main name= --blank clear
  assert_json '.name == null'
}

@test "--list takes no operands" {
  assert_exit 64 ecom-stock location --list main
}

@test "a listing waits for no writer" {
  needs_sqlite
  ecom-stock location main >/dev/null
  exec 8>>"$ECOM_STORE.lock"
  flock 8 # as a writer holds it
  assert_exit 0 timeout 50 ecom-stock location --list
  exec 8>&-
}

@test "a location that another makes at the same moment keeps what that one gave it" {
  needs_postgresql
  mkfifo orders answers
  psql -qtA -d "$ECOM_STORE" <orders >answers &
  exec 8>orders 9<answers
  echo "BEGIN; INSERT INTO location (location, name, priority) VALUES ('new', 'Other', 7); SELECT 'held';" >&8
  read -r answer <&9
  assert_equal "$answer" held
  ecom-stock location new active=false >/dev/null &
  change=$!
  for _ in $(seq 100); do # until the change waits for that transaction
    [ "$(sql "SELECT COUNT(*) FROM pg_locks WHERE NOT granted")" = 0 ] || break
    sleep 0.05
  done
  echo 'COMMIT;' >&8
  exec 8>&- 9<&-
  wait "$change"
  assert_equal "$(sql "SELECT name, priority, active FROM location WHERE location = 'new'")" 'Other|7|0'
}
