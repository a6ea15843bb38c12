"""ccxt 4.5.90: form bodies with bracketed names, or JSON; 13-digit nonces; it raises by the whole text of the error."""

import time

import ccxt

import icebergs
import refusals
import reports
from caller import Caller, Market, raises, until
from check import equal, has, true

OTHER = "LINK/USD"
SYMBOL = "SOL/USD"
MARKET = Market("SOLUSD", "SOL", "1", "90", "85", deposit="50", withdraw="2")

# The class it raises for each text; those it does not know become a plain ExchangeError.
EXCEPTIONS = {
    refusals.KEY: ccxt.AuthenticationError,
    refusals.SIGNATURE: ccxt.ExchangeError,
    refusals.NONCE: ccxt.InvalidNonce,
    refusals.DENIED: ccxt.PermissionDenied,
    refusals.ARGUMENTS: ccxt.BadRequest,
    refusals.UNKNOWN: ccxt.ExchangeError,
    refusals.DISABLED: ccxt.ExchangeError,
    "EAPI:Rate limit exceeded": ccxt.DDoSProtection,
    "EGeneral:Temporary lockout": ccxt.DDoSProtection,
    "EQuery:Unknown asset pair": ccxt.ExchangeError,
    "EGeneral:Invalid arguments:viqc": ccxt.InvalidOrder,
    "EOrder:Unknown order": ccxt.OrderNotFound,
    "EOrder:Insufficient funds": ccxt.InsufficientFunds,
    "EFunding:Unknown withdraw key": ccxt.InvalidAddress,
}


class Ccxt(Caller):
    """The exchange as published; only the entries of `urls['api']` are changed."""

    name = "ccxt"
    market = MARKET
    markets = None

    def __init__(self, url, key, calls):
        super().__init__(url, key, calls)
        # It keeps to the exchange's pace by itself; that is its own affair and takes time.
        # Unlike other clients it looks for authorities to trust (REQUESTS_CA_BUNDLE) only if told to.
        told = {"enableRateLimit": False, "requests_trust_env": True}
        self.api = ccxt.kraken({"apiKey": key.api_key, "secret": key.private_key, **told})
        self.api.urls["api"] = {name: url for name in self.api.urls["api"]}
        self.tape.mount(self.api.session)
        if Ccxt.markets:
            self.api.set_markets(*Ccxt.markets)

    def balance(self):
        return self.api.fetch_balance()["total"]

    def balance_with(self, otp):
        return self.api.privatePostBalance({"otp": otp})["result"]

    def add(self):
        m = self.market
        return self.api.create_order(SYMBOL, "limit", "buy", float(m.volume), float(m.low))["id"]

    def cancel(self, txid):
        return self.api.cancel_order(txid)

    def ledger_since(self, at):
        return self.api.fetch_ledger(since=int(at) * 1000)

    def open_orders(self):
        return [order["id"] for order in self.api.fetch_open_orders()]

    def withdraw(self):
        m = self.market
        return self.api.withdraw(m.asset, float(m.withdraw), "", params={"key": f"{self.name} wallet"})["id"]

    def method(self, name):
        return self.api.request(name, ["private"], "POST")

    def shows(self, text, call):
        with raises(EXCEPTIONS[text]) as caught:
            call()
        true(f'"{text}"' in str(caught.error), f"the text is not in {caught.error}")


def run(check, world):
    """The whole session, then every way of being refused."""
    check = check.of("ccxt")
    client = Ccxt(world.url, world.full_key("ccxt session"), world.calls)
    world.admin.save_address(MARKET.asset, f"{client.name} wallet", f"paper-address-of-{client.name}")
    market_data(check, client.api, client)
    account(check, world, client.api, client)
    orders(check, client.api, client)
    conditional(check, client.api)
    kinds(check, client.api)
    exports(check, client.api, client)
    funding(check, client.api, client)
    refusals.run(check, world, Ccxt)


