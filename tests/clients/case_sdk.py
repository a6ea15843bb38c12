"""python-kraken-sdk 3.5.1: form and JSON bodies, 18-digit nonces; it raises an exception of its own for each text."""

import time
import warnings
from decimal import Decimal

from kraken import exceptions
from kraken.spot import Funding, Market as PublicMarket, Trade, User

import icebergs
import refusals
import reports
from caller import Caller, Market, raises, until
from check import equal, has, true

MARKET = Market("ETHUSD", "XETH", "0.05", "2000.0", "1900.0", deposit="3", withdraw="0.5")

# The class it raises for each text. `None`: it has no class for it and hands back the whole envelope.
EXCEPTIONS = {
    refusals.KEY: exceptions.KrakenInvalidAPIKeyError,
    refusals.SIGNATURE: exceptions.KrakenInvalidSignatureError,
    refusals.NONCE: exceptions.KrakenInvalidNonceError,
    refusals.DENIED: exceptions.KrakenPermissionDeniedError,
    refusals.ARGUMENTS: exceptions.KrakenInvalidArgumentsError,
    refusals.UNKNOWN: exceptions.KrakenUnknownMethodError,
    refusals.DISABLED: None,
    "EAPI:Rate limit exceeded": exceptions.KrakenApiLimitExceededError,
    "EGeneral:Temporary lockout": exceptions.KrakenTemporaryLockoutError,
    # Its table has the shorter text first, and takes what contains it.
    "EQuery:Unknown asset pair": exceptions.KrakenUnknownAssetError,
    "EOrder:Unknown order": exceptions.KrakenUnknownOrderError,
    "EOrder:Insufficient funds": exceptions.KrakenInsufficientFundsError,
    "EFunding:Unknown withdraw key": exceptions.KrakenUnknownWithdrawKeyError,
}

# It calls its own funding methods deprecated; they are what its users use.
warnings.filterwarnings("ignore", category=DeprecationWarning, module=".*")


class Sdk(Caller):
    """The four clients of the SDK with one key; only `url` is changed."""

    name = "sdk"
    market = MARKET

    def __init__(self, url, key, calls):
        super().__init__(url, key, calls)
        self.public = PublicMarket(url=url)
        signed = {"key": key.api_key, "secret": key.private_key, "url": url}
        self.user, self.trade, self.fund = User(**signed), Trade(**signed), Funding(**signed)
        for client in (self.user, self.trade, self.fund):
            # Its session is private to it; this only listens.
            self.tape.mount(client._SpotClient__session)

    def balance(self):
        return self.user.get_account_balance()

    def balance_with(self, otp):
        return self.user.get_account_balance(extra_params={"otp": otp})

    def order(self, **more):
        """A limit order that rests, with everything the SDK adds by itself."""
        m = self.market
        limit = {"ordertype": "limit", "side": "buy", "pair": m.pair, "volume": m.volume, "price": m.low}
        return self.trade.create_order(**{**limit, **more})

    def add(self):
        return self.order()["txid"][0]

    def cancel(self, txid):
        return self.trade.cancel_order(txid=txid)

    def ledger_since(self, at):
        return self.user.get_ledgers_info(start=int(at))

    def open_orders(self):
        return list(self.user.get_open_orders()["open"])

    def withdraw(self):
        m = self.market
        return self.fund.withdraw_funds(asset=m.asset, key=f"{self.name} wallet", amount=m.withdraw)["refid"]

    def method(self, name):
        return self.user.request("POST", f"/0/private/{name}")

    def shows(self, text, call):
        kind = EXCEPTIONS[text]
        if kind is None:
            equal(call()["error"], [text], "the envelope it hands back")
            return
        with raises(kind) as caught:
            call()
        true(f"[{text!r}]" in str(caught.error), f"the text is not in {caught.error}")


def run(check, world):
    """The whole session, then every way of being refused."""
    check = check.of("sdk")
    sdk = Sdk(world.url, world.full_key("sdk session"), world.calls)
    world.admin.save_address(MARKET.asset, f"{sdk.name} wallet", f"paper-address-of-{sdk.name}")
    market_data(check, sdk)
    account(check, world, sdk)
    began = time.time()
    orders(check, sdk)
    exports(check, sdk, began)
    funding(check, sdk)
    refusals.run(check, world, Sdk)


