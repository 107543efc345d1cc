load ../../lib/helpers

@test "new products are added, known ones updated, the rest kept" {
  printf 'sku,name,price,currency,weight_g\nA,Apple,1.20,EUR,150\nB,Bread,2.50,EUR,\n' >one.csv
  assert_exit 0 ecom-catalog import one.csv
  refute_output
  assert_equal "$(sql "SELECT sku, name, price, currency, weight_g, status FROM product ORDER BY sku")" \
    "$(printf 'A|Apple|120|EUR|150|1\nB|Bread|250|EUR||1')"
  printf 'sku,price\nA,1.30\n' | ecom-catalog import
  assert_equal "$(sql "SELECT name, price, weight_g FROM product WHERE sku = 'A'")" "Apple|130|150"
}

@test "a second import of the same file changes nothing, not even the audit trail" {
  printf 'sku,name,price,currency\nA,Apple,1.20,EUR\nB,Bread,2.50,EUR\n' >one.csv
  ecom-catalog import one.csv
  before=$(sql "SELECT COUNT(*) FROM audit")
  assert_equal "$before" 2
  ecom-catalog import one.csv
  assert_equal "$(sql "SELECT COUNT(*) FROM audit")" "$before"
}

@test "the audit trail says who changed what, before and after" {
  ecom-catalog import sku=A name=Apple price=1.20 currency=EUR --actor ann
  ecom-catalog import sku=A price=1.35 --actor ben
  assert_equal "$(sql "SELECT actor, verb, kind, subject, before, after FROM audit ORDER BY id DESC LIMIT 1")" \
    'ben|catalog import|product|A|{"price":1.20}|{"price":1.35}'
}

@test "a blank cell keeps, and clears when asked" {
  ecom-catalog import sku=A name=Apple category=Fruit barcode=4006381333931
  printf 'sku,category\nA,\n' | ecom-catalog import
  assert_equal "$(sql "SELECT category FROM product")" Fruit
  printf 'sku,category\nA,\n' | ecom-catalog import --blank clear
  assert_equal "$(sql "SELECT category IS NULL, barcode FROM product" | tr tf 10)" "1|4006381333931"
}

@test "bad records are refused one by one, with file, line and field" {
  printf 'sku,name,price,currency\nA,Apple,19.999,EUR\nB,Bread,2.50,EUR\n,Nobody,1,EUR\nD,Dill,1.00,XXQ\nE,,3.00,EUR\n' >bad.csv
  assert_exit 1 ecom-catalog import bad.csv
  assert_stderr --partial 'bad.csv:2: price:'
  assert_stderr --partial 'bad.csv:4: sku:'
  assert_stderr --partial 'bad.csv:5: currency:'
  assert_stderr --partial 'bad.csv:6: name:'
  assert_equal "$(sql "SELECT sku FROM product")" B
}

@test "rejects can be mended and fed again" {
  printf 'sku,name,price,currency\nA,Apple,19.999,EUR\nB,Bread,2.50,EUR\n' >in.csv
  assert_exit 1 ecom-catalog import in.csv --rejects bad.csv
  assert_equal "$(head -n 1 bad.csv)" 'sku,name,price,currency,error,code,line'
  assert_equal "$(mlr --icsv --onidx cut -o -f sku,code,line bad.csv)" 'A too_precise 2'
  sed -i 's/19\.999/19.99/' bad.csv
  assert_exit 0 ecom-catalog import bad.csv
  assert_equal "$(sql "SELECT sku, price FROM product ORDER BY sku")" "$(printf 'A|1999\nB|250')"
}

@test "the same SKU twice in a file: the later one wins" {
  printf 'sku,name,price,currency\nA,Apple,1,EUR\nB,Bread,2,EUR\nA,Apricot,3,EUR\n' | ecom-catalog import
  assert_equal "$(sql "SELECT name, price FROM product WHERE sku = 'A'")" "Apricot|300"
}

