"""Several people: each role sees and may do what it should, and whoever is removed is out at once, keys included."""

import re
from contextlib import ExitStack

from playwright.sync_api import expect

import key_pages as keys
import people
from check import equal
from key_pages import heading
from people import Person
from scene import scene

# What each role finds in the navigation, and whether it may make a key.
ROLES = {
    "Admin": ({"API keys", "History", "Audit log", "Team"}, True),
    "Key manager": ({"API keys", "History", "Audit log"}, True),
    "Auditor": ({"API keys", "History", "Audit log", "Team"}, False),
    "Viewer": ({"API keys"}, False),
}
ANYBODY = {"API keys", "History", "Audit log", "Team"}


def run(steps, browser):
    """An owner, and one member of each other role, each in a browser of their own."""
    with scene() as at, people.owner(browser, at) as (page, ada), ExitStack() as others:
        page.watch.allow("status of 4")
        pages = {role: join(steps, browser, at, page, role, others) for role in ROLES}
        looked_at(steps, page)
        client = own_keys(steps, at, page, pages["Key manager"])
        changed(steps, page, pages["Viewer"])
        removed(steps, page, pages["Key manager"], client)
        last_owner(steps, page, ada)


def join(steps, browser, at, page, role, others):
    """A link, used in another browser."""
    sees, creates = ROLES[role]
    with steps(f"somebody is invited as {role.lower()}, and sees what that role may"):
        link = people.invite(page, role, f"the {role.lower()}")
        person = Person(f"Grace {role}", f"{role.split()[0].lower()}@example.org")
        other = others.enter_context(people.joined(browser, at, link, person))
        other.watch.allow("status of 4")
        other.goto("/keys")
        links = other.get_by_role("navigation", name="Console").get_by_role("link").all_inner_texts()
        equal(ANYBODY & {link.strip() for link in links}, sees, "what the navigation offers")
        equal(other.get_by_role("link", name=re.compile("^Create ")).count() > 0, creates, "whether it may make keys")
        equal(other.goto("/keys/new").ok, creates, "whether the form is there")
    return other


def looked_at(steps, page):
    """The list of members."""
    with steps("the team shows everybody, with role and what is missing"):
        page.goto("/team")
        for role in ("Owner", *ROLES):
            expect(page.get_by_role("row").filter(has_text=role).first).to_contain_text("None")


def own_keys(steps, at, page, manager):
    """A key manager reaches keys of their own and no others."""
    with steps("a key manager makes a key, and sees no key of anybody else"):
        keys.create(page, at, "key of the owner")
        foreign = page.url
        client = keys.create(manager, at, "key of the manager")
        manager.goto("/keys")
        equal(manager.locator("table.keys a.name").all_inner_texts(), ["key of the manager"], "the keys in sight")
        equal(manager.goto(foreign).status, 404, "the answer to another's key")
        equal(client.query_private("Balance")["error"], [], "the client's errors")
    return client


def changed(steps, page, viewer):
    """A role counts from the next click on."""
    with steps("a viewer who becomes auditor reads the history with the next page, in the session there is"):
        equal(viewer.goto("/history").ok, False, "whether a viewer reads the history")
        page.goto("/team")
        page.get_by_role("link", name="Grace Viewer").click()
        page.get_by_role("radio", name=re.compile("^Auditor")).check()
        page.get_by_role("button", name="Change the role").click()
        expect(page.get_by_role("main").get_by_text("Auditor").first).to_be_visible()
        equal(viewer.goto("/history").ok, True, "whether an auditor reads the history")


def removed(steps, page, manager, client):
    """Out, at once."""
    with steps("removing wants the name, and says what was done"):
        manager.goto("/keys/new")
        page.goto("/team")
        page.get_by_role("link", name="Grace Key manager").click()
        page.get_by_role("link", name="Remove…").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("radio", name=re.compile("^Freeze")).check()
        expect(dialog.get_by_role("button", name="Remove")).to_be_disabled()
        dialog.get_by_role("textbox").fill("Grace Key manager")
        dialog.get_by_role("button", name="Remove").click()
        expect(heading(page)).to_contain_text("is removed")
    with steps("their open page does nothing any more, and their session is over"):
        manager.get_by_label("Name", exact=True).fill("too late")
        manager.get_by_role("button", name="Review").last.click()
        expect(heading(manager)).to_have_text("You are not signed in")
        manager.goto("/keys")
        expect(manager).to_have_url(re.compile("/sign-in"))
    with steps("their keys are frozen: a client that has one is refused"):
        equal(client.query_private("Balance")["error"] != [], True, "whether the client is refused")
        page.goto("/keys?state=frozen")
        equal(page.locator("table.keys a.name").all_inner_texts(), ["key of the manager"], "the frozen keys")


def last_owner(steps, page, ada):
    """Somebody has to look after the account."""
    with steps("the last owner cannot be lowered"):
        page.goto("/team")
        page.get_by_role("link", name=ada.name).click()
        role = page.get_by_role("radio", name=re.compile("^Admin"))
        if role.count():
            role.check()
            page.get_by_role("button", name="Change the role").click()
            expect(page.get_by_role("alert").first).to_be_visible()
        page.goto("/team")
        expect(page.get_by_role("row").filter(has_text=ada.name)).to_contain_text("Owner")
