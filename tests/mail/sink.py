#!/usr/bin/python3
"""A real SMTP server on the loopback address that keeps what it takes: sink.py PORT FOLDER

Each mail becomes FOLDER/N.eml. While FOLDER/hold exists it takes a mail and does not say so.
Prints "ready" when it listens, and ends with its standard input.
"""
import asyncio
import pathlib
import sys

from aiosmtpd.controller import Controller

port, folder = int(sys.argv[1]), pathlib.Path(sys.argv[2])


class Keep:
    taken = 0

    async def handle_DATA(self, server, session, envelope):
        self.taken += 1
        (folder / f"{self.taken}.part").write_bytes(envelope.content)
        (folder / f"{self.taken}.part").rename(folder / f"{self.taken}.eml")
        while (folder / "hold").exists():
            await asyncio.sleep(0.05)
        return "250 taken"


controller = Controller(Keep(), hostname="127.0.0.1", port=port)
controller.start()
print("ready", flush=True)
sys.stdin.read()
controller.stop()
