"""After a restart everything holds that held before."""

import raw_exports
from case_krakenex import Krakenex
from check import equal, true
from raw import Raw
from refusals import KEY, NONCE


def run(check, world):
    """Stops the server, starts it again, and lets old callers call."""
    check = check.of("restart")
    raw = Raw(world, world.admin.create_key("before the restart", ["query-funds"]))
    nonce = raw.nonce()
    true(raw.call(nonce=nonce).result, "no balance")
    before = Krakenex(world.url, world.full_key("krakenex restart"), world.calls)
    reporter = Raw(world, world.admin.create_key("reports before the restart", ["export-data", "query-ledger"]))
    report = raw_exports.processed(reporter, raw_exports.ask(reporter))
    archive = reporter.call(raw_exports.RETRIEVE, id=report).body
    txid, funds = before.add(), _settled(before)
    with check("stops and starts"):
        world.restart()
    with check("orders, holds and balances are as they were"):
        after = Krakenex(world.url, before.key, world.calls)
        equal(_settled(after), funds)
        true(txid in after.open_orders(), "the order is not open any more")
        after.cancel(txid)
    with check("a report is the same to the byte"):
        equal(reporter.call(raw_exports.RETRIEVE, id=report).body, archive)
    with check("nonces are remembered"):
        reply = raw.call(nonce=nonce)
        true(reply.errors == [NONCE], f"answered {reply.errors}")
        true(raw.call().result, "a new nonce works")
    for caller in world.revoked:
        with check(f"revoked stays revoked ({caller.name})"):
            moved = type(caller)(world.url, caller.key, world.calls)
            moved.refused(KEY, "revoked", moved.balance)
    for caller in world.replayable:
        with check(f"its last call cannot be replayed ({caller.name})"):
            body = caller.tape.last_request
            true(body.headers["API-Key"] == caller.key.api_key, "another key's call")
            reply = _again(world, body)
            true(reply.errors == [NONCE], f"answered {reply.errors}")
        with check(f"goes on ({caller.name})"):
            moved = type(caller)(world.url, caller.key, world.calls)
            true(moved.balance(), "no balance")


def _settled(client):
    """Balances and holds of what no withdrawal is on its way of."""
    return {asset: row for asset, row in client.private("BalanceEx").items() if asset in ("ZUSD", "XXBT", "XETH")}


def _again(world, request):
    """Sends a recorded request to the server's new address, byte for byte."""
    raw = Raw(world, None)
    body = request.body.encode() if isinstance(request.body, str) else request.body
    names = ("API-Key", "API-Sign", "Content-Type", "User-Agent")
    headers = [("Host", "127.0.0.1"), *((name, request.headers[name]) for name in names)]
    return raw.send(request.path_url, body, headers)
