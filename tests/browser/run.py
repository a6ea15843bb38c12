"""The console in a real browser.

    CLAVIGER_BIN=/path/to/claviger python tests/browser/run.py [WORD...]

With words, only the flows whose names contain one of them are run. Each test is a line `ok NAME` or `FAILED NAME: why`;
the last line counts them, and the exit status is 1 if one failed. Each flow is a process of its own (`flow.py`), with a
browser and servers of its own; so many run at once as there are processors, up to three.
"""

import sys

# No compiled copies beside the sources.
sys.dont_write_bytecode = True

import os
import re
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
AT_ONCE = min(3, os.cpu_count() or 1)
FLOW_SECS = 600
LAST_LINE = re.compile(r"(\d+) passed, (\d+) failed, (\d+) skipped")
# Those that take long begin first.
LONG = ("axe_keys", "weight", "key")


def names(words):
    """Of all flows that are wanted."""
    every = sorted(path.stem.removeprefix("flow_") for path in HERE.glob("flow_*.py"))
    wanted = [name for name in every if not words or any(word in name for word in words)]
    return sorted(wanted, key=lambda name: LONG.index(name) if name in LONG else len(LONG))


class Runner:
    """Flows as processes, which end with this one."""

    def __init__(self):
        self._running = set()
        self._stopped = False

    def run(self, name):
        """One flow to its end: its lines, and how many passed, failed, and were skipped."""
        if self._stopped:
            return [], (0, 0, 1)
        started = time.monotonic()
        command = [sys.executable, str(HERE / "flow.py"), name]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self._running.add(process)
        try:
            output, _ = process.communicate(timeout=FLOW_SECS)
        except subprocess.TimeoutExpired:
            process.terminate()
            output, _ = process.communicate()
        self._running.discard(process)
        lines = output.splitlines()
        counted = LAST_LINE.fullmatch(lines[-1]) if lines else None
        if not counted:
            return [*lines, f"FAILED {name}: it did not come to its end"], (0, 1, 0)
        return [*lines[:-1], f"   {name}: {time.monotonic() - started:.0f} s"], tuple(map(int, counted.groups()))

    def stop(self, *_):
        """Stopped from outside, the flows end their browsers and servers."""
        self._stopped = True
        for process in list(self._running):
            process.terminate()


def main(words):
    """Runs the flows; gives the exit status."""
    if not os.access(os.environ.get("CLAVIGER_BIN", ""), os.X_OK):
        print("FAILED start: CLAVIGER_BIN must name the claviger program\n0 passed, 1 failed, 0 skipped")
        return 1
    runner = Runner()
    signal.signal(signal.SIGTERM, runner.stop)
    total = [0, 0, 0]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for lines, counts in pool.map(runner.run, names(words)):
            print("\n".join(lines), flush=True)
            total = [one + more for one, more in zip(total, counts)]
    passed, failed, skipped = total
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
