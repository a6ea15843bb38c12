"""The server's clock, put forward while it runs, so that nobody waits for what takes minutes."""

import os
from contextlib import contextmanager
from glob import glob

from check import Skip

LIBRARY = "/usr/lib/*/faketime/libfaketime.so.1"


class Clock:
    """How far the server's clock is ahead."""

    def __init__(self, folder):
        found = glob(LIBRARY)
        if not found:
            raise Skip("needs libfaketime (Debian: apt-get install libfaketime)")
        self._library, self._file = found[0], folder / "clock"
        self.ahead_secs = 0
        self.forward(0)

    def forward(self, secs):
        """Puts it forward."""
        self.ahead_secs += secs
        self._file.write_text(f"+{self.ahead_secs}s\n", encoding="ascii")

    @contextmanager
    def of_children(self):
        """What is started meanwhile goes by it; what measures time, as timeouts do, goes on as ever."""
        ours = {
            "LD_PRELOAD": self._library, "FAKETIME_TIMESTAMP_FILE": str(self._file), "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        os.environ.update(ours)
        try:
            yield
        finally:
            for name in ours:
                del os.environ[name]