@test "a changed price keeps the former one with the time it held" {
  ecom-catalog import sku=A name=Apple price=1.00 currency=EUR --now 2026-01-01T00:00:00Z
  ecom-catalog import sku=A price=2.00 --now 2026-02-01T00:00:00Z
  # date -u -d 2026-01-01 +%s and 2026-02-01, in milliseconds
  assert_equal "$(sql "SELECT price, dated, valid_from, valid_to FROM price")" "100|0|1767225600000|1769904000000"
  assert_equal "$(sql "SELECT price, price_since FROM product")" "200|1769904000000"
}

@test "--atomic takes all or nothing, --dry-run nothing" {
  printf 'sku,name\nA,Apple\n,Nobody\n' >in.csv
  assert_exit 1 ecom-catalog import --atomic in.csv
  assert_equal "$(sql "SELECT COUNT(*) FROM product")" 0
  assert_exit 0 ecom-catalog import --dry-run sku=A name=Apple
  assert_equal "$(sql "SELECT COUNT(*) FROM product")" 0
}

@test "Chinese column names, GB18030, UTF-16 with BOM, semicolons and decimal commas" {
  printf '货号,名称,价格,货币\n甲-1,绿茶,9.90,CNY\n' | iconv -f UTF-8 -t GB18030 >gb.csv
  ecom-catalog import gb.csv
  printf 'sku;name;price;currency\nB;Brot;1.234,50;EUR\n' | iconv -f UTF-8 -t UTF-16 >utf16.csv
  ecom-catalog import --decimal-comma utf16.csv
  printf '\xef\xbb\xbfsku,name\r\nC,Cake\r\n' | ecom-catalog import
  assert_equal "$(sql "SELECT sku, name, price FROM product ORDER BY sku")" "$(printf 'B|Brot|123450\nC|Cake|\n甲-1|绿茶|990')"
}

@test "a SKU of 4,000 characters with newline and quote survives the round trip" {
  python3 - <<'PY' >in.csv
import csv, sys
w = csv.writer(sys.stdout, lineterminator="\n")
w.writerow(["sku", "name"])
w.writerow(["x\"\n" + "y" * 3997, "long"])
PY
  assert_exit 0 ecom-catalog import in.csv
  assert_equal "$(sql "SELECT LENGTH(sku) FROM product")" 4000
  ecom-catalog export -f sku,name >out.csv
  cmp in.csv out.csv
}

@test "an empty file and a header alone are no error; a missing column is" {
  : | ecom-catalog import
  echo sku,name | ecom-catalog import
  assert_exit 65 ecom-catalog import <<<$'\n\nname,price\nApple,1'
  assert_stderr 'ecom-catalog import: stdin:3: sku: missing column sku; found: name, price'
}

@test "an unknown column is told once and passed over" {
  assert_exit 0 ecom-catalog import <<<'sku,name,colour'$'\n''A,Apple,red'$'\n''B,Bread,brown'
  assert_equal "$(grep -c colour <<<"$stderr")" 1
  assert_exit 65 ecom-catalog import --unknown reject <<<'{"sku":"C","name":"Cake","colour":"red"}'
  assert_equal "$(sql "SELECT COUNT(*) FROM product")" 2
}

@test "a product that another makes at the same moment is taken upon what that one made" {
  needs_postgresql
  mkfifo orders answers
  psql -qtA -d "$ECOM_STORE" <orders >answers &
  exec 8>orders 9<answers
  echo "BEGIN; INSERT INTO product (sku, name, status, price_since, category) VALUES ('A', 'Other', 1, 0, 'Fruit');
    SELECT 'held';" >&8
  read -r answer <&9
  assert_equal "$answer" held
  ecom-catalog import sku=A name=Apple barcode=7 &
  import=$!
  for _ in $(seq 100); do # until the import waits for that transaction
    [ "$(sql "SELECT COUNT(*) FROM pg_locks WHERE NOT granted")" = 0 ] || break
    sleep 0.05
  done
  echo 'COMMIT;' >&8
  exec 8>&- 9<&-
  wait "$import"
  assert_equal "$(sql "SELECT name, category, barcode FROM product")" 'Apple|Fruit|7'
  assert_equal "$(sql "SELECT before FROM audit ORDER BY id DESC LIMIT 1")" '{"name":"Other","barcode":null}'
}
