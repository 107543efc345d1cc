load ../../lib/helpers

@test "a clean catalog has no findings" {
  # 4006381333931 and 96385074 are GS1's own examples of valid check digits
  printf 'sku,name,price,currency,cost,barcode\nA,Apple,2,EUR,1,4006381333931\nB,Bread,2,EUR,1,96385074\nC,Own,2,EUR,,7\n' |
    ecom-catalog import
  assert_exit 0 ecom-catalog check
  refute_output
}

@test "each fault is found and named" {
  printf '%s\n' 'sku,name,price,currency,cost,barcode' 'A,Apple,,,,' 'B,Bread,0,EUR,,' 'C,Cake,1,EUR,2,' \
    'D,Dill,1,EUR,,4006381333932' 'E,Egg,1,EUR,,96385074' 'F,Fig,1,EUR,,96385074' | ecom-catalog import
  ecom-catalog price F price=0.90 from=2026-01-01 to=2026-01-10
  ecom-catalog price F price=0.80 from=2026-01-05 to=2026-01-15
  assert_exit 1 ecom-catalog check
  assert_equal "$(jq -r '.check + " " + .subject' <<<"$output" | sort)" "$(printf '%s\n' \
    'barcode_twice F' 'below_cost C' 'campaigns_overlap F' 'free B' 'gtin D' 'no_price A')"
}
