"""At the end: every call that was made has its entry, and no secret is where it should not be."""

import json
import urllib.request
from collections import Counter

from check import equal, true
from caller import until

# The action each method is written down as.
ACTIONS = {
    "GetApiKeyInfo": "key.info", "Balance": "funds.balance", "BalanceEx": "funds.balance-ex",
    "TradeBalance": "funds.trade-balance", "TradeVolume": "funds.trade-volume", "OpenOrders": "orders.open",
    "ClosedOrders": "orders.closed", "QueryOrders": "orders.query", "TradesHistory": "trades.history",
    "QueryTrades": "trades.query", "Ledgers": "ledger.list", "QueryLedgers": "ledger.query",
    "AddOrder": "orders.add", "AmendOrder": "orders.amend", "EditOrder": "orders.edit",
    "CancelOrder": "orders.cancel", "CancelAll": "orders.cancel-all", "DepositMethods": "deposits.methods",
    "DepositAddresses": "deposits.addresses", "DepositStatus": "deposits.status",
    "WithdrawMethods": "withdrawals.methods", "WithdrawAddresses": "withdrawals.addresses",
    "WithdrawInfo": "withdrawals.info", "Withdraw": "withdrawals.request",
    "WithdrawStatus": "withdrawals.status", "WithdrawCancel": "withdrawals.cancel",
}
# Only these change something, so these have a second entry, which says how it went.
MUTATING = {
    "AddOrder", "AmendOrder", "EditOrder", "CancelOrder", "CancelAll", "DepositAddresses", "Withdraw",
    "WithdrawCancel",
}
# Reasons that come after the call was let in: allowed, then failed.
AFTERWARDS = {"upstream-refused", "invalid-arguments"}
# Refused before the signature was good: folded, several into one entry with a count.
FOLDED = {"EAPI:Invalid signature": "bad-signature", "EGeneral:Temporary lockout": "locked-out"}
CLIENTS = ("krakenex", "sdk", "ccxt")


def run(check, world):
    """Compares what was sent with what was written down, key by key."""
    check = check.of("history")
    keys = {key["api_key"]: key for key in world.admin.keys()}
    made = {}
    for call in world.calls.all:
        made.setdefault(call.key, []).append(call)
    groups = {name: [] for name in (*CLIENTS, "other clients")}
    for api_key in made:
        if api_key in keys:
            name = keys[api_key]["name"]
            groups[next((client for client in CLIENTS if name.startswith(client)), "other clients")].append(api_key)
    for name, api_keys in groups.items():
        with check(f"every call of {name} has its entry"):
            true(api_keys, "no calls were made")
            compared = 0
            for api_key in api_keys:
                compared += _compare(world, keys[api_key], made[api_key])
            true(compared, "nothing was compared")
    with check("entries name source, client and reason"):
        _told(world, keys)
    with check("every act on a key has its entry"):
        _acts(world, keys)
    with check("no secret in answers of the management API"):
        pages = {"keys": world.admin.keys(), "history": world.admin.whole_history()}
        for name, page in pages.items():
            equal(world.secrets.found_in(json.dumps(page).encode()), [], name)
    with check("no secret in the metrics"):
        with urllib.request.urlopen(f"{world.url}/metrics", timeout=10) as answer:
            metrics = answer.read()
        true(b"claviger" in metrics, "there are no metrics")
        equal(world.secrets.found_in(metrics), [])


def expected_entries(call):
    """What is written down of one call, as (action, outcome, reason); nothing if it never was a call."""
    action = ACTIONS.get(call.method)
    code = call.reason.partition(";")[0]
    if action is None:
        return []
    if not call.errors:
        done = [(action, "done", "none")] if call.method in MUTATING else []
        return [(action, "allowed", "none"), *done]
    if code in AFTERWARDS:
        return [(action, "allowed", "none"), (action, "failed", code)]
    if code:
        return [(action, "refused", code)]
    return []


