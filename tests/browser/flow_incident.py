"""After a leak: stopped, looked at, replaced, reported, with a real client beside it."""

import re

from playwright.sync_api import expect

import key_pages as keys
import sign_in
from check import equal
from furnish import furnish
from scene import scene
from visitor import visitor


def run(steps, browser):
    """By forms alone, so it holds without script, too."""
    with scene() as at, visitor(browser, at, script=False) as page:
        made = furnish(at)
        sign_in.with_token(page, at, "/keys")
        page.watch.allow("status of 422")
        grid = made["grid bot"]
        client = at.client(grid.api_key, grid.private_key)
        with steps("a key's page leads to what is done after a leak, and says from where it was used"):
            page.goto(f"/keys/{grid.id}")
            page.get_by_role("link", name="After a leak").click()
            expect(keys.heading(page)).to_contain_text("After a leak")
            did = page.get_by_role("region", name="What it did since")
            expect(did.get_by_role("table", name="Calls by address")).to_contain_text("127.0.0.1")
            expect(did.get_by_role("table", name="Orders the key placed")).to_contain_text("ETH/USD")
        with steps("another name revokes nothing; its own does, and its client is refused at once"):
            page.get_by_role("radio", name=re.compile("^Revoked")).check()
            page.get_by_role("button", name="Stop the key").click()
            expect(page.get_by_text("That is not the name of this key")).to_be_visible()
            equal(client.query_private("Balance")["error"], [], "the client's errors")
            page.get_by_role("radio", name=re.compile("^Revoked")).check()
            page.get_by_label("The key's name").fill("grid bot")
            page.get_by_role("checkbox", name=re.compile("cancel every open order")).check()
            page.get_by_role("button", name="Stop the key").click()
            expect(page.get_by_text("The key is stopped.")).to_be_visible()
            equal(client.query_private("Balance")["error"] != [], True, "whether it is refused")
        with steps("the standing follows what is so: stopped, and its orders cancelled"):
            standing = page.get_by_role("region", name="Where it stands").get_by_role("listitem")
            expect(standing.filter(has_text="Stop the key")).to_contain_text("Done")
            expect(standing.filter(has_text="Cancel its open orders")).to_contain_text("Done")
            expect(standing.filter(has_text="Replace the key")).to_contain_text("To do")
        with steps("the report is a file that names the key and its addresses"):
            with page.expect_download() as saving:
                page.get_by_role("button", name="Save the report").click()
            text = saving.value.path().read_text()
            equal("# After a leak: grid bot" in text and "127.0.0.1" in text, True, "what the report has")
        with steps("one like it is made from a form that is filled in, and then it counts as replaced"):
            page.get_by_role("link", name="Create one like it").click()
            expect(page.get_by_label("Name", exact=True)).to_have_value("grid bot")
            expect(page.get_by_label("Holder")).to_have_value("desk one")
            keys.review(page)
            keys.generate(page, at)
            page.goto(f"/keys/{grid.id}/incident")
            standing = page.get_by_role("region", name="Where it stands").get_by_role("listitem")
            expect(standing.filter(has_text="Replace the key")).to_contain_text("Done")
        with steps("the audit log has the report, with its digest"):
            page.goto("/audit")
            expect(page.get_by_text(re.compile("SHA-256 [0-9a-f]{64}")).first).to_be_visible()
