"""Every way of being refused, through one client: the text of DESIGN.md's table, shown as that client shows it."""

import time

from check import equal, true
from keys import Key, never_issued

KEY, SIGNATURE, NONCE = "EAPI:Invalid key", "EAPI:Invalid signature", "EAPI:Invalid nonce"
DENIED, ARGUMENTS = "EGeneral:Permission denied", "EGeneral:Invalid arguments"
# What everything but a report comes as.
ENVELOPE = "application/json; charset=utf-8"
DISABLED, UNKNOWN = "EAPI:Feature disabled", "EGeneral:Unknown method"
TRADER = ["query-funds", "query-open-trades", "modify-trades", "close-trades"]
ELSEWHERE = ["192.0.2.0/24", "2001:db8::/32"]
LIFE_SECS = 3.0


def run(check, world, client):
    """All of them; `client` is the class of a caller."""
    permissions(check, world, client)
    places(check, world, client)
    times(check, world, client)
    dates(check, world, client)
    states(check, world, client)
    revocation(check, world, client)
    replays(check, world, client)
    strangers(check, world, client)
    methods(check, world, client)


def _caller(world, client, what, permissions=None, **restrictions):
    key = world.admin.create_key(f"{client.name} {what}", permissions or TRADER, **restrictions)
    return client(world.url, key, world.calls)


def permissions(check, world, client):
    """A key that may only look."""
    looker = _caller(world, client, "looks", ["query-funds"])
    with check("missing permission: order"):
        true(looker.balance(), "what is permitted works")
        looker.refused(DENIED, "permission-missing; missing: modify-trades", looker.add)
    with check("missing permission: withdrawal"):
        looker.refused(DENIED, "permission-missing; missing: withdraw-funds", looker.withdraw)
    with check("missing permission: read"):
        looker.refused(DENIED, "permission-missing; missing: query-open-trades", looker.open_orders)


def places(check, world, client):
    """A key for another place."""
    with check("wrong address"):
        away = _caller(world, client, "elsewhere", allowlist=ELSEWHERE)
        away.refused(KEY, "source-not-allowed; seen from 127.0.0.1", away.balance)
    with check("right address"):
        here = _caller(world, client, "here", allowlist=["127.0.0.0/8", "192.0.2.1"])
        true(here.balance(), "it may be used from here")
    with check("an allowlist edited holds at once"):
        world.admin.edit(here.key, allowlist=ELSEWHERE)
        here.refused(KEY, "source-not-allowed", here.balance)


def times(check, world, client):
    """Keys before and after their time."""
    with check("not yet valid"):
        early = _caller(world, client, "early", not_before=time.time() + 3600)
        early.refused(KEY, "not-yet-valid", early.balance)
    with check("expired"):
        short = _caller(world, client, "short", expires_at=time.time() + LIFE_SECS)
        true(short.balance(), "it works before it expires")
        time.sleep(LIFE_SECS + 0.1)
        short.refused(KEY, "expired; at ", short.balance)
    with check("expired, then given more time"):
        world.admin.edit(short.key, expires_at=time.time() + 3600)
        true(short.balance(), "it works again")


def dates(check, world, client):
    """History the key may not read."""
    with check("dates outside the key's range"):
        start = time.time() - 3600
        reader = _caller(world, client, "dates", ["query-ledger"], query_from=start)
        reader.ledger_since(start + 60)
        reader.refused(ARGUMENTS, "query-outside-range; at ", lambda: reader.ledger_since(start - 60))


def states(check, world, client):
    """Stepped down, and up again."""
    stepped = _caller(world, client, "steps")
    with check("read-only"):
        txid = stepped.add()
        world.admin.step(stepped.key, "read-only")
        true(stepped.balance(), "reading works")
        stepped.refused(DENIED, "read-only", stepped.add)
        stepped.refused(DENIED, "read-only", lambda: stepped.cancel(txid))
    with check("cancel-only: no order, no balance"):
        world.admin.step(stepped.key, "cancel-only")
        stepped.refused(DENIED, "cancel-only", stepped.add)
        stepped.refused(DENIED, "cancel-only", stepped.balance)
    with check("cancel-only: cancel still works"):
        true(txid in stepped.open_orders(), "open orders can be seen")
        stepped.cancel(txid)
        true(txid not in stepped.open_orders(), "it is still open")
    with check("frozen"):
        world.admin.step(stepped.key, "frozen")
        stepped.refused(DENIED, "frozen", stepped.balance)
        stepped.refused(DENIED, "frozen", stepped.add)
        stepped.refused(DENIED, "frozen", lambda: stepped.cancel(txid))
    with check("stepped up again"):
        world.admin.step(stepped.key, "active")
        stepped.cancel(stepped.add())


def revocation(check, world, client):
    """Taken back, for ever."""
    gone = _caller(world, client, "gone")
    with check("revoked"):
        txid = gone.add()
        world.admin.revoke(gone.key)
        gone.refused(KEY, "revoked; at ", gone.balance)
        gone.refused(KEY, "revoked", gone.add)
        gone.refused(KEY, "revoked", lambda: gone.cancel(txid))
    with check("revoked stays revoked"):
        world.admin.refuses_to_step(gone.key, "active")
        gone.refused(KEY, "revoked", gone.balance)
    world.revoked.append(gone)
    with check("what it left open, another key cancels"):
        _caller(world, client, "cleans up").cancel(txid)


def replays(check, world, client):
    """The same bytes again."""
    twice = _caller(world, client, "twice")

    def replay(call):
        twice.tape.replay()
        return call()

    with check("replayed read"):
        true(twice.balance(), "the first time it works")
        twice.refused(NONCE, "invalid-nonce; nonce ", lambda: replay(twice.balance))
    with check("replayed order places nothing"):
        txid = twice.add()
        twice.refused(NONCE, "invalid-nonce", lambda: replay(twice.add))
        equal(twice.open_orders().count(txid), 1)
        mine = len(twice.open_orders())
        twice.cancel(txid)
        equal(len(twice.open_orders()), mine - 1, "open orders")
    with check("a refused call cannot be replayed once the key is widened"):
        refused = _caller(world, client, "widened", ["query-funds"])
        refused.refused(DENIED, "permission-missing", refused.add)
        world.admin.edit(refused.key, permissions=TRADER)
        refused.tape.replay()
        refused.refused(NONCE, "invalid-nonce", refused.add)
    true(twice.balance(), "new calls go on")
    world.replayable.append(twice)


def strangers(check, world, client):
    """Those who cannot prove to hold the key: told nothing."""
    with check("wrong private key"):
        key, other = (world.admin.create_key(f"{client.name} mixed {n}", TRADER) for n in (1, 2))
        mixed = Key(key.id, key.name, key.api_key, other.private_key, key.permissions)
        thief = client(world.url, mixed, world.calls)
        thief.unproven(SIGNATURE, thief.balance)
        owner = client(world.url, key, world.calls)
        true(owner.balance(), "its owner is not disturbed")
    with check("a key nobody issued"):
        stranger = client(world.url, never_issued(), world.calls)
        stranger.unproven(KEY, stranger.balance)


def methods(check, world, client):
    """What this server does not do."""
    asker = _caller(world, client, "asks")
    with check("a method that is not offered"):
        asker.unproven(DISABLED, lambda: asker.method("GetWebSocketsToken"))
    with check("a method that does not exist"):
        asker.unproven(UNKNOWN, lambda: asker.method("NoSuchMethod"))
