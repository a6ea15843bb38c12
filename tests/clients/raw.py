"""Calls written by hand, as clients in the wild write them."""

import itertools
import time

from wire import FORM, chunked, form, head, sign

BALANCE = "/0/private/Balance"
INFO = "/0/private/GetApiKeyInfo"


class Raw:
    """One key, used over plain sockets; every call is noted like those of the clients."""

    def __init__(self, world, key, first_nonce=None):
        self.world, self.key = world, key
        # Microseconds unless told: 16 digits.
        self._nonces = itertools.count(first_nonce or time.time_ns() // 1000)

    def nonce(self):
        """A nonce above all that came before."""
        return str(next(self._nonces))

    def connect(self):
        """A new connection."""
        return self.world.connect()

    def headers(self, target, nonce, body, content_type=FORM):
        """The headers of a signed call, as pairs."""
        pairs = [("Host", "127.0.0.1"), ("API-Key", self.key.api_key)]
        pairs.append(("API-Sign", sign(self.key.private_key, target, nonce, body)))
        if content_type:
            pairs.append(("Content-Type", content_type))
        return pairs

    def send(self, target, body, headers, verb="POST", parts=None):
        """Sends one request on a connection of its own and notes it; `parts` is the body as it goes over the wire."""
        with self.connect() as connection:
            return self.send_on(connection, target, body, headers, verb, parts)

    def send_on(self, connection, target, body, headers, verb="POST", parts=None):
        """The same, on a connection that stays open."""
        if parts is None:
            headers, parts = [*headers, ("Content-Length", len(body))], body
        connection.send(head(verb, target, headers) + parts)
        reply = connection.reply(verb)
        self.note(target, headers, body, reply)
        return reply

    def note(self, target, headers, body, reply):
        """Notes a call that may have been verified."""
        signatures = [value for name, value in headers if name.lower() == "api-sign"]
        keys = [value for name, value in headers if name.lower() == "api-key"]
        if keys:
            # Two of them are none.
            noted = {"API-Key": keys[0], "API-Sign": signatures[0] if len(signatures) == len(keys) == 1 else ""}
            self.world.calls.add(target, noted, body, reply.status, reply.headers, reply.body)

    def call(self, target=BALANCE, nonce=None, content_type=FORM, body=None, **params):
        """A signed call with a form body, or with the body given."""
        nonce = self.nonce() if nonce is None else nonce
        body = form(nonce, **params) if body is None else body
        return self.send(target, body, self.headers(target, nonce, body, content_type))

    def chunked(self, target, body, nonce, size):
        """A signed call with its body in chunks."""
        headers = [*self.headers(target, nonce, body), ("Transfer-Encoding", "chunked")]
        return self.send(target, body, headers, parts=chunked(body, size))


def public(world, target, verb="GET", body=b"", headers=()):
    """A request for market data."""
    pairs = [("Host", "127.0.0.1"), *headers]
    if verb == "POST" or body:
        pairs.append(("Content-Length", len(body)))
    with world.connect() as connection:
        connection.send(head(verb, target, pairs) + body)
        return connection.reply(verb)

