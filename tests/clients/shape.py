"""What an answer must look like, written as a value of the same shape.

A class is a value of that class; a tuple of classes, of one of them; a text or a number, exactly that; a dict, at least
these fields; a list of one shape, a list with something in it, all of that shape; `Each`, a dict with something in it;
a function, whatever it says is right.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from check import true


@dataclass(frozen=True)
class Each:
    """A dict by ids that nobody knows beforehand: each value has this shape, and these are among the ids."""

    shape: object
    among: tuple = ()


def number(value):
    """A decimal written as a text."""
    try:
        return isinstance(value, str) and Decimal(value).is_finite()
    except InvalidOperation:
        return False


def instant(value):
    """Seconds since 1970, in this century."""
    return isinstance(value, (int, float)) and value > 946_684_800


def some(value):
    """A text with something in it."""
    return isinstance(value, str) and value != ""


def none(value):
    """An empty list."""
    return value == []


def fits(value, shape, where="the answer"):
    """Fails unless a value has a shape."""
    if isinstance(shape, Each):
        true(isinstance(value, dict) and value, f"{where} is {_short(value)}, not a dict with something in it")
        missing = [name for name in shape.among if name not in value]
        true(not missing, f"{where} lacks {missing}: has {list(value)[:40]}")
        for name, inner in value.items():
            fits(inner, shape.shape, f"{where}[{name!r}]")
    elif isinstance(shape, dict):
        true(isinstance(value, dict), f"{where} is {_short(value)}, not a dict")
        for name, inner in shape.items():
            true(name in value, f"{where} lacks {name!r}: has {list(value)[:40]}")
            fits(value[name], inner, f"{where}[{name!r}]")
    elif isinstance(shape, list):
        true(isinstance(value, list) and value, f"{where} is {_short(value)}, not a list with something in it")
        for at, inner in enumerate(value):
            fits(inner, shape[0], f"{where}[{at}]")
    elif isinstance(shape, (type, tuple)):
        true(isinstance(value, shape), f"{where} is {_short(value)}, not of {shape}")
    elif callable(shape):
        true(shape(value), f"{where} is {_short(value)}, not {(shape.__doc__ or shape.__name__).rstrip('.').lower()}")
    else:
        true(value == shape, f"{where} is {_short(value)}, not {shape!r}")


def _short(value):
    return repr(value)[:200]
