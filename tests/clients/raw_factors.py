"""Keys whose calls must carry a second factor."""

import time

from case_ccxt import Ccxt
from case_krakenex import Krakenex
from case_sdk import Sdk
from check import equal, has, true
from raw import Raw
from wire import JSON, as_json, totp

SIGNATURE = ["EAPI:Invalid signature"]
STEP_SECS = 30


def run(check, world):
    """Password and time-based code."""
    password(check, world)
    codes(check, world)
    unwanted(check, world)


def password(check, world):
    """A static password in `otp`."""
    secret = world.secret_text("a key's password")
    raw = Raw(world, world.admin.create_key("otp password", ["query-funds"], second_factor_password=secret))
    with check("password: missing"):
        reply = raw.call()
        equal((reply.errors, reply.reason), (SIGNATURE, "second-factor-missing"))
    with check("password: wrong"):
        for wrong in ("", "x", secret[:-1], secret + "x"):
            reply = raw.call(otp=wrong)
            equal(reply.errors, SIGNATURE)
            true(reply.reason in ("second-factor-wrong", "second-factor-missing"), reply.reason)
    with check("password: right, in a form and in JSON"):
        has(raw.call(otp=secret).result, "ZUSD")
        nonce = raw.nonce()
        body = as_json(nonce, otp=secret)
        has(raw.call(nonce=nonce, body=body, content_type=JSON).result, "ZUSD")
    with check("password: as the clients send it"):
        for client in (Krakenex, Sdk, Ccxt):
            # A key for each: their nonces differ in length.
            own = world.admin.create_key(f"otp {client.name}", ["query-funds"], second_factor_password=secret)
            caller = client(world.url, own, world.calls)
            caller.refused(SIGNATURE[0], "second-factor-missing", caller.balance)
            has(caller.balance_with(secret), "ZUSD")


def codes(check, world):
    """A time-based code, used once."""
    key, secret = world.admin.create_totp_key("otp codes", ["query-funds"])
    raw = Raw(world, key)
    with check("code: right, once"):
        _not_at_the_edge()
        code = totp(secret)
        has(raw.call(otp=code).result, "ZUSD")
        reply = raw.call(otp=code)
        equal((reply.errors, reply.reason), (SIGNATURE, "second-factor-reused"))
    with check("code: one step early or late is taken"):
        early = totp(secret, time.time() + STEP_SECS)
        has(raw.call(otp=early).result, "ZUSD")
    with check("code: wrong, old and missing"):
        for wrong in ("000000", totp(secret, time.time() - 10 * STEP_SECS), "12345", "abcdef", "1234567"):
            reply = raw.call(otp=wrong)
            equal((reply.errors, reply.reason), (SIGNATURE, "second-factor-wrong"), f"answer to {wrong}")
        reply = raw.call()
        equal((reply.errors, reply.reason), (SIGNATURE, "second-factor-missing"))


def _not_at_the_edge():
    """Waits if the step is about to change."""
    left = STEP_SECS - time.time() % STEP_SECS
    if left < 3:
        time.sleep(left + 0.1)


def unwanted(check, world):
    """A factor nobody asked for."""
    with check("a second factor for a key that has none"):
        raw = Raw(world, world.admin.create_key("otp unwanted", ["query-funds"]))
        reply = raw.call(otp="123456")
        equal((reply.errors, reply.reason), (SIGNATURE, "second-factor-unexpected"))
