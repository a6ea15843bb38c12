"""The protocol by hand: signing, and requests written to a socket byte by byte (KRAKEN-WIRE.md §1)."""

import base64
import hashlib
import hmac
import http.client
import json
import socket
import struct
import time
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
TIMEOUT_SECS = 10


def sign(secret, target, nonce, body):
    """`API-Sign` of a request: target as sent, nonce as it stands in the body, body as sent."""
    inner = hashlib.sha256(str(nonce).encode() + body).digest()
    mac = hmac.new(base64.b64decode(secret), target.encode() + inner, hashlib.sha512)
    return base64.b64encode(mac.digest()).decode()


def totp(secret_base32, at=None, step=30):
    """The time-based code (RFC 6238, SHA-1, six digits) of a secret."""
    padded = secret_base32 + "=" * (-len(secret_base32) % 8)
    counter = struct.pack(">Q", int((time.time() if at is None else at) // step))
    mac = hmac.new(base64.b32decode(padded), counter, hashlib.sha1).digest()
    start = mac[-1] & 15
    number = struct.unpack(">I", mac[start : start + 4])[0] & 0x7FFF_FFFF
    return f"{number % 1_000_000:06}"


class Reply:
    """The answer to one request."""

    def __init__(self, response):
        self.status, self.headers, self.body = response.status, response.headers, response.read()

    @property
    def json(self):
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def errors(self):
        """The list of errors of the envelope."""
        return self.json["error"]

    @property
    def result(self):
        """The result of the envelope; fails if there was an error."""
        if self.status != 200 or self.errors:
            raise AssertionError(f"answered {self.status} {self.body.decode(errors='replace')[:300]}")
        return self.json["result"]

    @property
    def reason(self):
        """Why it was refused, as told to whoever proved the signature."""
        return self.headers.get("Claviger-Reason") or ""


class Connection:
    """One connection; requests are bytes."""

    def __init__(self, address, context=None, source=None):
        """`context` is for TLS, `source` the address to come from."""
        self._socket = socket.create_connection(address, TIMEOUT_SECS, (source, 0) if source else None)
        if context:
            self._socket = context.wrap_socket(self._socket, server_hostname="localhost")

    def send(self, data):
        """Writes bytes as they are."""
        self._socket.sendall(data)

    def reply(self, verb="POST"):
        """Reads one answer; interim answers (100) are passed over."""
        response = http.client.HTTPResponse(self._socket, method=verb)
        response.begin()
        return Reply(response)

    def interim(self):
        """Reads an interim answer to its last byte; gives its status."""
        text = b""
        while not text.endswith(b"\r\n\r\n"):
            byte = self._socket.recv(1)
            if not byte:
                break
            text += byte
        return int(text.split(b" ")[1])

    def close(self):
        """Closes it."""
        self._socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def head(verb, target, headers):
    """Request line and headers; `headers` is a list of pairs, sent in that order and spelling."""
    lines = [f"{verb} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join([*lines, "", ""]).encode()


def chunked(body, size):
    """A body in chunks of `size` bytes."""
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def form(nonce, **params):
    """A form body with the nonce first."""
    return urlencode({"nonce": nonce, **params}).encode()


def as_json(nonce, **params):
    """A JSON body with the nonce first: a string stays a string, a number a number."""
    return json.dumps({"nonce": nonce, **params}).encode()
