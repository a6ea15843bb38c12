"""The life of a key without a mouse: Tab, Enter, Space, Escape, arrows and letters alone."""

import re

from playwright.sync_api import expect

import key_pages as keys
import keyboard
from check import equal
from scene import scene
from visitor import visitor


def run(steps, browser):
    """From the door to the revocation."""
    with scene() as at, visitor(browser, at) as page:
        with steps("one signs in"):
            page.goto("/sign-in/token?next=/keys")
            keyboard.fill(page, page.get_by_label("Administration token"), at.token)
            page.keyboard.press("Enter")
            page.wait_for_url(f"{at.url}/keys")
        with steps("the first stop leads past the navigation to the content"):
            page.keyboard.press("Tab")
            expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
            page.keyboard.press("Enter")
            expect(page.locator("main")).to_be_focused()
        client = created(steps, page, at)
        stepped(steps, page)
        asked(steps, page, client)
        left(steps, page)


def created(steps, page, at):
    """By letters and Space."""
    with steps("a key is made"):
        keyboard.press(page, page.get_by_role("link", name="Create the first key"))
        expect(keys.heading(page)).to_have_text("Create a key")
        keyboard.press(page, page.get_by_role("button", name=re.compile("^Trading bot")), "Space")
        keyboard.fill(page, page.get_by_label("Name", exact=True), "typed bot")
        keyboard.press(page, page.get_by_role("checkbox", name=re.compile("^Query ledger")), "Space")
        keyboard.press(page, page.get_by_role("button", name="Add 127.0.0.1"))
        keyboard.press(page, page.get_by_role("button", name="Review").last)
        expect(keys.heading(page)).to_have_text("Review the key")
        keyboard.tab_to(page, page.get_by_role("button", name="Generate"))
        page.keyboard.press("Enter")
        expect(keys.heading(page)).to_have_text("Save the key typed bot")
    client = at.client(page.locator("#public").inner_text(), page.locator("#private").inner_text())
    with steps("the private key is said to be saved, and the page left"):
        keyboard.press(page, page.get_by_role("checkbox", name=re.compile("^I have saved")), "Space")
        keyboard.press(page, page.get_by_role("button", name="Done"))
        expect(page).to_have_url(re.compile("/keys/key_"))
        equal(client.query_private("Ledgers")["error"], [], "the client's errors")
    return client


def stepped(steps, page):
    """Radio buttons by the arrows."""
    with steps("it is stepped down with the arrows"):
        keyboard.tab_to(page, page.get_by_role("radio", name=re.compile("^Active")))
        page.keyboard.press("ArrowDown")
        keyboard.press(page, page.get_by_role("button", name="Change the state"))
        expect(keys.heading(page)).to_contain_text("Read-only")


def asked(steps, page, client):
    """The dialog takes the focus, keeps it, and gives it back."""
    opener, dialog = page.get_by_role("link", name="Revoke…"), page.get_by_role("dialog")
    with steps("Escape closes the dialog and the focus is where it was"):
        keyboard.press(page, opener)
        expect(dialog.get_by_role("textbox")).to_be_focused()
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(opener).to_be_focused()
    with steps("the focus does not leave the open dialog for the page behind it"):
        page.keyboard.press("Enter")
        for _ in range(8):
            page.keyboard.press("Tab")
            equal(page.evaluate("document.activeElement === document.body || "
                                "document.querySelector('dialog').contains(document.activeElement)"), True, "in the dialog")
    with steps("the key is revoked by typing its name"):
        keyboard.fill(page, dialog.get_by_role("textbox"), "typed bot")
        page.keyboard.press("Enter")
        expect(keys.heading(page)).to_contain_text("Revoked")
        equal(client.query_private("Balance")["error"], ["EAPI:Invalid key"], "the client's errors")


def left(steps, page):
    """The menu is a disclosure: it opens and closes from where one stands."""
    with steps("an entry of the history opens and closes"):
        entry = keys.newest(page).locator("summary")
        keyboard.press(page, entry)
        expect(keys.newest(page).locator("dl")).to_be_visible()
        page.keyboard.press("Enter")
        expect(keys.newest(page).locator("dl")).to_be_hidden()
    with steps("one signs out from the menu"):
        page.goto("/keys")
        keyboard.press(page, page.locator(".who summary"))
        keyboard.press(page, page.get_by_role("button", name="Sign out"))
        expect(page).to_have_url(re.compile("/sign-in"))
