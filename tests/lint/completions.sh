#!/usr/bin/env bash
# The completions offer what the programs take.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lib/tap.bash
. tests/lib/tap.bash
PATH=$(realpath -m "${ECOM_BUILD:-build}")/bin:$PATH

tap_none "bash reads ecom.bash" "$(bash -n completions/ecom.bash 2>&1)"
for shell in zsh fish; do
  file=completions/_ecom
  [ $shell = zsh ] || file=completions/ecom.fish
  if command -v $shell >/dev/null; then
    tap_none "$shell reads $file" "$($shell -n "$file" 2>&1)"
  else
    tap_skip "$shell reads $file" "$shell is not installed"
  fi
done

programs=$(printf '%s\n' cmd/ecom-*/main.c | cut -d/ -f2)
for file in completions/*; do
  tap_none "$file names every program" \
    "$(comm -13 <(grep -oE 'ecom-[a-z]+' "$file" | sort -u) <(echo "$programs"))"
done

# offers WORD...: what bash would offer for the last of the words
offers() {
  bash -c '. completions/ecom.bash; compopt() { :; }; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _ecom; printf "%s\n" "${COMPREPLY[@]}"' _ "$@"
}
for program in $programs; do
  command -v "$program" >/dev/null || continue
  spec=$("$program" --spec)
  tap_none "$program: the verbs offered are its verbs" \
    "$(diff <(offers "$program" '' | grep -v '^--' | sort) <(awk -F '\t' '$1 == "verb" { print $2 }' <<<"$spec" | sort))"
  verb=$(awk -F '\t' '$1 == "verb" { print $2; exit }' <<<"$spec")
  tap_none "$program $verb: the options offered are its options" \
    "$(diff <(offers "$program" "$verb" -- | sort) <(awk -F '\t' -v verb="$verb" '$1 == "option" && $2 == verb { print "--" $3 }' <<<"$spec" | sort))"
done
tap_done
