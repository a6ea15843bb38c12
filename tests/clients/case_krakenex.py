"""krakenex 2.2.2: form bodies, 13-digit nonces; it returns the list of errors and raises nothing."""

import time
from decimal import Decimal

import krakenex

import refusals
from caller import Caller, Market, until
from check import equal, has, true

MARKET = Market("XBTUSD", "XXBT", "0.001", "50000.0", "49000.0", deposit="0.5", withdraw="0.1")


class Krakenex(Caller):
    """The client as published; only `uri` is changed."""

    name = "krakenex"
    market = MARKET

    def __init__(self, url, key, calls):
        super().__init__(url, key, calls)
        self.api = krakenex.API(key.api_key, key.private_key)
        self.api.uri = url
        self.tape.mount(self.api.session)

    def private(self, name, **params):
        """Calls a private method; gives the result."""
        # Its nonce is the millisecond, and it does not look whether that one was used.
        time.sleep(0.002)
        return _result(self.api.query_private(name, params))

    def public(self, name, **params):
        """Calls a public method; gives the result."""
        return _result(self.api.query_public(name, params))

    def balance(self):
        return self.private("Balance")

    def balance_with(self, otp):
        return self.private("Balance", otp=otp)

    def order(self, **more):
        """A limit order that rests."""
        m = self.market
        limit = {"pair": m.pair, "type": "buy", "ordertype": "limit", "price": m.low, "volume": m.volume}
        return {**limit, **more}

    def add(self):
        return self.private("AddOrder", **self.order())["txid"][0]

    def cancel(self, txid):
        return self.private("CancelOrder", txid=txid)

    def ledger_since(self, at):
        return self.private("Ledgers", start=int(at))

    def open_orders(self):
        return list(self.private("OpenOrders")["open"])

    def withdraw(self):
        m = self.market
        return self.private("Withdraw", asset=m.asset, key=f"{self.name} wallet", amount=m.withdraw)["refid"]

    def method(self, name):
        return self.private(name)

    def shows(self, text, call):
        try:
            call()
        except Answered as answered:
            equal(answered.envelope["error"], [text], "the list of errors it returns")
            return
        raise AssertionError(f"it was not refused with {text}")


class Answered(Exception):
    """krakenex returned an envelope with errors; the tests, not krakenex, make this of it."""

    def __init__(self, envelope):
        super().__init__(f"krakenex returned {envelope['error']}")
        self.envelope = envelope


def _result(envelope):
    if envelope["error"]:
        raise Answered(envelope)
    return envelope["result"]


def run(check, world):
    """The whole session, then every way of being refused."""
    check = check.of("krakenex")
    api = Krakenex(world.url, world.full_key("krakenex session"), world.calls)
    world.admin.save_address(MARKET.asset, f"{api.name} wallet", f"paper-address-of-{api.name}")
    market_data(check, api)
    account(check, world, api)
    orders(check, api)
    funding(check, api)
    refusals.run(check, world, Krakenex)


def market_data(check, api):
    """Public methods."""
    with check("status and time"):
        equal(api.public("SystemStatus")["status"], "online")
        true(abs(api.public("Time")["unixtime"] - time.time()) < 5, "the time is off")
    with check("market data"):
        has(api.public("Assets"), "XXBT", "ZUSD")
        has(api.public("AssetPairs", pair="XBTUSD")["XXBTZUSD"], "wsname", "fees", "ordermin", "tick_size")
        has(api.public("Ticker", pair="XBTUSD")["XXBTZUSD"], *"abcvptlho")
        candles = api.public("OHLC", pair="XBTUSD", interval=60)
        true(candles["last"] and len(candles["XXBTZUSD"][0]) == 8, "candles have eight columns")
        book = api.public("Depth", pair="XBTUSD", count=5)["XXBTZUSD"]
        equal((len(book["asks"]), len(book["bids"])), (5, 5), "levels")
        true(len(api.public("Trades", pair="XBTUSD", count=3)["XXBTZUSD"][0]) == 7, "trades have seven columns")
        has(api.public("Spread", pair="XBTUSD"), "XXBTZUSD", "last")
    with check("an unknown pair is returned as an error"):
        api.shows("EQuery:Unknown asset pair", lambda: api.public("Ticker", pair="NOSUCH"))


