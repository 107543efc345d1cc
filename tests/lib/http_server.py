#!/usr/bin/env python3
"""A server of HTTP/1.1 for tests, well-behaved or not as the path says. Prints its port, and ends when its standard input does.

/echo            what came, as JSON                    /status/N          an empty reply with that status
/bytes/N         N bytes, their number ahead           /chunked/N         N bytes in chunks
/packed/N        N zero bytes, packed by gzip          /nul               a body with NUL in it
/wait/MS         an answer after so long               /still/N           N bytes of more, then nothing
/hold            an answer when somebody gets /release, which is answered at once
/early/N         N bytes of more, then the end         /garbage           no HTTP at all
/redirect        302 to /echo                          /retry/TEXT        429 with Retry-After: TEXT (percent-encoded)
/retry-date/S    503, Retry-After S seconds after Date /headers           two headers of a name, and one of upper case
/stats           {"connections", "requests", "most"}: most requests at once; and counts from 0 again
"""
import email.utils
import gzip
import http.server
import json
import os
import sys
import threading
import time
import urllib.parse

lock = threading.Lock()
counts = {"connections": 0, "requests": 0, "most": 0}
at_once = 0
released = threading.Event()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def setup(self):
        with lock:
            counts["connections"] += 1
        super().setup()

    def log_message(self, *_):
        pass

    def reply(self, status=200, body=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def leave(self):
        self.wfile.flush()
        self.close_connection = True

    def chunked(self, total):
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for start in range(0, total, 5000):
            part = b"x" * min(5000, total - start)
            self.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        self.wfile.write(b"0\r\n\r\n")

    def promise(self, sent):
        """Headers of more than is sent."""
        self.send_response(200)
        self.send_header("Content-Length", str(sent + 100))
        self.end_headers()
        self.wfile.write(b"x" * sent)
        self.wfile.flush()

    def serve(self, what, argument):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        if what == "echo":
            self.reply(body=json.dumps({
                "method": self.command, "path": self.path, "body": body.decode("latin-1"),
                "headers": {name.lower(): value for name, value in self.headers.items()}}).encode())
        elif what == "status":
            self.reply(int(argument))
        elif what == "bytes":
            self.reply(body=b"x" * int(argument))
        elif what == "chunked":
            self.chunked(int(argument))
        elif what == "packed":
            self.reply(body=gzip.compress(bytes(int(argument))), headers=[("Content-Encoding", "gzip")])
        elif what == "nul":
            self.reply(body=b"a\0b")
        elif what == "wait":
            time.sleep(int(argument) / 1000)
            self.reply(body=b"done")
        elif what == "hold":
            released.wait()
            self.reply(body=b"done")
        elif what == "release":
            released.set()
            self.reply()
        elif what == "still":
            self.promise(int(argument))
            threading.Event().wait()
        elif what == "early":
            self.promise(int(argument))
            self.leave()
        elif what == "garbage":
            self.wfile.write(b"\x00\xff no protocol\r\n\r\n")
            self.leave()
        elif what == "redirect":
            self.reply(302, headers=[("Location", "/echo")])
        elif what == "retry":
            self.reply(429, headers=[("Retry-After", urllib.parse.unquote(argument))])
        elif what == "retry-date":
            # A server whose clock stands still in 2020: what counts is the time after its own Date.
            self.send_response_only(503)
            self.send_header("Date", email.utils.formatdate(1577836800, usegmt=True))
            self.send_header("Retry-After", email.utils.formatdate(1577836800 + int(argument), usegmt=True))
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif what == "headers":
            self.reply(headers=[("X-Twice", "one"), ("X-Twice", "two"), ("X-UPPER", "Value ")])
        else:
            self.reply(404)

    def handle_request(self):
        global at_once
        what, _, argument = self.path.split("?")[0][1:].partition("/")
        if what == "stats":
            with lock:
                body = json.dumps(counts).encode()
                counts.update(connections=0, requests=0, most=0)
            return self.reply(body=body)
        with lock:
            at_once += 1
            counts["requests"] += 1
            counts["most"] = max(counts["most"], at_once)
        try:
            self.serve(what, argument)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        finally:
            with lock:
                at_once -= 1

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = handle_request


class Server(http.server.ThreadingHTTPServer):
    request_queue_size = 256

    def handle_error(self, *_):
        """A client that leaves is no news."""


def main():
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.buffer.read()
    os._exit(0)


main()
