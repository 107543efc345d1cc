#!/bin/bash
# Receipts that cover every unit sold. usage: shape-receipts.sh FILE > receipts.csv
# shellcheck disable=SC1010,SC2016 # then and $ are mlr's own here
set -euo pipefail
exec mlr --icsv --ocsv \
  filter '$InvoiceNo !=~ "^C" && $Quantity > 0' then \
  stats1 -a sum -f Quantity -g StockCode then \
  rename StockCode,sku,Quantity_sum,quantity then \
  put '$location = "main"; $reference = "opening"; $key = "opening:" . $sku' "$1"
