"""What a person does on the pages of keys."""

import re

from playwright.sync_api import expect

ENTRY = ".entries > li"


def heading(page):
    """The one heading that says what the page is."""
    return page.get_by_role("heading", level=1)


def fill_in(page, name, preset="Trading bot", own_address=True):
    """The form of a new key."""
    page.goto("/keys/new")
    page.get_by_role("button", name=re.compile(f"^{preset}")).click()
    page.get_by_label("Name", exact=True).fill(name)
    if own_address:
        page.get_by_role("button", name="Add 127.0.0.1").click()


def review(page):
    """Goes on from the form to the summary."""
    page.get_by_role("button", name="Review").last.click()
    expect(heading(page)).to_have_text("Review the key")


def generate(page, scene):
    """Makes the key of the summary; gives its two halves."""
    page.get_by_role("button", name="Generate").click()
    expect(heading(page)).to_have_text(re.compile("^Save the key"))
    public, private = page.locator("#public").inner_text(), page.locator("#private").inner_text()
    scene.secrets.add("a private key", private)
    return public, private


def saved(page):
    """Says that the private half is in a safe place, and goes on to the key."""
    page.get_by_role("checkbox", name=re.compile("^I have saved")).check()
    page.get_by_role("button", name="Done").click()
    expect(page).to_have_url(re.compile(r"/keys/[^/?]+(\?.*)?$"))


def create(page, scene, name, preset="Trading bot"):
    """The whole way; gives a real client with the key, and leaves the browser on the page of the key."""
    fill_in(page, name, preset)
    review(page)
    public, private = generate(page, scene)
    saved(page)
    return scene.client(public, private)


def newest(page):
    """The newest entry of the history in sight."""
    return page.locator(ENTRY).first


def choice(page, label):
    """A list to choose from. Its label has its entries within it."""
    return page.get_by_role("combobox", name=re.compile(f"^{label}"))