def market_data(check, sdk):
    """Market."""
    market = sdk.public
    with check("status"):
        equal(market.get_system_status()["status"], "online")
    with check("market data"):
        has(market.get_assets(assets=["XETH", "ZUSD"]), "XETH", "ZUSD")
        has(market.get_asset_pairs(pair="ETHUSD")["XETHZUSD"], "pair_decimals", "lot_decimals", "ordermin", "costmin")
        has(market.get_ticker(pair="ETHUSD")["XETHZUSD"], *"abcvptlho")
        equal(len(market.get_ohlc(pair="ETHUSD", interval=5)["XETHZUSD"][0]), 8)
        has(market.get_order_book(pair="ETHUSD", count=10)["XETHZUSD"], "asks", "bids")
        has(market.get_recent_trades(pair="ETHUSD"), "XETHZUSD", "last")
        has(market.get_recent_spreads(pair="ETHUSD"), "XETHZUSD", "last")
    with check("market data it has no method for, by its general request"):
        grouped = market.request("GET", "/0/public/GroupedBook", params={"pair": "ETHUSD", "grouping": 100}, auth=False)
        equal((grouped["pair"], grouped["grouping"], len(grouped["asks"])), ("ETH/USD", 100, 10))
        before = market.request("GET", "/0/public/PreTrade", params={"symbol": "ETH/USD"}, auth=False)
        equal((before["symbol"], len(before["bids"])), ("ETH/USD", 10))
        after = market.request("GET", "/0/public/PostTrade", params={"symbol": "ETH/USD", "count": 5}, auth=False)
        equal((after["count"], len(after["trades"])), (5, 5))
        for do_json in (False, True):
            params = {"pair": "ETHUSD", "depth": 10}
            orders = sdk.user.request("POST", "/0/private/Level3", params=params, do_json=do_json)
            has(orders["bids"][0], "price", "qty", "order_id", "timestamp")
    with check("an unknown pair raises KrakenUnknownAssetError"):
        sdk.shows("EQuery:Unknown asset pair", lambda: market.get_ticker(pair="NOSUCH"))


def account(check, world, sdk):
    """User."""
    with check("GetApiKeyInfo, by its general request"):
        info = sdk.method("GetApiKeyInfo")
        equal((info["api_key"], info["api_key_name"]), (sdk.key.api_key, sdk.key.name))
    with check("GetApiKeyInfo as JSON"):
        info = sdk.user.request("POST", "/0/private/GetApiKeyInfo", do_json=True)
        equal(info["api_key"], sdk.key.api_key)
    with check("balance shows the deposit"):
        before = Decimal(sdk.balance()["XETH"])
        world.admin.deposit("ETH", MARKET.deposit)
        until("the deposit", lambda: Decimal(sdk.balance()["XETH"]) == before + Decimal(MARKET.deposit))
        has(sdk.user.get_balances()["XETH"], "balance", "hold_trade")
        true(sdk.user.get_balance("ETH")["balance"] > 0, "its own sum is not positive")
        has(sdk.user.get_trade_balance(asset="ZUSD"), "eb", "tb")
        has(sdk.user.get_trade_volume(pair="ETHUSD"), "currency", "volume")