def account(check, world, api):
    """The key and the funds."""
    with check("GetApiKeyInfo, both spellings"):
        info = api.private("GetApiKeyInfo")
        equal((info["api_key"], info["key"]), (api.key.api_key,) * 2)
        equal((info["api_key_name"], info["name"]), (api.key.name,) * 2)
        equal(sorted(info["permissions"]), sorted(api.key.permissions))
        pairs = "nonce_window nonceWindow valid_until validUntil query_from queryFrom query_to queryTo"
        has(info, "nonce", "iban", "created_time", "createdTime", "modified_time", "modifiedTime", *pairs.split())
        has(info, "ip_allowlist", "ipAllowlist", "last_used", "lastUsed")
        true(info["iban"], "the IIBAN is empty")
        equal((info["valid_until"], info["query_from"]), ("0", "0"))
    with check("balance shows the deposit"):
        before = Decimal(api.balance()["XXBT"])
        world.admin.deposit("XBT", MARKET.deposit)
        until("the deposit", lambda: Decimal(api.balance()["XXBT"]) == before + Decimal(MARKET.deposit))
        has(api.private("BalanceEx")["XXBT"], "balance", "hold_trade")
        has(api.private("TradeBalance", asset="ZUSD"), "eb", "tb", "mf")
        has(api.private("TradeVolume", pair="XBTUSD"), "currency", "volume")


def orders(check, api):
    """From placing an order to reading what became of it."""
    m = MARKET
    with check("limit order"):
        placed = api.private("AddOrder", **api.order())
        txid = placed["txid"][0]
        true(placed["descr"]["order"].startswith("buy 0.00100000 XBTUSD @ limit 50000"), placed["descr"]["order"])
        true(txid in api.open_orders(), "it is not open")
        has(api.private("BalanceEx")["ZUSD"], "hold_trade")
    with check("amend"):
        has(api.private("AmendOrder", txid=txid, limit_price=m.lower), "amend_id")
        price = api.private("QueryOrders", txid=txid)[txid]["descr"]["price"]
        equal(float(price), float(m.lower), "the price")
    with check("edit"):
        edited = api.private("EditOrder", txid=txid, pair=m.pair, volume="0.002", price=m.low)
        equal((edited["status"], edited["originaltxid"]), ("ok", txid))
        true(edited["txid"] != txid, "an edited order has a new id")
        txid = edited["txid"]
    with check("cancel"):
        equal(api.cancel(txid)["count"], 1)
        true(txid not in api.open_orders(), "it is still open")
        api.shows("EOrder:Unknown order", lambda: api.cancel(txid))
    with check("market order is filled"):
        bought = api.private("AddOrder", pair=m.pair, type="buy", ordertype="market", volume=m.volume)["txid"][0]
        order = api.private("QueryOrders", txid=bought, trades=True)[bought]
        equal((order["status"], float(order["vol_exec"])), ("closed", float(m.volume)))
        trades = api.private("TradesHistory")["trades"]
        true(any(trade["ordertxid"] == bought for trade in trades.values()), "its trade is not in the history")
        has(api.private("QueryTrades", txid=order["trades"][0]), order["trades"][0])
    with check("closed orders"):
        closed = api.private("ClosedOrders")["closed"]
        equal((closed[txid]["status"], closed[bought]["status"]), ("canceled", "closed"))
    with check("ledger"):
        ledger = api.private("Ledgers", asset="XBT")["ledger"]
        kinds = {row["type"] for row in ledger.values()}
        true({"deposit", "trade"} <= kinds, f"kinds are {kinds}")
        first = next(iter(ledger))
        equal(api.private("QueryLedgers", id=first)[first], ledger[first])
    with check("validate places nothing"):
        before = api.open_orders()
        true("txid" not in api.private("AddOrder", **api.order(validate="true")), "it has an id")
        equal(api.open_orders(), before)
    with check("too little money is returned as an error"):
        huge = api.order(volume="1000000")
        api.shows("EOrder:Insufficient funds", lambda: api.private("AddOrder", **huge))
    with check("cancel all"):
        api.add()
        true(api.private("CancelAll")["count"] >= 1, "nothing was cancelled")
        equal(api.open_orders(), [])


def funding(check, api):
    """Money in and out."""
    m, wallet = MARKET, "krakenex wallet"
    with check("deposit methods and address"):
        way = api.private("DepositMethods", asset="XBT")[0]["method"]
        has(api.private("DepositAddresses", asset="XBT", method=way, new="true")[0], "address", "expiretm")
        equal(api.private("DepositStatus", asset="XBT")[0]["status"], "Success")
    with check("withdrawal"):
        has(api.private("WithdrawMethods", asset="XBT")[0], "asset", "method")
        true(any(row["key"] == wallet for row in api.private("WithdrawAddresses")), "the address is not saved")
        has(api.private("WithdrawInfo", asset="XBT", key=wallet, amount=m.withdraw), "method", "limit", "amount", "fee")
        refid = api.withdraw()
    with check("withdrawal status"):
        found = [row for row in api.private("WithdrawStatus", asset="XBT") if row["refid"] == refid]
        equal(len(found), 1, "withdrawals with this reference")
        true(found[0]["status"] in ("Initial", "Pending"), found[0]["status"])
    with check("withdrawal cancelled"):
        equal(api.private("WithdrawCancel", asset="XBT", refid=refid), True)
    with check("an unknown address is returned as an error"):
        nowhere = {"asset": "XBT", "key": "nowhere", "amount": m.withdraw}
        api.shows("EFunding:Unknown withdraw key", lambda: api.private("Withdraw", **nowhere))
