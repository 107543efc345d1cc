load ../../lib/helpers

setup() {
  sandbox_setup
  printf 'sku,name\nA,Apple\nB,Bowl\n' | ecom-catalog import
  printf 'location\nmain\nshop\n' | ecom-stock location >/dev/null
}

@test "a receipt raises what is on hand and says who, why and under which reference" {
  assert_exit 0 ecom-stock receive sku=A location=main quantity=3 reference=PO-1 --actor ann --now 2026-03-01T08:00:00Z
  assert_json '.sku == "A" and .from == "@supplier" and .to == "main" and .quantity == 3 and .reason == "receipt"'
  assert_json '.reference == "PO-1" and .actor == "ann" and .at == "2026-03-01T08:00:00Z"'
  assert_equal "$(sql "SELECT on_hand FROM level WHERE sku = 'A' AND location = 'main'")" 3
}

@test "the bad lines of a file are rejected one by one and the others taken" {
  printf 'sku,location,quantity\nA,main,3\nNOPE,main,1\nA,moon,1\nA,main,0\nA,main,x\nB,shop,5\n' >in.csv
  assert_exit 1 ecom-stock receive in.csv --rejects bad.csv
  assert_equal "$(sql "SELECT sku, location, on_hand FROM level ORDER BY sku")" $'A|main|3\nB|shop|5'
  assert_equal "$(cut -d, -f1-3,5-6 bad.csv)" $'sku,location,quantity,code,line\nNOPE,main,1,unknown_sku,3\nA,moon,1,unknown_location,4\nA,main,0,bad_value,5\nA,main,x,bad_value,6'
  grep -q 'ecom-stock location' bad.csv # how to add one
}

@test "the same key again has no second effect; another body under it is refused" {
  printf 'sku,location,quantity,key\nA,main,3,k1\n' >in.csv
  first=$(ecom-stock receive in.csv)
  assert_equal "$(ecom-stock receive in.csv)" "$first"
  assert_equal "$(sql "SELECT on_hand FROM level")" 3
  assert_exit 1 ecom-stock receive sku=A location=main quantity=4 key=k1
  assert_equal "$(sql "SELECT COUNT(*), SUM(quantity) FROM movement")" "1|3"
}

@test "announced goods are incoming; their receipt takes them first, the rest from the supplier" {
  assert_exit 0 ecom-stock receive --expect sku=A location=main quantity=10 reference=PO-7
  assert_json '.to == "main#incoming" and .reason == "expected"'
  assert_equal "$(sql "SELECT on_hand, incoming FROM level")" "0|10"
  assert_exit 0 ecom-stock receive sku=A location=main quantity=4 reference=PO-7
  assert_json '.from == "main#incoming" and .quantity == 4'
  assert_exit 0 ecom-stock receive sku=A location=main quantity=8 reference=PO-7
  assert_json 'map([.from, .quantity]) == [["main#incoming", 6], ["@supplier", 2]]' # 10 - 4 = 6 were open
  assert_equal "$(sql "SELECT on_hand, incoming FROM level")" "12|0"
}

@test "what is announced under another reference, for another SKU or elsewhere stays announced" {
  ecom-stock receive --expect sku=A location=main quantity=10 reference=PO-7 >/dev/null
  ecom-stock receive sku=A location=main quantity=1 reference=PO-8 >/dev/null
  ecom-stock receive sku=A location=shop quantity=1 reference=PO-7 >/dev/null
  ecom-stock receive sku=B location=main quantity=1 reference=PO-7 >/dev/null
  ecom-stock receive sku=A location=main quantity=1 >/dev/null
  assert_equal "$(sql "SELECT SUM(incoming), SUM(on_hand) FROM level")" "10|4"
}

@test "the location comes from the record, else the option, else the only active location" {
  printf 'sku,location,quantity\nA,shop,1\nA,,2\n' | assert_exit 0 ecom-stock receive --location main
  assert_equal "$(sql "SELECT location, on_hand FROM level ORDER BY location")" $'main|2\nshop|1'
  assert_exit 1 ecom-stock receive sku=A quantity=1
  assert_stderr --partial 'several locations'
  ecom-stock location shop active=no >/dev/null
  assert_exit 0 ecom-stock receive sku=A quantity=1
  assert_json '.to == "main"'
}

@test "a shop without a location is told how to get one" {
  ecom-stock location main active=no >/dev/null
  ecom-stock location shop active=no >/dev/null
  assert_exit 1 ecom-stock receive sku=A quantity=1
  assert_stderr --partial 'ecom-stock location NAME'
}

@test "goods may arrive unfit for sale" {
  assert_exit 0 ecom-stock receive sku=A location='main#unavailable' quantity=2 reason="quality control"
  assert_equal "$(sql "SELECT on_hand, unavailable FROM level")" "2|2"
}

@test "a dry run prints what it would do and does nothing; --atomic does all or nothing" {
  assert_exit 0 ecom-stock receive --dry-run sku=A location=main quantity=2
  assert_json '.quantity == 2'
  printf 'sku,location,quantity\nA,main,3\nNOPE,main,1\n' | assert_exit 1 ecom-stock receive --atomic
  assert_equal "$(sql "SELECT COUNT(*) FROM movement")" 0
}

@test "writers at the same time lose nothing" {
  local i
  for i in 1 2 3 4; do
    yes 'A,main,1' | head -n 100 | { echo sku,location,quantity; cat; } >"in.$i"
  done
  for i in 1 2 3 4; do ecom-stock receive "in.$i" --batch 7 >"out.$i" & done
  wait
  assert_equal "$(cat out.* | wc -l)" 400
  assert_equal "$(sql "SELECT on_hand FROM level")" 400
  assert_equal "$(sql "SELECT COUNT(*), SUM(quantity) FROM movement")" "400|400"
}
