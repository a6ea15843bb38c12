"""Icebergs, whichever client places them: one peak at each second at which the market is at their limit."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Callable

from caller import until
from check import equal, true

# Both stand inside the spread, so whichever way the market goes it comes to one of them; it moves every second.
WAIT_SECS = 120


@dataclass(frozen=True)
class Client:
    """How one client does it. Amounts are texts, as the exchange writes them."""

    volume: str
    display: str
    # Places an iceberg on a side at a price; gives its id.
    place: Callable
    # An order as the exchange shows it.
    show: Callable
    # The rows of the trades history that are of an order.
    trades: Callable
    cancel: Callable
    # Best bid, best ask, step of prices.
    quote: Callable


def peak_by_peak(client):
    """Places one on each side and follows the one that the market comes to."""
    orders = [resting(client, "buy"), resting(client, "sell")]
    display = Decimal(client.display)

    def reached():
        return next((txid for txid in orders if filled(client, txid) >= 2 * display), None)

    txid = until("two peaks", reached, WAIT_SECS)
    rows = sorted(client.trades(txid), key=lambda row: float(row["time"]))
    equal([Decimal(row["vol"]) for row in rows[:2]], [display, display], "what the peaks filled")
    seconds = [int(float(row["time"])) for row in rows]
    equal(len(set(seconds)), len(seconds), "seconds of the peaks")
    true(all(row["maker"] in (True, "true") for row in rows), "a peak took")
    order = client.show(txid)
    cost = sum(Decimal(row["cost"]) for row in rows)
    true(Decimal(order["cost"]) >= cost, "its cost is not that of its trades")
    for left in orders:
        if client.show(left)["status"] == "open":
            client.cancel(left)
    whole, rest = Decimal(client.volume), filled(client, txid) % display
    true(filled(client, txid) == whole or rest == 0, "a part of a peak was filled")


def resting(client, side):
    """Places one that rests inside the spread: if the market was faster, it took, and another one is placed."""
    for _ in range(10):
        bid, ask, tick = (Decimal(price) for price in client.quote())
        txid = client.place(side, str(ask - tick if side == "buy" else bid + tick))
        if all(row["maker"] in (True, "true") for row in client.trades(txid)):
            return txid
    raise AssertionError("the market was always faster")


def filled(client, txid):
    """Volume of an order that was filled so far."""
    return Decimal(client.show(txid)["vol_exec"])
