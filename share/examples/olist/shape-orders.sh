#!/bin/bash
# Orders with their items, freight and instants. usage: shape-orders.sh FOLDER > orders.csv
# shellcheck disable=SC1010,SC2016 # then and $ are mlr's own here
set -euo pipefail

freight() {
  mlr --icsv --ocsv \
    put '$cents = roundm($freight_value * 100, 1)' then \
    stats1 -a sum -f cents -g order_id then \
    put -q 'emit1 {"order_id": $order_id, "shipping": fmtnum($cents_sum / 100, "%.2f")}' "$1/olist_order_items_dataset.csv"
}

mlr --icsv --ocsv \
  join -j order_id --ul -f "$1/olist_orders_dataset.csv" then \
  join -j order_id --ur -f <(freight "$1") then \
  unsparsify then \
  sort -f order_id -nf order_item_id then \
  put -q '
    begin {
      @status = {"created": "pending", "approved": "paid", "invoiced": "paid", "processing": "paid",
        "shipped": "shipped", "delivered": "delivered", "canceled": "cancelled", "unavailable": "cancelled"};
    }
    moved = $order_status == "shipped" || $order_status == "delivered";
    none = is_empty($product_id);
    emit1 {
      "order": $order_id,
      "status": @status[$order_status],
      "customer": $customer_id,
      "channel": "marketplace",
      "currency": "BRL",
      "placed_at": $order_purchase_timestamp,
      "paid_at": $order_approved_at,
      "shipped_at": moved ? $order_delivered_carrier_date : "",
      "delivered_at": $order_status == "delivered" ? $order_delivered_customer_date : "",
      "promised_at": moved ? $order_estimated_delivery_date : "",
      "carrier": moved ? "marketplace" : "",
      "shipping": none ? "0.00" : $shipping,
      "line": none ? 1 : $order_item_id,
      "sku": none ? "no-item" : $product_id,
      "quantity": 1,
      "price": none ? "0.00" : fmtnum($price, "%.2f")
    };
  ' "$1/olist_order_items_dataset.csv"
