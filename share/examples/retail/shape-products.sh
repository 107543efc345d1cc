#!/bin/bash
# Stock codes as products. usage: shape-products.sh FILE > products.csv
# shellcheck disable=SC1010,SC2016 # then and $ are mlr's own here
set -euo pipefail
mlr --icsv --ocsv \
  put -q 'emit1 {"sku": $StockCode, "name": clean_whitespace($Description)}' then \
  count-distinct -f sku,name then \
  put '$named = is_empty($name) ? 0 : 1; $name = is_empty($name) ? "(" . $sku . ")" : $name' then \
  sort -f sku -nr named -nr count -f name then \
  head -n 1 -g sku then \
  cut -o -f sku,name "$1"
