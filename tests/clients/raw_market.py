"""The market beyond its ticker: the book in steps and order by order, and what regulation wants published."""

from collections import defaultdict
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from check import equal, has, true
from raw import Raw, public
from wire import JSON

LEVEL3 = "/0/private/Level3"
TYPE_JSON = [("Content-Type", JSON)]


def run(check, world):
    """All of it."""
    grouped(check, world)
    level3(check, world)
    transparency(check, world)


def grouped(check, world):
    """The book in steps."""
    with check("GroupedBook by query"):
        book = public(world, "/0/public/GroupedBook?pair=BTC%2FUSD&depth=25&grouping=1000").result
        equal((book["pair"], book["grouping"]), ("BTC/USD", 1000))
        asks, bids = ([Decimal(step["price"]) for step in book[side]] for side in ("asks", "bids"))
        true(asks == sorted(asks) and bids == sorted(bids, reverse=True), "steps are not in order")
        true(bids[0] < asks[0] and all(price % 100 == 0 for price in asks + bids), f"steps are {bids[:2]}, {asks[:2]}")
        true(all(Decimal(step["qty"]) > 0 for side in ("asks", "bids") for step in book[side]), "a step is empty")
    with check("GroupedBook by the body of a GET, as its documents show"):
        body = b'{"pair": "BTC/USD", "depth": 10, "grouping": 5}'
        book = public(world, "/0/public/GroupedBook", "GET", body, TYPE_JSON).result
        equal((book["grouping"], len(book["bids"]), len(book["asks"])), (5, 10, 10))
    with check("GroupedBook refuses what is not a step"):
        for bad, name in (("depth=11", "depth"), ("grouping=3", "grouping")):
            reply = public(world, f"/0/public/GroupedBook?pair=XBTUSD&{bad}")
            equal(reply.errors, [f"EGeneral:Invalid arguments:{name}"])


def level3(check, world):
    """The book order by order."""
    raw = Raw(world, world.admin.create_key("raw level3", ["query-open-trades"]))
    with check("Level3 as a form and as JSON with a numeric nonce"):
        by_form = raw.call(LEVEL3, pair="XBTUSD", depth="10").result
        nonce = raw.nonce()
        body = b'{"nonce":%s,"pair":"BTC/USD","depth":10}' % nonce.encode()
        by_json = raw.call(LEVEL3, nonce=nonce, body=body, content_type=JSON).result
        for book in (by_form, by_json):
            equal(book["pair"], "BTC/USD")
            for side in ("bids", "asks"):
                levels = defaultdict(Decimal)
                for order in book[side]:
                    equal(sorted(order), ["order_id", "price", "qty", "timestamp"])
                    levels[order["price"]] += Decimal(order["qty"])
                equal(len(levels), 10, "levels")
        ids = [order["order_id"] for order in by_form["bids"] + by_form["asks"]]
        equal(len(set(ids)), len(ids), "ids of orders")
    with check("Level3 refuses another depth, and a key that may not see open orders"):
        equal(raw.call(LEVEL3, pair="XBTUSD", depth="7").errors, ["EGeneral:Invalid arguments:depth"])
        other = Raw(world, world.admin.create_key("raw no level3", ["query-funds", "query-closed-trades"]))
        equal(other.call(LEVEL3, pair="XBTUSD").errors, ["EGeneral:Permission denied"])


def transparency(check, world):
    """Before and after trades."""
    with check("PreTrade has ten levels of each side with their orders"):
        book = public(world, "/0/public/PreTrade?symbol=BTC/USD").result
        has(book, "symbol", "description", "base_asset", "base_notation", "quote_asset", "quote_notation", "venue", "system")
        for side, word in (("bids", "BUY"), ("asks", "SELL")):
            equal([level["side"] for level in book[side]], [word] * 10)
            true(all(level["count"] >= 1 and _instant(level["publication_ts"]) for level in book[side]), "levels")
        equal(public(world, "/0/public/PreTrade").errors, ["EGeneral:Invalid arguments:symbol"])
    with check("PostTrade of all markets, and page by page of one"):
        everything = public(world, "/0/public/PostTrade").result
        equal((everything["count"], len(everything["trades"])), (1000, 1000))
        true(len({trade["symbol"] for trade in everything["trades"]}) > 20, "few markets")
        since = (datetime.now(timezone.utc) - timedelta(minutes=30)).isoformat().replace("+00:00", "Z")
        seen = []
        for _ in range(3):
            page = public(world, f"/0/public/PostTrade?symbol=ETH/USD&from_ts={since}&count=50").result
            seen += page["trades"]
            since = page["last_ts"]
        times = [_instant(trade["trade_ts"]) for trade in seen]
        equal((len(times), times), (150, sorted(set(times))), "times of trades")
        equal(public(world, "/0/public/PostTrade?from_ts=now").errors, ["EGeneral:Invalid arguments:from_ts"])


def _instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