def market_data(check, api, client):
    """Loads the markets first, as ccxt always does."""
    with check("markets are loaded from Assets and AssetPairs"):
        markets = api.load_markets()
        has(markets, "BTC/USD", "ETH/USD", SYMBOL)
        has(api.currencies, "BTC", "USD", "SOL")
        equal((markets["BTC/USD"]["id"], markets["BTC/USD"]["active"]), ("XXBTZUSD", True))
        has({name: value for name, value in markets[SYMBOL]["precision"].items() if value}, "amount", "price")
        Ccxt.markets = (list(api.markets.values()), api.currencies)
    with check("status and time"):
        equal(api.fetch_status()["status"], "ok")
        true(abs(api.fetch_time() / 1000 - time.time()) < 5, "the time is off")
    with check("market data"):
        ticker = api.fetch_ticker(SYMBOL)
        true(0 < ticker["bid"] < ticker["ask"], "bid and ask do not fit")
        has(api.fetch_tickers([SYMBOL, "BTC/USD"]), SYMBOL, "BTC/USD")
        true(len(api.fetch_ohlcv(SYMBOL, "1h", limit=5)[0]) == 6, "candles have six columns")
        book = api.fetch_order_book(SYMBOL, 10)
        equal((len(book["asks"]), len(book["bids"])), (10, 10), "levels")
        has(api.fetch_trades(SYMBOL)[0], "price", "amount", "side", "timestamp")
        has(api.publicGetSpread({"pair": "SOLUSD"})["result"], "last")
    with check("the methods it has only raw"):
        equal(api.publicGetGroupedBook({"pair": "SOL/USD", "grouping": 10})["result"]["grouping"], 10)
        equal(len(api.publicGetPreTrade({"symbol": SYMBOL})["result"]["asks"]), 10)
        after = api.publicGetPostTrade({"symbol": SYMBOL, "count": 7})["result"]
        equal({trade["symbol"] for trade in after["trades"]}, {SYMBOL})
        orders = api.privatePostLevel3({"pair": "SOLUSD", "depth": 25})["result"]
        has(orders["asks"][0], "price", "qty", "order_id", "timestamp")
    with check("an unknown pair raises ExchangeError"):
        client.shows("EQuery:Unknown asset pair", lambda: api.publicGetTicker({"pair": "NOSUCH"}))


def account(check, world, api, client):
    """The key and the funds."""
    with check("GetApiKeyInfo"):
        info = api.privatePostGetApiKeyInfo()["result"]
        equal((info["api_key"], info["name"]), (client.key.api_key, client.key.name))
    with check("balance shows the deposit"):
        before = client.balance()["SOL"]
        world.admin.deposit("SOL", MARKET.deposit)
        until("the deposit", lambda: abs(client.balance()["SOL"] - before - float(MARKET.deposit)) < 1e-9)
        equal(api.privatePostBalance()["error"], [])
        has(api.fetch_trading_fee(SYMBOL), "maker", "taker")


def orders(check, api, client):
    """From placing an order to reading what became of it."""
    with check("limit order"):
        placed = api.create_order(SYMBOL, "limit", "buy", 1, 90, {"clientOrderId": "claviger-test-1"})
        equal((placed["symbol"], placed["side"], placed["price"], placed["amount"]), (SYMBOL, "buy", 90.0, 1.0))
        txid = placed["id"]
        mine = [order for order in api.fetch_open_orders(SYMBOL) if order["id"] == txid]
        equal([(order["clientOrderId"], order["status"]) for order in mine], [("claviger-test-1", "open")])
    with check("amend (its edit_order)"):
        true(api.edit_order(txid, SYMBOL, "limit", "buy", 2, 85)["id"], "no amend id")
        order = api.fetch_order(txid)
        equal((order["price"], order["amount"]), (85.0, 2.0))
    with check("edit"):
        edited = api.privatePostEditOrder({"txid": txid, "pair": "SOLUSD", "volume": "1", "price": "90"})["result"]
        equal(edited["originaltxid"], txid)
        txid = edited["txid"]
    with check("cancel"):
        client.cancel(txid)
        true(txid not in client.open_orders(), "it is still open")
        client.shows("EOrder:Unknown order", lambda: client.cancel(txid))
    with check("market order is filled"):
        bought = api.create_order(SYMBOL, "market", "sell", 1)["id"]
        order = api.fetch_order(bought)
        equal((order["status"], order["filled"]), ("closed", 1.0))
        trades = [trade for trade in api.fetch_my_trades(SYMBOL) if trade["order"] == bought]
        true(trades and trades[0]["cost"] > 0, "its trade is not in the history")
    with check("closed orders"):
        closed = {order["id"]: order["status"] for order in api.fetch_closed_orders(SYMBOL)}
        equal((closed[txid], closed[bought]), ("canceled", "closed"))
    with check("ledger"):
        kinds = {row["type"] for row in api.fetch_ledger("SOL")}
        true({"transaction", "trade"} <= kinds, f"kinds are {kinds}")
        true(api.fetch_ledger("SOL", since=int(time.time() * 1000) + 60_000) == [], "rows from the future")
    with check("too little money raises InsufficientFunds"):
        huge = lambda: api.create_order(SYMBOL, "limit", "buy", 1_000_000, 90)
        client.shows("EOrder:Insufficient funds", huge)
    with check("cancel all"):
        client.add()
        api.cancel_all_orders()
        equal(client.open_orders(), [])


def conditional(check, api):
    """Bracketed names and JSON bodies, as only ccxt sends them."""
    with check("bracketed names are parsed"):
        close = {"ordertype": "limit", "price": 200}
        placed = api.create_order(SYMBOL, "limit", "buy", 1, 90, {"close": close})
        true("close[ordertype]=limit" in str(api.last_request_body), "it did not send brackets")
        descr = api.fetch_order(placed["id"])["info"]["descr"]
        equal(descr["close"], "close position @ limit 200.00")
        api.cancel_order(placed["id"])
    with check("a JSON body with a quoted nonce is verified"):
        # A price in percent makes it send JSON.
        order = {"pair": "SOLUSD", "type": "buy", "ordertype": "limit", "volume": "1", "price": "-9%"}
        txid = api.privatePostAddOrder(order)["result"]["txid"][0]
        equal(api.fetch_order(txid)["status"], "open")
        api.cancel_order(txid)


