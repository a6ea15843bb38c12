"""Reports: unpacked, and compared with the histories they are of."""

import calendar
import csv
import io
import time
import zipfile

from caller import until
from check import equal, true

# What both a report and its history say of a record, by the name of the report.
SHARED = {
    "ledgers": ("refid", "type", "subtype", "aclass", "asset", "amount", "fee", "balance"),
    "trades": ("ordertxid", "pair", "type", "ordertype", "price", "cost", "fee", "vol", "margin", "misc"),
}
BUSY = "EService:Busy"


def unpack(archive, name):
    """The rows of the one file of an archive, by their ids."""
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        equal(files.testzip(), None, "damaged")
        equal(files.namelist(), [name], "the files")
        text = files.read(name).decode()
    rows = list(csv.DictReader(io.StringIO(text), delimiter="\t" if name.endswith("tsv") else ","))
    return {row["txid"]: row for row in rows}


def past_span(since):
    """From an instant to the present, in whole Unix seconds; waits until nothing more can come to be in it."""
    end = int(time.time()) + 1
    time.sleep(end - time.time() + 0.1)
    return int(since), end


def whole(page, name):
    """A history from its first page to its last; `page` gives the one that begins at an offset."""
    found = {}
    while True:
        rows = page(len(found))[name]
        if not rows:
            return found
        found.update(rows)


def same(report, rows, known):
    """Fails unless a report has exactly the records of a history, and says the same of them."""
    equal(sorted(rows), sorted(known), "the records")
    true(rows, "there are none")
    for number, row in rows.items():
        expected = {name: known[number][name] for name in SHARED[report]}
        equal({name: row[name] for name in SHARED[report]}, expected, number)
        fraction = 10_000 if report == "trades" else 1
        at = int(float(known[number]["time"]) * fraction + 1e-3) / fraction
        equal(_seconds(row["time"]), at, f"the time of {number}")


def _seconds(text):
    """Unix seconds of a time in a report, which is in UTC."""
    whole_secs, _, fraction = text.partition(".")
    since = time.strptime(whole_secs + " UTC", "%Y-%m-%d %H:%M:%S %Z")
    return round(calendar.timegm(since) + float(f"0.{fraction or 0}"), 4)


def processed(status, number):
    """Waits until a report is said to be processed; `status` lists the reports."""

    def look():
        row = next(row for row in status() if row["id"] == number)
        return row if row["status"] == "Processed" else None

    # Two seconds it always takes; each look counts in the key's rate.
    time.sleep(2)
    return until("the report", look)
