#!/usr/bin/env bats
# Input as bad as it comes: a clear answer with file, line and field; the neighbours are taken; nothing half done.

load ../lib/helpers
load ../lib/peak

@test "a line of 100 MB is refused, its neighbours are taken, memory stays below 64 MiB" {
  [ -z "${ECOM_TEST_SANITIZE:-}" ] || skip "the sanitizers need memory of their own"
  {
    printf 'sku,name\nA,Apple\nLONG,'
    head -c 100000000 /dev/zero | tr '\0' x
    printf '\nB,Bread\n'
  } >long.csv
  run_apart peak_kib ecom-catalog import long.csv
  [ "$status" -eq 1 ]
  assert_stderr --partial 'long.csv:3:'
  [ "${#stderr}" -lt 2000 ]
  assert_equal "$(sql "SELECT sku FROM product ORDER BY sku")" "$(printf 'A\nB')"
  [ "$(cat peak)" -lt 65536 ]
}

@test "a JSON line of 100 MB is refused likewise" {
  [ -z "${ECOM_TEST_SANITIZE:-}" ] || skip "the sanitizers need memory of their own"
  {
    printf '{"sku":"A","name":"Apple"}\n{"sku":"LONG","name":"'
    head -c 100000000 /dev/zero | tr '\0' x
    printf '"}\n{"sku":"B","name":"Bread"}\n'
  } >long.jsonl
  run_apart peak_kib ecom-catalog import long.jsonl
  [ "$status" -eq 1 ]
  assert_stderr --partial 'long.jsonl:2:'
  assert_equal "$(sql "SELECT sku FROM product ORDER BY sku")" "$(printf 'A\nB')"
  [ "$(cat peak)" -lt 65536 ]
}

@test "a SKU of 4,000 characters with a newline and a quote goes in and comes out as it is" {
  python3 -c 'import csv, sys
sku = "\"" + "x" * 3990 + "\n\",;|\t" + "é"
csv.writer(open("odd.csv", "w", newline="")).writerows([["sku", "name"], [sku, "Odd"]])
open("odd.sku", "w", newline="").write(sku)'
  assert_exit 0 ecom-catalog import odd.csv
  ecom-catalog export -o csv -f sku,name >out.csv
  ecom-catalog export -o jsonl >out.jsonl
  python3 -c 'import csv, json
sku = open("odd.sku", newline="").read()
assert list(csv.reader(open("out.csv", newline=""))) == [["sku", "name"], [sku, "Odd"]]
assert json.loads(open("out.jsonl").read())["sku"] == sku'
  assert_exit 0 ecom-catalog import out.csv
  assert_equal "$(sql "SELECT COUNT(*) FROM product")" 1
}

@test "a quantity of 1e18, of a word, of a fraction, of nothing: refused by name; -0 moves nothing" {
  ecom-catalog import sku=A name=Apple
  ecom-stock location main
  for quantity in 1e18 1000000000000000000 99999999999999999999 three 1.5 '""' 0x10 ' '; do
    printf 'sku,location,quantity,reason\nA,main,%s,delivery\n' "$quantity" >in.csv
    assert_exit 1 ecom-stock receive in.csv
    assert_stderr --partial 'in.csv:2: quantity:'
  done
  printf 'sku,location,quantity,reason\nA,main,-0,delivery\n' >in.csv
  run_apart ecom-stock receive in.csv
  [ "$status" -eq 0 ] || [ "$status" -eq 1 ]
  assert_equal "$(sql "SELECT COUNT(*) FROM movement")" 0
}

@test "a price of 19.999 euros is refused, in CSV and in JSON" {
  printf 'sku,name,price,currency\nA,Apple,19.999,EUR\n' >in.csv
  assert_exit 1 ecom-catalog import in.csv
  assert_stderr --partial 'in.csv:2: price:'
  printf '{"sku":"A","name":"Apple","price":19.999,"currency":"EUR"}\n' >in.jsonl
  assert_exit 1 ecom-catalog import in.jsonl
  assert_stderr --partial 'in.jsonl:1: price:'
  assert_equal "$(sql "SELECT COUNT(*) FROM product")" 0
}

