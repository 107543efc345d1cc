#!/usr/bin/env bash
# nginx for tests: TLS with a certificate signed by itself. Prints two ports: of HTTP/2, and of HTTP/1.1; ends when its standard input does.
#
#   nginx.sh FOLDER [PORT]
#
# FOLDER gets cert.pem, which a client has to trust. /app/ is what a server of the tests has behind it at PORT; /connection tells protocol
# and connection; /limited takes 6 requests a minute, more are 429 with Retry-After: 2; /busy/ is /app/ with such a limit, of which eight may come at once;
# /files/ is FOLDER/files. So slow a limit is reached on a slow machine too.
set -u
folder=$(realpath "$1")
behind=${2:-9}
# shellcheck source=tests/lib/servers.bash
. "${0%/*}/servers.bash"
PATH=$PATH:/usr/sbin
mkdir -p "$folder/files"
server_certificate "$folder" || exit 1

# Ports that were free a moment ago.
free_ports() {
  python3 -c '
import socket
sockets = [socket.socket() for _ in range(2)]
for s in sockets: s.bind(("127.0.0.1", 0))
print(*[s.getsockname()[1] for s in sockets])'
}

configuration() {
  [ "$(id -u)" -ne 0 ] || echo "user root;"
  cat <<END
pid $folder/nginx.pid;
error_log $folder/error.log;
events { worker_connections 512; }
http {
  access_log off;
  client_body_temp_path $folder/client;
  proxy_temp_path $folder/proxy;
  fastcgi_temp_path $folder/fastcgi;
  uwsgi_temp_path $folder/uwsgi;
  scgi_temp_path $folder/scgi;
  limit_req_zone \$binary_remote_addr zone=limited:1m rate=6r/m;
  limit_req_zone \$binary_remote_addr zone=busy:1m rate=6r/m;
  ssl_certificate $folder/cert.pem;
  ssl_certificate_key $folder/key.pem;
  keepalive_requests 100000;
  upstream behind { server 127.0.0.1:$behind; keepalive 64; }
  server {
    listen 127.0.0.1:$1 ssl http2;
    listen 127.0.0.1:$2 ssl;
    root $folder;
    default_type text/plain;
    location / { return 404; }
    location /connection { return 200 "\$server_protocol \$connection"; }
    location /files/ { }
    location /app/ {
      proxy_pass http://behind/;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
    location /limited {
      limit_req zone=limited;
      limit_req_status 429;
      error_page 429 = @later;
      try_files /files/limited =404;
    }
    location /busy/ {
      limit_req zone=busy burst=7 nodelay;
      limit_req_status 429;
      error_page 429 = @later;
      proxy_pass http://behind/;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
    }
    location @later {
      add_header Retry-After 2 always;
      return 429;
    }
  }
}
END
}

echo taken >"$folder/files/limited"
for _ in $(seq 10); do
  read -r first second < <(free_ports)
  configuration "$first" "$second" >"$folder/nginx.conf"
  # It returns when it listens.
  nginx -e "$folder/error.log" -c "$folder/nginx.conf" 2>"$folder/errors" && break
  first=
done
[ -n "$first" ] || { cat "$folder/errors" >&2; exit 1; }
finish() { kill "$(cat "$folder/nginx.pid")"; }
trap finish EXIT
trap 'exit 143' TERM
trap 'exit 130' INT
echo "$first $second"
# A signal ends a read at once.
read -r -d '' _ || :
