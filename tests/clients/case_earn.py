"""Earn by each client that has methods for it: python-kraken-sdk's `Earn`, ccxt's implicit methods, and by hand."""

from decimal import Decimal

from kraken import exceptions
from kraken.spot import Earn, User

import refusals
from caller import raises
from case_ccxt import Ccxt
from check import equal, has, true
from raw import Raw
from tape import Tape

EARNER = ["earn-funds", "query-funds", "query-ledger", "modify-trades"]
NOWHERE = "ESRFUO3-Q62XD-WIOIL7"
# What it raises for each text. Its table has the shorter text first, and takes what contains it.
EXCEPTIONS = {
    "EEarnings:Below min:(De)allocation operation amount less than minimum": exceptions.KrakenEarnMinimumAllocationError,
    "EEarnings:Insufficient funds:Insufficient funds to complete the (de)allocation request":
        exceptions.KrakenEarnInsufficientFundsError,
    "EEarnings:Above max:The allocation exceeds user limit for the strategy":
        exceptions.KrakenEarnAllocationExceededError,
    "EGeneral:Invalid arguments:Invalid strategy ID": exceptions.KrakenInvalidArgumentsError,
    refusals.DENIED: exceptions.KrakenPermissionDeniedError,
}


def run(check, world):
    """All of them, each with a key and an asset of its own."""
    sdk(check.of("earn by sdk"), world)
    ccxt(check.of("earn by ccxt"), world)
    raw(check.of("earn by hand"), world)


def _clients(world, name, permissions):
    """The SDK's two clients with a key."""
    key = world.admin.create_key(name, permissions)
    clients = []
    for kind in (Earn, User):
        client = kind(key=key.api_key, secret=key.private_key, url=world.url)
        # Its session is private to it; this only listens.
        client._SpotClient__session.mount("http://", Tape(world.calls))
        clients.append(client)
    return clients


def _shows(text, call):
    with raises(EXCEPTIONS[text]) as caught:
        call()
    true(f"[{text!r}]" in str(caught.error), f"the text is not in {caught.error}")


def sdk(check, world):
    """Every method of `Earn`."""
    earn, user = _clients(world, "earn sdk", EARNER)
    with check("strategies, filtered and paged"):
        equal([row["asset"] for row in earn.list_earn_strategies(asset="XETH")["items"]], ["ETH"])
        for locks, some in ((["instant"], True), (["instant", "flex"], True), (["bonded", "timed"], False)):
            equal(bool(earn.list_earn_strategies(lock_type=locks)["items"]), some, f"{locks}")
        page = earn.list_earn_strategies(ascending=True, limit=3)
        names = [row["asset"] for row in page["items"]]
        equal((len(names), names), (3, sorted(names)))
        more = earn.list_earn_strategies(ascending=True, limit=3, cursor=page["next_cursor"])
        true(more["items"][0]["asset"] > names[-1], "the next page begins too early")
        equal(earn.list_earn_strategies(cursor=True)["next_cursor"], None)
    with check("allocate, look, deallocate"):
        strategy = earn.list_earn_strategies(asset="ETH")["items"][0]["id"]
        before = user.get_account_balance()
        equal(earn.allocate_earn_funds(amount=1.5, strategy_id=strategy), True)
        equal(earn.get_allocation_status(strategy_id=strategy), {"pending": False})
        after = user.get_account_balance()
        equal(Decimal(after["XETH"]), Decimal(before["XETH"]) - Decimal("1.5"))
        equal(Decimal(after["ETH.F"]), Decimal("1.5"))
        equal(user.get_balances()["ETH.F"]["hold_trade"], "0.0000000000")
        told = earn.list_earn_allocations(converted_asset="XBT")
        equal((told["converted_asset"], [row["strategy_id"] for row in told["items"]]), ("XBT", [strategy]))
        equal(told["items"][0]["amount_allocated"]["total"]["native"], "1.5000000000")
        has(told["items"][0]["payout"], "period_start", "period_end", "accumulated_reward", "estimated_reward")
        equal(earn.deallocate_earn_funds(amount="1.5", strategy_id=strategy), True)
        equal(earn.get_deallocation_status(strategy_id=strategy), {"pending": False})
        equal(Decimal(user.get_account_balance()["XETH"]), Decimal(before["XETH"]))
        equal(earn.list_earn_allocations(hide_zero_allocations=True)["items"], [])
        equal(len(earn.list_earn_allocations(ascending=True)["items"]), 1)
    with check("the ledger has both sides"):
        rows = user.get_ledgers_info(asset=["ETH", "ETH.F"])["ledger"].values()
        sides = [(row["subtype"], row["asset"]) for row in rows if row["type"] == "earn"]
        expected = [(subtype, asset) for subtype in ("allocation", "deallocation") for asset in ("ETH.F", "XETH")]
        equal(sorted(sides), expected)
    with check("each refusal raises its exception"):
        funds = "EEarnings:Insufficient funds:Insufficient funds to complete the (de)allocation request"
        little = "EEarnings:Below min:(De)allocation operation amount less than minimum"
        for move in (earn.allocate_earn_funds, earn.deallocate_earn_funds):
            _shows(funds, lambda move=move: move(amount="100000", strategy_id=strategy))
            _shows(little, lambda move=move: move(amount="0.0000001", strategy_id=strategy))
            _shows("EGeneral:Invalid arguments:Invalid strategy ID", lambda move=move: move("1", NOWHERE))
    with check("a key without the permission"):
        reader, _ = _clients(world, "earn sdk reader", ["query-funds"])
        _shows(refusals.DENIED, lambda: reader.allocate_earn_funds(amount="1", strategy_id=strategy))
        equal(world.calls.last.reason, "permission-missing; missing: earn-funds")
        equal(reader.get_allocation_status(strategy_id=strategy), {"pending": False})


