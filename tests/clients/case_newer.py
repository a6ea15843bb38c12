"""The newer style of calls, signed by a few lines of our own over the library that krakenex uses.

Key, signature and nonce stand in headers; the path is signed with its query string.
"""

import base64
import hashlib
import hmac
import itertools
import json
import os
import time

import requests
from check import equal, has, true

# Every permission the calls below need, and what the older style is compared by.
PERMISSIONS = ["query-funds", "add-funds", "withdraw-funds", "add-withdraw-address", "update-withdraw-address"]


class Newer:
    """One key, used over one session."""

    def __init__(self, world, key):
        self.url, self.key = world.url, key
        self.session = requests.Session()
        self.nonces = itertools.count(time.time_ns() // 1000)
        self.reason = ""

    def sign(self, target, nonce, body):
        """The signature of a target, a nonce and a body."""
        inner = hashlib.sha256(nonce.encode() + body).digest()
        secret = base64.b64decode(self.key.private_key)
        return base64.b64encode(hmac.new(secret, target.encode() + inner, hashlib.sha512).digest()).decode()

    def send(self, verb, path, query=None, body=None, nonce=None, signed=None):
        """One call; gives the answer's JSON. `signed` is what is signed instead of the target."""
        nonce = nonce or str(next(self.nonces))
        data = b"" if body is None else json.dumps(body).encode()
        request = requests.Request(verb, f"{self.url}/funding/{path}", params=query, data=data).prepare()
        target = request.path_url
        request.headers["api-key"] = self.key.api_key
        request.headers["api-nonce"] = nonce
        request.headers["api-sign"] = self.sign(signed or target, nonce, data)
        if data:
            request.headers["Content-Type"] = "application/json"
        # What is prepared by hand is sent without a look at the environment.
        authority = os.environ.get("REQUESTS_CA_BUNDLE", True)
        answer = self.session.send(request, timeout=15, verify=authority)
        equal(answer.status_code, 200, "status")
        self.reason = answer.headers.get("Claviger-Reason", "")
        return answer.json()

    def older(self, method, nonce):
        """One call of the older style by the same key."""
        path, body = f"/0/private/{method}", f"nonce={nonce}".encode()
        headers = {"API-Key": self.key.api_key, "API-Sign": self.sign(path, nonce, body)}
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self.session.post(self.url + path, data=body, headers=headers, timeout=15).json()


def run(check, world):
    """All of them."""
    check = check.of("newer")
    bot = Newer(world, world.admin.create_key("newer", PERMISSIONS))
    reads(check, bot)
    nonces(check, bot)
    addresses(check, world, bot)
    with check("a missing permission is named in the reason"):
        narrow = Newer(world, world.admin.create_key("newer narrow", ["query-funds"]))
        equal(narrow.send("POST", "v1/addresses", body={}), {"error": ["EGeneral:Permission denied"]})
        equal(narrow.reason, "permission-missing; missing: add-withdraw-address")
    with check("a revoked key"):
        world.admin.revoke(narrow.key)
        equal(narrow.send("GET", "v1/networks"), {"error": ["EAPI:Invalid key"]})


def reads(check, bot):
    """What is read, and how it is signed."""
    with check("a path without a query"):
        has(bot.send("GET", "v1/networks"), "networks", "network_groups")
    with check("a query is signed as it is sent"):
        query = {"asset[class]": "currency", "asset[name]": "USDC", "limit": "50"}
        methods = bot.send("GET", "v1/methods/withdraw", query)["methods"]
        equal([method["asset"]["name"] for method in methods], ["USDC"])
        refused = bot.send("GET", "v1/methods/withdraw", query, signed="/funding/v1/methods/withdraw")
        equal(refused, {"error": ["EAPI:Invalid signature"]})
        equal(bot.reason, "")
    with check("lists"):
        for path, name in (("v1/deposits", "deposits"), ("v1/withdrawals", "withdrawals"),
                           ("v2/deposit/addresses", "addresses")):
            has(bot.send("GET", path), name)
        has(bot.send("GET", "v1/limits/withdrawal/currency/XBT"), "available_balance", "withdrawal_limits")
        has(bot.send("GET", "v1/assets/deposit"), "currency")


def nonces(check, bot):
    """One counter for both styles."""
    with check("a nonce burnt in one style is burnt in the other"):
        nonce = str(next(bot.nonces))
        has(bot.send("GET", "v1/networks", nonce=nonce), "networks")
        equal(bot.send("GET", "v1/networks", nonce=nonce), {"error": ["EAPI:Invalid nonce"]})
        equal(bot.older("Balance", nonce)["error"], ["EAPI:Invalid nonce"])
        nonce = str(next(bot.nonces))
        equal(bot.older("Balance", nonce)["error"], [])
        equal(bot.send("GET", "v1/networks", nonce=nonce), {"error": ["EAPI:Invalid nonce"]})


def addresses(check, world, bot):
    """An address a key saves waits for a member."""
    with check("an address is saved, waits, is confirmed, takes a withdrawal, and is removed"):
        asked = {"asset[class]": "currency", "asset[name]": "XBT"}
        scope = {"method_id": bot.send("GET", "v1/methods/withdraw", asked)["methods"][0]["method_id"]}
        new = {"scope": scope, "name": "from a key", "address_details": {"crypto": {"address": "paper-btc-key"}}}
        saved = bot.send("POST", "v1/addresses", body=new)
        equal(saved.get("verified"), False, "verified")
        asset = {"class": "currency", "name": "XBT"}
        order = {"scope": scope, "address_id": saved["address_id"],
                 "amount": {"asset_amount": {"asset": asset, "amount": "0.01"}}}
        equal(bot.send("POST", "v1/withdrawals", body=order), {"error": ["EFunding:Unknown withdraw key"]})
        equal(bot.reason, "address-unconfirmed")
        path = f"/paper/addresses/{saved['address_id']}"
        true(world.admin.send("POST", f"{path}/confirm", {})["verified"], "a confirmed address is not verified")
        sent = bot.send("POST", "v1/withdrawals", body=order)
        has(sent, "withdrawal_id", "gross_amount", "net_amount", "fee")
        listed = bot.send("GET", "v1/withdrawals", {"status": "pending"})["withdrawals"]
        true(sent["withdrawal_id"] in [row["withdrawal_id"] for row in listed], "the withdrawal is not listed")
        target = f"v1/addresses/{saved['address_id']}"
        equal(bot.send("PUT", target, body={"name": "renamed"}), {"verified": False})
        equal(bot.send("DELETE", target), {"result": True})
