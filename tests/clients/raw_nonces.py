"""Nonces of every unit and in every spelling; no unit may be assumed."""

import time

from check import equal, has
from raw import BALANCE, Raw
from wire import JSON, as_json, form

LARGEST = 2**64 - 1
NONCE = ["EAPI:Invalid nonce"]


def run(check, world):
    """All of them, each on its own key."""

    def raw(what, **restrictions):
        return Raw(world, world.admin.create_key(f"nonce {what}", ["query-funds"], **restrictions))

    scales(check, raw)
    spellings(check, raw)
    malformed(check, raw)
    window(check, raw)


def scales(check, raw):
    """From whole seconds to nanoseconds, and the largest there is."""
    now = f"{time.time_ns()}"
    for digits in range(10, 20):
        with check(f"{digits} digits"):
            one = raw(f"{digits} digits")
            nonce = int(now[:digits])
            has(one.call(nonce=str(nonce)).result, "ZUSD")
            equal(one.call(nonce=str(nonce)).errors, NONCE, "the same again")
            equal(one.call(nonce=str(nonce - 1)).errors, NONCE, "a lower one")
            has(one.call(nonce=str(nonce + 1)).result, "ZUSD")
    with check("the largest, and nothing after it"):
        last = raw("largest")
        has(last.call(nonce=str(LARGEST)).result, "ZUSD")
        equal(last.call(nonce=str(LARGEST)).errors, NONCE)
        equal(last.call(nonce=str(LARGEST + 1)).errors, NONCE)
    with check("one digit"):
        small = raw("small")
        has(small.call(nonce="1").result, "ZUSD")
        has(small.call(nonce="2").result, "ZUSD")
    with check("seconds after nanoseconds are too low"):
        mixed = raw("mixed")
        has(mixed.call(nonce=now).result, "ZUSD")
        reply = mixed.call(nonce=now[:10])
        equal(reply.errors, NONCE)
        equal(reply.reason, f"invalid-nonce; nonce {now[:10]}, needs at least {int(now) + 1}")


def spellings(check, raw):
    """JSON text, JSON number, form."""
    with check("JSON text of 19 digits"):
        key = raw("JSON text")
        nonce = str(time.time_ns())
        has(key.call(nonce=nonce, body=as_json(nonce), content_type=JSON).result, "ZUSD")
    with check("JSON number of 19 digits, to the last one"):
        key = raw("JSON number")
        nonce = time.time_ns() | 1
        has(key.call(nonce=nonce, body=as_json(nonce), content_type=JSON).result, "ZUSD")
        # The next two are one and the same as floating-point numbers.
        has(key.call(nonce=nonce + 1, body=as_json(nonce + 1), content_type=JSON).result, "ZUSD")
        equal(key.call(nonce=nonce + 1, body=as_json(nonce + 1), content_type=JSON).errors, NONCE)
    with check("JSON number, the largest"):
        has(raw("JSON largest").call(nonce=LARGEST, body=as_json(LARGEST), content_type=JSON).result, "ZUSD")


def malformed(check, raw):
    """What is no nonce burns none."""
    key = raw("malformed")
    bad = ["", "abc", "-1", "+1", "1.5", "1e18", " 1", "0x10", str(LARGEST + 1), "9" * 40, "١٢٣"]
    with check("what is not a number is refused"):
        for nonce in bad:
            reply = key.call(nonce=nonce)
            equal((reply.status, reply.errors), (200, NONCE), f"answer to {nonce!r}")
    with check("JSON numbers that are not whole are refused"):
        for text in ("1.5", "1e18", "-1", "true", "null", "[1]", "[1,2]", '{"a":1}'):
            body = b'{"nonce":%s}' % text.encode()
            errors = key.call(nonce=text, body=body, content_type=JSON).errors
            # A list or an object is not one value, whatever is in it.
            not_one = ["EGeneral:Invalid arguments:nonce"]
            equal(errors, not_one if text[0] in "[{" else NONCE, f"answer to {text}")
    with check("no nonce"):
        equal(key.call(nonce="", body=b"asset=ZUSD").errors, NONCE)
        equal(key.call(nonce="", body=b"").errors, NONCE)
    with check("none of these burnt anything"):
        has(key.call(nonce="1").result, "ZUSD")
    with check("a bad signature burns nothing"):
        nonce = "5000"
        headers = key.headers(BALANCE, "4999", form(nonce))
        equal(key.send(BALANCE, form(nonce), headers).errors, ["EAPI:Invalid signature"])
        has(key.call(nonce="4000").result, "ZUSD")
        has(key.call(nonce=nonce).result, "ZUSD")


def window(check, raw):
    """Out of order, but never twice."""
    with check("a window accepts what is late, once"):
        key = raw("window", nonce_window=100)
        has(key.call(nonce="1000").result, "ZUSD")
        has(key.call(nonce="950").result, "ZUSD")
        equal(key.call(nonce="950").errors, NONCE, "late, and again")
        has(key.call(nonce="901").result, "ZUSD")
        equal(key.call(nonce="900").errors, NONCE, "below the window")
        equal(key.call(nonce="1000").errors, NONCE, "the highest again")
    with check("a window that is changed accepts nothing old"):
        key.world.admin.edit(key.key, nonce_window=1_000)
        equal(key.call(nonce="999").errors, NONCE)
        has(key.call(nonce="1001").result, "ZUSD")
