"""An account as it looks after some weeks of use: keys of several holders in every state, and calls of them."""

import time

from keys import Key

KEYS = (
    # name, holder, permissions, allowlist, what becomes of it
    ("grid bot", "desk one", ("query-funds", "query-open-trades", "modify-trades"), ["127.0.0.1"], "active"),
    ("market maker BTC", "desk one", ("query-funds", "query-open-trades", "modify-trades", "close-trades",
                                      "create-ws-token"), ["127.0.0.1", "203.0.113.0/24"], "active"),
    ("tax export 2026", "Ledger & Sons", ("query-closed-trades", "query-ledger", "export-data"), [], "active"),
    ("treasury", "finance", ("query-funds", "add-funds", "withdraw-funds"), [], "active"),
    ("portfolio on the wall", "", ("query-funds", "query-ledger"), ["2001:db8::/32"], "read-only"),
    ("arbitrage experiment", "desk two", ("query-funds", "modify-trades"), ["127.0.0.1"], "cancel-only"),
    ("vendor with a very long name that goes on and on and on for 64", "Vendor GmbH & Co. KG, Frankfurt am Main",
     ("query-funds",), [], "frozen"),
    ("old bot", "desk two", ("query-funds",), [], "revoked"),
)
# Where notices go: both are refused, since only the server reaches them.
CHANNELS = (
    ("pager", "webhook", "http://127.0.0.1:9/hook"),
    ("desk chat", "slack", "http://127.0.0.1:9/services/T0/B0/secret"),
)
# What some of them are for.
APPLICATIONS = {"grid bot": "grid-bot", "old bot": "grid-bot", "market maker BTC": "maker-btc-2", "treasury": "payouts"}
# It has expired when somebody looks.
SOON_SECS = 2
CALLS = ("Balance", "OpenOrders", "TradesHistory", "Balance", "Ledgers", "Balance")


def furnish(scene):
    """Makes all of it; gives the keys by their names."""
    made = {}
    for name, holder, permissions, allowlist, state in KEYS:
        tag = APPLICATIONS.get(name, "")
        key = scene.admin.create_key(name, permissions, holder=holder, allowlist=allowlist, application=tag)
        made[name] = key
        use(scene, key)
        if state == "revoked":
            scene.admin.revoke(key)
        elif state != "active":
            scene.admin.step(key, state)
    scene.admin.create_public_key("price screen")
    scene.admin.create_key("over soon", ["query-funds"], expires_at=time.time() + SOON_SECS)
    order(scene, made["grid bot"])
    for name, service, to in CHANNELS:
        scene.admin.send("POST", "/channels", {"name": name, "service": service, "to": to})
    return made


def use(scene, key: Key):
    """Some calls of a real client, of which some are refused."""
    client = scene.client(key.api_key, key.private_key)
    for method in CALLS:
        client.query_private(method)


def order(scene, key: Key):
    """Orders that rest and one that fills."""
    client = scene.client(key.api_key, key.private_key)
    limit = {"pair": "XBTUSD", "type": "buy", "ordertype": "limit", "price": "1000", "volume": "0.001"}
    client.query_private("AddOrder", limit)
    client.query_private("AddOrder", {**limit, "price": "2000"})
    client.query_private("AddOrder", {"pair": "ETHUSD", "type": "buy", "ordertype": "market", "volume": "0.1"})


def save_address(key):
    """An address that a key (as `case_newer` holds it) saves; it waits for a person."""
    asked = {"asset[class]": "currency", "asset[name]": "XBT"}
    scope = {"method_id": key.send("GET", "v1/methods/withdraw", asked)["methods"][0]["method_id"]}
    details = {"crypto": {"address": "paper-btc-key"}}
    key.send("POST", "v1/addresses", body={"scope": scope, "name": "from a key", "address_details": details})
