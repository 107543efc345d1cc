#!/usr/bin/env bats
# Every verb that reads records, found by --spec, and every kind of bad record: refused where it stands, and nothing done.
# A new verb is covered as soon as it stands in its program's table.

load ../lib/helpers

everything() { sql "SELECT (SELECT COUNT(*) FROM audit), (SELECT COUNT(*) FROM idempotency), (SELECT COUNT(*) FROM outbox), (SELECT COUNT(*) FROM movement)"; }

@test "bad records of every kind to every verb: file, line and field are told, nothing is done" {
  programs=("$ECOM_BUILD"/bin/ecom-*)
  assert_exit 0 python3 "$ECOM_ROOT/tests/fault/bad_input.py" "${programs[@]##*/}"
  assert_output --regexp '^[0-9]+ verbs, [0-9]+ records$'
  read -r verbs _ records _ <<<"$output"
  [ "$verbs" -ge 29 ] && [ "$records" -ge 2000 ]
  assert_equal "$(everything)" '0|0|0|0'
  assert_exit 0 ecom-store check
}

@test "a program whose standard streams are closed says so and touches nothing else" {
  ecom-catalog import sku=A name=Apple
  run_apart bash -c 'ecom-catalog list >&-'
  [ "$status" -eq 74 ]
  run_apart bash -c 'ecom-catalog import <&-'
  [ "$status" -eq 74 ]
  assert_stderr --partial stdin
  run_apart bash -c 'ecom-catalog import 2>&- <<<"{\"sku\":\"B\"}"'
  [ "$status" -eq 1 ]
  run_apart bash -c 'echo "{\"sku\":\"C\",\"name\":\"Cake\"}" | ecom-catalog import >&- 2>&-'
  [ "$status" -eq 0 ]
  assert_equal "$(sql "SELECT sku FROM product ORDER BY sku" | tr '\n' ' ')" 'A C '
  assert_exit 0 ecom-store check
}

@test "operands that look like options, fields or paths are taken for what they are" {
  ecom-catalog import -- sku=--help name=Odd
  ecom-catalog import sku=a=b name=Equal
  ecom-catalog import 'sku=../../etc' name=Path
  assert_exit 0 ecom-catalog get -- --help a=b ../../etc
  assert_json 'map(.sku) == ["--help", "a=b", "../../etc"]'
  assert_exit 64 ecom-catalog import sku=X name=One name=Two
  assert_stderr --partial "'name' is given twice"
  assert_exit 66 ecom-catalog import nmae=One
  assert_exit 64 ecom-catalog import sku=X name=One extra.csv
  assert_exit 1 ecom-catalog import sku=X name=One price=1.999 currency=EUR
  assert_stderr --partial 'price: '
  assert_equal "$(sql "SELECT COUNT(*) FROM product")" 3
}

@test "a rejects file that cannot be written, a map that is none: said before anything is done" {
  printf 'sku,name\nA,Apple\n' >in.csv
  assert_exit 73 ecom-catalog import in.csv --rejects nowhere/bad.csv
  assert_stderr 'ecom-catalog import: nowhere/bad.csv: No such file or directory'
  cp in.csv before.csv
  assert_exit 64 ecom-catalog import in.csv --rejects ./in.csv
  assert_stderr --partial '--rejects: ./in.csv is an input; give the rejects another name'
  cmp in.csv before.csv
  printf 'their column\n' >wrong.map
  run_apart ecom-catalog import in.csv --map wrong.map
  [ "$status" -ge 64 ]
  assert_stderr --partial 'wrong.map'
  assert_exit 66 ecom-catalog import in.csv --map absent.map
  assert_exit 64 ecom-catalog import in.csv --key-from nosuch
  assert_exit 64 ecom-catalog list --fields sku,nosuch
  assert_exit 64 ecom-catalog list --tz Europe/Nowhere
  assert_exit 64 ecom-catalog list --tz ../../etc/passwd
  assert_equal "$(sql "SELECT COUNT(*) FROM product")" 0
}
