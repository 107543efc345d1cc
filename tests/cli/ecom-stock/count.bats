load ../../lib/helpers

setup() {
  sandbox_setup
  ecom-catalog import sku=A name=Apple
  ecom-stock location main >/dev/null
  ecom-stock receive sku=A quantity=12 >/dev/null
}

@test "the variance is posted through @adjust, up or down" {
  assert_exit 0 ecom-stock count sku=A quantity=10
  assert_json '.from == "main" and .to == "@adjust" and .quantity == 2 and .reason == "count"'
  assert_exit 0 ecom-stock count sku=A quantity=15 reference=sheet-4
  assert_json '.from == "@adjust" and .to == "main" and .quantity == 5 and .reference == "sheet-4"'
  assert_equal "$(sql "SELECT on_hand FROM level")" 15
}

@test "a count that agrees writes nothing" {
  assert_exit 0 ecom-stock count sku=A quantity=12
  refute_output
  assert_equal "$(sql "SELECT COUNT(*) FROM movement")" 1
}

@test "a sale since the count began is not overwritten" {
  ecom-stock move sku=A from=main to=@customer quantity=1 reason=sale >/dev/null
  assert_exit 1 ecom-stock count sku=A quantity=12 expected=12
  assert_stderr --partial 'expected 12, found 11'
  assert_equal "$(sql "SELECT on_hand FROM level")" 11
  assert_exit 0 ecom-stock count sku=A quantity=11 expected=11
}

@test "a count may find less than is reserved; that is shown, not hidden" {
  ecom-stock reserve web-1 sku=A quantity=9 >/dev/null
  assert_exit 0 ecom-stock count sku=A quantity=5
  assert_exit 0 ecom-stock list A
  assert_json '.on_hand == 5 and .reserved == 9 and .available == -4'
  assert_exit 0 ecom-stock low
  assert_json '.sku == "A" and .available == -4 and .severity == "out"'
  run_apart ecom-store check
  assert_line --partial level_oversold
  assert_exit 0 ecom-stock release web-1
  assert_exit 0 ecom-stock list A
  assert_json '.available == 5'
}

@test "a count of a whole sheet, unavailable goods included" {
  ecom-catalog import sku=B name=Bowl
  ecom-stock move sku=A from=main to='main#unavailable' quantity=4 >/dev/null
  printf 'sku,quantity,expected\nA,3,12\nB,7,0\n' >in.csv
  assert_exit 0 ecom-stock count --location main in.csv
  # A: all 8 of the shelf and 1 of the 4 unavailable are gone; B: 7 found.
  assert_json 'map([.sku, .from, .quantity]) == [["A", "main", 8], ["A", "main#unavailable", 1], ["B", "@adjust", 7]]'
  assert_equal "$(sql "SELECT sku, on_hand, unavailable FROM level ORDER BY sku")" $'A|3|3\nB|7|0'
}

@test "what cannot be a count is refused" {
  assert_exit 1 ecom-stock count sku=A quantity=-1
  assert_exit 1 ecom-stock count sku=A location='main#unavailable' quantity=1
  assert_exit 1 ecom-stock count sku=NOPE quantity=1
  assert_exit 1 ecom-stock count sku=A location=moon quantity=1
  assert_stderr --partial 'no such location'
  assert_equal "$(sql "SELECT COUNT(*) FROM movement")" 1
}

@test "of four who count against the same expectation one wins" {
  local i
  for i in 1 2 3 4; do
    ecom-stock count sku=A quantity="$((20 + i))" expected=12 >"out.$i" 2>"err.$i" &
  done
  wait
  assert_equal "$(cat out.* | wc -l)" 1
  assert_equal "$(cat err.* | grep -c 'changed since')" 3
}

@test "a listing with a column for what was counted is a count sheet" {
  ecom-stock list -o csv | sed '1s/$/,quantity/; 2,$s/$/,11/' >sheet.csv
  assert_exit 0 ecom-stock count sheet.csv
  assert_stderr ''
  assert_json '.quantity == 1 and .to == "@adjust"'
  assert_exit 1 ecom-stock count sheet.csv # its on_hand was 12
  assert_stderr --partial 'expected 12, found 11'
}
