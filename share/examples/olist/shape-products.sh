#!/bin/bash
# Products, by their categories in English. usage: shape-products.sh FOLDER > products.csv
# shellcheck disable=SC1010,SC2016 # then and $ are mlr's own here
set -euo pipefail
mlr --icsv --ocsv \
  join -j product_category_name --ur -f "$1/product_category_name_translation.csv" then \
  unsparsify then \
  put -q '
    category = gsub(is_empty($product_category_name_english) ? "unknown" : $product_category_name_english, "_", " ");
    emit1 {"sku": $product_id, "name": category, "category": category, "weight_g": $product_weight_g};
    end { emit1 {"sku": "no-item", "name": "an order without items", "category": "unknown", "weight_g": ""} }
  ' "$1/olist_products_dataset.csv"
