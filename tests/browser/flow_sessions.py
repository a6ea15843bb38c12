"""Sessions: seen, ended from elsewhere, ended by a new password; a forgotten password and its link."""

import re

from playwright.sync_api import expect

import people
from check import equal
from key_pages import ENTRY, heading, newest
from people import PASSWORDS, Person
from scene import scene
from visitor import visitor


def run(steps, browser):
    """The same person in two browsers, then a colleague who forgot the password."""
    with scene() as at, people.owner(browser, at) as (page, ada), visitor(browser, at) as other:
        page.watch.allow("status of 4")
        other.watch.allow("status of 4")
        ended_elsewhere(steps, at, page, other, ada)
        new_password(steps, page, other, ada)
        forgotten(steps, browser, at, page)


def ended_elsewhere(steps, at, page, other, ada):
    """From the list of sessions."""
    with steps("both sessions are listed, and one of them is this one"):
        people.sign_in(other, ada)
        page.goto("/settings/sessions")
        expect(page.get_by_role("region", name="Where you are signed in").get_by_role("listitem")).to_have_count(2)
        expect(page.get_by_text("This one", exact=True)).to_have_count(1)
    with steps("the other one is ended, and its next click leads to the door"):
        page.get_by_role("button", name=re.compile("^End the session")).click()
        expect(page.get_by_role("region", name="Where you are signed in").get_by_role("listitem")).to_have_count(1)
        other.goto("/keys")
        expect(other).to_have_url(re.compile("/sign-in"))
    with steps("a live page of an ended session hears nothing more"):
        people.sign_in(other, ada, "/audit")
        page.goto("/settings/sessions")
        page.get_by_role("button", name="End all but this one").click()
        expect(page.get_by_role("region", name="Where you are signed in").get_by_role("listitem")).to_have_count(1)
        page.goto("/audit")
        at.admin.create_key("unheard of", ["query-funds"])
        expect(newest(page)).to_contain_text("unheard of")
        expect(other.locator(ENTRY).filter(has_text="unheard of")).to_have_count(0)


def new_password(steps, page, other, ada):
    """Every other session ends with the old one."""
    with steps("a new password wants the old one, and ends every other session"):
        people.sign_in(other, ada)
        page.goto("/settings/security")
        change(page, "not the old one", PASSWORDS[1])
        expect(page.locator("#old-wrong")).to_be_visible()
        change(page, ada.password, PASSWORDS[1])
        expect(page.locator(".notice, [role=status]").first).to_be_visible()
        other.goto("/keys")
        expect(other).to_have_url(re.compile("/sign-in"))
        equal(page.goto("/keys").ok, True, "whether this session goes on")
    with steps("one signs in with the new one, and not with the old one"):
        people.sign_out(page)
        people.password(page, ada)
        expect(page.get_by_role("alert")).to_be_visible()
        ada.password = PASSWORDS[1]
        people.sign_in(page, ada)


def change(page, old, new):
    """The form of the password."""
    page.get_by_label("The one you have now").fill(old)
    page.locator("#new").fill(new)
    page.get_by_label("The same again").fill(new)
    page.get_by_role("button", name="Change it").click()


def forgotten(steps, browser, at, page):
    """A link made by an owner."""
    grace = Person("Grace Hopper", "grace@example.org")
    link = people.invite(page, "Auditor")
    with people.joined(browser, at, link, grace) as hers:
        hers.watch.allow("status of 4")
        with steps("the door says what to do about a forgotten password"):
            people.sign_out(hers)
            hers.get_by_role("link", name="I cannot sign in").click()
            expect(hers.get_by_text("reset link", exact=False).first).to_be_visible()
        with steps("an owner makes a reset link on the page of the member"):
            page.goto("/team")
            page.get_by_role("link", name=grace.name).click()
            page.get_by_role("button", name="Make a reset link").click()
            reset = page.locator("#link").inner_text()
            people.saved(page)
        with steps("it sets a new password once, and the old one is of no use"):
            old, grace.password = grace.password, PASSWORDS[2]
            hers.goto(reset)
            hers.locator("#new").fill(grace.password)
            hers.get_by_label("The same again").fill(grace.password)
            hers.get_by_role("button", name="Set the password").click()
            expect(hers.locator(".who summary")).to_contain_text(grace.name)
            people.sign_out(hers)
            hers.goto(reset)
            expect(heading(hers)).to_have_text("This link does not work")
            people.password(hers, Person(grace.name, grace.login, old))
            expect(hers.get_by_role("alert")).to_be_visible()
            people.sign_in(hers, grace)
