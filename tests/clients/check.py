"""Named tests: one line each, and one last line that counts them."""

import sys
import traceback
from pathlib import Path

# The suites in Python, and nothing of what they use.
HERE = str(Path(__file__).resolve().parent.parent)


class Skip(Exception):
    """Raised inside a test that cannot be run here; says why."""


class Checks:
    """Runs named tests. `with checks("name"):` is one test; what is raised inside makes it fail."""

    def __init__(self, redact):
        self._redact = redact
        self.passed = self.failed = self.skipped = 0

    def of(self, prefix):
        """The same count, with `prefix` before every name."""
        return _Prefixed(self, prefix)

    def __call__(self, name):
        return _Check(self, name)

    def say(self, line):
        """Prints a line without anything that is secret."""
        print(self._redact(line), flush=True)

    def finish(self):
        """Prints the last line and gives the exit status."""
        self.say(f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped")
        return 1 if self.failed or not self.passed else 0


class _Prefixed:
    def __init__(self, checks, prefix):
        self._checks, self._prefix = checks, prefix

    def of(self, prefix):
        """The same count, with both before every name."""
        return _Prefixed(self, prefix)

    def __call__(self, name):
        return self._checks(f"{self._prefix}: {name}")


class _Check:
    def __init__(self, checks, name):
        self._checks, self._name = checks, name

    def __enter__(self):
        self._silent = False
        return self

    def silent_unless_failed(self):
        """Counts and prints this one only if it fails: it is made of others."""
        self._silent = True

    def __exit__(self, kind, error, where):
        checks, name = self._checks, self._name
        if error is None and self._silent:
            return True
        if error is None:
            checks.passed += 1
            checks.say(f"ok {name}")
            return True
        if not isinstance(error, Exception):
            return False
        if isinstance(error, Skip):
            checks.skipped += 1
            checks.say(f"not run: {name}: {error}")
            return True
        checks.failed += 1
        checks.say(f"FAILED {name}: {_why(error, where)}")
        return True


def _why(error, where):
    """One line: what was wrong and on which line of these files."""
    frames = [frame for frame in traceback.extract_tb(where) if frame.filename.startswith(HERE)]
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    text = " ".join(str(error).split()) or "no message"
    if isinstance(error, (UnboundLocalError, NameError)):
        text = f"a step before it failed: {text}"
    return f"{type(error).__name__}: {text[:600]}{place}"


def equal(found, expected, what="value"):
    """Fails unless both are equal."""
    if found != expected:
        raise AssertionError(f"{what} is {found!r}, not {expected!r}")


def true(condition, what):
    """Fails with `what` unless the condition holds."""
    if not condition:
        raise AssertionError(what)


def has(mapping, *names):
    """Fails unless the mapping has all of the names."""
    missing = [name for name in names if name not in mapping]
    true(not missing, f"lacks {', '.join(missing)}: has {', '.join(map(str, mapping))}")


def die(why):
    """Ends the run before any test could be made."""
    print(f"FAILED start: {why}", flush=True)
    print("0 passed, 1 failed, 0 skipped", flush=True)
    sys.exit(1)
