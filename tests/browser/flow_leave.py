"""Somebody leaves an account of their own accord: under its typed name, at once, keys included; the last owner stays."""

import re

from playwright.sync_api import expect

import key_pages as keys
import people
from check import equal
from key_pages import heading
from people import Person
from scene import scene


def run(steps, browser):
    """An owner, and a key manager who goes."""
    with scene() as at, people.owner(browser, at) as (page, ada):
        page.watch.allow("status of 4")
        with steps("the last owner is told who has to come first"):
            page.goto("/settings")
            page.get_by_role("link", name="Leave this account…").click()
            expect(page.get_by_role("main")).to_contain_text("You are the last owner")
            expect(page.get_by_role("button", name="Leave this account")).to_have_count(0)
        grace = Person("Grace Hopper", "grace@example.org")
        with people.joined(browser, at, people.invite(page, "Key manager"), grace) as other:
            other.watch.allow("status of 4")
            client = keys.create(other, at, "key of the manager")
            goes(steps, other, grace)
            gone(steps, page, client)


def goes(steps, page, person):
    """By the keyboard's name of the account, and nothing less."""
    with steps("whoever leaves is told what ends, and types the name of the account"):
        page.goto("/settings")
        page.get_by_role("link", name="Leave this account…").click()
        expect(page.get_by_role("main")).to_contain_text("frozen")
        leave = page.get_by_role("button", name="Leave this account")
        expect(leave).to_be_disabled()
        page.get_by_label("Type the name of the account").fill("another")
        expect(leave).to_be_disabled()
        people.leave(page)
        expect(page.get_by_role("main")).to_contain_text("1 key frozen")
    with steps("they are signed out, and the login is gone with the last place"):
        page.goto("/keys")
        expect(page).to_have_url(re.compile("/sign-in"))
        people.password(page, person)
        expect(page.get_by_role("alert")).to_be_visible()


def gone(steps, page, client):
    """What the account sees of it."""
    with steps("a client that has their key is refused, and the key is frozen"):
        equal(client.query_private("Balance")["error"] != [], True, "whether the client is refused")
        page.goto("/keys?state=frozen")
        equal(page.locator("table.keys a.name").all_inner_texts(), ["key of the manager"], "the frozen keys")
    with steps("the team is without them, and the audit log says that they left"):
        page.goto("/team")
        expect(page.get_by_role("main")).not_to_contain_text("Grace Hopper")
        page.goto("/audit")
        expect(page.get_by_role("main")).to_contain_text("member.leave")
        expect(heading(page)).to_have_text("Audit log")
