load ../../lib/helpers

setup() {
  sandbox_setup
  ecom-catalog import <<'CSV'
sku,name,category,description,attributes
POT-1,Clay Teapot,Teaware > Pots,For two cups,"{""name_zh"":""紫砂茶壶""}"
POT-2,Glass teapot,Teaware > Pots,,"{""name_zh"":""玻璃茶壶""}"
CUP-1,White cup,Teaware > Cups,Fits the clay teapot,"{""name_zh"":""白瓷茶杯""}"
EIN-1,ÄPFEL Étui,Other,,"{""name_zh"":""壶""}"
CSV
}

found() { ecom-catalog search "$@" -o csv -f sku | tail -n +2 | paste -sd' '; }

@test "every word must be there; a hit in the name goes before one in the description" {
  assert_equal "$(found teapot)" "POT-1 POT-2 CUP-1"
  assert_equal "$(found clay teapot)" "POT-1 CUP-1"
  assert_equal "$(found 'CLAY' two)" "POT-1"
  assert_equal "$(found teapot missing)" ""
}

@test "Chinese is found by its characters, without a dictionary" {
  assert_equal "$(found 茶壶)" "POT-1 POT-2"
  assert_equal "$(found 玻璃茶壶)" "POT-2"
  assert_equal "$(found 壶)" "EIN-1 POT-1 POT-2"
  assert_equal "$(found 壶茶)" ""
}

@test "letters match in either case beyond ASCII" {
  assert_equal "$(found äpfel)" "EIN-1"
  assert_equal "$(found étui)" "EIN-1"
}

@test "a star finds what begins so" {
  assert_equal "$(found 'tea*')" "POT-1 POT-2 CUP-1"
  assert_equal "$(found tea)" ""
}

@test "the index follows every change" {
  assert_equal "$(found teapot)" "POT-1 POT-2 CUP-1"
  ecom-catalog import sku=POT-2 name="Glass jug"
  ecom-catalog import sku=POT-3 name="Iron teapot"
  assert_equal "$(found teapot)" "POT-1 POT-3 CUP-1"
}

@test "nothing to look for is a usage error" {
  assert_exit 64 ecom-catalog search '***'
}
