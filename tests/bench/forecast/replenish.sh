#!/usr/bin/env bash
# Policies on the last 90 days of Online Retail against the rule to order what was just sold; proposals a second.

# retail_history: units sold a day of what is a good; in "small" one SKU in ten
retail_history() {
  local every=1
  [ -z "$small" ] || every=10
  xz -dkc "${ECOM_TEST_DATA:-../shared/data}/online_retail.csv.xz" >"$work/retail.csv" || return 1
  sqlite3 :memory: <<SQL
.mode csv
.import $work/retail.csv raw
.headers on
SELECT StockCode AS sku, substr(InvoiceDate, 1, 10) AS date, SUM(CAST(Quantity AS INTEGER)) AS quantity FROM raw
WHERE InvoiceNo NOT LIKE 'C%' AND CAST(Quantity AS INTEGER) > 0 AND CAST(UnitPrice AS REAL) > 0
  AND StockCode GLOB '[0-9][0-9][0-9][0-9][0-9]*' AND CAST(substr(StockCode, 1, 5) AS INTEGER) % $every = 0
GROUP BY 1, 2;
SQL
}

# replayed OPTION...: fill rate and stock of all SKUs
replayed() { ecom-forecast replay "$work/history.csv" --total -o csv --no-header -f fill_rate,average_stock "$@"; }

parts+=(replenish)

bench_replenish() {
  heading "replenishment: Online Retail's last 90 days (lead time 7, review 7)"
  if [ ! -e "${ECOM_TEST_DATA:-../shared/data}/online_retail.csv.xz" ]; then
    echo "  the data set online_retail is not here: skipped" >&2
    return 0
  fi
  retail_history >"$work/history.csv"
  local service factor naive level
  for service in 0.8 0.9 0.93 0.95 0.97 0.98 0.985 0.99; do replayed --policy order-up-to --service $service; done >"$work/levels"
  for factor in 1.5 2 3 4; do
    naive=$(replayed --policy naive --factor $factor)
    # the stock of the policy between the two service levels whose fill rates hold the rule's between them
    level=$(awk -F, -v want="${naive%,*}" '$1 >= want && NR > 1 { print last + ($2 - last) * (want - fill) / ($1 - fill); found = 1; exit }
      { fill = $1; last = $2 } END { if (!found) print last }' "$work/levels")
    figure "stock for the fill rate of $factor x what was sold, ratio" "$(quotient "$level" "${naive#*,}" %.3f)" \
      "$([ $factor = 1.5 ] && echo - || echo '<= 0.99')" - "fill rate ${naive%,*}"
  done
  local skus=30000
  [ -z "$small" ] || skus=300
  awk -v n=$skus 'BEGIN { for (s = 0; s < n; s++) for (i = 1; i <= 28; i++)
    printf "{\"sku\":\"s%05d\",\"location\":null,\"model\":\"ses\",\"origin\":\"2018-01-31\",\"step\":%d,\"date\":\"2018-02-%02d\",\"mean\":%.2f,\"q\":{\"0.025\":0,\"0.5\":3,\"0.975\":9},\"sd\":2.2,\"total_sd\":%.4f}\n", s, i, i, 1 + s % 50, 2.2 * sqrt(i) }' >"$work/forecast.jsonl"
  figure "proposals from $skus forecasts of 28 steps, seconds" "$(seconds ecom-forecast reorder --levels /dev/null "$work/forecast.jsonl")" "<= 20" "<= 3"
}
