#!/usr/bin/env bats
# An import that is killed, runs out of disk or of memory at any point: what was there stays whole, and the same import again completes it.

load ../lib/helpers
load ../lib/fault

setup() {
  needs_inject
  sandbox_setup
  # 120 products, and what must stand in the store for them: prices in minor units.
  awk 'BEGIN {
    print "sku,name,price,currency" > "products.csv"
    for (i = 1; i <= 120; i++) {
      printf "P%03d,Product %d,%d.%02d,EUR\n", i, i, i, i % 100 > "products.csv"
      printf "P%03d|Product %d|%d|EUR\n", i, i, i * 100 + i % 100 > "expected"
    }
  }'
  # What is written by the one store, sent by the other.
  if [ "$ECOM_TEST_STORE" = sqlite ]; then call="write"; else call="send"; fi
  export INJECT_ONLY=store.db
}

import() { inject "$1" ecom-catalog import products.csv --batch 25 --now 2025-01-01T00:00:00Z; }

stored() { sql "SELECT sku, name, price, currency FROM product ORDER BY sku"; }

# whole AFTER: nothing half done, whatever happened; AFTER is for the message
whole() {
  local products
  stored >now
  products=$(wc -l <now)
  # Batches are of 25: so many products, each as the file has it, and an audit row for each and no other.
  [ $((products % 25)) -eq 0 ] || [ "$products" -eq 120 ] || { echo "$1: $products products"; return 1; }
  head -n "$products" expected | diff - now || { echo "$1: products differ"; return 1; }
  assert_equal "$(sql "SELECT COUNT(*) FROM audit WHERE kind = 'product'")" "$products"
}

# complete AFTER: the same import once more leaves everything in place once
complete() {
  run_apart ecom-catalog import products.csv --batch 25 --now 2025-01-01T00:00:00Z
  [ "$status" -eq 0 ] || { echo "after $1: exit $status: $stderr"; return 1; }
  stored | diff expected - || { echo "after $1: products differ"; return 1; }
  assert_equal "$(sql "SELECT COUNT(*) FROM audit WHERE kind = 'product'")" 120
  ecom-store check >findings || { echo "after $1: ecom-store check"; cat findings; return 1; }
}

@test "an import without a fault is what the faulty ones are measured by" {
  assert_exit 0 import "$call:1:none"
  whole "no fault"
  complete "no fault"
}

@test "kill -9 at any write: nothing lost, nothing twice" {
  calls=$(inject_calls "$call" ecom-catalog import products.csv --batch 25)
  [ "$calls" -gt 10 ]
  for n in $(inject_steps "$calls" 60); do
    store_fresh
    run_apart import "$call:$n:kill"
    [ "$status" -eq 137 ] || { echo "write $n: exit $status: $stderr"; return 1; }
    whole "kill at $n"
    complete "kill at $n"
  done
}

@test "kill -9 in the middle of a write: the torn page is not believed" {
  needs_sqlite
  calls=$(inject_calls write ecom-catalog import products.csv --batch 25)
  for n in $(inject_steps "$calls" 60); do
    store_fresh
    run_apart import "write:$n:tear"
    [ "$status" -eq 137 ]
    whole "torn at $n"
    complete "torn at $n"
  done
}

@test "a disk that is full from any write on: exit 74, and the import completes when there is room" {
  needs_sqlite
  calls=$(inject_calls write ecom-catalog import products.csv --batch 25)
  for n in $(inject_steps "$calls" 90); do
    store_fresh
    run_apart import "write:$n+:ENOSPC"
    # The very last writes are a checkpoint after the last commit: then all is done.
    if [ "$status" -eq 0 ]; then
      stored | diff expected - || { echo "full at $n: exit 0, but products differ"; return 1; }
    else
      [ "$status" -eq 74 ] || { echo "full at $n: exit $status: $stderr"; return 1; }
      [ -n "$stderr" ]
    fi
    whole "full at $n"
    complete "full at $n"
  done
}

@test "a write that fails once with an input/output error: exit 74 or done" {
  needs_sqlite
  for call in write sync; do
    calls=$(inject_calls $call ecom-catalog import products.csv --batch 25)
    for n in $(inject_steps "$calls" 36); do
      store_fresh
      run_apart import "$call:$n:EIO"
      [ "$status" -eq 74 ] || [ "$status" -eq 0 ] || { echo "$call $n: exit $status: $stderr"; return 1; }
      [ "$status" -ne 0 ] || stored | diff expected -
      whole "$call error at $n"
      complete "$call error at $n"
    done
  done
}

@test "a failed allocation at any point: exit 71 or done, never a wrong result" {
  needs_sqlite
  head -n 26 products.csv >few.csv
  head -n 25 expected >few.expected
  calls=$(inject_calls memory ecom-catalog import few.csv --actor test)
  for n in $(inject_steps "$calls" 360); do
    store_fresh
    run_apart inject "memory:$n:ENOMEM" ecom-catalog import few.csv --actor test
    case $status in
    0) stored | diff few.expected - || { echo "allocation $n: exit 0, but products differ"; return 1; } ;;
    71) [ "$(sql 'SELECT COUNT(*) FROM product')" = 0 ] || { stored | diff few.expected -; } ;;
    *) echo "allocation $n: exit $status: $stderr"; return 1 ;;
    esac
  done
}
