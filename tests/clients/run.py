"""Real Kraken clients, exactly as published, against the real server.

    CLAVIGER_BIN=/path/to/claviger python tests/clients/run.py [WORD...]

With words, only the cases whose names contain one of them are run. Each test is a line `ok NAME` or
`FAILED NAME: why`; the last line counts them, and the exit status is 1 if one failed.
"""

import sys

# No compiled copies beside the sources.
sys.dont_write_bytecode = True

import os
import shutil
import signal
import tempfile
from pathlib import Path

import case_ccxt
import case_documented
import case_earn
import case_every_ccxt
import case_every_sdk
import case_krakenex
import case_mails
import case_newer
import case_notices
import case_proxy
import case_raw
import case_receivers
import case_restart
import case_sdk
import case_tls
import history
from check import Checks, die
from world import World

CASES = {
    "krakenex": case_krakenex.run,
    "sdk": case_sdk.run,
    "ccxt": case_ccxt.run,
    "raw": case_raw.run,
    "newer": case_newer.run,
    "tls": case_tls.run,
    "proxy": case_proxy.run,
    "earn": case_earn.run,
    "notices": case_notices.run,
    "receivers": case_receivers.run,
    "mails": case_mails.run,
    "documented": case_documented.run,
    "every sdk method": case_every_sdk.run,
    "every ccxt method": case_every_ccxt.run,
    "restart": case_restart.run,
    "history": history.run,
}


def main(words):
    """Runs the cases; gives the exit status."""
    binary = os.environ.get("CLAVIGER_BIN", "")
    if not os.access(binary, os.X_OK):
        die("CLAVIGER_BIN must name the claviger program")
    # Stopped from outside, it still ends the server.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    # Nothing here goes through a proxy of the machine's.
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"
    folder = Path(tempfile.mkdtemp(prefix="claviger-clients-"))
    world = World(binary, folder)
    world.partial = bool(words)
    checks = Checks(world.secrets.redact)
    try:
        try:
            world.start()
        except Exception as error:  # whatever it is, there is nothing to test
            die(world.secrets.redact(f"{error}"))
        for name, case in CASES.items():
            if not words or any(word in name for word in words):
                with checks(f"{name}: runs to its end") as whole:
                    case(checks, world)
                    whole.silent_unless_failed()
        with checks("server: ends by itself, with status 0"):
            status = world.server.stop()
            if status != 0:
                raise AssertionError(f"its status is {status}")
        if not words or "history" in words:
            history.after_the_end(checks, world)
    finally:
        world.server.stop()
        if checks.failed:
            print(f"the server's log is kept in {folder}", flush=True)
        else:
            shutil.rmtree(folder, ignore_errors=True)
    return checks.finish()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
