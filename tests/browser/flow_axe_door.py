"""Neither the door nor an account in which nothing was done yet breaks an accessibility rule."""

import judged
import pages
import people
from scene import scene
from visitor import visitor


def run(steps, browser):
    """From outside, then from inside."""
    with scene() as at, visitor(browser, at) as page:
        page.watch.allow("Failed to load resource")
        judged.paths(steps, page, {**pages.OUTSIDE, "welcome-first": at.owner_link()})
        people.first_owner(page, at)
        judged.paths(steps, page, pages.EMPTY)
