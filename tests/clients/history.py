"""At the end: every call that was made has its entry, and no secret is where it should not be."""

import json
import time
import urllib.request
from collections import Counter

from check import Skip, equal, true
from tape import is_signature

# The action each method is written down as.
ACTIONS = {
    "GetApiKeyInfo": "key.info", "Balance": "funds.balance", "BalanceEx": "funds.balance-ex",
    "TradeBalance": "funds.trade-balance", "TradeVolume": "funds.trade-volume", "OpenOrders": "orders.open",
    "ClosedOrders": "orders.closed", "QueryOrders": "orders.query", "TradesHistory": "trades.history",
    "QueryTrades": "trades.query", "Ledgers": "ledger.list", "QueryLedgers": "ledger.query",
    "Level3": "market.level3",
    "AddOrder": "orders.add", "AmendOrder": "orders.amend", "EditOrder": "orders.edit",
    "CancelOrder": "orders.cancel", "CancelAll": "orders.cancel-all", "DepositMethods": "deposits.methods",
    "DepositAddresses": "deposits.addresses", "DepositStatus": "deposits.status",
    "WithdrawMethods": "withdrawals.methods", "WithdrawAddresses": "withdrawals.addresses",
    "WithdrawInfo": "withdrawals.info", "Withdraw": "withdrawals.request",
    "WithdrawStatus": "withdrawals.status", "WithdrawCancel": "withdrawals.cancel",
    "AddOrderBatch": "orders.add-batch", "CancelOrderBatch": "orders.cancel-batch",
    "CancelAllOrdersAfter": "orders.cancel-after", "OrderAmends": "orders.amends",
    "OpenPositions": "positions.open",
    "Earn/Allocate": "earn.allocate", "Earn/Deallocate": "earn.deallocate",
    "Earn/AllocateStatus": "earn.allocate-status", "Earn/DeallocateStatus": "earn.deallocate-status",
    "Earn/Strategies": "earn.strategies", "Earn/Allocations": "earn.allocations",
    "AddExport": "exports.add", "ExportStatus": "exports.list",
    "RetrieveExport": "exports.retrieve", "RemoveExport": "exports.remove",
}
# Only these change something, so these have a second entry, which says how it went.
MUTATING = {
    "AddOrder", "AmendOrder", "EditOrder", "CancelOrder", "CancelAll", "DepositAddresses", "Withdraw",
    "WithdrawCancel", "AddOrderBatch", "CancelOrderBatch", "CancelAllOrdersAfter",
    "Earn/Allocate", "Earn/Deallocate",
    "AddExport", "RemoveExport",
}
# Reasons that come after the call was let in: allowed, then failed.
AFTERWARDS = {"upstream-refused", "invalid-arguments"}
# Refused before the signature was good: folded, several into one entry with a count.
FOLDED = {"EAPI:Invalid signature": "bad-signature", "EGeneral:Temporary lockout": "locked-out"}
CLIENTS = ("krakenex", "sdk", "ccxt")
LATE_SECS = 8


def run(check, world):
    """Compares what was sent with what was written down, key by key, and looks for secrets where they must not be."""
    check = check.of("history")
    keys = compare(check, world)
    with check("entries name source, client and reason"):
        _told(world, keys)
    with check("every act on a key has its entry"):
        _acts(world, keys)
    with check("no secret in answers of the management API"):
        pages = {"keys": world.admin.keys(), "history": world.admin.whole_history()}
        for name, page in pages.items():
            equal(world.secrets.found_in(json.dumps(page).encode()), [], name)
    with check("no secret in the metrics"):
        with urllib.request.urlopen(f"{world.url}/metrics", timeout=10, context=world.context) as answer:
            metrics = answer.read()
        true(b"claviger" in metrics, "there are no metrics")
        equal(world.secrets.found_in(metrics), [])


def compare(check, world):
    """Compares what was sent with what was written down, key by key; gives all keys by their public halves."""
    keys = {key["api_key"]: key for key in world.admin.keys()}
    made = {}
    for call in world.calls.all:
        made.setdefault(call.key, []).append(call)
    groups = {name: [] for name in (*CLIENTS, "other clients")}
    for api_key in made:
        if api_key in keys:
            name = keys[api_key]["name"]
            group = next((client for client in CLIENTS if name.startswith(client)), "other clients")
            groups[group].append(api_key)
    for name, api_keys in groups.items():
        with check(f"every call of {name} has its entry"):
            if world.partial and not api_keys:
                raise Skip("its case was not run")
            true(api_keys, "no calls were made")
            compared = 0
            for api_key in api_keys:
                compared += _compare(world, keys[api_key], made[api_key])
            true(compared, "nothing was compared")
    return keys


