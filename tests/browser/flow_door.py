"""Signing in as a person: the first owner's link, the password, the second factor, recovery codes."""

import re

from playwright.sync_api import expect

import people
from check import equal, true
from key_pages import heading
from people import Person
from scene import scene
from visitor import visitor


def run(steps, browser):
    """From a server that nobody looks after to somebody with a second factor."""
    ada = Person("Ada Lovelace", "ada@example.org")
    with scene() as at, visitor(browser, at) as page:
        page.watch.allow("status of 4")
        became_owner(steps, page, at, ada)
        came_back(steps, page, ada)
        second_factor(steps, page, at, ada)
        recovered(steps, page, ada)


def became_owner(steps, page, at, ada):
    """The link of a new server."""
    link = at.owner_link()
    with steps("the link makes the first owner, who is told how good the password is while typing"):
        page.goto(link)
        page.locator("#new").fill("password")
        expect(page.locator(".judged")).to_be_visible()
        page.locator("#new").fill(ada.password)
        expect(page.locator(".judged")).to_contain_text("Good")
    with steps("a weak password is refused with a reason, and nothing else typed is lost"):
        page.get_by_label("Your name").fill(ada.name)
        page.get_by_label("Login").fill(ada.login)
        page.locator("#new").fill("ada lovelace 1")
        page.get_by_label("The same again").fill("ada lovelace 1")
        page.get_by_role("button", name="Become the owner").click()
        expect(page.locator("#new-wrong")).to_be_visible()
        expect(page.get_by_label("Login")).to_have_value(ada.login)
    with steps("with a good one, the owner is in"):
        people.accept(page, link, ada)
    with steps("the link works once"):
        page.goto(link)
        expect(heading(page)).to_have_text("This link does not work")


def came_back(steps, page, ada):
    """By password alone."""
    with steps("one signs out and in again, and comes to the page that was asked for"):
        page.goto("/keys")
        people.sign_out(page)
        page.goto("/history?outcome=refused")
        page.get_by_label("Login").fill(ada.login.upper())
        page.get_by_label("Password").fill(ada.password)
        page.get_by_role("button", name="Sign in").click()
        expect(page).to_have_url(re.compile(r"/history\?outcome=refused$"))
    with steps("a wrong password and a login that nobody has read the same"):
        people.sign_out(page)
        said = []
        for login in (ada.login, "nobody@example.org"):
            people.password(page, Person("", login, "not this one at all"))
            said.append(page.get_by_role("alert").inner_text())
        equal(said[0], said[1], "what is said to a login that nobody has")
        people.sign_in(page, ada)


def second_factor(steps, page, at, ada):
    """An authenticator."""
    with steps("an authenticator is turned on by its code, and recovery codes are shown once"):
        people.set_up_authenticator(page, at, ada)
        equal(len(ada.recovery), 10, "the recovery codes")
        true(all(code not in page.content() for code in ada.recovery), "a recovery code is shown again")
    with steps("from then on the password alone leads to the second factor and no further"):
        people.sign_out(page)
        people.password(page, ada)
        expect(heading(page)).to_have_text("And your second factor")
        page.goto("/keys")
        expect(page).to_have_url(re.compile("/sign-in"))
    with steps("a code opens, and the same code does not open again"):
        people.password(page, ada)
        code = ada.authenticator.code()
        use(page, code)
        expect(page.locator(".who summary")).to_contain_text(ada.name)
        people.sign_out(page)
        people.password(page, ada)
        use(page, code)
        expect(page.get_by_role("alert")).to_be_visible()


def use(page, code):
    """Types a code."""
    page.get_by_label("Code of your authenticator").fill(code)
    page.get_by_role("button", name="Go on", exact=True).click()


def recovered(steps, page, ada):
    """Without the authenticator."""
    with steps("a recovery code opens in its place, and the settings say how many are left"):
        people.password(page, ada)
        use_recovery(page, ada.recovery[3])
        expect(page.locator(".who summary")).to_contain_text(ada.name)
        page.goto("/settings/security")
        expect(page.get_by_role("region", name="Second factor")).to_contain_text("9 ")
    with steps("it does not open a second time"):
        people.sign_out(page)
        people.password(page, ada)
        use_recovery(page, ada.recovery[3])
        expect(page.get_by_role("alert")).to_be_visible()


def use_recovery(page, code):
    """Types one, where a code of the authenticator is asked for."""
    page.get_by_text("Use a recovery code").click()
    page.get_by_label("Recovery code").fill(code)
    page.get_by_role("button", name="Go on with this code").click()