def kinds(check, api):
    """Every kind of order that it can write, as it reads it back; in a market of its own, so that its counter is."""
    stops = [({"stopLossPrice": 50}, "stop-loss"), ({"takeProfitPrice": 6}, "take-profit")]
    for params, kind in stops:
        for way, price in [("market", None), ("limit", 7)]:
            name = kind if way == "market" else f"{kind}-limit"
            with check(name):
                placed = api.create_order(OTHER, way, "buy", 1, price, params)
                order = api.fetch_order(placed["id"])
                equal((order["info"]["descr"]["ordertype"], order["status"]), (name, "open"))
                equal((order["type"], order["price"]), (way, price))
                equal(order["stopLossPrice"] or order["takeProfitPrice"], list(params.values())[0])
                api.cancel_order(placed["id"])
    trails = [
        ({"trailingPercent": "9"}, "trailing-stop", "+9.0000%"),
        ({"trailingAmount": "1.5"}, "trailing-stop", "+1.50000"),
        ({"trailingAmount": "1.5", "trailingLimitAmount": "0.1"}, "trailing-stop-limit", "+1.50000"),
        ({"trailingPercent": "9", "trailingLimitPercent": "1"}, "trailing-stop-limit", "+9.0000%"),
    ]
    for params, name, price in trails:
        with check(f"{name} {price}"):
            placed = api.create_order(OTHER, "market", "buy", 1, None, params)
            info = api.fetch_order(placed["id"])["info"]
            equal((info["descr"]["ordertype"], info["descr"]["price"]), (name, price))
            true(float(info["stopprice"]) > 0, "it follows nothing")
            api.cancel_order(placed["id"])
    with check("an iceberg is filled peak by peak"):
        icebergs.peak_by_peak(iceberg(api))
    with check("an order that expires"):
        params = {"timeInForce": "GTD", "expiretm": "+600"}
        placed = api.create_order(OTHER, "limit", "buy", 1, 6, params)
        true(float(api.fetch_order(placed["id"])["info"]["expiretm"]) > time.time(), "no end")
        api.cancel_order(placed["id"])


def iceberg(api):
    """How it trades icebergs: by the plain method, as it writes none by itself; it reads them back."""
    terms = {"pair": "XRPUSD", "ordertype": "iceberg", "volume": "40", "displayvol": "10"}

    def place(side, price):
        return api.privatePostAddOrder({**terms, "type": side, "price": price})["result"]["txid"][0]

    def quote():
        ticker = api.fetch_ticker("XRP/USD")
        return str(ticker["bid"]), str(ticker["ask"]), str(api.markets["XRP/USD"]["precision"]["price"])

    def trades(txid):
        return [trade["info"] for trade in api.fetch_my_trades("XRP/USD") if trade["order"] == txid]

    return icebergs.Client(
        volume=terms["volume"],
        display=terms["displayvol"],
        place=place,
        show=lambda txid: api.fetch_order(txid)["info"],
        trades=trades,
        cancel=api.cancel_order,
        quote=quote,
    )


def exports(check, api, client):
    """Reports, by its implicit methods."""
    with check("a report by its implicit methods"):
        number = api.privatePostAddExport({"report": "trades", "description": "ccxt", "fields": "vol"})["result"]["id"]
        with raises(ccxt.ExchangeNotAvailable):
            api.privatePostRetrieveExport({"id": number})
        reports.processed(lambda: api.privatePostExportStatus({"report": "trades"})["result"], number)
        # It takes what is no JSON for text, which no archive is: its users have the bytes from its session.
        with raises(UnicodeDecodeError):
            api.privatePostRetrieveExport({"id": number})
        true(reports.unpack(client.tape.last_content, "trades.csv"), "no trades")
        equal(api.privatePostRemoveExport({"id": number, "type": "delete"})["result"], {"delete": True})


def funding(check, api, client):
    """Money in and out."""
    with check("deposit address and deposits"):
        true(api.fetch_deposit_methods("SOL"), "no way to deposit")
        true(api.create_deposit_address("SOL", {"method": "Solana"})["address"], "no address")
        equal(api.fetch_deposits("SOL")[0]["status"], "ok")
    with check("withdrawal"):
        refid = client.withdraw()
        true(refid, "no reference")
    with check("withdrawal status"):
        rows = {row["id"]: row for row in api.fetch_withdrawals("SOL")}
        equal((rows[refid]["status"], rows[refid]["currency"]), ("pending", "SOL"))
    with check("an unknown address raises InvalidAddress"):
        nowhere = lambda: api.withdraw("SOL", 1, "", params={"key": "nowhere"})
        client.shows("EFunding:Unknown withdraw key", nowhere)
