"""Behind nginx, which ends TLS: the same sessions, and the address that is seen is the client's, whatever it claims.

The configuration is `packaging/nginx.conf`, which docs/tls.md shows.
"""

import re
import urllib.request

import case_ccxt
import case_krakenex
import case_newer
import case_raw
import case_sdk
import history
import nginx
import raw_refused
from case_tls import TRADER, versions
from check import Skip, equal, has, true
from encrypted import certificate, trusted
from raw import BALANCE, Raw
from wire import JSON, Connection, as_json, chunked, form, head
from world import World

# What makes nginx believe whatever a client says of itself, and hand it on.
FAULT = {"X-Forwarded-For $remote_addr": "X-Forwarded-For $http_x_forwarded_for"}
# All of them this machine's.
HOME, AWAY = "127.0.0.2", "127.0.0.3"
CLAIMS = ("X-Forwarded-For", "X-Real-IP", "Forwarded")
LARGE = 100_000


class Proxied(World):
    """A server that trusts the proxy before it; clients see only the proxy."""

    def __init__(self, binary, folder, context):
        super().__init__(binary, folder, {"server.trusted_proxies": "127.0.0.1"})
        self.front_context, self.front = context, None

    def start(self):
        super().start()
        self.stand("nginx")
        self.context = self.front_context

    def stand(self, name, fault=()):
        """Puts an nginx in front, in the place of the one before."""
        if self.front:
            self.front.stop()
        self.front = nginx.Nginx(self.folder / name, self.server.address, self.folder, fault)
        self.front.start()

    @property
    def url(self):
        return f"https://127.0.0.1:{self.front.port}"

    @property
    def address(self):
        return "127.0.0.1", self.front.port

    def connections(self):
        """How many connections the server has accepted."""
        with urllib.request.urlopen(f"{self.server.url}/metrics", timeout=10) as answer:
            found = re.search(rb"^claviger_connections_accepted_total ([0-9]+)", answer.read(), re.MULTILINE)
        return int(found.group(1))


def run(check, world):
    """All of them."""
    check = check.of("proxy")
    if not nginx.program():
        with check("nginx"):
            raise Skip("needs nginx (Debian: apt-get install nginx-light)")
        return
    folder = world.folder / "proxy"
    folder.mkdir()
    proxied = Proxied(world.binary, folder, certificate(world.binary, folder))
    proxied.secrets = world.secrets
    try:
        with trusted(folder):
            proxied.start()
            whole_sessions(check, proxied)
        written_by_hand(check, proxied)
        versions(check, Raw(proxied, proxied.admin.create_key("versions", TRADER)), folder / "ca.pem")
        addresses(check, proxied)
        sizes(check, proxied)
        history.run(check, proxied)
        with check("nginx has nothing to complain of"):
            # But of the body that was too large on purpose.
            equal([line for line in proxied.front.complaints() if "intended to send too large" not in line], [])
        tooth(check, proxied)
    finally:
        if proxied.front:
            proxied.front.stop()
        with check("the server ends by itself, with status 0"):
            equal(proxied.server.stop(), 0, "status")
    history.after_the_end(check, proxied)


def whole_sessions(check, proxied):
    """The published clients: everything they do without a proxy."""
    for case in (case_krakenex, case_sdk, case_ccxt, case_newer):
        case.run(check, proxied)