def ccxt(check, world):
    """Its implicit methods, and how its own methods read what they leave."""
    client = Ccxt(world.url, world.admin.create_key("earn ccxt", EARNER), world.calls)
    api = client.api
    with check("allocate, look, deallocate"):
        strategy = api.privatePostEarnStrategies({"asset": "SOL"})["result"]["items"][0]["id"]
        before = client.balance()["SOL"]
        moved = {"strategy_id": strategy, "amount": "12.5"}
        equal(api.privatePostEarnAllocate(moved)["result"], True)
        equal(api.privatePostEarnAllocateStatus({"strategy_id": strategy})["result"], {"pending": False})
        balance = client.balance()
        true(abs(before - balance["SOL"] - 12.5) < 1e-9, f"{before} became {balance['SOL']}")
        equal(balance["SOL.F"], 12.5)
        told = api.privatePostEarnAllocations({"hide_zero_allocations": True})["result"]
        equal([row["native_asset"] for row in told["items"]], ["SOL"])
        equal(api.privatePostEarnDeallocate(moved)["result"], True)
        equal(api.privatePostEarnDeallocateStatus({"strategy_id": strategy})["result"], {"pending": False})
        true(abs(before - client.balance()["SOL"]) < 1e-9, "it did not come back whole")
    with check("a list of locks, in its brackets"):
        listed = api.privatePostEarnStrategies({"lock_type": ["instant", "flex"], "limit": 2})["result"]
        equal((len(listed["items"]), bool(listed["next_cursor"])), (2, True))
    with check("the ledger"):
        kinds = {(row["type"], row["currency"]) for row in api.fetch_ledger()}
        true({("earn", "SOL"), ("earn", "SOL.F")} <= kinds, f"{kinds}")


def raw(check, world):
    """What no client of these sends."""
    bot = Raw(world, world.admin.create_key("earn raw", EARNER))
    path = "/0/private/Earn/"
    with check("what is allocated cannot be sold"):
        strategy = bot.call(f"{path}Strategies", asset="LTC").result["items"][0]["id"]
        equal(bot.call(f"{path}Allocate", strategy_id=strategy, amount="45").result, True)
        order = {"pair": "LTCUSD", "type": "sell", "ordertype": "market", "volume": "6"}
        equal(bot.call("/0/private/AddOrder", **order).errors, ["EOrder:Insufficient funds"])
        equal(bot.call(f"{path}Deallocate", strategy_id=strategy, amount="45").result, True)
    with check("paths are taken to the letter"):
        for name in ("Allocat", "allocate", "Allocate/", "/Allocate", "Allocate%2F", ""):
            equal(bot.call(path + name).errors, ["EGeneral:Unknown method"], f"answer to {name!r}")
    with check("a key that was stepped down takes nothing out"):
        bot.call(f"{path}Allocate", strategy_id=strategy, amount="1")
        for state in ("read-only", "cancel-only", "frozen"):
            world.admin.step(bot.key, state)
            reply = bot.call(f"{path}Deallocate", strategy_id=strategy, amount="1")
            equal((reply.errors, reply.reason), ([refusals.DENIED], state))
        world.admin.step(bot.key, "active")
        equal(bot.call(f"{path}Deallocate", strategy_id=strategy, amount="1").result, True)
