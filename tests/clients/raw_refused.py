"""Requests that must be refused, whatever they hope for: always HTTP 200, never a call."""

import base64

from check import equal, true
from keys import never_issued
from raw import BALANCE, Raw, public
from wire import FORM, JSON, form, head, sign

KEY, SIGNATURE = ["EAPI:Invalid key"], ["EAPI:Invalid signature"]
ARGUMENTS = ["EGeneral:Invalid arguments"]
UNKNOWN = ["EGeneral:Unknown method"]


def run(check, world, raw):
    """All of them."""
    repeated(check, raw)
    headers_missing(check, raw)
    altered(check, raw)
    bodies(check, raw)
    paths(check, world, raw)
    forwarded(check, world)


def _answer(raw, body, headers, target=BALANCE, verb="POST"):
    reply = raw.send(target, body, headers, verb)
    equal(reply.status, 200, "status")
    return reply.errors


def repeated(check, raw):
    """What may stand once."""
    for name in ("nonce", "otp", "pair"):
        with check(f"{name} twice in a form"):
            nonce = raw.nonce()
            pair = f"{name}={nonce if name == 'nonce' else 'XBTUSD'}"
            body = f"nonce={nonce}&{pair}{'' if name == 'nonce' else '&' + pair}".encode()
            target = "/0/private/AddOrder"
            expected = [f"EGeneral:Invalid arguments:{name}"]
            equal(_answer(raw, body, raw.headers(target, nonce, body), target), expected)
    with check("a member twice in JSON"):
        for name in ("nonce", "otp", "pair"):
            nonce = raw.nonce()
            value = nonce if name == "nonce" else "1"
            body = f'{{"nonce":"{nonce}","{name}":"{value}","{name}":"{value}"}}'.encode()
            equal(_answer(raw, body, raw.headers(BALANCE, nonce, body, JSON))[0][:26], ARGUMENTS[0])
    for at, name, expected in ((1, "API-Key", KEY), (2, "API-Sign", SIGNATURE)):
        with check(f"{name} twice"):
            nonce = raw.nonce()
            pairs = raw.headers(BALANCE, nonce, form(nonce))
            equal(_answer(raw, form(nonce), [*pairs, pairs[at]]), expected)
            spelled = (name.lower(), pairs[at][1])
            equal(_answer(raw, form(nonce), [*pairs, spelled]), expected)


def headers_missing(check, raw):
    """What must be there, and whole."""

    def with_header(name, value):
        nonce = raw.nonce()
        pairs = [pair for pair in raw.headers(BALANCE, nonce, form(nonce)) if pair[0] != name]
        return _answer(raw, form(nonce), pairs if value is None else [*pairs, (name, value)])

    with check("API-Key missing or malformed"):
        key = raw.key.api_key
        typo = key[:-2] + ("AA" if key[-2:] != "AA" else "BB")
        for value in (None, "", "x", key[:-1], f"{key}A", typo, key.lower(), never_issued().api_key, "k" * 4000):
            equal(with_header("API-Key", value), KEY)
    with check("API-Sign missing or malformed"):
        whole = base64.b64encode(bytes(64)).decode()
        half = base64.b64encode(bytes(32)).decode()
        for value in (None, "", "x", whole, whole[:-2], whole[:-1] + "*", whole.rstrip("="), half):
            equal(with_header("API-Sign", value), SIGNATURE)


def altered(check, raw):
    """The signature covers all of it."""
    with check("one byte of the body altered"):
        nonce = raw.nonce()
        headers = raw.headers(BALANCE, nonce, form(nonce, asset="ZUSD"))
        equal(_answer(raw, form(nonce, asset="ZUSE"), headers), SIGNATURE)
        equal(_answer(raw, form(nonce, asset="ZUSD") + b"&", headers), SIGNATURE)
    with check("another method with the same body"):
        nonce = raw.nonce()
        headers = raw.headers(BALANCE, nonce, form(nonce))
        equal(_answer(raw, form(nonce), headers, "/0/private/BalanceEx"), SIGNATURE)
    with check("a parameter moved into the query"):
        nonce = raw.nonce()
        headers = raw.headers("/0/private/TradeBalance", nonce, form(nonce))
        equal(_answer(raw, form(nonce), headers, "/0/private/TradeBalance?asset=ZUSD"), ARGUMENTS)


