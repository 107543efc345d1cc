# shellcheck shell=bash
# Faults on purpose: a program that is killed, a disk that is full, memory that runs out. tests/fault/inject.c says what can be asked for.

needs_inject() {
  [ -z "${ECOM_TEST_SANITIZE:-}" ] || skip "the sanitizers want to be loaded first"
  [ -e "$ECOM_BUILD/tests/inject.so" ] || { echo "make unit builds tests/inject.so"; return 1; }
}

# inject CALL:N:ACTION COMMAND...: runs it with that fault.
inject() {
  local what=$1
  shift
  INJECT="$what" LD_PRELOAD="$ECOM_BUILD/tests/inject.so" "$@"
}

# inject_calls CALL COMMAND...: how often it makes the call; its output goes to files output and errors.
inject_calls() {
  local call=$1
  shift
  INJECT_COUNT=$PWD/inject.count inject "$call:1:none" "$@" >output 2>errors || return 1
  cat inject.count
}

# inject_steps CALLS MOST: numbers from 1 to CALLS, evenly, the first and the last few among them: about MOST where ECOM_TEST_DEEP is set
# (make check-deep), else a sixth of that.
inject_steps() {
  local calls=$1 most=$2 ends=12
  [ -n "${ECOM_TEST_DEEP:-}" ] || most=$((most / 6)) ends=2
  {
    seq 1 "$((calls < ends ? calls : ends))"
    seq 1 "$((calls / most + 1))" "$calls"
    seq "$((calls > ends ? calls - ends + 1 : 1))" "$calls"
  } | sort -nu
}

# kill9_after SECONDS COMMAND...: ends it in the middle by SIGKILL; status 137 unless it was done before.
kill9_after() {
  local seconds=$1 child
  shift
  "$@" &
  child=$!
  sleep "$seconds"
  kill -9 "$child" 2>/dev/null
  wait "$child" 2>/dev/null
}
