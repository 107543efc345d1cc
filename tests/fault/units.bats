#!/usr/bin/env bats
# The unit tests of what stands between the programs and a store, on the store under test.

load ../lib/helpers

unit() {
  [ -x "$ECOM_BUILD/tests/unit/$1_test" ] || { echo "make unit builds $1_test"; return 1; }
  ECOM_STORE_URL=$ECOM_STORE ECOM_MODULE_PATH=$ECOM_BUILD/lib/ecom run "$ECOM_BUILD/tests/unit/$1_test"
  if [ "$status" -ne 0 ]; then
    printf '%s\n' "$output" | grep -v '^ok '
    return 1
  fi
}

@test "statements, transactions, bulk rows, look-ups" { unit store/statement; }

@test "writers at once, a writer that is killed, a lock that is not given" { unit store/concurrency; }

@test "audit, idempotency keys, outbox" { unit journal/journal; }
