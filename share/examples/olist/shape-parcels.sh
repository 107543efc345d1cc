#!/bin/bash
# What was handed to a carrier. usage: shape-parcels.sh FOLDER > parcels.csv
# shellcheck disable=SC1010,SC2016 # then and $ are mlr's own here
set -euo pipefail
mlr --icsv --ocsv \
  filter 'is_not_empty($order_delivered_carrier_date)' then \
  put -q '
    emit1 {"shipment": $order_id . "-1", "order": $order_id, "carrier": "marketplace",
      "shipped_at": $order_delivered_carrier_date, "promised_at": $order_estimated_delivery_date};
  ' "$1/olist_orders_dataset.csv"
