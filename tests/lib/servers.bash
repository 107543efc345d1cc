# shellcheck shell=bash
# Servers for a test. Each is a program of tests/lib that prints its port, and ends when its standard input does, so that none outlives the
# test: http_server.py, nginx.sh, smtp_server.py. A file that starts any has a teardown that calls servers_stop.

SERVER_PATIENCE=120 # seconds; on a machine with much else to do a start takes long

# server_start PROGRAM ARGUMENT...: sets $port, and $ports where it has several.
server_start() {
  local program=$1 folder
  shift
  folder=$(mktemp -d "$BATS_TEST_TMPDIR/server.XXXXXX")
  mkfifo "$folder/input" "$folder/output"
  # bats waits for whoever holds its descriptor 3.
  "$ECOM_ROOT/tests/lib/$program" "$@" <"$folder/input" >"$folder/output" 2>"$folder/errors" 3>&- &
  server_pids+=" $!"
  exec {server_input}>"$folder/input"
  server_inputs+=" $server_input"
  read -r -t "$SERVER_PATIENCE" -a ports <"$folder/output" || { echo "$program does not start:"; cat "$folder/errors"; return 1; }
  port=${ports[0]}
}

# server_certificate FOLDER: cert.pem and key.pem there, for 127.0.0.1, signed by itself.
server_certificate() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 -keyout "$1/key.pem" \
    -out "$1/cert.pem" 2>/dev/null
}

servers_stop() {
  local input
  # shellcheck disable=SC2086 # a list of process ids
  if [ -n "$server_pids" ]; then
    kill $server_pids 2>/dev/null || :
    for input in $server_inputs; do exec {input}>&-; done
    wait $server_pids 2>/dev/null || :
  fi
  server_pids='' server_inputs=''
}
