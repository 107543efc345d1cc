#!/usr/bin/env python3
"""Receivers of messages for tests: a webhook, and robots as WeCom, DingTalk, Feishu, Twilio, ntfy and Gotify have them. Prints its port, and ends
when its standard input does.

hook_server.py FOLDER

Each request is a line of FOLDER/requests.jsonl: path, query, headers (names in lower case), body, and "fault": what its own computation finds
wrong with it (null: nothing). FOLDER/answers, if it is there, has a line of JSON for each reply to come, {"status", "headers", "body", "wait"} (seconds), of
which the first is used up; else a receiver answers as it does. The keys are those of KEYS.
"""
import base64
import hashlib
import hmac
import http.server
import json
import os
import sys
import threading
import time
import urllib.parse

folder = sys.argv[1]
lock = threading.Lock()
KEYS = {
    "webhook": [b"0123456789abcdef01234567", b"another key of 24 bytes."],
    "dingtalk": "SECdingtalk",
    "feishu": "feishu key",
    "wecom": "robot-1",
    "twilio": ("AC1", "twilio token"),
    "ntfy": "tk_ntfy",
    "gotify": "app-token",
}


def mac(key, text):
    return base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()


def webhook(request):
    headers = request["headers"]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{request['body']}".encode()
    given = headers["webhook-signature"].split(" ")
    if abs(time.time() - int(headers["webhook-timestamp"])) > 300:
        return "old", 400, {}
    if not any("v1," + mac(key, signed) in given for key in KEYS["webhook"]):
        return "signature", 400, {}
    return None, 204, None


def dingtalk(request):
    query = request["query"]
    want = mac(KEYS["dingtalk"].encode(), f"{query['timestamp']}\n{KEYS['dingtalk']}".encode())
    if query["sign"] != want or abs(time.time() * 1000 - int(query["timestamp"])) > 3600000:
        return "sign", 200, {"errcode": 310000, "errmsg": "sign not match"}
    return None, 200, {"errcode": 0, "errmsg": "ok"}


def feishu(request):
    body = json.loads(request["body"])
    if body["sign"] != mac(f"{body['timestamp']}\n{KEYS['feishu']}".encode(), b""):
        return "sign", 200, {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}
    return None, 200, {"code": 0, "msg": "success", "data": {}}


def wecom(request):
    if request["query"].get("key") != KEYS["wecom"]:
        return "key", 200, {"errcode": 93000, "errmsg": "invalid webhook url"}
    text = json.loads(request["body"])["text"]["content"]
    if len(text.encode()) > 2048:
        return "too long", 200, {"errcode": 40058, "errmsg": "text.content exceed max length 2048"}
    return None, 200, {"errcode": 0, "errmsg": "ok"}


def twilio(request):
    want = "Basic " + base64.b64encode(":".join(KEYS["twilio"]).encode()).decode()
    if request["headers"].get("authorization") != want:
        return "authorization", 401, {"code": 20003, "message": "Authenticate"}
    request["form"] = dict(urllib.parse.parse_qsl(request["body"]))
    return None, 201, {"sid": "SM1"}


def ntfy(request):
    if request["headers"].get("authorization") != "Bearer " + KEYS["ntfy"]:
        return "authorization", 403, {"code": 40301, "http": 403, "error": "forbidden"}
    return None, 200, {"id": "x", "topic": json.loads(request["body"])["topic"]}


def gotify(request):
    if request["headers"].get("x-gotify-key") != KEYS["gotify"]:
        return "key", 401, {"error": "Unauthorized", "errorDescription": "you need to provide a valid access token"}
    return None, 200, {"id": 1, "message": json.loads(request["body"])["message"]}


RECEIVERS = [("/hook", webhook), ("/robot/send", dingtalk), ("/open-apis/bot/v2/hook/", feishu), ("/cgi-bin/webhook/send", wecom),
             ("/2010-04-01/Accounts/", twilio), ("/message", gotify), ("/", ntfy)]


def scripted():
    """The first of the answers that are told in advance, or None."""
    path = f"{folder}/answers"
    if not os.path.exists(path):
        return None
    with open(path) as file:
        lines = file.read().splitlines()
    if not lines:
        return None
    with open(path, "w") as file:
        file.write("".join(line + "\n" for line in lines[1:]))
    return json.loads(lines[0])


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_POST(self):
        url = urllib.parse.urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        request = {"path": url.path, "query": dict(urllib.parse.parse_qsl(url.query)), "headers": {k.lower(): v for k, v in self.headers.items()},
                   "body": body}
        with lock:
            try:
                request["fault"], status, answer = next(f for prefix, f in RECEIVERS if url.path.startswith(prefix))(request)
            except Exception as why:  # a request that is none of theirs
                request["fault"], status, answer = repr(why), 400, {}
            told = scripted()
            if told:
                status, answer = told["status"], told.get("body")
                request["answered"] = status
            with open(f"{folder}/requests.jsonl", "a") as file:
                file.write(json.dumps(request, ensure_ascii=False) + "\n")
        time.sleep((told or {}).get("wait", 0))
        text = b"" if answer is None else json.dumps(answer).encode()
        self.send_response(status)
        for name, value in (told or {}).get("headers", {}).items():
            self.send_header(name, value)
        if text or status != 204:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.buffer.read()
