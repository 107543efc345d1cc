#!/usr/bin/python3
"""A mail server for tests, on Debian's python3-aiosmtpd. Prints its port, and ends when its standard input does.

smtp_server.py FOLDER [tls CERTIFICATE KEY | smtps CERTIFICATE KEY]

Letters become FOLDER/1.eml, 2.eml ... as they came (CR LF), with their envelope in 1.json beside them. What a recipient is called decides
what happens: nobody@... is refused with 550, later@... put off with 451; a letter for spam@... is refused with 554 after its text, for
full@... with 452; for silent@... the connection is closed there. With TLS a user "shop" with the password "pass word" may say so, and must.
"""
import asyncio
import json
import logging
import os
import ssl
import sys
import threading
import warnings

from aiosmtpd.smtp import SMTP, AuthResult

folder = sys.argv[1]
way, certificate, key = (sys.argv[2:5] + [None] * 3)[:3]
count = 0
connections = 0


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("later@"):
            return "451 4.7.1 greylisted"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        global count
        for address in envelope.rcpt_tos:
            if address.startswith("spam@"):
                return "554 5.7.1 looks like spam"
            if address.startswith("full@"):
                return "452 4.2.2 mailbox full"
            if address.startswith("silent@"):
                server.transport.abort()
                return "250 never said"
        count += 1
        with open(f"{folder}/{count}.eml", "wb") as file:
            file.write(envelope.original_content)
        with open(f"{folder}/{count}.json", "w") as file:
            json.dump({"from": envelope.mail_from, "to": envelope.rcpt_tos, "tls": session.ssl is not None or way == "smtps",
                       "authenticated": session.authenticated, "connection": connections, "host": session.host_name}, file)
        return "250 2.0.0 taken"


def authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=(data.login, data.password) == (b"shop", b"pass word"), handled=False)


def protocol():
    global connections
    connections += 1
    if way is None:
        return SMTP(Handler(), enable_SMTPUTF8=True)
    return SMTP(Handler(), tls_context=context if way == "tls" else None, require_starttls=way == "tls", authenticator=authenticate,
                auth_required=True, auth_require_tls=way == "tls", enable_SMTPUTF8=True)


async def main():
    server = await asyncio.get_running_loop().create_server(protocol, "127.0.0.1", 0, ssl=context if way == "smtps" else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


warnings.simplefilter("ignore")
logging.disable()
context = None
if way:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
threading.Thread(target=lambda: (sys.stdin.buffer.read(), os._exit(0)), daemon=True).start()
asyncio.run(main())
