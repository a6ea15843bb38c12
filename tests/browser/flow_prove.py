"""What gives access asks again who one is, five minutes after the last time; nothing filled in is lost by it."""

import re

from playwright.sync_api import expect

import key_pages as keys
import people
from check import equal
from scene import scene

# Longer than a proof counts, and than a session may go unused.
STALE_SECS, IDLE_SECS = 6 * 60, 31 * 60


def run(steps, browser):
    """With a server whose clock is put forward."""
    with scene(with_clock=True) as at, people.owner(browser, at) as (page, ada):
        page.watch.allow("status of 4")
        by_password(steps, page, at, ada)
        by_code(steps, page, at, ada)
        unused(steps, page, at)


def forward(at, ada, secs):
    """For the server, and for the authenticator that goes by its time."""
    at.clock.forward(secs)
    if ada.authenticator:
        ada.authenticator.ahead_secs = at.clock.ahead_secs


def by_password(steps, page, at, ada):
    """Without a second factor."""
    with steps("minutes later, the form of a new key asks for the password first"):
        forward(at, ada, STALE_SECS)
        page.goto("/keys/new")
        expect(keys.heading(page)).to_have_text("Confirm that it is you")
        confirm(page, "not this one at all")
        expect(page.get_by_role("alert")).to_be_visible()
        confirm(page, ada.password)
        expect(keys.heading(page)).to_have_text("Create a key")
    with steps("a form that is sent too late asks, and goes on as it was filled in"):
        keys.fill_in(page, "slow bot")
        keys.review(page)
        forward(at, ada, STALE_SECS)
        page.get_by_role("button", name="Generate").click()
        expect(keys.heading(page)).to_have_text("Confirm that it is you")
        confirm(page, ada.password)
        expect(keys.heading(page)).to_have_text("Save the key slow bot")
        keys.saved(page)
    with steps("what takes away asks nothing"):
        forward(at, ada, STALE_SECS)
        page.reload()
        page.get_by_role("radio", name=re.compile("^Frozen")).check()
        page.get_by_role("button", name="Change the state").click()
        expect(keys.heading(page)).to_contain_text("Frozen")


def confirm(page, password):
    """By the password."""
    page.get_by_label("Your password").fill(password)
    page.get_by_role("button", name="Confirm").click()


def by_code(steps, page, at, ada):
    """With a second factor the password is not enough."""
    with steps("somebody with an authenticator is asked for a code"):
        page.goto("/prove?next=/settings/totp")
        confirm(page, ada.password)
        people.set_up_authenticator(page, at, ada)
        forward(at, ada, STALE_SECS)
        page.goto("/team/invite")
        expect(keys.heading(page)).to_have_text("Confirm that it is you")
        expect(page.get_by_label("Your password")).to_have_count(0)
        people.give_code(page, ada)
        expect(keys.heading(page)).to_have_text("Invite somebody")


def unused(steps, page, at):
    """Half an hour."""
    with steps("a session that nobody used for half an hour is over"):
        at.clock.forward(IDLE_SECS)
        equal(re.search("/sign-in", page.goto("/keys").url) is not None, True, "whether one is at the door")
