"""The management API, as far as the tests need it."""

import json
import urllib.error
import urllib.request
from datetime import datetime, timezone
from urllib.parse import quote, urlencode

from keys import Key

TIMES = ("not_before", "expires_at", "query_from", "query_to")


class Problem(Exception):
    """The API refused."""

    def __init__(self, status, body):
        try:
            problem = json.loads(body)
            text = f"{problem.get('title')}: {problem.get('detail')}"
        except (ValueError, AttributeError):
            text = body[:200].decode(errors="replace")
        super().__init__(f"management API answered {status}: {text}")
        self.status = status


class Admin:
    """Somebody with an administration token."""

    def __init__(self, url, token, secrets, context=None):
        self.url, self._token, self._secrets, self._context = url, token, secrets, context

    def send(self, verb, path, body=None):
        """One request; gives the answer's JSON."""
        request = urllib.request.Request(f"{self.url}/api/v1{path}", method=verb)
        request.add_header("Authorization", f"Bearer {self._token}")
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, data, timeout=15, context=self._context) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            raise Problem(error.code, error.read()) from None
        return json.loads(text) if text else None

    def create_key(self, name, permissions, second_factor_password=None, **restrictions):
        """A private key."""
        body = {"name": name, "kind": "private", "permissions": list(permissions), **_fields(restrictions)}
        if second_factor_password:
            body["second_factor"] = {"kind": "password", "password": second_factor_password}
        return self._held(self.send("POST", "/keys", body))

    def create_totp_key(self, name, permissions):
        """A private key that wants time-based codes, and the secret of those."""
        body = {"name": name, "kind": "private", "permissions": list(permissions), "second_factor": {"kind": "totp"}}
        created = self.send("POST", "/keys", body)
        secret = created["totp_secret"]
        self._secrets.add("a TOTP secret", secret)
        return self._held(created), secret

    def create_public_key(self, name):
        """A key that reads market data."""
        return self._held(self.send("POST", "/keys", {"name": name, "kind": "public"}))

    def _held(self, created):
        private = created.get("private_key", "")
        if private:
            self._secrets.add("a private key", private)
        public = created["id"], created["name"], created["api_key"]
        return Key(*public, private, tuple(created["permissions"]))

    def edit(self, key, **changes):
        """Changes a key."""
        return self.send("PATCH", _path(key), _fields(changes))

    def step(self, key, state):
        """Steps a key down or up; waits until no call from before is open."""
        return self.send("POST", f"{_path(key)}/step", {"state": state, "drain_secs": 5})

    def refuses_to_step(self, key, state):
        """Fails unless stepping is refused."""
        try:
            self.step(key, state)
        except Problem as problem:
            if 400 <= problem.status < 500:
                return
            raise
        raise AssertionError(f"a revoked key could be stepped to {state}")

    def revoke(self, key):
        """Takes a key back."""
        return self.send("POST", f"{_path(key)}/revoke", {})

    def history(self, key):
        """All entries of a key, oldest first."""
        return self._all(f"{_path(key)}/history")

    def whole_history(self):
        """All calls of the account, oldest first."""
        return self._all("/history")

    def keys(self):
        """All keys of the account."""
        return self._all("/keys")

    def _all(self, path):
        items, query = [], {"limit": 200}
        while True:
            page = self.send("GET", f"{path}?{urlencode(query)}")
            items += page["items"]
            if not page.get("next"):
                return items[::-1]
            query["cursor"] = page["next"]

    def deposit(self, asset, amount):
        """Play money."""
        return self.send("POST", "/paper/deposits", {"asset": asset, "amount": amount})

    def save_address(self, asset, name, address):
        """An address to withdraw to."""
        return self.send("POST", "/paper/addresses", {"asset": asset, "key": name, "address": address})


def _path(key):
    return f"/keys/{quote(key if isinstance(key, str) else key.id, safe='')}"


def _fields(given):
    """Times are given in Unix seconds, the nonce window as a number; both are sent as text."""
    fields = dict(given)
    if "nonce_window" in fields:
        fields["nonce_window"] = str(fields["nonce_window"])
    for name in TIMES:
        if isinstance(fields.get(name), (int, float)):
            at = datetime.fromtimestamp(fields[name], timezone.utc)
            fields[name] = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return fields
