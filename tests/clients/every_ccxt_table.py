"""What each unified method of ccxt is called with, and what must hold of its answer: the structures of its manual."""

import time

import refusals
from check import equal, true
from every import Row
from shape import Each, none, some
from stage import Stage

SYMBOL = "ADA/USD"
# Ways of the exchange, and what only its WebSocket clients have.
FEATURES = {"publicAPI", "privateAPI", "spot", "margin", "fetchCurrenciesWs"}


def amount(value):
    """A number that is not negative."""
    return isinstance(value, (int, float)) and value >= 0


def millis(value):
    """Milliseconds since 1970, in this century."""
    return isinstance(value, int) and value > 946_684_800_000


ORDER = {
    "id": some, "symbol": SYMBOL, "status": some, "type": some, "side": some, "amount": amount, "filled": amount,
    "remaining": amount, "timestamp": millis,
}
PLACED = {"id": some, "symbol": SYMBOL, "side": "buy"}
TRADE = {
    "id": some, "symbol": SYMBOL, "side": some, "price": amount, "amount": amount, "cost": amount, "timestamp": millis
}
MINE = {**TRADE, "order": some, "fee": {"cost": amount, "currency": "USD"}}
TICKER = {"symbol": some, **dict.fromkeys("high low bid ask vwap open close last baseVolume".split(), amount)}
BOOK = {"symbol": SYMBOL, "asks": [[amount]], "bids": [[amount]]}
ENTRY = {
    "id": some, "direction": some, "referenceId": some, "type": some, "currency": "ADA", "amount": amount,
    "timestamp": millis, "status": "ok", "fee": dict,
}
TRANSFER = {
    "id": some, "currency": "ADA", "amount": amount, "status": some, "timestamp": millis, "network": (str, type(None)),
    "fee": {"cost": amount, "currency": "ADA"},
}
MARKET = {
    "id": some, "symbol": some, "base": some, "quote": some, "spot": True, "active": True, "taker": amount,
    "maker": amount, "precision": {"amount": amount, "price": amount}, "limits": {"amount": {"min": amount}},
}


def _is(state, kind=None):
    def look(stage, arguments, answer):
        shown = stage.shown(answer["id"])
        equal((shown["status"], shown["descr"]["ordertype"]), (state, kind or shown["descr"]["ordertype"]))
    return look


def _made(stage, arguments, answer):
    true(stage.made in [row["id"] for row in answer], f"{stage.made} is not among them")


def _of_made(stage, arguments, answer):
    true(stage.made in [row["order"] for row in answer], f"none is of {stage.made}")


def _gone(stage, arguments, answer):
    equal(stage.shown(stage.made)["status"], "canceled")


def _both(stage, arguments, answer):
    equal([stage.shown(row["id"])["status"] for row in answer], ["open", "open"])


def _amended(stage, arguments, answer):
    equal(float(stage.shown(stage.made)["descr"]["price"]), float(stage.market.lower))


def _limit(stage, **more):
    """What a limit order that rests is asked for with."""
    m = stage.market
    return {"symbol": SYMBOL, "side": "buy", "amount": float(m.volume), "price": float(m.low), "params": {}, **more}


def _typed(stage, **more):
    return _limit(stage, **{"type": "limit", **more})


def _two(stage):
    one = _typed(stage)
    return {"orders": [one, {**one, "price": float(stage.market.lower)}]}


