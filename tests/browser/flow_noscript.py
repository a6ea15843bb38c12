"""Everything works in a browser that runs no script."""

import re

from playwright.sync_api import expect

import key_pages as keys
import sign_in
from check import equal
from scene import scene
from visitor import visitor


def run(steps, browser):
    """The life of a key by forms alone."""
    with scene() as at, visitor(browser, at, script=False) as page:
        with steps("one signs in"):
            sign_in.with_token(page, at, "/keys")
        with steps("a preset and one's own address are filled in by the server"):
            keys.fill_in(page, "plain bot")
            expect(page.get_by_role("checkbox", name=re.compile("^Trade "))).to_be_checked()
            expect(page.get_by_label("Works only from")).to_have_value("127.0.0.1")
            expect(page.get_by_label("Name", exact=True)).to_have_value("plain bot")
        with steps("a key is made, shown and used"):
            keys.review(page)
            client = at.client(*keys.generate(page, at))
            keys.saved(page)
            equal(client.query_private("Balance")["error"], [], "the client's errors")
            page.reload()
            expect(keys.newest(page)).to_contain_text("Balances")
        with steps("what cannot work without script is not offered"):
            expect(page.get_by_role("button", name=re.compile("^Copy"))).to_have_count(0)
            expect(page.get_by_role("checkbox", name="Live")).to_have_count(0)
        with steps("it is edited, with the difference in sight"):
            page.get_by_role("link", name="Edit").click()
            page.get_by_label("Holder").fill("desk two")
            page.get_by_role("button", name="See what changes").last.click()
            expect(page.locator("ins")).to_have_text("desk two")
            page.get_by_role("button", name="Save", exact=True).click()
            expect(page.get_by_role("main").get_by_text("desk two").first).to_be_visible()
        with steps("it is stepped down"):
            page.get_by_role("radio", name=re.compile("^Frozen")).check()
            page.get_by_role("button", name="Change the state").click()
            expect(keys.heading(page)).to_contain_text("Frozen")
        with steps("it is revoked on a page of its own, and only by its name"):
            page.watch.allow("status of 422")
            page.get_by_role("link", name="Revoke…").click()
            page.get_by_label("Type the key's name").fill("another bot")
            page.get_by_role("button", name="Revoke the key").click()
            expect(page.locator("[aria-invalid]")).to_be_visible()
            page.get_by_label("Type the key's name").fill("plain bot")
            page.get_by_role("button", name="Revoke the key").click()
            expect(keys.heading(page)).to_contain_text("Revoked")
            equal(client.query_private("Balance")["error"], ["EAPI:Invalid key"], "the client's errors")
        with steps("one signs out, and nothing is in reach any more"):
            page.locator(".who summary").click()
            page.get_by_role("button", name="Sign out").click()
            page.goto("/keys")
            expect(page).to_have_url(re.compile("/sign-in"))
