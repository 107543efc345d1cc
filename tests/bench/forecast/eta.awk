# Parcels of the Olist marketplace from its tables of sellers, customers, items and orders, in this order:
# states as zones; those that were handed to a carrier.
BEGIN {
  FS = ","
  print "shipment,carrier,origin,destination,placed_at,shipped_at,delivered_at,promised_at"
}
FNR == 1 { table++; next }
{ gsub(/"/, "") }
table == 1 { seller[$1] = $NF; next }
table == 2 { customer[$1] = $NF; next }
table == 3 { if (!($1 in origin)) origin[$1] = seller[$4]; next }
$6 != "" { print $1 ",marketplace," origin[$1] "," customer[$2] "," $4 "," $6 "," $7 "," $8 }
