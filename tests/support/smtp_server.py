#!/usr/bin/python3
"""A real SMTP server on the loopback address that keeps what it takes: smtp_server.py PORT FOLDER [CERTIFICATE KEY]

Each mail becomes FOLDER/N.eml, with the recipient in FOLDER/N.to. With a certificate it offers STARTTLS and takes nothing
without it. Files in FOLDER say how it behaves:

    hold    while it is there, a mail is taken and nothing is said of it
    slow    its text is the seconds between taking a mail and saying so
    refuse  lines of "ADDRESS ANSWER": what is said to RCPT TO of that address

A sender who begins a mail without encryption leaves FOLDER/in-the-clear.
Prints "ready" when it listens, and ends with its standard input.
"""
import asyncio
import logging
import pathlib
import ssl
import sys

from aiosmtpd.controller import Controller

logging.getLogger("mail.log").setLevel(logging.CRITICAL + 1)  # a client that hangs up is what is tested
port, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])


def told(name):
    try:
        return (folder / name).read_text()
    except FileNotFoundError:
        return ""


class Keep:
    taken = len(list(folder.glob("*.eml")))

    async def handle_MAIL(self, server, session, envelope, address, options):
        if session.ssl is None:
            (folder / "in-the-clear").touch()
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        for line in told("refuse").splitlines():
            refused, answer = line.split(" ", 1)
            if refused == address:
                return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.taken += 1
        (folder / f"{self.taken}.to").write_text(envelope.rcpt_tos[0])
        (folder / f"{self.taken}.part").write_bytes(envelope.content)
        (folder / f"{self.taken}.part").rename(folder / f"{self.taken}.eml")
        await asyncio.sleep(float(told("slow") or 0))
        while (folder / "hold").exists():
            await asyncio.sleep(0.05)
        return "250 taken"


settings = {}
if len(sys.argv) > 3:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[3], sys.argv[4])
    settings = {"tls_context": context, "require_starttls": True}
controller = Controller(Keep(), hostname="127.0.0.1", port=port, **settings)
controller.start()
print("ready", flush=True)
sys.stdin.read()
controller.stop()
