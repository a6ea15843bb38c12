"""Reports, byte by byte: what comes back, to whom, and of which time."""

import time

import reports
from check import equal, true
from raw import Raw
from refusals import ARGUMENTS, DENIED, ENVELOPE
from wire import JSON, as_json

ADD, STATUS = "/0/private/AddExport", "/0/private/ExportStatus"
RETRIEVE, REMOVE = "/0/private/RetrieveExport", "/0/private/RemoveExport"


def run(check, world):
    """All of it."""
    raw = Raw(world, world.admin.create_key("raw exports", ["export-data", "query-ledger"]))
    with check("bytes without an envelope, the same each time"):
        number = processed(raw, ask(raw))
        reply = raw.call(RETRIEVE, id=number)
        equal((reply.status, reply.headers["Content-Type"]), (200, "application/octet-stream"))
        equal(reply.headers["Content-Length"], str(len(reply.body)))
        true(reports.unpack(reply.body, "ledgers.csv"), "no records")
        for _ in range(3):
            equal(raw.call(RETRIEVE, id=number).body, reply.body)
    with check("an error is an envelope"):
        for reply in (raw.call(RETRIEVE, id="TCJA"), raw.call(RETRIEVE)):
            equal((reply.status, reply.headers["Content-Type"]), (200, ENVELOPE))
            equal(reply.errors, [f"{ARGUMENTS}:id"])
    with check("JSON, as the exchange's documents show it"):
        nonce = raw.nonce()
        asked = {"report": "ledgers", "description": "monthly", "format": "TSV", "starttm": 0, "endtm": int(time.time())}
        made = raw.call(ADD, nonce=nonce, body=as_json(nonce, **asked), content_type=JSON).result
        rows = reports.unpack(raw.call(RETRIEVE, id=processed(raw, made["id"])).body, "ledgers.tsv")
        true(len(rows) > 5, "the opening purse is not in it")
        equal(raw.call(REMOVE, id=made["id"], type="delete").result, {"delete": True})
    with check("a history the key may not query is in no report"):
        reply = raw.call(ADD, report="trades", description="x")
        equal((reply.errors, reply.reason), ([DENIED], "permission-missing; missing: query-closed-trades"))
        bare = Raw(world, world.admin.create_key("raw exports bare", ["export-data"]))
        reply = bare.call(RETRIEVE, id=number)
        equal((reply.errors, reply.reason), ([DENIED], "permission-missing; missing: query-ledger"))
        true(bare.call(STATUS, report="ledgers").result, "what there is may be seen")
    with check("dates outside the key's range are in no report"):
        limited(world, number)


def limited(world, whole):
    """A key that sees no further back than a minute; `whole` is a report that reaches further."""
    since = int(time.time()) - 60
    permissions = ["export-data", "query-ledger"]
    raw = Raw(world, world.admin.create_key("raw exports limited", permissions, query_from=since))
    for params in ({"starttm": since - 100}, {"starttm": 0}, {"endtm": since - 1}):
        reply = raw.call(ADD, report="ledgers", description="x", **params)
        equal(reply.errors, [ARGUMENTS])
        true(reply.reason.startswith("query-outside-range"), reply.reason)
    equal(raw.call(RETRIEVE, id=whole).errors, [ARGUMENTS])
    number = processed(raw, ask(raw))
    row = next(row for row in raw.call(STATUS, report="ledgers").result if row["id"] == number)
    equal(row["datastarttm"], str(since))
    reports.unpack(raw.call(RETRIEVE, id=number).body, "ledgers.csv")


def ask(raw):
    """Asks for a report of the ledger; gives its id."""
    return raw.call(ADD, report="ledgers", description="raw").result["id"]


def processed(raw, number):
    """Waits for a report of the ledger; gives its id."""
    return reports.processed(lambda: raw.call(STATUS, report="ledgers").result, number)["id"]
