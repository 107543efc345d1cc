#!/usr/bin/env bash
# Each record's fields (--schema) are those of its section in ecom-formats(5), which make builds from them: ".SS RECORD", and a tag for each.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lib/tap.bash
. tests/lib/tap.bash
PATH=$(realpath -m "${ECOM_BUILD:-build}")/bin:$PATH
page=${ECOM_BUILD:-build}/man/ecom-formats.5

# records: "RECORD<TAB>FIELD" of every input and output, and of the lists inside them
records() {
  jq -r '.. | objects | select(has("properties") and has("title")) | .title as $t | .properties | keys[] | "\($t)\t\(.)"' <<<"$1" | sort -u
}

# documented: the same of the manual
documented() {
  awk '
    /^\.S[SH]/ { record = ""; if ($1 == ".SS") { record = substr($0, 5); gsub(/"/, "", record) } }
    tag && record != "" { print record "\t" $0 }
    { tag = /^\.T[PQ]/ }' "$page" | sed -E 's/\\-/-/g; s/\\f[BIRP]//g; s/\t\.[BI]R? /\t/; s/\t"?([a-z_0-9]+).*/\t\1/' | sort -u
}

schemas() {
  local program verb
  for program in cmd/ecom-*/main.c; do
    program=$(basename "${program%/main.c}")
    "$program" --spec | awk -F '\t' '$1 == "verb" { print $2 }' | while read -r verb; do
      "$program" "$verb" --schema
    done
  done
}

if [ ! -e "$page" ]; then
  tap_fail "the records' page" <<<"$page is missing"
else
  schemas=$(schemas)
  have=$(records "$schemas")
  wanted=$(cut -f 1 <<<"$have" | sort -u)
  tap_none "every record and every field says what it is" "$(jq -r '.. | objects | select(has("properties") and has("title")) | .title as $t |
    (select(.description == null) | $t), (.properties | to_entries[] | select(.value.description == null) | "\($t).\(.key)")' <<<"$schemas" | sort -u)"
  tap_none "every record has a section" "$(comm -23 <(echo "$wanted") <(documented | cut -f 1 | sort -u))"
  while IFS= read -r record; do
    tap_none "$record: the fields of the manual are its fields" "$(diff <(awk -F '\t' -v r="$record" '$1 == r { print $2 }' <<<"$have") \
      <(documented | awk -F '\t' -v r="$record" '$1 == r { print $2 }') | sed -n 's/^< /missing: /p; s/^> /too much: /p')"
  done <<<"$wanted"
fi
tap_done
