"""The steps of a flow: each is a test, and the first that fails ends the flow, since the next ones rest on it."""

from contextlib import contextmanager


class FlowEnded(Exception):
    """A step failed and was counted."""


class Steps:
    """`with steps("name"):` is one test."""

    def __init__(self, checks, flow):
        self._checks, self._flow = checks, flow

    @contextmanager
    def __call__(self, name):
        failed = self._checks.failed
        with self._checks(f"{self._flow}: {name}"):
            yield
        if self._checks.failed > failed:
            raise FlowEnded(name)

    def apart(self, name):
        """One test on which no other rests."""
        return self._checks(f"{self._flow}: {name}")
