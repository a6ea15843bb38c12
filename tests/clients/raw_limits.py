"""Rate counter and lock-out, and how each client shows them."""

from case_ccxt import Ccxt
from case_krakenex import Krakenex
from case_sdk import Sdk
from check import equal, true
from raw import BALANCE, Raw
from wire import form

RATE, LOCKED, SIGNATURE = "EAPI:Rate limit exceeded", "EGeneral:Temporary lockout", "EAPI:Invalid signature"
CLIENTS = (Krakenex, Sdk, Ccxt)


def run(check, world):
    """All of them."""
    rate(check, world)
    lockout(check, world)
    second_factor(check, world)


def rate(check, world):
    """More calls than the counter takes."""
    for client in CLIENTS:
        with check(f"rate counter full, as {client.name} shows it"):
            key = world.admin.create_key(f"limit rate {client.name}", ["query-funds"])
            # Whole seconds: below the nonces of every client.
            raw = Raw(world, key, first_nonce=1_000_000_000)
            with raw.connect() as connection:
                _fill(raw, connection, world.rate_max)
            caller = client(world.url, key, world.calls)
            caller.refused(RATE, "rate-limited", caller.balance)


def _fill(raw, connection, most):
    for sent in range(most + 50):
        nonce = raw.nonce()
        body = form(nonce)
        reply = raw.send_on(connection, BALANCE, body, raw.headers(BALANCE, nonce, body))
        if reply.errors:
            equal((reply.errors, reply.reason), ([RATE], "rate-limited"))
            true(sent >= most, f"only {sent} calls were let through")
            return
    raise AssertionError(f"{most + 50} calls were let through")


def lockout(check, world):
    """Bad signatures lock out whoever sends them, never the owner."""
    for client in CLIENTS:
        with check(f"locked out, as {client.name} shows it; a good signature passes"):
            key = world.admin.create_key(f"limit lockout {client.name}", ["query-funds"])
            raw = Raw(world, key, first_nonce=1_000_000_000)
            texts = [_bad(raw) for _ in range(world.lockout_failures + 2)]
            equal(texts, [SIGNATURE] * world.lockout_failures + [LOCKED] * 2)
            thief = client(world.url, world.with_secret_of(key, world.spare), world.calls)
            thief.unproven(LOCKED, thief.balance)
            owner = client(world.url, key, world.calls)
            true(owner.balance(), "its owner was locked out")
            thief.unproven(SIGNATURE, thief.balance)


def second_factor(check, world):
    """Wrong codes behind a good signature count against the key itself."""
    with check("a second factor guessed too often"):
        secret = world.secret_text("a password nobody guesses")
        key = world.admin.create_key("limit factor", ["query-funds"], second_factor_password=secret)
        raw = Raw(world, key)
        most = world.second_factor_failures
        texts = [raw.call(otp=f"guess {n}").errors[0] for n in range(most + 2)]
        equal(texts, [SIGNATURE] * most + [LOCKED] * 2)
        equal(raw.call(otp=secret).errors, [LOCKED], "the right one, while locked")


def _bad(raw):
    nonce = raw.nonce()
    reply = raw.send(BALANCE, form(nonce), raw.headers(BALANCE, "0", form(nonce)))
    equal(reply.reason, "", "Claviger-Reason")
    return reply.errors[0]

