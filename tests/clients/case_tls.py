"""The server's own TLS: published clients over https, clients that speak HTTP/2 alone, clients that speak TLS alone."""

import socket

from case_ccxt import Ccxt
from case_krakenex import Krakenex
from case_sdk import Sdk
from check import Skip, equal, true
from encrypted import Curl, Httpx, certificate, curl_speaks, trusted
from history import compare
from raw import BALANCE, Raw
from wire import form
from world import World

TRADER = ["query-funds", "query-open-trades", "modify-trades", "close-trades"]
ORDER = {"pair": "XBTUSD", "type": "buy", "ordertype": "limit", "price": "50000", "volume": "0.001"}


def run(check, world):
    """A server with a certificate of its own."""
    check = check.of("tls")
    folder = world.folder / "tls"
    folder.mkdir()
    context = certificate(world.binary, folder)
    files = {"tls.certificate": folder / "chain.pem", "tls.key": folder / "key.pem"}
    served = World(world.binary, folder, files, context)
    served.secrets = world.secrets
    served.start()
    try:
        published(check, served, folder)
        one_version(check, served, folder)
        nothing_else(check, served)
        compare(check, served)
    finally:
        with check("ends by itself, with status 0"):
            equal(served.server.stop(), 0, "status")


def published(check, world, folder):
    """The clients as published, told by the usual means whom to trust, and one that is not told."""
    for client in (Krakenex, Sdk, Ccxt):
        with check(f"{client.name} reads, orders and cancels"), trusted(folder):
            true(world.url.startswith("https://"), world.url)
            caller = client(world.url, world.full_key(f"{client.name} over TLS"), world.calls)
            true(caller.balance(), "no balance")
            txid = caller.add()
            true(txid in caller.open_orders(), "it is not open")
            caller.cancel(txid)
    with check("a client that does not trust the certificate sends nothing"):
        before = len(world.calls.all)
        caller = Krakenex(world.url, world.full_key("krakenex without trust"), world.calls)
        try:
            caller.balance()
        except OSError as error:
            true("CERTIFICATE_VERIFY_FAILED" in str(error), f"it says {error}")
        else:
            raise AssertionError("it was answered")
        equal(len(world.calls.all), before, "calls sent")


def one_version(check, world, folder):
    """Clients that are not ours and speak one version of HTTP, or of TLS, and no other."""
    raw = Raw(world, world.admin.create_key("one version", TRADER))
    authority = folder / "ca.pem"
    versions(check, raw, authority)
    for option, spoken in (("--tls-max=1.2", "TLS 1.2"), ("--tlsv1.3", "TLS 1.3")):
        with check(f"curl with {spoken} and HTTP/1.1 alone"):
            if not curl_speaks("SSL"):
                raise Skip("needs a curl that speaks TLS")
            session(raw, Curl(world.url, authority, "--http1.1", *option.split("=")), "HTTP/1.1")


def versions(check, raw, authority):
    """Signed reads and orders over each version of HTTP."""
    url, context = raw.world.url, raw.world.context
    for version, spoken in ((2, "HTTP/2"), (1, "HTTP/1.1")):
        with check(f"httpx with {spoken} alone"):
            client = Httpx(url, context, version)
            session(raw, client, spoken)
            client.close()
    with check("curl with HTTP/2"):
        if not curl_speaks("HTTP2"):
            raise Skip("needs a curl that speaks HTTP/2")
        session(raw, Curl(url, authority, "--http2"), "HTTP/2")


def session(raw, client, protocol):
    """A read, an order that is placed and cancelled, a replay."""
    true("ZUSD" in call(raw, client, protocol, BALANCE).result, "no balance")
    placed = call(raw, client, protocol, "/0/private/AddOrder", **ORDER).result["txid"][0]
    equal(call(raw, client, protocol, "/0/private/CancelOrder", txid=placed).result["count"], 1)
    nonce = raw.nonce()
    true(call(raw, client, protocol, BALANCE, nonce).result, "no balance")
    equal(call(raw, client, protocol, BALANCE, nonce).errors, ["EAPI:Invalid nonce"])


def call(raw, client, protocol, target, nonce=None, **params):
    """One signed call, which is noted, over the protocol it must be over."""
    nonce = nonce or raw.nonce()
    body = form(nonce, **params)
    headers = [pair for pair in raw.headers(target, nonce, body) if pair[0] != "Host"]
    answer = client.post(target, headers, body)
    equal(answer.protocol.removesuffix(".0"), protocol, "the protocol")
    # What curl shows has no headers; the reason is one.
    reason = answer.headers or {"Claviger-Reason": "invalid-nonce" if answer.errors else ""}
    raw.note(target, headers, body, Noted(answer.status, reason, answer.body))
    return answer


class Noted:
    """An answer as it is noted."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body


def nothing_else(check, world):
    """No plain HTTP where TLS is spoken."""
    with check("plain HTTP is not answered"):
        with socket.create_connection(world.address, timeout=10) as plain:
            plain.sendall(b"GET /0/public/Time HTTP/1.1\r\nHost: a\r\n\r\n")
            told = plain.recv(4096)
        true(not told.startswith(b"HTTP"), f"answered {told[:80]!r}")
