# shellcheck shell=bash
# The shop of the order tests: three products in EUR, one location.

shop_setup() {
  sandbox_setup
  ecom-catalog import --now 2026-01-01T00:00:00Z <<'CSV'
sku,name,price,currency
A,Apple,10.00,EUR
B,Bowl,2.50,EUR
C,Cup,3.33,EUR
CSV
  ecom-stock location main >/dev/null
  ecom-stock receive >/dev/null <<'CSV'
sku,location,quantity
A,main,10
B,main,10
C,main,10
CSV
}

# order_one ID SKU QUANTITY [OPTION...]: an order of one line.
order_one() {
  printf '{"order":"%s","email":"buyer@example.com","lines":[{"sku":"%s","quantity":%d}]}\n' "$1" "$2" "$3" |
    ecom-order create "${@:4}" >/dev/null
}

# level SKU: on hand|reserved
level() { sql "SELECT on_hand, reserved FROM level WHERE sku = '$1'"; }

status_of() { sql "SELECT status FROM sale WHERE id = '$1'"; }
