"""The list of keys: found by what they are called, by whom they are held, by what they may do and by what they need."""

from playwright.sync_api import expect

import key_pages as keys
import sign_in
from check import equal
from furnish import furnish
from key_pages import choice
from scene import scene
from visitor import visitor

# What the account is furnished with, less one that was revoked.
IN_FORCE = 9


def run(steps, browser):
    """Searches, filters and orders."""
    with scene() as at, visitor(browser, at) as page:
        furnish(at)
        sign_in.with_token(page, at, "/keys")
        with steps("a key that may withdraw from everywhere is named as needing attention"):
            expect(page.get_by_role("region", name="Needs attention")).to_contain_text("treasury")
        with steps("revoked keys are not among those in force, and have a place of their own"):
            equal("old bot" in shown(page), False, "whether a revoked key is listed")
            page.get_by_role("link", name="Revoked").click()
            equal(shown(page), ["old bot"], "the revoked keys")
        with steps("a search finds part of a name or a holder, in any case"):
            search(page, "LEDGER &")
            equal(shown(page), ["tax export 2026"], "what was found")
            search(page, "bot")
            equal(shown(page), ["grid bot"], "what was found")
        with steps("a search without a result says so, and leads back"):
            search(page, "nothing is called this")
            expect(page.get_by_text("No key matches.")).to_be_visible()
            page.get_by_role("link", name="Show all keys in force").click()
            equal(len(shown(page)), IN_FORCE, "the keys in force")
        with steps("holder and permission narrow the list together, and Clear takes both away"):
            choice(page, "Holder").select_option("desk one")
            choice(page, "Permission").select_option(label="Cancel orders")
            page.get_by_role("button", name="Apply").click()
            equal(shown(page), ["market maker BTC"], "what is left")
            page.get_by_role("link", name="Clear").click()
            equal(len(shown(page)), IN_FORCE, "the keys in force")
        with steps("the order is what was chosen, and the address of the page keeps it"):
            choice(page, "Order").select_option(label="Name")
            page.get_by_role("button", name="Apply").click()
            listed = shown(page)
            equal(listed, sorted(listed, key=str.lower), "the order")
            page.reload()
            equal(shown(page), listed, "the order after a reload")
        with steps("back and forward go through what was looked at"):
            page.get_by_role("link", name="grid bot", exact=True).click()
            expect(keys.heading(page)).to_contain_text("grid bot")
            page.go_back()
            equal(shown(page), listed, "the list on the way back")


def search(page, text):
    """Looks for something among the keys in force."""
    page.goto("/keys")
    page.get_by_role("searchbox").fill(text)
    page.get_by_role("searchbox").press("Enter")
    page.wait_for_url("**q=**")


def shown(page):
    """The names in the list, in its order."""
    return page.locator("table.keys a.name").all_inner_texts()
