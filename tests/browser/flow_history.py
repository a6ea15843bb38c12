"""History and audit log: narrowed, opened, exported, and live."""

import csv
import io
import json
from pathlib import Path

from playwright.sync_api import expect

import key_pages as keys
import sign_in
from check import equal, true
from furnish import furnish
from scene import scene
from visitor import visitor


def run(steps, browser):
    """Everything one does with the log."""
    with scene() as at, visitor(browser, at) as page:
        page.watch.allow("status of 422")
        made = furnish(at)
        sign_in.with_token(page, at, "/history")
        filtered(steps, page)
        exported(steps, page)
        live(steps, page, at, made["grid bot"])
        acts(steps, page, at, made["treasury"])


def filtered(steps, page):
    """By outcome, key and address."""
    with steps("the refused calls of one key, and nothing else"):
        page.get_by_label("Key", exact=True).fill("grid bot")
        keys.choice(page, "Outcome").select_option(label="Refused")
        page.get_by_role("button", name="Apply").click()
        page.wait_for_url("**outcome=**")
        rows = page.locator(keys.ENTRY)
        equal(rows.count(), 2, "the refused calls of the grid bot")
        for row in rows.all():
            expect(row).to_contain_text("Refused")
            expect(row).to_contain_text("grid bot")
    with steps("an address that is none is told, and the rest of what was typed stays"):
        page.get_by_label("From address").fill("300.1.1.1")
        page.get_by_role("button", name="Apply").click()
        expect(page.get_by_role("alert")).to_contain_text("300.1.1.1")
        expect(page.get_by_label("Key", exact=True)).to_have_value("grid bot")
    with steps("an entry opens to everything that is on record of it"):
        page.goto("/history")
        keys.newest(page).locator("summary").click()
        expect(keys.newest(page).locator("dl")).to_contain_text("SHA-256")


def exported(steps, page):
    """What is filtered, in both formats."""
    page.goto("/history?outcome=refused")
    with steps("the CSV export has the entries that are filtered, and opens as a table"):
        text = download(page, "CSV")
        rows = list(csv.DictReader(io.StringIO(text)))
        true(len(rows) >= 10, f"only {len(rows)} rows")
        true(all("refused" in row.values() for row in rows), "a row is not of a refused call")
    with steps("the JSON Lines export has the same entries"):
        lines = [json.loads(line) for line in download(page, "JSON Lines").splitlines()]
        equal(len(lines), len(rows), "the lines of the export")


def download(page, name):
    """What a link saves."""
    with page.expect_download() as saved:
        page.get_by_role("link", name=name).click()
    return Path(saved.value.path()).read_text(encoding="utf-8-sig")


def live(steps, page, at, key):
    """Calls arrive by themselves, narrowed like the page."""
    with steps("calls arrive by themselves, only those that match the filter"):
        page.goto("/history?outcome=refused")
        client = at.client(key.api_key, key.private_key)
        client.query_private("Balance")
        client.query_private("Ledgers")
        expect(keys.newest(page)).to_contain_text("Ledger entries")
        equal(page.locator(".outcome", has_text="Allowed").count(), 0, "the allowed calls in sight")
    with steps("an entry that arrived opens like one that was there"):
        keys.newest(page).locator("summary").click()
        expect(keys.newest(page).locator("dl")).to_contain_text("SHA-256")


def acts(steps, page, at, key):
    """What people did, apart from calls."""
    with steps("the audit log shows an act as it happens, with who did it"):
        page.goto("/audit")
        at.admin.step(key, "frozen")
        expect(keys.newest(page)).to_contain_text("treasury")
        expect(keys.newest(page)).to_contain_text("by token operator")
    with steps("signing in is on record"):
        expect(page.locator(keys.ENTRY).filter(has_text="igned in").first).to_be_visible()
