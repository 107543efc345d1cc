#!/bin/bash
# What befell the parcels. usage: shape-events.sh FOLDER > events.csv
# shellcheck disable=SC1010,SC2016 # then and $ are mlr's own here
set -euo pipefail
mlr --icsv --ocsv \
  filter 'is_not_empty($order_delivered_carrier_date)' then \
  put -q '
    emit1 {"shipment": $order_id . "-1", "at": $order_delivered_carrier_date, "status": "picked_up"};
    if (is_not_empty($order_delivered_customer_date)) {
      emit1 {"shipment": $order_id . "-1", "at": $order_delivered_customer_date, "status": "delivered"};
    }
  ' "$1/olist_orders_dataset.csv"
