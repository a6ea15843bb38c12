"""The console in a real browser.

    CLAVIGER_BIN=/path/to/claviger python tests/browser/run.py [WORD...]

With words, only the flows whose names contain one of them are run. Each test is a line `ok NAME` or `FAILED NAME: why`;
the last line counts them, and the exit status is 1 if one failed.
"""

import sys

# No compiled copies beside the sources.
sys.dont_write_bytecode = True

import importlib
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

HERE = Path(__file__).resolve().parent
# The server, the management API and the counting of tests are those of the clients' suite.
sys.path.append(str(HERE.parent / "clients"))

import chromium
from check import Checks, die
from steps import FlowEnded, Steps

SLOW_SECS = 10


def flows(words):
    """Every `flow_*.py`: a name and its `run(steps, browser)`."""
    for path in sorted(HERE.glob("flow_*.py")):
        name = path.stem.removeprefix("flow_")
        if not words or any(word in name for word in words):
            yield name, importlib.import_module(path.stem).run


def main(words):
    """Runs the flows; gives the exit status."""
    if not os.access(os.environ.get("CLAVIGER_BIN", ""), os.X_OK):
        die("CLAVIGER_BIN must name the claviger program")
    if not chromium.path():
        die("no Chromium was found")
    # Stopped from outside, it still ends the browser and the servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
    checks = Checks(lambda text: text)
    with chromium.browser() as browser:
        for name, run in flows(words):
            started = time.monotonic()
            with checks(f"{name}: nothing else was wrong"), suppress(FlowEnded):
                run(Steps(checks, name), browser)
            if (took := time.monotonic() - started) > SLOW_SECS:
                checks.say(f"   {name} took {took:.0f} s")
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
