#!/usr/bin/env bash
# A module exports only names with its prefixes (lib/FLOORS), each declared in its public header or in its own lib/<module>/*.h;
# and what a public header declares is there.
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lib/tap.bash
. tests/lib/tap.bash
objects=${ECOM_BUILD:-build}/obj

# declared HEADER...: the functions and objects that headers declare
declared() {
  awk -f tests/lib/code.awk "$@" | sed 's/^[^:]*:[0-9]*://' | awk '
    /^[ \t]*#/ { next }
    /^(typedef|static|struct [a-z_]+ \{|enum [a-z_]+ \{|enum \{|union)/ && !/^(struct|enum) [a-z_]+ \**[a-z_]+\(/ { skip = 1 }
    { if (!skip) print ($0 == "}" ? "};" : $0); text = $0; depth += gsub(/\{/, "", text) - gsub(/\}/, "", text); if (depth == 0 && ($0 ~ /;[ \t]*$/ || $0 ~ /^\}/)) skip = 0 }' |
    sed 's/ECOM_PRINTF([^)]*)//g; s/__attribute__((.*))//g' | tr '\n\t' '  ' | tr ';' '\n' |
    sed -nE 's/^[ \t]*//; /^extern/s/,/\nextern /g; s/^([A-Za-z_][A-Za-z_0-9 *]*[ *])([a-z_][a-z_0-9]*)[ \t]*\(.*/\2/p; /^extern/p' |
    sed -E 's/^extern .*[ *]([A-Za-z_][A-Za-z_0-9]*)(\[[^]]*\])*[ \t]*$/\1/' | sort -u
}

# exported MODULE TYPES: its names of the types that nm(1) gives; an object whose source has gone is not asked
exported() {
  printf '%s\n' "lib/$1"/*.c | sed "s|^|$objects/|; s|c$|o|" | xargs -d '\n' nm --defined-only -g 2>/dev/null | awk -v types="$2" 'NF == 3 && index(types, $2) && $3 !~ /^__/ { print $3 }' | sort -u
}

if ! compgen -G "$objects/lib/*/*.o" >/dev/null; then
  tap_fail "objects to look at" <<<"nothing is built under $objects"
fi
while read -r _ module others; do
  [[ $module != \#* ]] || continue
  compgen -G "$objects/lib/$module/*.o" >/dev/null || continue
  prefixes=$module
  for other in $others; do prefixes+="|$other"; done
  mapfile -t headers < <(compgen -G "include/ecom/$module.h"; compgen -G "lib/$module/*.h")
  tap_none "$module exports functions of its own name" "$(exported "$module" T | grep -vE "^($prefixes)(_|\$)")"
  names=$(exported "$module" TDBRGSVW)
  tap_none "$module declares what it exports" "$(comm -23 <(echo "$names") <(declared "${headers[@]}"))"
  if [ -e "include/ecom/$module.h" ]; then
    tap_none "$module has all that it declares" "$(comm -13 <(echo "$names") <(declared include/ecom/"$module".h))"
  fi
done <lib/FLOORS
tap_done
