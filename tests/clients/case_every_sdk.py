"""python-kraken-sdk: every REST method of its spot clients once, against a table. WebSockets are not among them."""

import asyncio
import inspect

import kraken.spot
from kraken.spot import Earn, Funding, Market as PublicMarket, SpotAsyncClient, SpotClient, Trade, User

import every
from caller import Market
from case_sdk import Sdk
from check import equal
from every_sdk_table import TABLE
from stage import EVERYTHING, Stage

MARKET = Market("AVAXUSD", "AVAX", "0.5", "12", "11", deposit="60", withdraw="1")
SOCKETS = {"SpotWSClient", "SpotOrderBookClient"}


def run(check, world):
    """All of them."""
    check = check.of("every sdk")
    caller = Sdk(world.url, world.admin.create_key("sdk every", EVERYTHING), world.calls)
    every.listed(check, "REST method of the SDK", rest_methods(), TABLE)
    with check("a newer SDK's method is caught"):
        newer = type("User", (User,), {"get_what_is_new": lambda self: None})
        equal(every.difference(rest_methods({"User": newer}), TABLE)[0], ["User.get_what_is_new"])
    every.sweep(check, Stage(world, "sdk", MARKET), caller.tape, TABLE, Clients(caller).call, caller.shows)


def rest_methods(module=vars(kraken.spot)):
    """The names of all that can be called, by the class that has them."""
    found = set()
    for name, kind in module.items():
        if inspect.isclass(kind) and name not in SOCKETS:
            for owner in kind.__mro__[:-1]:
                found |= {f"{owner.__name__}.{one}" for one, it in vars(owner).items() if is_method(one, it)}
    return found


def is_method(name, member):
    """Whether somebody may call it."""
    return not name.startswith("_") and callable(inspect.unwrap(getattr(member, "__func__", member)))


class Clients:
    """One client of each class, with one key; only `url` is changed."""

    def __init__(self, caller):
        key = caller.key
        self._signed = {"key": key.api_key, "secret": key.private_key, "url": caller.url}
        self._of = {kind.__name__: kind(**self._signed) for kind in (SpotClient, User, Trade, Funding, Earn)}
        self._of["Market"] = PublicMarket(url=caller.url)
        # What looks a market's decimals up has a client of its own, which knows no other URL than the exchange's.
        self._of["Trade"]._Trade__market = self._of["Market"]
        for client in self._of.values():
            caller.tape.mount(client._SpotClient__session)

    def call(self, name, arguments):
        """Calls one by the name the table has."""
        owner, _, method = name.partition(".")
        if owner == SpotAsyncClient.__name__:
            return asyncio.run(self._awaited(method, arguments))
        return getattr(self._of[owner], method)(**arguments)

    async def _awaited(self, method, arguments):
        async with SpotAsyncClient(**self._signed) as client:
            return await getattr(client, method)(**arguments)
