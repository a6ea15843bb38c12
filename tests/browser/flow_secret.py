"""What is shown once is not shown again: neither on a reload, nor by going back, nor by sending the form twice."""

import re

from playwright.sync_api import Error, expect

import key_pages as keys
import sign_in
from check import equal, true
from scene import scene
from visitor import visitor


def run(steps, browser):
    """Every way back to the page that shows a private key."""
    with scene() as at, visitor(browser, at) as page:
        page.watch.allow("status of 4")
        sign_in.with_token(page, at, "/keys")
        keys.fill_in(page, "grid bot")
        keys.review(page)
        _, private = keys.generate(page, at)
        with steps("a reload sends the form again, makes nothing, and shows no secret"):
            # Chromium would ask whether to send the form again; the answer here is yes.
            page.reload()
            expect(keys.heading(page)).to_have_text("The key exists already")
            hidden(page, private)
            equal(names(at), ["grid bot"], "the keys there are")
        with steps("from the key one comes back to no secret"):
            page.get_by_role("link", name="To the key").click()
            expect(keys.heading(page)).to_contain_text("grid bot")
            hidden(page, private)
            back(page)
            hidden(page, private)
        with steps("going back from a page that came after the secret shows none"):
            keys.fill_in(page, "second bot")
            keys.review(page)
            _, second = keys.generate(page, at)
            keys.saved(page)
            hidden(page, second)
            back(page)
            hidden(page, second)
            equal(names(at), ["grid bot", "second bot"], "the keys there are")
        with steps("going back to the review and sending it again makes no second key"):
            keys.fill_in(page, "third bot")
            keys.review(page)
            keys.generate(page, at)
            back(page)
            if page.get_by_role("button", name="Generate").count():
                page.get_by_role("button", name="Generate").click()
                expect(keys.heading(page)).to_have_text(re.compile("^(The key exists already|Create a key)$"))
            equal(names(at), ["grid bot", "second bot", "third bot"], "the keys there are")


def back(page):
    """To the page before. Where that was the answer to a form, Chromium has kept nothing of it and asks whether to send
    the form again; the answer here is yes."""
    try:
        page.go_back()
    except Error as error:
        if "ERR_CACHE_MISS" not in str(error):
            raise
        page.wait_for_url("chrome-error://**")
        page.reload()


def names(at):
    """Of all keys."""
    return sorted(key["name"] for key in at.admin.keys())


def hidden(page, secret):
    """Fails if the page holds the secret anywhere."""
    true(secret not in page.content(), "the page holds the private key")
