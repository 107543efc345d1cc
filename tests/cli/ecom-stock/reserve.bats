load ../../lib/helpers

setup() {
  sandbox_setup
  printf 'sku,name\nA,Apple\nB,Bowl\n' | ecom-catalog import
  printf 'location,priority\nmain,1\nshop,2\n' | ecom-stock location >/dev/null
  printf 'sku,location,quantity\nA,main,5\nA,shop,8\n' | ecom-stock receive >/dev/null
}

@test "a hold keeps stock for its owner until it expires" {
  assert_exit 0 ecom-stock reserve web-1 sku=A quantity=3 --ttl 15m --now 2026-03-01T08:00:00Z --actor ann
  assert_json '.owner == "web-1" and .location == "main" and .open == 3 and .state == "held"'
  assert_json '.expires_at == "2026-03-01T08:15:00Z"'
  assert_equal "$(sql "SELECT location, reserved FROM level ORDER BY location")" $'main|3\nshop|0'
  assert_equal "$(sql "SELECT actor, subject FROM audit WHERE kind = 'reservation'")" 'ann|A@main'
}

@test "it lasts an hour unless the record or --ttl say otherwise" {
  assert_exit 0 ecom-stock reserve web-1 sku=A quantity=1 --now 2026-03-01T08:00:00Z
  assert_json '.expires_at == "2026-03-01T09:00:00Z"'
  assert_exit 0 ecom-stock reserve web-2 sku=A quantity=1 expires_at=2026-03-02T00:00:00Z --ttl 5m --now 2026-03-01T08:00:00Z
  assert_json '.expires_at == "2026-03-02T00:00:00Z"'
}

@test "one location that has it all goes before priority, and only then is it split" {
  assert_exit 0 ecom-stock reserve web-1 sku=A quantity=6
  assert_json '.location == "shop" and .open == 6'
  assert_exit 0 ecom-stock reserve web-2 sku=A quantity=7
  assert_json 'map([.location, .open]) == [["main", 5], ["shop", 2]]'
  assert_exit 1 ecom-stock reserve web-3 sku=A quantity=1
  assert_stderr --partial 'wanted 1, available 0'
}

@test "the same again changes nothing but the expiry; another quantity replaces the hold" {
  ecom-stock reserve web-1 sku=A quantity=5 --location main >/dev/null
  ecom-stock reserve web-1 sku=A quantity=5 --location main >/dev/null
  assert_equal "$(sql "SELECT SUM(reserved) FROM level")" 5
  ecom-stock reserve web-1 sku=A quantity=2 >/dev/null
  assert_equal "$(sql "SELECT SUM(reserved) FROM level")" 2
  assert_exit 1 ecom-stock reserve web-1 sku=A quantity=14
  assert_equal "$(sql "SELECT SUM(reserved) FROM level")" 2 # what it had stays
  assert_exit 0 ecom-stock reserve web-1 sku=A quantity=13
  assert_equal "$(sql "SELECT SUM(reserved) FROM level")" 13
}

@test "each record is a claim of its own; with --atomic all are one" {
  printf 'owner,sku,quantity\ncart,A,2\ncart,B,1\n' >in.csv
  assert_exit 1 ecom-stock reserve --atomic - <in.csv
  assert_equal "$(sql "SELECT COUNT(*) FROM reservation")" 0
  assert_exit 1 ecom-stock reserve - <in.csv
  assert_stderr --partial 'B: wanted 1, available 0'
  assert_equal "$(sql "SELECT sku, open FROM reservation")" 'A|2'
}

@test "orders' claims are not made by hand" {
  assert_exit 1 ecom-stock reserve order:1:1 sku=A quantity=1
  assert_stderr --partial ecom-order
}

@test "what does not exist, a hold that is over, a silly quantity are refused" {
  assert_exit 1 ecom-stock reserve web-1 sku=NOPE quantity=1
  assert_stderr --partial 'not in the catalog'
  assert_exit 1 ecom-stock reserve web-1 sku=A quantity=1 location=moon
  assert_stderr --partial 'no such location'
  assert_exit 1 ecom-stock reserve web-1 sku=A quantity=1 expires_at=2020-01-01
  assert_exit 1 ecom-stock reserve web-1 sku=A quantity=0
  assert_exit 1 ecom-stock reserve web-1 sku=A quantity=1000000000000000000
  assert_equal "$(sql "SELECT COUNT(*) FROM reservation")" 0
}

@test "8 at once for the last 50: exactly 50 are held, and nobody is told anything but short" {
  local i
  ecom-stock receive sku=B location=main quantity=50 >/dev/null
  for i in 1 2 3 4 5 6 7 8; do
    for n in {1..25}; do echo "p$i-$n,B,1"; done | { echo owner,sku,quantity; cat; } >"in.$i"
  done
  for i in 1 2 3 4 5 6 7 8; do
    { ecom-stock reserve - --batch 1 <"in.$i" >"out.$i" 2>"err.$i" || echo $? >"code.$i"; } &
  done
  wait
  assert_equal "$(cat out.* | wc -l)" 50
  assert_equal "$(cat err.* | grep -c 'wanted 1, available 0')" 150 # 8 * 25 - 50
  assert_equal "$(cat err.* | grep -vc 'wanted 1, available 0\|records rejected')" 0
  assert_equal "$(cat code.* | sort -u)" 1
  assert_equal "$(sql "SELECT on_hand, reserved FROM level WHERE sku = 'B'")" '50|50'
  assert_equal "$(sql "SELECT SUM(open), COUNT(*) FROM reservation WHERE sku = 'B'")" '50|50'
  assert_exit 0 ecom-store check
}
