"""Light or dark: as the system says, unless somebody chose."""

from playwright.sync_api import expect

import sign_in
from check import equal
from scene import scene
from visitor import visitor

PAPER = "getComputedStyle(document.body).backgroundColor"


def run(steps, browser):
    """The choice is in the menu, and stays."""
    with scene() as at, visitor(browser, at, color_scheme="dark") as page:
        sign_in.with_token(page, at, "/keys")
        dark = page.evaluate(PAPER)
        with steps("without a choice pages follow the system"):
            page.emulate_media(color_scheme="light")
            light = page.evaluate(PAPER)
            equal(light != dark, True, "whether light and dark differ")
        with steps("a choice is kept on every page, whatever the system says, also after signing out"):
            page.emulate_media(color_scheme="dark")
            choose(page, "Light")
            page.goto("/history")
            equal(page.evaluate(PAPER), light, "the paper of the next page")
            page.locator(".who summary").click()
            page.get_by_role("button", name="Sign out").click()
            equal(page.evaluate(PAPER), light, "the paper of the door")
        with steps("the choice is undone by choosing the system's"):
            sign_in.with_token(page, at, "/keys")
            choose(page, "System")
            equal(page.evaluate(PAPER), dark, "the paper")


def choose(page, theme):
    """In the menu; leads back to the page one is on."""
    here = page.url
    page.locator(".who summary").click()
    page.get_by_role("button", name=theme, exact=True).click()
    expect(page).to_have_url(here)
    page.locator(".who summary").click()
    expect(page.get_by_role("button", name=theme, exact=True)).to_have_attribute("aria-pressed", "true")
