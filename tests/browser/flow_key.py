"""A key is made in the browser, used by a real client, seen at work, edited, stepped down and revoked."""

import re

from playwright.sync_api import expect

import key_pages as keys
import sign_in
from check import equal, true
from scene import scene
from visitor import visitor


def run(steps, browser):
    """The life of one key, each step in sight of the ones before."""
    with scene() as at, visitor(browser, at) as page:
        sign_in.with_token(page, at, "/keys")
        client = created(steps, page, at)
        seen_at_work(steps, page, client)
        edited(steps, page, client)
        stepped_down(steps, page, client)
        revoked(steps, page, client)


def created(steps, page, at):
    """From an account without keys to a client that has one."""
    with steps("an account without keys says what a key is, and offers the first"):
        page.get_by_role("link", name="Create the first key").click()
        expect(keys.heading(page)).to_have_text("Create a key")
    with steps("a preset ticks the permissions it names"):
        page.get_by_role("button", name=re.compile("^Portfolio reader")).click()
        expect(page.get_by_role("checkbox", name=re.compile("^Query funds"))).to_be_checked()
        expect(page.get_by_role("checkbox", name=re.compile("^Trade "))).not_to_be_checked()
        keys.fill_in(page, "grid bot")
        expect(page.get_by_role("checkbox", name=re.compile("^Trade "))).to_be_checked()
        expect(page.get_by_label("Works only from")).to_have_value("127.0.0.1")
    with steps("a wrong address is told while it is typed"):
        page.get_by_label("Works only from").fill("127.0.0.1\n203.0.113.999\n")
        expect(page.get_by_text("203.0.113.999 is neither an address nor a block")).to_be_visible()
        page.get_by_label("Works only from").fill("127.0.0.1")
    with steps("the review says what a thief could do, and a change goes back with everything typed"):
        keys.review(page)
        expect(page.get_by_role("heading", name="The worst a thief could do with it")).to_be_visible()
        page.get_by_role("button", name="Change something").click()
        expect(page.get_by_label("Name", exact=True)).to_have_value("grid bot")
        keys.review(page)
    with steps("the key is shown once, with a snippet for a client that holds no secret"):
        public, private = keys.generate(page, at)
        true(private not in page.locator("pre").first.inner_text(), "a snippet holds the private key")
    with steps("the page goes on only when the key was saved"):
        page.get_by_role("button", name="Done").click()
        expect(keys.heading(page)).to_have_text("Save the key grid bot")
        keys.saved(page)
        expect(keys.heading(page)).to_contain_text("grid bot")
    return at.client(public, private)


def seen_at_work(steps, page, client):
    """The page of the key while its client calls."""
    with steps("the first call of a real client appears by itself"):
        equal(client.query_private("Balance")["error"], [], "the client's errors")
        expect(keys.newest(page)).to_contain_text("Balance")
        expect(keys.newest(page)).to_contain_text("127.0.0.1")
    with steps("a refused call appears with its reason, and opens to what to do about it"):
        client.query_private("Ledgers")
        expect(keys.newest(page)).to_contain_text("Ledger entries")
        keys.newest(page).locator("summary").click()
        expect(keys.newest(page).locator(".e-remedy")).to_be_visible()
    with steps("switched off, it stays as it is while another tab goes on; switched on, it catches up"):
        page.get_by_role("checkbox", name="Live").uncheck()
        other = page.context.new_page()
        other.goto(page.url)
        client.query_private("OpenOrders")
        expect(keys.newest(other)).to_contain_text("Open orders")
        other.close()
        expect(page.locator(keys.ENTRY).filter(has_text="Open orders")).to_have_count(0)
        page.get_by_role("checkbox", name="Live").check()
        expect(keys.newest(page)).to_contain_text("Open orders")


def edited(steps, page, client):
    """A change is seen as a difference before it is made."""
    with steps("an edit shows each difference and which way it goes, and is saved from there"):
        page.get_by_role("link", name="Edit").click()
        page.get_by_role("checkbox", name=re.compile("^Trade ")).uncheck()
        page.get_by_label("Holder").fill("desk two")
        page.get_by_role("button", name="See what changes").last.click()
        expect(keys.heading(page)).to_have_text("What changes")
        expect(page.locator("del").filter(has_text="Trade")).to_be_visible()
        expect(page.get_by_text("narrower", exact=False).first).to_be_visible()
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_role("main").get_by_text("desk two").first).to_be_visible()
    with steps("from then on the client may not do what was taken away"):
        order = {"pair": "XBTUSD", "type": "buy", "ordertype": "limit", "price": "1000", "volume": "0.001"}
        equal(client.query_private("AddOrder", order)["error"], ["EGeneral:Permission denied"], "the client's errors")
        expect(keys.newest(page)).to_contain_text("Refused")


def stepped_down(steps, page, client):
    """The kill switch of one key, and the way back."""
    with steps("stepped down to frozen, a client is refused; stepped up, it is served again"):
        for state, allowed in (("Frozen", False), ("Active", True)):
            page.get_by_role("radio", name=re.compile(f"^{state}")).check()
            page.get_by_role("button", name="Change the state").click()
            expect(keys.heading(page)).to_contain_text(state)
            equal(client.query_private("Balance")["error"] == [], allowed, f"whether a {state} key may call")


def revoked(steps, page, client):
    """Taken back, in a dialog that wants the name."""
    with steps("the dialog revokes only when the name is typed"):
        page.get_by_role("link", name="Revoke…").click()
        dialog = page.get_by_role("dialog")
        expect(dialog).to_be_visible()
        button = dialog.get_by_role("button", name="Revoke the key")
        expect(button).to_be_disabled()
        dialog.get_by_role("textbox").fill("grid")
        expect(button).to_be_disabled()
        dialog.get_by_role("textbox").fill("grid bot")
        button.click()
        expect(keys.heading(page)).to_contain_text("Revoked")
    with steps("no call of it is accepted any more"):
        equal(client.query_private("Balance")["error"], ["EAPI:Invalid key"], "the client's errors")
    with steps("a revoked key offers no change"):
        expect(page.get_by_role("link", name="Edit")).to_have_count(0)
        expect(page.get_by_role("button", name="Change the state")).to_have_count(0)
