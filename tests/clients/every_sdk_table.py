"""What each REST method of python-kraken-sdk is called with, and what must hold of its answer (KRAKEN-WIRE.md §3)."""

import time
from decimal import Decimal

import reports
import refusals
from check import equal, true
from every import Row
from shape import Each, instant, none, number, some
from stage import Stage

PAIR = "AVAXUSD"
ASSET = "AVAX"
BOOK_SIDE = [list]
ORDER = {
    "refid": (str, type(None)), "status": some, "opentm": instant, "starttm": (int, float), "expiretm": (int, float),
    "descr": {"pair": some, "type": some, "ordertype": some, "price": some, "price2": some, "leverage": some,
              "order": some, "close": str},
    "vol": number, "vol_exec": number, "cost": number, "fee": number, "price": number, "stopprice": number,
    "limitprice": number, "misc": str, "oflags": str,
}
TRADE = {
    "ordertxid": some, "pair": some, "time": instant, "type": some, "ordertype": some, "price": number, "cost": number,
    "fee": number, "vol": number, "margin": number, "misc": str,
}
ENTRY = {
    "refid": some, "time": instant, "type": some, "subtype": str, "aclass": "currency", "asset": some,
    "amount": number, "fee": number, "balance": number,
}
FEES = Each({"fee": number, "minfee": number, "maxfee": number, "tiervolume": number})
TRANSFER = {
    "method": some, "aclass": "currency", "asset": ASSET, "refid": some, "txid": (str, type(None)),
    "info": (str, type(None)), "amount": number, "fee": number, "time": instant, "status": some,
}


def _holds_of(stage, arguments, answer):
    """Its own sum says what the server does."""
    told = stage.call("BalanceEx")[ASSET]
    equal((answer["currency"], Decimal(str(answer["balance"]))), (ASSET, Decimal(told["balance"])))


def _named(stage, arguments, answer):
    """What was asked for, and nothing else."""
    asked = arguments.get("txid") or arguments.get("id_")
    equal(list(answer), [asked])


def _every_balance(stage, arguments, answer):
    """Whatever a balance or an entry of the ledger is of is an asset, by the same name."""
    entries = stage.call("Ledgers")["ledger"].values()
    named = {*stage.call("Balance"), *stage.call("BalanceEx"), *(entry["asset"] for entry in entries)}
    true(f"{ASSET}.F" in named, f"nothing is allocated: {named}")
    equal(named - set(answer), set(), "balances of what is no asset")


def _among(name):
    def look(stage, arguments, answer):
        true(stage.made in answer[name], f"{stage.made} is not among {list(answer[name])}")
    return look


def _is_row(name):
    def look(stage, arguments, answer):
        true(stage.made in [row[name] for row in answer], f"{stage.made} is in no row")
    return look


def _gone(stage, arguments, answer):
    equal(stage.shown(stage.made)["status"], "canceled")


def _amended(stage, arguments, answer):
    equal(Decimal(stage.shown(stage.made)["descr"]["price"]), Decimal(stage.market.lower))


def _edited(stage, arguments, answer):
    equal(stage.shown(stage.made)["status"], "canceled")
    equal(stage.shown(answer["txid"])["status"], "open")


def _placed(stage, arguments, answer):
    equal(stage.shown(answer["txid"][0])["status"], "open")


def _batch(stage, arguments, answer):
    equal([stage.shown(row["txid"])["status"] for row in answer["orders"]], ["open", "open"])


def _amends(stage, arguments, answer):
    equal((answer["count"], [row["amend_type"] for row in answer["amends"]]), (2, ["original", "user"]))


def _closed_all(stage, arguments, answer):
    equal(stage.call("OpenOrders")["open"], {})


def _archive(stage, arguments, answer):
    equal((answer.status_code, answer.headers["Content-Type"]), (200, "application/octet-stream"))
    true(reports.unpack(answer.content, "ledgers.csv"), "no records")


def _ordered(stage):
    """Two orders of a batch."""
    one = {"ordertype": "limit", "type": "buy", "volume": stage.market.volume, "price": stage.market.low}
    return {"pair": PAIR, "orders": [one, {**one, "price": stage.market.lower}]}


def _amended_order(stage):
    txid = stage.order()
    stage.call("AmendOrder", txid=txid, limit_price=stage.market.lower)
    return {"order_id": txid}


