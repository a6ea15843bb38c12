"""Every method of a client once: a table says what each is called with, and what must hold of its answer."""

from dataclasses import dataclass

from check import equal, true
from shape import fits


@dataclass(frozen=True)
class Row:
    """One method: what it is called with, and then either the answer's shape or the error it is refused with."""

    # Called with the stage; gives the named arguments.
    args: object = None
    answers: object = None
    # Called with the stage, before anything else.
    before: object = None
    # Called with stage, arguments and answer: what a shape cannot say.
    then: object = None
    # The text of the exchange's error.
    refused: str = ""
    # The methods of the exchange it calls, in this order.
    sends: str = ""


def difference(found, table):
    """What a client was found to have and the table lacks, and the other way round."""
    return [one for one in sorted(found) if one not in table], [one for one in table if one not in found]


def listed(check, name, found, table):
    """Fails unless the table has exactly what the client was found to have."""
    with check(f"the table has every {name}, and no other"):
        true(len(found) > 10, "hardly anything was found")
        equal(difference(found, table), ([], []), "what is in the one and not in the other")
    with check("a method that is not in the table is caught, and one that the client has not"):
        equal(difference([*found, "new"], {**table, "old": None}), (["new"], ["old"]))


def sweep(check, stage, tape, table, call, shows):
    """Calls each once. `call(name, arguments)` does it; `shows(text, call)` fails unless it is refused so."""
    for name, row in table.items():
        with check(f"{name} is refused with {row.refused}" if row.refused else name):
            if row.before:
                row.before(stage)
            arguments = row.args(stage) if row.args else {}
            before = len(tape.sent)
            if row.refused:
                shows(row.refused, lambda name=name, arguments=arguments: call(name, arguments))
            else:
                answer = call(name, arguments)
                fits(answer, row.answers)
            equal(" ".join(tape.sent[before:]), row.sends, "what was sent")
            if row.then:
                row.then(stage, arguments, answer)
