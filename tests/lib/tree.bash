# shellcheck shell=bash
# A small hierarchy of sales, for the tests of forecasts.

# Six weeks of four SKUs in two locations and two categories, levels and gaps apart, always the same: the file tree.csv.
tree() {
  awk 'BEGIN {
    print "sku,location,category,date,quantity"
    for (s = 1; s <= 4; s++) for (l = 1; l <= 2; l++) for (d = 0; d < 42; d++) {
      q = (d * 7 + s * 11 + l * 5 + d * d * s) % (3 * s + l) + (d % 7 == 5 ? s : 0)
      if (d == 0 || q % 3) printf "%d,%s,%s,%s,%d\n", s, l == 1 ? "main" : "shop", s % 2 ? "TEA" : "CUP", strftime("%F", 1514764800 + d * 86400, 1), q
    }
  }' >tree.csv
}
