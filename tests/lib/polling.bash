# shellcheck shell=bash
# A carrier that answers on 127.0.0.1, and adapters for it. Loaded beside helpers, by the tests of polling.

# shellcheck source=tests/lib/servers.bash
. "$ECOM_ROOT/tests/lib/servers.bash"

# carrier_start [LATENCY_MS]: sets base; what it is asked stands in carrier/log. A teardown calls servers_stop.
carrier_start() {
  mkdir -p carrier adapters
  server_start carrier_server.py carrier "${1:-0}"
  export base=http://127.0.0.1:$port ECOM_CARRIERS="$PWD/adapters"
}

# carrier_adapter ID [LIMITS [AUTH [JQ]]]: an adapter of one parcel a request; JQ changes the file further.
carrier_adapter() {
  local limits=${2:-'{}'} auth=${3:-'{"kind":"none"}'}
  jq --arg id "$1" --argjson limits "$limits" --argjson auth "$auth" '.id = $id | .limits = $limits | .auth = $auth | '"${4:-.}" \
    > "adapters/$1.json" <<'END'
{"adapter": 1, "id": "", "title": "Test", "base": {"prod": "https://carrier.example.com"}, "secrets": [], "limits": {}, "auth": {},
 "operations": {"fetch": {
  "request": {"method": "GET", "url": "${base}/track/${number}"},
  "reply": {"when": [{"http": 404, "then": "not_found"}], "message": "/error", "items": "", "number": "/id", "status": "/state",
   "events": "/events/*", "order": "oldest",
   "event": {"time": [{"at": "/at"}], "code": "/code", "text": "/text", "place": {"city": "/city", "country": "/country"}}}}},
 "map": {"I": "info_received", "P": "picked_up", "T": "in_transit", "O": "out_for_delivery", "D": "delivered", "X": "exception"}}
END
}

# What the carrier was asked, without the times.
asked() {
  cut -f 2- carrier/log
}
