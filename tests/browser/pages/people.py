"""Team, settings, and what is asked of whoever is signed in."""

import re

from playwright.sync_api import expect

import people
from key_pages import heading


def by_path(made):
    """Pages that have a path of their own."""
    return {
        "team": "/team",
        "team-invite": "/team/invite",
        "settings": "/settings",
        "settings-security": "/settings/security",
        "settings-totp": "/settings/totp",
        "settings-passkey": "/settings/passkeys/new",
        "settings-recovery": "/settings/recovery",
        "settings-leave-last-owner": "/settings/leave",
        "settings-sessions": "/settings/sessions",
        "settings-tokens": "/settings/tokens",
        "settings-notifications": "/settings/notifications",
        "settings-deliveries": "/settings/deliveries",
        "notices": "/notices",
        "prove": "/prove?next=/keys/new",
    }


def by_doing(page, scene, made, owner):
    """Pages that only an act leads to. Leaves nobody signed in."""
    link = yield from invited(page, owner)
    yield from secured(page, scene, owner)
    people.sign_out(page)
    yield "signed-out"
    people.password(page, owner)
    expect(heading(page)).to_have_text("And your second factor")
    yield "factor"
    people.password(page, people.Person("", "nobody@example.org", "not this one at all"))
    expect(page.get_by_role("alert")).to_be_visible()
    yield "sign-in-refused"
    yield from left(page, link)


def invited(page, owner):
    """A link, and what it opens."""
    page.goto("/team/invite")
    page.get_by_role("radio", name=re.compile("^Key manager")).check()
    page.get_by_role("button", name="Make the link").click()
    link = page.locator("#link").inner_text()
    yield "team-link"
    people.saved(page)
    page.goto(link)
    yield "welcome"
    page.get_by_role("button", name="Join", exact=True).click(no_wait_after=True)
    page.goto("/team")
    page.get_by_role("link", name=owner.name).click()
    yield "member"
    return link


def left(page, link):
    """Somebody who came by a link, and goes."""
    people.accept(page, link, people.Person("Grace Hopper", "grace@example.org"))
    page.goto("/settings/leave")
    yield "settings-leave"
    people.leave(page)
    yield "left"


def secured(page, scene, owner):
    """An authenticator, and a token."""
    page.goto("/settings/totp")
    page.get_by_label("Code", exact=True).fill("000000")
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_text("try the next one")).to_be_visible()
    yield "settings-totp-refused"
    people.set_up_authenticator(page, scene, owner)
    page.goto("/settings/security")
    yield "settings-security-on"
    page.goto("/settings/recovery")
    page.get_by_role("button", name="Make new ones").click()
    expect(heading(page)).to_have_text("Save your recovery codes")
    yield "recovery-codes"
    page.goto("/settings/tokens")
    page.get_by_label("Name").fill("deploy")
    page.get_by_role("radio", name=re.compile("^Auditor")).check()
    page.get_by_role("button", name="Create").click()
    yield "settings-token"
    page.goto("/settings/deliveries")
    tried = page.get_by_role("main").locator("details summary")
    # The oldest is the one that was tried.
    while tried.count() == 0:
        page.get_by_role("link", name="More").click()
    tried.first.click()
    yield "settings-deliveries-tried"
    page.goto("/settings/notifications")
    page.get_by_label("Name").fill("another hook")
    page.get_by_label("Goes to").select_option("webhook")
    page.get_by_label("Address").fill("https://hooks.example.com/another")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(heading(page)).to_contain_text("Save the secret")
    yield "settings-channel"
