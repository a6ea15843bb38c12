"""One flow: `python tests/browser/flow.py NAME`. Its last line counts its tests."""

import sys

sys.dont_write_bytecode = True

import importlib
import os
import signal
from contextlib import suppress
from pathlib import Path

# The server, the management API and the counting of tests are those of the clients' suite.
sys.path.append(str(Path(__file__).resolve().parent.parent / "clients"))

import chromium
from check import Checks, die
from steps import FlowEnded, Steps


def main(name):
    """Runs it; gives the exit status."""
    if not chromium.path():
        die("no Chromium was found")
    # Stopped from outside, it still ends the browser and the servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
    run = importlib.import_module(f"flow_{name}").run
    checks = Checks(lambda text: text)
    with chromium.browser() as browser, checks(f"{name}: nothing else was wrong"), suppress(FlowEnded):
        run(Steps(checks, name), browser)
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
