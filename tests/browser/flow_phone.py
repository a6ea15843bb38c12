"""On a phone, with a finger: a key is frozen and revoked within reach, and one sees where one is."""

import re

from playwright.sync_api import expect

import key_pages as keys
import sign_in
from check import equal, true
from furnish import furnish
from scene import scene
from visitor import PHONE, visitor

NAVIGATION = ".side [aria-current]"
# The least a finger hits, in CSS pixels (WCAG 2.2, target size, minimum).
FINGER = 24
# The most a market takes.
ROW = 52


def run(steps, browser):
    """What one does when something is wrong and no desk is near."""
    with scene() as at, visitor(browser, at, has_touch=True, is_mobile=True) as page:
        page.set_viewport_size(PHONE)
        made = furnish(at)
        sign_in.with_token(page, at, "/keys")
        with steps("wherever one is, that part of the navigation is in sight"):
            paths = page.get_by_role("navigation", name="Console").get_by_role("link").evaluate_all(
                "links => links.map(link => link.getAttribute('href'))"
            )
            for path in paths:
                page.goto(path)
                expect(page.locator(NAVIGATION)).to_be_in_viewport(ratio=0.9)
            page.goto("/settings/tokens")
            expect(page.locator(".tabs [aria-current]")).to_be_in_viewport(ratio=0.9)
            page.goto(f"/keys/{made['grid bot'].id}#history")
            expect(page.locator("#history-head")).to_be_in_viewport()
        with steps("every market is one row, of which nothing is lost to whoever listens"):
            page.goto("/paper/markets")
            rows = page.get_by_role("table", name="Markets").get_by_role("row")
            heights = rows.evaluate_all("rows => rows.slice(1).map(row => row.getBoundingClientRect().height)")
            true(max(heights) <= ROW, f"a market is {max(heights)} px high")
            equal(rows.nth(1).get_by_role("cell").count(), rows.first.get_by_role("columnheader").count() - 1, "its cells")
            rows.nth(1).get_by_role("link", name=re.compile("^Trade")).tap()
            expect(keys.heading(page)).to_have_text("Place an order")
        with steps("every key is a card that leads to the key"):
            page.goto("/keys")
            page.get_by_role("link", name="grid bot", exact=True).tap()
            expect(keys.heading(page)).to_contain_text("grid bot")
        with steps("the newest hours of the chart are in sight"):
            edges = page.evaluate("""[".chart rect:last-of-type", ".chart-box"].map(
              (what) => document.querySelector(what).getBoundingClientRect().right)""")
            true(edges[0] <= edges[1], f"the newest hour ends at {edges[0]} px, the chart in sight at {edges[1]} px")
        with steps("it is frozen with two taps"):
            page.get_by_role("radio", name=re.compile("^Frozen")).tap()
            page.get_by_role("button", name="Change the state").tap()
            expect(keys.heading(page)).to_contain_text("Frozen")
            client = at.client(made["grid bot"].api_key, made["grid bot"].private_key)
            equal(client.query_private("Balance")["error"] != [], True, "whether the client is refused")
        with steps("the dialog to revoke fits the window"):
            page.get_by_role("link", name="Revoke…").tap()
            box = page.get_by_role("dialog").bounding_box()
            true(box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"], f"the dialog is at {box}")
            page.get_by_role("dialog").get_by_role("button", name="Leave it").tap()
        with steps("what one taps is large enough for a finger"):
            for path in paths:
                page.goto(path)
                equal(small(page), [], f"what is too small at {path}")


def small(page):
    """Buttons, and links that stand alone, smaller than a finger needs."""
    return page.evaluate(
        """least => [...document.querySelectorAll("button, summary, .btn, .side a, .tabs a")]
          .filter(one => one.checkVisibility() && !one.matches(".sr"))
          .map(one => [one.innerText.slice(0, 30), one.getBoundingClientRect()])
          .filter(([, box]) => box.height < least || box.width < least).map(([text]) => text)""",
        FINGER,
    )
