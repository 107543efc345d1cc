#!/usr/bin/env bash
# One name, four places: a verb is in --spec, in cmd/PROGRAM/VERB.c, in tests/cli/PROGRAM/VERB.bats and a .SS of VERBS in man/PROGRAM.1;
# and each option of a verb stands in that section, each option in that section is one of the verb's.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lib/tap.bash
. tests/lib/tap.bash
PATH=$(realpath -m "${ECOM_BUILD:-build}")/bin:$PATH

# same NAME SPEC OTHER: two lists of verbs are the same
same() {
  tap_none "$1" "$(diff <(grep . <<<"$2") <(grep . <<<"$3") | sed -n 's/^< /missing: /p; s/^> /too much: /p')"
}

# verb_sections PAGE: "VERB<TAB>tag|text<TAB>line" for the lines of each verb's section; a tag is the line after .TP or .TQ
verb_sections() {
  awk '
    /^\.SH/ { verbs = ($2 == "VERBS"); verb = "" }
    verbs && /^\.SS/ { verb = $2; gsub(/["\\]/, "", verb); print verb "\tname\t"; next }
    verb != "" { print verb "\t" (tag ? "tag" : "text") "\t" $0 }
    { tag = /^\.T[PQ]/ }' "$1" | sed 's/\\-/-/g; s/\\f[BIRP]//g'
}

for folder in cmd/ecom-*/; do
  program=$(basename "$folder")
  [ -e "$folder/main.c" ] || continue
  if ! spec=$("$program" --spec 2>/dev/null); then
    tap_fail "$program --spec" <<<"it does not run"
    continue
  fi
  verbs=$(awk -F '\t' '$1 == "verb" { print $2 }' <<<"$spec" | sort)
  # A verb's file may hold a word more (check.c); what is shared inside the program is no verb.
  same "$program: a source for each verb" "$verbs" "$(find "$folder" -name '*.c' -printf '%f\n' | sed 's/\.c$//' | grep -vxFf <(printf 'main\nshared\nwords\n') | sort)"
  same "$program: command tests for each verb" "$verbs" "$(find "tests/cli/$program" -name '*.bats' -printf '%f\n' 2>/dev/null | sed 's/\.bats$//' | grep -vx program | sort)"
  page=man/$program.1
  [ -e "$page" ] || continue
  sections=$(verb_sections "$page")
  same "$program: a section of the manual for each verb" "$verbs" "$(awk -F '\t' '$2 == "name" { print $1 }' <<<"$sections" | sort)"
  tap_none "$program: the manual has every option of a verb" "$(awk -F '\t' '
    FILENAME == "-" { text[$1] = text[$1] "\n" $3; next }
    $1 == "option" && $7 == "Verb" && (text[$2] "\n") !~ ("--" $3 "[^a-z0-9-]") { print $2 " --" $3 }' - <(echo "$spec") <<<"$sections")"
  tap_none "$program: the manual has no option that the verb lacks" "$(awk -F '\t' '
    FILENAME != "-" { if ($1 == "option") has[$2 " --" $3]; next }
    $2 == "tag" { line = $3; while (match(line, /--[a-z0-9][a-z0-9-]*/)) {
      option = substr(line, RSTART, RLENGTH); line = substr(line, RSTART + RLENGTH)
      if (!(($1 " " option) in has)) print $1 " " option } }' <(echo "$spec") - <<<"$sections")"
  tap_none "$program: the common options stand in the manual" "$(awk -F '\t' '$1 == "option" && $7 != "Verb" { print $3 }' <<<"$spec" | sort -u |
    comm -23 - <(sed 's/\\-/-/g' "$page" man/ecom.7 | grep -oE -- '--[a-z0-9][a-z0-9-]*' | sed 's/^--//' | sort -u))"
done
tap_done