def orders(check, sdk):
    """Trade, and what User reads of it."""
    m = MARKET
    with check("limit order"):
        placed = sdk.order(oflags=["post"], userref=42)
        txid = placed["txid"][0]
        true(placed["descr"]["order"].startswith("buy 0.05"), placed["descr"]["order"])
        equal(sdk.user.get_open_orders(trades=True)["open"][txid]["userref"], 42)
    with check("amend"):
        has(sdk.trade.amend_order(txid=txid, limit_price=m.lower, order_qty="0.06"), "amend_id")
        order = sdk.user.get_orders_info(txid=[txid])[txid]
        equal((float(order["descr"]["price"]), float(order["vol"])), (float(m.lower), 0.06))
    with check("edit"):
        edited = sdk.trade.edit_order(txid=txid, pair=m.pair, volume=m.volume, price=m.low)
        equal(edited["originaltxid"], txid)
        txid = edited["txid"]
    with check("cancel"):
        equal(sdk.cancel(txid)["count"], 1)
        sdk.shows("EOrder:Unknown order", lambda: sdk.cancel(txid))
    with check("market order is filled"):
        bought = sdk.trade.create_order(ordertype="market", side="buy", pair=m.pair, volume=m.volume)["txid"][0]
        trades = sdk.user.get_trades_history()["trades"]
        mine = [number for number, trade in trades.items() if trade["ordertxid"] == bought]
        true(mine, "its trade is not in the history")
        has(sdk.user.get_trades_info(txid=mine[0]), mine[0])
    with check("closed orders"):
        closed = sdk.user.get_closed_orders()["closed"]
        equal((closed[txid]["status"], closed[bought]["status"]), ("canceled", "closed"))
    with check("ledger"):
        rows = sdk.user.get_ledgers_info(asset="ETH")["ledger"]
        true({"deposit", "trade"} <= {row["type"] for row in rows.values()}, "deposit and trade are not in it")
        number = next(iter(rows))
        equal(sdk.user.get_ledgers(id_=number)[number], rows[number])
        true(len(sdk.user.get_ledgers_info()["ledger"]) >= len(rows), "the whole ledger is shorter than a part")
    with check("too little money raises KrakenInsufficientFundsError"):
        sdk.shows("EOrder:Insufficient funds", lambda: sdk.order(volume="1000000"))
    with check("bracketed names, percent-encoded, are parsed"):
        placed = sdk.order(close_ordertype="limit", close_price="2500")
        true("close%5Bordertype%5D=limit" in str(sdk.tape.last_request.body), "it did not send brackets")
        equal(placed["descr"]["close"], "close position @ limit 2500.00")
        sdk.cancel(placed["txid"][0])
    with check("every kind of order"):
        # In a market of its own, so that its counter is.
        dot = {"pair": "DOTUSD", "side": "buy", "volume": "2", "price": "2"}
        relative = {**dot, "ordertype": "stop-loss-limit", "price": "#50%", "price2": "#1%"}
        for terms in [
            relative,
            {**relative, "ordertype": "take-profit-limit", "trigger": "last"},
            {**dot, "ordertype": "stop-loss", "price": "90"},
            {**dot, "ordertype": "take-profit"},
            {**dot, "ordertype": "trailing-stop", "price": "+30%"},
            {**dot, "ordertype": "trailing-stop-limit", "price": "+30%", "price2": "-1%"},
            {**dot, "ordertype": "iceberg", "displayvol": "0.2"},
            {**dot, "starttm": "+600"},
            {**dot, "expiretm": "+600", "timeinforce": "GTD"},
        ]:
            txid = sdk.order(**terms)["txid"][0]
            order = sdk.user.get_orders_info(txid=[txid])[txid]
            equal(order["descr"]["ordertype"], terms.get("ordertype", "limit"))
            equal(order["status"], "pending" if "starttm" in terms else "open")
            sdk.cancel(txid)
    with check("an iceberg is filled peak by peak"):
        icebergs.peak_by_peak(iceberg(sdk))
    with check("cancel all"):
        sdk.add()
        true(sdk.trade.cancel_all_orders()["count"] >= 1, "nothing was cancelled")


def iceberg(sdk):
    """How it trades icebergs: in a market with fine steps, of which there is enough to sell."""
    terms = {"ordertype": "iceberg", "pair": "XDGUSD", "volume": "200", "displayvol": "50"}

    def quote():
        ticker = sdk.public.get_ticker(pair="XDGUSD")["XDGUSD"]
        return ticker["b"][0], ticker["a"][0], sdk.public.get_asset_pairs(pair="XDGUSD")["XDGUSD"]["tick_size"]

    def trades(txid):
        rows = sdk.user.get_trades_history()["trades"].values()
        return [row for row in rows if row["ordertxid"] == txid]

    return icebergs.Client(
        volume=terms["volume"],
        display=terms["displayvol"],
        place=lambda side, price: sdk.order(**terms, side=side, price=price)["txid"][0],
        show=lambda txid: sdk.user.get_orders_info(txid=[txid])[txid],
        trades=trades,
        cancel=sdk.cancel,
        quote=quote,
    )


