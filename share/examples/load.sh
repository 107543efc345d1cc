#!/bin/bash
# Loads the sample shop beside this script into the store named by ECOM_STORE, which is made if it is not there.
set -euo pipefail
cd "$(dirname "$0")"
ecom-store info >/dev/null 2>&1 || ecom-store init --zone Europe/Berlin --currency EUR
ecom-catalog import products.csv
ecom-catalog price <prices-usd.csv >/dev/null
ecom-stock location <locations.csv >/dev/null
ecom-stock receive receipt-po-118.csv >/dev/null
ecom-stock rule <rules.csv >/dev/null
