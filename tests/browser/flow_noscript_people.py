"""A person needs no script either: to come in by a link, for a second factor, to invite and to remove somebody."""

import re

from playwright.sync_api import expect

import people
from key_pages import heading
from people import Person
from scene import scene


def run(steps, browser):
    """An owner and a viewer, both without script."""
    with scene() as at, people.owner(browser, at, script=False) as (page, ada):
        page.watch.allow("status of 4")
        with steps("an authenticator is set up and used"):
            people.set_up_authenticator(page, at, ada)
            people.sign_out(page)
            people.sign_in(page, ada)
        grace = Person("Grace Hopper", "grace@example.org")
        with steps("somebody is invited and joins"):
            link = people.invite(page, "Viewer")
            with people.joined(browser, at, link, grace, script=False) as hers:
                expect(heading(hers)).to_be_visible()
        with steps("they are removed on a page of its own, by their name"):
            page.goto("/team")
            page.get_by_role("link", name=grace.name).click()
            page.get_by_role("link", name="Remove…").click()
            page.get_by_role("radio", name=re.compile("^Freeze")).check()
            page.get_by_label("Type the name").fill(grace.name)
            page.get_by_role("button", name="Remove", exact=True).click()
            expect(heading(page)).to_contain_text("is removed")
