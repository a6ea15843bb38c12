"""Notices: the inbox with its count, a channel, what came of a test, and what is told of what."""

import re

from playwright.sync_api import expect

import people
from check import equal
from key_pages import heading
from scene import scene
from visitor import visitor


def run(steps, browser):
    """As the owner, without a mail server."""
    with scene() as at, visitor(browser, at) as page:
        people.first_owner(page, at)
        with steps("what happens is counted in the navigation and stands in the inbox"):
            at.admin.create_key("grid bot", ["query-funds"])
            page.wait_for_timeout(1_000)
            page.goto("/")
            link = page.get_by_role("navigation", name="Console").get_by_role("link", name=re.compile("^Notices"))
            expect(link).to_contain_text("not read")
            link.click()
            expect(heading(page)).to_have_text("Notices")
            expect(page.get_by_text('The key "grid bot" was created', exact=False).first).to_be_visible()
        with steps("it is marked as read, and the count is gone"):
            page.get_by_role("button", name="Mark all as read").click()
            expect(page.get_by_role("button", name="Mark all as read")).to_have_count(0)
            expect(page.get_by_role("navigation", name="Console")).not_to_contain_text("not read")
        with steps("a web hook is added, and its secret shown once"):
            page.goto("/settings/notifications")
            page.get_by_label("Name").fill("pager")
            page.get_by_label("Goes to").select_option("webhook")
            page.get_by_label("Address").fill("http://127.0.0.1:9/hook")
            page.get_by_role("button", name="Add", exact=True).click()
            secret = page.locator("#secret").inner_text()
            equal(secret.startswith("whsec_"), True, "whether it is a secret")
            people.saved(page)
            expect(heading(page)).to_have_text("Settings")
            equal(secret in page.content(), False, "whether it is shown again")
        with steps("a test shows what came of it: what only the server reaches is refused"):
            page.get_by_role("button", name="Send a test to pager").click()
            expect(page.get_by_role("heading", name="Deliveries")).to_be_visible()
            page.wait_for_timeout(1_000)
            page.reload()
            page.get_by_role("main").locator("details summary").first.click()
            expect(page.get_by_text("only this server can reach").first).to_be_visible()
        with steps("a mailbox without a mail server is refused, and says what to set"):
            page.watch.allow("status of 422")
            page.goto("/settings/notifications")
            page.get_by_label("Name").fill("mail")
            page.get_by_label("Goes to").select_option("mail")
            page.get_by_label("Address").fill("ops@example.com")
            page.get_by_role("button", name="Add", exact=True).click()
            expect(page.get_by_text("mail.host").first).to_be_visible()
        with steps("a rule is set"):
            page.get_by_label("Event").select_option("key.changed")
            page.get_by_label("Told", exact=True).select_option("channels")
            page.get_by_role("button", name="Set the rule").click()
            expect(page.get_by_role("status")).to_contain_text("The rule is set")
        with steps("a channel is removed"):
            page.get_by_role("button", name="Remove pager").click()
            expect(page.get_by_role("status")).to_contain_text("The channel is removed")