def _compare(world, key, calls):
    """Fails unless the key's history has exactly the entries its calls should have; gives how many."""
    expected = Counter(entry for call in calls for entry in expected_entries(call))
    folded = Counter(FOLDED[call.errors[0]] for call in calls if _is_folded(call))
    wanted = sum(expected.values())

    def look():
        entries = [entry for entry in world.admin.history(key) if entry["action"] in set(ACTIONS.values())]
        single = [entry for entry in entries if entry["outcome"] != "folded"]
        found = Counter((entry["action"], entry["outcome"], entry["reason"]) for entry in single)
        counts = Counter()
        for entry in entries:
            if entry["outcome"] == "folded":
                counts[entry["reason"]] += entry["detail"]["count"]
        # What is behind the calls may be a moment late.
        return (found, counts) if sum(found.values()) >= wanted and counts == folded else None

    name = key["name"]
    try:
        found, _ = until(f"the entries of {name!r}", look, secs=5)
    except AssertionError:
        raise AssertionError(_difference(world, key, expected, folded)) from None
    equal(found, expected, f"history of {name!r}")
    return wanted


def _is_folded(call):
    """A well-formed call with a signature that is not the key's."""
    return call.method in ACTIONS and call.signed and not call.reason and set(call.errors) & set(FOLDED)


def _difference(world, key, expected, folded):
    """In words, what the history of a key has too much and too little."""
    entries = [entry for entry in world.admin.history(key) if entry["action"] in set(ACTIONS.values())]
    found = Counter((entry["action"], entry["outcome"], entry["reason"]) for entry in entries)
    missing, extra = expected - found, found - expected
    return f"history of {key['name']!r}: missing {dict(missing)}, folded {dict(folded)}; not expected {dict(extra)}"


def _told(world, keys):
    """Entries say what a person wants to know of them."""
    key = next(key for key in keys.values() if key["name"] == "krakenex looks")
    refused = [entry for entry in world.admin.history(key) if entry["outcome"] == "refused"]
    true(refused, "no refusal is in the history")
    first = refused[0]
    equal((first["source"], first["reason"]), ("127.0.0.1", "permission-missing"))
    true("krakenex/2.2.2" in first["client"], f"the client is {first['client']!r}")
    true("modify-trades" in json.dumps(first["detail"]), f"the detail is {first['detail']!r}")
    times = [entry["time"] for entry in world.admin.history(key)]
    equal(times, sorted(times), "the order in time")


def _acts(world, keys):
    """Creating, stepping, editing and revoking."""
    wanted = {
        "krakenex steps": {"key.create": 1, "key.step": 4},
        "krakenex gone": {"key.create": 1, "key.revoke": 1},
        "krakenex short": {"key.create": 1, "key.edit": 1},
    }
    for name, acts in wanted.items():
        key = next(key for key in keys.values() if key["name"] == name)
        found = Counter(entry["action"] for entry in world.admin.history(key) if entry["outcome"] == "changed")
        equal(dict(found), acts, f"acts on {name!r}")


def after_the_end(check, world):
    """What the server left behind."""
    check = check.of("secrets")
    with check("none in the server's log"):
        log = world.server.log()
        true(len(log) > 200, "the log is empty")
        equal(world.secrets.found_in(log.encode()), [])
        true("API-Sign" not in log and "api-sign" not in log, "headers are in the log")
    with check("the administration token is shown once, and nothing else"):
        output = world.server.output()
        equal(output.count(world.server.token), 1, "times it was shown")
        equal(world.secrets.found_in(output.replace(world.server.token, "").encode()), [])
    with check("none in the open in the data directory"):
        files = [path for path in world.data_dir.rglob("*") if path.is_file()]
        true(any(path.stat().st_size > 0 for path in files), "there is no data")
        for path in files:
            equal(world.secrets.found_in(path.read_bytes()), [], path.name)
