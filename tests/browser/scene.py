"""A server of its own for a flow, with whoever looks after it from outside the browser."""

import os
import re
import shutil
import tempfile
from contextlib import contextmanager, nullcontext
from pathlib import Path

import krakenex

from admin import Admin
from clock import Clock
from keys import Secrets
from server import Server

SETTINGS = {"server.console": "true", "log.level": "info"}
OWNER = re.compile(r"/welcome/([A-Za-z0-9_-]+)")


class Scene:
    """The server with its console, and what was made there."""

    def __init__(self, server, secrets, clock):
        self.server, self.secrets, self.clock = server, secrets, clock
        secrets.add("the administration token", server.token)
        self.admin = Admin(server.url, server.token, secrets)

    @property
    def url(self):
        """Where browsers find the console: by a name, since passkeys belong to one."""
        return f"http://localhost:{self.server.address[1]}"

    @property
    def token(self):
        """The first administration token."""
        return self.server.token

    def owner_link(self):
        """The link of the first owner, which the first start shows."""
        found = OWNER.search(self.server.output())
        if not found:
            raise AssertionError("the first start showed no link for the first owner")
        self.secrets.add("the link of the first owner", found.group(1))
        return f"{self.url}/welcome/{found.group(1)}"

    def client(self, api_key, private_key):
        """A real client that has this key; its calls give what the client gives."""
        client = krakenex.API(api_key, private_key)
        client.uri = self.server.url
        return client


@contextmanager
def scene(settings=(), with_clock=False):
    """Starts a server on an empty folder, perhaps with a clock that can be put forward."""
    folder = Path(tempfile.mkdtemp(prefix="claviger-browser-"))
    server = Server(os.environ["CLAVIGER_BIN"], folder / "data", folder, {**SETTINGS, **dict(settings)})
    try:
        clock = Clock(folder) if with_clock else None
        with clock.of_children() if clock else nullcontext():
            server.start()
        yield Scene(server, Secrets(), clock)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
