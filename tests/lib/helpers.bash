# shellcheck shell=bash
# shellcheck disable=SC2154 # status, output and stderr are set by bats' run
# What every command test stands on: a sandbox with a fresh store, a second opinion, assertions. tests/README.md describes them.

bats_require_minimum_version 1.5.0

# Every test loads this file anew, in a process whose parent has: what it has found out is not asked for again.
[ "${ECOM_ROOT-}/tests/lib/helpers.bash" -ef "${BASH_SOURCE[0]}" ] || ECOM_ROOT=$(cd "${BASH_SOURCE[0]%/*}/../.." && pwd)
[[ ${ECOM_BUILD-} == /* ]] || ECOM_BUILD=$(cd "$ECOM_ROOT" && realpath -m "${ECOM_BUILD:-build}")
export ECOM_ROOT ECOM_BUILD
export ECOM_TEST_STORE=${ECOM_TEST_STORE:-sqlite}
export ECOM_TEST_DATA=${ECOM_TEST_DATA:-$ECOM_ROOT/../shared/data}

# shellcheck source=tests/lib/postgres.bash
. "$ECOM_ROOT/tests/lib/postgres.bash"

setup() { sandbox_setup; }
teardown() { sandbox_teardown; }
teardown_file() { sandbox_teardown_file; }

# The stores of a run are copies of one that ecom-store init made. tests/run makes it for all files; by hand, the first test does.
sandbox_templates() {
  if [ "$ECOM_TEST_STORE" = postgresql ] && [ -z "$ECOM_TEST_POSTGRES" ]; then
    if [ ! -e "$BATS_RUN_TMPDIR/postgres" ]; then
      postgres_start >"$BATS_RUN_TMPDIR/postgres.new" || return 1
      mv "$BATS_RUN_TMPDIR/postgres.new" "$BATS_RUN_TMPDIR/postgres"
      postgres_template "$(cat "$BATS_RUN_TMPDIR/postgres")" || return 1
    fi
    ECOM_TEST_POSTGRES=$(cat "$BATS_RUN_TMPDIR/postgres")
    export ECOM_TEST_POSTGRES
  elif [ "$ECOM_TEST_STORE" = sqlite ] && [ -z "$ECOM_TEST_TEMPLATE" ]; then
    export ECOM_TEST_TEMPLATE=$BATS_RUN_TMPDIR/template.db
    [ -e "$ECOM_TEST_TEMPLATE" ] || ECOM_STORE=$ECOM_TEST_TEMPLATE ecom-store init >/dev/null
  fi
}

# store_fresh: ECOM_STORE names a new, initialised store.
store_fresh() {
  local database=t_${ECOM_TEST_JOB:-${BATS_RUN_TMPDIR##*[-/]}}
  sandbox_templates || return 1
  if [ "$ECOM_TEST_STORE" = postgresql ]; then
    # Copied file by file: through the log, the server works half as long again.
    postgres_sql "$ECOM_TEST_POSTGRES" postgres "DROP DATABASE IF EXISTS \"$database\" WITH (FORCE)" \
      "CREATE DATABASE \"$database\" TEMPLATE ecom_template STRATEGY file_copy" 2>"$BATS_TEST_TMPDIR/postgres.log" ||
      { cat "$BATS_TEST_TMPDIR/postgres.log"; return 1; }
    ECOM_STORE=$(postgres_url "$ECOM_TEST_POSTGRES" "$database")
  else
    ECOM_STORE=$BATS_TEST_TMPDIR/store.db
    cp "$ECOM_TEST_TEMPLATE" "$ECOM_STORE"
  fi
  export ECOM_STORE
}

sandbox_setup() {
  local name
  for name in "${!ECOM_@}"; do
    case $name in ECOM_ROOT | ECOM_BUILD | ECOM_BLESS | ECOM_TEST_*) ;; *) unset "$name" ;; esac
  done
  export PATH=$ECOM_BUILD/bin:/usr/bin:$PATH TZ=UTC LC_ALL=C.UTF-8 HOME=$BATS_TEST_TMPDIR/home
  unset NO_COLOR LANG LANGUAGE
  mkdir -p "$HOME" "$BATS_TEST_TMPDIR/work"
  cd "$BATS_TEST_TMPDIR/work" || return 1
  store_fresh
}

sandbox_teardown() { cd "$ECOM_ROOT" || return 1; }

sandbox_teardown_file() {
  # Only a server that this file started itself.
  if [ -e "$BATS_RUN_TMPDIR/postgres" ]; then
    postgres_stop "$(cat "$BATS_RUN_TMPDIR/postgres")"
    rm -f "$BATS_RUN_TMPDIR/postgres"
  fi
}

needs_sqlite() { [ "$ECOM_TEST_STORE" = sqlite ] || skip "about the file of an SQLite store"; }
needs_postgresql() { [ "$ECOM_TEST_STORE" = postgresql ] || skip "about PostgreSQL"; }

# skip_unless_data NAME: sets $data to the path of a real data set.
skip_unless_data() {
  data=$ECOM_TEST_DATA/$1
  [ -e "$data" ] || skip "the data set $1 is not here"
}

# sql "QUERY": rows of the store under test as a|b.
sql() {
  if [ "$ECOM_TEST_STORE" = postgresql ]; then
    local database=${ECOM_STORE#postgresql:///}
    postgres_sql "$ECOM_TEST_POSTGRES" "${database%%\?*}" "$1"
  else
    sqlite3 -batch -bail "$ECOM_STORE" "$1"
  fi
}

# --- running

# The last command's streams, for a failed assertion.
sandbox_report() {
  printf 'exit %s of: %s\n' "$status" "$BATS_RUN_COMMAND"
  printf -- '--- standard output\n%s\n--- standard error\n%s\n---\n' "$output" "$stderr"
}

# run_apart COMMAND...: bats' run --separate-stderr, which starts three processes, with that of the command alone.
run_apart() {
  local flags=$- IFS=$' \t\n' how=exec
  set +eET
  if declare -F "$1" >/dev/null; then how=; fi
  output=$($how "$@" 2>"$BATS_TEST_TMPDIR/stderr") && status=0 || status=$?
  read -r -d '' stderr <"$BATS_TEST_TMPDIR/stderr"
  # The lines that are not empty.
  IFS=$'\n'
  set -f
  # shellcheck disable=SC2206 # split on purpose
  lines=($output)
  set +f
  BATS_RUN_COMMAND=$*
  set "-$flags"
}

assert_exit() {
  local want=$1
  shift
  run_apart "$@"
  [ "$status" -eq "$want" ] || { printf 'wanted exit %s\n' "$want"; sandbox_report; return 1; }
}

run_in_pipe() { run_apart bash -o pipefail -c "$1"; }

# --- assertions on the last command

# matches HOW TEXT PATTERN
sandbox_matches() {
  case $1 in
  --partial) [[ $2 == *"$3"* ]] ;;
  --regexp) [[ $2 =~ $3 ]] ;;
  *) [ "$2" = "$3" ] ;;
  esac
}

sandbox_assert_text() {
  local what=$1 got=$2 how=--exact
  shift 2
  case $1 in --partial | --regexp) how=$1; shift ;; esac
  sandbox_matches "$how" "$got" "$1" || { printf 'wanted in %s (%s):\n%s\n' "$what" "${how#--}" "$1"; sandbox_report; return 1; }
}

assert_output() { sandbox_assert_text "standard output" "$output" "$@"; }
assert_stderr() { sandbox_assert_text "standard error" "$stderr" "$@"; }
refute_output() { [ -z "$output" ] || { printf 'wanted no output\n'; sandbox_report; return 1; }; }

sandbox_has_line() {
  local line
  case $1 in
  --partial) [[ $output == *"$2"* ]] ;;
  --regexp)
    while IFS= read -r line; do
      [[ ! $line =~ $2 ]] || return 0
    done <<<"$output"
    return 1
    ;;
  *) [[ $'\n'$output$'\n' == *$'\n'"$1"$'\n'* ]] ;;
  esac
}

assert_line() { sandbox_has_line "$@" || { printf 'wanted the line: %s\n' "$*"; sandbox_report; return 1; }; }
refute_line() { if sandbox_has_line "$@"; then printf 'did not want the line: %s\n' "$*"; sandbox_report; return 1; fi; }

# assert_json FILTER: true of the records printed; ".name..." is asked of the only one, anything else of the array of all.
assert_json() {
  local filter=$1
  [[ $filter != .[a-zA-Z_]* ]] || filter="if length == 1 then .[0] | ($filter) else error(\"\\(length) records\") end"
  jq -es "$filter" <<<"$output" >/dev/null || { printf 'not so: %s\n' "$1"; sandbox_report; return 1; }
}

assert_equal() {
  [ "$1" = "$2" ] || { printf -- '--- got\n%s\n--- want\n%s\n---\n' "$1" "$2"; return 1; }
}
