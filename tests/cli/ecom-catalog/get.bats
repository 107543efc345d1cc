load ../../lib/helpers

@test "products come by SKU, from operands or from a pipe" {
  printf 'sku,name,price,currency\nA,Apple,1.20,EUR\nB,Bread,2.50,EUR\n' | ecom-catalog import
  assert_exit 0 ecom-catalog get B A
  assert_json '[.[].sku] == ["B","A"]'
  run_in_pipe 'echo sku,location | cat - <(echo A,main) | ecom-catalog get -f sku,price'
  assert_output '{"sku": "A", "price": 1.20}' || assert_output '{"sku":"A","price":1.20}'
}

@test "an unknown SKU is rejected and the others are shown" {
  ecom-catalog import sku=A name=Apple
  assert_exit 1 ecom-catalog get NOPE A
  assert_stderr --partial 'no product "NOPE"'
  assert_json '.sku == "A"'
}
