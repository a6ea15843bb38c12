"""A key is narrowed to what it used: looked at, tried, signed off and put back, with a real client beside it."""

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
        maker = made["market maker BTC"]
        client = at.client(maker.api_key, maker.private_key)
        equal(client.query_private("Balance")["error"], [], "the client's errors")
        with steps("a key's page leads to its review, which says what it used and what never"):
            page.goto(f"/keys/{maker.id}")
            page.get_by_role("link", name="Review", exact=True).click()
            expect(keys.heading(page)).to_contain_text("Review")
            expect(page.get_by_role("region", name="What it used")).to_contain_text("Never used")
        with steps("the proposal is ticked, and trying it refuses nothing"):
            page.get_by_role("button", name="What would that have refused?").click()
            expect(page.get_by_role("status")).to_contain_text("Would have refused none of")
        with steps("without what it used it would have been refused, and the page says how often and why"):
            used = page.get_by_role("region", name="What it used")
            ticked = used.get_by_role("checkbox", checked=True)
            while ticked.count():
                ticked.first.uncheck()
            page.get_by_role("button", name="What would that have refused?").click()
            expect(page.get_by_role("status")).to_contain_text(re.compile(r"Would have refused [1-9]"))
            expect(page.get_by_role("region", name="The dry run")).to_contain_text("lacks a permission")
        with steps("the proposal is signed off, and holds at once"):
            page.goto(f"/keys/{maker.id}/review")
            page.get_by_role("radio", name=re.compile("^Narrow it")).check()
            page.get_by_label("Note").fill("as the bot works today")
            page.get_by_role("button", name="Sign off").click()
            expect(page.get_by_text("The review is signed off.")).to_be_visible()
            equal(client.query_private("Balance")["error"], [], "what it used goes on")
            order = {"pair": "XBTUSD", "type": "buy", "ordertype": "limit", "price": "100", "volume": "0.01"}
            equal(client.query_private("AddOrder", order)["error"] != [], True, "whether the rest is refused")
        with steps("one press puts it back"):
            page.get_by_role("button", name="Undo the narrowing").click()
            expect(page.get_by_text("is put back")).to_be_visible()
            equal(client.query_private("AddOrder", order)["error"], [], "the client's errors")
        with steps("the list of reviews has the key, and by whom it was reviewed"):
            page.goto("/reviews")
            row = page.get_by_role("row", name=re.compile("market maker BTC"))
            expect(row).to_contain_text("narrowed")
        with steps("a call that is only thought of is judged by the key's page"):
            page.goto(f"/keys/{maker.id}")
            keys.choice(page, "Method").select_option("AddExport")
            page.get_by_role("button", name="Ask", exact=True).click()
            expect(page.get_by_role("status")).to_contain_text("missing")
