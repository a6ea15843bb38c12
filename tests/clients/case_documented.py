"""docs/methods.md against the running program: what it lists is answered, what it calls disabled is refused as that.

And nothing that a client's own list has is unknown.
"""

import re
from pathlib import Path

import ccxt

import refusals
from check import equal, true
from raw import Raw, public

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "methods.md"


def run(check, world):
    """All of it."""
    check = check.of("documented")
    # Nearly nothing is permitted to it, so that nothing comes of what is asked without arguments.
    raw = Raw(world, world.admin.create_key("asks for everything", ["query-ledger"]))
    chapters = read()
    with check("every method without a key is served"):
        equal(refused_as_absent(chapters["Market data"], lambda name: public(world, f"/0/public/{name}")), {})
    with check("every signed method is served"):
        equal(refused_as_absent(chapters["Signed calls"], lambda name: raw.call(f"/0/private/{name}")), {})
    with check("every other method is disabled"):
        disabled = [name for name in chapters["Disabled"] if "/" not in name and "*" not in name]
        answers = {name: asked(world, raw, name).errors for name in disabled}
        equal(answers, dict.fromkeys(disabled, [refusals.DISABLED]))
    with check("every method that ccxt lists is one of them"):
        lists = ccxt.kraken().api
        named = [*lists["public"]["get"], *lists["private"]["post"]]
        true(len(named) > 50, f"it lists {len(named)}")
        known = {name for names in chapters.values() for name in names}
        equal(sorted(set(named) - known), [], "not documented")


def read():
    """The names of each chapter."""
    chapters, names = {}, []
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            names = chapters.setdefault(line[3:], [])
        elif found := re.match(r"(?:\| |\* )`([^`]+)`", line):
            names.append(found.group(1))
    return chapters


def refused_as_absent(names, ask):
    """Those that are refused as if they were not there, with what is said."""
    true(len(names) > 10, f"only {names} are listed")
    answers = {name: ask(name).errors for name in names}
    absent = ([refusals.DISABLED], [refusals.UNKNOWN])
    return {name: errors for name, errors in answers.items() if errors in absent}


def asked(world, raw, name):
    """The answer to a method that may be of either kind."""
    is_public = name == "MaintenanceSchedule"
    return public(world, f"/0/public/{name}") if is_public else raw.call(f"/0/private/{name}")
