"""What the cases share: the server, somebody who manages it, and what was sent so far."""

import secrets as random

from admin import Admin
from keys import Key, Secrets
from server import Server
from tape import Calls
from wire import Connection

FULL = [
    "query-funds", "add-funds", "withdraw-funds", "query-open-trades", "query-closed-trades", "modify-trades",
    "close-trades", "query-ledger", "export-data",
]


class World:
    """One server and everybody around it."""

    # Above what any key of a session needs, and few enough to be filled up on purpose.
    rate_max = 300
    lockout_failures = 20
    second_factor_failures = 10

    def __init__(self, binary, folder, settings=(), context=None):
        """With more settings, and what a client needs to trust a server that speaks TLS."""
        self.binary, self.context = binary, context
        self.secrets, self.calls = Secrets(), Calls()
        self.folder = folder
        self.data_dir = folder / "data"
        settings = {
            "limits.rate_max": self.rate_max,
            "limits.rate_decay_milli": 1,
            "limits.lockout_failures": self.lockout_failures,
            "limits.second_factor_failures": self.second_factor_failures,
            "limits.keys_per_account": 1000,
            "log.level": "debug",
            **dict(settings),
        }
        self.server = Server(binary, self.data_dir, folder, settings, context)
        self.admin = None
        # Whether only some of the cases are run.
        self.partial = False
        self.revoked, self.replayable = [], []

    def start(self):
        """Starts the server for the first time."""
        self.server.start()
        if not self.server.token:
            raise RuntimeError("its first start showed no administration token")
        self.secrets.add("the administration token", self.server.token)
        self.admin = Admin(self.server.url, self.server.token, self.secrets, self.context)
        self.spare = self.admin.create_key("spare", ["query-funds"])

    def restart(self):
        """Stops the server and starts it again, on another port."""
        status = self.server.stop()
        if status != 0:
            raise AssertionError(f"it ended with status {status}")
        self.server.start()
        self.admin.url = self.server.url

    @property
    def url(self):
        """Where the server is."""
        return self.server.url

    @property
    def address(self):
        """The same, as host and port."""
        return self.server.address

    def connect(self, source=None):
        """A new connection, perhaps from an address of one's own choice."""
        return Connection(self.address, self.context, source)

    def full_key(self, name):
        """A key that may do everything there is."""
        return self.admin.create_key(name, FULL)

    def with_secret_of(self, key, other):
        """The public half of one key with the private half of another."""
        return Key(key.id, key.name, key.api_key, other.private_key, key.permissions)

    def secret_text(self, what):
        """A new secret that must never be seen."""
        text = random.token_urlsafe(24)
        self.secrets.add(what, text)
        return text