def written_by_hand(check, proxied):
    """Bodies and heads as other clients write them; what must be refused is, behind a proxy, too."""
    raw = Raw(proxied, proxied.admin.create_key("by hand", case_raw.READER))
    case_raw.shapes(check.of("shape"), raw)
    case_raw.names(check.of("shape"), raw)
    case_raw.market(check.of("public"), proxied)
    raw_refused.paths(check.of("refused"), proxied, raw)
    with check("connections stay open on both sides"):
        before, calls = proxied.connections(), 50
        with raw.connect() as connection:
            for _ in range(calls):
                nonce = raw.nonce()
                body = form(nonce)
                has(raw.send_on(connection, BALANCE, body, raw.headers(BALANCE, nonce, body)).result, "ZUSD")
        made = proxied.connections() - before
        true(made < calls // 5, f"{made} connections were made to the server for {calls} calls on one")


def addresses(check, proxied):
    """Who is seen."""
    key = proxied.admin.create_key("at home", ["query-funds"], allowlist=[HOME])
    raw = Raw(proxied, key)
    with check("the client's address is the one that is judged"):
        has(ask(raw, HOME).result, "ZUSD")
        refused(ask(raw, AWAY), AWAY)
    for name in CLAIMS:
        with check(f"{name} of a client changes nothing"):
            claim = f"for={HOME}" if name == "Forwarded" else HOME
            refused(ask(raw, AWAY, (name, claim)), AWAY)
            has(ask(raw, HOME, (name, claim.replace(HOME, AWAY))).result, "ZUSD")
            # Not even of one on the proxy's own machine.
            refused(ask(raw, "127.0.0.1", (name, claim)), "127.0.0.1")
    with check("whoever goes past the proxy is seen as itself"):
        nonce = raw.nonce()
        headers = [*raw.headers(BALANCE, nonce, form(nonce)), ("X-Forwarded-For", HOME)]
        with Connection(proxied.server.address, source=AWAY) as connection:
            refused(raw.send_on(connection, BALANCE, form(nonce), headers), AWAY)
    with check("the history has the client's address"):
        sources = {(entry["source"], entry["outcome"]) for entry in proxied.admin.history(key)
                   if entry["action"] == "funds.balance"}
        equal(sources, {(HOME, "allowed"), (AWAY, "refused"), ("127.0.0.1", "refused")}, "sources")


def tooth(check, proxied):
    """An nginx that lets clients say who they are is noticed."""
    with check("tooth: a client that is believed is noticed"):
        proxied.stand("faulty", FAULT)
        raw = Raw(proxied, proxied.admin.create_key("tooth", ["query-funds"], allowlist=[HOME]))
        try:
            refused(ask(raw, AWAY, ("X-Forwarded-For", HOME)), AWAY)
        except AssertionError:
            return
        raise AssertionError("nobody noticed")


def ask(raw, source, *more):
    """A signed call from an address, with more headers."""
    nonce = raw.nonce()
    with raw.world.connect(source) as connection:
        return raw.send_on(connection, BALANCE, form(nonce), [*raw.headers(BALANCE, nonce, form(nonce)), *more])


def refused(reply, source):
    """Fails unless a call was refused for this address."""
    equal((reply.errors, reply.reason), (["EAPI:Invalid key"], f"source-not-allowed; seen from {source}"))


def large(nonce):
    """A body that is more than nginx keeps in memory."""
    return as_json(nonce) + b" " * LARGE


def sizes(check, proxied):
    """What does not fit into the proxy's memory, and what is too much."""
    raw = Raw(proxied, proxied.admin.create_key("sizes", ["query-funds"]))
    for framed in ("Content-Length", "chunked"):
        with check(f"a large body, {framed}"):
            nonce = raw.nonce()
            body = large(nonce)
            headers = raw.headers(BALANCE, nonce, body, JSON)
            if framed == "chunked":
                reply = raw.send(BALANCE, body, [*headers, ("Transfer-Encoding", "chunked")], parts=chunked(body, 4096))
            else:
                reply = raw.send(BALANCE, body, headers)
            has(reply.result, "ZUSD")
    with check("a large body that waits to be asked for"):
        nonce = raw.nonce()
        body = large(nonce)
        headers = [*raw.headers(BALANCE, nonce, body, JSON), ("Content-Length", len(body)), ("Expect", "100-continue")]
        with raw.connect() as connection:
            connection.send(head("POST", BALANCE, headers))
            equal(connection.interim(), 100, "the interim answer")
            connection.send(body)
            reply = connection.reply()
        raw.note(BALANCE, headers, body, reply)
        has(reply.result, "ZUSD")
    with check("a body that is too large"):
        nonce = raw.nonce()
        body = form(nonce, x="a" * 200_000)
        with raw.connect() as connection:
            pairs = [*raw.headers(BALANCE, nonce, body), ("Content-Length", len(body))]
            connection.send(head("POST", BALANCE, pairs))
            equal(connection.reply().status, 413, "status")
        has(raw.call(nonce=nonce).result, "ZUSD")
