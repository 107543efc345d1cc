load ../../lib/helpers

setup() {
  sandbox_setup
  printf 'sku,name\nA,Apple\nB,Bowl\n' | ecom-catalog import
  printf 'location,priority\nmain,1\nshop,2\n' | ecom-stock location >/dev/null
  printf 'sku,location,quantity\nA,main,12\nA,shop,5\n' | ecom-stock receive >/dev/null
}

@test "what can be promised, over all active locations or at one" {
  assert_exit 0 ecom-stock available A B -o csv -f sku,available --no-header
  assert_output $'A,17\nB,0'
  assert_exit 0 ecom-stock available A --location shop
  assert_json '.available == 5 and .location == "shop"'
  ecom-stock location shop active=no >/dev/null
  assert_exit 0 ecom-stock available A
  assert_json '.available == 12'
}

@test "it is explained by parts that add up to it" {
  ecom-stock move sku=A from=main to='main#unavailable' quantity=1 >/dev/null
  ecom-stock reserve web-1 sku=A location=main quantity=2 --ttl 90m --now 2026-03-01T08:00:00Z >/dev/null
  ecom-stock reserve web-2 sku=A location=main quantity=1 --ttl 60m --now 2026-03-01T08:00:00Z >/dev/null
  ecom-stock rule A location=main floor=1 >/dev/null
  assert_exit 0 ecom-stock available A --location main --explain
  assert_json '.available == 7' # 12 - 1 - 3 - 1
  assert_json '.reason | map(.quantity) | add == 7'
  assert_json '.reason | map({(.part): .quantity}) | add == {on_hand: 12, unavailable: -1, held: -3, floor: -1}'
  assert_json '.reason[] | select(.part == "held") | .until == "2026-03-01T09:00:00Z"'
  assert_exit 0 ecom-stock available A --location main --explain -o table
  assert_output --partial 'main: on hand 12, unavailable -1, held -3 until 2026-03-01T09:00:00Z, floor -1'
}

@test "questions with a quantity are answered with enough or not, and exit 1 if any is not" {
  assert_exit 0 ecom-stock available A quantity=17
  assert_json '.enough == true'
  assert_exit 1 ecom-stock available A quantity=18
  assert_json '.enough == false and .available == 17'
  printf '{"sku":"A","quantity":6,"location":"shop"}\n{"sku":"A","quantity":6,"location":"main"}\n{"sku":"A"}\n' >in.jsonl
  assert_exit 1 ecom-stock available - <in.jsonl
  assert_json 'map(.enough) == [false, true, null]'
}

@test "what does not exist is told" {
  assert_exit 1 ecom-stock available NOPE
  assert_stderr --partial 'not in the catalog'
  assert_exit 1 ecom-stock available B --location moon
  assert_stderr --partial 'no such location'
}

@test "what is oversold at one location is not taken from another" {
  ecom-stock reserve web-1 sku=A location=main quantity=9 >/dev/null
  ecom-stock count sku=A location=main quantity=5 >/dev/null
  assert_exit 0 ecom-stock available A --explain
  assert_json '.available == 5' # main 5 - 9, shop 5
  assert_json '.reason | map(.quantity) | add == 5'
  assert_json '.reason | map(select(.part == "oversold")) == [{location: "main", part: "oversold", quantity: 4}]'
  assert_exit 0 ecom-stock available A --location main
  assert_json '.available == 0'
  assert_exit 0 ecom-stock reserve web-2 sku=A quantity=5
}

@test "what low lists can be asked about" {
  ecom-stock rule A location=shop reorder_point=5 >/dev/null
  run_in_pipe 'ecom-stock low | ecom-stock available --explain'
  assert_equal "$status" 0
  assert_stderr ''
  assert_json '.sku == "A" and .location == "shop" and .available == 5'
}
