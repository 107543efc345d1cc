#!/bin/bash
# Invoices as orders. usage: shape-orders.sh FILE > orders.csv
# shellcheck disable=SC1010,SC2016 # then and $ are mlr's own here
set -euo pipefail
exec mlr --icsv --ocsv \
  sort -f InvoiceNo then \
  put -q '
    if (is_absent(@placed[$InvoiceNo])) {
      @placed[$InvoiceNo] = sub($InvoiceDate, " ", "T") . "Z";
    }
    cancelled = $InvoiceNo =~ "^C";
    emit1 {
      "order": $InvoiceNo,
      "status": cancelled ? "cancelled" : "completed",
      "customer": $CustomerID,
      "channel": $Country,
      "currency": "GBP",
      "placed_at": @placed[$InvoiceNo],
      "sku": $StockCode,
      "quantity": cancelled ? -$Quantity : $Quantity,
      "price": $UnitPrice
    };
  ' "$1"
