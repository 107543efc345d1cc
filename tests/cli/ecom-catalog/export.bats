load ../../lib/helpers

@test "export reads back as it was" {
  ecom-catalog import <<'CSV'
sku,name,description,category,price,currency,cost,barcode,weight_g,status,attributes,images
A,"Apple, red","two
lines","Fruit ""fresh""",1.20,EUR,0.40,4006381333931,150,active,"{""name_zh"":""苹果""}","[""a.jpg""]"
B,Bread,,,,,,,,draft,,
J,Jam,,,500,JPY,,007,,archived,,
CSV
  ecom-catalog export >first.csv
  ecom-store init --store copy.db
  ECOM_STORE=copy.db ecom-catalog import first.csv
  ECOM_STORE=copy.db ecom-catalog export >second.csv
  cmp first.csv second.csv
  assert_equal "$(mlr --icsv --onidx --ofs '|' filter '$sku == "J"' then cut -o -f price,currency,barcode,status first.csv)" \
    '500|JPY|007|archived'
}
