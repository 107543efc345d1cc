load ../../lib/helpers

setup() {
  sandbox_setup
  printf 'sku,name,category,status\nB,Bread,Food,active\nA,Apple,Food,draft\nC,Chair,Home,active\n' | ecom-catalog import
}

skus() { jq -r .sku <<<"$output" | paste -sd' '; }

@test "products come in the order of their SKUs" {
  assert_exit 0 ecom-catalog list
  assert_equal "$(skus)" "A B C"
}

@test "filters narrow the list" {
  assert_exit 0 ecom-catalog list --category Food
  assert_equal "$(skus)" "A B"
  assert_exit 0 ecom-catalog list --status active
  assert_equal "$(skus)" "B C"
  assert_exit 0 ecom-catalog list --from B --limit 1
  assert_equal "$(skus)" "B"
  assert_exit 0 ecom-catalog list --status 草稿
  assert_equal "$(skus)" "A"
  assert_exit 64 ecom-catalog list --status sold
}

@test "fields come in the order asked for" {
  assert_exit 0 ecom-catalog list -f status,sku -o csv
  assert_output "status,sku
draft,A
active,B
active,C"
}
