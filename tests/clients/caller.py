"""What every client can be told to do, whatever its own methods are called."""

import time
from contextlib import contextmanager
from dataclasses import dataclass

from check import equal, true
from tape import Tape


@dataclass(frozen=True)
class Market:
    """Where a client trades and what it moves; each client has its own, so none meets another's limits."""

    pair: str
    asset: str
    volume: str
    low: str
    lower: str
    deposit: str
    withdraw: str


class Caller:
    """One client with one key. Subclasses say how the client does it, and how it shows an error."""

    name = "client"
    market = None

    def __init__(self, url, key, calls):
        self.url, self.key, self.calls = url, key, calls
        self.tape = Tape(calls)

    def balance(self):
        """The balances, by asset id."""
        raise NotImplementedError

    def balance_with(self, otp):
        """The balances by the plain method, asked for with a second factor."""
        raise NotImplementedError

    def add(self):
        """Places a limit order that rests; gives its id."""
        raise NotImplementedError

    def cancel(self, txid):
        """Cancels an order."""
        raise NotImplementedError

    def ledger_since(self, at):
        """The ledger from an instant on, in Unix seconds."""
        raise NotImplementedError

    def open_orders(self):
        """The ids of the open orders."""
        raise NotImplementedError

    def withdraw(self):
        """Withdraws to the saved address; gives the reference."""
        raise NotImplementedError

    def method(self, name):
        """Calls a private method by its name."""
        raise NotImplementedError

    def shows(self, text, call):
        """Makes a call and fails unless the client shows exactly the error `text` in its own manner."""
        raise NotImplementedError

    def refused(self, text, reason, call):
        """Fails unless a call is refused with `text`, and `reason` is what the sender is told beside it."""
        before = len(self.calls.all)
        self.shows(text, call)
        equal(len(self.calls.all) - before, 1, "calls sent")
        last = self.calls.last
        equal((last.status, last.errors), (200, (text,)), "the answer")
        if reason:
            true(last.reason.startswith(reason), f"Claviger-Reason is {last.reason!r}, not {reason!r}")
        else:
            equal(last.reason, "", "Claviger-Reason")

    def unproven(self, text, call):
        """As `refused`, for a caller that has not proven to hold the key: it is told no reason."""
        self.refused(text, "", call)


@contextmanager
def raises(kind):
    """Fails unless an exception of exactly this class is raised inside; it is handed out as `.error`."""

    class Caught:
        error = None

    caught = Caught()
    try:
        yield caught
    except Exception as error:  # the point is to see which class it is
        equal(type(error).__name__, kind.__name__, "the class of the exception")
        true(type(error) is kind, "the exception is of another class with the same name")
        caught.error = error
        return
    raise AssertionError(f"{kind.__name__} was not raised")


def until(what, look, secs=10):
    """Looks until something is true; gives it."""
    end = time.monotonic() + secs
    while True:
        found = look()
        if found:
            return found
        true(time.monotonic() < end, f"{what}: not within {secs} s")
        time.sleep(0.2)
