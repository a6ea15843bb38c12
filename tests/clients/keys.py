"""API keys as the tests hold them; their secrets are never printed."""

import base64
import binascii
import os
from dataclasses import dataclass, field

API_KEY_PREFIX, PRIVATE_KEY_PREFIX = "ClavKey1", "ClavSec1"


@dataclass(frozen=True)
class Key:
    """An issued key with its private half."""

    id: str
    name: str
    api_key: str
    private_key: str = field(repr=False)
    permissions: tuple = ()


def never_issued():
    """A key of the right format that no server knows."""
    return Key("", "never issued", _credential(API_KEY_PREFIX, 32), _credential(PRIVATE_KEY_PREFIX, 54))


def _credential(prefix, random):
    body = base64.b64decode(prefix) + os.urandom(random)
    return base64.b64encode(body + binascii.crc32(body).to_bytes(4, "big")).decode()


class Secrets:
    """Everything that must never be seen where it was not asked for."""

    def __init__(self):
        self._all = {}

    def add(self, what, text):
        """Remembers a secret and what it is."""
        self._all[text] = what

    def redact(self, text):
        """The text without them."""
        for secret, what in self._all.items():
            text = text.replace(secret, f"<{what}>")
        return text

    def found_in(self, data):
        """What of them stands in `data`, plain, URL-encoded, hex or base64, or as the bytes behind their base64."""
        found = []
        for secret, what in self._all.items():
            found += [f"{what} ({form})" for form, text in _forms(secret) if text in data]
        return found


def _forms(secret):
    """The ways a secret may be written."""
    raw = secret.encode()
    yield "plain", raw
    yield "URL-encoded", raw.replace(b"+", b"%2B").replace(b"/", b"%2F").replace(b"=", b"%3D")
    yield "hex", raw.hex().encode()
    yield "base64", base64.b64encode(raw)
    for inner in (_decoded(base64.b64decode, secret), _decoded(base64.b32decode, secret)):
        if inner:
            yield "raw bytes", inner
            yield "hex of raw bytes", inner.hex().encode()


def _decoded(decode, text):
    """The bytes a text stands for, if they are enough to be told from chance."""
    try:
        inner = decode(text + "=" * (-len(text) % 8 if decode is base64.b32decode else 0))
    except ValueError:
        return b""
    return inner if len(inner) >= 16 else b""
