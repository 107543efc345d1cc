load ../../lib/helpers
# No store is asked: run once.

# An adapter of a carrier that does not exist; filter: a change by jq.
write_adapter() {
  local filter=${1:-.} file=${2:-example.json}
  jq "$filter" >"$file" <<'JSON'
{
 "adapter": 1, "id": "example", "title": "Example Parcels", "names": ["Example"],
 "base": {"prod": "https://api.example.com/v1/", "sandbox": "https://sandbox.example.com"},
 "secrets": ["user", "password", "key"],
 "limits": {"batch": 2, "per_day": 250, "per_shipment": "30m", "day_starts": "00:00+08:00"},
 "auth": {"kind": "basic", "user": "${secret.user}", "password": "${secret.password}"},
 "operations": {
  "fetch": {
   "needs": "register",
   "values": [
    {"name": "data", "json": [{"$each": {"n": "${number}", "phone": "${shipment.phone:last4?}"}}]},
    {"name": "sign", "digest": "md5", "over": ["${data}", "${secret.key}"], "encode": "HEX"}
   ],
   "request": {"method": "POST", "url": "${base}/parcels", "form": {"data": "${data}", "sign": "${sign}"}},
   "reply": {
    "when": [{"http": 404, "then": "not_found"}, {"at": "/code", "not": 0, "then": "refused"}],
    "message": "/message",
    "items": "/parcels/*", "number": "/n", "identity": ["/division", "/id"], "status": [["sum", "/state"]],
    "item_when": [{"at": "/error", "exists": true, "then": "not_found"}], "item_message": "/error",
    "eta": [{"at": "/eta", "zone": "Asia/Shanghai"}],
    "remember": {"tracker": "/id"},
    "rejected": {"items": "/rejected/*", "number": "/n", "message": "/why", "when": [{"at": "/code", "is": 7, "then": "done"}]},
    "events": "/events/*",
    "event": {
     "time": [{"at": ["/date", "/time"], "format": "%Y%m%d %H%M%S", "offset": "/offset", "zone": "place"}],
     "code": [["/type", "/code"], "/type"], "text": "/words",
     "place": {"city": "/city", "country": ["/country", "CN"], "lnglat": "/point"}
    }
   }
  },
  "register": {"batch": 1, "request": {"method": "PUT", "url": "${base}/parcels/${number}"}, "reply": {}}
 },
 "map": {"D": "delivered", "D:LK": ["delivered", "locker_or_shop"], "T": "in_transit", "sum:over": "delivered"},
 "map_text": [["held by CUSTOMS", "in_transit", "customs"]]
}
JSON
}

reply='{"code":0,"parcels":[{"n":"A1","id":77,"division":"X","state":"over","eta":"2024-05-09","events":[
 {"date":"20240506","time":"101500","offset":"+08:00","type":"D","code":"LK","words":"In a locker","city":"Shenzhen","point":"114.05,22.55"},
 {"date":"20240505","time":"74700","type":"T","code":"??","words":"On its way","city":"Guangzhou"},
 {"date":"string","time":"string","type":"T","words":"?"},
 {"date":"20240504","time":"120000","type":"Q","words":"Is held by customs","country":"HK"},
 {"date":"20240503","time":"120000","offset":"+8","type":"Q","words":"What now"}]},
 {"n":"A2","error":"unknown number"}],"rejected":[{"n":"A3","code":9,"why":"no parcel"}]}'

@test "an adapter without a fault" {
  write_adapter
  assert_exit 0 ecom-track adapter check example.json
  refute_output
  [ -z "$stderr" ]
}

@test "every fault is told with file and place" {
  write_adapter '.map.X = "transit" | .bse = 1 | .operations.fetch.reply.items = "parcels"'
  assert_exit 1 ecom-track adapter check example.json
  assert_stderr --partial 'example.json: /bse: there is no such member here'
  assert_stderr --partial 'example.json: /operations/fetch/reply/items: a JSON pointer'
  assert_stderr --partial 'example.json: /map/X: "transit" is none of the statuses'
}

