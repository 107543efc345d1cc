#!/usr/bin/env python3
"""A carrier on 127.0.0.1, for tests: answers as it is told, and writes down who asked what. Prints its port, and ends when its standard
input does.

carrier_server.py FOLDER [LATENCY_MS]

FOLDER/log       one line a request: time in ms, method, path, key of the request, body
FOLDER/NUMBER    what it says of a parcel: lines "CODE HEADERS BODY" (HEADERS and BODY JSON), one a request, the last again and again;
                 without such a file: two events, of which the second says that the parcel is under way
FOLDER/most      most GET requests at once, so far
FOLDER/token     POST /token: the seconds a token lasts; without such a file tokens are refused
"""
import json
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

FOLDER = sys.argv[1]
LATENCY = float(sys.argv[2]) / 1000 if len(sys.argv) > 2 else 0
LOCK = threading.Lock()
ASKED = {}
TOKENS = {}
AT_ONCE = {"now": 0, "most": 0}
LOG = open(os.path.join(FOLDER, "log"), "a", buffering=1)


def usual(number):
    return {"id": number, "state": "T", "events": [
        {"at": "2026-01-02T08:00:00+01:00", "code": "P", "text": "Picked up", "city": "Berlin", "country": "DE"},
        {"at": "2026-01-02T20:30:00+01:00", "code": "T", "text": "Departed", "city": "Hamburg", "country": "DE"}]}


class Carrier(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # a reply leaves when its request is counted as over, so that nobody can ask again before

    def log_message(self, *unused):
        pass

    def answer(self, code, headers, body):
        text = body if isinstance(body, str) else json.dumps(body)
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def note(self, body):
        with LOCK:
            LOG.write("%d\t%s\t%s\t%s\t%s\n" % (time.time() * 1000, self.command, self.path,
                                              self.headers.get("Authorization", self.headers.get("Key", "-")), body))

    def said_of(self, number):
        try:
            with open(os.path.join(FOLDER, os.path.basename(number))) as script:
                lines = script.read().splitlines()
        except OSError:
            return 200, {}, usual(number)
        with LOCK:
            turn = ASKED.get(number, 0)
            ASKED[number] = turn + 1
        code, headers, body = lines[min(turn, len(lines) - 1)].split(" ", 2)
        return int(code), json.loads(headers), body

    def allowed(self):
        given = self.headers.get("Authorization", "")
        if not given.startswith("Bearer "):
            return True
        return TOKENS.get(given[7:], 0) > time.time()

    def count(self, change):
        with LOCK:
            AT_ONCE["now"] += change
            if AT_ONCE["now"] > AT_ONCE["most"]:
                AT_ONCE["most"] = AT_ONCE["now"]
                with open(os.path.join(FOLDER, "most"), "w") as file:
                    file.write(str(AT_ONCE["most"]))

    def do_GET(self):
        self.count(1)
        try:
            self.look()
        finally:
            self.count(-1)

    def look(self):
        self.note("")
        time.sleep(LATENCY)
        if not self.allowed():
            return self.answer(401, {}, {"error": "expired token"})
        number = unquote(urlsplit(self.path).path.rsplit("/", 1)[1])
        code, headers, body = self.said_of(number)
        if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
            return self.answer(304, headers, "")
        self.answer(code, headers, body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.note(body)
        time.sleep(LATENCY)
        path = urlsplit(self.path).path
        if path == "/token":
            return self.token(body)
        numbers = json.loads(body)
        if path == "/register":
            good = [n for n in numbers if not n.startswith("BAD")]
            bad = [{"id": n, "error": "rejected"} for n in numbers if n.startswith("BAD")]
            return self.answer(200, {}, {"accepted": [{"id": n} for n in good], "rejected": bad})
        found = [self.said_of(n) for n in numbers]
        self.answer(200, {}, {"parcels": [json.loads(b) if isinstance(b, str) else b for _, _, b in found]})

    def token(self, body):
        try:
            with open(os.path.join(FOLDER, "token")) as file:
                seconds = float(file.read())
        except OSError:
            return self.answer(401, {}, {"error": "invalid_client"})
        if "grant_type" not in parse_qs(body):
            return self.answer(400, {}, {"error": "invalid_request"})
        with LOCK:
            token = "token-%d" % (len(TOKENS) + 1)
            TOKENS[token] = time.time() + seconds
        self.answer(200, {}, {"access_token": token, "token_type": "Bearer", "expires_in": "3600"})


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512


server = Server(("127.0.0.1", 0), Carrier)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.buffer.read()
os._exit(0)
