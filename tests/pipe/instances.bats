load ../lib/helpers
# No store is asked: run once.

# The named textbook instances of stockpyl through the filters; what is expected stands in tests/lib/inventory_instances.py. Formulas that no verb
# asks for are held by tests/unit/inventory/policy_test.c, and by make bench-forecast.
@test "textbook instances: what the verbs answer is what is published" {
  skip_unless_data inventory_instances.tar.xz
  tar xJf "$data" --strip-components=1
  python3 "$BATS_TEST_DIRNAME/../lib/inventory_instances.py" stockpyl_instances.json >answers.tsv
  assert_equal "$(wc -l <answers.tsv)" 70
  assert_equal "$(awk -F '\t' '$2 == "checked" && !($3 <= 1e-9)' answers.tsv)" ""
  assert_equal "$(awk -F '\t' '$2 == "checked"' answers.tsv | wc -l)" 43
}
