"""Neither the door nor an account in which nothing was done yet breaks an accessibility rule."""

import judged
import pages
import sign_in
from scene import scene
from visitor import visitor


def run(steps, browser):
    """From outside, then from inside."""
    with scene() as at, visitor(browser, at) as page:
        page.watch.allow("Failed to load resource")
        judged.paths(steps, page, pages.OUTSIDE)
        sign_in.with_token(page, at, "/keys")
        judged.paths(steps, page, pages.EMPTY)
