"""Codes of an authenticator (RFC 6238: SHA-1, six digits, thirty seconds)."""

import base64
import hmac
import struct
import time

STEP_SECS = 30


class Authenticator:
    """An app that holds one secret. It gives no code twice: a code works once."""

    def __init__(self, secret, ahead_secs=0):
        padded = secret.replace(" ", "") + "=" * (-len(secret.replace(" ", "")) % 8)
        self._key = base64.b32decode(padded.upper())
        self._last = 0
        # How far the server's clock is ahead.
        self.ahead_secs = ahead_secs

    def _now(self):
        return (int(time.time()) + self.ahead_secs) // STEP_SECS

    def code(self):
        """A code that was not given before. One of the step that comes next is good already; past that it waits."""
        step = max(self._now(), self._last + 1)
        while step > self._now() + 1:
            time.sleep(0.2)
        self._last = step
        digest = hmac.digest(self._key, struct.pack(">Q", step), "sha1")
        at = digest[-1] & 15
        number = struct.unpack(">I", digest[at : at + 4])[0] & 0x7FFFFFFF
        return f"{number % 1_000_000:06}"