def exports(check, sdk, began):
    """Reports of what it has done so far: asked for, awaited, saved, compared with the histories, deleted."""
    user = sdk.user
    start, end = reports.past_span(began)
    span = {"start": start, "end": end}
    pages = {
        "ledgers": ("ledger", lambda ofs: user.get_ledgers_info(ofs=ofs, **span)),
        "trades": ("trades", lambda ofs: user.get_trades_history(ofs=ofs, **span)),
    }
    for report, (name, page) in pages.items():
        with check(f"a report of {report} is its history"):
            asked = {"report": report, "description": f"sdk {report}", "starttm": start, "endtm": end}
            number = user.request_export_report(**asked)["id"]
            early = user.retrieve_export(id_=number)
            equal((early.headers["Content-Type"], early.json()["error"]), (refusals.ENVELOPE, [reports.BUSY]))
            row = reports.processed(lambda: user.get_export_report_status(report=report), number)
            equal((row["descr"], row["format"], row["fields"]), (f"sdk {report}", "CSV", "all"))
            equal((row["datastarttm"], row["dataendtm"]), (str(start), str(end)))
            saved = user.retrieve_export(id_=number)
            equal(saved.headers["Content-Type"], "application/octet-stream")
            reports.same(report, reports.unpack(saved.content, f"{report}.csv"), reports.whole(page, name))
            equal(user.retrieve_export(id_=number).content, saved.content, "the second time")
            with raises(exceptions.KrakenInvalidArgumentsError):
                user.delete_export_report(id_=number, type_="cancel")
            equal(user.delete_export_report(id_=number), {"delete": True})
            equal(user.retrieve_export(id_=number).json()["error"], ["EGeneral:Invalid arguments:id"])
    with check("a report with a list of fields, cancelled while it is made"):
        asked = {"report": "trades", "description": "some", "format_": "TSV", "fields": ["time", "price"]}
        number = user.request_export_report(**asked)["id"]
        row = next(row for row in user.get_export_report_status(report="trades") if row["id"] == number)
        equal((row["format"], row["fields"], row["status"]), ("TSV", "txid,time,price", "Queued"))
        equal(user.delete_export_report(id_=number, type_="cancel"), {"cancel": True})


def funding(check, sdk):
    """Funding."""
    m, wallet = MARKET, "sdk wallet"
    with check("deposit methods, address and status"):
        way = sdk.fund.get_deposit_methods(asset="ETH")[0]["method"]
        has(sdk.fund.get_deposit_address(asset="ETH", method=way, new=True)[0], "address")
        equal(sdk.fund.get_recent_deposits_status(asset="ETH")[0]["status"], "Success")
    with check("withdrawal"):
        has(sdk.fund.withdraw_methods(asset="ETH")[0], "asset", "method", "minimum")
        true(any(row["key"] == wallet for row in sdk.fund.withdraw_addresses(asset="ETH")), "the address is not saved")
        info = sdk.fund.get_withdrawal_info(asset="ETH", key=wallet, amount=m.withdraw)
        has(info, "method", "limit", "amount", "fee")
        refid = sdk.withdraw()
    with check("withdrawal status"):
        rows = sdk.fund.get_recent_withdraw_status(asset="ETH")
        equal([row["status"] in ("Initial", "Pending") for row in rows if row["refid"] == refid], [True])
    with check("withdrawal cancelled"):
        equal(sdk.fund.cancel_withdraw(asset="ETH", refid=refid), True)
    with check("an unknown address raises KrakenUnknownWithdrawKeyError"):
        nowhere = {"asset": "ETH", "key": "nowhere", "amount": m.withdraw}
        sdk.shows("EFunding:Unknown withdraw key", lambda: sdk.fund.withdraw_funds(**nowhere))