@test "a code that stands twice, and JSON that is none, are told with their line" {
  write_adapter
  sed -i 's/"T": "in_transit"/"T": "in_transit", "D": "returned"/' example.json
  assert_exit 1 ecom-track adapter check example.json
  assert_stderr --regexp 'example.json: line [0-9]+, column [0-9]+: duplicate object key'
  printf '{\n "adapter": 1,,\n}' >broken.json
  assert_exit 1 ecom-track adapter check broken.json
  assert_stderr --partial 'broken.json: line 2'
}

@test "the id is the name of the file" {
  write_adapter . other.json
  assert_exit 1 ecom-track adapter check other.json
  assert_stderr --partial 'other.json: /id: the file of "example" is called example.json, not other.json'
}

@test "a faulty adapter is not used, a missing one is not found" {
  write_adapter 'del(.map)'
  assert_exit 65 ecom-track adapter try example.json <<<'{}'
  assert_exit 66 ecom-track adapter try none.json <<<'{}'
  assert_exit 66 ecom-track adapter try nobody <<<'{}'
  assert_exit 64 ecom-track adapter
  assert_exit 64 ecom-track adapter look example.json
}

@test "try: events oldest first, what they mean, and whose clock it was" {
  write_adapter
  echo "$reply" >reply.json
  assert_exit 1 ecom-track adapter try example.json reply.json
  assert_json 'map(.local) == ["2024-05-03T12:00:00", "2024-05-04T12:00:00", "2024-05-05T07:47:00", "2024-05-06T10:15:00", null]'
  assert_json 'map(.status) == ["unknown", "in_transit", "in_transit", "delivered", "in_transit"]'
  assert_json 'map(.substatus) == [null, "customs", null, "locker_or_shop", null]'
  assert_json 'map(.code) == ["Q", "Q", "T", "D:LK", "T"]'
  assert_json 'map(.zone) == ["carrier", "place", "place", "carrier", null]'
  assert_json 'map(.at) == ["2024-05-03T04:00:00Z", null, null, "2024-05-06T02:15:00Z", null]'
  assert_json '.[3] | .native == ["D:LK", "D"] and .raw_time == "20240506 101500" and .place == "Shenzhen" and .lng == 114.05 and .lat == 22.55'
  assert_json 'map(.country) == ["CN", "HK", "CN", "CN", "CN"]'
  assert_json 'map(.fault // empty) == ["\"string string\" cannot be read as its time"]'
  assert_stderr --partial 'not in the map: ["Q"]'
  assert_stderr --partial 'A2: not_found: unknown number'
  assert_stderr --partial 'A3: error: no parcel'
}

@test "try --items: what the reply says of each parcel" {
  write_adapter
  echo "$reply" >reply.json
  assert_exit 1 ecom-track adapter try example.json reply.json --items
  assert_json 'map(.outcome) == ["found", "not_found", "error"]'
  # the last second of the ninth in Shanghai is 15:59:59 UTC
  assert_json '.[0] | .status == "delivered" and .identity == "X:77" and .remembered == {"tracker": "77"} and .promised_at == "2024-05-09T15:59:59Z" and .events == 5'
  assert_exit 0 ecom-track adapter try example.json --items --number B1 <<<'{"code":0,"parcels":{"n":"0-0B 1"}}'
  assert_json '.[0].number == "0-0B 1" and .[0].events == 0'
}

@test "try: what the whole reply comes to" {
  write_adapter
  assert_exit 1 ecom-track adapter try example.json --http 404 <<<'<html>'
  assert_stderr --partial 'not_found'
  assert_exit 1 ecom-track adapter try example.json <<<'{"code":5,"message":"no contract"}'
  assert_stderr --partial 'refused: no contract'
  assert_exit 1 ecom-track adapter try example.json --http 429 <<<'{"code":0}'
  assert_stderr --partial 'throttled'
  assert_exit 1 ecom-track adapter try example.json <<<'{"code":'
  assert_stderr --partial 'error: HTTP 200, and the reply cannot be read: line'
  assert_exit 1 ecom-track adapter try example.json --number Z9 <<<'{"code":0,"parcels":[]}'
  assert_stderr --partial 'Z9: not_found'
  assert_exit 0 ecom-track adapter try example.json --operation register </dev/null --http 204
  assert_exit 64 ecom-track adapter try example.json --operation stop <<<'{}'
}

