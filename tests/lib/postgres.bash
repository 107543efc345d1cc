# shellcheck shell=bash
# A PostgreSQL server of the tests' own: an unprivileged user, a Unix socket in a folder of its own, no network.

postgres_bin=

# postgres_bin: sets $postgres_bin to the folder of the server's programs; status 1 when there are none.
postgres_bin() {
  local folder
  [ -z "$postgres_bin" ] || return 0
  for folder in /usr/lib/postgresql/*/bin ${PATH//:/ }; do
    if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ]; then
      postgres_bin=$folder
      return 0
    fi
  done
  return 1
}

# postgres_as FOLDER COMMAND...: initdb and postgres refuse to run as root; the folder's owner runs them.
postgres_as() {
  local owner
  owner=$(stat -c %U "$1")
  shift
  if [ "$(id -u)" -eq 0 ]; then
    setpriv --reuid "$owner" --regid "$(id -g "$owner")" --clear-groups env -i PATH="$PATH" TZ=UTC LC_ALL=C "$@"
  else
    "$@"
  fi
}

# postgres_start [-c SETTING...]: prints the folder of a new running server. The path is short: a socket's may have 107 bytes.
postgres_start() {
  local folder try
  postgres_bin || return 1
  folder=${TMPDIR:-/tmp}
  [ ${#folder} -lt 60 ] || folder=/tmp
  folder=$(mktemp -d "$folder/ecom-pg.XXXXXX") || return 1
  if [ "$(id -u)" -eq 0 ]; then
    if getent passwd postgres >/dev/null; then chown postgres: "$folder"; else chown nobody: "$folder"; fi
  fi
  chmod 755 "$folder"
  (
    cd "$folder" || exit 1
    postgres_as "$folder" "$postgres_bin/initdb" -D "$folder/data" -U ecom --auth=trust --encoding=UTF8 --locale=C --no-sync >"$folder/log" 2>&1 || exit 1
    # A crash of this server loses nothing that anyone needs; no query is so long that compiling it or more processes would pay.
    postgres_as "$folder" "$postgres_bin/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= -c fsync=off \
      -c full_page_writes=off -c shared_buffers=64MB -c max_connections=60 -c autovacuum=off -c jit=off \
      -c max_parallel_workers_per_gather=0 -c log_min_messages=fatal -c logging_collector=off "$@" </dev/null >>"$folder/log" 2>&1 &
  )
  for ((try = 0; try < 1200; try++)); do
    if "$postgres_bin/psql" -h "$folder" -U ecom -d postgres -Atqc 'SELECT 1' >/dev/null 2>&1; then
      printf '%s\n' "$folder"
      return 0
    fi
    sleep 0.1
  done
  cat "$folder/log" >&2
  postgres_stop "$folder"
  return 1
}

# postgres_stop FOLDER: ends the server and removes all of it.
postgres_stop() {
  local pid try
  [ -n "$1" ] && [ -d "$1" ] || return 0
  pid=$(head -n 1 "$1/data/postmaster.pid" 2>/dev/null)
  if [ -n "$pid" ]; then
    kill -QUIT "$pid" 2>/dev/null
    for ((try = 0; try < 600; try++)); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.05
    done
  fi
  rm -rf "$1"
}

# postgres_url FOLDER DATABASE: as ECOM_STORE wants it.
postgres_url() {
  printf 'postgresql:///%s?host=%s&user=ecom\n' "$2" "$1"
}

# postgres_sql FOLDER DATABASE QUERY...: rows as a|b.
postgres_sql() {
  local folder=$1 database=$2 query commands=()
  shift 2
  for query in "$@"; do commands+=(-c "$query"); done
  postgres_bin || return 1
  "$postgres_bin/psql" -X -q -A -t -v ON_ERROR_STOP=1 -h "$folder" -U ecom -d "$database" "${commands[@]}"
}

# postgres_template FOLDER: the database that those of the tests are copies of.
postgres_template() {
  postgres_sql "$1" postgres 'CREATE DATABASE ecom_template' &&
    ECOM_STORE=$(postgres_url "$1" ecom_template) ecom-store init >/dev/null
}
