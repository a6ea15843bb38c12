"""What was sent: every signed call, by whichever client, with its answer; and one sent again, byte for byte."""

import base64
import hashlib
import json
import threading
from dataclasses import dataclass
from urllib.parse import parse_qs

from requests.adapters import HTTPAdapter


# What a report comes as.
ARCHIVE = "application/octet-stream"


@dataclass(frozen=True)
class Call:
    """One signed call and its answer."""

    key: str
    path: str
    digest: str
    status: int
    errors: tuple
    reason: str
    signature: str

    @property
    def method(self):
        """What stands behind the path's first two parts."""
        return self.path.removeprefix("/0/private/")


class Calls:
    """All signed calls of the run, in the order of their answers."""

    def __init__(self):
        self._lock = threading.Lock()
        self.all = []

    def add(self, target, headers, body, status, answer_headers, answer):
        """Notes a call if it names a key and is one of the account."""
        path = target.partition("?")[0]
        key = headers.get("API-Key")
        if not path.startswith("/0/private/") or not key:
            return
        if answer_headers.get("Content-Type") == ARCHIVE:
            # A report: what is no envelope is no error.
            errors = ()
        else:
            try:
                errors = tuple(json.loads(answer).get("error", ()))
            except ValueError:
                errors = ("not JSON",)
        reason = answer_headers.get("Claviger-Reason") or ""
        call = Call(key, path, digest(body), status, errors, reason, headers.get("API-Sign") or "")
        with self._lock:
            self.all.append(call)

    @property
    def last(self):
        """The call answered last."""
        return self.all[-1]


def is_signature(text):
    """Whether this is the base64 of 64 bytes, to the letter."""
    try:
        raw = base64.b64decode(text, validate=True)
    except ValueError:
        return False
    return len(raw) == 64 and base64.b64encode(raw).decode() == text


def digest(body):
    """SHA-256 of the nonce's text and the body, in hex: what an audit entry keeps of a request."""
    return hashlib.sha256(nonce_text(body) + body).hexdigest()


def nonce_text(body):
    """The nonce as it stands in a body, form or JSON."""
    try:
        if body.lstrip().startswith(b"{"):
            return str(json.loads(body).get("nonce", "")).encode()
        return parse_qs(body.decode()).get("nonce", [""])[0].encode()
    except (ValueError, AttributeError):
        return b""


class Tape(HTTPAdapter):
    """Stands in a client's own `requests.Session`: the client signs, sends and judges as ever."""

    def __init__(self, calls):
        super().__init__()
        self._calls = calls
        self._again = None
        self.last_request = None
        self.last_content = b""
        # The methods of all that was sent, market data too.
        self.sent = []

    def mount(self, session):
        """Listens to everything a session sends, over TLS or not."""
        for scheme in ("http://", "https://"):
            session.mount(scheme, self)

    def replay(self):
        """Has the next request replaced by the last one, unchanged."""
        if self.last_request is None:
            raise AssertionError("nothing was sent yet")
        self._again = self.last_request

    def send(self, request, *args, **kwargs):
        request, self._again = self._again or request, None
        self.last_request = request
        self.sent.append(request.path_url.partition("?")[0].split("/", 3)[-1])
        response = super().send(request, *args, **kwargs)
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        self.last_content = response.content
        answer = response.status_code, response.headers, response.content
        self._calls.add(request.path_url, request.headers, body, *answer)
        return response
