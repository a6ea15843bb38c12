"""ccxt: every unified method that it says this exchange supports once, against a table."""

import every
from case_ccxt import Ccxt
from caller import Market
from check import equal
from every_ccxt_table import FEATURES, TABLE
from stage import EVERYTHING, Stage

MARKET = Market("ADAUSD", "ADA", "20", "0.4", "0.35", deposit="2000", withdraw="20")


def run(check, world):
    """All of them."""
    check = check.of("every ccxt")
    caller = Ccxt(world.url, world.admin.create_key("ccxt every", EVERYTHING), world.calls)
    api = caller.api
    if api.markets is None:
        api.load_markets()
        Ccxt.markets = (list(api.markets.values()), api.currencies)
    said = {name for name, supported in api.has.items() if supported}
    methods = {name for name in said if callable(getattr(api, name, None))}
    with check("what it says to support and has no method for is no method of this protocol"):
        equal(said - methods, FEATURES)
    every.listed(check, "unified method of ccxt", methods, TABLE)

    def call(name, arguments):
        return getattr(api, name)(**arguments)

    every.sweep(check, Stage(world, "ccxt", MARKET), caller.tape, TABLE, call, caller.shows)