def bodies(check, raw):
    """Bodies that cannot be parsed, well signed."""
    with check("malformed bodies"):
        bad = [b'{"nonce":"1"', b"[1]", b'{"nonce":"1"}x', b'{"nonce":"1","a":' + b"[" * 200 + b"]" * 200 + b"}"]
        for body in bad:
            headers = raw.headers(BALANCE, "1", body, JSON)
            equal(_answer(raw, body, headers), ARGUMENTS, f"answer to {body[:30]!r}")
        for body in (b"nonce=1&a=%zz", b"nonce=1&a=%f", b"nonce=1&a=\xff\xfe"):
            equal(_answer(raw, body, raw.headers(BALANCE, "1", body)), ARGUMENTS, f"answer to {body!r}")
    with check("a body that is too large"):
        body = form(raw.nonce(), x="a" * 3_000_000)
        with raw.connect() as connection:
            pairs = [*raw.headers(BALANCE, "1", body), ("Content-Length", len(body))]
            connection.send(head("POST", BALANCE, pairs))
            try:
                connection.send(body)
            except OSError:
                pass
            reply = connection.reply()
        true(reply.status in (200, 413), f"answered {reply.status}")
        true(reply.status == 413 or reply.errors == ARGUMENTS, f"answered {reply.body[:200]!r}")


def paths(check, world, raw):
    """Verbs and paths."""
    with check("GET on a private method"):
        nonce = raw.nonce()
        target = f"{BALANCE}?nonce={nonce}"
        headers = [("Host", "h"), ("API-Key", raw.key.api_key)]
        headers.append(("API-Sign", sign(raw.key.private_key, target, nonce, b"")))
        reply = public(world, target, "GET", headers=headers[1:])
        equal((reply.status, reply.errors), (200, ARGUMENTS))
    with check("other verbs on a private method"):
        for verb in ("PUT", "DELETE", "PATCH", "OPTIONS"):
            nonce = raw.nonce()
            equal(_answer(raw, form(nonce), raw.headers(BALANCE, nonce, form(nonce)), BALANCE, verb), ARGUMENTS, verb)
    with check("paths are taken to the letter"):
        for path in ("/0/private/balance", "/0/private/Balance/", "//0/private/Balance", "/0/private/%42alance",
                     "/0/public/../private/Balance", "/0/private/./Balance", "/1/private/Balance", "/0/private/"):
            nonce = raw.nonce()
            reply = raw.send(path, form(nonce), raw.headers(path, nonce, form(nonce)))
            true(reply.status in (200, 404), f"{path} answered {reply.status}")
            true(b'"ZUSD"' not in reply.body, f"{path} was served")
            if reply.status == 200:
                equal(reply.errors, UNKNOWN, f"answer to {path}")
    with check("every documented method that is not offered says so"):
        names = "GetWebSocketsToken WalletTransfer CreditLines CreateSubaccount AccountTransfer ListWalletAccounts"
        for name in names.split():
            equal(raw.call(f"/0/private/{name}").errors, ["EAPI:Feature disabled"], name)


def forwarded(check, world):
    """The address is that of the connection, unless a trusted proxy says otherwise; none is trusted here."""
    with check("a forged X-Forwarded-For changes nothing"):
        away = Raw(world, world.admin.create_key("raw away", ["query-funds"], allowlist=["203.0.113.0/24"]))
        there = "203.0.113.5"
        for name, value in (("X-Forwarded-For", there), ("Forwarded", f"for={there}"), ("X-Real-IP", there)):
            nonce = away.nonce()
            headers = [*away.headers(BALANCE, nonce, form(nonce), FORM), (name, value)]
            reply = away.send(BALANCE, form(nonce), headers)
            equal((reply.errors, reply.reason), (KEY, "source-not-allowed; seen from 127.0.0.1"), name)
