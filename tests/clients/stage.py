"""What there has to be before a method can be called: made by hand, so that a client's own calls are those of its table."""

import reports
from caller import until
from check import true
from raw import Raw
from raw_exports import STATUS
from world import FULL

EVERYTHING = [*FULL, "earn-funds"]
PRIVATE = "/0/private/"


class Stage:
    """Makes things in one market; `made` is the id of what was made last."""

    def __init__(self, world, client, market):
        self.world, self.client, self.market = world, client, market
        self.wallet = f"{client} every wallet"
        self.made = None
        self.raw = Raw(world, world.admin.create_key(f"stage of {client}", EVERYTHING))
        world.admin.save_address(market.asset, self.wallet, f"paper-address-of-every-{client}")
        world.admin.deposit(market.asset, market.deposit)
        until("the deposit", lambda: market.asset in self.call("Balance"))

    def call(self, name, **params):
        """A private method by hand."""
        return self.raw.call(PRIVATE + name, **params).result

    def terms(self, **more):
        """A limit order that rests."""
        m = self.market
        limit = {"pair": m.pair, "type": "buy", "ordertype": "limit", "price": m.low, "volume": m.volume}
        return {**limit, **more}

    def order(self, **more):
        """An order that rests."""
        self.made = self.call("AddOrder", **self.terms(**more))["txid"][0]
        return self.made

    def shown(self, txid):
        """An order as it is told now."""
        return self.call("QueryOrders", txid=txid)[txid]

    def filled(self):
        """An order that was filled; gives the id of one of its trades."""
        m = self.market
        sold = self.call("AddOrder", pair=m.pair, type="sell", ordertype="market", volume=m.volume)
        self.made = sold["txid"][0]
        return self.call("QueryOrders", txid=self.made, trades="true")[self.made]["trades"][0]

    def ledger(self):
        """The id of a ledger entry of the asset."""
        return next(iter(self.call("Ledgers", asset=self.market.asset)["ledger"]))

    def report(self, kind="ledgers"):
        """A report that is asked for."""
        self.made = self.call("AddExport", report=kind, description="every")["id"]
        return self.made

    def report_done(self, kind="ledgers"):
        """A report that can be fetched."""
        number = self.report(kind)
        reports.processed(lambda: self.raw.call(STATUS, report=kind).result, number)
        return number

    def way(self):
        """How the asset is deposited."""
        return self.call("DepositMethods", asset=self.market.asset)[0]["method"]

    def address(self):
        """An address to deposit to."""
        return self.call("DepositAddresses", asset=self.market.asset, method=self.way(), new="true")[0]["address"]

    def withdrawal(self):
        """A withdrawal on its way."""
        m = self.market
        self.made = self.call("Withdraw", asset=m.asset, key=self.wallet, amount=m.withdraw)["refid"]
        return self.made

    def strategy(self):
        """Where the asset earns."""
        rows = self.call("Earn/Strategies", asset=self.market.asset)["items"]
        true(rows, f"{self.market.asset} has no strategy")
        return rows[0]["id"]

    def allocated(self):
        """The same, with something in it."""
        strategy = self.strategy()
        self.call("Earn/Allocate", strategy_id=strategy, amount=self.market.withdraw)
        return strategy
