"""Home leads a new account to its first call, says what deserves attention, and help is marked as read."""

import re

from playwright.sync_api import expect

import key_pages as keys
import people
from check import equal
from scene import scene


def run(steps, browser):
    """The first minutes of an owner."""
    with scene() as at, people.owner(browser, at) as (page, _):
        first_call(steps, page, at)
        attention(steps, page, at)
        helped(steps, page)


def first_call(steps, page, at):
    """Three steps, and the third is seen to happen."""
    with steps("home of a new account begins with the first key"):
        page.goto("/")
        page.get_by_role("link", name="Create the first key").click()
        expect(keys.heading(page)).to_have_text("Create a key")
        client = keys.create(page, at, "first bot")
    with steps("home waits for its first call, and says by itself when it has arrived"):
        page.goto("/")
        expect(page.get_by_text("Waiting for its first call.")).to_be_visible()
        equal(client.query_private("Balance")["error"], [], "the client's errors")
        expect(page.get_by_text("The first call has arrived.")).to_be_visible()
        page.get_by_role("link", name="Go on").click()
        expect(page.get_by_text("Waiting for its first call.")).to_have_count(0)
    with steps("the page of a new key tells of a first call that was refused, and why"):
        keys.fill_in(page, "second bot", preset="Portfolio reader")
        keys.review(page)
        second = at.client(*keys.generate(page, at))
        second.query_private("AddOrder", {"pair": "XBTUSD", "type": "buy", "ordertype": "market", "volume": "0.01"})
        expect(page.get_by_text("A call arrived, and was refused.")).to_be_visible()
        keys.saved(page)


def attention(steps, page, at):
    """What home is for, afterwards."""
    with steps("a dangerous key is named on home, with what to do about it"):
        at.admin.create_key("treasury", ["withdraw-funds"])
        page.goto("/")
        region = page.get_by_role("region", name="Needs attention")
        expect(region).to_contain_text("treasury")
        region.get_by_role("link", name=re.compile("allowlist")).click()
        expect(page).to_have_url(re.compile("/edit|/keys/"))


def helped(steps, page):
    """Who has read what."""
    with steps("a page of help is marked as read and leads to the next; the list says who has read what"):
        page.goto("/help")
        page.get_by_role("link", name="After a leak").click()
        page.get_by_role("button", name="I have read this").click()
        expect(keys.heading(page)).to_have_text("Securing keys")
        page.goto("/help")
        expect(page.get_by_role("listitem").filter(has_text="After a leak").last).to_contain_text("you read it")
