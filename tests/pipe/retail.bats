load ../lib/helpers

# A real year of a gift shop's invoices: half a million lines as catalog, receipts, orders with cancellations, sales history.
# What must come out is computed from the raw file by sqlite3, in tenths of a penny. PostgreSQL, with its round trips, gets the
# first 20,000 lines; SQLite all 541,909.

setup() {
  sandbox_setup
  skip_unless_data online_retail.csv.xz
  retail=$(cd "$BATS_TEST_DIRNAME/../../share/examples/retail" && pwd)
}

# raw_lines COUNT: so many lines of the raw file
raw_lines() { xz -dkc "$data" | head -n "$1" >raw.csv; }

# raw.db: the lines and the invoices of raw.csv
raw_database() {
  sqlite3 raw.db <<'SQL'
.mode csv
.import raw.csv raw
CREATE TABLE line AS
  SELECT InvoiceNo AS invoice, StockCode AS sku, CAST(Quantity AS INTEGER) AS quantity,
    CAST(ROUND(CAST(UnitPrice AS REAL) * 1000) AS INTEGER) AS mills, InvoiceNo LIKE 'C%' AS cancelled
  FROM raw;
CREATE TABLE invoice AS
  SELECT invoice, cancelled, SUM(ABS(quantity)) AS units, SUM(ABS(quantity) * mills) / 10 AS pence, COUNT(*) AS lines,
    MIN(CASE WHEN mills < 0 OR mills % 10 <> 0 OR (quantity < 0) <> cancelled THEN 0 ELSE 1 END) AS good
  FROM line GROUP BY invoice;
SQL
}

raw() { sqlite3 raw.db "$1"; }

@test "a year of invoices: orders, units, revenue, cancellations agree to the penny" {
  rows=541910
  [ "$ECOM_TEST_STORE" = sqlite ] || rows=20001
  raw_lines "$rows"
  raw_database
  "$retail/shape-products.sh" raw.csv | ecom-catalog import
  assert_equal "$(sql "SELECT COUNT(*) FROM product")" "$(raw "SELECT COUNT(DISTINCT sku) FROM line")"
  # the data set's authors state 541,909 rows and 4,070 stock codes
  [ "$rows" = 20001 ] || assert_equal "$(raw "SELECT COUNT(*) FROM line")|$(sql "SELECT COUNT(*) FROM product")" "541909|4070"

  ecom-stock location main
  "$retail/shape-receipts.sh" raw.csv >receipts.csv
  ecom-stock receive receipts.csv -q >movements.jsonl
  assert_equal "$(sql "SELECT SUM(on_hand) FROM level")" "$(raw "SELECT SUM(quantity) FROM line WHERE quantity > 0 AND NOT cancelled")"

  "$retail/shape-orders.sh" raw.csv >orders.csv
  assert_exit 1 ecom-order import --stock apply --rejects refused.csv orders.csv
  good="SELECT COUNT(*), SUM(units), SUM(pence), SUM(lines) FROM invoice WHERE good AND cancelled = "
  ours="SELECT COUNT(DISTINCT s.id), SUM(l.quantity), SUM(l.total), COUNT(*) FROM sale s JOIN sale_line l ON l.sale = s.id WHERE s.status "
  assert_equal "$(sql "$ours <> 10")" "$(raw "$good 0")"
  assert_equal "$(sql "$ours = 10")" "$(raw "$good 1")"
  assert_equal "$(sql "SELECT SUM(total) FROM sale WHERE status <> 10")" "$(raw "SELECT SUM(pence) FROM invoice WHERE good AND NOT cancelled")"

  # every refused line belongs to an invoice that has a write-off, a negative price, or one below a penny
  assert_equal "$(mlr --icsv --onidx cut -f order then sort -f order then uniq -g order refused.csv | sort)" \
    "$(raw "SELECT invoice FROM invoice WHERE NOT good ORDER BY invoice")"
  assert_equal "$(mlr --icsv --onidx filter 'is_empty($error) || is_empty($code) || is_empty($line)' refused.csv)" ""

  # what was received and not sold is still there
  assert_equal "$(sql "SELECT SUM(on_hand), SUM(reserved) FROM level")" \
    "$(raw "SELECT (SELECT SUM(quantity) FROM line WHERE quantity > 0 AND NOT cancelled) - SUM(units), 0 FROM invoice WHERE good AND NOT cancelled")"

  # the sales history holds every unit and every penny once
  ecom-order sales --tz UTC -o csv >sales.csv
  assert_equal "$(mlr --icsv --onidx --ofs '|' put '$pence = roundm($revenue * 100, 1)' then stats1 -a sum -f quantity,pence sales.csv)" \
    "$(raw "SELECT SUM(units), SUM(pence) FROM invoice WHERE good AND NOT cancelled")"

  assert_exit 0 ecom-store check
  refute_output
}

@test "the same files again change nothing" {
  raw_lines 5000
  "$retail/shape-products.sh" raw.csv >products.csv
  "$retail/shape-receipts.sh" raw.csv >receipts.csv
  "$retail/shape-orders.sh" raw.csv >orders.csv
  ecom-stock location main
  for round in 1 2; do
    ecom-catalog import products.csv
    ecom-stock receive receipts.csv -q >/dev/null
    ecom-order import --stock apply --rejects refused.csv orders.csv >/dev/null || [ $? = 1 ]
    sql "SELECT 'audit', COUNT(*), 0 FROM audit UNION ALL SELECT 'movement', COUNT(*), SUM(quantity) FROM movement
      UNION ALL SELECT 'sale', COUNT(*), SUM(total) FROM sale UNION ALL SELECT 'event', COUNT(*), 0 FROM sale_event
      UNION ALL SELECT 'level', COUNT(*), SUM(on_hand) FROM level UNION ALL SELECT 'outbox', COUNT(*), 0 FROM outbox" >after.$round
  done
  diff after.1 after.2
  ecom-store check
}
