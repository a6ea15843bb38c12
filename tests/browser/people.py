"""What a person does at the door and in the settings."""

import re
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import expect

from key_pages import heading
from totp import Authenticator
from visitor import visitor

PASSWORDS = ("seventeen quiet otters ferry", "brass lanterns over the fjord", "a parsnip sings at the ferry")


@dataclass
class Person:
    """Somebody with a login."""

    name: str
    login: str
    password: str = field(default=PASSWORDS[0], repr=False)
    authenticator: Authenticator | None = None
    recovery: list = field(default_factory=list, repr=False)


def accept(page, link, person):
    """Chooses login and password behind a link; leaves the browser signed in."""
    page.goto(link)
    page.get_by_label("Your name").fill(person.name)
    page.get_by_label("Login").fill(person.login)
    page.locator("#new").fill(person.password)
    page.get_by_label("The same again").fill(person.password)
    page.get_by_role("button", name=re.compile("^(Become the owner|Join)$")).click()
    expect(page.locator(".who summary")).to_contain_text(person.name)


def password(page, person, path="/keys"):
    """Login and password alone."""
    page.goto(f"/sign-in?next={path}")
    page.get_by_label("Login").fill(person.login)
    page.get_by_label("Password").fill(person.password)
    page.get_by_role("button", name="Sign in").click()


def sign_in(page, person, path="/keys"):
    """All the way, with the authenticator if there is one."""
    password(page, person, path)
    if person.authenticator:
        give_code(page, person)
    expect(page.locator(".who summary")).to_contain_text(person.name)


def give_code(page, person):
    """The code that the second page of signing in asks for."""
    page.get_by_label("Code of your authenticator").fill(person.authenticator.code())
    page.get_by_role("button", name="Go on", exact=True).click()


def sign_out(page):
    """By the menu."""
    page.locator(".who summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in"))


def set_up_authenticator(page, scene, person):
    """Turns it on in the settings; the first factor brings recovery codes."""
    page.goto("/settings/totp")
    secret = page.locator("#totp-secret").inner_text()
    scene.secrets.add("the secret of an authenticator", secret)
    person.authenticator = Authenticator(secret, scene.clock.ahead_secs if scene.clock else 0)
    page.get_by_label("Code", exact=True).fill(person.authenticator.code())
    page.get_by_role("button", name="Turn it on").click()
    expect(heading(page)).to_have_text("Save your recovery codes")
    person.recovery = page.locator("#recovery-codes code").all_inner_texts()
    for code in person.recovery:
        scene.secrets.add("a recovery code", code)
    saved(page)


def leave(page):
    """Leaves the account, on the page that asks for its name."""
    page.get_by_label("Type the name of the account").fill(page.locator("#name-hint").inner_text())
    page.get_by_role("button", name="Leave this account").click()
    expect(heading(page)).to_contain_text("You have left")


def saved(page):
    """Leaves a page that shows something once."""
    page.get_by_role("checkbox", name=re.compile("^I have (saved|copied)")).check()
    page.get_by_role("button", name="Done").click()


def invite(page, role, note=""):
    """Makes a link for somebody with a role; gives it."""
    page.goto("/team/invite")
    page.get_by_role("radio", name=re.compile(f"^{role}")).check()
    page.get_by_label(re.compile("^Whom is it for")).fill(note)
    page.get_by_role("button", name="Make the link").click()
    link = page.locator("#link").inner_text()
    saved(page)
    return link


def first_owner(page, scene):
    """Follows the link that the first start shows; gives the owner."""
    ada = Person("Ada Lovelace", "ada@example.org")
    accept(page, scene.owner_link(), ada)
    return ada


@contextmanager
def owner(browser, scene, **more):
    """A browser in which the first owner has signed in."""
    with visitor(browser, scene, **more) as page:
        yield page, first_owner(page, scene)


@contextmanager
def joined(browser, scene, link, person, **more):
    """Another browser, in which somebody has used a link."""
    with visitor(browser, scene, **more) as page:
        accept(page, link, person)
        yield page