@test "30 February is refused" {
  ecom-catalog import sku=A name=Apple price=1 currency=EUR
  printf 'sku,price,from\nA,2,2026-02-30\n' >in.csv
  assert_exit 1 ecom-catalog price <in.csv
  assert_stderr --partial 'stdin:2: from: 2026-02-30: February 2026 has 28 days'
  assert_exit 64 ecom-catalog list --now 2026-02-30
}

@test "an unknown column warns, and refuses the input when asked" {
  printf 'sku,name,nmae\nA,Apple,x\n' >in.csv
  assert_exit 0 ecom-catalog import in.csv
  assert_stderr --partial nmae
  printf 'sku,name,nmae\nB,Bread,x\n' >in.csv
  assert_exit 65 ecom-catalog import --unknown reject in.csv
  assert_stderr --partial nmae
  assert_equal "$(sql "SELECT sku FROM product")" A
}

@test "NUL, broken UTF-8, an open quote, a short row: each is refused where it stands" {
  printf 'sku,name\nA,Apple\nN,N\0UL\nB,Bread\n' >nul.csv
  assert_exit 1 ecom-catalog import nul.csv
  assert_stderr --partial 'nul.csv:3:'
  printf '{"sku":"C","name":"Cake"}\n{"sku":"X","name":"\xff\xfe"}\n{"sku":"D","name":"Dill"}\n' >utf8.jsonl
  assert_exit 1 ecom-catalog import utf8.jsonl
  assert_stderr --partial 'utf8.jsonl:2:'
  printf 'sku,name\nE,Egg\nS\nF,Fig\n' >short.csv
  assert_exit 1 ecom-catalog import short.csv
  assert_stderr --partial 'short.csv:3:'
  printf 'sku,name\nG,Grape\nO,"Open\nH,Honey\n' >open.csv
  assert_exit 1 ecom-catalog import open.csv
  assert_stderr --partial 'open.csv:3:'
  assert_equal "$(sql "SELECT sku FROM product ORDER BY sku" | tr '\n' ' ')" 'A B C D E F G '
}

@test "an empty file is no records; a header without its key column, a missing file and a folder are said to be so" {
  : >empty.csv
  assert_exit 0 ecom-catalog import empty.csv
  printf 'name,price\nApple,1\n' >nokey.csv
  assert_exit 65 ecom-catalog import nokey.csv
  assert_stderr --partial sku
  assert_exit 66 ecom-catalog import absent.csv
  assert_stderr --partial absent.csv
  mkdir folder
  run_apart ecom-catalog import folder
  [ "$status" -ge 65 ] && [ "$status" -le 74 ]
  assert_stderr --partial folder
}

@test "/dev/full as standard output is exit 74, and what was committed stays, once" {
  ecom-catalog import sku=A name=Apple
  ecom-stock location main
  run_apart bash -c 'ecom-catalog list >/dev/full'
  [ "$status" -eq 74 ]
  [ -n "$stderr" ]
  printf 'sku,location,quantity,reason,key\nA,main,3,delivery,k1\n' >in.csv
  run_apart bash -c 'ecom-stock receive in.csv >/dev/full'
  [ "$status" -eq 74 ]
  assert_exit 0 ecom-stock receive in.csv
  assert_json '.quantity == 3'
  assert_equal "$(sql "SELECT on_hand FROM level")" 3
}

@test "a reader that goes away ends the program quietly" {
  awk 'BEGIN { print "sku,name"; for (i = 0; i < 20000; i++) printf "S%05d,Name\n", i }' | ecom-catalog import
  run_apart bash -c 'ecom-catalog list -o csv | head -n 1; echo "${PIPESTATUS[0]}"'
  assert_line --partial sku
  [ "${lines[1]}" -eq 141 ] || [ "${lines[1]}" -eq 0 ]
  assert_equal "$stderr" ''
}
