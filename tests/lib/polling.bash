# A carrier that answers on 127.0.0.1, and adapters for it. Loaded beside helpers, by the tests of polling.

# carrier_start [LATENCY_MS]: sets base; what it is asked stands in carrier/log.
carrier_start() {
  mkdir -p carrier adapters
  python3 "$ECOM_ROOT/tests/lib/carrier_server.py" carrier "${1:-0}" 3>&- &
  carrier_pid=$!
  local _
  for _ in $(seq 500); do
    [ -s carrier/port ] && break
    sleep 0.02
  done
  base=http://127.0.0.1:$(cat carrier/port)
  export base
  export ECOM_CARRIERS="$PWD/adapters"
}

carrier_stop() {
  [ -z "${carrier_pid:-}" ] || kill "$carrier_pid" 2>/dev/null || true
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