def expected_entries(call):
    """What is written down of one call, as (action, outcome, reason, digest); nothing if it never was a call."""
    action = ACTIONS.get(call.method)
    code = call.reason.partition(";")[0]
    if action is None:
        return []
    if not call.errors:
        outcomes = [("allowed", "none"), *([("done", "none")] if call.method in MUTATING else [])]
    elif code in AFTERWARDS:
        outcomes = [("allowed", "none"), ("failed", code)]
    else:
        outcomes = [("refused", code)] if code else []
    return [(action, outcome, reason, call.digest) for outcome, reason in outcomes]


def _entries(world, key):
    """The entries of a key's calls, as `expected_entries` has them, and how many refusals were folded, by reason."""
    found, folded = Counter(), Counter()
    for entry in world.admin.history(key["id"]):
        if entry["outcome"] == "folded":
            folded[entry["reason"]] += int(entry["detail"].split()[0])
        elif entry["action"] in ACTIONS.values():
            found[entry["action"], entry["outcome"], entry["reason"], entry["digest"]] += 1
    return found, folded


def _compare(world, key, calls):
    """Fails unless the key's history has exactly the entries its calls should have; gives how many."""
    expected = Counter(entry for call in calls for entry in expected_entries(call))
    folded = Counter(FOLDED[call.errors[0]] for call in calls if _is_folded(call))
    # What is written behind the calls may be a few seconds late.
    end = time.monotonic() + LATE_SECS
    while _entries(world, key) != (expected, folded) and time.monotonic() < end:
        time.sleep(0.2)
    found, found_folded = _entries(world, key)
    name = key["name"]
    equal(_short(expected - found), [], f"missing in the history of {name!r}")
    equal(_short(found - expected), [], f"in the history of {name!r} though no such call was made")
    equal(dict(found_folded), dict(folded), f"folded in the history of {name!r}")
    return sum(expected.values())


def _short(entries):
    """Entries without their digests."""
    return sorted((action, outcome, reason, count) for (action, outcome, reason, _), count in entries.items())


def _is_folded(call):
    """A well-formed call with a signature that is not the key's."""
    formed = call.method in ACTIONS and is_signature(call.signature)
    return formed and not call.reason and bool(set(call.errors) & set(FOLDED))


def _told(world, keys):
    """Entries say what a person wants to know of them."""
    key = next(key for key in keys.values() if key["name"] == "krakenex looks")
    refused = [entry for entry in world.admin.history(key["id"]) if entry["outcome"] == "refused"]
    true(refused, "no refusal is in the history")
    first = refused[0]
    equal((first["source"], first["reason"]), ("127.0.0.1", "permission-missing"))
    true("krakenex/2.2.2" in first["client"], f"the client is {first['client']!r}")
    true("modify-trades" in first["detail"], f"the detail is {first['detail']!r}")
    times = [entry["time"] for entry in world.admin.history(key["id"])]
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
        changes = [entry["action"] for entry in world.admin.history(key["id"]) if entry["outcome"] == "changed"]
        equal(dict(Counter(changes)), acts, f"acts on {name!r}")


def after_the_end(check, world):
    """What the server left behind."""
    check = check.of("secrets")
    with check("none in the server's log"):
        log = world.server.log()
        true(len(log) > 200, "the log is empty")
        equal(world.secrets.found_in(log.encode()), [])
        signatures = {call.signature for call in world.calls.all if is_signature(call.signature)}
        true(signatures, "no signatures were sent")
        equal([text for text in signatures if text in log], [], "signatures")
    with check("the administration token is shown once, and nothing else"):
        output = world.server.output()
        equal(output.count(world.server.token), 1, "times it was shown")
        equal(world.secrets.found_in(output.replace(world.server.token, "").encode()), [])
    with check("none in the open in the data directory"):
        files = [path for path in world.data_dir.rglob("*") if path.is_file()]
        true(any(path.stat().st_size > 0 for path in files), "there is no data")
        for path in files:
            equal(world.secrets.found_in(path.read_bytes()), [], path.name)