TABLE = {
    # What every client is made of.
    "SpotClient.get_nonce": Row(None, some),
    "SpotClient.request": Row(
        lambda s: {"method": "POST", "uri": "/0/private/GetApiKeyInfo"},
        {"api_key": some, "api_key_name": "sdk every", "permissions": [some], "iban": some},
        sends="GetApiKeyInfo",
    ),
    "SpotAsyncClient.request": Row(
        lambda s: {"method": "GET", "uri": "/0/public/Time", "auth": False}, {"unixtime": instant, "rfc1123": some}
    ),
    "SpotAsyncClient.close": Row(None, None),
    "SpotAsyncClient.async_close": Row(None, None),
    # Market data.
    "Market.get_system_status": Row(None, {"status": "online", "timestamp": some}, sends="SystemStatus"),
    "Market.get_assets": Row(
        None, Each({"aclass": "currency", "altname": some, "decimals": int, "display_decimals": int, "status": "enabled"},
                   among=("ZUSD", "XXBT", ASSET, "XBT.F")),
        before=Stage.allocated, then=_every_balance, sends="Assets",
    ),
    "Market.get_asset_pairs": Row(
        None,
        Each({"altname": some, "wsname": some, "base": some, "quote": some, "pair_decimals": int, "lot_decimals": int,
              "leverage_buy": list, "leverage_sell": list, "fees": [list], "fees_maker": [list], "ordermin": number,
              "costmin": number, "tick_size": number, "status": "online"}, among=("XXBTZUSD", PAIR)),
        sends="AssetPairs",
    ),
    "Market.get_ticker": Row(
        lambda s: {"pair": [PAIR, "XBTUSD"]},
        Each({"a": [number], "b": [number], "c": [number], "v": [number], "p": [number], "t": [int], "l": [number],
              "h": [number], "o": number}, among=(PAIR, "XXBTZUSD")),
        sends="Ticker",
    ),
    "Market.get_ohlc": Row(
        lambda s: {"pair": PAIR, "interval": 15, "since": int(time.time()) - 7200},
        {PAIR: [list], "last": int}, sends="OHLC",
    ),
    "Market.get_order_book": Row(
        lambda s: {"pair": PAIR, "count": 3}, {PAIR: {"asks": BOOK_SIDE, "bids": BOOK_SIDE}}, sends="Depth",
        then=lambda s, a, answer: equal([len(answer[PAIR][side]) for side in ("asks", "bids")], [3, 3]),
    ),
    "Market.get_recent_trades": Row(
        lambda s: {"pair": PAIR, "count": 4}, {PAIR: [list], "last": some}, sends="Trades",
        then=lambda s, a, answer: equal([len(row) for row in answer[PAIR]], [7] * 4),
    ),
    "Market.get_recent_spreads": Row(
        lambda s: {"pair": PAIR, "since": int(time.time()) - 600}, {PAIR: [list], "last": int}, sends="Spread"
    ),
    # The account.
    "User.get_account_balance": Row(None, Each(number, among=("ZUSD", ASSET)), sends="Balance"),
    "User.get_balances": Row(
        None, Each({"balance": number, "hold_trade": number}, among=("ZUSD", ASSET)), sends="BalanceEx"
    ),
    "User.get_balance": Row(
        lambda s: {"currency": ASSET}, {"currency": ASSET, "balance": float, "available_balance": float},
        then=_holds_of, sends="BalanceEx",
    ),
    "User.get_trade_balance": Row(
        lambda s: {"asset": "XXBT"}, dict.fromkeys("eb tb m n c v e mf".split(), number), sends="TradeBalance"
    ),
    "User.get_trade_volume": Row(
        lambda s: {"pair": [PAIR, "XBTUSD"]},
        {"currency": "ZUSD", "volume": number, "fees": FEES, "fees_maker": FEES}, sends="TradeVolume",
        then=lambda s, a, answer: equal(sorted(answer["fees"]), [PAIR, "XXBTZUSD"]),
    ),
    "User.get_open_orders": Row(
        lambda s: {"trades": True}, {"open": Each(ORDER)}, before=Stage.order, sends="OpenOrders", then=_among("open")
    ),
    "User.get_closed_orders": Row(
        lambda s: {"start": int(time.time()) - 600, "trades": True},
        {"closed": Each(ORDER), "count": int}, before=Stage.filled, sends="ClosedOrders", then=_among("closed"),
    ),
    "User.get_orders_info": Row(
        lambda s: {"txid": s.order(), "trades": True}, Each(ORDER), sends="QueryOrders", then=_named
    ),
    "User.get_order_amends": Row(
        _amended_order,
        {"count": int, "amends": [{"amend_id": some, "amend_type": some, "order_qty": number, "limit_price": number,
                                   "remaining_qty": number, "timestamp": instant}]},
        sends="OrderAmends", then=_amends,
    ),
    "User.get_trades_history": Row(
        lambda s: {"start": int(time.time()) - 600, "ledgers": True},
        {"trades": Each(TRADE), "count": int}, before=Stage.filled, sends="TradesHistory",
        then=lambda s, a, answer: true(s.made in [row["ordertxid"] for row in answer["trades"].values()], "not told"),
    ),
    "User.get_trades_info": Row(lambda s: {"txid": s.filled()}, Each(TRADE), sends="QueryTrades", then=_named),
    "User.get_open_positions": Row(lambda s: {"docalcs": True}, none, sends="OpenPositions"),
    "User.get_ledgers_info": Row(
        lambda s: {"asset": [ASSET, "USD"], "type_": "deposit"}, {"ledger": Each(ENTRY), "count": int}, sends="Ledgers",
        then=lambda s, a, answer: equal({row["type"] for row in answer["ledger"].values()}, {"deposit"}),
    ),
    "User.get_ledgers": Row(lambda s: {"id_": s.ledger(), "trades": True}, Each(ENTRY), sends="QueryLedgers", then=_named),
    "User.request_export_report": Row(
        lambda s: {"report": "trades", "description": "every", "fields": ["time", "vol"], "format_": "TSV"},
        {"id": some}, sends="AddExport",
    ),
    "User.get_export_report_status": Row(
        lambda s: {"report": "ledgers"},
        [{"id": some, "descr": str, "format": some, "report": "ledgers", "status": some, "fields": some,
          "createdtm": some, "starttm": str, "completedtm": str, "datastarttm": some, "dataendtm": some}],
        before=Stage.report, sends="ExportStatus", then=_is_row("id"),
    ),
    "User.retrieve_export": Row(lambda s: {"id_": s.report_done()}, object, sends="RetrieveExport", then=_archive),
    "User.delete_export_report": Row(
        lambda s: {"id_": s.report(), "type_": "cancel"}, {"cancel": True}, sends="RemoveExport"
    ),
    "User.create_subaccount": Row(
        lambda s: {"username": "desk", "email": "desk@example.org"}, refused=refusals.DISABLED, sends="CreateSubaccount"
    ),
    "User.account_transfer": Row(
        lambda s: {"asset": ASSET, "amount": "1", "from_": "AA88 N84G WOAK NMOI", "to_": "AA17 N84G QJKG PULE"},
        refused=refusals.DISABLED, sends="AccountTransfer",
    ),
    # Trading.
    "Trade.truncate": Row(
        lambda s: {"amount": "0.123456789", "amount_type": "volume", "pair": "XBTUSD"}, "0.12345678", sends="AssetPairs"
    ),
    "Trade.create_order": Row(
        lambda s: {"ordertype": "limit", "side": "buy", "pair": PAIR, "volume": s.market.volume, "price": s.market.low,
                   "oflags": ["post", "fciq"], "userref": 7},
        {"descr": {"order": some}, "txid": [some]}, sends="AddOrder", then=_placed,
    ),
    "Trade.create_order_batch": Row(
        _ordered, {"orders": [{"txid": some, "descr": {"order": some}}]}, sends="AddOrderBatch", then=_batch
    ),
    "Trade.amend_order": Row(
        lambda s: {"txid": s.order(), "limit_price": s.market.lower}, {"amend_id": some}, sends="AmendOrder",
        then=_amended,
    ),
    "Trade.edit_order": Row(
        lambda s: {"txid": s.order(), "pair": PAIR, "volume": "0.6", "price": s.market.lower},
        {"status": "ok", "txid": some, "originaltxid": some, "descr": {"order": some}}, sends="EditOrder", then=_edited,
    ),
    "Trade.cancel_order": Row(lambda s: {"txid": s.order()}, {"count": 1}, sends="CancelOrder", then=_gone),
    "Trade.cancel_order_batch": Row(
        lambda s: {"orders": [s.order(), s.order()]}, {"count": 2}, sends="CancelOrderBatch", then=_gone
    ),
    "Trade.cancel_all_orders": Row(
        None, {"count": lambda count: count >= 1}, before=Stage.order, sends="CancelAll", then=_closed_all
    ),
    "Trade.cancel_all_orders_after_x": Row(
        lambda s: {"timeout": 0}, {"currentTime": some, "triggerTime": "0"}, sends="CancelAllOrdersAfter"
    ),
    # Funding.
    "Funding.get_deposit_methods": Row(
        lambda s: {"asset": ASSET}, [{"method": some, "limit": (bool, str), "minimum": number}], sends="DepositMethods"
    ),
    "Funding.get_deposit_address": Row(
        lambda s: {"asset": ASSET, "method": s.way(), "new": True},
        [{"address": some, "expiretm": (str, int)}], sends="DepositAddresses",
    ),
    "Funding.get_recent_deposits_status": Row(
        lambda s: {"asset": ASSET, "cursor": True}, {"deposit": [TRANSFER], "next_cursor": (str, type(None))},
        sends="DepositStatus",
    ),
    "Funding.withdraw_methods": Row(
        lambda s: {"asset": ASSET}, [{"asset": ASSET, "method": some, "minimum": number}], sends="WithdrawMethods"
    ),
    "Funding.withdraw_addresses": Row(
        lambda s: {"asset": ASSET, "verified": True},
        [{"address": some, "asset": ASSET, "method": some, "key": some, "verified": True}], sends="WithdrawAddresses",
    ),
    "Funding.get_withdrawal_info": Row(
        lambda s: {"asset": ASSET, "key": s.wallet, "amount": s.market.withdraw},
        {"method": some, "limit": number, "amount": number, "fee": number}, sends="WithdrawInfo",
    ),
    "Funding.withdraw_funds": Row(
        lambda s: {"asset": ASSET, "key": s.wallet, "amount": s.market.withdraw, "max_fee": "1"}, {"refid": some},
        sends="Withdraw",
    ),
    "Funding.get_recent_withdraw_status": Row(
        lambda s: {"asset": ASSET}, [TRANSFER], before=Stage.withdrawal, sends="WithdrawStatus", then=_is_row("refid")
    ),
    "Funding.cancel_withdraw": Row(
        lambda s: {"asset": ASSET, "refid": s.withdrawal()}, lambda done: done is True, sends="WithdrawCancel"
    ),
    "Funding.wallet_transfer": Row(
        lambda s: {"asset": ASSET, "from_": "Spot Wallet", "to_": "Futures Wallet", "amount": "1"},
        refused=refusals.DISABLED, sends="WalletTransfer",
    ),
    # Earn.
    "Earn.list_earn_strategies": Row(
        lambda s: {"asset": ASSET},
        {"items": [{"id": some, "asset": ASSET, "lock_type": {"type": some}, "can_allocate": bool, "can_deallocate": bool,
                    "user_min_allocation": number, "auto_compound": {"type": some}, "yield_source": {"type": some}}],
         "next_cursor": (str, type(None))},
        sends="Earn/Strategies",
    ),
    "Earn.allocate_earn_funds": Row(
        lambda s: {"strategy_id": s.strategy(), "amount": "1.5"}, lambda done: done is True, sends="Earn/Allocate"
    ),
    "Earn.get_allocation_status": Row(
        lambda s: {"strategy_id": s.allocated()}, {"pending": False}, sends="Earn/AllocateStatus"
    ),
    "Earn.list_earn_allocations": Row(
        lambda s: {"converted_asset": "USD"},
        {"converted_asset": some, "total_allocated": number, "total_rewarded": number,
         "items": [{"strategy_id": some, "native_asset": some, "amount_allocated": {"total": dict},
                    "total_rewarded": dict}], "next_cursor": (str, type(None))},
        before=Stage.allocated, sends="Earn/Allocations",
        then=lambda s, a, answer: true(s.strategy() in [row["strategy_id"] for row in answer["items"]], "not told"),
    ),
    "Earn.deallocate_earn_funds": Row(
        lambda s: {"strategy_id": s.allocated(), "amount": "1"}, lambda done: done is True, sends="Earn/Deallocate"
    ),
    "Earn.get_deallocation_status": Row(
        lambda s: {"strategy_id": s.strategy()}, {"pending": False}, sends="Earn/DeallocateStatus"
    ),
}