TABLE = {
    # Market data.
    "fetchStatus": Row(None, {"status": "ok"}, sends="SystemStatus"),
    "fetchTime": Row(None, millis, sends="Time"),
    "fetchCurrencies": Row(
        None, Each({"id": some, "code": some, "precision": amount, "active": True}, among=("USD", "BTC", "ADA", "BTC.F")),
        sends="Assets",
    ),
    "fetchMarkets": Row(None, [MARKET], sends="AssetPairs"),
    "fetchTicker": Row(lambda s: {"symbol": SYMBOL}, {**TICKER, "symbol": SYMBOL}, sends="Ticker"),
    "fetchTickers": Row(None, Each(TICKER, among=(SYMBOL, "BTC/USD")), sends="Ticker"),
    "fetchOHLCV": Row(
        lambda s: {"symbol": SYMBOL, "timeframe": "5m", "since": int(time.time() - 7200) * 1000}, [[amount]],
        sends="OHLC",
    ),
    "fetchOrderBook": Row(lambda s: {"symbol": SYMBOL, "limit": 5}, BOOK, sends="Depth"),
    "fetchL2OrderBook": Row(lambda s: {"symbol": SYMBOL, "limit": 5}, BOOK, sends="Depth"),
    "fetchTrades": Row(lambda s: {"symbol": SYMBOL, "limit": 7}, [TRADE], sends="Trades"),
    "fetchTradingFee": Row(
        lambda s: {"symbol": SYMBOL}, {"symbol": SYMBOL, "maker": amount, "taker": amount}, sends="TradeVolume"
    ),
    # The account.
    "fetchBalance": Row(
        None, {"free": Each(amount), "used": Each(amount), "total": Each(amount, among=("USD", "ADA", "ADA.F"))},
        before=Stage.allocated, sends="BalanceEx",
    ),
    "fetchLedger": Row(lambda s: {"code": "ADA"}, [ENTRY], sends="Ledgers"),
    "fetchLedgerEntry": Row(
        lambda s: {"id": s.ledger()}, ENTRY, sends="QueryLedgers",
        then=lambda s, a, answer: equal(answer["id"], a["id"]),
    ),
    "fetchOpenOrders": Row(
        lambda s: {"symbol": SYMBOL}, [ORDER], before=Stage.order, then=_made, sends="OpenOrders"
    ),
    "fetchClosedOrders": Row(
        lambda s: {"symbol": SYMBOL}, [ORDER], before=Stage.filled, then=_made, sends="ClosedOrders"
    ),
    "fetchOrder": Row(lambda s: {"id": s.order()}, {**ORDER, "status": "open"}, sends="QueryOrders"),
    "fetchOrderTrades": Row(
        lambda s: {"id": "", "params": {"trades": [s.filled()]}}, [MINE], then=_of_made, sends="QueryTrades"
    ),
    "fetchMyTrades": Row(lambda s: {"symbol": SYMBOL}, [MINE], before=Stage.filled, then=_of_made, sends="TradesHistory"),
    "fetchPositions": Row(None, none, sends="OpenPositions"),
    # Trading.
    "createOrder": Row(_typed, PLACED, then=_is("open", "limit"), sends="AddOrder"),
    "createLimitOrder": Row(_limit, PLACED, then=_is("open", "limit"), sends="AddOrder"),
    "createMarketOrder": Row(
        lambda s: {"symbol": SYMBOL, "side": "buy", "amount": float(s.market.volume)}, PLACED,
        then=_is("closed", "market"), sends="AddOrder",
    ),
    "createMarketOrderWithCost": Row(
        lambda s: {"symbol": SYMBOL, "side": "buy", "cost": 25}, refused="EGeneral:Invalid arguments:viqc", sends="AddOrder"
    ),
    "createMarketBuyOrderWithCost": Row(
        lambda s: {"symbol": SYMBOL, "cost": 25}, refused="EGeneral:Invalid arguments:viqc", sends="AddOrder"
    ),
    "createOrders": Row(_two, [{"id": some}], then=_both, sends="AddOrderBatch"),
    # It writes the price of these three as `stopPrice`, which is no parameter of this exchange, so what is placed is the
    # order without it, here as there.
    "createStopOrder": Row(lambda s: _typed(s, triggerPrice=0.5), PLACED, then=_is("open", "limit"), sends="AddOrder"),
    "createStopLimitOrder": Row(lambda s: _limit(s, triggerPrice=0.5), PLACED, then=_is("open", "limit"), sends="AddOrder"),
    "createStopMarketOrder": Row(
        lambda s: {"symbol": SYMBOL, "side": "buy", "amount": float(s.market.volume), "triggerPrice": 1.5, "params": {}},
        PLACED, then=_is("closed", "market"), sends="AddOrder",
    ),
    "createTrailingAmountOrder": Row(
        lambda s: {**_typed(s, type="market", price=None), "trailingAmount": 0.2}, PLACED,
        then=_is("open", "trailing-stop"), sends="AddOrder",
    ),
    "createTrailingPercentOrder": Row(
        lambda s: {**_typed(s, type="market", price=None), "trailingPercent": 20}, PLACED,
        then=_is("open", "trailing-stop"), sends="AddOrder",
    ),
    "editOrder": Row(
        lambda s: {"id": s.order(), **_typed(s, price=float(s.market.lower))}, {"id": some}, then=_amended,
        sends="AmendOrder",
    ),
    "cancelOrder": Row(lambda s: {"id": s.order()}, dict, then=_gone, sends="CancelOrder"),
    "cancelOrders": Row(lambda s: {"ids": [s.order(), s.order()]}, [dict], then=_gone, sends="CancelOrderBatch"),
    "cancelAllOrders": Row(None, [dict], before=Stage.order, then=_gone, sends="CancelAll"),
    "cancelAllOrdersAfter": Row(
        lambda s: {"timeout": 0}, {"result": {"currentTime": some, "triggerTime": "0"}}, sends="CancelAllOrdersAfter"
    ),
    # Funding.
    "createDepositAddress": Row(
        lambda s: {"code": "ADA", "params": {"method": s.way()}}, {"currency": "ADA", "address": some},
        sends="DepositAddresses",
    ),
    "fetchDepositAddress": Row(
        lambda s: {"code": "ADA", "params": {"method": s.way()}}, {"currency": "ADA", "address": some},
        before=Stage.address, sends="DepositAddresses",
    ),
    "fetchDeposits": Row(lambda s: {"code": "ADA"}, [TRANSFER], sends="DepositStatus"),
    "fetchWithdrawals": Row(
        lambda s: {"code": "ADA"}, [TRANSFER], before=Stage.withdrawal, then=_made, sends="WithdrawStatus"
    ),
    "withdraw": Row(
        lambda s: {"code": "ADA", "amount": float(s.market.withdraw), "address": "", "params": {"key": s.wallet}},
        {"id": some}, sends="Withdraw",
    ),
    "transfer": Row(
        lambda s: {"code": "ADA", "amount": 1, "fromAccount": "spot", "toAccount": "swap"},
        refused=refusals.DISABLED, sends="WalletTransfer",
    ),
}
