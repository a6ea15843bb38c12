"""The moment when something is wrong: every key of a holder stopped by one press, and those nobody uses revoked together."""

import re
import time

from playwright.sync_api import expect

import key_pages as keys
import sign_in
from check import equal
from furnish import SOON_SECS, furnish
from scene import scene
from visitor import visitor


def run(steps, browser):
    """With clients that go on calling."""
    with scene() as at, visitor(browser, at) as page:
        made = furnish(at)
        sign_in.with_token(page, at, "/keys")
        client = at.client(made["grid bot"].api_key, made["grid bot"].private_key)
        other = at.client(made["treasury"].api_key, made["treasury"].private_key)
        with steps("all keys of one holder are frozen, and nobody else's"):
            page.get_by_role("link", name="Stop all…").click()
            keys.choice(page, "Which keys").select_option("desk one")
            page.get_by_role("radio", name=re.compile("^Frozen")).check()
            page.get_by_role("button", name="Stop them now").click()
            expect(keys.heading(page)).to_have_text("Stopped")
            equal(client.query_private("Balance")["error"] != [], True, "whether the holder's client is refused")
            equal(other.query_private("Balance")["error"], [], "the errors of another's client")
        with steps("all of the account follow by the same form"):
            page.goto("/stop")
            page.get_by_role("radio", name=re.compile("^Frozen")).check()
            page.get_by_role("button", name="Stop them now").click()
            expect(keys.heading(page)).to_have_text("Stopped")
            equal(other.query_private("Balance")["error"] != [], True, "whether every client is refused")
        with steps("a key goes on by its own page"):
            page.goto(f"/keys/{made['grid bot'].id}")
            page.get_by_role("radio", name=re.compile("^Active")).check()
            page.get_by_role("button", name="Change the state").click()
            expect(keys.heading(page)).to_contain_text("Active")
            equal(client.query_private("Balance")["error"], [], "the client's errors")
        with steps("all keys of an application are stopped, and one press puts each back to what it was"):
            page.goto("/stop")
            keys.choice(page, "Which keys").select_option("grid-bot")
            page.get_by_role("radio", name=re.compile("^Frozen")).check()
            page.get_by_role("button", name="Stop them now").click()
            expect(page.get_by_role("status")).to_contain_text("1 key stepped to Frozen")
            equal(client.query_private("Balance")["error"] != [], True, "whether the application's client is refused")
            page.get_by_role("button", name=re.compile("^Back to Active")).click()
            expect(keys.heading(page)).to_contain_text("Active")
            equal(client.query_private("Balance")["error"], [], "the client's errors")
        with steps("a stopped key says on its page what it was"):
            page.goto(f"/keys/{made['treasury'].id}")
            page.get_by_role("button", name="Put it back to Active").click()
            expect(keys.heading(page)).to_contain_text("Active")
            equal(other.query_private("Balance")["error"], [], "the other client's errors")
        with steps("keys no longer used are revoked together, by typing how many"):
            page.goto("/keys/unused")
            box = page.get_by_role("checkbox", name="over soon")
            until = time.monotonic() + 2 * SOON_SECS
            while not box.count() and time.monotonic() < until:
                page.wait_for_timeout(500)  # it has not expired yet
                page.reload()
            box.check()
            page.get_by_role("button", name=re.compile("^Revoke those chosen")).click()
            button = page.get_by_role("button", name=re.compile("^Revoke"))
            expect(button).to_be_disabled()
            page.get_by_label("Type how many").fill("1")
            button.click()
            page.goto("/keys?state=revoked")
            expect(page.get_by_role("link", name="over soon", exact=True)).to_be_visible()