@test "try --push: a webhook, without its signature" {
  write_adapter '.webhook = {"verify": {"kind": "digest", "hash": "sha256", "over": ["${body}", "${secret.key}"], "encode": "hex", "header": "sign"},
    "items": "/data", "ignore_if": [{"at": "/event", "is": "ping"}]}'
  assert_exit 0 ecom-track adapter check example.json
  assert_exit 0 ecom-track adapter try example.json --push <<<'{"event":"news","data":{"n":"P1","events":[{"date":"20240506","time":"101500","type":"D"}]}}'
  assert_json 'map([.number, .status, .local]) == [["P1", "delivered", "2024-05-06T10:15:00"]]'
  assert_exit 0 ecom-track adapter try example.json --push <<<'{"event":"ping"}'
  refute_output
  write_adapter
  assert_exit 64 ecom-track adapter try example.json --push <<<'{}'
  assert_stderr --partial 'example has no webhook'
}

@test "request: as it would be sent, secrets masked" {
  write_adapter
  data='[{"n":"A 1","phone":"8000"},{"n":"B2","phone":"8000"}]'
  sign=$(printf %s "${data}SECRET.key" | md5sum | cut -d ' ' -f 1 | tr a-f A-F)
  assert_exit 0 ecom-track adapter request example.json 'A 1' B2 --detail phone=13800138000
  assert_line "POST https://api.example.com/v1/parcels"
  assert_line "Authorization: Basic $(printf %s SECRET.user:SECRET.password | base64)"
  assert_line "Content-Type: application/x-www-form-urlencoded"
  assert_line --partial "&sign=$sign"
  assert_line --partial 'data=%5B%7B%22n%22%3A%22A+1%22%2C'
  assert_exit 0 ecom-track adapter request example.json A/1 --operation register --sandbox
  assert_line "PUT https://sandbox.example.com/parcels/A%2F1"
  assert_exit 0 ecom-track adapter request example.json A1 --base-url http://127.0.0.1:8080/
  assert_line "POST http://127.0.0.1:8080/parcels"
  assert_exit 64 ecom-track adapter request example.json A1 B2 C3
  assert_exit 64 ecom-track adapter request example.json
}

@test "request --token: the request for an OAuth 2.0 token" {
  write_adapter '.secrets = ["client_id", "client_secret", "key"] | .auth = {"kind": "oauth2", "token_url": "https://id.example.com/token", "client": "body", "scope": "track"}'
  assert_exit 0 ecom-track adapter check example.json
  assert_exit 0 ecom-track adapter request example.json --token
  assert_line "POST https://id.example.com/token"
  assert_line "grant_type=client_credentials&client_id=SECRET.client_id&client_secret=SECRET.client_secret&scope=track"
  assert_exit 0 ecom-track adapter request example.json --token --base-url http://127.0.0.1:1
  assert_line "POST http://127.0.0.1:1/token"
  assert_exit 0 ecom-track adapter request example.json A1
  assert_line "Authorization: Bearer TOKEN"
  write_adapter
  assert_exit 1 ecom-track adapter request example.json --token
}

@test "codes: the map, in its order" {
  write_adapter
  assert_exit 0 ecom-track adapter codes example.json
  assert_json 'map([.carrier, .code, .status, .substatus]) == [["example", "D", "delivered", null], ["example", "D:LK", "delivered", "locker_or_shop"],
    ["example", "T", "in_transit", null], ["example", "sum:over", "delivered", null], ["example", "*held by CUSTOMS*", "in_transit", "customs"]]'
}

@test "an adapter is found by its id in the folders of ECOM_CARRIERS" {
  mkdir -p one two
  write_adapter . two/example.json
  export ECOM_CARRIERS=$PWD/one:$PWD/two
  assert_exit 0 ecom-track adapter codes example
  assert_json '.[0].carrier == "example"'
}
