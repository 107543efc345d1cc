load ../../lib/helpers
# No store is asked: run once.

# The numbers of tracking_number_data: each is right or wrong for the format whose list it stands in.
numbers_of() {
  skip_unless_data tracking_jkeen_aftership_17track.tar.xz
  mkdir archive
  tar -xJf "$data" -C archive
  couriers=$(find archive -type d -name couriers)
  jq -c --arg kind "$1" '.tracking_numbers[] | .name as $format | .test_numbers[$kind][] | {number: ., format: $format}' "$couriers"/*.json >asked.jsonl
}

# pairs FILE: "number<TAB>format" of its records
pairs() {
  jq -r '[.number, .format] | @tsv' "$1" | sort -u
}

@test "every right number is known by its format" {
  numbers_of valid
  assert_equal "$(wc -l <asked.jsonl)" 192
  jq -c '{number}' asked.jsonl | ecom-track detect >guesses.jsonl
  assert_equal "$(comm -23 <(pairs asked.jsonl) <(pairs guesses.jsonl))" ""
}

@test "no wrong number is taken for one of its format" {
  numbers_of invalid
  assert_equal "$(wc -l <asked.jsonl)" 88
  run_in_pipe "jq -c '{number}' asked.jsonl | ecom-track detect >guesses.jsonl"
  assert_equal "$status" 1
  assert_equal "$(comm -12 <(pairs asked.jsonl) <(pairs guesses.jsonl))" ""
}

# 1Z 999 AA1 01 2345 6784 is UPS's own example, RR473124829GB the example of the UPU's standard S10.
@test "the carrier of a number, with what speaks for it" {
  assert_exit 0 ecom-track detect "1Z 999 AA1 01 2345 6784" rr473124829gb SF1234567890123
  assert_json 'map([.carrier, .evidence]) == [["ups", "check_digit"], ["royalmail", "check_digit"], ["sf", "pattern"]]'
  assert_json '.[0].url | endswith("1Z999AA10123456784")'
  assert_exit 1 ecom-track detect 1Z999AA10123456785
  refute_output
  assert_stderr --partial 'no carrier'\''s numbers look like "1Z999AA10123456785"'
}

# 287809468872: Luhn's digit of 28780946887 is 2, and so is FedEx's.
@test "several carriers are told in the order of their likelihood" {
  assert_exit 0 ecom-track detect 287809468872
  assert_json 'map([.rank, .carrier]) == [[1, "fedex"], [2, "purolator"]]'
}

@test "a carrier that disagrees is warned of" {
  assert_exit 0 ecom-track detect number=1Z999AA10123456784 carrier=fedex
  assert_stderr --partial "does not look like a number of fedex, but of ups"
  assert_exit 0 ecom-track detect number=1Z999AA10123456784 carrier="UPS Freight"
  assert_stderr ""
  ecom-track add shipment=P-1 carrier=dhl number=1Z999AA10123456784 >/dev/null
  run_in_pipe 'ecom-track list | ecom-track detect -o csv -f number,carrier'
  assert_equal "$status" 0
  assert_line "1Z999AA10123456784,ups"
}

@test "what is no number is refused, however long" {
  assert_exit 1 ecom-track detect "'; DROP TABLE shipment" "$(printf '\t')x" 包裹
  refute_output
  head -c 10000000 /dev/zero | tr '\0' 1 | jq -Rc '{number: .}' >long.jsonl
  run_in_pipe 'ecom-track detect <long.jsonl'
  assert_equal "$status" 1
  refute_output
  run_in_pipe "printf '1Z999\\0AA10123456784\\n' | ecom-track detect"
  [ "$status" -ne 0 ]
}

@test "no number, no answer" {
  run_in_pipe 'ecom-track detect </dev/null'
  assert_equal "$status" 0
  refute_output
}
