#!/usr/bin/env bash
# Functions that the code does without: unsafe, not re-entrant, or not the library's business. Exceptions: words.allow, "file function reason".
set -u
cd "$(dirname "$0")/../.." || exit 1
# shellcheck source=tests/lib/tap.bash
. tests/lib/tap.bash

sources() { find "$@" -name '*.[ch]' | sort; }

# calls WORDS FOLDER...: the calls of any of the |-separated functions, but for those that words.allow lets be
calls() {
  local words=$1
  shift
  # shellcheck disable=SC2046 # a list of files
  awk -f tests/lib/code.awk $(sources "$@") /dev/null | awk -v words="$words" '
    FILENAME != "-" { if ($0 !~ /^#/ && NF) allowed[$1 " " $2]; next }
    {
      code = $0
      sub(/^[^:]*:[0-9]*:/, "", code)
      file = $0
      sub(/:.*/, "", file)
      if (code ~ /^[ \t]*#[ \t]*define/) next
      while (match(code, "(^|[^A-Za-z0-9_.>])(" words ")[ \t]*\\(")) {
        word = substr(code, RSTART, RLENGTH)
        gsub(/[^A-Za-z0-9_]/, "", word)
        if (!((file " " word) in allowed)) print $0
        code = substr(code, RSTART + RLENGTH)
      }
    }' tests/lint/words.allow -
}

tap_none "unsafe functions" "$(calls 'strcpy|strcat|strncpy|strncat|stpcpy|sprintf|vsprintf|gets|scanf|sscanf|fscanf|alloca|tmpnam|tempnam|mktemp|system|popen' lib cmd)"
tap_none "functions with a hidden state" "$(calls 'strtok|gmtime|localtime|ctime|asctime|mktime|rand|srand|random|drand48|setenv|putenv|getpwnam|getpwuid' lib cmd)"
tap_none "numbers are read by number_parse_*" "$(calls 'atoi|atol|atoll|atof|strtol|strtoll|strtoul|strtoull|strtof|strtold' lib cmd)"
tap_none "the library does not print, exit, or read its surroundings" \
  "$(calls 'printf|vprintf|puts|putchar|perror|fprintf|fputs|exit|_exit|quick_exit|abort|getenv|secure_getenv|setlocale|signal|sigaction|isatty|getopt|getopt_long' lib)"
tap_none "memory comes from base.h" \
  "$(calls 'malloc|calloc|realloc|reallocarray|free|strdup|strndup|asprintf|vasprintf|getline|getdelim|aligned_alloc|posix_memalign' lib cmd | grep -v '^lib/base/')"
tap_none "jansson prints no number with a fraction" "$(calls 'json_real|json_dumps?f?|json_dumpb|json_dump_callback' lib cmd)"
tap_none "every exception is needed" "$(awk '!/^#/ && NF { print $1, $2 }' tests/lint/words.allow | while read -r file word; do
  # shellcheck disable=SC2016
  [ -e "$file" ] && awk -f tests/lib/code.awk "$file" | grep -qE "\\b${word}[[:space:]]*\\(" || echo "$file $word"
done)"
tap_done
